"""libm made total: IEEE 754's special values where Python raises."""

import math
from collections.abc import Callable

NORMAL = 2.0**-1022  # the smallest double that has all its digits
RAISED = 2.0**600  # what is below is brought above it by this factor


def _with_raw(function: Callable[..., float], raising: Callable[..., float]) -> Callable[..., float]:
    """Let `function` remember `raising`, its value wherever that does not raise: generated code calls it first."""
    function.__wrapped__ = raising  # type: ignore[attr-defined]
    return function


def total(function: Callable[..., float]) -> Callable[..., float]:
    """Return `function` with nan for a domain error and inf for an overflow."""

    def wrapped(*arguments: float) -> float:
        try:
            return function(*arguments)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return _with_raw(wrapped, function)


def odd_on_overflow(function: Callable[[float], float]) -> Callable[[float], float]:
    """Return `function` with an infinity of its argument's sign for an overflow."""

    def wrapped(x: float) -> float:
        try:
            return function(x)
        except OverflowError:
            return math.copysign(math.inf, x)

    return _with_raw(wrapped, function)


def with_poles(function: Callable[[float], float], *poles: tuple[float, float]) -> Callable[[float], float]:
    """Return `function` made total, with its values at poles, where libm's raises."""
    whole, values = total(function), dict(poles)
    return _with_raw(lambda x: values[x] if x in values else whole(x), function)


# The sizes of a circular function's value, and that of its argument, beyond which libm's may have lost digits: glibc's lack
# up to five in values below 2**-39 of arguments above 1.1e8.
BESIDE_ZERO = 2.0**-30, math.inf, 1e8
BESIDE_POLE = 0.0, 2.0**30, 1e8
BESIDE_BOTH = 2.0**-30, 2.0**30, 1e8


def reduced(function: Callable[[float], float], bounds: tuple[float, float, float],
            exactly: Callable[[float], float]) -> Callable[[float], float]:
    """Return a circular function made total, by `exactly` beyond `bounds`, of its value and of its argument."""
    low, high, far = bounds

    def wrapped(x: float) -> float:
        try:
            y = function(x)
        except ValueError:
            return math.nan
        return y if low <= abs(y) <= high or abs(x) < far or y != y else exactly(x)

    return _with_raw(wrapped, function)


log = with_poles(math.log, (0.0, -math.inf))


def divide(a: float, b: float) -> float:
    """Return a/b; a zero divisor gives a signed infinity, or nan for 0/0."""
    if b:
        return a / b
    return math.nan if a == 0 or a != a else math.copysign(math.inf, a) * math.copysign(1.0, b)


def over_square(c: float, a: float, b: float) -> float:
    """Return c*a/b**2, as c*(a/b)/b where a/b has all its digits."""
    ratio = divide(a, b)
    if ratio and abs(ratio) < NORMAL:
        return c * (a * RAISED / b) / b / RAISED
    return divide(c * ratio, b)


def power(a: float, b: float) -> float:
    """Return a**b as C's pow: 0 to a negative power is an infinity, a negative base to a fraction nan."""
    try:
        return math.pow(a, b)
    except OverflowError:
        return -math.inf if a < 0 and b % 2 == 1 else math.inf
    except ValueError:
        if a:
            return math.nan
        return math.copysign(math.inf, a) if b % 2 == 1 else math.inf


_with_raw(power, math.pow)


def floor_divide(a: float, b: float) -> float:
    """Return floor(a/b) of the exact quotient."""
    return float(a // b) if b and math.isfinite(a) else divide(a, b)


def remainder(a: float, b: float) -> float:
    """Return a - b*floor(a/b): the sign of the divisor, a zero keeping the sign of a (PyTorch's remainder)."""
    if b == 0 or math.isinf(a):
        return math.nan
    r = math.fmod(a, b)
    return r + b if r and (r < 0) != (b < 0) else r


def rounding_function(function: Callable[[float], float]) -> Callable[[float], float]:
    """Return a rounding function that keeps inf, nan and the sign of zero."""
    return lambda x: math.copysign(float(function(x)), x) if math.isfinite(x) else x
