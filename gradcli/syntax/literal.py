"""Digits to the exact rational that they denote, an int or a Fraction, whatever their number."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from gradcli.core.facets import Rational

_PIECE = 4000  # digits that int() reads at once; it refuses more than 4300, and is quadratic
EXACT = 20_000  # a literal from 1e-20000 to 1e20000 is one number, and so is what is written out in full


def literal(text: str) -> "Rational | tuple[Rational, int]":
    """Return the number that a token denotes; where it is out of bounds, a pair: the first times ten to the second."""
    if len(text) <= _PIECE:
        if text.isdigit():
            return int(text)
        whole, _, fraction = text.partition(".")
        digits = whole + fraction
        if digits.isdigit():
            return _quotient(int(digits), 10**len(fraction))
    mantissa, _, exponent = text.replace("_", "").lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    sign = -1 if exponent.startswith("-") else 1
    power = sign * _integer(exponent.lstrip("+-")) - len(fraction)  # the number is digits * 10**power
    magnitude = power + len(digits) - 1
    if not digits or abs(magnitude) <= EXACT + len(text):
        return _rational(digits, power)
    return _rational(digits, 1 - len(digits)), magnitude


def _rational(digits: str, power: int) -> "Rational":
    significant = digits.rstrip("0")
    power += len(digits) - len(significant)
    if not significant:
        return 0
    if power >= 0:
        scale: int = 10**power
        return _integer(significant) * scale
    return _quotient(_integer(significant), 10**-power)


def _quotient(numerator: int, denominator: int) -> "Rational":
    if numerator % denominator == 0:
        return numerator // denominator
    return _fractions()(numerator, denominator)


@cache
def _fractions() -> "Callable[[int, int], Fraction]":
    """Import Fraction on first use: a text without fractions does not need it."""
    from fractions import Fraction

    return Fraction


def _integer(digits: str) -> int:
    """Return int(digits), converting pieces and joining them two by two."""
    if len(digits) <= _PIECE:
        return int(digits or "0")
    pieces: Sequence[int] = [int(digits[max(end - _PIECE, 0):end]) for end in range(len(digits), 0, -_PIECE)]
    base = 10**_PIECE
    while len(pieces) > 1:
        pieces = [low + high * base for low, high in zip_longest(pieces[::2], pieces[1::2], fillvalue=0)]
        base = base * base if len(pieces) > 1 else base
    return pieces[0]
