"""Where a line is drawn between neighbouring samples of a curve, and where it breaks: at poles, jumps and gaps.

What remains of a rise when the interval shrinks (narrowing.py) is a jump, what grows is a pole.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import inf, isfinite, nextafter
from typing import NamedTuple

from gradcli.analysis.doubles import bisect, simplest
from gradcli.calc.plot.narrowing import ABRUPT, STAYS, Function, narrow, remainder

CLOSE = 0.02  # of the height of the picture: a remainder that nobody sees, a third of a row of characters
VISIBLE = 1e-6  # of the height: a remainder below which jumps are not searched for
DEPTH = 5  # halvings of an interval between columns
CROWDED = 8  # of its 2**DEPTH parts that are still not smooth: a peak or a steep place has a few
ATTEMPTS = 3  # to find a break in it
STEPS, SPACING = 40, 64  # at an edge: distances that are halved, down to so many doubles from it
LASTING = 0.7  # ratio of the last change towards an edge to that half of the distances before, from which it diverges


class Break(NamedTuple):
    """A place x between the doubles `left` and `right`: a pole, a jump, or an edge, where on one side there is no value."""

    kind: str
    x: float
    left: float
    right: float


class Tracer:
    """The points and breaks of a curve, found interval by interval.

    `height` is that of the picture, `view` the heights beyond which nothing is drawn, nor breaks are searched for beside the
    `known` ones; `affords` says whether there is work left for refinement. `points` has the places beside the samples at
    which the curve bends or ends.
    """

    def __init__(self, function: Function, height: float, view: tuple[float, float], known: Sequence[Break],
                 affords: Callable[[], bool]) -> None:
        self.function, self.view, self.affords = function, view, affords
        self.close, self.visible = CLOSE * height, VISIBLE * height
        self.breaks = list(known)
        self.points = {x for each in known for x in (each.left, each.right)}
        self.unresolved: list[tuple[float, float]] = []
        self.attempts, self.rough = 0, list[tuple[float, float, float]]()  # in the present interval

    def trace(self, xs: Sequence[float]) -> None:
        """Find the points and breaks between neighbours among these samples; none without slopes, as of zeta along s."""
        if not any(isfinite(self.function(x)[1]) for x in xs):
            return
        for a, b in pairwise(sorted({*xs, *self.points})):
            self.attempts, self.rough = 0, []
            self._explore(a, b, DEPTH)
            if len(self.rough) >= CROWDED:
                self.unresolved.append((a, b))
            else:
                for start, end, first in self.rough:
                    if self.affords():
                        self._isolate(start, end, first)

    def y(self, x: float) -> float:
        return self.function(x)[0]

    def _explore(self, a: float, b: float, depth: int) -> None:
        """Find what is between two samples; parts that are not smooth at the greatest depth are put aside."""
        m = a + (b - a) / 2
        if not a < m < b or depth < 0:
            return
        ya, ym, yb = self.y(a), self.y(m), self.y(b)
        if not (isfinite(ya) and isfinite(ym) and isfinite(yb)):
            if isfinite(ya) and isfinite(yb):
                self._explore(a, self._find_edge(a, m), depth - 1)
                self._explore(self._find_edge(b, m), b, depth - 1)
            elif isfinite(ya) or isfinite(yb):
                edge = self._find_edge(a, b)
                self._explore(*((a, edge) if isfinite(ya) else (edge, b)), depth - 1)
            return
        whole, *halves = (remainder(self.function, *ends) for ends in ((a, b), (a, m), (m, b)))
        half = max(halves)
        if max(whole, half) <= self.close:
            if half > ABRUPT * whole and (half > self.visible or self._grows_inward(a, b)) and self.affords():
                self._isolate(a, b, max(whole, half))
            return
        low, high = self.view
        if (max(ya, ym, yb) < low or min(ya, ym, yb) > high) and not (half > ABRUPT * whole and self._grows_inward(a, b)):
            return
        growing = any(x in (a, b) for each in self.breaks if each.kind == "pole" for x in (each.left, each.right))
        found = None
        if not growing and half > ABRUPT * whole and self.attempts < ATTEMPTS and self.affords():
            self.attempts += 1
            found = self._isolate(a, b, max(whole, half))
        if found:
            self._explore(a, found[0], depth - 1)
            self._explore(found[1], b, depth - 1)
        elif depth and self.affords():
            self.points.add(m)
            self._explore(a, m, depth - 1)
            self._explore(m, b, depth - 1)
        elif not growing:
            self.rough.append((a, b, max(whole, half)))

    def _find_edge(self, a: float, b: float, far: float | None = None) -> float:
        """Find where the values stop to exist between two samples, one of which has none; return the last place with one.

        Whether they diverge shows on the way there from `far`, by default from the sample.
        """
        start = a if isfinite(self.y(a)) else b
        edge, beyond = bisect(start, b if start == a else a, lambda x: isfinite(self.y(x)))
        self.points.add(edge)
        left, right = sorted((edge, beyond))
        self.breaks.append(Break("edge", simplest(left, right), left, right))
        if self._diverges(edge, start if far is None else far):
            self.breaks.append(Break("pole", beyond, left, right))
        return edge

    def _isolate(self, a: float, b: float, first: float) -> tuple[float, float] | None:
        """Follow the largest remainder, at first this, to neighbouring doubles; return the ends of a break, if it is one.

        A pole is looked for first: the remainder beside it may be larger than that around it.
        """
        m = a + (b - a) / 2
        for ends in ((a, b), (a, m), (m, b)):
            if self._grows_inward(*ends) and (pole := self._find_pole(*ends)):
                return pole
        left, right, hole = narrow(self.function, a, b)
        if hole is not None:
            return self._find_edge(left, hole, a), self._find_edge(right, hole, b)
        rise = abs(self.y(right) - self.y(left))
        if rise <= self.visible:
            return None
        if self._diverges(left, a) or self._diverges(right, b):
            at = max((left, right), key=lambda x: abs(self.y(x)))
            self.breaks.append(Break("pole", at, left, right))
        elif min(rise, remainder(self.function, left, right)) > STAYS * first:  # a steep slope leaves no remainder
            self.breaks.append(Break("jump", simplest(left, right), left, right))
        else:
            return None
        self.points |= {left, right}
        return left, right

    def _grows_inward(self, a: float, b: float) -> bool:
        """Return whether the values grow in size from both ends of an interval inwards, as they do around a pole."""
        (start, rise), (end, fall) = self.function(a), self.function(b)
        return (not start or start * rise > 0) and (not end or end * fall < 0)

    def _find_pole(self, a: float, b: float) -> tuple[float, float] | None:
        """Return the ends of the pole between two samples, where the value changes its sign, or else its growth does.

        Return None where there is none.
        """
        start = self.y(a)
        if start * self.y(b) < 0:
            left, right = bisect(a, b, lambda x: self.y(x) * start > 0)
        else:
            left, right = bisect(a, b, lambda x: self.y(x) * self.function(x)[1] > 0)
        for hole in (left, right):
            if not isfinite(self.y(hole)):
                return self._find_edge(a, hole, a), self._find_edge(b, hole, b)
        if not (self._diverges(left, a) and self._diverges(right, b)):
            beside = ((a, left), (right, b)) if start * self.y(b) < 0 else ()  # of a zero
            return next((found for ends in beside if self._grows_inward(*ends) and (found := self._find_pole(*ends))), None)
        self.breaks.append(Break("pole", max((left, right), key=lambda x: abs(self.y(x))), left, right))
        self.points |= {left, right}
        return left, right

    def is_pole(self, a: float, x: float, b: float) -> bool:
        """Return whether an extremum, or a change of sign, between two samples is a pole, too narrow for them to show it."""
        size, beside = abs(self.y(x)), max(abs(self.y(a)), abs(self.y(b)))
        return not size <= 2 * beside and self._diverges(x, a) and self._diverges(x, b)

    def _diverges(self, edge: float, start: float) -> bool:
        """Return whether the values grow without bound from `start` to `edge`, however slowly."""
        nearest = SPACING * (nextafter(abs(edge), inf) - abs(edge))
        ys = [self.y(edge + (start - edge) * 2.0**-k) for k in range(STEPS) if abs(start - edge) * 2.0**-k > nearest]
        changes = [b - a for a, b in pairwise(ys)]
        late = changes[len(changes) // 2:]
        return len(late) > 2 and all(isfinite(change) and change * late[-1] > 0 for change in late) and (
            abs(late[-1]) >= LASTING * abs(late[0]))
