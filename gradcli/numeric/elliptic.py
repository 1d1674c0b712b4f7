"""The arithmetic-geometric mean, and by it the complete elliptic integral of the first kind, in pairs of doubles."""

import math

from gradcli.numeric.double_double import pair_product, quotient, root_pair, scaled, two_sum

HALF_PI, HALF_PI_ERROR = 1.5707963267948966, 6.123233995736766e-17  # pi/2 as a pair
NEAR = 1e-9  # relative difference, of which a step leaves a sixteenth of the square

Pair = tuple[float, float]


def agm(a: float, b: float) -> float:
    """Return the common limit of the arithmetic and geometric means, which have twice the digits after each step."""
    if max(a, b) < 0:
        return -agm(-a, -b)
    if not min(a, b) > 0 or math.isinf(max(a, b)):
        return math.sqrt(a * b) if min(a, b) >= 0 else math.nan
    (m, e), (n, f) = math.frexp(a), math.frexp(b)
    mean, exponent = _mean((m, 0.0), e, (n, 0.0), f)
    return scaled(sum(mean), exponent)


def _mean(x: Pair, e: int, y: Pair, f: int) -> tuple[Pair, int]:
    """Return the mean of x*2**e and y*2**f, x and y from 1/4 to 1, as such a number."""
    if e < f:
        x, e, y, f = y, f, x, e
    gap = f - e
    while gap or abs(x[0] - y[0]) > NEAR * x[0]:
        if gap % 2:
            y, gap = (y[0] / 2, y[1] / 2), gap + 1
        x, y, gap = _middle(x, y, 2.0**gap), root_pair(*pair_product(x, y)), gap // 2
    return _middle(x, y, 1.0), e


def _middle(x: Pair, y: Pair, factor: float) -> Pair:
    """Return (x + y*factor)/2."""
    total, error = two_sum(x[0] / 2, y[0] * factor / 2)
    return two_sum(total, error + x[1] / 2 + y[1] * factor / 2)


def ellipk(m: float) -> float:
    """Return pi/2 over the mean of 1 and sqrt(1 - m)."""
    if not m < 1:
        return math.inf if m == 1 else math.nan
    if m == -math.inf:
        return 0.0
    rest, error = two_sum(1.0, -m)
    half = (math.frexp(rest)[1] + 1) // 2
    mean, exponent = _mean((1.0, 0.0), 0, root_pair(scaled(rest, -2 * half), scaled(error, -2 * half)), half)
    return scaled(quotient(HALF_PI, HALF_PI_ERROR, *mean), -exponent)
