"""The normal distribution, erfc and gelu: exact squares in the exponent, one ratio for all tails."""

import math

from gradcli.numeric.pairs import LN2_HIGH, LN2_LOW, around, polynomial, split, two_product, two_sum

ROOT_HALF, ROOT_HALF_ERROR = 0.7071067811865476, -4.833646656726457e-17
TWO_OVER_ROOT_PI = 1.1283791670955126
ONE_OVER_ROOT_TWO_PI, ROOT_ERROR = 0.3989422804014327, -6.247337834861335e-17  # the error is relative
ROOT_TWO, ROOT_TWO_ERROR = 1.4142135623730951, -9.667293313452913e-17
TAIL = 0.7  # so far out on normcdf and erfc are taken from Mills's ratio, which libm's erfc is not as near to
FAR, SHIFT = 30.0, 512  # from there on normpdf is computed times two to that power, lest it be subnormal
# (1 + z)*normcdf(-z)/normpdf(z) for z >= TAIL, a polynomial in (z - CENTRE)/(z + CENTRE), the highest power first
CENTRE = 5.0
MILLS_SERIES = (
    -1.2313588478392374e-09, 8.35377399263228e-09, 1.0858464216814874e-08, -7.474070602610266e-08, -6.853644832499627e-08,
    4.908634892989678e-07, 3.2286610529656173e-07, -3.2776056979688375e-06, -1.7765061120455065e-07, 2.2710162961385452e-05,
    -2.4805337086260716e-05, -0.0001343745431861886, 0.00045704379600756446, 1.9530705681727203e-05, -0.004201290308204186,
    0.016348231271404022, -0.038026592187915306, 0.06150504584091841, -0.06617760077898881, 0.025072179301613772,
    0.07778159886873548, -0.2294875382521129, 1.1568486282918946)
# The zero of gelu' as a pair, and its Taylor coefficients there, highest first; for abs(x - zero) < RADIUS
RADIUS = 0.5
SLOPE_ZERO = (-0.7517915246935645, 1.4956759177009883e-17)
SLOPE_SERIES = (
    3.725967039270119e-12, -9.950340824808053e-12, -8.950037692726255e-11, 1.4506418938779426e-10, 1.90319840501314e-09,
    -1.396942086426202e-09, -3.5459866461783865e-08, -1.6044265494246427e-09, 5.702764979242107e-07,
    4.3284506257392273e-07, -7.74846130700372e-06, -1.121438018842664e-05, 8.615947861116571e-05,
    0.00018633974623233514, -0.0007448268386746817, -0.002239538068073497, 0.004539228379125415, 0.019421679838189067,
    -0.014771522148244337, -0.1140082332972217, -0.018199676398671087, 0.388284982990552, 0.4314939923140469)


def erf_slope(x: float) -> float:
    """2/sqrt(pi)*exp(-x**2); the square of 26 bits is exact."""
    if not abs(x) < 28:
        return 0.0 if x == x else x
    high, low = split(x)
    top = TWO_OVER_ROOT_PI * math.exp(-high * high)
    return top + top * math.expm1(-low * (x + high))


def erf_curvature(x: float) -> float:
    """-2*x*erf_slope(x), which keeps its digits where erf_slope(x) alone is subnormal."""
    if abs(x) < 26:
        return -2 * x * erf_slope(x)
    if not abs(x) < 28:
        return 0.0 if x == x else x
    high, low = split(x)
    top = -2 * x * TWO_OVER_ROOT_PI * math.exp(SHIFT * LN2_HIGH - high * high)
    return math.ldexp(top + top * math.expm1(SHIFT * LN2_LOW - low * (x + high)), -SHIFT)


def _normal_times(x: float, factor: float, more: float = 0.0) -> float:
    """factor*(1 + more)*normpdf(x), which keeps its digits where normpdf(x) alone is subnormal."""
    if not abs(x) < 40:
        return 0.0 if x == x else x
    high, low = split(x)
    shift = SHIFT if abs(x) > FAR else 0
    bell = math.exp(shift * LN2_HIGH - high * high / 2)
    more += math.expm1(shift * LN2_LOW - low * (x + high) / 2) + ROOT_ERROR
    if abs(factor) < 1e-200:
        return factor * (ONE_OVER_ROOT_TWO_PI * bell)
    scale, error = two_product(ONE_OVER_ROOT_TWO_PI, factor)
    product, rest = two_product(bell, scale)
    return math.ldexp(product + (rest + product * more + bell * error), -shift)


def normpdf(x: float) -> float:
    """exp(-x**2/2)/sqrt(2*pi)."""
    return _normal_times(x, 1.0)


def normpdf_slope(x: float) -> float:
    """-x*normpdf(x)."""
    return _normal_times(x, -x)


def normpdf_curvature(x: float) -> float:
    """(x**2 - 1)*normpdf(x)."""
    return _normal_times(x, (x - 1) * (x + 1))


def _mills(z: float) -> tuple[float, float]:
    """normcdf(-z)/normpdf(z) for z >= TAIL, and the relative error of the float that is."""
    t = (z - CENTRE) / (z + CENTRE)
    *series, constant = MILLS_SERIES
    above, error = two_sum(constant, t * polynomial(series, t))
    below, more = two_sum(1.0, z)
    ratio = above / below
    product, rest = two_product(ratio, below)
    return ratio, (((above - product) - rest) + error - ratio * more) / above


def erfc(x: float) -> float:
    """1 - erf(x)."""
    if not TAIL <= x < 30:
        return math.erfc(x)
    z, error = two_product(x, ROOT_TWO)
    ratio, more = _mills(z)
    return _normal_times(z, 2 * ratio, more - (error + x * ROOT_TWO_ERROR) / ratio)


def normcdf(x: float) -> float:
    """erfc(-x/sqrt(2))/2."""
    if not abs(x) < 40:
        return x if x != x else float(x > 0)
    if x < -TAIL:
        return _normal_times(x, *_mills(-x))
    twice, more = _twice(x)
    return (twice + more) / 2


def _twice(x: float) -> tuple[float, float]:
    """2*normcdf(x), x >= -TAIL, as a float and what is to be added: erfc(-x/sqrt(2)), and the error of the product."""
    z, error = two_product(-x, ROOT_HALF) if abs(x) > 1e-200 else (-x * ROOT_HALF, 0.0)
    return math.erfc(z), erf_slope(z) * (x * ROOT_HALF_ERROR - error)


def gelu(x: float) -> float:
    """x*normcdf(x)."""
    if not abs(x) < 40:
        return x if not x < 0 else -0.0
    if x < -TAIL:
        ratio, more = _mills(-x)
        product, error = two_product(x, ratio)
        return _normal_times(x, product, more + error / product)
    twice, more = _twice(x)
    product, error = two_product(x, twice) if abs(x) > 1e-200 else (x * twice, 0.0)
    return (product + (error + x * more)) / 2


def gelu_slope(x: float) -> float:
    """normcdf(x) + x*normpdf(x)."""
    if abs(x - SLOPE_ZERO[0]) < RADIUS:
        return around(SLOPE_ZERO, SLOPE_SERIES, x)
    return normcdf(x) + _normal_times(x, x) if not x < -TAIL else _normal_times(x, x + _mills(-x)[0])


def gelu_curvature(x: float) -> float:
    """normpdf(x)*(2 - x**2)."""
    if not abs(x) < 40:
        return 0.0 if x == x else x
    square, error = two_product(x, x)
    return _normal_times(x, (2 - square) - error)
