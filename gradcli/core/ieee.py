"""libm made total: IEEE 754's special values where Python raises; and our own numerics, imported when first used."""

import math
from collections.abc import Callable
from typing import Any

NORMAL = 2.0**-1022  # the smallest double that has all its digits
RAISED = 2.0**600  # what is below is brought above it by this factor


def lazily(module: str, name: str) -> Callable[..., Any]:
    """The function `name` of gradcli.numeric's `module`, imported at its first call: start-up does not pay for it."""
    function: Callable[..., Any] | None = None

    def called(*arguments: Any) -> Any:
        nonlocal function
        if function is None:
            from importlib import import_module

            function = getattr(import_module(f"gradcli.numeric.{module}"), name)
        return function(*arguments)

    return called


def only(x: int, y: int) -> Callable[[Any], int | None]:
    """The exact column of a function whose one rational value at a rational argument is y at x."""
    return lambda argument: y if argument == x else None


def _hasty(function: Callable[..., float], raising: Callable[..., float]) -> Callable[..., float]:
    """`function`, which remembers what it is wherever that does not raise: generated code calls `raising` first."""
    function.__wrapped__ = raising  # type: ignore[attr-defined]
    return function


def total(function: Callable[..., float]) -> Callable[..., float]:
    """`function` of floats, with nan for a domain error and inf for an overflow."""

    def wrapped(*arguments: float) -> float:
        try:
            return function(*arguments)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return _hasty(wrapped, function)


def odd(function: Callable[[float], float]) -> Callable[[float], float]:
    """A function that is total but for its overflow, which has the sign of its argument."""

    def wrapped(x: float) -> float:
        try:
            return function(x)
        except OverflowError:
            return math.copysign(math.inf, x)

    return _hasty(wrapped, function)


def diverging(function: Callable[[float], float], *poles: tuple[float, float]) -> Callable[[float], float]:
    """A total function, with its values at the points where libm's raises although it has an infinite limit."""
    whole, values = total(function), dict(poles)
    return _hasty(lambda x: values[x] if x in values else whole(x), function)


log = diverging(math.log, (0.0, -math.inf))


def divide(a: float, b: float) -> float:
    """a/b; a zero divisor gives a signed infinity, or nan for 0/0."""
    if b:
        return a / b
    return math.nan if a == 0 or a != a else math.copysign(math.inf, a) * math.copysign(1.0, b)


def over_square(c: float, a: float, b: float) -> float:
    """c*a/b**2, as c*(a/b)/b where a/b has all its digits."""
    ratio = divide(a, b)
    if ratio and abs(ratio) < NORMAL:
        return c * (a * RAISED / b) / b / RAISED
    return divide(c * ratio, b)


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


_hasty(power, math.pow)


def floor_divide(a: float, b: float) -> float:
    """floor(a/b) of the exact quotient."""
    return float(a // b) if b and math.isfinite(a) else divide(a, b)


def remainder(a: float, b: float) -> float:
    """a - b*floor(a/b), the sign of the divisor, a zero keeping the sign of a (PyTorch's remainder)."""
    if b == 0 or math.isinf(a):
        return math.nan
    r = math.fmod(a, b)
    return r + b if r and (r < 0) != (b < 0) else r


def stepped(function: Callable[[float], float]) -> Callable[[float], float]:
    """A rounding function that keeps inf, nan and the sign of zero."""
    return lambda x: math.copysign(float(function(x)), x) if math.isfinite(x) else x
