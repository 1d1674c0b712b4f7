"""Reciprocals of the hyperbolic functions, without overflow."""

import math


def sech(x: float) -> float:
    e = math.exp(-abs(x))
    return 2 * e / (1 + e * e)


def csch(x: float) -> float:
    if abs(x) > 20:
        return math.copysign(2 * math.exp(-abs(x)), x)
    return 1 / math.sinh(x) if x else math.copysign(math.inf, x)


def coth(x: float) -> float:
    if abs(x) > 20 or x == 0:
        return math.copysign(1.0 if x else math.inf, x)
    return math.copysign(1 + 2 / math.expm1(2 * abs(x)), x)
