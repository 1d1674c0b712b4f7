"""Rows of the hyperbolic functions and their inverses."""

import math

from gradcli.core.constructors import function, kernel, relate
from gradcli.core.facets import Doc, Laws, Notation, Numerics, Singular, exact_only_at
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.numeric.ieee import odd_on_overflow, with_poles
from gradcli.ops.elementary import exp, log, sqrt
from gradcli.ops.geometry import semicircle, side_hyperbola, upper_hyperbola
from gradcli.ops.piecewise import absolute
from gradcli.ops.points import MODERATE, OPEN_UNIT, OUTSIDE_UNIT, POSITIVE, REALS

ALL = "all numbers"
FRACTIONS = [x for x in POSITIVE if x < 1]

sinh = function(
    "sinh", 1,
    rules=[lambda g, y, x: g * cosh(x)],
    float64=odd_on_overflow(math.sinh),
    numerics=Numerics(exact=exact_only_at(0, 0), arb="sinh", arb_series=lambda x: (exp(x) - exp(-x)) / 2),
    laws=Laws(parity=-1),
    notation=Notation(r"\sinh", foreign_names="sh"),
    doc=Doc("hyperbolic sine", ALL),
    samples=MODERATE)
cosh: Primitive = function(
    "cosh", 1,
    rules=[lambda g, y, x: g * sinh(x)],
    numerics=Numerics(exact=exact_only_at(0, 1), arb="cosh", arb_series=lambda x: (exp(x) + exp(-x)) / 2),
    laws=Laws(parity=1),
    notation=Notation(r"\cosh", foreign_names="ch"),
    doc=Doc("hyperbolic cosine", ALL),
    samples=MODERATE)
# 1 - y**2 is 0 at 20, and cosh overflows at 710
sech_square = kernel(
    "sech_square", 1,
    rules=[lambda g, y, x: -2 * g * y * tanh(x)],
    float64=lazy_kernel("hyperbolic", "sech_square"),
    numerics=Numerics(definition=lambda x: sech(x) ** 2),
    doc=Doc("sech(x)**2", ALL),
    samples=MODERATE)
tanh: Primitive = function(
    "tanh", 1,
    rules=[lambda g, y, x: g * sech_square(x)],
    numerics=Numerics(exact=exact_only_at(0, 0), arb="tanh", arb_series=lambda x: 1 - 2 / (exp(2 * x) + 1)),
    laws=Laws(parity=-1),
    notation=Notation(r"\tanh", foreign_names="th"),
    doc=Doc("hyperbolic tangent", ALL),
    samples=MODERATE)
# the derivatives of sech and asech have zeros, beside which the product rule would cancel
sech_curvature = kernel(
    "sech_curvature", 1,
    rules=[lambda g, y, x: g * sech_slope(x) * (1 - 6 * sech(x) ** 2)],
    float64=lazy_kernel("hyperbolic", "sech_curvature"),
    numerics=Numerics(definition=lambda x: sech(x) * (1 - 2 * sech(x) ** 2)),
    doc=Doc("the second derivative of sech", ALL),
    samples=MODERATE)
sech_slope: Primitive = kernel(
    "sech_slope", 1,
    rules=[lambda g, y, x: g * sech_curvature(x)],
    float64=lazy_kernel("hyperbolic", "sech_slope"),
    numerics=Numerics(definition=lambda x: -sech(x) * tanh(x)),
    doc=Doc("the derivative of sech", ALL),
    samples=MODERATE)
sech: Primitive = function(
    "sech", 1,
    rules=[lambda g, y, x: g * sech_slope(x)],
    float64=lazy_kernel("hyperbolic", "sech"),
    numerics=Numerics(exact=exact_only_at(0, 1), arb="sech", arb_series=lambda x: 1 / cosh(x)),
    laws=Laws(parity=1),
    doc=Doc("hyperbolic secant, 1/cosh(x)", ALL),
    samples=MODERATE)
csch = function(
    "csch", 1,
    rules=[lambda g, y, x: -g * y * coth(x)],
    float64=lazy_kernel("hyperbolic", "csch"),
    numerics=Numerics(arb="csch", arb_series=lambda x: 1 / sinh(x)),
    singular=Singular(poles=lambda x: x == 0),
    laws=Laws(parity=-1),
    doc=Doc("hyperbolic cosecant, 1/sinh(x)", "x != 0"),
    samples=MODERATE)
csch_square = kernel(
    "csch_square", 1,
    rules=[lambda g, y, x: -2 * g * y * coth(x)],
    float64=lazy_kernel("hyperbolic", "csch_square"),
    numerics=Numerics(definition=lambda x: csch(x) ** 2),
    singular=Singular(poles=csch.singular.poles),
    doc=Doc("csch(x)**2", "x != 0"),
    samples=MODERATE)
