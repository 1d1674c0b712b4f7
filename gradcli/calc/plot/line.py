"""A curve as it is drawn: pieces without breaks, with their extrema among the points."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import inf, isfinite, isinf, nextafter

from gradcli.analysis.doubles import simplest
from gradcli.calc.plot.breaks import Break, Tracer
from gradcli.calc.plot.samples import Samples
from gradcli.calc.plot.signs import crossings
from gradcli.report.plots import Axis, Curve, Interval

OSCILLATES = 4  # extrema between columns, of which a peak has one
NOISE = 2.0**-10  # of the height: errors above it are seen in the picture
BALANCED = 2.0**-10  # ratio of the values at the ends of a range without one, from which its pole is in the middle
COST = 128  # samples that finding a break takes at most


class Line:
    """The derivative of an order along an axis.

    `middles` are those of the columns of dots, `height` and `view` the heights that are drawn, `known` breaks that have been
    found before. `places` are those at which it is to be drawn, its `extrema` among them; `pieces` are lists of them, in
    order. An extremum is (True for a maximum, place).
    """

    def __init__(self, samples: Samples, order: int, axis: Axis, middles: Sequence[float], height: float,
                 view: Interval, known: Sequence[Break] = ()) -> None:
        self.samples, self.order, self.axis, self.middles, self.height = samples, order, axis, middles, height
        tracer = Tracer(lambda x: samples(x)[order:order + 2], height, view, known, lambda: samples.affords(COST))
        xs = [axis.start, *middles, axis.stop]
        tracer.trace(xs)
        self.breaks, self.unresolved = sorted(tracer.breaks, key=lambda each: each.left), tracer.unresolved
        self._join_poles((axis.stop - axis.start) / len(middles))
        self.pieces: list[list[float]] = []
        self.divide({*xs, *tracer.points})
        found = self._turns()
        self.tracer = tracer
        poles = [x for piece, x in found if self.is_pole(piece, x)]
        if poles:
            self.breaks += [Break("pole", x, nextafter(x, -inf), nextafter(x, inf)) for x in poles]
            self.divide({*xs, *tracer.points})
            found = self._turns()
        self.extrema = [self._tip(samples(piece[bisect_left(piece, x) - 1])[order + 1] > 0, x) for piece, x in found]
        self.places = {x for piece in self.pieces for x in piece} | {x for _, x in self.extrema}

    def is_pole(self, piece: Sequence[float], x: float) -> bool:
        """Return whether the curve, or its slope, changes its sign in a piece through infinity."""
        return self.tracer.is_pole(*_neighbours(piece, x))

    def _turns(self) -> list[tuple[list[float], float]]:
        """Return where the slope changes its sign, each with its piece."""
        return [(piece, x) for piece in self.pieces for x in crossings(self.samples, self.order + 1, piece)]

    def _tip(self, high: bool, x: float) -> tuple[bool, float]:
        """Return an extremum at the double beside it that is a cusp without a slope, if it is higher, or lower, there."""
        for beside in (nextafter(x, -inf), nextafter(x, inf)):
            y, slope = self.samples(beside)[self.order:self.order + 2]
            if not isfinite(slope) and (y > self.y(x) if high else y < self.y(x)):
                return high, beside
        return high, x

    def divide(self, places: Iterable[float]) -> None:
        """Make pieces of places."""
        poles = {x for each in self.breaks if each.kind == "pole" for x in (each.left, each.right)}
        self.pieces = list(self._pieces(sorted(set(places) - poles)))

    def heights(self) -> Iterator[float]:
        """Yield the heights at all places but the ends, and but those between samples where the curve oscillates."""
        middles = set(self.middles)
        wild = [(a, b) for a, b in self.unresolved if sum(a < x < b for _, x in self.extrema) >= OSCILLATES]
        inside = (x for x in self.places if x in middles or self.axis.start < x < self.axis.stop and
                  not any(a < x < b for a, b in wild))
        return (y for x in inside if isfinite(y := self.y(x)))

    def y(self, x: float) -> float:
        return self.samples(x)[self.order]

    def edges(self) -> list[Break]:
        """Return the edges between values and none, which alternate in order."""
        found: list[Break] = []
        outside = not isfinite(self.y(self.axis.start))
        for each in self.breaks:
            if each.kind == "edge" and outside == isfinite(self.y(each.right)):
                found.append(each)
                outside = not outside
        return found

    def _join_poles(self, column: float) -> None:
        """Make one pole of a range, narrower than a column, over which values overflow.

        It is in the middle where they are as large at both ends, as of 1/log(1+x**2) at 0, else at an end: exp(1/x).
        """
        for a, b in pairwise(self.edges()):
            if isfinite(self.y(a.left)) and b.x - a.x < column and isinf(self.y(a.x / 2 + b.x / 2)):
                small, large = sorted((abs(self.y(a.left)), abs(self.y(b.right))))
                x = a.x / 2 + b.x / 2 if small >= BALANCED * large else simplest(a.x, b.x)
                self.breaks = [each for each in self.breaks if each.kind != "pole" or each[2:] not in (a[2:], b[2:])]
                self.breaks.append(Break("pole", x, a.left, b.right))

    def _pieces(self, xs: Sequence[float]) -> Iterator[list[float]]:
        """Yield the places between breaks."""
        lefts = [each.left for each in self.breaks]
        piece: list[float] = []
        for x in xs:
            broken = bool(piece) and any(each.right <= x for each in
                                         self.breaks[bisect_left(lefts, piece[-1]):bisect_left(lefts, x)])
            if broken or piece and not isfinite(self.y(x)):
                yield piece
                piece = []
            if isfinite(self.y(x)):
                piece.append(x)
        if piece:
            yield piece

    def curve(self) -> Curve:
        """Return the points, and where they are not connected."""
        points: list[tuple[float, float]] = []
        breaks, middles = [], set(self.middles)
        for piece in self.pieces:
            shown = [(x, self.y(x)) for x in piece if x in middles or not self._is_noise(x)]
            breaks += [len(points)] * bool(shown)
            points += shown
        return Curve(self.order, points, breaks[1:], [i for i, (x, _) in enumerate(points) if x in middles])

    def _is_noise(self, x: float) -> bool:
        """Return whether rounding errors would be seen: beside the hole of (1-cos(x))/x**2 they make a spike."""
        return self.samples.error(x, self.order) > NOISE * self.height


def _neighbours(piece: Sequence[float], x: float) -> tuple[float, float, float]:
    """Return the places of a piece before and after one between them, or of it, and that."""
    place = bisect_left(piece, x)
    return piece[place - 1], x, piece[place + (piece[place] == x)]
