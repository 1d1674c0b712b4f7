"""Rows of the circular functions and their inverses, and of sinc."""

import math
from typing import TYPE_CHECKING

from gradcli.core.constructors import function, kernel, relate
from gradcli.core.facets import Doc, Laws, Notation, Numerics, Singular, exact_only_at
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.numeric.ieee import BESIDE_BOTH, BESIDE_POLE, BESIDE_ZERO, divide, reduced
from gradcli.ops.constants import pi
from gradcli.ops.geometry import angle_slope, semicircle, side_hyperbola
from gradcli.ops.piecewise import absolute
from gradcli.ops.points import OPEN_UNIT, OUTSIDE_UNIT, REALS, TINY

if TYPE_CHECKING:
    from gradcli.core.operand import Operand

ALL = "all numbers"
HARD = 6381956970095103 * 2.0**797  # the double that is nearest to a multiple of pi/2, an odd one
CIRCLE = [*TINY, -2.5, -0.7, 0.3, 1.7, 4.5, 22.0, -1e8, 1e22, -1e300, HARD]

sin = function(
    "sin", 1,
    rules=[lambda g, y, x: g * cos(x)],
    float64=reduced(math.sin, BESIDE_ZERO, lazy_kernel("circular", "sin")),
    numerics=Numerics(exact=exact_only_at(0, 0), arb="sin", bounds=BESIDE_ZERO),
    laws=Laws(parity=-1, square_at_half_turns=lazy_kernel("rational", "sine_square")),
    notation=Notation(r"\sin"),
    doc=Doc("sine", ALL),
    samples=CIRCLE)
cos: Primitive = function(
    "cos", 1,
    rules=[lambda g, y, x: -g * sin(x)],
    float64=reduced(math.cos, BESIDE_ZERO, lazy_kernel("circular", "cos")),
    numerics=Numerics(exact=exact_only_at(0, 1), arb="cos", bounds=BESIDE_ZERO),
    laws=Laws(parity=1, square_at_half_turns=lazy_kernel("rational", "cosine_square")),
    notation=Notation(r"\cos"),
    doc=Doc("cosine", ALL),
    samples=CIRCLE)
tan = function(
    "tan", 1,
    rules=[lambda g, y, x: g * (1 + y ** 2)],
    float64=reduced(math.tan, BESIDE_BOTH, lazy_kernel("circular", "tan")),
    numerics=Numerics(exact=exact_only_at(0, 0), arb="tan", bounds=BESIDE_BOTH),
    laws=Laws(parity=-1, square_at_half_turns=lazy_kernel("rational", "tangent_square")),
    notation=Notation(r"\tan", foreign_names="tg"),
    doc=Doc("tangent", "cos(x) != 0"),
    samples=CIRCLE)
sec = function(
    "sec", 1,
    rules=[lambda g, y, x: g * y * tan(x)],
    float64=reduced(lambda x: 1 / math.cos(x), BESIDE_POLE, lazy_kernel("circular", "sec")),
    numerics=Numerics(exact=exact_only_at(0, 1), arb="sec", arb_series=lambda x: 1 / cos(x), bounds=BESIDE_POLE),
    laws=Laws(parity=1, square_at_half_turns=lazy_kernel("rational", "secant_square")),
    notation=Notation(r"\sec"),
    doc=Doc("secant, 1/cos(x)", "cos(x) != 0"),
    samples=CIRCLE)
csc = function(
    "csc", 1,
    rules=[lambda g, y, x: -g * y * cot(x)],
    float64=reduced(lambda x: divide(1.0, math.sin(x)), BESIDE_POLE, lazy_kernel("circular", "csc")),
    numerics=Numerics(arb="csc", arb_series=lambda x: 1 / sin(x), bounds=BESIDE_POLE),
    singular=Singular(poles=lambda x: x == 0),
    laws=Laws(parity=-1, square_at_half_turns=lazy_kernel("rational", "cosecant_square")),
    notation=Notation(r"\csc", foreign_names="cosec"),
    doc=Doc("cosecant, 1/sin(x)", "sin(x) != 0"),
    samples=CIRCLE)
cot: Primitive = function(
    "cot", 1,
    rules=[lambda g, y, x: -g * csc(x) ** 2],
    float64=reduced(lambda x: divide(1.0, math.tan(x)), BESIDE_BOTH, lazy_kernel("circular", "cot")),
    numerics=Numerics(arb="cot", arb_series=lambda x: 1 / tan(x), bounds=BESIDE_BOTH),
    singular=Singular(poles=lambda x: x == 0),
    laws=Laws(parity=-1, square_at_half_turns=lazy_kernel("rational", "cotangent_square")),
    notation=Notation(r"\cot", foreign_names="ctg cotg cotan"),
    doc=Doc("cotangent, 1/tan(x)", "sin(x) != 0"),
    samples=CIRCLE)
