"""Inverses of the reciprocal circular and hyperbolic functions: 1/x handed to libm's would lose digits beside 1."""

import math

from gradcli.numeric.double_double import LN2, root_pair, two_product
from gradcli.numeric.geometry import semicircle_square, side_hyperbola


def acot(x: float) -> float:
    return math.atan(1 / x) if x else math.copysign(math.pi / 2, x)


def asec(x: float) -> float:
    return math.nan if abs(x) < 1 else math.atan2(side_hyperbola(x), math.copysign(1.0, x))


def acsc(x: float) -> float:
    return math.nan if abs(x) < 1 else math.copysign(math.atan2(1.0, side_hyperbola(x)), x)


def asech(x: float) -> float:
    if not 0 < x <= 1:
        return math.inf if x == 0 else math.nan
    if x < 1e-300:
        return LN2 - math.log(x)
    root, error = root_pair(*semicircle_square(x))
    product, rest = two_product(root / x, x)
    return math.asinh(root / x) + ((root - product) - rest + error)  # the slope of asinh is x there


def acsch(x: float) -> float:
    if abs(x) < 1e-300:
        return math.copysign(LN2 - math.log(abs(x)) if x else math.inf, x)
    return math.asinh(1 / x)


def acoth(x: float) -> float:
    if not abs(x) > 1:
        return math.copysign(math.inf, x) if abs(x) == 1 else math.nan
    return math.copysign(math.log1p(2 / (abs(x) - 1)) / 2, x)
