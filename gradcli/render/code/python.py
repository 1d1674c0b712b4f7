"""Python with its own math module."""

import keyword
import math

from gradcli.render.code.spelling import ARITHMETIC, COMPARISONS, Truths, words
from gradcli.render.code.straight import Body, Dialect

NAME = "Python"
LOGIC = COMPARISONS | {"logical_and": "a|{0:t} and {1:t}", "logical_or": "a|{0:t} or {1:t}", "logical_not": "n|not {0:t}"}
SPELLINGS = ARITHMETIC | LOGIC | {
    "isnan": "t|math.isnan({0})",
    "where": "0|{1:1} if {0:c} else {2}", "floordiv": "1|{0:2}//{1:3}",
    "remainder": "1|{0:2} % {1:3}", "copysign": "math.copysign({0}, {1})", "fmod": "math.fmod({0}, {1})",
    "pow": "math.pow({0}, {1})", "sqrt": "math.sqrt({0})", "cbrt": "math.cbrt({0})", "exp": "math.exp({0})",
    "exp2": "math.exp2({0})", "expm1": "math.expm1({0})", "log": "math.log({0})", "log2": "math.log2({0})",
    "log10": "math.log10({0})", "log1p": "math.log1p({0})", "sin": "math.sin({0})", "cos": "math.cos({0})",
    "tan": "math.tan({0})", "asin": "math.asin({0})", "acos": "math.acos({0})", "atan": "math.atan({0})",
    "atan2": "math.atan2({0}, {1})", "hypot": "math.hypot({0}, {1})", "sinh": "math.sinh({0})", "cosh": "math.cosh({0})",
    "tanh": "math.tanh({0})", "asinh": "math.asinh({0})", "acosh": "math.acosh({0})", "atanh": "math.atanh({0})",
    "abs": "abs({0})", "floor": "float(math.floor({0}))", "ceil": "float(math.ceil({0}))",
    "trunc": "float(math.trunc({0}))", "round": "float(round({0}))", "erf": "math.erf({0})", "erfc": "math.erfc({0})",
    "gamma": "math.gamma({0})", "lgamma": "math.lgamma({0})"}
RESERVED = frozenset({*keyword.kwlist, *keyword.softkwlist, "f", "print", "nan_if_undefined", "compute"}) | words(SPELLINGS)
TRUTHS = Truths("float({0:b})", "t|{0:1} != 0.0", "t|{0:1} == 0.0")
GUARD = "nan_if_undefined(lambda: {0})"
HELPERS = {"nan_if_undefined": '''\
def nan_if_undefined(compute):
    """A number that only one branch needs: nan where Python raises."""
    try:
        return compute()
    except (ArithmeticError, ValueError):
        return math.nan

'''}


def literal(value: float) -> str:
    """Write a float."""
    if math.isfinite(value):
        return repr(value)
    return "math.nan" if value != value else "math.inf" if value > 0 else "-math.inf"


DIALECT = Dialect(SPELLINGS, literal, TRUTHS, RESERVED, guard=GUARD)


def head(code: Body, printing: bool) -> list[str]:
    """Return the lines at the head of the program."""
    texts = code.texts()
    return ["import math", "", ""] if "math." in texts or GUARD.partition("(")[0] in texts else []


def function(code: Body, remarks: list[str], name: str = "f") -> list[str]:
    """Return a function that returns the value and the list of partial derivatives."""
    return [*(f"# {remark}" for remark in remarks), f"def {name}({', '.join(code.names.values())}):",
            *(f"    {each} = {text}" for each, text in code.statements),
            *(f"    {code.results[each]} = {text}" for each, text in code.partials.items()),
            f"    return {code.value}, [{', '.join(code.results.values())}]", ""]


def main(code: Body, at: list[str]) -> list[str]:
    """Print value and gradient at a point."""
    return [f"value, grad = f({', '.join(at)})", "print(f\"value {value:.17g}\")",
            *(f"print(f\"d/d{code.names[each]} {{grad[{i}]:.17g}}\")" for i, each in enumerate(code.partials))]
