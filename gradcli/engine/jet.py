"""Jets: truncated polynomials in several variables, the numbers of Taylor series along all directions at once.

The coefficients are numbers of any one kind, and ints.
"""

from collections.abc import Callable

from gradcli.engine.series import Coefficient


class Jet:
    """A polynomial: `terms` maps exponents to coefficients; terms with exponents above `highest` are dropped."""

    __slots__ = ("terms", "highest")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, terms: dict[tuple[int, ...], Coefficient], highest: tuple[int, ...]) -> None:
        self.terms, self.highest = terms, highest

    @classmethod
    def axes(cls, highest: tuple[int, ...]) -> list["Jet"]:
        """Return the variables as jets."""
        return [cls({tuple(int(i == axis) for i in range(len(highest))): 1}, highest) for axis in range(len(highest))]

    def part(self, exponents: tuple[int, ...]) -> Coefficient:
        return self.terms.get(exponents, 0)

    def __add__(self, other: "Jet | Coefficient") -> "Jet":
        terms = dict(self.terms)
        added = other.terms if isinstance(other, Jet) else {(0,) * len(self.highest): other}
        for exponents, coefficient in added.items():
            terms[exponents] = terms.get(exponents, 0) + coefficient
        return Jet(terms, self.highest)

    __radd__ = __add__

    def __neg__(self) -> "Jet":
        return self * -1

    def __sub__(self, other: "Jet | Coefficient") -> "Jet":
        return self.__add__(-1 * other)

    def __rsub__(self, other: "Jet | Coefficient") -> "Jet":
        return (-self).__add__(other)

    def __mul__(self, other: "Jet | Coefficient") -> "Jet":
        if not isinstance(other, Jet):
            return Jet({exponents: c * other for exponents, c in self.terms.items()}, self.highest)
        terms: dict[tuple[int, ...], float] = {}
        for a, p in self.terms.items():
            for b, q in other.terms.items():
                exponents = tuple(i + j for i, j in zip(a, b, strict=True))
                if all(e <= m for e, m in zip(exponents, self.highest, strict=True)):
                    terms[exponents] = terms.get(exponents, 0) + p * q
        return Jet(terms, self.highest)

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
            return Jet({exponents: function(c, *more) for exponents, c in a.terms.items()}, a.highest)
        return function(a, *more)

    return lifted
