"""Powers and quotients of rationals that stay rational."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from fractions import Fraction

Number: TypeAlias = "int | Fraction"
BITS = 4096  # exact powers are folded up to this size: 9**9**9 is no shorter written out


def magnitude(value: Number) -> Number:
    """Return abs(value), typed as a Number; the abs() of a union is an object to type checkers."""
    return -value if value < 0 else value


def power(value: Number, exponent: Number) -> Number | None:
    """Return value**exponent where that is a rational of bounded size, else None."""
    if value == 1:
        return 1
    if value == -1 and exponent.denominator == 1:
        return -1 if exponent % 2 else 1
    if value < 0 and exponent.denominator != 1 or not value and exponent <= 0:
        return None
    if magnitude(exponent) * max(value.numerator.bit_length(), value.denominator.bit_length()) > BITS:
        return None
    if exponent == 1:
        return value
    numerator, denominator = (root(part, exponent.denominator) for part in (value.numerator, value.denominator))
    if numerator is None or denominator is None:
        return None
    return quotient(fraction(numerator, denominator) ** exponent.numerator, 1)


def root(value: int, degree: int) -> int | None:
    """Return the exact integer root, None where there is none."""
    if degree == 1 or value in (0, 1):
        return value
    if degree >= value.bit_length():  # it is between 1 and 2
        return None
    low, high = 0, 1 << (value.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= value else (low, middle - 1)
    return low if low**degree == value else None


def quotient(a: Number, b: Number) -> Number:
    """Return a/b, an int where that is whole."""
    if isinstance(a, int) and isinstance(b, int) and not a % b:
        return a // b
    result = fraction(a, b)
    return result.numerator if result.denominator == 1 else result


def fraction(numerator: Number, denominator: Number = 1) -> Fraction:
    """Return a Fraction. Its module is imported on first use: many formulas have none."""
    from fractions import Fraction

    return Fraction(numerator, denominator)


def rational(number: float) -> Number:
    """Return a double as it is, an int where it is whole."""
    return quotient(*number.as_integer_ratio())
