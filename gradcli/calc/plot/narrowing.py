"""Where a function is least smooth between two samples, narrowed down to neighbouring doubles.

Its slopes decide. Between a and b a smooth function rises by (b - a)*(slope at a + slope at b)/2 but for a remainder that
shrinks eightfold with each halving.
"""

from collections.abc import Callable
from math import inf, isfinite

from gradcli.analysis.doubles import double, ordinal

ABRUPT = 0.5  # of a remainder that is left in one half: of a smooth function it is an eighth
STAYS = 0.25  # of a remainder that is left between neighbouring doubles at a jump

Function = Callable[[float], tuple[float, ...]]  # a value, and the slope there


def remainder(function: Function, a: float, b: float) -> float:
    """Return how far the rise from a to b is from that by the slopes: the rise itself where a slope is not finite.

    It is inf where there is no finite value.
    """
    (start, slope), (end, other) = function(a), function(b)
    if not (isfinite(start) and isfinite(end)):
        return inf
    found = abs(end - start - (b - a) * (slope / 2 + other / 2))
    return found if isfinite(found) else abs(end - start)


def _unrest(function: Function, a: float, b: float) -> float:
    """Return the largest remainder of an interval and its halves: a pole in the middle has none of the whole."""
    m = double((ordinal(a) + ordinal(b)) // 2)
    return max(remainder(function, *ends) for ends in ((a, b), (a, m), (m, b)))


def narrow(function: Function, a: float, b: float) -> tuple[float, float, float | None]:
    """Follow the largest remainder from an interval to neighbouring doubles; return these, and None.

    Where there is no finite value in the middle of an interval, return its ends and that middle.
    """
    low, high = ordinal(a), ordinal(b)
    while high - low > 1:
        middle = 0 if low < 0 < high else (low + high) // 2
        left, m, right = double(low), double(middle), double(high)
        if not isfinite(function(m)[0]):
            return left, right, m
        low, high = (low, middle) if _unrest(function, left, m) >= _unrest(function, m, right) else (middle, high)
    return double(low), double(high), None
