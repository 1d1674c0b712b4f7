"""Where a curve or one of its derivatives changes sign among samples, and where the slope jumps."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf, isfinite, ulp

from gradcli.analysis.doubles import bisect, simplest
from gradcli.calc.plot.narrowing import ABRUPT, STAYS, Function, narrow, remainder
from gradcli.calc.plot.samples import Samples

LEAST = 1e-6  # of the slopes: a remainder below which kinks are not searched for
POINT = 2.0**-20  # of an interval: a range without a slope that is narrower is a point
HALVINGS = 64  # samples that a change of sign takes at most: doubles have as many bits
STEEPER = 8  # times as steep is the vertical tangent in the middle of an interval, which is no kink


def crossings(samples: Samples, order: int, xs: Sequence[float]) -> list[float]:
    """Return where a derivative changes sign among samples in order, to the last bit; not where it is 0 over a range.

    A sign that may be due to rounding errors is none. Of more than the work that is left allows for, none is found.
    """
    signs = [_sign(samples(x)[order]) for x in xs]
    sure: set[int] = set()
    while True:
        found = list(_changes(signs))
        doubtful = {i for ends in found for i in ends} - sure
        if not samples.affords(HALVINGS * len(found)):
            return []
        if not doubtful:
            return [_crossing(samples, order, xs[a:b + 1]) for a, b in found]
        sure |= doubtful
        for i in doubtful:
            if not abs(samples(xs[i])[order]) > samples.error(xs[i], order):
                signs[i] = 0


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _changes(signs: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the indices on both sides of each change of sign, with at most one 0 in between."""
    for a, sign in enumerate(signs):
        for b in (a + 1, a + 2):
            if sign and b < len(signs) and signs[b]:
                if signs[b] == -sign:
                    yield a, b
                break


def _crossing(samples: Samples, order: int, xs: Sequence[float]) -> float:
    """Return where a derivative changes sign between the first and the last of samples."""
    if len(xs) == 3 and not samples(xs[1])[order]:
        return xs[1]
    sign = _sign(samples(xs[0])[order])
    ends = bisect(xs[0], xs[-1], lambda x: _sign(samples(x)[order]) == sign)
    sizes = [abs(y) if y == y else inf for y in (samples(x)[order] for x in ends)]
    return simplest(*ends) if sizes[0] == sizes[1] else ends[sizes.index(min(sizes))] + 0.0


def corners(samples: Samples, order: int, xs: Sequence[float]) -> Iterator[float]:
    """Yield where the slope of the derivative of an order jumps among samples in order: kinks."""
    for a, b in pairwise(xs):
        m = a + (b - a) / 2
        whole, *halves = (remainder(_slope(samples, order), *ends) for ends in ((a, b), (a, m), (m, b)))
        half = max(halves)
        if not any(isfinite(samples(x)[order + 1]) for x in (a, b)):  # nowhere, or beside a hole that is a mark by itself
            continue
        if samples.affords(HALVINGS) and half >= ABRUPT * whole and half > LEAST * _steepest(samples, order, (a, m, b)):
            yield from _corner(samples, order, a, b, max(whole, half))


def _steepest(samples: Samples, order: int, xs: Sequence[float]) -> float:
    return max([abs(slope) for x in xs if isfinite(slope := samples(x)[order + 1])], default=0.0)


def _slope(samples: Samples, order: int) -> Function:
    """Return the slope of the derivative of an order as a function, with the curvature."""
    return lambda x: samples(x)[order + 1:order + 3]


def _corner(samples: Samples, order: int, a: float, b: float, first: float) -> Iterator[float]:
    """Yield the kink between two samples if following the largest remainder, at first this, leads to one."""
    slope = _slope(samples, order)
    *ends, hole = narrow(slope, a, b)
    if hole is not None:  # then the slopes on either side of the range where it does not exist
        ends = [bisect(end, hole, lambda x: isfinite(slope(x)[0]))[0] for end in ends]
    left, right = (slope(x)[0] for x in ends)
    steep = min(abs(left), abs(right)) > STEEPER * _steepest(samples, order, (a, b))
    jumps = left * right <= 0 if steep else abs(right - left) >= STAYS * (
        first if isfinite(first) else abs(slope(b)[0] - slope(a)[0]))
    if jumps and ends[1] - ends[0] < POINT * (b - a) and isfinite(left) and isfinite(right):
        yield 0.0 if ends[0] <= 0 <= ends[1] else simplest(*ends)


def is_cusp(samples: Samples, order: int, a: float, x: float, b: float) -> bool:
    """Return whether the slopes beside an extremum, between samples, do not shrink towards it: a kink, however steep."""
    near = (b - a) * POINT
    left, right = (samples(place)[order + 1] for place in (x - near, x + near))
    return left * right < 0 and min(abs(left), abs(right)) >= STAYS * _steepest(samples, order, (a, b))


def touches(samples: Samples, order: int, x: float) -> bool:
    """Return whether a curve is 0 at an extremum, but for the rounding of its place and of its value."""
    value, slope, curvature = samples(x)[order:order + 3]
    return not value or abs(value) <= samples.error(x, order) + abs(slope) * ulp(x) + abs(curvature) * ulp(x)**2
