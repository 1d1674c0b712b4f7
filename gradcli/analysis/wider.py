"""Answers that rest on an over- or underflow, computed again in wider numbers: the same tapes, run in the domain `Wide`."""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from gradcli.core.tape import Tape
from gradcli.domains.base import Real, Undefined, Unsettled
from gradcli.domains.decimal_number import BoundedDecimal
from gradcli.domains.wide import PRECISIONS, Wide
from gradcli.engine.jet import Jet, coefficientwise
from gradcli.engine.lower import Lowered
from gradcli.engine.passes import specialize_branches
from gradcli.engine.taylor import Expansion
from gradcli.errors import GradcliError


class Values(dict[int, Any]):
    """The values of slots, each computed on demand: a branch not taken never is."""

    def __init__(self, domain: Wide, tape: Tape, point: Mapping[str, Any]) -> None:
        self.domain, self.tape, self.point = domain, tape, point

    def __missing__(self, slot: int) -> Any:
        return self.domain.run(self.tape, dict(self.point), [slot], self)[slot]


class _Terms(dict[int, Any]):
    """Values as the first coefficients of series. Raises Undefined where one is not finite."""

    def __init__(self, values: Values) -> None:
        self.values_of = values

    def __missing__(self, slot: int) -> Any:
        value = self.values_of[slot]
        if isinstance(value, float):
            raise Undefined
        term = self[slot] = value.domain.to_coefficient(value.value)
        return term


def _point(domain: Wide, at: Mapping[str, float]) -> dict[str, Any]:
    return {name: domain.real(Fraction(x)) if math.isfinite(x) else x for name, x in at.items()}


def wider_values(tape: Tape, slots: Iterable[int], at: Mapping[str, float]) -> dict[int, float]:
    """Return the doubles nearest to the true values of `slots`, as far as they can be told.

    A number that rests on the sign of a zero is not told.
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
                if _rests_on(tape, slot, domain.zero_sign_slots):
                    del found[slot]
        left = [slot for slot in left if slot not in found]
        if not left:
            break
    return found


def _rests_on(tape: Tape, slot: int, origins: set[int]) -> bool:
    """Return whether one of `origins` is a slot or below it."""
    seen, work = {slot}, [slot]
    while work:
        if seen & origins:
            return True
        below = [a for a in tape.arguments[work.pop()] if a not in seen]
        seen.update(below)
        work += below
    return bool(seen & origins)


def wider_derivatives(lowered: Lowered, names: Sequence[str], at: Mapping[str, float]) -> list[float | None]:
    """Return the derivatives along names[:0], names[:1], … as `wider_values`; None where one cannot be told."""
    found: list[float | None] = [None] * (len(names) + 1)
    for digits in PRECISIONS:
        domain = Wide("", digits)
        with domain.context():
            try:
                numbers = _expanded(domain, lowered, names, at)
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


def _expanded(domain: Wide, lowered: Lowered, names: Sequence[str], at: Mapping[str, float]) -> list[Any]:
    point = _point(domain, at)
    tape, moved = specialize_branches(lowered.tape, lowered.root, Values(domain, lowered.tape, point))
    counts = [tuple(names[:k].count(name) for name in dict.fromkeys(names)) for k in range(len(names) + 1)]
    slots = [moved[lowered.variables[name]] for name in dict.fromkeys(names)]
    expansion = Expansion(tape, moved[lowered.root], slots, len(names))
    values = _Terms(Values(domain, expansion.tape, point))
    one = domain.to_coefficient(Fraction(1))

    def divide(a: Any, b: Any) -> Any:
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
