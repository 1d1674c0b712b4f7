"""Exact rationals. What is none, or would take too many bits, is said with its place."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import isinf, isnan

from gradcli.core.primitive import Primitive
from gradcli.core.tape import Attribute
from gradcli.domains.base import Domain, Number, Real, Undefined, Unsettled, Value
from gradcli.errors import GradcliError
from gradcli.numeric.digits import digits
from gradcli.numeric.rational import power, power_bits, size

BITS = 1_000_000  # as many as are worked out within a second


class Exact(Domain):
    """Fractions of at most `most` bits: what an operation would take is predicted before it is done.

    `help` says what to do where there is no exact value.
    """

    def __init__(self, source: str, most: int = BITS, help: str = "leave out --exact, or take --digits N") -> None:
        self.source, self.most, self.help = source, most, help

    def to_coefficient(self, value: Value) -> Fraction:
        found = value if isinstance(value, Fraction) else Fraction(value)
        self._allow(size(found))
        return found

    def from_coefficient(self, term: Value) -> Real:
        return self.real(term)

    def arithmetic(self, operation: Callable[..., Value], *operands: Value) -> Fraction:
        self.is_short_rational(operands)
        try:
            return Fraction(operation(*operands))
        except ZeroDivisionError:
            raise Undefined from None

    def is_short_rational(self, values: Iterable[Value]) -> bool:
        self._allow(sum(map(size, values)))
        return True

    def _allow(self, bits: int) -> None:
        if bits > self.most:
            raise GradcliError(f"an exact number here would take about {_rounded(bits)} bits, "
                               f"beyond the limit of {self.most}",
                               source=self.source, help="raise it with --max-bits", code=1)

    def power(self, base: Fraction, exponent: Fraction) -> Fraction:
        self._allow(power_bits(base, exponent))
        value = power(base, exponent)
        if value is None:
            raise Undefined
        return value

    def text(self, number: Real) -> str:
        return written(number.value)

    def applied(self, row: Primitive, xs: list[Real], attribute: Attribute) -> Real:
        found = super().applied(row, xs, attribute)
        self._allow(size(found.value))
        return found

    def non_finite_value(self, row: Primitive, xs: list[Number], attribute: Attribute, name: str) -> Number:
        near = row.value([float(x) for x in xs], attribute)
        what = "has a pole here" if row.at_pole(xs, attribute) else "is not defined here" if isnan(near) else \
            "is too large for an exact value" if xs and isinf(near) else "has no exact value here"
        raise GradcliError(f"{name} {what}", source=self.source, code=1, help=self.help)

    def refine(self, reason: Unsettled) -> None:
        raise AssertionError("every comparison of rationals is decided")


def written(value: Fraction) -> str:
    """Return a whole number, or a quotient."""
    sign, above = "-" if value < 0 else "", digits(abs(value.numerator))
    return f"{sign}{above}" if value.denominator == 1 else f"{sign}{above}/{digits(value.denominator)}"


def _rounded(count: int) -> str:
    """Return a whole number for a message: one that is too long to be read is a power of ten."""
    return str(count) if count < 10**15 else f"10**{int((count.bit_length() - 1) * 0.30103)}"
