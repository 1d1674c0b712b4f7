"""Recompute answers that depend on an over- or underflow: the same tapes, run in the domain `Wide`."""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from gradcli.core.tape import Tape
from gradcli.domains.base import Number, Undefined, Unsettled
from gradcli.domains.decimal_number import BoundedDecimal
from gradcli.domains.exponential import Exponential
from gradcli.domains.wide import PRECISIONS, Wide
from gradcli.engine.in_domain import Values, derivatives_in
from gradcli.engine.lower import Lowered
from gradcli.errors import GradcliError

NEARBY = Fraction(1, 10**20), Fraction(1, 10**40)  # distances, in units of a variable: at 200 digits 40 orders lose 160
NOTHING = 1e-60  # beside what other derivatives are at a point
AGREED = 1e-9  # relative difference of limits that are one


def _point(domain: Wide, at: Mapping[str, float]) -> dict[str, Number]:
    return {name: domain.real(Fraction(x)) if math.isfinite(x) else x for name, x in at.items()}


def wider_values(tape: Tape, slots: Iterable[int], at: Mapping[str, float]) -> dict[int, float]:
    """Return the doubles nearest to the true values of `slots`, of those that are found.

    Values that depend on the sign of a zero are left out.
    """
    found: dict[int, float] = {}
    left = list(dict.fromkeys(slots))
    for digits in PRECISIONS:
        domain = Wide("", digits)
        with domain.context():
            values = Values(domain, tape, len(tape), _point(domain, at))
            for slot in left:
                try:
                    found[slot] = domain.to_double(values[slot])
                except (Unsettled, Undefined, GradcliError):
                    pass
        if domain.zero_sign_slots:
            for slot in [slot for slot in left if slot in found and math.isfinite(found[slot])]:
                if not domain.zero_sign_slots.isdisjoint(tape.dependencies([slot])):
                    del found[slot]
        left = [slot for slot in left if slot not in found]
        if not left:
            break
    return found


def wider_derivatives(lowered: Lowered, names: Sequence[str], at: Mapping[str, float],
                      effort: int | None = None, most: int = PRECISIONS[-1]) -> list[float | None]:
    """Return the derivatives along names[:0], names[:1], … as `wider_values`; None where one is not found.

    `effort` is the number of precisions that are tried, by default all, with `most` digits.
    """
    found: list[float | None] = [None] * (len(names) + 1)
    for digits in PRECISIONS[:effort]:
        if digits > most:
            break
        domain = Wide("", digits)
        with domain.context():
            try:
                terms = derivatives_in(domain, lowered, names, _point(domain, at))
            except (Unsettled, Undefined, GradcliError):
                continue
            for k, term in enumerate(terms):
                try:
                    found[k] = domain.to_double(domain.from_coefficient(term))
                except Unsettled:
                    pass
        if None not in found:
            break
    return found


def wider_limit(lowered: Lowered, names: Sequence[str], at: Mapping[str, float],
                steps: Mapping[str, float]) -> tuple[float, float] | None:
    """Return the limit of the derivative along `names` from a side of the point, and a bound of its error; None if unknown.

    It is taken from two points very near, at which the derivatives agree, or where the second is nothing beside the first,
    or beside the derivatives of lower orders.
    """
    if not all(map(math.isfinite, at.values())):
        return None
    domain, found = Wide("", PRECISIONS[1]), list[tuple[float, float]]()
    with domain.context():
        for distance in NEARBY:
            near = {name: Fraction(at[name]) + Fraction(step) * distance * Fraction(abs(at[name]) or 1.0)
                    for name, step in steps.items()}
            try:
                terms = [BoundedDecimal.lift(term) for term in derivatives_in(domain, lowered, names, _point(domain, at) | {
                    name: domain.real(x) for name, x in near.items()}) if not isinstance(term, Exponential)]
            except (Unsettled, Undefined, GradcliError):
                return None
            if len(terms) <= len(names):
                return None
            found.append((float(terms[-1].value), float(terms[-1].error)))
            largest = max(abs(term) for term in map(float, terms))
    (first, more), (number, error) = found
    if not all(map(math.isfinite, (first, more, number, error))):
        return None
    if abs(first - number) + error <= AGREED * abs(number):
        return number, abs(first - number) + error
    return (0.0, 0.0) if abs(number) + error <= max(AGREED * (abs(first) + more), NOTHING * largest) else None


def wider_difference(tape: Tape, root: int, at: Mapping[str, float], name: str) -> float | None:
    """Return the derivative of `root` along a variable by a central difference; None where it is not found.

    The step is a third of the digits below the variable, so the truncation error is two thirds below the derivative. What
    rounding alone may have left is 0.
    """
    if not math.isfinite(at[name]):
        return None
    for digits in PRECISIONS:
        domain = Wide("", digits)
        with domain.context():
            x = Fraction(at[name])
            step = (abs(x) or 1) / Fraction(10) ** (digits // 3)
            try:
                below, above = (Values(domain, tape, root, _point(domain, at) | {name: domain.real(x + side * step)})[root]
                                for side in (-1, 1))
                if isinstance(below, float) or isinstance(above, float):  # infinite or nan
                    return None
                difference = above - below
                if isinstance(difference.value, BoundedDecimal) and abs(difference.value.value) <= difference.value.error:
                    return 0.0
                return domain.to_double(difference / (2 * step))
            except (Unsettled, Undefined, GradcliError):
                pass
    return None
