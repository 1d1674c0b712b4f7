"""The answer of `taylor`."""

from collections.abc import Mapping
from typing import NamedTuple

from gradcli.report.base import Formula, Number, Warning


def monomial(powers: Mapping[str, int]) -> str:
    """Name a coefficient by its powers: 1, x, x**2*y."""
    factors = [name if power == 1 else f"{name}**{power}" for name, power in powers.items() if power]
    return "*".join(factors) or "1"


class Coefficient(NamedTuple):
    """A term of a Taylor polynomial: the exponents of the deviations from the point, by name, and the coefficient.

    It is a formula and, where nothing is free, also a number, `value`.
    """

    powers: dict[str, int]
    coefficient: Formula
    value: Number | None


class Series(NamedTuple):
    """The answer of `taylor`: the polynomial of degree `order`, and its coefficients other than 0, lowest degree first.

    Where it is `expanded`, these are of powers of the names, else of powers of the deviations from the point.
    """

    expression: str
    around: Mapping[str, Number]
    order: int
    polynomial: Formula
    coefficients: list[Coefficient]
    warnings: list[Warning]
    expanded: bool = False

    def entries(self) -> dict[str, Formula | Number]:
        """Return the polynomial and its coefficients by name, in the order in which they are printed."""
        return {"polynomial": self.polynomial} | {
            monomial(each.powers): each.coefficient if each.value is None else each.value for each in self.coefficients}
