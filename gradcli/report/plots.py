"""The answers of `plot`: curves over one range, heights over two."""

from collections.abc import Iterator, Mapping, Sequence, Set
from math import hypot, isfinite
from typing import NamedTuple

from gradcli.report.base import Number, Warning, label

Interval = tuple[float, float]
Dot = tuple[int, int]  # column and row, from the top left


class Axis(NamedTuple):
    """A variable and the range over which it is drawn; `typed` is that range as it was written."""

    name: str
    start: float
    stop: float
    typed: str


class Curve(NamedTuple):
    """The derivative of an order: its points from left to right.

    There is no line from points[i - 1] to points[i] for each i of `breaks`. `columns` are the indices of the points in the
    middle of each column of dots; other points are where the curve bends, has an extremum, or ends.
    """

    order: int
    points: list[tuple[float, float]]
    breaks: list[int]
    columns: list[int]


class Mark(NamedTuple):
    """A place of interest of the first curve.

    `kind` is zero, maximum, minimum, inflection, kink, pole, jump; or up to `stop` gap, where the curve is not defined, or
    overflow; or unresolved, where it changes faster than columns can show, or where more work would have been needed for all
    places, up to `stop`. `y` is None where there is no value.
    """

    kind: str
    x: float
    y: float | None = None
    stop: float | None = None


class Curves(NamedTuple):
    """Curves over the range of `x`, of which that of the lowest order has `marks`; `shown` are the heights to be drawn.

    `at` are the other variables, `size` the columns and rows of characters, `chosen` is true if nobody asked for the range.
    """

    expression: str
    at: Mapping[str, Number]
    x: Axis
    curves: Sequence[Curve]
    marks: list[Mark]
    shown: Interval
    size: tuple[int, int]
    chosen: bool
    warnings: list[Warning]


class Field(NamedTuple):
    """Heights over the ranges of `x` and `y`, for a picture of `size` columns and rows of characters.

    `heights` has a row of numbers for each row of dots from the top, two columns and four rows of them to a character, and
    `middles` a row of (height, d/dx, d/dy) for each row of characters. Contours of `levels` cross between neighbouring dots
    (column, row), but for those in `broken`, where a jump or a pole is; `shown` are the heights that have different colours.
    """

    expression: str
    at: Mapping[str, Number]
    x: Axis
    y: Axis
    heights: Sequence[Sequence[float]]
    middles: Sequence[Sequence[tuple[float, float, float]]]
    levels: Sequence[float]
    broken: Set[tuple[Dot, Dot]]
    shown: Interval
    size: tuple[int, int]
    chosen: bool
    warnings: list[Warning]


def grid(report: Field) -> Iterator[tuple[float, ...]]:
    """Yield x, y, the height and the gradient in the middle of each character, from the top left."""
    columns, rows = report.size
    x, y = report.x, report.y
    for row, line in enumerate(report.middles):
        for column, values in enumerate(line):
            yield (x.start + (x.stop - x.start) * ((column + 0.5) / columns),
                   y.stop - (y.stop - y.start) * ((row + 0.5) / rows), *values)


def uphill(report: Field, right: float, up: float) -> tuple[float, float] | None:
    """Return the direction, of length 1, of a gradient where both ranges are drawn equally wide; None where it has none."""
    along = right * (report.x.stop - report.x.start), up * (report.y.stop - report.y.start)
    if not any(along) or not all(map(isfinite, along)):
        return None
    top = max(map(abs, along))  # the length itself may be beyond all doubles
    size = hypot(along[0] / top, along[1] / top)
    return along[0] / top / size, along[1] / top / size


def curve_name(report: Curves, curve: Curve) -> str:
    """Return the name of a curve: f, or as d/dx."""
    return label([report.x.name] * curve.order) if curve.order else "f"
