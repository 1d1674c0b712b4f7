"""The answer of `eval` where the point has uncertainties."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from gradcli.report.base import Formula, Number, Warning, label


class Spread(NamedTuple):
    """A number and its standard deviation."""

    value: Number
    uncertainty: float


class Moments(NamedTuple):
    """The mean and the standard deviation to second order; the deviation is None where the variance is negative."""

    mean: float
    uncertainty: float | None


class Propagation(NamedTuple):
    """The value and the partials, the standard deviation `uncertainty` of the value to first order, and its parts.

    `shares` are the deviations that each uncertain name alone would cause; `second_order` is None where it is not known.
    """

    expression: str
    at: Mapping[str, Number | Spread]
    value: Number
    grad_fn: str | None
    partials: Mapping[str, Number]
    uncertainty: float
    shares: Mapping[str, float]
    second_order: Moments | None
    warnings: list[Warning]
    question: Any = None

    def point(self) -> dict[str, Number]:
        """Return the point without its uncertainties."""
        return {name: each.value if isinstance(each, Spread) else each for name, each in self.at.items()}

    def entries(self) -> dict[str, Formula | Number]:
        """Return the results by name, in the order in which they are printed."""
        return {label([]): self.value} | {label([name]): partial for name, partial in self.partials.items()} \
            | {"uncertainty": self.uncertainty} | {f"from {name}": share for name, share in self.shares.items()}
