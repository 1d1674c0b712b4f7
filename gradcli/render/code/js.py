"""JavaScript, as browsers and Node have it."""

import math

from gradcli.render.code.spelling import ARITHMETIC, C_LOGIC, Truths, words
from gradcli.render.code.straight import Body, Dialect

NAME = "JavaScript"
SPELLINGS = ARITHMETIC | C_LOGIC | {
    "isnan": "t|Number.isNaN({0})",
    "eq": "t|{0:1} === {1:1}", "ne": "t|{0:1} !== {1:1}", "where": "0|{0:c} ? {1:1} : {2:1}", "pow": "Math.pow({0}, {1})",
    "sqrt": "Math.sqrt({0})", "cbrt": "Math.cbrt({0})", "exp": "Math.exp({0})", "expm1": "Math.expm1({0})",
    "log": "Math.log({0})", "log2": "Math.log2({0})", "log10": "Math.log10({0})", "log1p": "Math.log1p({0})",
    "sin": "Math.sin({0})", "cos": "Math.cos({0})", "tan": "Math.tan({0})", "asin": "Math.asin({0})",
    "acos": "Math.acos({0})", "atan": "Math.atan({0})", "atan2": "Math.atan2({0}, {1})", "hypot": "Math.hypot({0}, {1})",
    "sinh": "Math.sinh({0})", "cosh": "Math.cosh({0})", "tanh": "Math.tanh({0})", "asinh": "Math.asinh({0})",
    "acosh": "Math.acosh({0})", "atanh": "Math.atanh({0})", "abs": "Math.abs({0})", "floor": "Math.floor({0})",
    "ceil": "Math.ceil({0})", "trunc": "Math.trunc({0})", "max": "Math.max({0}, {1})", "min": "Math.min({0}, {1})",
    "fmod": "2|{0:2} % {1:3}",
    "remainder": "floorMod({0}, {1})", "floordiv": "floorDiv({0}, {1})"}
HELPERS = {"floorMod": """\
function floorMod(a, b) {
  const r = a % b;
  return r !== 0 && (r < 0) !== (b < 0) ? r + b : r;
}
""", "floorDiv": """\
function floorDiv(a, b) {
  const r = a % b;
  const q = (a - r)/b - (r !== 0 && (r < 0) !== (b < 0) ? 1 : 0);
  return b === 0 ? a/b : q - Math.floor(q) > 0.5 ? Math.floor(q) + 1 : Math.floor(q);
}
"""}
RESERVED = frozenset("""abstract arguments await boolean break byte case catch char class const continue debugger default
    delete do double else enum eval export extends false final finally float for function goto if implements import in
    instanceof int interface let long native new null package private protected public return short static super switch
    synchronized this throw throws transient true try typeof undefined var void volatile while with yield async of get set
    Infinity NaN f value grad console require module exports""".split()) | words(SPELLINGS) | set(HELPERS)
TRUTHS = Truths("0|{0:c} ? 1 : 0", "t|{0:1} !== 0", "t|{0:1} === 0")


def literal(value: float) -> str:
    """Write a number."""
    if math.isfinite(value):
        return repr(value).removesuffix(".0")
    return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"


DIALECT = Dialect(SPELLINGS, literal, TRUTHS, RESERVED)


def head(code: Body, printing: bool) -> list[str]:
    """Return the lines at the head of the program."""
    return []


def function(code: Body, remarks: list[str], name: str = "f") -> list[str]:
    """Return a function that returns the value and the array of partial derivatives."""
    return [*(f"// {remark}" for remark in remarks), f"function {name}({', '.join(code.names.values())}) {{",
            *(f"  const {each} = {text};" for each, text in code.statements),
            *(f"  const {code.results[each]} = {text};" for each, text in code.partials.items()),
            f"  return [{code.value}, [{', '.join(code.results.values())}]];", "}"]


def main(code: Body, at: list[str]) -> list[str]:
    """Print value and gradient at a point."""
    return [f"const [value, grad] = f({', '.join(at)});", "console.log(\"value\", value);",
            *(f"console.log(\"d/d{code.names[each]}\", grad[{i}]);" for i, each in enumerate(code.partials))]
