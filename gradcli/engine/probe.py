"""Derivatives by numerical methods that share no rule with the sweeps: complex step, else extrapolated differences."""

import cmath
import math
from collections.abc import Callable
from typing import Any

from gradcli.core.primitive import CONSTANT, VARIABLE
from gradcli.core.tape import Tape

TINY = 1e-30  # a step, of x, so small that its square vanishes: nothing is subtracted, so nothing cancels
HALVINGS = 24
EPSILON = 2.0**-52


def complex_step(tape: Tape, root: int, at: dict[str, float], name: str) -> float | None:
    """Im f(x + ih)/h (Squire and Trapp, 1998); None where the expression is more than cmath can follow."""
    values: list[Any] = []
    step = abs(at[name]) * TINY or TINY**6
    try:
        for row, arguments, attribute in zip(tape.operations, tape.arguments, tape.attributes, strict=True):
            xs = [values[a] for a in arguments]
            if row is CONSTANT:
                values.append(attribute.numerator / attribute.denominator)
            elif row is VARIABLE:
                values.append(complex(at[attribute], step) if attribute == name else at[attribute])
            elif not any(isinstance(x, complex) for x in xs):
                values.append(row.float64(*xs) if attribute is None else row.float64(*xs, attribute))
            elif row.kinks:  # abs of a complex number is something else
                return None
            elif row.powers == "exponent":
                values.append(xs[0] ** xs[1])
            else:
                values.append(getattr(cmath, row.name, row.float64)(*xs))
                if row.rules and not isinstance(values[-1], complex):
                    return None
    except (TypeError, ValueError, ArithmeticError, AttributeError):
        return None
    result = values[root]
    return result.imag / step if isinstance(result, complex) else 0.0


def one_sided(f: Callable[[float], float], x: float, side: int) -> tuple[float, float]:
    """The slope on one side of x and an estimate of its error, by Richardson extrapolation of differences."""
    here, step = f(x), side * max(abs(x), 1.0) / 8
    best, error = math.nan, math.inf
    previous: list[float] = []
    for _ in range(HALVINGS):
        row = [(f(x + step) - here) / step]
        for k, older in enumerate(previous, 1):
            row.append(row[-1] + (row[-1] - older) / (2**k - 1))
        for k in range(2, len(row)):  # two rows may agree by chance
            estimate = max(abs(row[k] - row[k - 1]), abs(row[k] - previous[k - 1]), abs(here / step) * EPSILON)
            if estimate < error:
                best, error = row[k], estimate
        previous, step = row, step / 2
    return best, error
