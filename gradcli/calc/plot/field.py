"""Heights of an expression over two ranges, with its gradient, for contours and arrows."""

from collections.abc import Iterator, Sequence
from itertools import product
from math import isfinite

from gradcli.calc.plot.breaks import CLOSE
from gradcli.calc.plot.curves import spread_without_poles, unless_flat
from gradcli.calc.plot.samples import Samples
from gradcli.calc.question import Question
from gradcli.errors import GradcliError
from gradcli.report.plots import Axis, Dot, Field, Interval
from gradcli.report.round_numbers import round_numbers

LEVELS = 8  # contours, about
SEARCHED = 30  # halvings of the distance in a search for a pole
POLE = 8  # times as high as the highest sample is what is found beside a pole
HALVINGS = 40  # of the distance between two dots
SHRINKS = 0.25  # to this of a step between two dots, where they are connected


class _Heights:
    """The value and the gradient at the middle of each dot of a picture; dots are counted from the top left."""

    def __init__(self, samples: Samples, x: Axis, y: Axis, columns: int, rows: int) -> None:
        self.samples = samples
        self.xs = [x.start + (x.stop - x.start) * ((i + 0.5) / columns) for i in range(columns)]
        self.ys = [y.stop - (y.stop - y.start) * ((j + 0.5) / rows) for j in range(rows)]
        points = [(across, up) for up in self.ys for across in self.xs]
        samples.at_once(points)
        self.rows = [[samples(across, up) for across in self.xs] for up in self.ys]

    def __call__(self, dot: Dot) -> tuple[float, ...]:
        return self.rows[dot[1]][dot[0]]

    def __iter__(self) -> Iterator[float]:
        return (value[0] for row in self.rows for value in row if isfinite(value[0]))

    def pairs(self) -> Iterator[tuple[Dot, Dot]]:
        """Yield each pair of neighbours with finite values."""
        columns, rows = len(self.xs), len(self.ys)
        for row, column in product(range(rows), range(columns)):
            for other in (column + 1, row), (column, row + 1):
                if other[0] < columns and other[1] < rows and isfinite(self((column, row))[0]) and isfinite(self(other)[0]):
                    yield (column, row), other

    def place(self, dot: Dot) -> tuple[float, float]:
        return self.xs[dot[0]], self.ys[dot[1]]

    def is_connected(self, a: Dot, b: Dot, level: float, height: float) -> bool:
        """Return whether the surface crosses a level between neighbours, and does not jump over it.

        It does where the slopes at both foretell the step; else the step has to shrink when the distance does.
        """
        along = 1 if a[1] == b[1] else 2
        (p, q), start, end = (self.place(a), self.place(b)), self(a), self(b)
        step = end[0] - start[0]
        remainder = abs(step - (q[along - 1] - p[along - 1]) * (start[along] / 2 + end[along] / 2))
        if remainder <= max(CLOSE * height, abs(step) / 2):
            return True
        low, high = start[0], end[0]
        for _ in range(HALVINGS):
            if abs(high - low) < SHRINKS * abs(step):
                return True
            if not self.samples.affords(1):
                return False
            middle = (p[0] / 2 + q[0] / 2, p[1] / 2 + q[1] / 2)
            here = self.samples(*middle)[0]
            if not isfinite(here):
                return False
            if (here < level) == (low < level):
                p, low = middle, here
            else:
                q, high = middle, here
        return False

    def has_pole(self) -> bool:
        """Return whether climbing from the highest sample, or the lowest, leads far beyond it: to a pole."""
        dots = [dot for dot in product(range(len(self.xs)), range(len(self.ys))) if isfinite(self(dot)[0])]
        return any(self._climb(max(dots, key=lambda dot: sign * self(dot)[0]), sign) for sign in (1, -1))

    def _climb(self, dot: Dot, sign: int) -> bool:
        """Return whether the values around a dot grow beyond bounds, one way or the other."""
        x, y = self.place(dot)
        first = best = sign * self(dot)[0]
        reach = abs(self.xs[0] - self.xs[1]), abs(self.ys[0] - self.ys[1])
        for k in range(1, SEARCHED):
            steps = [(x + i * reach[0] * 2.0**-k, y + j * reach[1] * 2.0**-k) for i, j in product((-1, 0, 1), repeat=2)]
            for place in steps:
                height = self.samples(*place)[0] * sign
                if height > best:
                    best, (x, y) = height, place
        return best > POLE * max(first, -min(sign * each for each in self) / POLE)


def field(question: Question, x: Axis, y: Axis, size: tuple[int, int], limit: int | None = None,
          chosen: bool = False) -> Field:
    """Return the heights over the ranges of two axes, for a picture of `size` columns and rows of characters.

    Raises GradcliError where nothing is finite or the work is beyond the limit.
    """
    columns, rows = 2 * size[0], 4 * size[1]
    samples = Samples.of_gradient(question, [x.name, y.name], columns * rows, limit)
    heights = _Heights(samples, x, y, columns, rows)
    found = list(heights)
    if not found:
        raise GradcliError(f"nothing to draw: not finite anywhere in {x.name}={x.typed} {y.name}={y.typed}", code=1)
    shown = spread_without_poles(found) if heights.has_pole() else (min(found), max(found))
    levels = _levels(shown)
    broken = {(a, b) for a, b in heights.pairs() for level in levels
              if (heights(a)[0] < level) != (heights(b)[0] < level)
              and not heights.is_connected(a, b, level, shown[1] - shown[0])}
    middles = _Heights(samples, x, y, *size)
    return Field(question.source, question.at, x, y, [[value[0] for value in row] for row in heights.rows],
                 [[(value[0], value[1], value[2]) for value in row] for row in middles.rows], levels, broken,
                 unless_flat(shown), size, chosen, question.binding_warnings())


def _levels(shown: Interval) -> Sequence[float]:
    """Return round heights, but for those within half a step of the highest and the lowest."""
    low, high = unless_flat(shown)
    if (low, high) != shown:
        return []
    levels = round_numbers(low, high, LEVELS)
    room = (levels[1] - levels[0]) / 2 if len(levels) > 1 else 0.0
    return [level for level in levels if low + room < level < high - room]
