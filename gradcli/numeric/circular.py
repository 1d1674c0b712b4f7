"""The circular functions of large numbers beside their zeros and poles, where libm's remainder by pi/2 has too few digits.

The remainder is exact here, a whole number of units of 2**-BITS, and so small that it is its own sine.
"""

from functools import cache

BITS = 1250  # pi/2 times 2**1024 to within 2**-220: the remainder of no double is below 2**-62
UNIT = 1 << BITS
GUARD = 16  # bits for the errors of a thousand divisions


@cache
def half_pi() -> int:
    """Return pi/2*UNIT, by Machin's pi/4 = 4*atan(1/5) - atan(1/239)."""
    return 8 * _arctangent(5) - 2 * _arctangent(239) >> GUARD


def _arctangent(inverse: int) -> int:
    """Return atan(1/inverse)*UNIT, with GUARD bits more."""
    power, total, k = (UNIT << GUARD) // inverse, 0, 1
    while power:
        total += power // k
        power, k = power // -inverse**2, k + 2
    return total


def _sine_and_cosine(x: float) -> tuple[int, int]:
    """Return sin(x) and cos(x) times UNIT, for a double beside a multiple of pi/2: one is the remainder up to its sign."""
    above, below = x.as_integer_ratio()
    turns, rest = divmod(above * UNIT // below + half_pi() // 2, half_pi())
    rest -= half_pi() // 2
    return ((rest, UNIT), (UNIT, -rest), (-rest, -UNIT), (-UNIT, rest))[turns % 4]


def sin(x: float) -> float:
    return _sine_and_cosine(x)[0] / UNIT


def cos(x: float) -> float:
    return _sine_and_cosine(x)[1] / UNIT


def tan(x: float) -> float:
    sine, cosine = _sine_and_cosine(x)
    return sine / cosine


def sec(x: float) -> float:
    return UNIT / _sine_and_cosine(x)[1]


def csc(x: float) -> float:
    return UNIT / _sine_and_cosine(x)[0]


def cot(x: float) -> float:
    sine, cosine = _sine_and_cosine(x)
    return cosine / sine
