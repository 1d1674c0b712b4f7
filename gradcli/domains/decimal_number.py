"""Decimals that know how far off they may be: arithmetic with a bound of the error, to first order.

Two numbers are equal, less or different only where that is certain.
"""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_UP, Context, Decimal
from fractions import Fraction
from math import inf, isfinite, nan
from typing import Any

DIGITS = 50  # of a number, unless Number.unit says otherwise
CLOSE = Decimal("1e-3")  # the largest relative error that is taken to first order
FLOOR = Decimal("1e-900000000000000000")  # where Decimals underflow
UP = Context(prec=9, rounding=ROUND_UP, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


class Number:
    """A Decimal and a bound of its absolute error."""

    __slots__ = ("value", "error")
    __hash__ = None  # type: ignore[assignment]
    unit = Decimal(10) ** (1 - DIGITS)  # the relative error of one rounding

    def __init__(self, value: Decimal, error: Decimal) -> None:
        self.value, self.error = value, error

    @classmethod
    def of(cls, value: Decimal, error: Decimal) -> "Number":
        """Return a rounded result; `error` is what it carries from its operands."""
        return cls(value, UP.add(error, UP.fma(UP.abs(value), cls.unit, FLOOR)))

    @classmethod
    def lifted(cls, x: Any) -> "Number":
        if isinstance(x, Number):
            return x
        if x.denominator == 1 and x.numerator.bit_length() < 128:
            return cls(Decimal(x.numerator), Decimal(0))
        return cls.of(Decimal(x.numerator) / x.denominator, Decimal(0))

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Number):
            return Number.of(self.value + other.value, UP.add(self.error, other.error))
        if not isinstance(other, int | Fraction):
            return NotImplemented
        return self if not other else self + Number.lifted(other)

    __radd__ = __add__

    def __pos__(self) -> "Number":
        return self

    def __neg__(self) -> "Number":
        return Number(-self.value, self.error)

    def __abs__(self) -> "Number":
        return Number(abs(self.value), self.error)

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        if not isinstance(other, Number):
            if not isinstance(other, int | Fraction):
                return NotImplemented
            if not other:
                return Fraction(0)
            other = Number.lifted(other)
        carried = UP.multiply(UP.add(UP.abs(self.value), self.error), other.error)
        return Number.of(self.value * other.value, UP.fma(UP.abs(other.value), self.error, carried))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if not isinstance(other, Number | int | Fraction):
            return NotImplemented
        other = Number.lifted(other)
        least = abs(other.value) - other.error
        if not least > 0:
            return Number(Decimal(nan), Decimal(inf))
        value = self.value / other.value
        return Number.of(value, UP.divide(UP.fma(UP.abs(value), other.error, self.error), least))

    def __rtruediv__(self, other: Any) -> Any:
        return Fraction(0) if not other and self != 0 else Number.lifted(other) / self

    def __pow__(self, exponent: int) -> Any:
        if exponent <= 0:
            return Fraction(1) if not exponent else 1 / self**-exponent
        share = UP.divide(self.error, UP.abs(self.value)) if self.value else Decimal(inf)
        if UP.multiply(share, Decimal(exponent)) < CLOSE:
            value = self.value**exponent
            return Number.of(value, UP.multiply(UP.multiply(share, Decimal(2 * exponent)), UP.abs(value)))
        return Number.of(self.value**exponent, UP.power(UP.add(UP.abs(self.value), self.error), exponent))

    def _against(self, other: Any) -> int:
        """Return the sign of the difference, 0 where that is not certain."""
        if isinstance(other, float) and not isfinite(other):
            return 0 if other != other else -1 if other > 0 else 1
        difference = self - (Fraction(other) if isinstance(other, float) else other)
        return 0 if not abs(difference.value) > difference.error else 1 if difference.value > 0 else -1

    def __eq__(self, other: object) -> bool:
        return False if isinstance(other, Number) else not self.value and not self.error and other == 0

    def __ne__(self, other: object) -> bool:
        return self._against(other) != 0

    def __lt__(self, other: Any) -> bool:
        return self._against(other) < 0

    def __gt__(self, other: Any) -> bool:
        return self._against(other) > 0

    def __bool__(self) -> bool:
        return True

    def __float__(self) -> float:
        return float(self.value)
