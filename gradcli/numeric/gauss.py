"""The normal distribution, the Gaussian and gelu: exact squares in the exponent, exact shifts in the tail."""

import math

from gradcli.numeric.pairs import around, split, two_product

ROOT_HALF, ROOT_HALF_ERROR = 0.7071067811865476, -4.833646656726457e-17
TWO_OVER_ROOT_PI = 1.1283791670955126
ONE_OVER_ROOT_TWO_PI, ROOT_ERROR = 0.3989422804014327, -6.247337834861335e-17  # the error is relative
TAIL = -6.0  # from here on normcdf is taken from its continued fraction, which libm's erfc is not as near to
FAR = 37.0  # from here on normpdf is subnormal
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
    half = math.exp(-high * high / 4) if abs(x) > FAR else 1.0
    bell = half if half < 1 else math.exp(-high * high / 2)
    more = math.expm1(-low * (x + high) / 2) + ROOT_ERROR
    if abs(factor) < 1e-200:
        return factor * (ONE_OVER_ROOT_TWO_PI * bell)
    scale, error = two_product(ONE_OVER_ROOT_TWO_PI, factor)
    product, rest = two_product(bell, scale)
    return (product + (rest + product * more + bell * error)) * half


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
    """normpdf(x)/normcdf(x) for x < TAIL, by Laplace's continued fraction -x + 1/(-x + 2/(-x + 3/…))."""
    y = -x
    for k in range(10 + int(1000 / (x * x)), 0, -1):
        y = k / y - x
    return y


def normcdf(x: float) -> float:
    """erfc(-x/sqrt(2))/2."""
    if not abs(x) < 40:
        return x if x != x else float(x > 0)
    if x < TAIL:
        return _normal_times(x, 1 / _tail(x))
    twice, more = _twice(x)
    return (twice + more) / 2


def _twice(x: float) -> tuple[float, float]:
    """2*normcdf(x), x >= TAIL, as a float and what is to be added: erfc(-x/sqrt(2)), and the error of the product."""
    z, error = two_product(-x, ROOT_HALF) if abs(x) > 1e-200 else (-x * ROOT_HALF, 0.0)
    return math.erfc(z), erf_slope(z) * (x * ROOT_HALF_ERROR - error)


def gelu(x: float) -> float:
    """x*normcdf(x)."""
    if not abs(x) < 40:
        return x if not x < 0 else -0.0
    if x < TAIL:
        return _normal_times(x, x / _tail(x))
    twice, more = _twice(x)
    product, error = two_product(x, twice) if abs(x) > 1e-200 else (x * twice, 0.0)
    return (product + (error + x * more)) / 2


def gelu_slope(x: float) -> float:
    """normcdf(x) + x*normpdf(x)."""
    if abs(x - SLOPE_ZERO[0]) < RADIUS:
        return around(SLOPE_ZERO, SLOPE_SERIES, x)
    return normcdf(x) + _normal_times(x, x) if not x < TAIL else _normal_times(x, x + 1 / _tail(x))


def gelu_curvature(x: float) -> float:
    """normpdf(x)*(2 - x**2)."""
    if not abs(x) < 40:
        return 0.0 if x == x else x
    square, error = two_product(x, x)
    return _normal_times(x, (2 - square) - error)
