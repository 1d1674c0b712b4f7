"""Sums and products as unevaluated pairs (what a float holds, and its rounding error), and what is built on them."""

import math
from collections.abc import Iterable

SPLIT = 134217729.0  # 2**27 + 1
LN2_HIGH, LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10  # multiples of the first are exact
LN2 = LN2_HIGH + LN2_LOW


def two_sum(a: float, b: float) -> tuple[float, float]:
    """a + b exactly."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def split(x: float) -> tuple[float, float]:
    """x as two floats of at most 26 bits each."""
    c = SPLIT * x
    high = c - (c - x)
    return high, x - high


def two_product(a: float, b: float) -> tuple[float, float]:
    """a * b exactly, but where it is below 1e-290 or above 1e300."""
    p = a * b
    (a1, a2), (b1, b2) = split(a), split(b)
    return p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2


def polynomial(coefficients: Iterable[float], x: float) -> float:
    """The polynomial whose highest coefficient comes first."""
    total = 0.0
    for c in coefficients:
        total = total * x + c
    return total


def scaled(x: float, exponent: int) -> float:
    """x * 2**exponent."""
    try:
        return math.ldexp(x, exponent)
    except OverflowError:
        return math.copysign(math.inf, x)


def around(root: tuple[float, float], coefficients: tuple[float, ...], x: float) -> float:
    """A function beside its zero `root` (a pair): its Taylor series there, without the 0, the highest power first."""
    t = (x - root[0]) - root[1]
    return t * polynomial(coefficients, t)
