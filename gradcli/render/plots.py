"""Plots as lines of text: the picture, and below it what is to be seen there."""

from collections.abc import Callable, Iterator, Sequence

from gradcli.render.pictures.axes import digits_within, short
from gradcli.render.pictures.canvas import Part, curves_picture, field_picture
from gradcli.report.plots import Axis, Curves, Field, Mark, curve_name

WIDTH = 80  # columns where there is no terminal
INDENT = "  "
TIE = "\u00a0"  # a blank at which no line breaks
MARGIN = 5  # columns at the right of the name of the curve that the marks belong to
MAX_PLACES = 6  # that are listed of a kind; JSON has all
MAX_BREAKS = 12
PLURALS = {"zero": "zeros", "maximum": "maxima", "minimum": "minima", "inflection": "inflections", "kink": "kinks"}
BREAKS = "pole", "jump", "gap", "overflow", "unresolved"


def curves_lines(report: Curves, width: int, colored: bool = False, dotted: bool = False,
                 ascii: bool = False, clean: Callable[[str], str] = str) -> list[list[Part]]:
    """Return the lines of curves: the picture, the marks, the breaks, the range if nobody chose it.

    `clean` makes the user's text fit for a terminal.
    """
    lines = curves_picture(report, width - report.size[0], colored, dotted, ascii)
    lines += _wrapped(f"{TIE}· ".join(_marks(report)), width, clean(_whose(report)), ascii)
    lines += _wrapped(clean("; ".join(each.replace(" ", TIE) for each in _breaks(report))), width, "", ascii)
    return lines + _wrapped(clean(_chosen([report.x])) if report.chosen else "", width, "", ascii)


def field_lines(report: Field, width: int, shaded: bool = False, ascii: bool = False,
                clean: Callable[[str], str] = str) -> list[list[Part]]:
    """Return the lines of a field: the picture, and how it is to be read."""
    lines = field_picture(report, width - report.size[0], shaded, ascii)
    about = [f"{report.y.name} up, {report.x.name} right"]
    if len(report.levels) > 1:
        step, first, last = (short(x) for x in (report.levels[1] - report.levels[0], report.levels[0], report.levels[-1]))
        about.append(f"contours every {step} from {first} to {last}")
    elif report.levels:
        about.append(f"contour at {short(report.levels[0])}")
    about.append("arrows point uphill")
    lines += _wrapped(clean("; ".join(about)), width, "", ascii)
    return lines + _wrapped(clean(_chosen([report.x, report.y])) if report.chosen else "", width, "", ascii)


def _whose(report: Curves) -> str:
    """Return the curve that the marks belong to, where there are several."""
    if len(report.curves) < 2:
        return ""
    main = min(report.curves, key=lambda curve: curve.order)
    source = " ".join(report.expression.split())
    return f"({curve_name(report, main)} of {source})" if main.order else f"({source})"


def _chosen(axes: Sequence[Axis]) -> str:
    ranges = " ".join(f"{axis.name}={axis.typed}" for axis in axes)
    return f"no range was given: {ranges}"


def _at(axis: Axis, x: float) -> str:
    """Write a place on an axis."""
    return short(x, digits_within(axis.start, axis.stop))


def _marks(report: Curves) -> Iterator[str]:
    """Yield the places of each kind."""
    for kind, plural in PLURALS.items():
        found = [mark for mark in report.marks if mark.kind == kind]
        if not found:
            continue
        name = plural if len(found) > 1 else kind
        digits = digits_within(*report.shown)
        places = [_at(report.x, mark.x) if mark.y is None or kind in ("zero", "inflection", "kink") else
                  f"{short(mark.y, digits)} at {_at(report.x, mark.x)}" for mark in found[:MAX_PLACES]]
        rest = f" and {len(found) - MAX_PLACES} more" if len(found) > MAX_PLACES else ""
        yield f"{name} {'at ' if kind in ('inflection', 'kink') else ''}{', '.join(places)}{rest}"


def _breaks(report: Curves) -> Iterator[str]:
    """Yield where the curve breaks off."""
    found = [mark for mark in report.marks if mark.kind in BREAKS]
    for mark in found[:MAX_BREAKS]:
        name = report.x.name
        if mark.kind == "unresolved" and mark.stop is not None:
            yield "not all places are found: that takes more work than --limit allows"
        elif mark.kind == "unresolved":
            yield f"not resolved near {_at(report.x, mark.x)}"
        elif mark.kind in ("pole", "jump"):
            yield f"{mark.kind} at {name} = {_at(report.x, mark.x)}"
        else:
            yield f"{'not defined' if mark.kind == 'gap' else 'beyond the range of doubles'} {_extent(report.x, mark)}"
    if len(found) > MAX_BREAKS:
        yield f"and {len(found) - MAX_BREAKS} more"


def _extent(axis: Axis, mark: Mark) -> str:
    """Return where a gap is."""
    if mark.stop is None:
        return f"at {axis.name} = {_at(axis, mark.x)}"
    if mark.x <= axis.start:
        return f"below {axis.name} = {_at(axis, mark.stop)}"
    if mark.stop >= axis.stop:
        return f"above {axis.name} = {_at(axis, mark.x)}"
    return f"from {axis.name} = {_at(axis, mark.x)} to {_at(axis, mark.stop)}"


def _wrapped(text: str, width: int, right: str, ascii: bool) -> list[list[Part]]:
    """Return indented lines of words, and a text at the right of the last, or on a line of its own."""
    if not text:
        return []
    if ascii:
        text = text.replace(f"{TIE}·", ";")
    lines = [INDENT]
    room = width - len(INDENT)
    for word in (word for words in text.split(" ") for word in (words.split(TIE) if len(words) > room else [words])):
        glue = "" if lines[-1] == INDENT else " "
        if glue and len(lines[-1]) + 1 + len(word) > width:
            lines.append(INDENT)
            glue = ""
        lines[-1] += glue + word
    if right:
        end = width - MARGIN
        if len(lines[-1]) + 2 + len(right) > end:
            lines.append(INDENT)
        lines[-1] += right.rjust(end - len(lines[-1]))
    return [[(line.replace(TIE, " "), "")] for line in lines]
