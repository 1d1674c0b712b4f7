"""Powers and quotients of rationals that stay rational."""

from fractions import Fraction

from gradcli.algebra.forms import BITS, Number


def power(value: Number, exponent: Number) -> Number | None:
    """value**exponent where that is a rational of bounded size, else None."""
    if value == 1:
        return 1
    if value < 0 and exponent.denominator != 1 or not value and exponent <= 0:
        return None
    if abs(exponent) * max(value.numerator.bit_length(), value.denominator.bit_length()) > BITS:
        return None
    if exponent == 1:
        return value
    above, below = (root(part, exponent.denominator) for part in (value.numerator, value.denominator))
    if above is None or below is None:
        return None
    return quotient(Fraction(above, below) ** exponent.numerator, 1)


def root(value: int, degree: int) -> int | None:
    """The exact integer root, None where there is none."""
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
    """a/b, an int where that is whole."""
    result = Fraction(a) / b
    return result.numerator if result.denominator == 1 else result
