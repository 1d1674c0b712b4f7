"""Rows of the hyperbolic functions and their inverses."""

import math

from gradcli.core.ieee import diverging, lazily, odd, only
from gradcli.core.primitive import primitive
from gradcli.ops.elementary import sqrt
from gradcli.ops.geometry import semicircle, side_hyperbola, upper_hyperbola
from gradcli.ops.piecewise import absolute
from gradcli.ops.points import BEYOND, HALF, LINE, NEAR, UNIT

ALL = "all numbers"
FRACTIONS = [x for x in HALF if x < 1]

sinh = primitive("sinh", 1, [lambda g, y, x: g * cosh(x)], odd(math.sinh), exact=only(0, 0), parity=-1, at=NEAR,
                 latex=r"\sinh", elsewhere="sh", doc="hyperbolic sine", domain=ALL)
cosh = primitive("cosh", 1, [lambda g, y, x: g * sinh(x)], exact=only(0, 1), parity=1, at=NEAR, latex=r"\cosh",
                 elsewhere="ch", doc="hyperbolic cosine", domain=ALL)
# 1 - y**2 is 0 at 20, and cosh overflows at 710
sech_square = primitive("sech_square", 1, [lambda g, y, x: -2 * g * y * tanh(x)], lazily("hyperbolic", "sech_square"),
                        hidden=True, means=lambda x: sech(x) ** 2, at=NEAR, doc="sech(x)**2", domain=ALL)
tanh = primitive("tanh", 1, [lambda g, y, x: g * sech_square(x)], exact=only(0, 0), parity=-1, at=NEAR, latex=r"\tanh",
                 elsewhere="th", doc="hyperbolic tangent", domain=ALL)
# the derivatives of sech and asech have zeros, beside which the product rule would cancel
sech_curvature = primitive(
    "sech_curvature", 1, [lambda g, y, x: g * sech_slope(x) * (1 - 6 * sech(x) ** 2)],
    lazily("hyperbolic", "sech_curvature"), hidden=True, means=lambda x: sech(x) * (1 - 2 * sech(x) ** 2), at=NEAR,
    doc="the second derivative of sech", domain=ALL)
sech_slope = primitive("sech_slope", 1, [lambda g, y, x: g * sech_curvature(x)], lazily("hyperbolic", "sech_slope"),
                       hidden=True, means=lambda x: -sech(x) * tanh(x), at=NEAR,
                       doc="the derivative of sech", domain=ALL)
sech = primitive("sech", 1, [lambda g, y, x: g * sech_slope(x)], lazily("hyperbolic", "sech"), exact=only(0, 1), parity=1,
                 at=NEAR, doc="hyperbolic secant, 1/cosh(x)", domain=ALL)
csch = primitive("csch", 1, [lambda g, y, x: -g * y * coth(x)], lazily("hyperbolic", "csch"), parity=-1,
                 poles=lambda x: x == 0, at=NEAR, doc="hyperbolic cosecant, 1/sinh(x)", domain="x != 0")
csch_square = primitive("csch_square", 1, [lambda g, y, x: -2 * g * y * coth(x)], lazily("hyperbolic", "csch_square"),
                        hidden=True, means=lambda x: csch(x) ** 2, poles=csch.poles, at=NEAR, doc="csch(x)**2",
                        domain="x != 0")
coth = primitive("coth", 1, [lambda g, y, x: -g * csch_square(x)], lazily("hyperbolic", "coth"), parity=-1,
                 poles=lambda x: x == 0, at=NEAR, latex=r"\coth", doc="hyperbolic cotangent, 1/tanh(x)", domain="x != 0")
asinh = primitive("asinh", 1, [lambda g, y, x: g / upper_hyperbola(x)], synonyms="arcsinh", exact=only(0, 0), parity=-1,
                  undoes=sinh, at=LINE, doc="inverse hyperbolic sine", domain=ALL)
acosh = primitive("acosh", 1, [lambda g, y, x: g / side_hyperbola(x)], synonyms="arccosh", exact=only(1, 0),
                  at=[abs(x) for x in BEYOND], doc="inverse hyperbolic cosine", domain="x >= 1")
# 1 - x**2 has lost its digits beside 1; the square of the quotient cannot overflow on its own
atanh = primitive("atanh", 1, [lambda g, y, x: g * (1 / semicircle(x)) ** 2],
                  diverging(math.atanh, (1.0, math.inf), (-1.0, -math.inf)), synonyms="arctanh", exact=only(0, 0), parity=-1,
                  undoes=tanh, poles=lambda x: abs(x) == 1, at=UNIT, doc="inverse hyperbolic tangent", domain="-1 < x < 1")
asech_curvature = primitive(
    "asech_curvature", 1, [lambda g, y, x: g * (5 * x ** 2 - 6 * x ** 4 - 2) / x ** 3 / semicircle(x) ** 5],
    lazily("hyperbolic", "asech_curvature"), hidden=True, means=lambda x: (1 - 2 * x ** 2) / x ** 2 / sqrt(1 - x ** 2) ** 3,
    poles=lambda x: x in (0, 1),
    at=FRACTIONS[:-1], doc="the second derivative of asech", domain="0 < x < 1")
asech_slope = primitive("asech_slope", 1, [lambda g, y, x: g * asech_curvature(x)], lazily("hyperbolic", "asech_slope"),
                        hidden=True, means=lambda x: -1 / (x * sqrt(1 - x ** 2)),
                        poles=asech_curvature.poles, at=FRACTIONS[:-1],
                        doc="the derivative of asech", domain="0 < x < 1")
asech = primitive("asech", 1, [lambda g, y, x: g * asech_slope(x)], lazily("inverse", "asech"), synonyms="arcsech",
                  exact=only(1, 0), poles=lambda x: x == 0, at=FRACTIONS,
                  reals=lambda x: acosh(1 / x), doc="inverse hyperbolic secant, acosh(1/x)", domain="0 < x <= 1")
acsch = primitive("acsch", 1, [lambda g, y, x: -g / absolute(x) / upper_hyperbola(x)], lazily("inverse", "acsch"),
                  synonyms="arccsch", parity=-1, undoes=csch, poles=lambda x: x == 0, at=LINE,
                  reals=lambda x: asinh(1 / x),
                  doc="inverse hyperbolic cosecant, asinh(1/x)", domain="x != 0")
acoth = primitive("acoth", 1, [lambda g, y, x: -g * (1 / side_hyperbola(x)) ** 2], lazily("inverse", "acoth"),
                  synonyms="arccoth", parity=-1, undoes=coth, poles=lambda x: abs(x) == 1, at=BEYOND,
                  reals=lambda x: atanh(1 / x),
                  doc="inverse hyperbolic cotangent, atanh(1/x)", domain="x < -1 or x > 1")
cosh.circle, tanh.circle = (sinh, -1), (sech, 1)
for _direct, _inverse in ((sinh, asinh), (cosh, acosh), (tanh, atanh), (sech, asech), (csch, acsch), (coth, acoth)):
    _direct.undoes = _inverse
