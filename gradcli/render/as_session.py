"""Answers in a session, where the question stands in the line above: as on a terminal, without it; one number alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from gradcli.render import as_rich
from gradcli.render.screen import Part, Screen
from gradcli.report.base import Formula, Number
from gradcli.report.derivatives import Derivative, ImplicitDerivative
from gradcli.report.directions import Along, DerivativeAlong
from gradcli.report.matrices import Gradient
from gradcli.report.values import Answer


def __getattr__(kind: str) -> Any:
    """Return the function for a kind of report that is written as on a terminal."""
    return getattr(as_rich, kind)


def answer(report: Answer | Along) -> str:
    """Write the value and the partials; a value without variables alone."""
    return _rows(report, report.entries(), alone=len(report.entries()) == 1)


def gradient(report: Gradient) -> str:
    return _rows(report, report.entries() or {"": 0.0}, alone=not report.partials)


def derivative(report: Derivative | DerivativeAlong | ImplicitDerivative) -> str:
    """Write the derivative alone: the number if there is one, else the formula."""
    return _rows(report, {"": report.derivative if report.value is None else report.value}, alone=True)


def derivatives(reports: Sequence[Derivative | DerivativeAlong | ImplicitDerivative]) -> str:
    return _rows(reports[-1], {each.name: each.derivative if each.value is None else each.value for each in reports})


def _rows(report: Any, entries: Mapping[str, Formula | Number], alone: bool = False) -> str:
    """Write each entry after its name, or a single one `alone`; before them how an expression in LaTeX was read."""
    screen, read = Screen(None), getattr(report.expression, "read", None)
    parts: list[tuple[str, list[Part]]] = [(name, screen.entry(value)) for name, value in entries.items()]
    lines = list(screen.flow(parts[0][1], gap="")) if alone else screen.rows(parts)
    return "\n".join([*(screen.flow([(f"= {screen.text(read)}", "dim")]) if read else []), *lines])


def guide(lines: Sequence[tuple[str, str]]) -> str:
    """Write lines that may be typed, each with a sentence beside it."""
    rows = Screen(None).rows([(typed, [(word + " ", "") for word in about.split()]) for typed, about in lines])
    return "\n".join(row.rstrip() for row in rows)
