"""The answer of `nth`."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from gradcli.report.base import Formula, Number, Warning


class Derivative(NamedTuple):
    """The answer of `nth`: the derivative along `wrt`, one name per order: as a formula, as a number, or both.

    `question` has the ASTs of the expression, `program`, and of its bindings, `given`.
    """

    expression: str
    wrt: tuple[str, ...]
    order: int
    derivative: Formula | None
    at: Mapping[str, Number] | None
    value: Number | None
    warnings: list[Warning]
    question: Any = None
