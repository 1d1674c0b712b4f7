"""The normal distribution, erfc and gelu, by exact squares in the exponent and Mills's ratio in the tails."""

import math

from gradcli.numeric.double_double import LN2_HIGH, LN2_LOW, polynomial, split, taylor_at_zero, two_product, two_sum

# Constants as pairs: the double and its error (tests/bench/coefficients.py)
ROOT_HALF, ROOT_HALF_ERROR = 0.7071067811865476, -4.833646656726457e-17
TWO_OVER_ROOT_PI = 1.1283791670955126
ONE_OVER_ROOT_TWO_PI, ROOT_ERROR = 0.3989422804014327, -6.247337834861335e-17  # the error is relative
ROOT_TWO, ROOT_TWO_ERROR = 1.4142135623730951, -9.667293313452913e-17
TAIL = 0.7  # so far out on normcdf and erfc are taken from Mills's ratio, which libm's erfc is not as near to
FAR, SHIFT = 30.0, 512  # from there on normpdf is computed times two to that power, lest it be subnormal
# (1 + z)*normcdf(-z)/normpdf(z) as a polynomial in (z - CENTRE)/(z + CENTRE), the highest power first: degree
# 22, interpolated at Chebyshev's points, TAIL <= z <= MILLS_END, error 2.9e-17 (tests/bench/coefficients.py)
CENTRE, MILLS_END = 5.0, 43.0
MILLS_SERIES = (
    -1.4742484666809208e-09, 8.34578051505533e-09, 1.1633397344751752e-08, -7.470958812627039e-08, -6.960301301453965e-08,
    4.908142960709965e-07, 3.2369466475299047e-07, -3.2775637242494663e-06, -1.780497251840611e-07,
    2.2710141577457336e-05, -2.4805213789661867e-05, -0.000134374536446947, 0.0004570437715928614, 1.953070437254724e-05,
    -0.00420129030519693, 0.01634823127155475, -0.03802659218813084, 0.06150504584090899, -0.0661776007789809,
    0.025072179301614036, 0.07778159886873537, -0.2294875382521129, 1.1568486282918946)
# The zero of gelu' (double-double) and the Taylor series there over x - zero, the highest power first: degree 22,
# abs(x - zero) < RADIUS, error 6.5e-17 (tests/bench/coefficients.py)
RADIUS = 0.5
SLOPE_ZERO = (-0.7517915246935645, 1.4956759177009883e-17)
SLOPE_SERIES = (
    3.725967039270119e-12, -9.950340824808053e-12, -8.950037692726255e-11, 1.4506418938779426e-10, 1.90319840501314e-09,
    -1.396942086426202e-09, -3.5459866461783865e-08, -1.6044265494246427e-09, 5.702764979242107e-07,
    4.3284506257392273e-07, -7.74846130700372e-06, -1.121438018842664e-05, 8.615947861116571e-05,
    0.00018633974623233514, -0.0007448268386746817, -0.002239538068073497, 0.004539228379125415, 0.019421679838189067,
    -0.014771522148244337, -0.1140082332972217, -0.018199676398671087, 0.388284982990552, 0.4314939923140469)


def erf_slope(x: float) -> float:
    """Return 2/sqrt(pi)*exp(-x**2); the square of 26 bits is exact."""
    if not abs(x) < 28:
        return 0.0 if x == x else x
    high, low = split(x)
    top = TWO_OVER_ROOT_PI * math.exp(-high * high)
    return top + top * math.expm1(-low * (x + high))


def erf_curvature(x: float) -> float:
    """Return -2*x*erf_slope(x), which keeps its digits where erf_slope(x) alone is subnormal."""
    if abs(x) < 26:
        return -2 * x * erf_slope(x)
    if not abs(x) < 28:
        return 0.0 if x == x else x
    high, low = split(x)
    top = -2 * x * TWO_OVER_ROOT_PI * math.exp(SHIFT * LN2_HIGH - high * high)
    return math.ldexp(top + top * math.expm1(SHIFT * LN2_LOW - low * (x + high)), -SHIFT)


def _normal_times(x: float, factor: float, more: float = 0.0) -> float:
    """Return factor*(1 + more)*normpdf(x), which keeps its digits where normpdf(x) alone is subnormal."""
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
    """Return exp(-x**2/2)/sqrt(2*pi)."""
    return _normal_times(x, 1.0)


def normpdf_slope(x: float) -> float:
    """Return -x*normpdf(x)."""
    return _normal_times(x, -x)


def normpdf_curvature(x: float) -> float:
    """Return (x**2 - 1)*normpdf(x)."""
    return _normal_times(x, (x - 1) * (x + 1))


def mills(z: float) -> tuple[float, float]:
    """Return normcdf(-z)/normpdf(z) for TAIL <= z <= MILLS_END, and the relative error of that float."""
    assert TAIL <= z <= MILLS_END
    t = (z - CENTRE) / (z + CENTRE)
    *series, constant = MILLS_SERIES
    above, error = two_sum(constant, t * polynomial(series, t))
    below, more = two_sum(1.0, z)
    ratio = above / below
    product, rest = two_product(ratio, below)
    return ratio, (((above - product) - rest) + error - ratio * more) / above


def erfc(x: float) -> float:
    """Return 1 - erf(x)."""
    if not TAIL <= x < 30:
        return math.erfc(x)
    z, error = two_product(x, ROOT_TWO)
    ratio, more = mills(z)
    return _normal_times(z, 2 * ratio, more - (error + x * ROOT_TWO_ERROR) / ratio)


def normcdf(x: float) -> float:
    """Return erfc(-x/sqrt(2))/2."""
    if not abs(x) < 40:
        return x if x != x else float(x > 0)
    if x < -TAIL:
        return _normal_times(x, *mills(-x))
    twice, more = _twice(x)
    return (twice + more) / 2


def _twice(x: float) -> tuple[float, float]:
    """Return 2*normcdf(x), x >= -TAIL, as a float and a correction: erfc(-x/sqrt(2)), and the error of the product."""
    z, error = two_product(-x, ROOT_HALF) if abs(x) > 1e-200 else (-x * ROOT_HALF, 0.0)
    return math.erfc(z), erf_slope(z) * (x * ROOT_HALF_ERROR - error)


def gelu(x: float) -> float:
    """Return x*normcdf(x)."""
    if not abs(x) < 40:
        return x if not x < 0 else -0.0
    if x < -TAIL:
        ratio, more = mills(-x)
        product, error = two_product(x, ratio)
        return _normal_times(x, product, more + error / product)
    twice, more = _twice(x)
    product, error = two_product(x, twice) if abs(x) > 1e-200 else (x * twice, 0.0)
    return (product + (error + x * more)) / 2


def gelu_slope(x: float) -> float:
    """Return normcdf(x) + x*normpdf(x)."""
    if abs(x - SLOPE_ZERO[0]) < RADIUS:
        return taylor_at_zero(SLOPE_ZERO, SLOPE_SERIES, x)
    if not abs(x) < 40:
        return x if x != x else float(x > 0)
    return normcdf(x) + _normal_times(x, x) if x >= -TAIL else _normal_times(x, x + mills(-x)[0])


def gelu_curvature(x: float) -> float:
    """Return normpdf(x)*(2 - x**2)."""
    if not abs(x) < 40:
        return 0.0 if x == x else x
    square, error = two_product(x, x)
    return _normal_times(x, (2 - square) - error)