coth: Primitive = function(
    "coth", 1,
    rules=[lambda g, y, x: -g * csch_square(x)],
    float64=lazy_kernel("hyperbolic", "coth"),
    numerics=Numerics(arb="coth", arb_series=lambda x: 1 / tanh(x)),
    singular=Singular(poles=lambda x: x == 0),
    laws=Laws(parity=-1),
    notation=Notation(r"\coth"),
    doc=Doc("hyperbolic cotangent, 1/tanh(x)", "x != 0"),
    samples=MODERATE)
asinh = function(
    "asinh", 1,
    rules=[lambda g, y, x: g / upper_hyperbola(x)],
    numerics=Numerics(exact=exact_only_at(0, 0), arb="asinh", arb_series=lambda x: log(x + sqrt(x * x + 1))),
    laws=Laws(parity=-1, inverse=sinh),
    notation=Notation(synonyms="arcsinh"),
    doc=Doc("inverse hyperbolic sine", ALL),
    samples=REALS)
acosh = function(
    "acosh", 1,
    rules=[lambda g, y, x: g / side_hyperbola(x)],
    numerics=Numerics(exact=exact_only_at(1, 0), arb="acosh", arb_series=lambda x: log(x + sqrt(x * x - 1))),
    notation=Notation(synonyms="arccosh"),
    doc=Doc("inverse hyperbolic cosine", "x >= 1"),
    samples=[abs(x) for x in OUTSIDE_UNIT])
# 1 - x**2 has lost its digits beside 1; the square of the quotient cannot overflow on its own
atanh = function(
    "atanh", 1,
    rules=[lambda g, y, x: g * (1 / semicircle(x)) ** 2],
    float64=with_poles(math.atanh, (1.0, math.inf), (-1.0, -math.inf)),
    numerics=Numerics(exact=exact_only_at(0, 0), arb="atanh", arb_series=lambda x: log((1 + x) / (1 - x)) / 2),
    singular=Singular(poles=lambda x: abs(x) == 1),
    laws=Laws(parity=-1, inverse=tanh),
    notation=Notation(synonyms="arctanh"),
    doc=Doc("inverse hyperbolic tangent", "-1 < x < 1"),
    samples=OPEN_UNIT)
asech_curvature = kernel(
    "asech_curvature", 1,
    rules=[lambda g, y, x: g * (5 * x ** 2 - 6 * x ** 4 - 2) / x ** 3 / semicircle(x) ** 5],
    float64=lazy_kernel("hyperbolic", "asech_curvature"),
    numerics=Numerics(definition=lambda x: (1 - 2 * x ** 2) / x ** 2 / sqrt(1 - x ** 2) ** 3),
    singular=Singular(poles=lambda x: x in (0, 1)),
    doc=Doc("the second derivative of asech", "0 < x < 1"),
    samples=FRACTIONS[:-1])
asech_slope = kernel(
    "asech_slope", 1,
    rules=[lambda g, y, x: g * asech_curvature(x)],
    float64=lazy_kernel("hyperbolic", "asech_slope"),
    numerics=Numerics(definition=lambda x: -1 / (x * sqrt(1 - x ** 2))),
    singular=Singular(poles=asech_curvature.singular.poles),
    doc=Doc("the derivative of asech", "0 < x < 1"),
    samples=FRACTIONS[:-1])
asech = function(
    "asech", 1,
    rules=[lambda g, y, x: g * asech_slope(x)],
    float64=lazy_kernel("inverse", "asech"),
    numerics=Numerics(exact=exact_only_at(1, 0), definition=lambda x: acosh(1 / x)),
    singular=Singular(poles=lambda x: x == 0),
    notation=Notation(synonyms="arcsech"),
    doc=Doc("inverse hyperbolic secant, acosh(1/x)", "0 < x <= 1"),
    samples=FRACTIONS)
acsch = function(
    "acsch", 1,
    rules=[lambda g, y, x: -g / absolute(x) / upper_hyperbola(x)],
    float64=lazy_kernel("inverse", "acsch"),
    numerics=Numerics(definition=lambda x: asinh(1 / x)),
    singular=Singular(poles=lambda x: x == 0),
    laws=Laws(parity=-1, inverse=csch),
    notation=Notation(synonyms="arccsch"),
    doc=Doc("inverse hyperbolic cosecant, asinh(1/x)", "x != 0"),
    samples=REALS)
acoth = function(
    "acoth", 1,
    rules=[lambda g, y, x: -g * (1 / side_hyperbola(x)) ** 2],
    float64=lazy_kernel("inverse", "acoth"),
    numerics=Numerics(definition=lambda x: atanh(1 / x)),
    singular=Singular(poles=lambda x: abs(x) == 1),
    laws=Laws(parity=-1, inverse=coth),
    notation=Notation(synonyms="arccoth"),
    doc=Doc("inverse hyperbolic cotangent, atanh(1/x)", "x < -1 or x > 1"),
    samples=OUTSIDE_UNIT)
relate(cosh, pythagorean=(sinh, -1))
relate(tanh, pythagorean=(sech, 1))
for _direct, _inverse in ((sinh, asinh), (cosh, acosh), (tanh, atanh), (sech, asech), (csch, acsch), (coth, acoth)):
    relate(_direct, inverse=_inverse)
