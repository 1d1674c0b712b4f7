"""GNU Octave, scalars."""

import math

from gradcli.render.code.spelling import ARITHMETIC, C_LOGIC, Truths, words
from gradcli.render.code.straight import Body, Dialect

NAME = "Octave"
SPELLINGS = ARITHMETIC | C_LOGIC | {
    "isnan": "t|isnan({0})",
    "where": "merge({0:c}, {1}, {2})", "pow": "realpow_({0}, {1})", "sqrt": "real_(sqrt({0}))", "cbrt": "cbrt({0})",
    "exp": "exp({0})", "expm1": "expm1({0})", "log": "real_(log({0}))", "log2": "real_(log2({0}))",
    "log10": "real_(log10({0}))", "log1p": "real_(log1p({0}))", "sin": "sin({0})", "cos": "cos({0})", "tan": "tan({0})",
    "asin": "real_(asin({0}))", "acos": "real_(acos({0}))", "atan": "atan({0})", "atan2": "atan2({0}, {1})",
    "hypot": "hypot({0}, {1})", "sinh": "sinh({0})", "cosh": "cosh({0})", "tanh": "tanh({0})", "asinh": "asinh({0})",
    "acosh": "real_(acosh({0}))", "atanh": "real_(atanh({0}))", "abs": "abs({0})", "floor": "floor({0})",
    "ceil": "ceil({0})", "trunc": "fix({0})", "erf": "erf({0})", "erfc": "erfc({0})", "erfinv": "erfinv({0})",
    **{name: f"{name}({{0}}, {{1}})" for name in ("besselj", "bessely", "besseli", "besselk")},
    "erfcinv": "erfcinv({0})", "erfcx": "erfcx({0})", "erfi": "erfi({0})", "dawsn": "dawson({0})", "gamma": "gamma_({0})",
    "lgamma": "real(gammaln({0}))", "digamma": "psi({0})", "fmod": "rem({0}, {1})",
    "remainder": "floor_mod({0}, {1})",
    "floordiv": "floor_div({0}, {1})"}
HELPERS = {"floor_mod": """\
function r = floor_mod(a, b)   % mod() is not exact
  r = abs(a);
  m = abs(b);
  if m == 0 || isinf(r) || isnan(r + m)
    r = NaN;
    return
  end
  while r >= m
    [~, above] = log2(r);
    [~, below] = log2(m);
    s = pow2(m, above - below);
    if s > r, s = s/2; end
    r = r - s;
  end
  if a < 0, r = -r; end
  if r != 0 && (r < 0) != (b < 0), r = r + b; end
end
""", "floor_div": """\
function q = floor_div(a, b)
  q = merge(b == 0, a/b, round((a - floor_mod(a, b))/b));
end
""", "gamma_": """\
function y = gamma_(x)   % gamma(-1) is Inf
  if x < 0 && x == fix(x), y = NaN; else y = gamma(x); end
end
""", "real_": """\
function y = real_(z)   % a complex result is none
  if isreal(z) y = z; else y = NaN; end
end
""", "realpow_": """\
function y = realpow_(a, b)
  y = real_(a^b);
end
"""}
RESERVED = frozenset("""break case catch continue do else elseif end end_try_catch end_unwind_protect endfor endfunction
    endif endparfor endswitch endwhile for function global if otherwise parfor persistent return switch try until
    unwind_protect unwind_protect_cleanup while f value grad printf pi e i j Inf inf
    NaN nan NA eps ans double isreal""".split()) | words(SPELLINGS) | set(HELPERS)
TRUTHS = Truths("double({0:b})", "t|{0:1} != 0", "t|{0:1} == 0")


def literal(value: float) -> str:
    """Write a number."""
    if math.isfinite(value):
        return repr(value).removesuffix(".0")
    return "NaN" if value != value else "Inf" if value > 0 else "-Inf"


DIALECT = Dialect(SPELLINGS, literal, TRUTHS, RESERVED)


def head(code: Body, printing: bool) -> list[str]:
    """Return the lines at the head of the program."""
    return ["1;   % a script that defines functions", ""]


def function(code: Body, remarks: list[str], name: str = "f") -> list[str]:
    """Return a function that returns the value and the row of partial derivatives."""
    return [*(f"% {remark}" for remark in remarks), f"function [value, grad] = {name}({', '.join(code.names.values())})",
            *(f"  {each} = {text};" for each, text in code.statements), f"  grad = zeros(1, {len(code.partials)});",
            *(f"  grad({i}) = {text};   % d/d{code.names[each]}" for i, (each, text) in enumerate(code.partials.items(), 1)),
            f"  value = {code.value};", "end"]


def main(code: Body, at: list[str]) -> list[str]:
    """Print value and gradient at a point."""
    return [f"[value, grad] = f({', '.join(at)});", "printf(\"value %.17g\\n\", value);",
            *(f"printf(\"d/d{code.names[each]} %.17g\\n\", grad({i}));" for i, each in enumerate(code.partials, 1))]
