"""Rows of the hyperbolic functions and their inverses."""

import math

from gradcli.core.ieee import diverging, lazily, odd, only
from gradcli.core.primitive import primitive
from gradcli.ops.geometry import semicircle, side_hyperbola, upper_hyperbola
from gradcli.ops.piecewise import absolute
from gradcli.ops.points import BEYOND, HALF, LINE, NEAR, UNIT

ALL = "all numbers"

sinh = primitive("sinh", 1, [lambda g, y, x: g * cosh(x)], odd(math.sinh), exact=only(0, 0), parity=-1, at=NEAR,
                 latex=r"\sinh", doc="hyperbolic sine", domain=ALL)
cosh = primitive("cosh", 1, [lambda g, y, x: g * sinh(x)], exact=only(0, 1), parity=1, at=NEAR, latex=r"\cosh",
                 doc="hyperbolic cosine", domain=ALL)
# 1 - y**2 is 0 at 20, and cosh overflows at 710
tanh = primitive("tanh", 1, [lambda g, y, x: g * sech(x) ** 2], exact=only(0, 0), parity=-1, at=NEAR, latex=r"\tanh",
                 doc="hyperbolic tangent", domain=ALL)
sech = primitive("sech", 1, [lambda g, y, x: -g * y * tanh(x)], lazily("hyperbolic", "sech"), exact=only(0, 1), parity=1,
                 at=NEAR, doc="hyperbolic secant, 1/cosh(x)", domain=ALL)
csch = primitive("csch", 1, [lambda g, y, x: -g * y * coth(x)], lazily("hyperbolic", "csch"), parity=-1,
                 poles=lambda x: x == 0, at=NEAR, doc="hyperbolic cosecant, 1/sinh(x)", domain="x != 0")
coth = primitive("coth", 1, [lambda g, y, x: -g * csch(x) ** 2], lazily("hyperbolic", "coth"), parity=-1,
                 poles=lambda x: x == 0, at=NEAR, latex=r"\coth", doc="hyperbolic cotangent, 1/tanh(x)", domain="x != 0")
asinh = primitive("asinh", 1, [lambda g, y, x: g / upper_hyperbola(x)], synonyms="arcsinh", exact=only(0, 0), parity=-1,
                  undoes=sinh, at=LINE, doc="inverse hyperbolic sine", domain=ALL)
acosh = primitive("acosh", 1, [lambda g, y, x: g / side_hyperbola(x)], synonyms="arccosh", exact=only(1, 0),
                  at=[abs(x) for x in BEYOND], doc="inverse hyperbolic cosine", domain="x >= 1")
# 1 - x**2 has lost its digits beside 1; the square of the quotient cannot overflow on its own
atanh = primitive("atanh", 1, [lambda g, y, x: g * (1 / semicircle(x)) ** 2],
                  diverging(math.atanh, (1.0, math.inf), (-1.0, -math.inf)), synonyms="arctanh", exact=only(0, 0), parity=-1,
                  undoes=tanh, poles=lambda x: abs(x) == 1, at=UNIT, doc="inverse hyperbolic tangent", domain="-1 < x < 1")
asech = primitive("asech", 1, [lambda g, y, x: -g / x / semicircle(x)], lazily("inverse", "asech"), synonyms="arcsech",
                  exact=only(1, 0), poles=lambda x: x == 0, at=[x for x in HALF if 1e-300 <= x < 1],
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
