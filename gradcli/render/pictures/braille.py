"""Dots as characters of braille, two columns and four rows to each, and the dots of a curve."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import floor, isfinite

from gradcli.render.pictures.axes import position
from gradcli.report.plots import Curve, Curves, Dot, Field

BITS = (0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80)  # of a dot in its character, by column and row
BLANK = 0x2800  # the character without dots


def characters(dots: Iterable[Dot]) -> dict[Dot, str]:
    """Return the characters that hold dots, by their column and row."""
    found: dict[Dot, int] = {}
    for column, row in dots:
        place = column // 2, row // 4
        found[place] = found.get(place, 0) | BITS[column % 2][row % 4]
    return {place: chr(BLANK + bits) for place, bits in found.items()}


def curve_dots(report: Curves, curve: Curve) -> Iterator[Dot]:
    """Yield the dots of a curve, from left to right; none joins two of its pieces."""
    columns, rows = report.size
    low, high = report.shown
    width = report.x.stop / 2 - report.x.start / 2
    middles = set(curve.columns)
    for begin, end in pairwise([0, *curve.breaks, len(curve.points)] if curve.points else []):
        places = [(x / 2 - report.x.start / 2) / width * 2 * columns - 0.5 for x, _ in curve.points[begin:end]]
        own = [floor(place + 0.5) for i, place in enumerate(places, begin) if i in middles]
        first, last = (own[0], own[-1]) if own else (max(0, floor(places[0] + 0.5)),) * 2
        before: tuple[int, float] | None = None
        for place, (_, y) in zip(places, curve.points[begin:end], strict=True):
            here = max(first, min(floor(place + 0.5), last, 2 * columns - 1)), position(y, low, high, rows)
            yield from _segment(before or here, here, 4 * rows)
            before = here


def _segment(before: tuple[int, float], here: tuple[int, float], rows: int) -> Iterator[Dot]:
    """Yield the dots of a line to a place in the same column or the next: a dot in each row that it crosses.

    It stands in the column that is nearer to the crossing; where a flat line goes to the next row, the columns overlap.
    """
    (column, a), (last, b) = before, here
    ends = floor(a + 0.5), floor(b + 0.5)
    step = 1 if ends[1] >= ends[0] else -1
    for row in range(max(0, min(ends[0], rows - 1)), max(0, min(ends[1], rows - 1)) + step, step) if (
            min(ends) < rows and max(ends) >= 0) else ():
        yield (column if a == b or abs(row - a) < abs(b - a) / 2 else last), row
    if 0 <= ends[1] < rows:
        yield last, ends[1]


def every_second(dots: Iterable[Dot]) -> Iterator[Dot]:
    """Yield every second of distinct dots."""
    return (dot for i, dot in enumerate(dict.fromkeys(dots)) if i % 2 == 0)


def contour_dots(report: Field) -> Iterator[Dot]:
    """Yield the dots behind which, to the right or below, a contour crosses."""
    rows = report.heights
    for row, line in enumerate(rows):
        for column, height in enumerate(line):
            for other in (column + 1, row), (column, row + 1):
                if other[0] < len(line) and other[1] < len(rows):
                    ends = sorted((height, rows[other[1]][other[0]]))
                    if isfinite(ends[0] - ends[1]) and bisect_right(report.levels, ends[0]) < bisect_right(
                            report.levels, ends[1]) and ((column, row), other) not in report.broken:
                        yield column, row
