"""Sums in which terms cancel: rounded once, linear interpolation, and logarithms of sums of exponentials with shares."""

import math
from collections.abc import Sequence

from gradcli.lazy import lazy_kernel
from gradcli.numeric.double_double import scaled, two_product, two_sum

decimal50_logsumexp = lazy_kernel("decimal50", "decimal50_logsumexp")
SAFE = 1e-290, 1e300  # sizes of a product whose rounding error two_product gives
SHIFTS = 0, 400, 1050  # numbers whose products overflow are computed over two to one of these powers
CANCELLED = 0.5  # a sum smaller than that share of its terms is computed with more digits


def add(terms: Sequence[float]) -> float:
    """Return the sum of terms, rounded once; as IEEE 754 adds infinities, and an infinity beyond the range of doubles."""
    try:
        return math.fsum(terms)
    except (ValueError, OverflowError):  # inf - inf; and what overflows
        return sum(terms)


def lerp(a: float, b: float, w: float) -> float:
    """Return a + w*(b - a), its three terms added exactly, over a power of two where they are large."""
    if a == b or not all(map(math.isfinite, (a, b, w))):
        return a if a == b and math.isfinite(w) else a + w * (b - a)
    for shift in SHIFTS:
        v = math.ldexp(w, -shift)
        terms = [math.ldexp(a, -shift), *_product(v, b), *_product(-v, a)]
        if max(map(abs, terms)) < SAFE[1]:
            return scaled(math.fsum(terms), shift)
    return w * b - w * a


def _product(a: float, b: float) -> tuple[float, float]:
    """Return a*b as a pair, as a float alone where the error is below or beyond the range."""
    size = abs(a * b)
    return two_product(a, b) if SAFE[0] < size < SAFE[1] and max(abs(a), abs(b)) < SAFE[1] else (a * b, 0.0)


def _shares(xs: tuple[float, ...], top: float) -> list[float]:
    """Return exp(x - top) of each x, with the error of the difference."""
    found = []
    for x in xs:
        d, error = two_sum(x, -top) if x != top else (0.0, 0.0)
        e = math.exp(d) if d < 709 else math.inf
        found.append(e * (1 + error) if math.isfinite(d) and e else e)
    return found


def logsumexp(*xs: float) -> float:
    """Return log(exp(x) + exp(y) + …); with more digits where the largest and what the others add to it cancel."""
    if any(x != x for x in xs):
        return math.nan
    top = max(xs)
    if math.isinf(top):
        return top
    at = xs.index(top)
    more = math.log1p(math.fsum(_shares((*xs[:at], *xs[at + 1:]), top)))
    value = top + more
    return value if top >= 0 or abs(value) >= CANCELLED * more else float(decimal50_logsumexp(*xs))


def softmax_share(*xs_and_own: float) -> float:
    """Return exp(x) over the sum of the exponentials of all, x the one of the attribute's index."""
    *xs, own = xs_and_own
    x, top = xs[int(own)], max(xs)
    if x != x or any(map(math.isnan, xs)) or math.isinf(top):
        return 0.0 if math.isinf(top) and x < top and xs.count(top) == 1 else math.nan
    powers = _shares(tuple(xs), top)
    return powers[int(own)] / math.fsum(powers)