asin = function(
    "asin", 1,
    rules=[lambda g, y, x: g / semicircle(x)],
    numerics=Numerics(exact=exact_only_at(0, 0), arb="asin"),
    laws=Laws(parity=-1),
    notation=Notation(r"\arcsin", synonyms="arcsin"),
    doc=Doc("inverse sine, from -pi/2 to pi/2", "-1 <= x <= 1"),
    samples=OPEN_UNIT)
acos = function(
    "acos", 1,
    rules=[lambda g, y, x: -g / semicircle(x)],
    numerics=Numerics(exact=exact_only_at(1, 0), arb="acos"),
    notation=Notation(r"\arccos", synonyms="arccos"),
    doc=Doc("inverse cosine, from 0 to pi", "-1 <= x <= 1"),
    samples=OPEN_UNIT)
atan = function(
    "atan", 1,
    rules=[lambda g, y, x: g * angle_slope(x, 1)],
    numerics=Numerics(exact=exact_only_at(0, 0), arb="atan"),
    laws=Laws(parity=-1),
    notation=Notation(r"\arctan", synonyms="arctan", foreign_names="arctg"),
    doc=Doc("inverse tangent, from -pi/2 to pi/2", ALL),
    samples=REALS)
asec = function(
    "asec", 1,
    rules=[lambda g, y, x: g / absolute(x) / side_hyperbola(x)],
    float64=lazy_kernel("inverse", "asec"),
    numerics=Numerics(exact=exact_only_at(1, 0), definition=lambda x: acos(1 / x)),
    notation=Notation(synonyms="arcsec"),
    doc=Doc("inverse secant, acos(1/x)", "x <= -1 or x >= 1"),
    samples=OUTSIDE_UNIT)
acsc = function(
    "acsc", 1,
    rules=[lambda g, y, x: -g / absolute(x) / side_hyperbola(x)],
    float64=lazy_kernel("inverse", "acsc"),
    numerics=Numerics(definition=lambda x: asin(1 / x)),
    laws=Laws(parity=-1),
    notation=Notation(synonyms="arccsc"),
    doc=Doc("inverse cosecant, asin(1/x)", "x <= -1 or x >= 1"),
    samples=OUTSIDE_UNIT)
acot = function(
    "acot", 1,
    rules=[lambda g, y, x: -g * angle_slope(x, 1)],
    float64=lazy_kernel("inverse", "acot"),
    numerics=Numerics(definition=lambda x: atan(1 / x) if x != 0 else x.apply(pi) / 2),
    singular=Singular(jumps=lambda x: x == 0),
    laws=Laws(parity=-1),
    notation=Notation(synonyms="arccot"),
    doc=Doc(
        "inverse cotangent, atan(1/x), from -pi/2 to pi/2",
        ALL,
        "at 0 it jumps from -pi/2 to pi/2, which is its value there"),
    samples=REALS)
relate(sin, pythagorean=(cos, 1))
for _inverse, _direct in ((asin, sin), (acos, cos), (atan, tan), (asec, sec), (acsc, csc), (acot, cot)):
    relate(_direct, inverse=_inverse)


def _sinc_slope(x: "Operand", order: int) -> "Operand":
    """Write it by k*s' + x*s'' = the derivatives of sin(pi*x)/pi, one after the other."""
    angle = x.apply(pi) * x
    slope = sinc(x)
    waves = cos(angle), -sin(angle), -cos(angle), sin(angle)
    for k in range(1, order + 1):
        slope = (x.apply(pi) ** (k - 1) * waves[(k - 1) % 4] - k * slope) / x
    return slope


def _sinc_slope_at_0(x: "Operand", order: int) -> "Operand":
    return x.number(0) if order % 2 else (-x.apply(pi) ** 2) ** (order // 2) / (order + 1)


sinc_slope: Primitive = kernel(
    "sinc_slope", 1,
    rules=[lambda g, y, x: g * sinc_slope(x, attribute=y.attribute + 1)],
    float64=lazy_kernel("sinc", "sinc"),
    numerics=Numerics(
        definition=_sinc_slope,
        at_singularity=lambda x, order: _sinc_slope_at_0(x, order) if x == 0 else None),
    doc=Doc("the derivative of sinc, taken so often", ALL),
    samples=CIRCLE,
    sampled=1)
sinc = function(
    "sinc", 1,
    rules=[lambda g, y, x: g * sinc_slope(x, attribute=1)],
    float64=lazy_kernel("sinc", "sinc"),
    numerics=Numerics(exact=exact_only_at(0, 1), definition=lambda x: x.native("sin_pi") / (x.apply(pi) * x)),
    laws=Laws(parity=1),
    doc=Doc("sin(pi*x)/(pi*x)", "all numbers; 1 at 0"),
    samples=CIRCLE)
