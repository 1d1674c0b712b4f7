"""Decimals with error bounds: arithmetic with a first-order bound of the absolute error.

A comparison is true only where the bounds make it certain.
"""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_UP, Context, Decimal
from fractions import Fraction
from math import inf, isfinite, nan
from typing import TypeAlias, cast

from gradcli.core.facets import Rational

Value: TypeAlias = "BoundedDecimal | Fraction | int"
DIGITS = 50  # significant digits at first; BoundedDecimal.unit is the unit of the current precision
CLOSE = Decimal("1e-3")  # the largest relative error bounded to first order: a factor of 2 covers the terms left out
FLOOR = Decimal("1e-900000000000000000")  # bounds the error of an underflow, below 1e-999999999999999999
UP = Context(prec=9, rounding=ROUND_UP, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


class BoundedDecimal:
    """A Decimal and a bound of its absolute error."""

    __slots__ = ("value", "error")
    __hash__ = None  # type: ignore[assignment]
    unit = Decimal(10) ** (1 - DIGITS)  # the relative error of one rounding

    def __init__(self, value: Decimal, error: Decimal) -> None:
        self.value, self.error = value, error

    @classmethod
    def round_result(cls, value: Decimal, error: Decimal) -> "BoundedDecimal":
        """Return a result with the error of its rounding added to `error`, that propagated from the operands."""
        return cls(value, UP.add(error, UP.fma(UP.abs(value), cls.unit, FLOOR)))

    @classmethod
    def lift(cls, x: "Value") -> "BoundedDecimal":
        """Return an exact number as a Decimal; any other unchanged."""
        if isinstance(x, BoundedDecimal):
            return x
        if x.denominator == 1 and x.numerator.bit_length() < 128:
            return cls(Decimal(x.numerator), Decimal(0))
        return cls.round_result(Decimal(x.numerator) / x.denominator, Decimal(0))

    def __add__(self, other: "Value") -> "BoundedDecimal":
        if isinstance(other, BoundedDecimal):
            return BoundedDecimal.round_result(self.value + other.value, UP.add(self.error, other.error))
        if not isinstance(other, int | Fraction):
            return NotImplemented
        return self if not other else self + BoundedDecimal.lift(other)

    __radd__ = __add__

    def __pos__(self) -> "BoundedDecimal":
        return self

    def __neg__(self) -> "BoundedDecimal":
        return BoundedDecimal(-self.value, self.error)

    def __abs__(self) -> "BoundedDecimal":
        return BoundedDecimal(abs(self.value), self.error)

    def __sub__(self, other: "Value") -> "BoundedDecimal":
        return self + -other

    def __rsub__(self, other: "Value") -> "BoundedDecimal":
        return -self + other

    def __mul__(self, other: "Value") -> "BoundedDecimal | Fraction":
        if not isinstance(other, BoundedDecimal):
            if not isinstance(other, int | Fraction):
                return NotImplemented
            if not other:
                return Fraction(0)
            other = BoundedDecimal.lift(other)
        propagated = UP.multiply(UP.add(UP.abs(self.value), self.error), other.error)
        return BoundedDecimal.round_result(self.value * other.value, UP.fma(UP.abs(other.value), self.error, propagated))

    __rmul__ = __mul__

    def __truediv__(self, other: "Value") -> "BoundedDecimal":
        if not isinstance(other, BoundedDecimal | int | Fraction):
            return NotImplemented
        other = BoundedDecimal.lift(other)
        smallest = abs(other.value) - other.error
        if not smallest > 0:
            return BoundedDecimal(Decimal(nan), Decimal(inf))
        value = self.value / other.value
        return BoundedDecimal.round_result(value, UP.divide(UP.fma(UP.abs(value), other.error, self.error), smallest))

    def __rtruediv__(self, other: Rational) -> "BoundedDecimal | Fraction":
        return Fraction(0) if not other and self != 0 else BoundedDecimal.lift(other) / self

    def __pow__(self, exponent: int) -> "BoundedDecimal | Fraction":
        if exponent <= 0:
            return Fraction(1) if not exponent else 1 / self**-exponent
        relative = UP.divide(self.error, UP.abs(self.value)) if self.value else Decimal(inf)
        if UP.multiply(relative, Decimal(exponent)) < CLOSE:
            value = self.value**exponent
            error = UP.multiply(UP.multiply(relative, Decimal(2 * exponent)), UP.abs(value))
            return BoundedDecimal.round_result(value, error)
        return BoundedDecimal.round_result(self.value**exponent, UP.power(UP.add(UP.abs(self.value), self.error), exponent))

    def _compare(self, other: "Value | float") -> int:
        """Return the sign of self - other, 0 where the bounds leave it open."""
        if isinstance(other, float) and not isfinite(other):
            return 0 if other != other else -1 if other > 0 else 1
        difference = self - (Fraction(other) if isinstance(other, float) else other)
        return 0 if not abs(difference.value) > difference.error else 1 if difference.value > 0 else -1

    def __eq__(self, other: object) -> bool:
        return False if isinstance(other, BoundedDecimal) else not self.value and not self.error and other == 0

    def __ne__(self, other: object) -> bool:
        return self._compare(cast("Value | float", other)) != 0

    def __lt__(self, other: "Value | float") -> bool:
        return self._compare(other) < 0

    def __gt__(self, other: "Value | float") -> bool:
        return self._compare(other) > 0

    def __bool__(self) -> bool:
        return True

    def __float__(self) -> float:
        return float(self.value)
