"""Plots in characters: curves and contours in braille, or in ASCII, with their axes."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import atan2, isfinite, pi

from gradcli.render.pictures.axes import floor_lines, heights, row_of, wall
from gradcli.render.pictures.braille import characters, contour_dots, curve_dots, every_second
from gradcli.report.plots import Curves, Dot, Field, curve_name, uphill

Part = tuple[str, str]  # a text and its style
ASCII = str.maketrans({"│": "|", "┤": "+", "└": "+", "┬": "+", "─": "-",
                       **dict.fromkeys("→", ">"), **dict.fromkeys("↗↑↖", "^"), "←": "<", **dict.fromkeys("↙↓↘", "v")})
COLORS = "cyan", "yellow", "magenta", "green", "red", "blue"  # of curves
ARROWS = "→↗↑↖←↙↓↘"
FIRST, APART = (4, 2), (8, 4)  # column and row of the first arrow, and columns and rows from one to the next
# Colours of a terminal with 256 of them from dark to light, the nearest to even steps through the colour map viridis.
SHADES = 53, 54, 24, 30, 35, 78, 113, 148, 184, 220


class Canvas:
    """The characters of a picture, and their styles."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.cells: dict[Dot, Part] = {}

    def write(self, column: int, row: int, text: str, style: str) -> None:
        self.cells.update(((column + i, row), (char, style)) for i, char in enumerate(text))

    def is_free(self, column: int, row: int, size: int) -> bool:
        return 0 <= row < self.rows and all((column + i, row) not in self.cells for i in range(size))

    def lines(self, labels: dict[int, str], indent: int, zero: int | None = None,
              shades: Sequence[Sequence[str]] | None = None) -> Iterator[list[Part]]:
        """Yield the rows after their part of the vertical axis; blanks in row `zero` are drawn as a horizontal line."""
        for row, begin in enumerate(wall(labels, self.rows, indent)):
            blank = ("─", "dim") if row == zero else (" ", "")
            cells = [self.cells.get((column, row), blank) for column in range(self.columns)]
            if shades:
                cells = [(char, f"{style} {shade}".strip()) for (char, style), shade in zip(cells, shades[row], strict=True)]
            parts = [("".join(char for char, _ in run), style) for style, run in groupby(cells, key=lambda cell: cell[1])]
            if parts and not parts[-1][1]:
                parts[-1] = (parts[-1][0].rstrip(), "")
            yield [(begin, "dim"), *parts]


def curves_picture(report: Curves, indent: int, colored: bool, dotted: bool, ascii: bool) -> list[list[Part]]:
    """Draw curves; with colours they are named at their right ends, else with `dotted` all but the first are dotted."""
    columns, rows = report.size
    low, high = report.shown
    canvas = Canvas(columns, rows)
    dots = [list(curve_dots(report, curve)) for curve in report.curves]
    if dotted and not colored:
        dots = [list(every_second(each)) if i else each for i, each in enumerate(dots)]
    together = characters(dot for each in dots for dot in each)
    for i, each in enumerate(dots):
        style = COLORS[i % len(COLORS)] if colored else ""
        for column, row in characters(each):
            canvas.write(column, row, "*" if ascii else together[column, row], style)
    if colored and len(report.curves) > 1:
        for i, (curve, each) in enumerate(zip(report.curves, dots, strict=True)):
            if each:
                _write_name(canvas, curve_name(report, curve), max(each)[1] // 4, COLORS[i % len(COLORS)])
    zero = row_of(0.0, low, high, rows) // 4 if low <= 0 <= high else None
    return _framed(canvas.lines(heights(low, high, rows), indent, zero), report, indent, ascii)


def _write_name(canvas: Canvas, name: str, row: int, style: str) -> None:
    """Write the name of a curve at the right, in the nearest row that has room for it."""
    column = max(0, canvas.columns - len(name))
    free = (each for each in sorted(range(canvas.rows), key=lambda each: abs(each - row))
            if canvas.is_free(column, each, min(len(name), canvas.columns)))
    canvas.write(column, next(free, row), name[:canvas.columns], style)


def field_picture(report: Field, indent: int, shaded: bool, ascii: bool) -> list[list[Part]]:
    """Draw contours and arrows that point uphill, with colours behind them for heights."""
    columns, rows = report.size
    canvas = Canvas(columns, rows)
    for (column, row), char in characters(contour_dots(report)).items():
        canvas.write(column, row, "*" if ascii else char, "")
    for row in range(FIRST[1], rows, APART[1]):
        for column in range(FIRST[0], columns - FIRST[0], APART[0]):
            if along := uphill(report, *report.middles[row][column][1:]):
                canvas.write(column, row, _arrow(*along), "")
    shades = _shades(report) if shaded else None
    labels = heights(report.y.start, report.y.stop, rows)
    return _framed(canvas.lines(labels, indent, shades=shades), report, indent, ascii)


def _arrow(right: float, up: float) -> str:
    """Return the arrow in a direction."""
    return ARROWS[round(atan2(up, right) / (pi / 4)) % len(ARROWS)]


def _shades(report: Field) -> list[list[str]]:
    """Return the style of each character: the colour of the height in its middle, and black or white on it."""
    columns, rows = report.size
    low, high = report.shown
    found = []
    for row in range(rows):
        line = []
        for column in range(columns):
            height = report.middles[row][column][0]
            share = (max(low, min(height, high)) / 2 - low / 2) / (high / 2 - low / 2) if isfinite(height) else -1.0
            shade = min(int(share * len(SHADES)), len(SHADES) - 1)
            dark = "white" if shade < len(SHADES) // 2 else "black"
            line.append(f"{dark} on color({SHADES[shade]})" if share >= 0 else "")
        found.append(line)
    return found


def _framed(lines: Iterator[list[Part]], report: Curves | Field, indent: int, ascii: bool) -> list[list[Part]]:
    """Add the horizontal axis; put all into ASCII if that is wanted."""
    found = [*lines, *([(line, "dim")] for line in floor_lines(report.x.start, report.x.stop, report.size[0], indent))]
    return [[(text.translate(ASCII), style) for text, style in line] for line in found] if ascii else found
