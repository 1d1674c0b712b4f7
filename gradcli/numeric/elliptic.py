"""The arithmetic-geometric mean, and by it the complete elliptic integral of the first kind."""

import math

from gradcli.numeric.double_double import quotient

HALF_PI, HALF_PI_ERROR = 1.5707963267948966, 6.123233995736766e-17  # pi/2 as a pair


def agm(a: float, b: float) -> float:
    """Return the common limit of the arithmetic and geometric means, which have twice the digits after each step."""
    if max(a, b) < 0:
        return -agm(-a, -b)
    if not min(a, b) > 0 or math.isinf(max(a, b)):
        return math.sqrt(a * b) if min(a, b) >= 0 else math.nan
    while abs(a - b) > 1e-8 * a:
        a, b = a / 2 + b / 2, math.sqrt(a) * math.sqrt(b)
    return a / 2 + b / 2


def ellipk(m: float) -> float:
    """Return pi/2 over the mean of 1 and sqrt(1 - m)."""
    if not m < 1:
        return math.inf if m == 1 else math.nan
    return quotient(HALF_PI, HALF_PI_ERROR, agm(1.0, math.sqrt(1 - m)), 0.0) if m > -math.inf else 0.0
