"""Values and derivatives of a tape in a domain of numbers that are not floats, computed on demand."""

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from gradcli.core.tape import Tape
from gradcli.domains.base import Domain, Undefined
from gradcli.engine.jet import Jet, coefficientwise
from gradcli.engine.lower import Lowered
from gradcli.engine.passes import specialize_branches
from gradcli.engine.taylor import Expansion


class Values(dict[int, Any]):
    """The values of slots, each computed on demand: a branch not taken never is. Slots beyond `primal` are derivatives."""

    def __init__(self, domain: Domain, tape: Tape, primal: int, point: Mapping[str, Any]) -> None:
        self.domain, self.tape, self.primal, self.point = domain, tape, primal, dict(point)

    def __missing__(self, slot: int) -> Any:
        return self.domain.run(self.tape, self.point, [slot], self, self.primal)[slot]


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


def derivatives_in(domain: Domain, lowered: Lowered, names: Sequence[str], point: Mapping[str, Any],
                   count: int | None = None, check: Callable[[], None] = lambda: None) -> list[Any]:
    """Return the derivatives along names[:0], names[:1], … as terms of the domain, the last `count` of them, by default all.

    Raises Undefined where one has none. `check` is called before recurrences, whose work grows as the square of the order.
    """
    count = len(names) + 1 if count is None else count
    before = Values(domain, lowered.tape, lowered.root, point)
    tape, moved = specialize_branches(lowered.tape, lowered.root, before)
    moving = tuple(dict.fromkeys(names))
    counts = [tuple(names[:k].count(name) for name in moving) for k in range(len(names) + 1)]
    if len(moving) == 1:
        terms = domain.expand(tape, moved[lowered.root], names[0], len(names), point, count)
        if terms is not None:
            return [term * math.factorial(k) for k, term in enumerate(terms, len(names) + 1 - count)]
    check()
    expansion = Expansion(tape, moved[lowered.root], [moved[lowered.variables[name]] for name in moving], len(names))
    values = _Terms(Values(domain, expansion.tape, expansion.root, point))
    one = domain.to_coefficient(Fraction(1))

    def divide(a: Any, b: Any) -> Any:
        if b == 0:
            raise Undefined
        return one * a / b

    if len(moving) < 2:
        coefficients = expansion.coefficients(values, [one] * len(moving), divide, domain.to_coefficient)
    else:
        coefficients = expansion.coefficients(values, Jet.axes(counts[-1]), coefficientwise(divide),
                                              coefficientwise(domain.to_coefficient))
    parts = [each.part(count) if isinstance(each, Jet) else each for each, count in zip(coefficients, counts, strict=True)]
    return [one * part * math.prod(map(math.factorial, orders))
            for part, orders in zip(parts[-count:], counts[-count:], strict=True)]
