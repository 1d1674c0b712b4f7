"""Reciprocals of the hyperbolic functions, without overflow, and slopes whose terms cancel beside a zero."""

import math

from gradcli.lazy import lazy_kernel
from gradcli.numeric.double_double import two_product, two_sum
from gradcli.numeric.geometry import semicircle
from gradcli.numeric.ieee import divide

decimal50_sech_curvature = lazy_kernel("decimal50", "decimal50_sech_curvature")
CANCELLED = 0.5  # a difference of 1 and something that is smaller is computed with more digits


def sech(x: float) -> float:
    e = math.exp(-abs(x))
    square = e * e
    below = 1 + square
    value = 2 * e / below
    return value - value * (square - (below - 1)) / below  # made up for the rounding of the sum


def sech_square(x: float) -> float:
    """Return sech(x)**2, with fewer roundings."""
    if not abs(x) < 300:
        return sech(x) ** 2
    e = math.exp(-2 * abs(x))
    below = 1 + e
    value = 4 * e / (below * below)
    return value - 2 * value * (e - (below - 1)) / below


def sech_slope(x: float) -> float:
    """Return -sech(x)*tanh(x)."""
    return -sech(x) * math.tanh(x)


def sech_curvature(x: float) -> float:
    """Return sech(x)*(1 - 2*sech(x)**2)."""
    y = sech(x)
    difference = math.tanh(x) ** 2 - sech_square(x)
    return decimal50_sech_curvature(x) if abs(difference) < CANCELLED else y * difference


def asech_slope(x: float) -> float:
    """Return -1 / (x * sqrt(1 - x**2))."""
    return divide(divide(-1.0, x), semicircle(x))


def asech_curvature(x: float) -> float:
    """Return (1 - 2*x**2) / (x**2 * sqrt(1 - x**2)**3)."""
    p, e = two_product(x, x)
    s, t = two_sum(1.0, -2 * p)
    root = semicircle(x)
    return divide(divide(divide(s + (t - 2 * e), root * root * root), x), x)


def csch(x: float) -> float:
    return math.copysign(2 * math.exp(-abs(x)) / -math.expm1(-2 * abs(x)) if x else math.inf, x)


def csch_square(x: float) -> float:
    """Return csch(x)**2; of the square of a small one the quotient has fewer roundings."""
    return divide(4 * math.exp(-2 * abs(x)), math.expm1(-2 * abs(x)) ** 2) if abs(x) < 2 else csch(x) ** 2


def coth(x: float) -> float:
    if abs(x) > 20 or x == 0:
        return math.copysign(1.0 if x else math.inf, x)
    return math.copysign(1 + 2 / math.expm1(2 * abs(x)), x)
