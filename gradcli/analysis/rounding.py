"""Bounds of rounding errors: how far each slot may be from its true value.

Comes in: a tape and the values that it gave in floating point. Goes out: for each slot a running bound of its absolute
error (Wilkinson; Higham, Accuracy and Stability of Numerical Algorithms, section 3.3): of first order where errors are
small, else, or where a row switches, by the values at the ends of the error bars. Literals and bindings are taken as the
doubles they became. A bound of nan or inf is unknown.
"""

import math
from collections.abc import Iterator, Mapping, Sequence

from gradcli.core.primitive import CONSTANT, Primitive
from gradcli.core.tape import Attribute, Tape
from gradcli.domains.float64 import may_leave
from gradcli.engine.rules import JOINT_FROM, compile_rule
from gradcli.errors import GradcliError
from gradcli.numeric.ieee import NORMAL
from gradcli.ops import MUL, SELECT

UNIT = 2.0**-53  # the relative error of one rounding; its product with a number below NORMAL is 0
MIN_ERROR = 2.0**-1074  # the smallest double, and the error of those below NORMAL
LARGE = 2.0**-10  # relative errors above which terms of second order, then a thousandth of the first, matter
NO_BOUNDS: Mapping[int, float] = {}
SMALLEST, LARGEST = 1e-140, 1e140  # sizes between which the rounding errors of products are doubles
BITS = 10_000  # of exact results with which rounded ones are compared: products and quotients of any doubles have fewer


def bounds(tape: Tape, values: Sequence[float], given: Mapping[int, float] = NO_BOUNDS) -> list[float]:
    """Return the bounds of all slots; those in `given` are known, as of leaves that are not exact."""
    errors: list[float] = []
    product = MUL
    for slot, ((row, arguments, attribute, _), y) in enumerate(zip(tape, values, strict=False)):
        if slot in given:
            errors.append(given[slot])
            continue
        if len(arguments) == 2:  # most slots are sums, products and powers
            a, b = arguments
            if row.laws.linear:
                errors.append(errors[a] + errors[b] + abs(y) * UNIT)
                continue
            if row is product:
                errors.append(errors[a] * (abs(values[b]) + errors[b]) + errors[b] * abs(values[a]) + (
                    abs(y) * UNIT or underflow(row, y, (values[a] or errors[a], values[b] or errors[b]), attribute)))
                continue
            if row.numerics.condition and not errors[b] and errors[a] < LARGE * abs(values[a]):
                errors.append(errors[a] / abs(values[a]) * abs(row.numerics.condition(values[b], attribute) * y) + (
                    _rounding(row, y) or underflow(row, y, (values[a], values[b]), attribute)))
                continue
        elif not arguments:
            errors.append(0.0 if row.rules is None else _rounding(row, y))
            continue
        xs, deltas = [values[a] for a in arguments], [errors[a] for a in arguments]
        propagated = _propagate(row, y, xs, deltas, attribute)
        if row is SELECT:
            errors.append(propagated)
        else:
            errors.append(propagated + (
                _rounding(row, y) or underflow(row, y, [x or e for x, e in zip(xs, deltas, strict=True)], attribute)))
    return errors


def _propagate(row: Primitive, y: float, xs: Sequence[float], deltas: Sequence[float], attribute: Attribute) -> float:
    """Return the error that those of the arguments, `deltas`, cause in the result of a row."""
    if row is SELECT:
        own, other = (1, 2) if xs[0] else (2, 1)
        return max(deltas[own], abs(y - xs[other]) + deltas[other]) if deltas[0] else deltas[own]
    if _is_joint(row, xs):
        return _propagate_many(row, y, xs, deltas, attribute)
    propagated = 0.0
    for index, error in enumerate(deltas):
        if error:
            propagated += error * abs(_slope(row, index, y, xs, attribute))
    if any(deltas) and (is_discontinuous(row) or any(e and not e < LARGE * abs(x) for x, e in zip(xs, deltas, strict=True))):
        spread = _spread(row, y, xs, deltas, attribute)
        return propagated if spread <= 4 * (propagated + abs(y) * UNIT) else spread  # the values at the ends are rounded too
    return propagated


def _is_joint(row: Primitive, xs: Sequence[float]) -> bool:
    """Return whether a row has so many arguments that it is looked at as a whole: max, min, hypot and shares of ties."""
    return len(xs) > JOINT_FROM and (row.joint_rule is not None or row.is_step)


