"""Exact rationals; an irrational value, or one of too many bits, is an error that shows its place."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import inf, isinf, isnan

from gradcli.core.primitive import Primitive
from gradcli.core.tape import Attribute
from gradcli.domains.base import Domain, Number, Undefined, Unsettled
from gradcli.domains.real import Real, Value
from gradcli.errors import GradcliError
from gradcli.numeric.digits import digits
from gradcli.numeric.rational import power, power_bits, size

BITS = 1_000_000  # as many as are worked out within a second
SHORT_BITS = 20_000  # of numbers by which answers in doubles are judged: the product of ten doubles has fewer


class Exact(Domain):
    """The domain of Fractions of at most `max_bits` bits; the size of a result is predicted before it is computed.

    `help` is shown where there is no exact value.
    """

    def __init__(self, source: str, max_bits: int = BITS, help: str = "leave out --exact, or take --digits N") -> None:
        self.source, self.max_bits, self.help = source, max_bits, help

    def to_coefficient(self, value: Value) -> Fraction:
        found = value if isinstance(value, Fraction) else Fraction(value)
        self._allow(size(found))
        return found

    def from_coefficient(self, coefficient: Value) -> Real:
        return self.real(coefficient)

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
        if bits > self.max_bits:
            raise GradcliError(f"an exact number here would take about {_approximate(bits)} bits, "
                               f"beyond the limit of {self.max_bits}",
                               source=self.source, help="raise it with --max-bits", code=1)

    def power(self, base: Fraction, exponent: Fraction) -> Fraction:
        self._allow(power_bits(base, exponent))
        value = power(base, exponent)
        if value is None:
            raise Undefined
        return value

    def text(self, number: Real) -> str:
        return format_rational(number.value)

    def apply_row(self, row: Primitive, xs: list[Real], attribute: Attribute) -> Real:
        found = super().apply_row(row, xs, attribute)
        self._allow(size(found.value))
        return found

    def non_finite_value(self, row: Primitive, xs: list[Number], attribute: Attribute, name: str) -> Number:
        if row.hidden and row.laws.monomial == (-1,) and xs == [0]:
            return inf  # as PyTorch records a number over 0; the product with the number, which may be 0, is the fault
        near = row.value([float(x) for x in xs], attribute)
        pole = row.at_pole(xs, attribute) or isinf(near) and inf in xs
        fault = "has a pole here" if pole else "is not defined here" if isnan(near) else \
            "is too large for an exact value" if xs and isinf(near) else "has no exact value here"
        raise GradcliError(f"{name} {fault}", source=self.source, code=1, help=self.help)

    def refine(self, reason: Unsettled) -> None:
        raise AssertionError("every comparison of rationals is decided")


def format_rational(value: Fraction) -> str:
    """Write a rational as a whole number or a quotient."""
    sign, numerator = "-" if value < 0 else "", digits(abs(value.numerator))
    return f"{sign}{numerator}" if value.denominator == 1 else f"{sign}{numerator}/{digits(value.denominator)}"


def _approximate(count: int) -> str:
    """Write a number of bits for a message: one too long to read as a power of ten."""
    return str(count) if count < 10**15 else f"10**{int((count.bit_length() - 1) * 0.30103)}"
