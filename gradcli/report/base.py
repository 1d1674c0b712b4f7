"""What all answers have: formulas, numbers, warnings, the names of derivatives."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

Formula = Any  # an AST, which each renderer writes in its own way
Number = float | str  # a double, or the text of an exact or proven one


def counted(wrt: Sequence[str]) -> list[tuple[str, int]]:
    """Count neighbours of one name: [(name, times), …]."""
    return [(name, len(list(run))) for name, run in groupby(wrt)]


def label(wrt: Sequence[str], function: str = "") -> str:
    """Name the derivative along `wrt`: value, d/du, df1/du, d2/dx2, d3/dx2dy; neighbours of one name are counted."""
    if not wrt:
        return "value"
    below = "".join(f"d{name}{count if count > 1 else ''}" for name, count in counted(wrt))
    return f"d{len(wrt) if len(wrt) > 1 else ''}{function}/{below}"


class Warning(NamedTuple):
    """A warning about an answer.

    `kind` is kink, jump, pole, edge, domain, overflow, cancellation or unused; `expression` is the subexpression that
    caused it and `span` its place in `source`, None where it has none.
    """

    kind: str
    expression: str
    span: tuple[int, int] | None
    message: str
    source: str | None = None
