"""Sums and products as unevaluated pairs (what a float holds, and its rounding error), and what is built on them."""

import math
from collections.abc import Iterable

SPLIT = 134217729.0  # 2**27 + 1
LN2_HIGH, LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10  # multiples of the first are exact
LN2 = LN2_HIGH + LN2_LOW
ATANH_SERIES = [1 / (2 * k + 3) for k in reversed(range(12))]  # of (atanh(s) - s)/s**3 in s**2


def two_sum(a: float, b: float) -> tuple[float, float]:
    """Return a + b exactly."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def split(x: float) -> tuple[float, float]:
    """Return x as two floats of at most 26 bits each."""
    c = SPLIT * x
    high = c - (c - x)
    return high, x - high


def two_product(a: float, b: float) -> tuple[float, float]:
    """Return a * b exactly, but where it is below 1e-290 or above 1e300."""
    p = a * b
    (a1, a2), (b1, b2) = split(a), split(b)
    return p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2


def pair_product(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    """Return the product of two pairs as a pair."""
    product, error = two_product(a[0], b[0])
    return two_sum(product, error + a[0] * b[1] + a[1] * b[0])


def polynomial(coefficients: Iterable[float], x: float) -> float:
    """Evaluate a polynomial, its highest coefficient first."""
    total = 0.0
    for c in coefficients:
        total = total * x + c
    return total


def log_pair(x: float) -> tuple[float, float]:
    """Return log(x) as a pair, by 2*atanh(s), s = (m - 1)/(m + 1), of the mantissa m."""
    m, exponent = math.frexp(x)
    if m * m < 0.5:
        m, exponent = 2 * m, exponent - 1
    below, more = two_sum(m, 1.0)
    s = (m - 1) / below
    product, rest = two_product(s, below)
    s_error = (((m - 1) - product) - rest - s * more) / below
    a, b = two_sum(exponent * LN2_HIGH, 2 * s)
    return two_sum(a, b + 2 * (s_error + s * s * s * polynomial(ATANH_SERIES, s * s)) + exponent * LN2_LOW)


def quotient(a: float, a_error: float, b: float, b_error: float) -> float:
    """Return (a + a_error)/(b + b_error)."""
    value = a / b
    product, rest = two_product(value, b)
    more = ((a - product) - rest + a_error - value * b_error) / b
    return value + more if math.isfinite(more) else value


def root_pair(x: float, error: float) -> tuple[float, float]:
    """Return sqrt(x + error) as a pair."""
    root = math.sqrt(x)
    product, rest = two_product(root, root)
    return root, ((x - product) - rest + error) / (2 * root) if root else 0.0


def scaled(x: float, exponent: int) -> float:
    """Return x * 2**exponent."""
    try:
        return math.ldexp(x, exponent)
    except OverflowError:
        return math.copysign(math.inf, x)


def taylor_at_zero(root: tuple[float, float], coefficients: tuple[float, ...], x: float) -> float:
    """Evaluate a function beside its zero `root` (a pair), by its Taylor series over x - root, the highest power first."""
    t = (x - root[0]) - root[1]
    return t * polynomial(coefficients, t)
