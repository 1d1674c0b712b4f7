"""PyTorch, which differentiates by itself; the graph of the program is that of `gradcli graph`."""

from gradcli.render.code import python
from gradcli.render.code.expansions import EXPANSIONS
from gradcli.render.code.spelling import Truths, comment, words
from gradcli.render.code.typed import AS_TYPED, UNDEFINED, Library, lines
from gradcli.report.programs import Typed

NAME = "PyTorch"
SPELLINGS = AS_TYPED | {
    "logical_and": "t|torch.logical_and({0:C}, {1:C})", "logical_or": "t|torch.logical_or({0:C}, {1:C})",
    "logical_not": "t|torch.logical_not({0:C})", "where": "torch.where({0:C}, {1:F}, {2:F})",
    "floordiv": "torch.div({0:T}, {1}, rounding_mode=\"floor\")", "remainder": "torch.remainder({0:T}, {1})",
    "abs": "abs({0})", "sqrt": "torch.sqrt({0})", "exp": "torch.exp({0})", "exp2": "torch.exp2({0})",
    "expm1": "torch.expm1({0})", "log": "torch.log({0})", "log2": "torch.log2({0})", "log10": "torch.log10({0})",
    "log1p": "torch.log1p({0})", "sin": "torch.sin({0})", "cos": "torch.cos({0})", "tan": "torch.tan({0})",
    "asin": "torch.asin({0})", "acos": "torch.acos({0})", "atan": "torch.atan({0})", "sinh": "torch.sinh({0})",
    "cosh": "torch.cosh({0})", "tanh": "torch.tanh({0})", "asinh": "torch.asinh({0})", "acosh": "torch.acosh({0})",
    "atanh": "torch.atanh({0})", "sinc": "torch.sinc({0})", "atan2": "torch.atan2({0:T}, {1:T})",
    "hypot": "torch.hypot({0:T}, {1:T})", "sign": "torch.sign({0})", "floor": "torch.floor({0})", "ceil": "torch.ceil({0})",
    "trunc": "torch.trunc({0})", "round": "torch.round({0})", "relu": "torch.relu({0})",
    "max": "torch.maximum({0:T}, {1:T})", "min": "torch.minimum({0:T}, {1:T})", "max/n": "torch.stack([{...}]).max()",
    "min/n": "torch.stack([{...}]).min()", "clamp tnn": "torch.clamp({0}, {1}, {2})",
    "clamp": "torch.clamp({0:T}, {1:T}, {2:T})", "erf": "torch.erf({0})", "erfc": "torch.erfc({0})",
    "lgamma": "torch.lgamma({0})", "digamma": "torch.digamma({0})", "polygamma": "torch.polygamma({0:I}, {1})",
    "sigmoid": "torch.sigmoid({0})", "logit": "torch.logit({0})",
    "softplus": "torch.nn.functional.softplus({0}, threshold=40)", "logaddexp": "torch.logaddexp({0:T}, {1:T})",
    "silu": "torch.nn.functional.silu({0})", "gelu": "torch.nn.functional.gelu({0})",
    **{name: f"torch.nn.functional.{name}({{0}})" for name in (
        "leaky_relu elu selu celu relu6 hardtanh hardsigmoid hardswish softshrink logsigmoid mish").split()},
    "leaky_relu/2 tn": "torch.nn.functional.leaky_relu({0}, {1})", "elu/2 tn": "torch.nn.functional.elu({0}, {1})",
    "softshrink/2 tn": "torch.nn.functional.softshrink({0}, {1})",
    "gelu_tanh": "torch.nn.functional.gelu({0}, approximate=\"tanh\")", "square": "torch.square({0})",
    **{name: f"torch.special.{name}({{0}})" for name in ("erfinv", "erfcx", "ndtri", "log_ndtr", "entr", "i0", "i0e",
                                                         "i1", "i1e")},
    "zeta/2": "torch.special.zeta({0}, {1})", "gammainc": "torch.special.gammainc({0:T}, {1:T})",
    "gammaincc": "torch.special.gammaincc({0:T}, {1:T})", "multigammaln": "torch.special.multigammaln({0}, {1:I})",
    "rsqrt": "torch.rsqrt({0})", "frac": "torch.frac({0})", "copysign": "torch.copysign({0:T}, {1:T})",
    "copysign tn": "torch.copysign({0}, {1})", "fmod": "torch.fmod({0:T}, {1})", "lerp": "torch.lerp({0:T}, {1:T}, {2})",
    "radians": "torch.deg2rad({0})", "degrees": "torch.rad2deg({0})", "xlogy": "torch.special.xlogy({0}, {1})",
    "xlog1py": "torch.special.xlog1py({0}, {1})",
    "logaddexp2": "torch.logaddexp2({0:T}, {1:T})", "logsumexp": "torch.logsumexp(torch.stack([{0:T}, {1:T}]), 0)",
    "logsumexp/n": "torch.logsumexp(torch.stack([{...}]), 0)"}
