"""Curves of an expression and its derivatives over a range, with the places of interest of the first."""

from collections.abc import Sequence
from math import inf, isfinite

from gradcli.calc.plot.line import Line
from gradcli.calc.plot.marks import find_marks
from gradcli.calc.plot.samples import Samples
from gradcli.calc.question import Question
from gradcli.errors import GradcliError
from gradcli.report.plots import Axis, Curves, Interval, Mark

OUTER = 0.1  # of the samples on either side are beyond the heights that are shown of a curve with poles
WIDENED = 0.5  # by so much of their span on either side
HIGHER = 2  # times as high as between columns is a curve that is traced again
FLAT = 2.0**-40  # relative span below which a curve is constant but for rounding errors


def curves(question: Question, axis: Axis, orders: Sequence[int], size: tuple[int, int],
           shown: Interval | None = None, limit: int | None = None, chosen: bool = False) -> Curves:
    """Return the derivatives of these orders along the name of the axis, sampled in the middle of each column of dots.

    `size` are the columns and rows of characters, `shown` the heights to be drawn, if they are given, `limit` is --limit.
    Raises GradcliError where nothing is finite or the work is beyond the limit.
    """
    first, columns = min(orders), 2 * size[0]
    samples = Samples.along(question, axis.name, max(max(orders) + 1, first + 2), 2 * columns, limit)
    width = axis.stop - axis.start
    middles = [axis.start + width * ((i + 0.5) / columns) for i in range(columns)]
    samples.at_once([(x,) for x in middles])
    heights = [y for order in orders for x in middles if isfinite(y := samples(x)[order])]
    if not heights:
        raise GradcliError(f"nothing to draw: not finite anywhere in {axis.typed}", code=1)

    low, high = unless_flat((min(heights), max(heights)))
    lines = [Line(samples, order, axis, middles, high - low, (-inf, inf)) for order in orders]
    if not shown and any(each.kind == "pole" for line in lines for each in line.breaks):
        shown = spread_without_poles(heights)
    found = [y for line in lines for y in line.heights()]
    view = shown or unless_flat((min(found), max(found)))  # an extremum between columns may be higher than these by far
    if shown or view[1] - view[0] > HIGHER * (high - low):
        lines = [Line(samples, line.order, axis, middles, min(view[1] - view[0], max(found) - min(found)), view, line.breaks)
                 for line in lines]
    if not shown:
        inside = [y for line in lines for y in line.heights()]
        shown = min(inside), max(inside)
    for line in lines:
        line.divide({x for each in lines for x in each.places})
    drawn = [line.curve() for line in lines]
    marks = find_marks(next(line for line in lines if line.order == first))
    if samples.refused:
        marks.append(Mark("unresolved", axis.start, None, axis.stop))
    return Curves(question.source, question.at, axis, drawn, marks, unless_flat(shown), size, chosen,
                  question.binding_warnings())


def spread_without_poles(heights: Sequence[float]) -> Interval:
    """Return the heights of all but the outer samples, widened, but not beyond the outermost sample."""
    ordered = sorted(heights)
    last = len(ordered) - 1
    low, high = ordered[int(OUTER * last)], ordered[int((1 - OUTER) * last)]
    more = WIDENED * (high - low)
    return max(low - more, ordered[0]), min(high + more, ordered[-1])


def unless_flat(shown: Interval) -> Interval:
    """Return the heights to be drawn, those of a constant curve with room above and below."""
    low, high = shown
    size = max(abs(low), abs(high))
    if high - low > FLAT * size:
        return shown
    middle, room = low / 2 + high / 2, size / 2 or 1.0
    return middle - room, middle + room
