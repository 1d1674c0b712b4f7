"""Rows of smooth activation functions: numbers times a gate that opens, and what saturates."""

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from gradcli.core.constructors import defined, derived_rules, kernel
from gradcli.core.facets import Definition, Doc, Laws, Numerics, Torch, exact_only_at
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.ops.activation import logistic_share, sigmoid, softplus
from gradcli.ops.constants import pi
from gradcli.ops.elementary import sqrt
from gradcli.ops.hyperbolic import sech, tanh
from gradcli.ops.piecewise import absolute
from gradcli.ops.points import MODERATE, REALS

if TYPE_CHECKING:
    from gradcli.core.operand import Operand

ALL = "all numbers"
TAILS = [*MODERATE, -10.0, -1.1924312, -2.2563764, 1.49057118, -0.75246142, 1.41850401]
TAME = [-0.7, 0.3, 0.9]

logsigmoid = defined(
    "logsigmoid", 1, lambda x: -softplus(-x),
    rules=[lambda g, y, x: g * logistic_share(0, x)],
    float64=lazy_kernel("logistic", "logsigmoid"),
    torch=Torch("LogSigmoidBackward0"),
    doc=Doc("log(sigmoid(x))", ALL),
    samples=MODERATE)
softsign = defined(
    "softsign", 1, lambda x: x / (1 + absolute(x)),
    rules=[lambda g, y, x: g * (1 / (1 + absolute(x))) ** 2],
    float64=lambda x: math.copysign(1.0, x) if math.isinf(x) else x / (1 + math.fabs(x)),
    laws=Laws(parity=-1),
    doc=Doc("x/(1 + abs(x))", ALL),
    samples=[x for x in REALS if 1e-16 <= abs(x) < 1e100])
tanh_square = kernel(
    "tanh_square", 1,
    rules=[lambda g, y, x: 2 * g * tanh(x) * sech(x) ** 2],
    float64=lazy_kernel("gates", "tanh_square"),
    numerics=Numerics(definition=lambda x: tanh(x) ** 2),
    doc=Doc("tanh(x)**2", ALL),
    samples=[x for x in MODERATE if 1e-100 < abs(x) < 300])
tanhshrink = defined(
    "tanhshrink", 1, lambda x: x - tanh(x),
    rules=[lambda g, y, x: g * tanh_square(x)],
    float64=lazy_kernel("gates", "tanhshrink"),
    laws=Laws(parity=-1),
    doc=Doc("x - tanh(x)", ALL),
    samples=[x for x in MODERATE if abs(x) > 1e-100])


def _slope(name: str, of: str, definition: Definition, following: Primitive | None = None) -> Primitive:
    """Make the hidden row of a derivative of a gated function; the rule of the highest one follows from its definition."""
    return kernel(
        name, 1,
        rules=[lambda g, y, x: g * following(x)] if following else derived_rules(definition, 1),
        float64=lazy_kernel("gates", name),
        numerics=Numerics(definition=definition),
        doc=Doc(f"the {'' if following else 'second '}derivative of {of}", ALL),
        samples=TAILS if following else TAME)


def _mish_curvature(x: "Operand") -> "Operand":
    s, t = sigmoid(x), softplus(x)
    return s * sech(t) ** 2 * (2 + x * (sigmoid(-x) - 2 * s * tanh(t)))


mish_curvature = _slope("mish_curvature", "mish", _mish_curvature)
mish_slope = _slope(
    "mish_slope", "mish", lambda x: tanh(softplus(x)) + x * sigmoid(x) * sech(softplus(x)) ** 2, mish_curvature)
mish = defined(
    "mish", 1, lambda x: x * tanh(softplus(x)),
    rules=[lambda g, y, x: g * mish_slope(x)],
    float64=lazy_kernel("gates", "mish"),
    exact=exact_only_at(0, 0),
    doc=Doc("x*tanh(softplus(x))", ALL),
    samples=TAILS)
CUBIC = Fraction("0.044715")  # of Hendrycks and Gimpel, Gaussian Error Linear Units (2016), as in PyTorch


def _root(x: "Operand") -> "Operand":
    return sqrt(8 / x.apply(pi))


def _exponent(x: "Operand") -> "Operand":
    return _root(x) * (x + CUBIC * x ** 3)


def _gelu_slope(x: "Operand") -> "Operand":
    v = _exponent(x)
    return sigmoid(v) * (1 + x * sigmoid(-v) * _root(x) * (1 + 3 * CUBIC * x ** 2))


def _gelu_curvature(x: "Operand") -> "Operand":
    v, slope = _exponent(x), _root(x) * (1 + 3 * CUBIC * x ** 2)
    return sigmoid(v) * sigmoid(-v) * (2 * slope + 6 * CUBIC * _root(x) * x ** 2 - x * slope ** 2 * tanh(v / 2))


gelu_tanh_curvature = _slope("gelu_tanh_curvature", "gelu_tanh", _gelu_curvature)
gelu_tanh_slope = _slope("gelu_tanh_slope", "gelu_tanh", _gelu_slope, gelu_tanh_curvature)
gelu_tanh = defined(
    "gelu_tanh", 1, lambda x: x * sigmoid(_exponent(x)),
    rules=[lambda g, y, x: g * gelu_tanh_slope(x)],
    float64=lazy_kernel("gates", "gelu_tanh"),
    exact=exact_only_at(0, 0),
    torch=Torch("GeluBackward0"),
    doc=Doc("x*sigmoid(sqrt(8/pi)*(x + 0.044715*x**3)), gelu nearly", ALL),
    samples=TAILS)
