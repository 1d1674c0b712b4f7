"""Recompute answers that depend on an over- or underflow: the same tapes, run in the domain `Wide`."""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from gradcli.core.tape import Tape
from gradcli.domains.base import Number, Real, Undefined, Unsettled, Value
from gradcli.domains.decimal_number import BoundedDecimal
from gradcli.domains.wide import PRECISIONS, Wide
from gradcli.engine.jet import Jet, coefficientwise
from gradcli.engine.lower import Lowered
from gradcli.engine.passes import specialize_branches
from gradcli.engine.taylor import Expansion
from gradcli.errors import GradcliError


class Values(dict[int, Number]):
    """The values of slots, computed on demand, and never those of a branch not taken."""

    def __init__(self, domain: Wide, tape: Tape, point: Mapping[str, Number]) -> None:
        self.domain, self.tape, self.point = domain, tape, point

    def __missing__(self, slot: int) -> Number:
        return self.domain.run(self.tape, dict(self.point), [slot], self)[slot]


class _Coefficients(dict[int, Value]):
    """Values as the first coefficients of series. Raises Undefined where one is not finite."""

    def __init__(self, values: Values) -> None:
        self.values_of = values

    def __missing__(self, slot: int) -> Value:
        value = self.values_of[slot]
        if isinstance(value, float):
            raise Undefined
        coefficient = self[slot] = value.domain.to_coefficient(value.value)
        return coefficient


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
            values = Values(domain, tape, _point(domain, at))
            for slot in left:
                try:
                    found[slot] = domain.rounded(values[slot])
                except (Unsettled, Undefined, GradcliError):
                    pass
        if domain.zero_sign_slots:
            for slot in [slot for slot in left if slot in found and math.isfinite(found[slot])]:
                if _depends_on(tape, slot, domain.zero_sign_slots):
                    del found[slot]
        left = [slot for slot in left if slot not in found]
        if not left:
            break
    return found


def _depends_on(tape: Tape, slot: int, origins: set[int]) -> bool:
    """Return whether a slot is, or depends on, one of `origins`."""
    seen, work = {slot}, [slot]
    while work:
        if seen & origins:
            return True
        below = [a for a in tape.arguments[work.pop()] if a not in seen]
        seen.update(below)
        work += below
    return bool(seen & origins)


def wider_derivatives(lowered: Lowered, names: Sequence[str], at: Mapping[str, float]) -> list[float | None]:
    """Return the derivatives along names[:0], names[:1], … as `wider_values`; None where one is not found."""
    found: list[float | None] = [None] * (len(names) + 1)
    for digits in PRECISIONS:
        domain = Wide("", digits)
        with domain.context():
            try:
                numbers = _expand(domain, lowered, names, at)
            except (Unsettled, Undefined, GradcliError):
                continue
            for k, number in enumerate(numbers):
                try:
                    found[k] = domain.rounded(Real(domain, number))
                except Unsettled:
                    pass
        if None not in found:
            break
    return found


def _expand(domain: Wide, lowered: Lowered, names: Sequence[str], at: Mapping[str, float]) -> list[Value]:
    point = _point(domain, at)
    tape, moved = specialize_branches(lowered.tape, lowered.root, Values(domain, lowered.tape, point))
    counts = [tuple(names[:k].count(name) for name in dict.fromkeys(names)) for k in range(len(names) + 1)]
    slots = [moved[lowered.variables[name]] for name in dict.fromkeys(names)]
    expansion = Expansion(tape, moved[lowered.root], slots, len(names))
    values = _Coefficients(Values(domain, expansion.tape, point))
    one = domain.to_coefficient(Fraction(1))

    def divide(a: Value, b: Value) -> Value:
        if b == 0:
            raise Undefined
        return one * a / b

    if len(slots) == 1:
        coefficients = expansion.coefficients(values, [one], divide, domain.to_coefficient)
    else:
        coefficients = expansion.coefficients(values, Jet.axes(counts[-1]), coefficientwise(divide),
                                              coefficientwise(domain.to_coefficient))
    numbers = []
    for coefficient, count in zip(coefficients, counts, strict=True):
        part = coefficient.part(count) if isinstance(coefficient, Jet) else coefficient
        number = one * part * math.prod(map(math.factorial, count))
        numbers.append(number if isinstance(number, BoundedDecimal) else Fraction(number))
    return numbers
