"""Mills's ratio in other clothes: erfcx, the logarithm of the normal distribution function, and their derivatives."""

import math

from gradcli.numeric.double_double import polynomial, split, two_product
from gradcli.numeric.gauss import MILLS_END, ROOT_TWO, ROOT_TWO_ERROR, TWO_OVER_ROOT_PI, mills, normcdf, normpdf
from gradcli.numeric.ieee import total

NEAR, LEFT = 0.5, -1.0  # between these erfcx is a power series
LAST = -26.7  # left of this exp(x**2) overflows
STEPS = 200.0  # over x**2: as many steps of the recurrence leave an error of exp(-2*x*sqrt(2*n)) < 1e-17
ERFCX_SERIES = [(-1) ** n / math.gamma(n / 2 + 1) for n in range(40, -1, -1)]  # Taylor at 0, the highest power first
LOG_ROOT_TWO_PI, LOG_ERROR = 0.9189385332046728, -3.8782941580672414e-17  # log(sqrt(2*pi)) as a pair
ROOT_TWO_OVER_PI, RELATIVE = 0.7978845608028654, -6.247337834861335e-17  # sqrt(2/pi), the error relative
# log_ndtr, Taylor at 0, the highest power first: degree 45, abs(x) < MIDDLE, error 1.7e-16 (tests/bench/coefficients.py)
MIDDLE = 0.7
LOG_NDTR_SERIES = (
    -4.8762223582846404e-26, -7.015599863002455e-26, 3.170102125955379e-25, 2.0964760902261617e-24, 4.371936376590587e-24,
    -8.369451699430713e-24, -8.62224455043602e-23, -2.3687660448982586e-22, 1.22268177970992e-22, 3.382688670263119e-21,
    1.1833008338901284e-20, 5.119736974733218e-21, -1.2540471212330147e-19, -5.586799916368846e-19, -6.609716880312618e-19,
    4.297186042986017e-18, 2.523238222671865e-17, 4.672070744512283e-17, -1.287928865360207e-16, -1.0962837166705448e-15,
    -2.7548598892115375e-15, 2.784236425016685e-15, 4.5875558234790515e-14, 1.485188172620787e-13, 1.3118426907681168e-14,
    -1.8429302830526136e-12, -7.599691827749263e-12, -6.961719322156046e-12, 7.036631193652667e-11, 3.7724994306416604e-10,
    6.142174352193341e-10, -2.493765764219442e-09, -1.853149795296552e-08, -4.290745121009335e-08, 7.709119895930338e-08,
    9.305639078907048e-07, 2.8513348301409302e-06, -1.6168147195571146e-06, -5.216000183976342e-05, -0.00021202574144674573,
    -3.6980737188481844e-05, 0.004782111752259119, 0.03633560235749836, -0.3183098861837907, 0.7978845608028654,
    -0.6931471805599453)
SLOPE_SERIES = [c * n for n, c in zip(range(len(LOG_NDTR_SERIES) - 1, 0, -1), LOG_NDTR_SERIES, strict=False)]
CURVATURE_SERIES = [c * n for n, c in zip(range(len(SLOPE_SERIES) - 1, 0, -1), SLOPE_SERIES, strict=False)]


def _integrals(x: float) -> tuple[float, float, float]:
    """Return exp(x**2) times erfc and its first and second repeated integral, x >= NEAR.

    By the recurrence r[n-2] = 2*n*r[n] + 2*x*r[n-1] from a large n down to r[-1] = 2/sqrt(pi): all terms are positive.
    """
    if x > 1e9:  # each is the one before over 2*x
        first = TWO_OVER_ROOT_PI / (2 * x)
        return first, first / (2 * x), first / (2 * x) / (2 * x)
    a, b, c, d = 0.0, 1e-290, 0.0, 0.0  # r[n], r[n-1], and those before
    for n in range(int(STEPS / (x * x)) + 30, 0, -1):
        a, b, c, d = b, 2 * n * a + 2 * x * b, a, c
        if b > 1e290:
            a, b, c, d = a * 1e-290, b * 1e-290, c * 1e-290, d * 1e-290
    scale = TWO_OVER_ROOT_PI / b  # b is r[-1], a r[0], c r[1], d r[2]
    return a * scale, c * scale, d * scale


