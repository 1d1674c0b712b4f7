"""Rows of the circular functions and their inverses, and of sinc."""

import math

from gradcli.core.ieee import divide, lazily, only, total
from gradcli.core.primitive import CONSTANT, primitive
from gradcli.ops.constants import pi
from gradcli.ops.geometry import angle_slope, semicircle, side_hyperbola
from gradcli.ops.piecewise import absolute
from gradcli.ops.points import BEYOND, LINE, TINY, UNIT

ALL = "all numbers"
CIRCLE = [*TINY, -2.5, -0.7, 0.3, 1.7, 4.5, 22.0, -1e8, 1e22, -1e300]

sin = primitive("sin", 1, [lambda g, y, x: g * cos(x)], exact=only(0, 0), turns=lazily("rational", "sine"), parity=-1,
                at=CIRCLE, latex=r"\sin", doc="sine", domain=ALL)
cos = primitive("cos", 1, [lambda g, y, x: -g * sin(x)], exact=only(0, 1), turns=lazily("rational", "cosine"), parity=1,
                at=CIRCLE, latex=r"\cos", doc="cosine", domain=ALL)
tan = primitive("tan", 1, [lambda g, y, x: g * (1 + y ** 2)], exact=only(0, 0), turns=lazily("rational", "tangent"),
                parity=-1, at=CIRCLE, latex=r"\tan",
                elsewhere="tg", doc="tangent", domain="cos(x) != 0")
sec = primitive("sec", 1, [lambda g, y, x: g * y * tan(x)], total(lambda x: 1 / math.cos(x)), exact=only(0, 1), parity=1,
                turns=lazily("rational", "secant"), at=CIRCLE, latex=r"\sec",
                doc="secant, 1/cos(x)", domain="cos(x) != 0")
csc = primitive("csc", 1, [lambda g, y, x: -g * y * cot(x)], total(lambda x: divide(1.0, math.sin(x))), parity=-1,
                turns=lazily("rational", "cosecant"), poles=lambda x: x == 0, at=CIRCLE, latex=r"\csc",
                elsewhere="cosec", doc="cosecant, 1/sin(x)", domain="sin(x) != 0")
cot = primitive("cot", 1, [lambda g, y, x: -g * csc(x) ** 2], total(lambda x: divide(1.0, math.tan(x))), parity=-1,
                turns=lazily("rational", "cotangent"), poles=lambda x: x == 0, at=CIRCLE, latex=r"\cot",
                doc="cotangent, 1/tan(x)", domain="sin(x) != 0")
asin = primitive("asin", 1, [lambda g, y, x: g / semicircle(x)], synonyms="arcsin", exact=only(0, 0), parity=-1, at=UNIT,
                 latex=r"\arcsin", doc="inverse sine, from -pi/2 to pi/2", domain="-1 <= x <= 1")
acos = primitive("acos", 1, [lambda g, y, x: -g / semicircle(x)], synonyms="arccos", exact=only(1, 0), at=UNIT,
                 latex=r"\arccos", doc="inverse cosine, from 0 to pi", domain="-1 <= x <= 1")
atan = primitive("atan", 1, [lambda g, y, x: g * angle_slope(x, 1)], synonyms="arctan", exact=only(0, 0), parity=-1, at=LINE,
                 latex=r"\arctan", doc="inverse tangent, from -pi/2 to pi/2", domain=ALL)
asec = primitive("asec", 1, [lambda g, y, x: g / absolute(x) / side_hyperbola(x)], lazily("inverse", "asec"),
                 synonyms="arcsec", exact=only(1, 0), at=BEYOND, doc="inverse secant, acos(1/x)",
                 reals=lambda x: acos(1 / x), domain="x <= -1 or x >= 1")
acsc = primitive("acsc", 1, [lambda g, y, x: -g / absolute(x) / side_hyperbola(x)], lazily("inverse", "acsc"),
                 synonyms="arccsc", parity=-1, at=BEYOND, doc="inverse cosecant, asin(1/x)", reals=lambda x: asin(1 / x),
                 domain="x <= -1 or x >= 1")
acot = primitive("acot", 1, [lambda g, y, x: -g * angle_slope(x, 1)], lazily("inverse", "acot"), synonyms="arccot",
                 parity=-1, jumps=lambda x: x == 0, at=LINE, reals=lambda x: atan(1 / x) if x != 0 else x.apply(pi) / 2,
                 doc="inverse cotangent, atan(1/x), from -pi/2 to pi/2",
                 domain=ALL, convention="at 0 it jumps from -pi/2 to pi/2, which is its value there")
sin.circle = (cos, 1)
for _inverse, _direct in ((asin, sin), (acos, cos), (atan, tan), (asec, sec), (acsc, csc), (acot, cot)):
    _direct.undoes = _inverse


def _sinc_slope(x, attribute):
    """From k*s' + x*s'' = the derivatives of sin(pi*x)/pi, one after the other."""
    angle = x.apply(pi) * x
    slope = sinc(x)
    waves = cos(angle), -sin(angle), -cos(angle), sin(angle)
    for k in range(1, attribute + 1):
        slope = (x.apply(pi) ** (k - 1) * waves[(k - 1) % 4] - k * slope) / x
    return slope


def _sinc_slope_at_0(x, attribute):
    return x.number(0) if attribute % 2 else (-x.apply(pi) ** 2) ** (attribute // 2) / (attribute + 1)


def _sinc_slope_shown(x, attribute):
    at_0 = x.tape.operations[x.slot] is CONSTANT and x.attribute == 0
    return _sinc_slope_at_0(x, attribute) if at_0 else _sinc_slope(x, attribute)


sinc_slope = primitive("sinc_slope", 1, [lambda g, y, x: g * sinc_slope(x, attribute=y.attribute + 1)],
                       lazily("sinc", "sinc"), hidden=True, means=_sinc_slope_shown, at=CIRCLE,
                       reals=lambda x, attribute: _sinc_slope(x, attribute) if x != 0 else _sinc_slope_at_0(x, attribute),
                       doc="the derivative of sinc, taken so often", domain=ALL)
sinc = primitive("sinc", 1, [lambda g, y, x: g * sinc_slope(x, attribute=1)], lazily("sinc", "sinc"), exact=only(0, 1),
                 reals=lambda x: x.native("sin_pi") / (x.apply(pi) * x),
                 parity=1, at=CIRCLE, doc="sin(pi*x)/(pi*x)", domain="all numbers; 1 at 0")
