"""IEEE double precision."""

import math
from collections.abc import Mapping
from typing import Any

from gradcli.core.primitive import CONSTANT, VARIABLE, Primitive
from gradcli.core.tape import Tape

SAFE = 2.0**-500, 2.0**500  # products and quotients of numbers of these sizes neither over- nor underflow


class Floats:
    """IEEE double precision as a number type that runs a tape; `rounded` is true since floats lose digits."""

    rounded = True

    def run(self, tape: Tape, point: Mapping[str, Any], root: int) -> list[float]:
        return run(tape, dict(point))


FLOATS = Floats()


def nearest_double(value: Any) -> float:
    """Return the double nearest to an exact rational; an infinity beyond the range."""
    try:
        return float(value.numerator / value.denominator)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def multiply_and_round(value: float, factor: int, exponent: int = 0) -> float:
    """Return value * factor * 2**exponent, rounded once, also where the factors are not doubles."""
    if not math.isfinite(value):
        return value
    numerator, denominator = value.as_integer_ratio()
    try:
        return (numerator << max(exponent, 0)) * factor / (denominator << max(-exponent, 0))
    except OverflowError:
        return math.copysign(math.inf, value)


def run(tape: Tape, bindings: dict[str, float]) -> list[float]:
    """Return the value of every slot."""
    values: list[float] = []
    for row, arguments, attribute, _ in tape:
        if attribute is None:
            if len(arguments) == 2:  # as in most steps; a list of arguments would cost as much as the operation
                a, b = arguments
                values.append(row.float64(values[a], values[b]))
            else:
                values.append(row.float64(*[values[a] for a in arguments]))
        elif row is CONSTANT:
            values.append(nearest_double(attribute))
        elif row is VARIABLE:
            values.append(bindings[attribute])
        else:
            values.append(row.float64(*[values[a] for a in arguments], attribute))
    return values


def may_leave(row: Primitive) -> bool:
    """Return whether an operation can map numbers within SAFE beyond it, as sums, choices and steps cannot."""
    return not (row.rules is None or row.laws.linear or row.picks)
