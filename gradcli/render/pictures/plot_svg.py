"""Plots as SVG images: no script, no external resources, light and dark."""

from collections.abc import Iterator
from itertools import pairwise
from math import isfinite
from xml.sax.saxutils import escape

from gradcli.render.pictures.axes import short, tick_text
from gradcli.report.plots import Curves, Dot, Field, Interval, curve_name, grid, uphill
from gradcli.report.round_numbers import round_numbers

WIDTH, HEIGHT = 720, 420  # of the plot in pixels
LEFT, TOP, BELOW, RIGHT = 70, 30, 30, 60  # margins
TICKS = 8, 6  # numbers on the axes, about
ARROWS = 24, 14  # across and up
STYLE = """svg{color-scheme:light dark;font:12px sans-serif}
text{fill:#222}
.frame{fill:none;stroke:#777}
.axis{stroke:#999;stroke-dasharray:2 3}
.c{fill:none;stroke-width:1.8}
.mark{fill:#fff;stroke:#222}
.arrow{stroke:#888}
@media(prefers-color-scheme:dark){svg{background:#1b1b1b}
text{fill:#eee}
.mark{fill:#1b1b1b;stroke:#eee}}"""
COLORS = "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"  # Okabe and Ito: for colour-blind eyes too
RAMP = "#440154", "#443983", "#31688e", "#21918c", "#35b779", "#90d743", "#fde725"  # viridis, from low to high


def picture(report: Curves | Field, most: int | None = None) -> str:
    """Write an SVG document."""
    frame = _Frame((report.x.start, report.x.stop),
                   report.shown if isinstance(report, Curves) else (report.y.start, report.y.stop))
    inside = _curves(report, frame) if isinstance(report, Curves) else _field(report, frame)
    size = f"{LEFT + WIDTH + RIGHT} {TOP + HEIGHT + BELOW}"
    width, height = size.split()
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {size}" width="{width}" height="{height}">',
        f"<title>{_text(report.expression)}</title>", f"<style>{STYLE}</style>",
        f'<text x="{LEFT}" y="18">{_text(report.expression)}</text>',
        f'<clipPath id="p"><rect x="{LEFT}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}"/></clipPath>',
        *frame.lines(), *inside, "</svg>"])


class _Frame:
    """The place of a plot in the image, and its axes."""

    def __init__(self, across: Interval, up: Interval) -> None:
        self.across, self.up = across, up

    def at(self, x: float, y: float) -> str:
        """Return the coordinates of a point; those far outside are kept near."""
        (left, right), (low, high) = self.across, self.up
        place = (x / 2 - left / 2) / (right / 2 - left / 2), (high / 2 - y / 2) / (high / 2 - low / 2)
        return f"{LEFT + WIDTH * place[0]:.2f} {TOP + HEIGHT * max(-9.0, min(place[1], 9.0)):.2f}"

    def lines(self) -> Iterator[str]:
        yield f'<rect class="frame" x="{LEFT}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}"/>'
        for x in round_numbers(*self.across, TICKS[0]):
            across, _ = self.at(x, self.up[0]).split()
            yield f'<text x="{across}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{tick_text(x)}</text>'
        for y in round_numbers(*self.up, TICKS[1]):
            _, down = self.at(self.across[0], y).split()
            yield f'<text x="{LEFT - 6}" y="{float(down) + 4:.2f}" text-anchor="end">{tick_text(y)}</text>'
        (left, right), (low, high) = self.across, self.up
        if low < 0 < high:
            yield f'<path class="axis" d="M{self.at(left, 0.0)}L{self.at(right, 0.0)}"/>'
        if left < 0 < right:
            yield f'<path class="axis" d="M{self.at(0.0, low)}L{self.at(0.0, high)}"/>'


def _curves(report: Curves, frame: _Frame) -> Iterator[str]:
    for i, curve in enumerate(each for each in report.curves if each.points):
        color = COLORS[i % len(COLORS)]
        for begin, end in pairwise([0, *curve.breaks, len(curve.points)]):
            points = " ".join(frame.at(*point).replace(" ", ",") for point in curve.points[begin:end])
            yield f'<polyline class="c" clip-path="url(#p)" stroke="{color}" points="{points}"/>'
        _, down = frame.at(*next((point for point in reversed(curve.points) if frame.up[0] <= point[1] <= frame.up[1]),
                                 curve.points[-1])).split()
        yield f'<text x="{LEFT + WIDTH + 5}" y="{down}" style="fill:{color}">{_text(curve_name(report, curve))}</text>'
    for mark in report.marks:
        if mark.y is not None and frame.up[0] <= mark.y <= frame.up[1]:
            across, down = frame.at(mark.x, mark.y).split()
            title = f"{mark.kind} at {short(mark.x)}: {short(mark.y)}"
            yield f'<circle class="mark" cx="{across}" cy="{down}" r="3"><title>{_text(title)}</title></circle>'


def _field(report: Field, frame: _Frame) -> Iterator[str]:
    for i, level in enumerate(report.levels):
        color = RAMP[(2 * i + 1) * len(RAMP) // (2 * len(report.levels))]
        path = "".join(f"M{frame.at(*a)}L{frame.at(*b)}" for a, b in _segments(report, level))
        yield f'<path class="c" stroke="{color}" d="{path}"><title>{tick_text(level)}</title></path>'
    columns, rows = report.size
    steps = max(1, columns // ARROWS[0]), max(1, rows // ARROWS[1])
    for place, (x, y, _, right, up) in enumerate(grid(report)):
        if place % columns % steps[0] == steps[0] // 2 and place // columns % steps[1] == steps[1] // 2:
            if along := uphill(report, right, up):
                yield _arrow(frame.at(x, y), *along)


def _arrow(at: str, right: float, up: float) -> str:
    """Return an arrow in a direction, with a dot at its tail."""
    across, down = at.split()
    return (f'<path class="arrow" d="M{across} {down}l{10 * right:.2f} {-10 * up:.2f}"/>'
            f'<circle cx="{across}" cy="{down}" r="1.5" fill="#888"/>')


def _segments(report: Field, level: float) -> Iterator[tuple[Interval, Interval]]:
    """Yield the pieces of a contour, one or two in each square of four dots (marching squares)."""
    rows = report.heights
    for row in range(len(rows) - 1):
        for column in range(len(rows[0]) - 1):
            corners = (column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)
            found = [place for a, b in pairwise([*corners, corners[0]]) if (place := _crossing(report, level, a, b))]
            yield from zip(found[::2], found[1::2], strict=False)


def _crossing(report: Field, level: float, a: Dot, b: Dot) -> Interval | None:
    """Return where a contour crosses between neighbouring dots."""
    first, last = report.heights[a[1]][a[0]], report.heights[b[1]][b[0]]
    if not isfinite(first - last) or (first < level) == (last < level) or not report.broken.isdisjoint({(a, b), (b, a)}):
        return None
    share = (level - first) / (last - first)
    column, row = (p + share * (q - p) + 0.5 for p, q in zip(a, b, strict=True))
    x, y = report.x, report.y
    return (x.start + (x.stop - x.start) * column / len(report.heights[0]),
            y.stop - (y.stop - y.start) * row / len(report.heights))


def _text(text: str) -> str:
    """Escape a text for XML; characters that XML excludes are replaced."""
    return escape("".join(c if " " <= c < "\ud800" or "\udfff" < c and c not in "\ufffe\uffff" else " " for c in text))
