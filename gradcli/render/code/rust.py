"""Rust with its standard library alone."""

import math

from gradcli.render.code.spelling import ARITHMETIC, C_LOGIC, Truths, words
from gradcli.render.code.straight import Body, Dialect

NAME = "Rust"
SPELLINGS = ARITHMETIC | C_LOGIC | {
    "isnan": "t|f64::is_nan({0})",
    "where": "0|if {0:c} {{ {1} }} else {{ {2} }}", "pow": "f64::powf({0}, {1})", "sqrt": "f64::sqrt({0})",
    "cbrt": "f64::cbrt({0})", "exp": "f64::exp({0})", "exp2": "f64::exp2({0})", "expm1": "f64::exp_m1({0})",
    "log": "f64::ln({0})", "log2": "f64::log2({0})", "log10": "f64::log10({0})", "log1p": "f64::ln_1p({0})",
    "sin": "f64::sin({0})", "cos": "f64::cos({0})", "tan": "f64::tan({0})", "asin": "f64::asin({0})",
    "acos": "f64::acos({0})", "atan": "f64::atan({0})", "atan2": "f64::atan2({0}, {1})", "hypot": "f64::hypot({0}, {1})",
    "sinh": "f64::sinh({0})", "cosh": "f64::cosh({0})", "tanh": "f64::tanh({0})", "abs": "f64::abs({0})",
    "floor": "f64::floor({0})", "ceil": "f64::ceil({0})", "trunc": "f64::trunc({0})",
    "fmod": "2|{0:2} % {1:3}",
    "remainder": "floor_mod({0}, {1})", "floordiv": "floor_div({0}, {1})"}
HELPERS = {"floor_mod": """\
fn floor_mod(a: f64, b: f64) -> f64 {
    let r = a % b;
    if r != 0_f64 && (r < 0_f64) != (b < 0_f64) { r + b } else { r }
}
""", "floor_div": """\
fn floor_div(a: f64, b: f64) -> f64 {
    let r = a % b;
    let q = (a - r)/b - if r != 0_f64 && (r < 0_f64) != (b < 0_f64) { 1_f64 } else { 0_f64 };
    if b == 0_f64 { a/b } else if q - q.floor() > 0.5_f64 { q.floor() + 1_f64 } else { q.floor() }
}
"""}
RESERVED = frozenset("""as async await break const continue crate dyn else enum extern false fn for gen if impl in let loop
    match mod move mut pub ref return self Self static struct super trait true type union unsafe use where while abstract
    become box do final macro override priv try typeof unsized virtual yield f main value grad println std
    f32""".split()) | words(SPELLINGS) | set(HELPERS)
TRUTHS = Truths("0|if {0:b} {{ 1_f64 }} else {{ 0_f64 }}", "t|{0:1} != 0_f64", "t|{0:1} == 0_f64")


def literal(value: float) -> str:
    """Write a double, with its type."""
    if math.isfinite(value):
        return repr(value).removesuffix(".0") + "_f64"
    return "f64::NAN" if value != value else "f64::INFINITY" if value > 0 else "-f64::INFINITY"


DIALECT = Dialect(SPELLINGS, literal, TRUTHS, RESERVED)


def head(code: Body, printing: bool) -> list[str]:
    """Return the lines at the head of the program."""
    return []


def function(code: Body, remarks: list[str], name: str = "f") -> list[str]:
    """Return a function that returns the value and the array of partial derivatives."""
    parameters = ", ".join(f"{each}: f64" for each in code.names.values())
    return [*(f"// {remark}" for remark in remarks), "#[allow(non_snake_case)]",
            f"pub fn {name}({parameters}) -> (f64, [f64; {len(code.partials)}]) {{",
            *(f"    let _ = {code.names[each]};" for each in code.unused),
            *(f"    let {each}: f64 = {text};" for each, text in code.statements),
            *(f"    let {code.results[each]}: f64 = {text};" for each, text in code.partials.items()),
            f"    ({code.value}, [{', '.join(code.results.values())}])", "}"]


def main(code: Body, at: list[str]) -> list[str]:
    """Print value and gradient at a point."""
    return ["fn main() {", f"    let (value, {'grad' if code.partials else '_'}) = f({', '.join(at)});",
            "    println!(\"value {}\", value);",
            *(f"    println!(\"d/d{code.names[each]} {{}}\", grad[{i}]);" for i, each in enumerate(code.partials)), "}"]
