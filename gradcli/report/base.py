"""The parts of all answers: formulas, numbers, warnings, the labels of derivatives."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

Formula = Any  # an AST, which each renderer writes in its own way; reports import no syntax
Number = float | str  # a double, or the text of an exact or proven one
DIRECTION = "the direction"  # the variable along a line, as messages call it; no name of a text has a blank


class Latex(str):
    """A text in LaTeX, and how it was `read`, in the language."""

    read: str


def count_runs(wrt: Sequence[str]) -> list[tuple[str, int]]:
    """Return the runs of equal names: [(name, length), …]."""
    return [(name, len(list(run))) for name, run in groupby(wrt)]


def label(wrt: Sequence[str], function: str = "") -> str:
    """Return the label of the derivative along `wrt`: value, d/du, df1/du, d2/dx2, d3/dx2dy; along a line along, along2."""
    if not wrt:
        return "value"
    if DIRECTION in wrt:
        others = [name for name in wrt if name != DIRECTION]
        return label(others, function) if others else f"along{len(wrt) if len(wrt) > 1 else ''}"
    denominator = "".join(f"d{name}{count if count > 1 else ''}" for name, count in count_runs(wrt))
    return f"d{len(wrt) if len(wrt) > 1 else ''}{function}/{denominator}"


def listed(names: Sequence[str]) -> str:
    """Return names for a sentence: x, y and z."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


class Warning(NamedTuple):
    """A warning about an answer.

    `kind` is kink, jump, pole, edge, domain, overflow, cancellation, curvature, name or unused; `expression` is the
    subexpression that caused it and `span` its place in `source`, None where it has none.
    """

    kind: str
    expression: str
    span: tuple[int, int] | None
    message: str
    source: str | None = None


class Selection(NamedTuple):
    """The answer with --only: some results of another answer by name, and its warnings."""

    results: Mapping[str, Formula | Number]
    warnings: list[Warning]
