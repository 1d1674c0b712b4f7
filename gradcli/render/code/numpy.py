"""Python with NumPy: the variables may be arrays."""

from gradcli.render.code import python
from gradcli.render.code.spelling import ARITHMETIC, COMPARISONS, Truths, words
from gradcli.render.code.straight import Body, Dialect

NAME = "NumPy"
SPELLINGS = ARITHMETIC | COMPARISONS | {
    "isnan": "t|np.isnan({0})",
    "logical_and": "t|np.logical_and({0:t}, {1:t})", "logical_or": "t|np.logical_or({0:t}, {1:t})",
    "logical_not": "t|np.logical_not({0:t})", "where": "np.where({0:c}, {1}, {2})", "pow": "np.power({0}, {1})",
    "floordiv": "np.floor_divide({0}, {1})", "remainder": "np.remainder({0}, {1})", "sqrt": "np.sqrt({0})",
    "cbrt": "np.cbrt({0})", "exp": "np.exp({0})", "exp2": "np.exp2({0})", "expm1": "np.expm1({0})", "log": "np.log({0})",
    "log2": "np.log2({0})", "log10": "np.log10({0})", "log1p": "np.log1p({0})", "sin": "np.sin({0})", "cos": "np.cos({0})",
    "tan": "np.tan({0})", "asin": "np.arcsin({0})", "acos": "np.arccos({0})", "atan": "np.arctan({0})",
    "atan2": "np.arctan2({0}, {1})", "hypot": "np.hypot({0}, {1})", "sinh": "np.sinh({0})", "cosh": "np.cosh({0})",
    "tanh": "np.tanh({0})", "asinh": "np.arcsinh({0})", "acosh": "np.arccosh({0})", "atanh": "np.arctanh({0})",
    "abs": "np.abs({0})", "floor": "np.floor({0})", "ceil": "np.ceil({0})", "trunc": "np.trunc({0})",
    "round": "np.rint({0})", "max": "np.maximum({0}, {1})", "min": "np.minimum({0}, {1})",
    "fmod": "np.fmod({0}, {1})",
    "logaddexp": "np.logaddexp({0}, {1})", "logaddexp2": "np.logaddexp2({0}, {1})",
    "copysign": "np.copysign({0}, {1})", "erf": "by_element(math.erf, {0})", "erfc": "by_element(math.erfc, {0})",
    "gamma": "by_element(math.gamma, {0})", "lgamma": "by_element(math.lgamma, {0})"}
RESERVED = python.RESERVED | {"by_element", "function", "x_", "total"} | words(SPELLINGS)
TRUTHS = Truths("np.where({0:b}, 1.0, 0.0)", "t|{0:1} != 0.0", "t|{0:1} == 0.0")
HELPERS = {"by_element": '''\
def by_element(function, values):
    """A function of Python's at every element: nan where it raises."""
    def total(value):
        try:
            return function(value)
        except (ArithmeticError, ValueError):
            return math.nan
    return np.vectorize(total, otypes=[float])(values)

'''}


def literal(value: float) -> str:
    """Write a float."""
    return python.literal(value).replace("math.", "np.")


DIALECT = Dialect(SPELLINGS, literal, TRUTHS, RESERVED)
main = python.main


def head(code: Body, printing: bool) -> list[str]:
    """Return the lines at the head of the program."""
    helped = "by_element(" in code.texts()
    return [*["import math", ""] * helped, "import numpy as np", "", ""]


def function(code: Body, remarks: list[str], name: str = "f") -> list[str]:
    """Return a function that returns the value and the list of partial derivatives, arrays of one shape."""
    names = [*code.names.values()]
    arrays = ", ".join(f"np.asarray({each}, float)" for each in names)
    shaped = [f"{text} + np.zeros_like({names[0]})" if names else text for text in (code.value, *code.results.values())]
    return [*(f"# {remark}" for remark in remarks), "@np.errstate(all=\"ignore\")", f"def {name}({', '.join(names)}):",
            *[f"    {', '.join(names)}{',' * (len(names) == 1)} = np.broadcast_arrays({arrays})"] * bool(names),
            *(f"    {each} = {text}" for each, text in code.statements),
            *(f"    {code.results[each]} = {text}" for each, text in code.partials.items()),
            f"    return {shaped[0]}, [{', '.join(shaped[1:])}]", ""]
