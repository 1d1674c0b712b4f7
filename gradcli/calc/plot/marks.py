"""The places of interest of a curve: zeros, extrema, inflections, kinks, poles, jumps, gaps."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from math import inf, isfinite, isinf, nextafter

from gradcli.analysis.doubles import simplest
from gradcli.calc.plot.line import NOISE, Line
from gradcli.calc.plot.signs import corners, crossings, is_cusp, touches
from gradcli.numeric.ieee import NORMAL
from gradcli.report.plots import Interval, Mark

SAME = 2.0**-36  # of the width: places that are nearer to each other are one
BESIDE = 2.0**-30  # of the width: how far from a mark it is looked at again
SLACK = 2.0  # the bounds are of first order
ROUNDED = 4  # units in the last place by which a pole may be off its double


def find_marks(line: Line) -> list[Mark]:
    """Return the places of interest of a line that are beyond rounding errors, in order.

    Of those that are nearer to each other than a column, some may be missed.
    """
    marks, noise = _Marks(line), _Noise(line)
    return sorted((mark for mark in marks.all() if not noise.explains(mark)), key=lambda mark: (mark.x, mark.kind))


class _Noise:
    """The rounding errors of a line, which near a removable singularity, or where digits cancel, look like marks."""

    def __init__(self, line: Line) -> None:
        self.samples, self.order = line.samples, line.order
        self.step = BESIDE * (line.axis.stop - line.axis.start)
        self.sizes = {x: abs(y) for x in line.middles if isfinite(y := line.y(x))}
        heights = [line.y(x) for x in self.sizes]
        self.height = max(heights, default=0.0) - min(heights, default=0.0)

    def explains(self, mark: Mark) -> bool:
        """Return whether the errors are as large as what makes the mark."""
        if mark.kind == "jump":
            return self._is_step_within_error(mark.x, 0)
        if mark.kind == "kink":
            return self._is_step_within_error(mark.x, 1)
        if mark.kind == "pole":
            known = [abs(y) for y, error in self._beside(mark.x, 0) if error < abs(y) / 2 or isinf(y)]
            return bool(known) and max(known) <= max(self._around(mark.x), default=0.0)
        if mark.kind in ("zero", "maximum", "minimum"):
            return not self.samples.error(mark.x, self.order) <= NOISE * self.height
        return False

    def _beside(self, x: float, n: int) -> list[tuple[float, float]]:
        """Return the nth derivative of the curve a step to either side, each with its error bound."""
        return [(self.samples(at)[self.order + n], self.samples.error(at, self.order + n))
                for at in (x - self.step, x + self.step)]

    def _around(self, x: float) -> list[float]:
        """Return how large the curve is at the next columns on either side, none of them a step from the place."""
        left = max((at for at in self.sizes if at < x - self.step), default=None)
        right = min((at for at in self.sizes if at > x + self.step), default=None)
        return [self.sizes[at] for at in (left, right) if at is not None]

    def _is_step_within_error(self, x: float, n: int) -> bool:
        (left, left_error), (right, right_error) = self._beside(x, n)
        return isfinite(left) and isfinite(right) and not abs(right - left) > SLACK * (left_error + right_error)


class _Marks:
    """The marks of a line; `broken` are the places of its poles and jumps."""

    def __init__(self, line: Line) -> None:
        self.line, self.samples, self.order = line, line.samples, line.order
        self.near = SAME * (line.axis.stop - line.axis.start)
        poles = self._distinct([self._pole(each.x) for each in line.breaks if each.kind == "pole"], [])
        jumps = self._distinct([each.x if abs(each.x) >= NORMAL else 0.0  # floor(x/3) takes -5e-324 for 0
                                for each in line.breaks if each.kind == "jump"],
                               [*poles, line.axis.start, line.axis.stop])
        self.poles, self.jumps, self.broken = poles, jumps, [*poles, *jumps]

    def all(self) -> Iterator[Mark]:
        yield from (Mark("pole", x) for x in self.poles)
        yield from (Mark("jump", x) for x in self.jumps)
        yield from self._gaps()
        yield from (Mark("unresolved", x if abs(x) > self.near else 0.0) for x in self._unresolved())
        for piece in self.line.pieces:
            infinite = [x for x in crossings(self.samples, self.order, piece) if self.line.is_pole(piece, x)]
            narrow = self._distinct(map(self._pole, infinite), self.broken)
            self.broken += narrow
            yield from (Mark("pole", x) for x in narrow)
            extrema = [(high, x) for high, x in self.line.extrema if piece[0] <= x <= piece[-1]]
            tops = {x for _, x in extrema}
            bare = [x for x in piece if not self._is_near(x, tops)]
            kinks = self._smooth("kink", 1, [*self._cusps(bare, tops), *corners(self.samples, self.order, bare)])
            yield from kinks
            yield from self._smooth("zero", 0, self._zeros(piece, [x for _, x in extrema]))
            yield from self._smooth("maximum", 1, (x for high, x in extrema if high))
            yield from self._smooth("minimum", 1, (x for high, x in extrema if not high))
            bends = crossings(self.samples, self.order + 2, piece)
            yield from self._smooth("inflection", 2, bends, [mark.x for mark in kinks])

    def _smooth(self, kind: str, n: int, xs: Iterable[float], others: Sequence[float] = ()) -> list[Mark]:
        """Return marks at distinct places that are not at a break or at `others`, nor where the curve is not resolved.

        They are where the nth derivative of the curve changes sign.
        """
        settled = (self._settle(x, self.order + n) for x in xs)
        clear = [x for x in settled if not any(a <= x <= b for a, b in self.line.unresolved)]
        return [Mark(kind, x, self.line.y(x)) for x in self._distinct(clear, [*self.broken, *others])]

    def _is_near(self, x: float, places: Iterable[float]) -> bool:
        return any(abs(x - place) <= self.near for place in places)

    def _distinct(self, xs: Iterable[float], others: Sequence[float]) -> list[float]:
        """Return the places within the range that are not near to each other or to `others`."""
        found: list[float] = []
        for x in xs:
            if self.line.axis.start <= x <= self.line.axis.stop and not self._is_near(x, [*found, *others]):
                found.append(x)
        return found

    def _settle(self, x: float, order: int) -> float:
        """Return 0 for a place that is as near to it as rounding allows and no better than it, else the place."""
        zero = self.samples(0.0) if abs(x) <= self.near else (inf,)
        return 0.0 if isfinite(zero[0]) and not abs(zero[order]) > abs(self.samples(x)[order]) else x

    def _pole(self, x: float) -> float:
        """Return the double nearest to a pole: of those around x, and 0, the one with the largest value or none."""
        places = [0.0] if abs(x) <= self.near else []
        below = above = x
        for _ in range(ROUNDED):
            places += [below, above]
            below, above = nextafter(below, -inf), nextafter(above, inf)
        sizes = {place: abs(y) if isfinite(y := self.line.y(place)) else inf for place in places}
        return max(places, key=lambda place: (sizes[place], -len(repr(abs(place)))))

    def _cusps(self, piece: Sequence[float], extrema: Iterable[float]) -> Iterator[float]:
        for x in extrema:
            place = bisect_left(piece, x)
            if 0 < place < len(piece) and is_cusp(self.samples, self.order, piece[place - 1], x, piece[place]):
                yield x

    def _zeros(self, piece: Sequence[float], extrema: Sequence[float]) -> Iterator[float]:
        yield from crossings(self.samples, self.order, piece)
        yield from (x for x in extrema if touches(self.samples, self.order, self._settle(x, self.order + 1)))
        if len(piece) > 1:
            yield from (end for end, inner in (piece[:2], piece[:-3:-1]) if not self.line.y(end) and self.line.y(inner))

    def _gaps(self) -> Iterator[Mark]:
        """Yield the places and ranges without a finite value, but for poles."""
        axis, edges = self.line.axis, self.line.edges()
        ends = [axis.start] * (not isfinite(self.line.y(axis.start))) + [each.x for each in edges]
        ends += [axis.stop] * (len(ends) % 2)
        for a, b in zip(ends[::2], ends[1::2], strict=True):
            if b - a > self.near:
                kind = "overflow" if isinf(self.line.y(a / 2 + b / 2)) else "gap"
                if kind == "gap" or not any(a <= pole <= b for pole in self.poles):
                    yield Mark(kind, a, None, b)
            elif not self._is_near(a, self.poles):
                yield Mark("gap", 0.0 if a <= 0 <= b else simplest(a, b))

    def _unresolved(self) -> list[float]:
        """Return the middles of the ranges that are not resolved."""
        found: list[Interval] = []
        for a, b in self.line.unresolved:
            if found and a - found[-1][1] <= b - a:
                a, _ = found.pop()
            found.append((a, b))
        return [a / 2 + b / 2 for a, b in found]
