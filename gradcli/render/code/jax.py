"""JAX, which differentiates by itself."""

from gradcli.render.code import python
from gradcli.render.code.expansions import EXPANSIONS
from gradcli.render.code.spelling import Truths, comment, words
from gradcli.render.code.typed import AS_TYPED, UNDEFINED, Library, lines
from gradcli.report.programs import Typed

NAME = "JAX"
SPELLINGS = AS_TYPED | {
    "logical_and": "t|jnp.logical_and({0:C}, {1:C})", "logical_or": "t|jnp.logical_or({0:C}, {1:C})",
    "logical_not": "t|jnp.logical_not({0:C})", "where": "jnp.where({0:C}, {1:F}, {2:F})",
    "floordiv": "jnp.floor_divide({0}, {1})", "remainder": "jnp.remainder({0}, {1})",
    "sqrt": "jnp.sqrt({0})", "cbrt": "jnp.cbrt({0})", "exp": "jnp.exp({0})", "exp2": "jnp.exp2({0})",
    "expm1": "jnp.expm1({0})", "log": "jnp.log({0})", "log2": "jnp.log2({0})", "log10": "jnp.log10({0})",
    "log1p": "jnp.log1p({0})", "sin": "jnp.sin({0})", "cos": "jnp.cos({0})", "tan": "jnp.tan({0})",
    "asin": "jnp.arcsin({0})", "acos": "jnp.arccos({0})", "atan": "jnp.arctan({0})", "sinh": "jnp.sinh({0})",
    "cosh": "jnp.cosh({0})", "tanh": "jnp.tanh({0})", "asinh": "jnp.arcsinh({0})", "acosh": "jnp.arccosh({0})",
    "atanh": "jnp.arctanh({0})", "sinc": "jnp.sinc({0})", "atan2": "jnp.arctan2({0}, {1})", "hypot": "jnp.hypot({0}, {1})",
    "sign": "jnp.sign({0})", "floor": "jnp.floor({0})", "ceil": "jnp.ceil({0})", "trunc": "jnp.trunc({0})",
    "round": "jnp.round({0})", "relu": "jax.nn.relu({0})", "max": "jnp.maximum({0}, {1})", "min": "jnp.minimum({0}, {1})",
    "max/n": "jnp.stack([{...}]).max()", "min/n": "jnp.stack([{...}]).min()",
    "erf": "jax.scipy.special.erf({0})", "erfc": "jax.scipy.special.erfc({0})",
    "gamma": "jax.scipy.special.gamma({0})", "lgamma": "jax.scipy.special.gammaln({0})",
    "digamma": "jax.scipy.special.digamma({0})", "polygamma": "jax.scipy.special.polygamma({0}, {1})",
    "sigmoid": "jax.nn.sigmoid({0})", "logit": "jax.scipy.special.logit({0})", "softplus": "jax.nn.softplus({0})",
    "logaddexp": "jnp.logaddexp({0}, {1})", "logaddexp2": "jnp.logaddexp2({0}, {1})",
    "erfinv": "jax.scipy.special.erf_inv({0})", "ndtri": "jax.scipy.special.ndtri({0})",
    "log_ndtr": "jax.scipy.special.log_ndtr({0})",
    **{name: f"jax.scipy.special.{name}({{0}})" for name in ("i0", "i0e", "i1", "i1e", "expi")},
    "zeta/2": "jax.scipy.special.zeta({0}, {1})",
    **{name: f"jax.scipy.special.{name}({{0}}, {{1}})" for name in ("gammainc", "gammaincc")},
    "fmod": "jnp.fmod({0}, {1})", "logsumexp": "jax.nn.logsumexp(jnp.stack([{0}, {1}]))",
    "logsumexp/n": "jax.nn.logsumexp(jnp.stack([{...}]))",
    "silu": "jax.nn.silu({0})", "gelu": "jax.nn.gelu({0}, approximate=False)",
    "normcdf": "jax.scipy.stats.norm.cdf({0})", "normpdf": "jax.scipy.stats.norm.pdf({0})"}
LACKING = EXPANSIONS | {
    "sech": lambda x: f"1/cosh({x})",
    "abs": lambda x: f"max({x}, -{x})",  # JAX's has the slope 1 at 0, that of its clip is 1/2 at the edges
    "clamp": lambda x, lo, hi: f"{hi} if {x} > {hi} or {lo} > {hi} else {lo} if {x} < {lo} else {x}"}
RESERVED = python.RESERVED | {"jax", "jnp", "math", "order", "g", "range", "value", "grad"} | words(SPELLINGS)
LIBRARY = Library(SPELLINGS, Truths("jnp.where({0:b}, 1.0, 0.0)", "t|{0:1} != 0"), "jnp.asarray({})", "{}",
                  "t|jnp.logical_and({0:b}, {1:b})", RESERVED)
LOOP = """\
g = f
for order in range(1, {stop}):
    g = jax.grad(g, argnums={place})
    print(f"d{{order}}f/d{x}{{order}} =", float(g({point})))"""


def program(report: Typed, version: str) -> str:
    """Write a function of the variables, its value and gradient printed where all is bound."""
    code = lines(report, LIBRARY, "    ")
    value = code.value if code.fold is None else f"jnp.asarray({python.literal(code.fold)})"
    texts = code.texts() + value
    names = [code.names[name] for name in report.variables]
    lacking = f"# JAX has no {' '.join(report.lacking)}, or another slope at a kink: written with other functions"
    above = [lacking] * bool(report.lacking) + [UNDEFINED.format(NAME)] * report.undefined
    above += [*(f"# {remark}" for remark in code.remarks), *["import math\n"] * ("math." in texts),
              "import jax", *["import jax.numpy as jnp"] * ("jnp." in texts), "",
              "jax.config.update(\"jax_enable_x64\", True)", "", "",
              f"def f({', '.join(names)}):", f"    # {comment(report.expression)}", *code.body(1),
              f"    return {value}"]
    places = [report.variables.index(name) for name in report.wrt]
    tuple_ = f"({', '.join(map(str, places))}{',' * (len(places) == 1)})"
    if not report.bound:
        return "\n".join([*above, "", "", f"gradient = jax.grad(f, argnums={tuple_})"])
    point = ", ".join(python.literal(report.at[name]) for name in report.variables)
    if not places:
        return "\n".join([*above, "", "", "print(\"f =\", float(f()))"])
    if report.order is not None:
        loop = LOOP.format(stop=report.order + 1, place=places[0], x=code.names[report.wrt[0]], point=point)
        return "\n".join([*above, "", "", f"print(\"f =\", float(f({point})))", "", *loop.splitlines()])
    return "\n".join([*above, "", "", f"value, grad = jax.value_and_grad(f, argnums={tuple_})({point})",
                      "print(\"f =\", float(value))",
                      *(f"print(\"df/d{code.names[name]} =\", float(grad[{i}]))" for i, name in enumerate(report.wrt))])
