"""Numbers beyond the range of Decimals, 10**(10**18) and more or its reciprocal and less: a sign, and the logarithm.

Sums with numbers that are nothing beside them are exact but for FLOOR; functions have their asymptotic values.
"""

from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction
from math import inf, nan
from typing import Any, TypeAlias

from gradcli.domains.decimal_number import CLOSE, FLOOR, UP, BoundedDecimal
from gradcli.numeric import decimal_special, decimals

NEAR = Decimal(10) ** 18  # logarithms below it are those of Decimals
NOTHING = 10**6  # difference of the logarithms of two numbers of which one is nothing beside the other
LOWEST = -890_000_000_000_000_000  # exponent of ten below which a Decimal may have underflowed
UNKNOWN = BoundedDecimal(Decimal(nan), Decimal(inf))
Value: TypeAlias = Any  # a Fraction, BoundedDecimal or Exponential


class Exponential:
    """The number signum*exp(logarithm), which is a BoundedDecimal, or itself an Exponential.

    A comparison that is open is False.
    """

    __slots__ = ("signum", "logarithm")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, signum: int, logarithm: Value) -> None:
        self.signum, self.logarithm = signum, logarithm

    @property
    def is_large(self) -> bool:
        return bool(self.logarithm > 0)

    def __add__(self, other: Value) -> Value:
        if not isinstance(other, NUMBERS):
            return NotImplemented
        if isinstance(other, int | Fraction) and not other:
            return self
        a, b = self, lift(other)
        if b is None:  # a Decimal that may be 0
            return other + BoundedDecimal(Decimal(0), FLOOR) if not self.is_large else \
                self if other.error.is_finite() else UNKNOWN
        apart = b.logarithm - a.logarithm
        if apart > 0:
            a, b, apart = b, a, -apart
        if apart < -NOTHING:
            return exponential(a.signum, a.logarithm + BoundedDecimal(Decimal(0), FLOOR))
        ratio = 1 + a.signum * b.signum * exponential(1, apart)
        if not (isinstance(ratio, BoundedDecimal) and ratio.value > ratio.error):
            return UNKNOWN
        return exponential(a.signum, a.logarithm + _log(ratio))

    __radd__ = __add__

    def __pos__(self) -> "Exponential":
        return self

    def __neg__(self) -> "Exponential":
        return Exponential(-self.signum, self.logarithm)

    def __abs__(self) -> "Exponential":
        return Exponential(1, self.logarithm)

    def __sub__(self, other: Value) -> Value:
        return self + -other

    def __rsub__(self, other: Value) -> Value:
        return -self + other

    def __mul__(self, other: Value) -> Value:
        if not isinstance(other, NUMBERS):
            return NotImplemented
        if isinstance(other, int | Fraction) and not other:
            return Fraction(0)
        b = lift(other)
        return UNKNOWN if b is None else exponential(self.signum * b.signum, self.logarithm + b.logarithm)

    __rmul__ = __mul__

    def __truediv__(self, other: Value) -> Value:
        if not isinstance(other, NUMBERS):
            return NotImplemented
        b = lift(other)
        return UNKNOWN if b is None else exponential(self.signum * b.signum, self.logarithm - b.logarithm)

    def __rtruediv__(self, other: Value) -> Value:
        return other * Exponential(self.signum, -self.logarithm)

    def __pow__(self, exponent: int) -> Value:
        return exponential(self.signum**exponent, self.logarithm * exponent) if exponent else Fraction(1)

    def _compare(self, other: Value) -> int:
        difference = self - (Fraction(other) if isinstance(other, float) else other)
        if isinstance(difference, Exponential):
            return difference.signum
        return int(difference > 0) - int(difference < 0)

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return self._compare(other) != 0

    def __lt__(self, other: Value) -> bool:
        return self._compare(other) < 0

    def __gt__(self, other: Value) -> bool:
        return self._compare(other) > 0

    def __bool__(self) -> bool:
        return True

    def __float__(self) -> float:
        return self.signum * (inf if self.is_large else 0.0)


NUMBERS: Any = (int, Fraction, BoundedDecimal, Exponential)


def exponential(sign: int, log: Value) -> Value:
    """Return sign*exp(log): a BoundedDecimal where it is in their range."""
    if not isinstance(log, BoundedDecimal):
        return Exponential(sign, log)
    if not log.error < CLOSE * max(Decimal(1), abs(log.value)):
        return UNKNOWN
    if abs(log.value) > NEAR:
        return Exponential(sign, log)
    if not log.error < CLOSE:
        return UNKNOWN
    with localcontext() as context:
        context.prec += decimals.integer_digits(log.value) + decimals.GUARD
        value = sign * log.value.exp()
    return BoundedDecimal.round_result(+value, UP.multiply(UP.multiply(log.error, Decimal(2)), UP.abs(value)))


def lift(x: Value) -> Exponential | None:
    """Return a number as an Exponential; None where it may be 0."""
    if isinstance(x, Exponential):
        return x
    number = BoundedDecimal.lift(x)
    if not abs(number.value) > number.error:
        return None
    return Exponential(1 if number.value > 0 else -1, _log(abs(number)))


def _log(x: BoundedDecimal) -> BoundedDecimal:
    relative = UP.divide(x.error, x.value)
    return BoundedDecimal.round_result(+decimals.log(x.value), UP.multiply(relative, Decimal(2)))


def has_left(x: Value) -> bool:
    """Return whether a result of Decimals other than 0 may have over- or underflowed."""
    if not isinstance(x, BoundedDecimal) or x.value.is_nan():
        return False
    return x.value.is_infinite() or x.error < CLOSE and max(abs(x.value), x.error).adjusted() < LOWEST


def _log_of(x: Value) -> Value:
    return x.logarithm if isinstance(x, Exponential) else _log(x)


