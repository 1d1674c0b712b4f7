"""Lines of name, tab, value: reports in, text for scripts out. How numbers and derivatives are spelled in every format."""

from collections.abc import Sequence
from itertools import groupby

from gradcli.report import Answer, Derivative, Formula, Gradient, Graph, Hessian, Jacobian, Node, Series
from gradcli.syntax.printer import text


def number(value: float) -> str:
    """The shortest text that reads back to the same double, without a trailing .0."""
    digits = repr(value)
    return digits[:-2] if digits.endswith(".0") else digits


def label(wrt: Sequence[str], function: str = "") -> str:
    """What a derivative along `wrt` is called: value, d/du, df1/du, d2/dx2, d3/dx2dy; neighbours of one name are counted."""
    if not wrt:
        return "value"
    counted = [(name, len(list(run))) for name, run in groupby(wrt)]
    below = "".join(f"d{name}{count if count > 1 else ''}" for name, count in counted)
    return f"d{len(wrt) if len(wrt) > 1 else ''}{function}/{below}"


def cell(value: object) -> str:
    """An attribute of a node, on one line and without tabs."""
    if isinstance(value, float):
        return number(value)
    if isinstance(value, list):
        return ",".join(map(str, value))
    return " ".join(str(value).split())


def answer(report: Answer) -> str:
    lines = [f"value\t{number(report.value)}"]
    lines += [f"{label([name])}\t{number(partial)}" for name, partial in report.partials.items()]
    return "\n".join(lines)


def derivative(report: Derivative) -> str:
    """The answer alone: the number where there is one, else the formula."""
    return text(report.derivative) if report.value is None else number(report.value)


def derivatives(reports: Sequence[Derivative]) -> str:
    return "\n".join(f"{label(report.wrt)}\t{derivative(report)}" for report in reports)


def entry(value: Formula | float) -> str:
    """A formula or a number."""
    return number(value) if isinstance(value, float) else text(value)


def gradient(report: Gradient) -> str:
    return "\n".join(f"{label([name])}\t{entry(partial)}" for name, partial in report.partials.items())


def hessian(report: Hessian) -> str:
    """An entry a line, row by row."""
    return "\n".join(f"{label([a, b])}\t{entry(value)}" for a, row in zip(report.wrt, report.hessian, strict=True)
                     for b, value in zip(report.wrt, row, strict=True))


def jacobian(report: Jacobian) -> str:
    """An entry a line, row by row: the first expression is f1."""
    return "\n".join(f"{label([name], f'f{i}')}\t{entry(value)}" for i, row in enumerate(report.jacobian, 1)
                     for name, value in zip(report.wrt, row, strict=True))


def series(report: Series) -> str:
    """The polynomial."""
    return text(report.polynomial)


def graph(report: Graph) -> str:
    """A table with a header, a row for each node, the columns that JSON has."""
    return "\n".join(["\t".join(Node._fields), *("\t".join(map(cell, node)) for node in report.nodes)])
