"""Inverses of the error and the normal distribution function, and their slopes: Newton's method on the nearer tail."""

import math

from gradcli.numeric.double_double import two_product
from gradcli.numeric.gauss import ROOT_TWO, ROOT_TWO_ERROR, TWO_OVER_ROOT_PI, erf_slope, erfc
from gradcli.numeric.mills import erfcx

HALF_ROOT_PI = 0.886226925452758  # sqrt(pi)/2
HALF, THIN = 0.5, 0.01  # below the first erf(x) decides, in tails below the second log(erfc(x)) does, nearly a parabola
MOST = 12  # steps, of which five are enough


def _quantile(y: float, t: float) -> float:
    """Return x >= 0 with erf(x) = y and erfc(x) = t = 1 - y, of which the smaller one has all its digits."""
    x = y * HALF_ROOT_PI if y < HALF else math.sqrt(-math.log(t * (1 + math.sqrt(-math.log(t)))))
    for _ in range(MOST):
        if y < HALF:
            step = (y - math.erf(x)) / erf_slope(x)
        elif t > THIN:
            step = (erfc(x) - t) / erf_slope(x)
        else:
            square, error = two_product(x, x)
            step = (math.log(erfcx(x)) - math.log(t) - square - error) * erfcx(x) / TWO_OVER_ROOT_PI
        x += step
        if abs(step) <= 1e-9 * x:  # the next one would be below the rounding error
            break
    return x


def _growth(y: float, t: float) -> float:
    """Return exp(x**2), x as above."""
    x = _quantile(y, t)
    return math.exp(x * x) if y < HALF else erfcx(x) / t


def erfinv(y: float) -> float:
    """Return x with erf(x) = y."""
    if not 0 < abs(y) < 1:
        return y if y == 0 else math.copysign(math.inf, y) if abs(y) == 1 else math.nan
    return math.copysign(_quantile(abs(y), 1 - abs(y)), y)


def erfinv_slope(y: float) -> float:
    """Return sqrt(pi)/2*exp(erfinv(y)**2)."""
    if not abs(y) < 1:
        return math.inf if abs(y) == 1 else math.nan
    return HALF_ROOT_PI * _growth(abs(y), 1 - abs(y)) if y else HALF_ROOT_PI


def erfcinv(t: float) -> float:
    """Return x with erfc(x) = t."""
    if not 0 < t < 2 or t == 1:
        return math.inf if t == 0 else -math.inf if t == 2 else 0.0 if t == 1 else math.nan
    return _quantile(1 - t, t) if t < 1 else -_quantile(t - 1, 2 - t)


def erfcinv_slope(t: float) -> float:
    """Return -sqrt(pi)/2*exp(erfcinv(t)**2)."""
    if not 0 < t < 2 or t == 1:
        return -math.inf if t in (0, 2) else -HALF_ROOT_PI if t == 1 else math.nan
    return -HALF_ROOT_PI * (_growth(1 - t, t) if t < 1 else _growth(t - 1, 2 - t))


def ndtri(p: float) -> float:
    """Return x with normcdf(x) = p."""
    x = -erfcinv(2 * p) if abs(p) < 2 else math.nan
    product, error = two_product(ROOT_TWO, x)
    return product + (error + ROOT_TWO_ERROR * x) if math.isfinite(x) else x


def ndtri_slope(p: float) -> float:
    """Return sqrt(2*pi)*exp(ndtri(p)**2/2)."""
    return -2 * ROOT_TWO * erfcinv_slope(2 * p) if abs(p) < 2 else math.nan
