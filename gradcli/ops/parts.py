"""Rows of parts of numbers, powers with a name, means and units of angles: closed forms of a few operations."""

import math
from typing import TYPE_CHECKING, Any

from gradcli.core.constructors import defined, function
from gradcli.core.facets import Doc, Notation, Numerics, Singular, Torch
from gradcli.lazy import lazy_kernel
from gradcli.numeric.ieee import total
from gradcli.ops.constants import pi
from gradcli.ops.elementary import sqrt
from gradcli.ops.logic import where
from gradcli.ops.piecewise import absolute, round_, sign, trunc
from gradcli.ops.points import MODERATE, POSITIVE, REALS

if TYPE_CHECKING:
    from gradcli.core.operand import Operand

ALL = "all numbers"
STEPS = [0.25, -0.75, 2.5, -7.25, 1e15 + 0.5, 1e-300]
SIGNED = [(2.0, 3.0), (-1.5, 0.25), (0.7, -4.5), (1e-310, -1e300)]
QUOTIENTS = [(7.0, 3.0), (-7.5, 2.0), (7.25, -2.0), (1e10, 0.3), (0.5, 1e300), (-1e-3, 2.0)]
MEANS = [(1.0, 3.0, 0.5), (-2.5, 0.7, 0.25), (1.0, 1.0000001, 0.75), (1e300, -1e300, 0.5), (3.0, -1.0, 0.7500001),
         (1e-300, 2.0, 1e-8), (0.3, 4.5, -1.7)]

square = defined(
    "square", 1, lambda x: x ** 2,
    torch=Torch("PowBackward0"),
    doc=Doc("x**2", ALL),
    samples=[x for x in REALS if 1e-150 < abs(x) < 1e150])
rsqrt = defined(
    "rsqrt", 1, lambda x: 1 / sqrt(x),
    singular=Singular(poles=lambda x: x == 0),
    doc=Doc("1/sqrt(x)", "x > 0"),
    samples=[x for x in POSITIVE if 1e-100 < x])
frac = defined(
    "frac", 1, lambda x: x - trunc(x),
    singular=Singular(jumps=trunc.singular.jumps),
    doc=Doc("the part behind the decimal point, x - trunc(x)", ALL, "at a jump the derivative on either side, 1"),
    samples=STEPS)
copysign = defined(
    "copysign", 2, lambda a, b: where(b < 0, -absolute(a), absolute(a)),
    rules=[
        lambda g, y, a, b: g * sign(y) * sign(a),
        None,
    ],
    float64=math.copysign,
    singular=Singular(kinks=lambda a, b: (-1.0, 1.0) if a == 0 else None, jumps=lambda a, b: a != 0 and b == 0),
    torch=Torch({"tt": "CopysignBackward0", "tn": "CopysignBackward1"}),
    doc=Doc("abs(a) with the sign of b", ALL, "the derivative in a at 0 is 0, that in b is 0"),
    samples=SIGNED)
fmod = function(
    "fmod", 2,
    rules=[
        lambda g, y, a, b: g,
        lambda g, y, a, b: -g * round_((a - y) / b),
    ],
    float64=total(math.fmod),
    numerics=Numerics(rational=lambda a, b: a - b * math.trunc(a / b) if b else None),
    singular=Singular(jumps=lambda a, b: b != 0 and a != 0 and a % b == 0),
    torch=Torch({"tt": "FmodBackward1", "tn": "FmodBackward0"}),
    doc=Doc("a - b*trunc(a/b), which has the sign of a", "b != 0", "at a jump the derivative beside it"),
    samples=QUOTIENTS)
lerp = defined(
    "lerp", 3, lambda a, b, w: a + w * (b - a),
    rules=[
        lambda g, y, a, b, w: g * (1 - w),
        lambda g, y, a, b, w: g * w,
        lambda g, y, a, b, w: g * (b - a),
    ],
    float64=lazy_kernel("sums", "lerp"),
    torch=Torch({"ttn": "LerpBackward0", "tnn": "LerpBackward0", "ntn": "LerpBackward0", "tt": "LerpBackward1"}),
    doc=Doc("a + w*(b - a), from a to b as w goes from 0 to 1", ALL),
    samples=MEANS)


def _half_turn(x: "Operand") -> Any:
    return x.apply(pi)


radians = defined(
    "radians", 1, lambda x: x * (_half_turn(x) / 180),
    torch=Torch("Deg2RadBackward0"),
    notation=Notation(synonyms="deg2rad"),
    doc=Doc("degrees as radians, x*pi/180", ALL),
    samples=MODERATE)
degrees = defined(
    "degrees", 1, lambda x: x * (180 / _half_turn(x)),
    torch=Torch("Rad2DegBackward0"),
    notation=Notation(synonyms="rad2deg"),
    doc=Doc("radians as degrees, x*180/pi", ALL),
    samples=MODERATE)
