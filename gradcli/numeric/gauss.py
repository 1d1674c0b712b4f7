"""The normal distribution, the Gaussian and gelu: exact squares in the exponent, exact shifts in the tail."""

import math

from gradcli.numeric.pairs import around, polynomial, split, two_product

ROOT_HALF, ROOT_HALF_ERROR = 0.7071067811865476, -4.833646656726457e-17
TWO_OVER_ROOT_PI = 1.1283791670955126
ONE_OVER_ROOT_TWO_PI, ROOT_ERROR = 0.3989422804014327, -6.247337834861335e-17  # the error is relative
TAIL = -37.0  # from here on libm's erfc is subnormal, and normcdf is taken from its asymptotic series
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


def _normal_times(x: float, factor: float) -> float:
    """factor * normpdf(x), which keeps its digits where normpdf(x) alone is subnormal."""
    if not abs(x) < 40:
        return 0.0 if x == x else x
    high, low = split(x)
    half = math.exp(-high * high / 4) if abs(x) > -TAIL else 1.0
    top = ONE_OVER_ROOT_TWO_PI * (half if half < 1 else math.exp(-high * high / 2))
    return factor * (top + top * (math.expm1(-low * (x + high) / 2) + ROOT_ERROR)) * half


def normpdf(x: float) -> float:
    """exp(-x**2/2)/sqrt(2*pi)."""
    return _normal_times(x, 1.0)


def normpdf_slope(x: float) -> float:
    """-x*normpdf(x)."""
    return _normal_times(x, -x)


def normpdf_curvature(x: float) -> float:
    """(x**2 - 1)*normpdf(x)."""
    return _normal_times(x, (x - 1) * (x + 1))


def _tail(x: float) -> float:
    """-x*normcdf(x)/normpdf(x) for x <= TAIL."""
    return polynomial((2027025.0, -135135.0, 10395.0, -945.0, 105.0, -15.0, 3.0, -1.0, 1.0), 1 / (x * x))


def normcdf(x: float) -> float:
    """erfc(-x/sqrt(2))/2, with the error of the product."""
    if not abs(x) < 40:
        return x if x != x else float(x > 0)
    if x < TAIL:
        return _normal_times(x, -_tail(x) / x)
    z, error = two_product(-x, ROOT_HALF) if abs(x) > 1e-200 else (-x * ROOT_HALF, 0.0)
    error -= x * ROOT_HALF_ERROR
    return (math.erfc(z) - erf_slope(z) * error) / 2


def gelu(x: float) -> float:
    """x*normcdf(x)."""
    if not abs(x) < 40:
        return x if not x < 0 else -0.0
    return x * normcdf(x) if x >= TAIL else _normal_times(x, -_tail(x))


def gelu_slope(x: float) -> float:
    """normcdf(x) + x*normpdf(x)."""
    if abs(x - SLOPE_ZERO[0]) < RADIUS:
        return around(SLOPE_ZERO, SLOPE_SERIES, x)
    return normcdf(x) + _normal_times(x, x) if not x < TAIL else _normal_times(x, x - _tail(x) / x)


def gelu_curvature(x: float) -> float:
    """normpdf(x)*(2 - x**2)."""
    if not abs(x) < 40:
        return 0.0 if x == x else x
    square, error = two_product(x, x)
    return _normal_times(x, (2 - square) - error)
