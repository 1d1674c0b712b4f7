"""Rows of products with logarithms, which are 0 where the factor is, and of logarithms of sums of powers."""

import math
from typing import TYPE_CHECKING, Any

from gradcli.core.constructors import function, kernel
from gradcli.core.facets import Doc, Numerics, Singular, Torch, exact_only_at
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.numeric.ieee import log as float_log
from gradcli.ops.activation import sigmoid, softplus
from gradcli.ops.elementary import exp, log, log1p
from gradcli.ops.hyperbolic import tanh
from gradcli.ops.points import POSITIVE

if TYPE_CHECKING:
    from gradcli.core.operand import Operand
    from gradcli.core.tape import Ref

ALL = "all numbers"
PAIRS = [(2.0, 3.0), (-0.7, 1e-300), (0.3, 0.99999999), (1e200, 1e-100), (-1e-310, 20.0)]
EXPONENTS = [(2.0, 2.0), (0.3, -1.5), (-40.0, 3.0), (0.1, 700.3), (1e-10, 36.9), (-5e-324, 1e-8), (1e8, -1e8), (-1.5, -0.6)]
LISTS = [(2.0, 2.0), (0.3, -1.5), (1.0, 2.0, 3.0), (-40.0, 3.0, 2.5), (-1.1, -1.0, -1.2), (700.3, 0.1, -1e8), (1e8, 1e8 + 1)]

xlogy = function(
    "xlogy", 2,
    rules=[
        lambda g, y, a, b: g * log(b),
        lambda g, y, a, b: g * a / b,
    ],
    float64=lazy_kernel("powers", "product_log"),
    numerics=Numerics(definition=lambda a, b: a * log(b), at_singularity=lambda a, b: a if a == 0 else None),
    singular=Singular(poles=lambda a, b: a != 0 and b == 0),
    torch=Torch({"tt": "XlogyBackward0", "nt": "XlogyBackward1", "tn": "XlogyBackward2"}),
    doc=Doc("a*log(b), 0 where a is 0", "b > 0, or a = 0"),
    samples=PAIRS)
xlog1py = function(
    "xlog1py", 2,
    rules=[
        lambda g, y, a, b: g * log1p(b),
        lambda g, y, a, b: g * a / (1 + b),
    ],
    float64=lambda a, b: 0.0 * a if a == 0 and b == b else a * log1p.float64(b),
    numerics=Numerics(definition=lambda a, b: a * log1p(b), at_singularity=lambda a, b: a if a == 0 else None),
    singular=Singular(poles=lambda a, b: a != 0 and b == -1),
    torch=Torch({"tt": "SpecialXlog1PyBackward0", "nt": "SpecialXlog1PyBackward1", "tn": "SpecialXlog1PyBackward2"}),
    doc=Doc("a*log(1 + b), 0 where a is 0", "b > -1, or a = 0"),
    samples=[*PAIRS, (2.0, -0.99999999), (1.5, -1e-16)])
# log(x) + 1 cancels beside 1/e
entr_slope = kernel(
    "entr_slope", 1,
    rules=[lambda g, y, x: -g / x],
    float64=lazy_kernel("powers", "entr_slope"),
    numerics=Numerics(definition=lambda x: -log(x) - 1),
    singular=Singular(poles=lambda x: x == 0),
    doc=Doc("the derivative of entr", "x > 0"),
    samples=[*POSITIVE, 0.36787944117144233])
entr = function(
    "entr", 1,
    rules=[lambda g, y, x: g * entr_slope(x)],
    float64=lambda x: 0.0 if x == 0 else -x * float_log(x) if x == x and x > 0 else x if x != x else -math.inf,
    numerics=Numerics(exact=exact_only_at(1, 0), definition=lambda x: -x * log(x),
                      at_singularity=lambda x: x if x == 0 else None),
    torch=Torch("SpecialEntrBackward0"),
    doc=Doc("the entropy -x*log(x), 0 at 0", "x >= 0"),
    samples=POSITIVE)


def _binary_density(a: "Operand", b: "Operand") -> "Operand":
    ln2 = log(a.number(2))
    return ln2 * sigmoid((a - b) * ln2) * sigmoid((b - a) * ln2)


binary_density = kernel(
    "binary_density", 2,
    rules=[
        lambda g, y, a, b: -g * y * tanh((a - b) * (log(y.number(2)) / 2)) * log(y.number(2)),
        lambda g, y, a, b: g * y * tanh((a - b) * (log(y.number(2)) / 2)) * log(y.number(2)),
    ],
    float64=lazy_kernel("logistic", "binary_density"),
    numerics=Numerics(definition=lambda a, b: _binary_density(a, b)),
    doc=Doc("the derivative of binary_share", ALL),
    samples=EXPONENTS)
binary_share: Primitive = kernel(
    "binary_share", 2,
    rules=[
        lambda g, y, a, b: g * binary_density(a, b),
        lambda g, y, a, b: -g * binary_density(a, b),
    ],
    float64=lazy_kernel("logistic", "binary_share"),
    numerics=Numerics(definition=lambda a, b: sigmoid((a - b) * log(a.number(2)))),
    doc=Doc("1/(1 + 2**(b - a)), with the difference's rounding error", ALL),
    samples=EXPONENTS)
logaddexp2 = function(
    "logaddexp2", 2,
    rules=[
        lambda g, y, a, b: g * binary_share(a, b),
        lambda g, y, a, b: g * binary_share(b, a),
    ],
    float64=lazy_kernel("logistic", "logaddexp2"),
    numerics=Numerics(definition=lambda a, b: a + softplus((b - a) * log(a.number(2))) / log(a.number(2))),
    doc=Doc("log2(2**a + 2**b), without overflow", ALL),
    samples=EXPONENTS)


def _share_rule(g: "Ref", y: "Ref", i: int, *xs: "Ref") -> "Ref":
    """Write a sum of products in the exponent itself, since y*(1 - y) would cancel; one product in another."""
    own = y.attribute
    if i != own:
        return -g * y * softmax_share(*xs, attribute=i)
    others = [g * y * softmax_share(*xs, attribute=j) for j in range(len(xs)) if j != own]
    return sum(others[1:], others[0])


def _share(*xs_and_own: Any) -> "Operand":
    *xs, own = xs_and_own
    shifted: Operand = xs[own] - logsumexp(*xs)
    return exp(shifted)


softmax_share: Primitive = kernel(
    "softmax_share", 2,
    rules=_share_rule,
    float64=lazy_kernel("sums", "softmax_share"),
    variadic=True,
    numerics=Numerics(definition=_share),
    doc=Doc("the exponential of one argument, of the attribute's index, over the sum of all", ALL),
    samples=LISTS,
    sampled=0)


def _logsumexp(*xs: Any) -> "Operand":
    """Write the largest plus a logarithm, since a sum of exponentials may be too large even for wide numbers."""
    top, *others = sorted(xs, key=float, reverse=True)
    powers = [exp(x - top) for x in others]
    written: Operand = top + log1p(sum(powers[1:], powers[0]))
    return written


logsumexp: Primitive = function(
    "logsumexp", 2,
    rules=lambda g, y, i, *xs: g * softmax_share(*xs, attribute=i),
    float64=lazy_kernel("sums", "logsumexp"),
    variadic=True,
    numerics=Numerics(definition=_logsumexp),
    doc=Doc("log(exp(x) + exp(y) + …), without overflow", ALL),
    samples=LISTS)
