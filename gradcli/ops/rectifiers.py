"""Rows of activation functions that are put together from pieces: lines, and exponentials on the left."""

from fractions import Fraction
from typing import TYPE_CHECKING

from gradcli.core.constructors import defined
from gradcli.core.facets import Doc, Singular, Torch
from gradcli.ops.elementary import expm1
from gradcli.ops.logic import where
from gradcli.ops.piecewise import absolute, sign
from gradcli.ops.points import MODERATE

if TYPE_CHECKING:
    from gradcli.core.operand import Operand
    from gradcli.core.tape import Ref

ALL = "all numbers"
FLAT = "flat here"
EDGES = "the derivative at either edge is 0"
LEAK = Fraction("0.01")  # the slope that PyTorch gives leaky_relu
MARGIN = Fraction("0.5")  # the half width that PyTorch gives softshrink
# The fixed point of Klambauer et al., Self-Normalizing Neural Networks (2017), to the digits that PyTorch has
SCALE, ALPHA = Fraction("1.0507009873554805"), Fraction("1.6732632423543772")
REALS = [x for x in MODERATE if x not in (5e-324, -700.0)]
SIDES = [(x, a) for x in REALS for a in (0.2, 3.0)]


def _leaky(x: "Operand", a: "Operand | Fraction") -> "Operand":
    return x.apply(where, x > 0, x, a * x)


def _elu(x: "Operand", a: "Operand | int") -> "Operand":
    return x.apply(where, x > 0, x, a * expm1(x))


def _shrunk(x: "Operand", a: "Operand | Fraction") -> "Operand":
    return x.apply(where, absolute(x) <= a, 0, x - a * sign(x))


leaky_relu = defined(
    "leaky_relu", 1, lambda x: _leaky(x, LEAK),
    singular=Singular(kinks=lambda x: (0.01, 1.0) if x == 0 else None),
    torch=Torch("LeakyReluBackward0"),
    doc=Doc("x above 0, x/100 below", ALL, "the derivative at 0 is the one on the left, 1/100"),
    samples=REALS)
leaky_relu_sloped = defined(
    "leaky_relu", 2, _leaky,
    singular=Singular(kinks=lambda x, a: (a, 1.0) if x == 0 and a != 1 else None),
    torch=Torch({"tn": "LeakyReluBackward0", "tt": "LeakyReluBackward0"}),
    doc=Doc("x above 0, a*x below", ALL, "the derivative at 0 is the one on the left, a"),
    samples=SIDES)
elu = defined(
    "elu", 1, lambda x: _elu(x, 1),
    doc=Doc("x above 0, exp(x) - 1 below", ALL),
    samples=REALS)
elu_scaled = defined(
    "elu", 2, _elu,
    singular=Singular(kinks=lambda x, a: (a, 1.0) if x == 0 and a != 1 else None),
    torch=Torch({"tn": "EluBackward0", "tt": "EluBackward0"}),
    doc=Doc("x above 0, a*(exp(x) - 1) below", ALL, "the derivative at 0 is the one on the left, a"),
    samples=SIDES)
selu = defined(
    "selu", 1, lambda x: where(x > 0, SCALE * x, SCALE * ALPHA * expm1(x)),
    singular=Singular(kinks=lambda x: (float(SCALE * ALPHA), float(SCALE)) if x == 0 else None),
    torch=Torch("EluBackward0"),
    doc=Doc("1.0507…*elu(x, 1.6733…), which keeps mean 0 and variance 1", ALL,
            "the derivative at 0 is the one on the left, 1.7581"),
    samples=REALS)
celu = defined(
    "celu", 1, lambda x: _elu(x, 1),
    doc=Doc("elu(x)", ALL),
    samples=REALS)
relu6 = defined(
    "relu6", 1, lambda x: where(x <= 0, 0, where(x >= 6, 6, x)),
    float64=lambda x: x if x != x else min(max(x, 0.0), 6.0),
    singular=Singular(kinks=lambda x: (0.0, 1.0) if x == 0 else (1.0, 0.0) if x == 6 else None),
    torch=Torch("HardtanhBackward0"),
    doc=Doc("x, but not below 0 or above 6", ALL, EDGES, FLAT),
    samples=[*REALS, 5.9, 6.1])
hardtanh = defined(
    "hardtanh", 1, lambda x: where(x <= -1, -1, where(x >= 1, 1, x)),
    singular=Singular(kinks=lambda x: (0.0, 1.0) if x == -1 else (1.0, 0.0) if x == 1 else None),
    doc=Doc("x, but not below -1 or above 1", ALL, EDGES, FLAT),
    samples=REALS)
hardsigmoid = defined(
    "hardsigmoid", 1, lambda x: where(x <= -3, 0, where(x >= 3, 1, (x + 3) / 6)),
    singular=Singular(kinks=lambda x: (0.0, 1 / 6) if x == -3 else (1 / 6, 0.0) if x == 3 else None),
    doc=Doc("(x + 3)/6, but not below 0 or above 1", ALL, EDGES, FLAT),
    samples=[*REALS, -2.99, 2.99])


def _hardswish_rule(g: "Ref", y: "Ref", x: "Ref") -> "Ref":
    """Write the slope as one sum: those of the two factors would cancel beside -3/2."""
    return where(x <= -3, 0, where(x >= 3, g, g * (2 * x + 3) / 6))


hardswish = defined(
    "hardswish", 1, lambda x: where(x <= -3, 0, where(x >= 3, x, x * (x + 3) / 6)),
    rules=[_hardswish_rule],
    singular=Singular(kinks=lambda x: (0.0, -0.5) if x == -3 else (1.5, 1.0) if x == 3 else None),
    doc=Doc("x*hardsigmoid(x)", ALL, "the derivative is 0 at -3 and 1 at 3", FLAT),
    samples=[*REALS, -1.50000001, -2.99, 2.99])
softshrink = defined(
    "softshrink", 1, lambda x: _shrunk(x, MARGIN),
    singular=Singular(kinks=lambda x: (1.0, 0.0) if x == -0.5 else (0.0, 1.0) if x == 0.5 else None),
    doc=Doc("softshrink(x, 1/2)", ALL, EDGES, FLAT),
    samples=REALS)
softshrink_wide = defined(
    "softshrink", 2, _shrunk,
    singular=Singular(kinks=lambda x, a: None if abs(x) != a or a == 0 else (0.0, 1.0) if x > 0 else (1.0, 0.0)),
    torch=Torch({"tn": "SoftshrinkBackward0", "tt": "SoftshrinkBackward0"}),
    doc=Doc("x moved by a towards 0, and 0 within a of it", "a >= 0", EDGES, FLAT),
    samples=[(x, a) for x in REALS for a in (0.5, 2.0)])