LACKING = EXPANSIONS | {
    "cbrt": lambda x: f"sign({x})*abs({x})**(1/3)",
    "sech": lambda x: f"1/cosh({x})",
    "gamma": lambda x: f"exp(lgamma({x}))*(1 if {x} > 0 or floor({x}) % 2 == 0 else -1)"}
# Operators of whose results PyTorch has no derivative, by what is written for them.
UNDIFFERENTIATED = {'rounding_mode="floor"': "//", "torch.remainder(torch.tensor(": "a number % a tensor"}
RESERVED = python.RESERVED | {"torch", "math"} | words(SPELLINGS)
LIBRARY = Library(SPELLINGS, Truths("({0:b}).double()", "t|{0:1} != 0"), "torch.tensor({})", "torch.tensor({})",
                  "t|torch.logical_and({0:b}, {1:b})", RESERVED)
LOOP = """\
d = f
for order in range(1, {stop}):
    if d.requires_grad:
        d, = torch.autograd.grad(d, {x}, create_graph=True, allow_unused=True, materialize_grads=True)
    else:
        d = torch.tensor(0.0)
    print(f"d{{order}}f/d{x}{{order}} =", d.item())"""


def program(report: Typed, version: str) -> str:
    """Write the result and its backward pass where all is bound, else a function of the variables."""
    reserved = RESERVED if report.order is None else RESERVED | {"d", "order", "range"}
    code = lines(report, LIBRARY._replace(reserved=reserved), "" if report.bound else "    ")
    flowing = [name for name in report.wrt if name in report.flows]
    setup, body = _bound(report, code.names, flowing) if report.bound else ([], [])
    texts = code.texts()
    operators = [name for text, name in UNDIFFERENTIATED.items() if text in texts]
    lacking = [" ".join(report.lacking)] * bool(report.lacking) + [f"derivative of {name}" for name in operators]
    head = [f"# PyTorch has no {' and no '.join(lacking)}: written with other functions, so its graph differs there"]
    named = [f"# {remark}" for remark in code.remarks]
    above = [*head * bool(lacking), *[UNDEFINED.format(NAME)] * report.undefined, *named, "import torch"]
    if "math." in texts:
        above.insert(-1, "import math\n")
    above += ["", "torch.set_default_dtype(torch.float64)", ""]
    if not report.bound:
        return "\n".join([*above, *_function(report, code.names, code.body(1), code.value)])
    value = code.value if code.fold is None else f"torch.tensor({python.literal(code.fold)})"
    return "\n".join([*above, *setup, *[""] * bool(setup), *code.body(2), f"f = {value}", *body])


def _bound(report: Typed, names: dict[str, str], flowing: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines of the variables, and those after the result."""
    setup = [f"{names[name]} = torch.tensor({python.literal(report.at[name])}"
             f"{', requires_grad=True' * (name in report.wrt)})" for name in report.variables]
    still = [name for name in report.wrt if name not in flowing]
    alone = len(report.blocks[-1].code) == 1  # a leaf has no grad_fn
    value = f"print(\"f =\", f.item(){', f.grad_fn.name()' * (bool(flowing) and not alone)})"
    if report.order is not None:
        if flowing and report.order:
            return setup, ["", value, "", *LOOP.format(stop=report.order + 1, x=names[report.wrt[0]]).splitlines()]
        return setup, ["", value, *(f"print(\"d{n}f/d{names[name]}{n} = 0\")" for n in range(1, report.order + 1)
                                    for name in still)]
    return setup, [*["f.backward()"] * bool(flowing), "", value,
                   *(f"print(\"df/d{names[name]} =\", {names[name]}.grad.item())" if name in flowing else
                     f"print(\"df/d{names[name]} = 0\")   # no gradient reaches it" for name in report.wrt)]


def _function(report: Typed, names: dict[str, str], body: list[str], value: str) -> list[str]:
    variables = [names[name] for name in report.variables]
    listed = ", ".join(variables)
    lines = ["", f"def f({listed}):", f"    # {comment(report.expression)}", *body, f"    return {value}"]
    if report.flows:
        leaves = [names[name] for name in report.wrt]
        lines += ["", "", "# Call it with tensors, for example:",
                  *(f"# {name} = torch.tensor(1.0{', requires_grad=True' * (name in leaves)})" for name in variables),
                  f"# f({listed}).backward()", *(f"# print({name}.grad)" for name in leaves)]
    return lines
