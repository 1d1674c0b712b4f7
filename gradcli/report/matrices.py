"""The answers of `grad`, `hessian` and `jacobian`."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from gradcli.report.base import Formula, Number, Warning, label

DIVERGENCE, CURL = "div", "curl"  # of a Jacobian, as --only calls them


class Gradient(NamedTuple):
    """The answer of `grad`: the partial derivatives by name, formulas where something is free, else numbers."""

    expression: str
    at: Mapping[str, Number] | None
    partials: Mapping[str, Formula | Number]
    warnings: list[Warning]

    def entries(self) -> dict[str, Formula | Number]:
        """Return the results by name, in the order in which they are printed."""
        return {label([name]): partial for name, partial in self.partials.items()}


class Hessian(NamedTuple):
    """The answer of `hessian`: the second derivatives, rows and columns in the order of `wrt`, and `totals` of them.

    These are asked for by their names: laplacian, det.
    """

    expression: str
    wrt: tuple[str, ...]
    at: Mapping[str, Number] | None
    hessian: Sequence[Sequence[Formula | Number]]
    warnings: list[Warning]
    totals: Mapping[str, Formula | Number] = MappingProxyType({})

    def entries(self) -> dict[str, Formula | Number]:
        """Return the results by name, in the order in which they are printed."""
        return {label([a, b]): value for a, row in zip(self.wrt, self.hessian, strict=True)
                for b, value in zip(self.wrt, row, strict=True)} | dict(self.totals)


class HessianNonzero(NamedTuple):
    """The answer of `hessian` with --nonzero: the second derivatives that are not 0, by their labels, row by row."""

    expression: str
    wrt: tuple[str, ...]
    at: Mapping[str, Number] | None
    nonzero: Mapping[str, Formula | Number]
    warnings: list[Warning]

    def entries(self) -> Mapping[str, Formula | Number]:
        """Return the results by name, in the order in which they are printed."""
        return self.nonzero


class Jacobian(NamedTuple):
    """The answer of `jacobian`: a row for each expression, a column for each name of `wrt`, and `totals` of them.

    These are asked for by their names: div, and curl, whose three components are curl_x, curl_y, curl_z.
    """

    expressions: tuple[str, ...]
    wrt: tuple[str, ...]
    at: Mapping[str, Number] | None
    jacobian: Sequence[Sequence[Formula | Number]]
    warnings: list[Warning]
    totals: Mapping[str, Formula | Number] = MappingProxyType({})

    def entries(self) -> dict[str, Formula | Number]:
        """Return the results by name, in the order in which they are printed."""
        return {label([name], f"f{i}"): value for i, row in enumerate(self.jacobian, 1)
                for name, value in zip(self.wrt, row, strict=True)} | dict(self.totals)


class JacobianNonzero(NamedTuple):
    """The answer of `jacobian` with --nonzero: the partial derivatives that are not 0, by their labels, row by row."""

    expressions: tuple[str, ...]
    wrt: tuple[str, ...]
    at: Mapping[str, Number] | None
    nonzero: Mapping[str, Formula | Number]
    warnings: list[Warning]

    def entries(self) -> Mapping[str, Formula | Number]:
        """Return the results by name, in the order in which they are printed."""
        return self.nonzero