def _propagate_many(row: Primitive, y: float, xs: Sequence[float], deltas: Sequence[float], attribute: Attribute) -> float:
    """Return the same of many arguments: of the share of those equal to the first, of a row that grows with each of them,
    or has slopes of at most 1.
    """
    if row.is_step:
        near = [error for x, error in zip(xs[1:], deltas[1:], strict=True) if abs(x - xs[0]) <= error + deltas[0]]
        return 1 - 1 / len(near) if any(near) else 0.0
    if not row.picks:
        return sum(deltas)
    ends = ([x + side * error for x, error in zip(xs, deltas, strict=True)] for side in (-1, 1))
    away = [abs(row.value(end, attribute) - y) for end in ends]
    return max(away) if all(map(math.isfinite, away)) else math.inf


def _spread(row: Primitive, y: float, xs: Sequence[float], deltas: Sequence[float], attribute: Attribute) -> float:
    """Return the distance of a result from those at the ends of the arguments' error bars; inf where one is unknown."""
    if not all(map(math.isfinite, deltas)):
        return math.inf
    found, jumps = 0.0, is_discontinuous(row)
    for index, error in enumerate(deltas):
        if not error:
            continue
        for end, moved in _ends_of_bars(xs, deltas, index) if jumps else [
                (end, [*xs[:index], end, *xs[index + 1:]]) for end in (xs[index] - error, xs[index] + error)]:
            away = abs(row.value(moved, attribute) - y)
            if not math.isfinite(away):
                return math.inf
            found = max(found, away if jumps or end == xs[index] else away * (error / abs(end - xs[index])))
    return found


def _ends_of_bars(xs: Sequence[float], deltas: Sequence[float], index: int) -> Iterator[tuple[float, list[float]]]:
    """Yield the argument at `index` at the ends of its error bar, and all arguments, it on either side of the others.

    Bars are longer by a unit in the last place, lest a short one end where it begins; to 0 itself if they reach it, where
    alone a truth value is false.
    """
    bars = [error and error + math.ulp(x) for x, error in zip(xs, deltas, strict=True)]
    for own, others in (1, 1), (1, -1), (-1, 1), (-1, -1):
        moved = [x + (own if i == index else others) * bar for i, (x, bar) in enumerate(zip(xs, bars, strict=True))]
        yield moved[index], moved
        if abs(xs[index]) <= bars[index]:
            yield 0.0, [*moved[:index], 0.0, *moved[index + 1:]]


def is_discontinuous(row: Primitive) -> bool:
    """Return whether the value of a row jumps somewhere."""
    # the jump of a power, 0**0, is a single point
    return row.is_step or row.singular.jumps is not None and not row.laws.is_power


def underflow(row: Primitive, y: float, xs: Sequence[float], attribute: Attribute) -> float:
    """Return the absolute error of a result too small for a double to have all its digits; 0 for an exact 0.

    A power or product is exactly 0 where an argument is; any other row underflows to 0 only where it is flat, or has several
    arguments that are not 0 and no jumps.
    """
    if not abs(y) < NORMAL or not all(xs) and (row.laws.multiplicative or not y):
        return 0.0
    if not may_leave(row) or not all(map(math.isfinite, xs)):
        return 0.0
    if _is_joint(row, xs):
        return MIN_ERROR if y else 0.0
    rules = [index for index in range(len(xs)) if row.rule(index)]
    several = len(xs) > 1 and all(xs) and not is_discontinuous(row)
    flat = y or row.laws.multiplicative or several or all(
        abs(_slope(row, index, y, xs, attribute)) < NORMAL for index in rules)
    return MIN_ERROR if rules and flat else 0.0


def sharpen(tape: Tape, values: Sequence[float], errors: list[float], unreliable: Sequence[int]) -> None:
    """Replace the bounds of the slots `unreliable`, in ascending order, by sharper ones where these are found."""
    for slot in unreliable:
        if not errors[slot] <= NORMAL:
            closer = adjoint_error_bound(tape, values, slot, errors)
            if not errors[slot] <= closer:
                errors[slot] = closer