@total
def _exp_of_square(x: float) -> float:
    """Return exp(x**2), of an exact square."""
    high, low = split(x)
    top = math.exp(high * high)
    return top + top * math.expm1(low * (x + high))


def erfcx(x: float) -> float:
    """Return exp(x**2)*erfc(x)."""
    if not x > LAST:
        return x if x != x else math.inf
    if x < LEFT:
        return 2 * _exp_of_square(x) - erfcx(-x)
    if x < NEAR:
        return polynomial(ERFCX_SERIES, x)
    z, error = two_product(x, ROOT_TWO) if x < 1e100 else (x * ROOT_TWO, 0.0)
    if z > MILLS_END:
        square, total = 1 / (2 * x) / x, 1.0
        for n in (15, 13, 11, 9, 7, 5, 3, 1):
            total = 1 - n * square * total
        return TWO_OVER_ROOT_PI / 2 / x * total
    ratio, more = mills(z)
    value = ratio * ROOT_TWO_OVER_PI
    return value + value * (more + RELATIVE + (z - 1 / ratio) * (error + x * ROOT_TWO_ERROR))


def erfcx_slope(x: float) -> float:
    """Return 2*x*erfcx(x) - 2/sqrt(pi)."""
    if x >= NEAR:
        return -2 * _integrals(x)[1]
    return 2 * x * erfcx(x) - TWO_OVER_ROOT_PI


def erfcx_curvature(x: float) -> float:
    """Return 2*erfcx(x) + 2*x*erfcx_slope(x)."""
    if x >= NEAR:
        return 8 * _integrals(x)[2]
    return math.inf if x == -math.inf else 2 * erfcx(x) + 2 * x * erfcx_slope(x)


def log_ndtr(x: float) -> float:
    """Return log(normcdf(x)), in the left tail by the logarithm of Mills's ratio."""
    if abs(x) < MIDDLE:
        return polynomial(LOG_NDTR_SERIES, x)
    if x > 0 or x != x:
        return math.log1p(-normcdf(-x))
    if x < -1e140:
        return -x * x / 2
    if x < -MILLS_END:
        logarithm = math.log(erfcx(-x / ROOT_TWO) / ROOT_TWO_OVER_PI)
    else:
        ratio, more = mills(-x)
        logarithm = math.log(ratio) + more
    square, error = two_product(x, x)
    return math.fsum((-square / 2, -error / 2, logarithm, -LOG_ROOT_TWO_PI, -LOG_ERROR))


def inverse_mills(x: float) -> float:
    """Return normpdf(x)/normcdf(x)."""
    if abs(x) < MIDDLE:
        return polynomial(SLOPE_SERIES, x)
    if x > 0 or x != x:
        return normpdf(x) / normcdf(x)
    if x < -MILLS_END:
        return ROOT_TWO_OVER_PI / erfcx(-x / ROOT_TWO) if x > -1e300 else -x
    ratio, more = mills(-x)
    return 1 / ratio * (1 - more)


def inverse_mills_slope(x: float) -> float:
    """Return -h*(x + h), h = inverse_mills(x); left of 0 by erfcx and its slope."""
    if abs(x) < MIDDLE:
        return polynomial(CURVATURE_SERIES, x)
    if x > 0 or x != x:
        h = inverse_mills(x)
        return -h * (x + h) if h else -0.0
    first, second, _ = _integrals(-x / ROOT_TWO)
    return -TWO_OVER_ROOT_PI * (second / first) / first if x > -1e8 else -1.0


def erfi_slope(x: float) -> float:
    """Return 2/sqrt(pi)*exp(x**2)."""
    return TWO_OVER_ROOT_PI * _exp_of_square(x) if abs(x) < -LAST else abs(x) * math.inf
