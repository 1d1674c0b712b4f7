"""How far rounding may have carried each slot from its true value: a running bound, from the same rows.

Comes in: a tape and the values that it gave in floating point. Goes out: for each slot a bound of its absolute error, to
first order (Wilkinson; Higham, Accuracy and Stability of Numerical Algorithms, section 3.3). Literals and bindings are
taken as the doubles they became.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from gradcli.core.ieee import NORMAL
from gradcli.core.primitive import CONSTANT, OPERATORS, Primitive
from gradcli.core.tape import Tape
from gradcli.engine.rules import compiled_rule

UNIT = 2.0**-53  # the relative error of one rounding; times a number below NORMAL it is 0
LEAST = 2.0**-1074  # the smallest double, and the error of those below NORMAL
NOTHING: Mapping[int, float] = {}
POWER = 64  # whole powers up to this one are held against the exact ones


def bounds(tape: Tape, values: Sequence[float], given: Mapping[int, float] = NOTHING) -> list[float]:
    """The bounds of all slots; `given` are those of leaves that are no exact numbers."""
    errors: list[float] = []
    product = OPERATORS["*"]
    for (row, arguments, attribute, _), y in zip(tape, values, strict=False):
        if len(arguments) == 2:  # most slots are sums, products and powers
            a, b = arguments
            if row.terms:
                errors.append(errors[a] + errors[b] + abs(y) * UNIT)
                continue
            if row is product:
                errors.append(errors[a] * abs(values[b]) + errors[b] * abs(values[a]) + (
                    abs(y) * UNIT or underflow(row, y, (values[a] or errors[a], values[b] or errors[b]), attribute)))
                continue
            if row.condition and values[a] and not errors[b]:
                factor = row.condition(values[b], attribute) / values[a]
                errors.append(errors[a] * abs(y * factor) + (
                    _rounding(row, y) or underflow(row, y, (values[a], values[b]), attribute)))
                continue
        elif not arguments:
            errors.append(given.get(len(errors), 0.0) if row.rules is None else _rounding(row, y))
            continue
        if row is OPERATORS["if"]:
            errors.append(errors[arguments[1] if values[arguments[0]] else arguments[2]])
            continue
        xs = [values[a] for a in arguments]
        carried = 0.0
        for index, a in enumerate(arguments):
            if errors[a]:
                carried += errors[a] * abs(_slope(row, index, y, xs, attribute))
        errors.append(carried + (
            _rounding(row, y) or underflow(row, y, [values[a] or errors[a] for a in arguments], attribute)))
    return errors


def underflow(row: Primitive, y: float, xs: Sequence[float], attribute: Any) -> float:
    """What an operation adds whose result is too small for a double to have all its digits: nothing where 0 is exact.

    A power or product is 0 only where an argument is, and what is 0 there is so exactly; another row comes close to 0
    without being so only where it is flat.
    """
    if not abs(y) < NORMAL or not all(xs) and (row.powers or not y):
        return 0.0
    picks = row.kinks and not row.reals
    if row.rules is None or row.terms or picks or not all(map(math.isfinite, xs)):
        return 0.0
    rules = [index for index in range(len(xs)) if row.rule(index)]
    flat = y or row.powers or all(abs(_slope(row, index, y, xs, attribute)) < NORMAL for index in rules)
    return LEAST if rules and flat else 0.0


def adjoint_error_bound(tape: Tape, values: Sequence[float], result: int) -> float:
    """A closer bound of one slot: by its adjoints, in which what cancels is not felt, and by what really was rounded."""
    felt, total = {result: 1.0}, 0.0
    for slot in range(result, -1, -1):
        g = felt.pop(slot, 0.0)
        if not g:
            continue
        row, arguments, attribute, y = tape.operations[slot], tape.arguments[slot], tape.attributes[slot], values[slot]
        xs = [values[a] for a in arguments]
        if row is OPERATORS["if"]:
            slopes = [0.0, 1.0, 0.0] if xs[0] else [0.0, 0.0, 1.0]
        else:
            slopes = [_slope(row, index, y, xs, attribute) for index in range(len(xs))]
        if rounded := _remainder(row, y, xs, attribute, slopes):
            total += abs(g) * rounded
        for a, slope in zip(arguments, slopes, strict=True):
            if slope:
                felt[a] = felt.get(a, 0.0) + g * slope
    return total


def _slope(row: Primitive, index: int, y: float, xs: Sequence[float], attribute: Any) -> float:
    """How an argument's error is felt."""
    if row.terms:
        return float(row.terms[index])
    if row.kinks and row.kinks(*xs):
        return 1.0
    if row is OPERATORS["*"]:
        return xs[1 - index]
    rule = compiled_rule(row, index, len(xs), attribute, first=True)
    if rule is None:
        return 0.0
    slots = [1.0, y, *xs]
    for step, arguments, number in rule.steps:
        inner = [slots[a] for a in arguments]
        if step is CONSTANT:
            slots.append(number.numerator / number.denominator)
        else:
            slots.append(step.value(inner, number))
    return slots[rule.value] if rule.mask is None or slots[rule.mask] else 0.0


def roundings(row: Primitive) -> int:
    """What the operation itself may add, in units of UNIT and the result: 0 where it only picks, turns the sign, or cuts."""
    if row.kinks and not row.reals or row.rules is None or row.terms and len(row.terms) == 1:
        return 0
    return 1 if row.terms or row.powers or not row.least else 2 * row.ulps


def _rounding(row: Primitive, y: float) -> float:
    units = roundings(row)
    return abs(y) * UNIT * units if units else 0.0


def _remainder(row: Primitive, y: float, xs: list[float], attribute: Any, slopes: list[float]) -> float:
    """The rounding as it was, where the exact result is rational, or where a flat one is whole, as tanh(400) is 1."""
    from fractions import Fraction

    rounded = _rounding(row, y)
    if low := underflow(row, y, xs, attribute):
        return low
    if not xs or not rounded or attribute is not None or not all(map(math.isfinite, (y, *xs))):
        return rounded
    if y == int(y) and not any(slopes):
        return 0.0
    exact: Any = None
    if row.powers == "exponent":
        if xs[1] == int(xs[1]) and abs(xs[1]) <= POWER and xs[0]:
            exact = Fraction(xs[0]) ** int(xs[1])
    elif row.exact:
        exact = row.exact(*map(Fraction, xs))
    return rounded if exact is None else abs(float(Fraction(y) - exact))
