"""C99."""

import math

from gradcli.render.code.spelling import ARITHMETIC, C_LOGIC, Truths, words
from gradcli.render.code.straight import Body, Dialect

NAME = "C"
SPELLINGS = ARITHMETIC | C_LOGIC | {
    "isnan": "t|isnan({0})",
    "where": "0|{0:c} ? {1:1} : {2:1}", "pow": "pow({0}, {1})", "sqrt": "sqrt({0})", "cbrt": "cbrt({0})", "exp": "exp({0})",
    "exp2": "exp2({0})", "expm1": "expm1({0})", "log": "log({0})", "log2": "log2({0})", "log10": "log10({0})",
    "log1p": "log1p({0})", "sin": "sin({0})", "cos": "cos({0})", "tan": "tan({0})", "asin": "asin({0})", "acos": "acos({0})",
    "atan": "atan({0})", "atan2": "atan2({0}, {1})", "hypot": "hypot({0}, {1})", "sinh": "sinh({0})", "cosh": "cosh({0})",
    "tanh": "tanh({0})", "asinh": "asinh({0})", "acosh": "acosh({0})", "atanh": "atanh({0})", "abs": "fabs({0})",
    "floor": "floor({0})", "ceil": "ceil({0})", "trunc": "trunc({0})", "round": "nearbyint({0})", "erf": "erf({0})",
    "erfc": "erfc({0})", "gamma": "tgamma({0})", "lgamma": "lgamma({0})",
    "copysign": "copysign({0}, {1})", "fmod": "fmod({0}, {1})", "remainder": "floor_mod({0}, {1})",
    "floordiv": "floor_div({0}, {1})"}
HELPERS = {"floor_mod": """\
static double floor_mod(double a, double b)
{
    const double r = fmod(a, b);
    return r != 0.0 && (r < 0.0) != (b < 0.0) ? r + b : r;
}
""", "floor_div": """\
static double floor_div(double a, double b)
{
    const double r = fmod(a, b);
    const double q = (a - r)/b - (r != 0.0 && (r < 0.0) != (b < 0.0) ? 1.0 : 0.0);
    return b == 0.0 ? a/b : q - floor(q) > 0.5 ? floor(q) + 1.0 : floor(q);
}
"""}
RESERVED = frozenset("""auto break case char const continue default do double else enum extern float for goto if inline int
    long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while main
    f grad value printf NAN INFINITY fmod asm typeof linux unix i386 errno signgam y0 y1 yn j0 j1 jn""".split()) | words(
    SPELLINGS) | set(HELPERS)
TRUTHS = Truths("0|{0:c} ? 1.0 : 0.0", "t|{0:1} != 0.0", "t|{0:1} == 0.0")


def literal(value: float) -> str:
    """Write a double, which has a point or an exponent."""
    if math.isfinite(value):
        return repr(value)
    return "NAN" if value != value else "INFINITY" if value > 0 else "-INFINITY"


DIALECT = Dialect(SPELLINGS, literal, TRUTHS, RESERVED)


def head(code: Body, printing: bool) -> list[str]:
    """Return the lines at the head of the program."""
    return ["#include <math.h>", *["#include <stdio.h>"] * printing, ""]


def function(code: Body, remarks: list[str], name: str = "f") -> list[str]:
    """Return a function of the variables that returns the value and fills the gradient."""
    gradient = [f"double grad[{len(code.partials)}]"] * bool(code.partials)
    parameters = ", ".join([*(f"double {each}" for each in code.names.values()), *gradient]) or "void"
    return [*(f"/* {remark} */" for remark in remarks), f"double {name}({parameters})", "{",
            *(f"    (void){code.names[each]};" for each in code.unused),
            *(f"    const double {each} = {text};" for each, text in code.statements),
            *(f"    grad[{i}] = {text};   /* d/d{code.names[each]} */"
              for i, (each, text) in enumerate(code.partials.items())),
            f"    return {code.value};", "}"]


def main(code: Body, at: list[str]) -> list[str]:
    """Print value and gradient at a point."""
    gradient = ["grad"] * bool(code.partials)
    return ["int main(void)", "{", *[f"    double grad[{len(code.partials)}];"] * bool(code.partials),
            f"    printf(\"value %.17g\\n\", f({', '.join(at + gradient)}));",
            *(f"    printf(\"d/d{code.names[each]} %.17g\\n\", grad[{i}]);" for i, each in enumerate(code.partials)),
            "    return 0;", "}"]
