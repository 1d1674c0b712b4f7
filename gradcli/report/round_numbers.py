"""Round numbers: the multiples of 1, 2 or 5 times a power of ten, for axes and contours."""

from fractions import Fraction
from math import ceil, floor, log10

ROUND = (1, 2), (2, 10), (5, 50)  # first digits of steps, and the squares between which others are rounded to the next


def round_step(value: Fraction) -> Fraction:
    """Return 1, 2 or 5 times a power of ten, the nearest in ratio to a positive number."""
    power = Fraction(10) ** floor(log10(value.numerator) - log10(value.denominator))
    return next((digit * power for digit, square in ROUND if (value / power)**2 < square), 10 * power)


def round_numbers(low: float, high: float, about: float) -> list[float]:
    """Return about so many multiples of a round step between two numbers, in order."""
    step = round_step((Fraction(high) - Fraction(low)) / Fraction(about))
    return [float(k * step) for k in range(ceil(Fraction(low) / step), floor(Fraction(high) / step) + 1)]
