"""gradcli plot: curves over a range, contours over two."""

import math
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from gradcli.cli.arguments import Command, Whole, common_options, given_limit, option, parse_bindings, read
from gradcli.cli.output import draw, exit_with_warnings, resolve, show
from gradcli.errors import GradcliError

if TYPE_CHECKING:
    from gradcli.calc.question import Question
    from gradcli.report.plots import Axis, Curves, Field, Interval
    from gradcli.syntax.ranges import Range

HEIGHT = 16  # lines of a picture
BELOW = 4  # lines of a terminal that are left to what stands below a picture
LABEL = 8  # columns for the numbers of the vertical axis, fewer on a narrow terminal, more for longer ones
FINE = 200  # columns of an image, of two samples each
DEFAULT = "-5:5"


class Orders(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """Orders of derivatives, separated by commas."""

    name = "orders"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        parts = [part.strip() for part in value.split(",")]
        if not all(part.isascii() and part.isdigit() and int(part) <= 1000 for part in parts):
            self.fail(f"{value} is not a list of orders, such as 0,1,2.", param, ctx)
        return tuple(map(int, parts))


@click.command(cls=Command)
@click.argument("expression")
@common_options("csv", "svg", more=[
    option("-n", "--n", "orders", group="Point", type=Orders(), multiple=True, metavar="N,...",
           help="Orders of the derivatives to draw (default: 0)."),
    option("--height", group="Output", type=Whole(2, 500), metavar="N",
           help="Lines of the picture (default: 16; at most 4 less than the terminal has)."),
    option("--ylim", group="Output", metavar="LO:HI", help="Heights to draw (default: all; with poles, most).")])
def command(expression: str, at: tuple[str, ...], form: str, limit: int, orders: tuple[tuple[int, ...], ...],
            height: int | None, ylim: str | None, strict: bool) -> None:
    """\b
    gradcli plot "x**3-2*x" --at x=-2:2 -n 0,1
    gradcli plot "tan(x)" --at x=-5:5 --height 10
    gradcli plot "x*exp(-x**2-y**2)" --at x=-2:2 y=-2:2
    gradcli plot "a*sin(x)/x" --at x=-20:20 a=2 -f svg > plot.svg

    The curve of EXPRESSION and of its derivatives over a range: --at x=LO:HI, by default -5:5. Zeros, extrema, inflections,
    kinks, poles and jumps are listed; of those closer together than a column some may be missed. Over two ranges, contours
    and arrows that point uphill.
    """
    from gradcli.calc.question import Question

    ranges: dict[str, Range] = {}
    bound = parse_bindings(at, ranges=ranges)
    source = read(expression)
    free = Question(source, bound, limit, columns=ranges).free
    chosen = not ranges
    if chosen and not free and (name := next(iter(bound), None)) is not None:
        raise GradcliError(f"{name} is bound to a number, and a plot has a range", help=f"as in --at {name}={DEFAULT}")
    if chosen:
        ranges = _default_ranges(free)
    question = Question(source, bound, limit, columns=ranges, wrt=() if chosen else ranges)
    missing = [name for name in question.free if name not in ranges]
    if missing:
        raise question.missing(missing, "two ranges make contours")
    if len(ranges) > 2:
        raise GradcliError(f"a plot has one range or two, not {len(ranges)}",
                           help="bind the other names to numbers")
    axes = [_axis(each) for each in ranges.values()]
    drawn = tuple(dict.fromkeys(order for group in orders for order in group)) or (0,)
    form = resolve(form)
    page = _page(form, height)
    report: Curves | Field
    if len(axes) == 1:
        report = _curves(question, axes[0], drawn, page, _heights(ylim) if ylim else None, chosen)
    elif orders or ylim:
        raise GradcliError(f"{'-n' if orders else '--ylim'} goes with one range, not two",
                           help="leave it out, or bind one of the two names to a number")
    else:
        from gradcli.calc.plot.field import field
        from gradcli.render.pictures.axes import label_width

        columns = page.columns(label_width(axes[1].start, axes[1].stop, page.lines))
        report = field(question, axes[0], axes[1], (columns, page.lines), given_limit(), chosen)
    if form == "svg":
        draw(report, form, None, "plot")
    else:
        show("curves" if len(axes) == 1 else "field", report, form)
    exit_with_warnings(report.warnings, (), strict)


class Page(NamedTuple):
    """The room for a picture in characters; `text` is true where it is drawn in characters, with numbers at its left."""

    width: int
    lines: int
    text: bool

    def columns(self, label: int) -> int:
        """Return the columns beside numbers of this width and the axis."""
        return max(2, self.width - max(label, min(LABEL, self.width // 10)) - 2) if self.text else self.width


def _page(form: str, height: int | None) -> Page:
    from gradcli.render.plots import WIDTH

    terminal = get_terminal_size()
    if form in ("rich", "session"):
        return Page(terminal.columns, max(2, min(height or HEIGHT, terminal.lines - BELOW)), True)
    width = {"plain": WIDTH, "svg": FINE}.get(form, WIDTH - LABEL - 2)
    return Page(width, height or HEIGHT, form == "plain")


def _curves(question: "Question", axis: "Axis", orders: tuple[int, ...], page: Page, shown: "Interval | None",
            chosen: bool) -> "Curves":
    """Return the curves with as many columns as the numbers at the left leave; these are known only afterwards."""
    from gradcli.calc.plot.curves import curves
    from gradcli.render.pictures.axes import label_width

    label = 0
    while True:
        columns = page.columns(label)
        report = curves(question, axis, orders, (columns, page.lines), shown, given_limit(), chosen)
        label = max(label, label_width(*report.shown, page.lines))
        if page.columns(label) == columns:
            return report


def _default_ranges(free: list[str]) -> "dict[str, Range]":
    """Return the ranges of a plot for which none is given. Raises GradcliError where there would be more than two."""
    if len(free) > 2:
        raise GradcliError(f"a plot has one range or two, and {', '.join(free)} are free",
                           help=f"as in --at {free[0]}=-5:5 " + " ".join(f"{name}=1" for name in free[1:]))
    from gradcli.syntax.ranges import parse_range

    return {name: parse_range(DEFAULT, name, f"--at {name}={DEFAULT}") for name in free or ["x"]}


def _axis(given: "Range") -> "Axis":
    """Return the axis of a range. Raises GradcliError for one that is reversed or has a step."""
    from gradcli.calc.tables.ranges import ends
    from gradcli.report.plots import Axis

    first, last = given.start.source.strip(), given.stop.source.strip()
    if given.step or given.number:
        raise GradcliError(f"{given.word}: a plot chooses its points itself", help=f"write {given.name}={first}:{last}")
    start, stop, _ = ends(given)
    if start > stop:
        raise GradcliError(f"{given.word}: the range is reversed", help=f"did you mean {given.name}={last}:{first}?")
    axis = Axis(given.name, float(start), float(stop), f"{first}:{last}")
    if not 0 < axis.stop - axis.start < math.inf:
        raise GradcliError(f"{given.word}: the range is {'wider than doubles go' if axis.start < axis.stop else 'empty'}")
    return axis


def _heights(text: str) -> "Interval":
    """Return the heights of --ylim. Raises GradcliError if they are not a range, or reversed."""
    from gradcli.calc.tables.ranges import ends
    from gradcli.syntax.ranges import parse_range

    word = f"--ylim {text}"
    try:
        given = parse_range(text, "", word)
        low, high, _ = ends(given)
    except GradcliError as error:
        message = error.message if error.message.startswith(word) else f"{word}: {error.message}"
        raise GradcliError(message, source=error.source, span=error.span, help="as in --ylim -1:1") from None
    if given.step or given.number or low > high:
        raise GradcliError(f"{word}: expected LO:HI, with LO below HI", help="as in --ylim -1:1")
    return float(low), float(high)