def adjoint_error_bound(tape: Tape, values: Sequence[float], result: int, errors: Sequence[float] = ()) -> float:
    """Return a sharper first-order bound of one slot, from its adjoints and the actual rounding errors.

    Errors that cancel in the adjoints do not count. `errors` are bounds of the slots below, for terms of higher order.
    """
    adjoints, total = {result: 1.0}, 0.0
    for slot in range(result, -1, -1):
        g = adjoints.pop(slot, 0.0)
        if not g:
            continue
        row, arguments, attribute, y = tape.operations[slot], tape.arguments[slot], tape.attributes[slot], values[slot]
        xs = [values[a] for a in arguments]
        if len(xs) == 2 and (row is MUL or row.laws.linear):  # most slots, whose errors are quickly known
            left, right = arguments
            slopes = [*map(float, row.laws.linear)] or xs[::-1]
            error = _error_of_arithmetic(row, y, xs)
            rounded = _rounding_error(row, y, xs, attribute, slopes) if error is None else error
            if errors and row is MUL:
                rounded += errors[left] * errors[right]
            total += abs(g) * rounded if rounded else 0.0
            for a, slope in ((left, slopes[0]), (right, slopes[1])):
                if slope:
                    adjoints[a] = adjoints.get(a, 0.0) + g * slope
            continue
        if row is SELECT:
            slopes = [0.0, 1.0, 0.0] if xs[0] else [0.0, 0.0, 1.0]
        elif _is_joint(row, xs):
            slopes = [float(x == y) for x in xs] if row.picks else [float(not row.is_step)] * len(xs)
        else:
            slopes = [_slope(row, index, y, xs, attribute) for index in range(len(xs))]
        rounded = _rounding_error(row, y, xs, attribute, slopes)
        if errors:
            rounded += _beyond_first_order(row, y, xs, [errors[a] for a in arguments], attribute, slopes)
        if rounded:
            total += abs(g) * rounded
        for a, slope in zip(arguments, slopes, strict=True):
            if slope:
                adjoints[a] = adjoints.get(a, 0.0) + g * slope
    return total


def _beyond_first_order(row: Primitive, y: float, xs: Sequence[float], deltas: Sequence[float], attribute: Attribute,
                        slopes: Sequence[float]) -> float:
    """Return the error that those of the arguments cause beyond first order."""
    if row.laws.linear or not any(deltas):
        return 0.0
    first = sum(e * abs(slope) for e, slope in zip(deltas, slopes, strict=True) if e)
    return max(0.0, _propagate(row, y, xs, deltas, attribute) - first)


def _slope(row: Primitive, index: int, y: float, xs: Sequence[float], attribute: Attribute) -> float:
    """Return the derivative of a row along an argument, 1 at a kink."""
    if row.laws.linear:
        return float(row.laws.linear[index])
    if row.at_kink(xs):
        return 1.0
    rule = compile_rule(row, index, len(xs), attribute, first=True)
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
    """Return the rounding of the operation itself, in units of UNIT and the result; 0 if it picks, negates or truncates."""
    if row.picks or row.rules is None or row.is_step or len(row.laws.linear) == 1:
        return 0
    return 1 if row.laws.linear or row.laws.multiplicative or not row.least else 2 * row.ulps


def _rounding(row: Primitive, y: float) -> float:
    units = roundings(row)
    return abs(y) * UNIT * units if units else 0.0


def _rounding_error(row: Primitive, y: float, xs: list[float], attribute: Attribute, slopes: list[float]) -> float:
    """Return the actual rounding error if the exact result is rational, or whole and flat as tanh(400) = 1; else a bound."""
    rounded = _rounding(row, y)
    if low := underflow(row, y, xs, attribute):
        return low
    if not xs or not rounded or not all(map(math.isfinite, (y, *xs))):
        return rounded
    if attribute is None and y == int(y) and not any(slopes):
        return MIN_ERROR  # of tanh(-400), which sqrt(1 + tanh(-400)) magnifies
    return _distance_from_exact(row, y, xs, attribute, rounded)


def _distance_from_exact(row: Primitive, y: float, xs: Sequence[float], attribute: Attribute, otherwise: float) -> float:
    """Return the distance of a result from the exact one if that is rational and short, else `otherwise`."""
    error = _error_of_arithmetic(row, y, xs)
    if error is not None:
        return error
    from fractions import Fraction

    if not (row.numerics.rational or row.numerics.definition):
        known = row.numerics.exact(*map(Fraction, xs)) if row.numerics.exact else None
        return otherwise if known is None else abs(float(known - Fraction(y)))

    from gradcli.domains.base import Undefined, Unsettled
    from gradcli.domains.exact import Exact

    domain = Exact("", BITS)
    try:
        return abs(float(domain.apply_row(row, [domain.real(Fraction(x)) for x in xs], attribute).value - Fraction(y)))
    except (Undefined, Unsettled, GradcliError):
        return otherwise


def _error_of_arithmetic(row: Primitive, y: float, xs: Sequence[float]) -> float | None:
    """Return the rounding error of a sum, product or quotient of two numbers, itself a double; None of others."""
    if len(xs) != 2 or not SMALLEST < min(map(abs, xs)) <= max(map(abs, xs)) < LARGEST or not SMALLEST < abs(y) < LARGEST:
        return None
    from gradcli.numeric.double_double import two_product, two_sum

    a, b = xs
    if row.laws.linear:
        return abs(two_sum(row.laws.linear[0] * a, row.laws.linear[1] * b)[1])
    if row.laws.monomial == (1, 1):
        return abs(two_product(a, b)[1])
    if row.laws.monomial == (1, -1):
        product, rest = two_product(y, b)
        return abs(((a - product) - rest) / b)
    return None
