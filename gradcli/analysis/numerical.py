"""Derivatives by numerical methods that share no rule with the sweeps: complex step, else extrapolated differences."""

import cmath
import math
from collections.abc import Callable

from gradcli.core.primitive import CONSTANT, VARIABLE
from gradcli.core.tape import Tape
from gradcli.numeric.ieee import NORMAL

TINY = 1e-30  # the step relative to x: its square vanishes beside 1, and since nothing is subtracted, nothing cancels
LONGER = 1e-8  # a longer step, whose square is about the rounding of 1
HALVINGS = 24  # of a difference step: 2**-24 of the first, where half of the digits cancel
EPSILON = 2.0**-52  # the relative error of a difference of two rounded values


def complex_step(tape: Tape, root: int, at: dict[str, float], name: str) -> float | None:
    """Return Im f(x + ih)/h (Squire and Trapp, 1998); None where cmath lacks an operation.

    Where it underflows, a longer step still has eight digits.
    """
    imaginary = 0.0
    for size in (TINY, LONGER):
        step = abs(at[name]) * size or TINY**6
        result = _at_complex(tape, root, at, name, step)
        if not isinstance(result, complex):
            return result
        imaginary = result.imag
        if abs(result.imag) >= NORMAL or not result or not result.imag and abs(result.real) >= NORMAL / step:
            return result.imag / step
    return imaginary / step if abs(imaginary) >= NORMAL / 2**30 else None


def _at_complex(tape: Tape, root: int, at: dict[str, float], name: str, step: float) -> complex | float | None:
    """Return the complex value of `root`; 0.0 if it does not depend on `name`, None where cmath lacks an operation."""
    values: list[complex | float] = []
    try:
        for row, arguments, attribute, _ in tape:
            xs = [values[a] for a in arguments]
            reals = [x for x in xs if not isinstance(x, complex)]
            if row is CONSTANT:
                values.append(attribute.numerator / attribute.denominator)
            elif row is VARIABLE:
                values.append(complex(at[attribute], step) if attribute == name else at[attribute])
            elif len(reals) == len(xs):
                values.append(row.value(reals, attribute))
            elif row.singular.kinks:  # abs of a complex number is something else
                return None
            elif row.laws.is_power:
                values.append(xs[0] ** xs[1])
            else:
                values.append(getattr(cmath, row.name, row.float64)(*xs))
                if row.rules and not isinstance(values[-1], complex):
                    return None
    except (TypeError, ValueError, ArithmeticError, AttributeError):
        return None
    return values[root] if isinstance(values[root], complex) else 0.0


def one_sided(f: Callable[[float], float], x: float, side: int, reach: float = math.inf) -> tuple[float, float]:
    """Return the slope on one side of x and an estimate of its error, by Richardson extrapolation of differences.

    No step is longer than `reach`.
    """
    here, step = f(x), side * min(max(abs(x), 1.0) / 8, reach)
    best, error = math.nan, math.inf
    previous: list[float] = []
    for _ in range(HALVINGS):
        if not step:  # a switch next to x leaves no room
            break
        row = [(f(x + step) - here) / step]
        for k, older in enumerate(previous, 1):
            row.append(row[-1] + (row[-1] - older) / (2**k - 1))
        for k in range(2, len(row)):  # two rows may agree by chance
            estimate = max(abs(row[k] - row[k - 1]), abs(row[k] - previous[k - 1]), abs(here / step) * EPSILON)
            if estimate < error:
                best, error = row[k], estimate
        previous, step = row, step / 2
    return best, error
