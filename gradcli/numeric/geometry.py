"""Circles, hyperbolas and directions, without squares that overflow or differences that cancel."""

import math

from gradcli.numeric.double_double import scaled, two_product, two_sum


def semicircle_square(x: float) -> tuple[float, float]:
    """Return 1 - x**2, abs(x) <= 1, as a pair."""
    p, e = two_product(x, x)
    s, t = two_sum(1.0, -p)
    return s, t - e


def semicircle(x: float) -> float:
    """Return sqrt(1 - x**2)."""
    if not abs(x) <= 1:
        return math.nan
    s, t = semicircle_square(x)
    return math.sqrt(s + t)


def side_hyperbola(x: float) -> float:
    """Return sqrt(x**2 - 1)."""
    if not abs(x) < 1e9:
        return abs(x)
    if abs(x) < 1:
        return math.nan
    p, e = two_product(x, x)
    s, t = two_sum(p, -1.0)
    return math.sqrt(s + (t + e))


def direction(*xs_and_index: float) -> float:
    """Return x / hypot(…, x, …), x the argument of the index that comes last; the limit where one argument is infinite."""
    *xs, index = xs_and_index
    x = xs[int(index)]
    h = math.hypot(*xs)
    if 1e-290 < h < 1e300:
        return x / h
    if math.isinf(h) and any(map(math.isinf, xs)):
        if any(v != v for v in xs) or sum(map(math.isinf, xs)) > 1:
            return math.nan
        return math.copysign(1.0 if math.isinf(x) else 0.0, x)
    largest = max(map(abs, xs))
    if h == 0 or h != h:
        return math.nan
    exponent = -math.frexp(largest)[1]
    return math.ldexp(x, exponent) / math.hypot(*[math.ldexp(v, exponent) for v in xs])


def _unit(a: float, b: float) -> tuple[float, float, int] | None:
    """Return a and b, the larger brought near 1, and the exponent; None where one is not finite or both are 0."""
    largest = max(abs(a), abs(b))
    if not (largest and math.isfinite(a) and math.isfinite(b)):
        return None
    exponent = math.frexp(largest)[1]
    return math.ldexp(a, -exponent), math.ldexp(b, -exponent), exponent


def _limit(a: float, b: float) -> bool:
    """Return whether exactly one of a and b is infinite: functions that fall off with the distance are 0 there."""
    return a == a and b == b and math.isinf(a) != math.isinf(b)


def angle_slope(a: float, b: float) -> float:
    """Return b / (a**2 + b**2)."""
    unit = _unit(a, b)
    if unit is None:
        return math.copysign(0.0, b) if _limit(a, b) else math.nan
    square = unit[0] ** 2 + unit[1] ** 2
    mantissa, exponent = math.frexp(b)  # b on its own, which brought near 1 with a may be subnormal
    return scaled(mantissa / square, exponent - 2 * unit[2])


def angle_twist(a: float, b: float) -> float:
    """Return a*b / (a**2 + b**2)**2."""
    unit = _unit(a, b)
    if unit is None:
        return math.copysign(0.0, a) * math.copysign(1.0, b) if _limit(a, b) else math.nan
    square = unit[0] ** 2 + unit[1] ** 2
    (m, e), (n, f) = math.frexp(a), math.frexp(b)
    return scaled(m * n / square / square, e + f - 4 * unit[2])


def angle_curvature(a: float, b: float) -> float:
    """Return (a**2 - b**2) / (a**2 + b**2)**2."""
    unit = _unit(a, b)
    if unit is None:
        return 0.0 if _limit(a, b) else math.nan
    a, b, exponent = unit
    square = a * a + b * b
    return scaled((a - b) * (a + b) / square / square, -2 * exponent)
