"""The answer of `nth`."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from gradcli.report.base import Formula, Number, Warning, label


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

    @property
    def name(self) -> str:
        """Return the label of the derivative."""
        return label(self.wrt)


class ImplicitDerivative(NamedTuple):
    """The answer of `nth` of a variable, `implicit`, that an equation makes a function of the others."""

    expression: str
    implicit: str
    wrt: tuple[str, ...]
    order: int
    derivative: Formula | None
    at: Mapping[str, Number] | None
    value: Number | None
    warnings: list[Warning]
    question: Any = None

    @property
    def name(self) -> str:
        """Return the label of the derivative."""
        return label(self.wrt, self.implicit)
