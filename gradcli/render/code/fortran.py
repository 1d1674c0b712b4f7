"""Fortran 2008, free form."""

import math
import re

from gradcli.render.code.spelling import ARITHMETIC, COMPARISONS, Truths, words
from gradcli.render.code.straight import Body, Dialect

NAME = "Fortran"
SPELLINGS = ARITHMETIC | COMPARISONS | {
    "isnan": "t|{0:1} /= {0:1}",
    "ne": "t|{0:1} /= {1:1}", "logical_and": "a|{0:t} .and. {1:t}", "logical_or": "a|{0:t} .or. {1:t}",
    "logical_not": "n|.not. ({0:t})", "where": "merge({1}, {2}, {0:c})", "pow": "4|{0:5}**{1:5}", "sqrt": "sqrt({0})",
    "exp": "exp({0})", "log": "log({0})", "log10": "log10({0})", "sin": "sin({0})", "cos": "cos({0})", "tan": "tan({0})",
    "asin": "asin({0})", "acos": "acos({0})", "atan": "atan({0})", "atan2": "atan2({0}, {1})", "hypot": "hypot({0}, {1})",
    "sinh": "sinh({0})", "cosh": "cosh({0})", "tanh": "tanh({0})", "asinh": "asinh({0})", "acosh": "acosh({0})",
    "atanh": "atanh({0})", "abs": "abs({0})", "trunc": "aint({0})", "erf": "erf({0})", "erfc": "erfc({0})",
    "erfcx": "erfc_scaled({0})",
    "gamma": "gamma({0})", "lgamma": "log_gamma({0})", "fmod": "mod({0}, {1})",
    "remainder": "floor_mod({0}, {1})",
    "floordiv": "floor_div({0}, {1})"}
HELPERS = {"floor_mod": """\
double precision function floor_mod(a, b)
    implicit none
    double precision, intent(in) :: a, b
    floor_mod = mod(a, b)
    if (floor_mod /= 0d0 .and. ((floor_mod < 0d0) .neqv. (b < 0d0))) floor_mod = floor_mod + b
end function
""", "floor_div": """\
double precision function floor_div(a, b)
    implicit none
    double precision, intent(in) :: a, b
    double precision :: r, q
    r = mod(a, b)
    q = (a - r)/b
    if (r /= 0d0 .and. ((r < 0d0) .neqv. (b < 0d0))) q = q - 1d0
    floor_div = merge(a/b, anint(q), b == 0d0)
end function
"""}
RESERVED = frozenset("""f program end subroutine function call if then else do while real integer double precision logical
    implicit none intent in out value grad print write read return stop merge huge nan infinity use only contains module
    external mod anint main d0""".split()) | words(SPELLINGS) | set(HELPERS)
TRUTHS = Truths("merge(1d0, 0d0, {0:b})", "t|{0:1} /= 0d0", "t|{0:1} == 0d0")
SPECIAL = {"nan": "ieee_quiet_nan", "infinity": "ieee_positive_inf"}
MAX_LINE = 100  # characters; Fortran allows 132
TOKEN = re.compile(r"[\w.]+(?:(?<=\dd)[-+]\d+)?|\*\*|[<>=/]=|\s+|.")


def literal(value: float) -> str:
    """Write a double precision number: 3d0, 1d-30."""
    if math.isfinite(value):
        mantissa, _, exponent = repr(value).removesuffix(".0").partition("e")
        return f"{mantissa}d{int(exponent or 0)}"
    return "nan" if value != value else "infinity" if value > 0 else "-infinity"


def statement(text: str, indent: str = "    ") -> list[str]:
    """Return the lines of a statement, broken between tokens where it is too long."""
    lines, line = [], indent
    for token in TOKEN.findall(text):
        if len(line) + len(token) > MAX_LINE:
            lines.append(f"{line} &")
            line = indent * 2
        line += token
    return [*lines, line]


DIALECT = Dialect(SPELLINGS, literal, TRUTHS, RESERVED, folded=True)


def head(code: Body, printing: bool) -> list[str]:
    """Return the lines at the head of the program."""
    return []


def function(code: Body, remarks: list[str], name: str = "f") -> list[str]:
    """Return a subroutine for the value and the gradient."""
    texts, names = code.texts(), [*code.names.values()]
    special = [word for word in SPECIAL if re.search(rf"\b{word}\b", texts)]
    gradient = ["grad"] * bool(code.partials)
    local = [*(each for each, _ in code.statements), *special]
    return [*(f"! {remark}" for remark in remarks),
            *statement(f"subroutine {name}({', '.join([*names, 'value', *gradient])})", ""),
            *["    use, intrinsic :: ieee_arithmetic"] * bool(special), "    implicit none",
            *(f"    double precision, intent(in) :: {each}" for each in names),
            f"    double precision, intent(out) :: value{f', grad({len(code.partials)})' * bool(code.partials)}",
            *(f"    double precision :: {each}" for each in local),
            *(f"    double precision, external :: {each}" for each in HELPERS if f"{each}(" in texts),
            *(f"    {word} = ieee_value({word}, {SPECIAL[word]})" for word in special),
            *(line for each, text in code.statements for line in statement(f"{each} = {text}")),
            *(line for i, text in enumerate(code.partials.values(), 1) for line in statement(f"grad({i}) = {text}")),
            *statement(f"value = {code.value}"), "end subroutine"]


def main(code: Body, at: list[str]) -> list[str]:
    """Print value and gradient at a point."""
    gradient = ["grad"] * bool(code.partials)
    return ["program main", "    implicit none",
            f"    double precision :: value{f', grad({len(code.partials)})' * bool(code.partials)}",
            *statement(f"call f({', '.join([*at, 'value', *gradient])})"),
            "    print '(a, 1x, es24.16e3)', 'value', value",
            *(f"    print '(a, 1x, es24.16e3)', 'd/d{code.names[each]}', grad({i})"
              for i, each in enumerate(code.partials, 1)), "end program"]
