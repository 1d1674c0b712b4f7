"""libm made total: IEEE 754's special values where Python raises."""

import math


def total(function):
    """`function` of floats, with nan for a domain error and inf for an overflow."""

    def wrapped(*arguments):
        try:
            return function(*arguments)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return wrapped


def divide(a: float, b: float) -> float:
    """a/b; a zero divisor gives a signed infinity, or nan for 0/0."""
    if b:
        return a / b
    return math.nan if a == 0 or a != a else math.copysign(math.inf, a) * math.copysign(1.0, b)


def power(a: float, b: float) -> float:
    """C's pow: 0 to a negative power is an infinity, a negative base to a fraction nan."""
    try:
        return math.pow(a, b)
    except OverflowError:
        return -math.inf if a < 0 and b % 2 == 1 else math.inf
    except ValueError:
        if a:
            return math.nan
        return math.copysign(math.inf, a) if b % 2 == 1 else math.inf


def falling_power(a: float, b: float, k: int) -> float:
    """b(b-1)…(b-k+1)·a**(b-k), the k-th derivative of a**b in a: 0 once the factor is 0, also at a = 0."""
    factor = 1.0
    for i in range(k):
        factor *= b - i
    return 0.0 if factor == 0 else factor * power(a, b - k)


def logarithm(function):
    """A logarithm whose value at 0 is -inf."""
    return lambda x: -math.inf if x == 0 else total(function)(x)


def remainder(a: float, b: float) -> float:
    """a - b*floor(a/b), the sign of the divisor, a zero keeping the sign of a (PyTorch's remainder)."""
    if b == 0 or math.isinf(a):
        return math.nan
    r = math.fmod(a, b)
    return r + b if r and (r < 0) != (b < 0) else r


def stepped(function):
    """A rounding function that keeps inf, nan and the sign of zero."""
    return lambda x: math.copysign(float(function(x)), x) if math.isfinite(x) else x
