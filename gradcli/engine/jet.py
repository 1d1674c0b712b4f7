"""Jets: truncated polynomials in several variables, the numbers of Taylor series along all directions at once.

The coefficients are numbers of any one kind, and ints.
"""

from collections.abc import Callable
from itertools import accumulate
from typing import NamedTuple

from gradcli.engine.series import Coefficient


class Exponents(NamedTuple):
    """The packing of exponents up to `highest` into one whole number, so that those of a product are a sum.

    Each has `shifts` bits below it, and one above it that is set in the sum with `slack` where it is too large: `beyond`.
    """

    highest: tuple[int, ...]
    shifts: tuple[int, ...]
    slack: int
    beyond: int

    @classmethod
    def up_to(cls, highest: tuple[int, ...]) -> "Exponents":
        widths = [m.bit_length() for m in highest]
        shifts = tuple(accumulate((width + 1 for width in widths[:-1]), initial=0))
        slack = sum((2**width - 1 - m) << shift for m, width, shift in zip(highest, widths, shifts, strict=True))
        return cls(highest, shifts, slack, sum(1 << (shift + width) for width, shift in zip(widths, shifts, strict=True)))

    def packed(self, exponents: tuple[int, ...]) -> int:
        return sum(e << shift for e, shift in zip(exponents, self.shifts, strict=True))


class Jet:
    """A polynomial: `terms` maps packed exponents to coefficients; terms with exponents that are too large are dropped."""

    __slots__ = ("terms", "exponents")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, terms: dict[int, Coefficient], exponents: Exponents) -> None:
        self.terms, self.exponents = terms, exponents

    @classmethod
    def axes(cls, highest: tuple[int, ...]) -> list["Jet"]:
        """Return the variables as jets."""
        exponents = Exponents.up_to(highest)
        return [cls({1 << shift: 1}, exponents) for shift in exponents.shifts]

    def part(self, exponents: tuple[int, ...]) -> Coefficient:
        return self.terms.get(self.exponents.packed(exponents), 0)

    def __add__(self, other: "Jet | Coefficient") -> "Jet":
        terms = dict(self.terms)
        added = other.terms if isinstance(other, Jet) else {0: other}
        for key, coefficient in added.items():
            terms[key] = terms.get(key, 0) + coefficient
        return Jet(terms, self.exponents)

    __radd__ = __add__

    def __neg__(self) -> "Jet":
        return self * -1

    def __sub__(self, other: "Jet | Coefficient") -> "Jet":
        return self.__add__(-1 * other)

    def __rsub__(self, other: "Jet | Coefficient") -> "Jet":
        return (-self).__add__(other)

    def __mul__(self, other: "Jet | Coefficient") -> "Jet":
        if not isinstance(other, Jet):
            return Jet({key: c * other for key, c in self.terms.items()}, self.exponents)
        terms: dict[int, Coefficient] = {}
        slack, beyond = self.exponents.slack, self.exponents.beyond
        for a, p in self.terms.items():
            for b, q in other.terms.items():
                key = a + b
                if not key + slack & beyond:
                    terms[key] = terms.get(key, 0) + p * q
        return Jet(terms, self.exponents)

    __rmul__ = __mul__

    def __pow__(self, exponent: int) -> Coefficient:
        power: Coefficient = 1
        for _ in range(exponent):
            power = power * self
        return power

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Jet):
            return self.terms == other.terms and not any(c != c for c in self.terms.values())
        return all(c == other for c in self.terms.values())


def coefficientwise(function: Callable[..., Coefficient]) -> Callable[..., Coefficient]:
    """Lift `function` to jets: it is applied to each coefficient of the first argument."""

    def lifted(a: "Jet | Coefficient", *more: Coefficient) -> Coefficient:
        if isinstance(a, Jet):
            return Jet({key: function(c, *more) for key, c in a.terms.items()}, a.exponents)
        return function(a, *more)

    return lifted
