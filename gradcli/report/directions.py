"""Answers along a direction: those of `eval`, `nth`, `hessian` and `jacobian` with --along, and the last with --weights."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from gradcli.report.base import DIRECTION, Formula, Number, Warning, label


class Along(NamedTuple):
    """The answer of `eval` along a direction, whose derivative is `along`; the rest as in Answer."""

    expression: str
    at: Mapping[str, Number] | None
    value: Number
    grad_fn: str | None
    partials: Mapping[str, Number]
    direction: Mapping[str, Number]
    unit: bool
    along: Number
    warnings: list[Warning]
    question: Any = None

    def entries(self) -> dict[str, Formula | Number]:
        """Return the results by name, in the order in which they are printed."""
        partials = {label([name]): partial for name, partial in self.partials.items()}
        return {label([]): self.value} | partials | {label([DIRECTION]): self.along}


class DerivativeAlong(NamedTuple):
    """The answer of `nth` along a direction: as a formula, as a number, or both."""

    expression: str
    direction: Mapping[str, Number]
    unit: bool
    order: int
    derivative: Formula | None
    at: Mapping[str, Number] | None
    value: Number | None
    warnings: list[Warning]
    question: Any = None

    @property
    def wrt(self) -> tuple[str, ...]:
        """Return one name per order, as of Derivative."""
        return (DIRECTION,) * self.order

    @property
    def name(self) -> str:
        """Return the label of the derivative."""
        return label(self.wrt)


class HessianAlong(NamedTuple):
    """The answer of `hessian` along a direction: the product of the matrix and the direction, by name."""

    expression: str
    direction: Mapping[str, Number]
    unit: bool
    at: Mapping[str, Number] | None
    product: Mapping[str, Formula | Number]
    warnings: list[Warning]

    def entries(self) -> dict[str, Formula | Number]:
        """Return the results by name, in the order in which they are printed."""
        return {label([name]): number for name, number in self.product.items()}


class JacobianWeighted(NamedTuple):
    """The answer of `jacobian` with weights: the product of these, one for each expression, and the matrix, by name."""

    expressions: tuple[str, ...]
    wrt: tuple[str, ...]
    at: Mapping[str, Number] | None
    weights: list[Number]
    product: Mapping[str, Formula | Number]
    warnings: list[Warning]

    def entries(self) -> dict[str, Formula | Number]:
        """Return the results by name, in the order in which they are printed."""
        return {label([name]): number for name, number in self.product.items()}


class JacobianAlong(NamedTuple):
    """The answer of `jacobian` along a direction: the product of the matrix and the direction, a result an expression."""

    expressions: tuple[str, ...]
    direction: Mapping[str, Number]
    unit: bool
    at: Mapping[str, Number] | None
    along: list[Formula | Number]
    warnings: list[Warning]

    def entries(self) -> dict[str, Formula | Number]:
        """Return the results by name, in the order in which they are printed."""
        return {f"f{i}": number for i, number in enumerate(self.along, 1)}


Directed: TypeAlias = Along | DerivativeAlong | HessianAlong | JacobianAlong