def _log_of_number(x: Decimal) -> BoundedDecimal:
    return BoundedDecimal.round_result(+decimals.log(x), Decimal(0))


def _log_of_half(x: Value) -> Value:
    """Return the logarithm of exp(abs(x))/2."""
    return abs(x) - _log_of_number(decimals.TWO)


def _log_gamma(x: Value) -> Value:
    """Return the logarithm of gamma(x) of a large x, by Stirling's formula, which lacks less than 1/x."""
    return (x - Fraction(1, 2)) * _log_of(x) - x + _log_of_number(2 * decimals.pi()) / 2 + _within(1 / x)


def _log_erfc(x: Value) -> Value:
    """Return the logarithm of erfc(x) of a large x, exp(-x**2)/(x*sqrt(pi)) but for a factor within 1/x**2 of 1."""
    return -x * x - _log_of(x) - _log_of_number(decimals.pi()) / 2 + _within(1 / x)


def _within(bound: Value) -> BoundedDecimal:
    """Return a number of which only a bound is known."""
    return BoundedDecimal(Decimal(0), UP.abs(bound.value) if isinstance(bound, BoundedDecimal) else FLOOR)


def _sign(x: Value) -> int:
    return x.signum if isinstance(x, Exponential) else 1 if (x.value if isinstance(x, BoundedDecimal) else x) > 0 else -1


# Functions of numbers so large, positive or negative, that their values are beyond Decimals or the asymptotic ones.
GROWING: dict[Callable[..., Decimal], Callable[[Value], Value]] = {
    decimals.exp: lambda x: exponential(1, x),
    decimals.expm1: lambda x: exponential(1, x) if _sign(x) > 0 else Fraction(-1),
    decimals.sinh: lambda x: exponential(_sign(x), _log_of_half(x)),
    decimals.cosh: lambda x: exponential(1, _log_of_half(x)),
    decimals.sech: lambda x: exponential(1, -_log_of_half(x)),
    decimals.csch: lambda x: exponential(_sign(x), -_log_of_half(x)),
    decimals.sigmoid: lambda x: Fraction(1) if _sign(x) > 0 else exponential(1, x),
    decimals.softplus: lambda x: x if _sign(x) > 0 else exponential(1, x),
    decimal_special.gamma: lambda x: exponential(1, _log_gamma(x)) if _sign(x) > 0 else UNKNOWN,
    decimal_special.factorial: lambda x: exponential(1, _log_gamma(x) + _log_of(x)) if _sign(x) > 0 else UNKNOWN,
    decimal_special.erfc: lambda x: exponential(1, _log_erfc(x)) if _sign(x) > 0 else Fraction(2),
}


def _if_positive(value: Callable[[Exponential], Value]) -> Callable[[Exponential], Value]:
    return lambda x: value(x) if x.signum > 0 else UNKNOWN


def _near(value: Callable[[], Decimal]) -> Callable[[Exponential], Value]:
    """Return a function with this value at infinity, and the opposite one at -infinity."""
    return lambda x: x.signum * BoundedDecimal.round_result(+value(), FLOOR)


LARGE = GROWING | {
    decimals.log: _if_positive(lambda x: x.logarithm),
    decimals.log1p: _if_positive(lambda x: x.logarithm),
    decimals.sqrt: _if_positive(lambda x: exponential(1, x.logarithm / 2)),
    decimals.tanh: lambda x: Fraction(x.signum),
    decimals.coth: lambda x: Fraction(x.signum),
    decimal_special.erf: lambda x: Fraction(x.signum),
    decimals.atan: _near(lambda: decimals.pi() / 2),
    decimals.asinh: lambda x: x.signum * (x.logarithm + _log_of_number(decimals.TWO)),
    decimals.acosh: _if_positive(lambda x: x.logarithm + _log_of_number(decimals.TWO)),
    decimal_special.lgamma: _if_positive(_log_gamma),
    decimal_special.digamma: _if_positive(lambda x: x.logarithm),
}
# Functions of numbers beside 0. Any other is about its value there, if that is not 0.
ODD = {decimals.sin, decimals.tan, decimals.sinh, decimals.asinh, decimals.atan, decimals.tanh, decimals.expm1,
       decimals.log1p, decimals.asin, decimals.atanh}
SMALL: dict[Callable[..., Decimal], Callable[[Exponential], Value]] = {
    **dict.fromkeys(ODD, lambda x: x),
    **dict.fromkeys((decimals.csch, decimals.coth, decimals.csc, decimals.cot, decimal_special.gamma), lambda x: 1 / x),
    decimals.log: _if_positive(lambda x: x.logarithm),
    decimals.sqrt: _if_positive(lambda x: exponential(1, x.logarithm / 2)),
}


def beyond(function: Callable[..., Decimal], x: Exponential) -> Value:
    """Return the value of a function of Decimals at a number beyond their range."""
    known = (LARGE if x.is_large else SMALL).get(function)
    if known is not None:
        return known(x)
    there = function(Decimal(0)) if not x.is_large else Decimal(nan)
    return BoundedDecimal.round_result(+there, FLOOR) if there.is_finite() and there else UNKNOWN


def beyond_angle(a: Value, b: Value) -> Value:
    """Return atan2(a, b) of numbers of which at least one is beyond the range of Decimals, and b is not 0."""
    ratio = a / b
    quarter = beyond(decimals.atan, ratio) if isinstance(ratio, Exponential) else None
    if quarter is None:
        number = BoundedDecimal.lift(ratio)
        quarter = BoundedDecimal.round_result(+decimals.atan(number.value), number.error)
    if _sign(b) > 0:
        return quarter
    return quarter + _sign(a) * BoundedDecimal.round_result(+decimals.pi(), Decimal(0))
