"""The mean and the variance of an expression of independent normal variables, to second order.

The terms of second order are those of the GUM (JCGM 100:2008, note to 5.1.2).
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import chain, combinations_with_replacement
from math import copysign, frexp, inf, isfinite, ldexp, nan, sqrt, ulp
from typing import Any, NamedTuple

from gradcli.analysis.evaluation import Evaluation
from gradcli.calc.numbers import FLOAT64
from gradcli.calc.question import Question
from gradcli.core.tape import Ref
from gradcli.engine.forward import append_second_derivatives
from gradcli.engine.lower import counted
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError
from gradcli.numeric.sums import add

SLOT_WORK = 10  # operations that sweeping, running and bounding the error of a slot takes, about


def shift(number: float, exponent: int) -> float:
    """Return number * 2**exponent; an infinity beyond the range of doubles."""
    try:
        return ldexp(number, exponent)
    except OverflowError:
        return copysign(inf, number)


class Bounded(NamedTuple):
    """A number and a bound of its rounding error."""

    number: float
    error: float = 0.0

    def times(self, other: "Bounded") -> "Bounded":
        error = abs(self.number) * other.error + abs(other.number) * self.error + self.error * other.error
        return Bounded(self.number * other.number, error)

    def scaled(self, exponent: int) -> "Bounded":
        return Bounded(shift(self.number, exponent), shift(self.error, exponent))


class Derivatives(NamedTuple):
    """Derivatives g, H and f in units of the deviations s.

    `first` has g_i s_i, `second` H_ij s_i s_j for each pair of names once, `third` the sums over j of f_ijj s_i s_j**2.
    """

    first: dict[str, Bounded]
    second: dict[tuple[str, str], Bounded]
    third: dict[str, Bounded]

    def are_finite(self) -> bool:
        return all(isfinite(each.number) for part in (self.first.values(), self.second.values(), self.third.values())
                   for each in part)

    def move(self) -> Bounded:
        """Return the mean to second order less the value."""
        return _sum((0.5, bend) for (a, b), bend in self.second.items() if a == b)

    def along(self, steps: Mapping[str, float]) -> Bounded:
        """Return the change to second order along `steps`, in deviations."""
        return _sum([*((steps[name], slope) for name, slope in self.first.items()),
                     *(((0.5 if a == b else 1.0) * steps[a] * steps[b], bend) for (a, b), bend in self.second.items())])

    def deviation(self, order: int) -> Bounded:
        """Return the standard deviation to an order; nan where the variance is negative."""
        largest = max((abs(each.number) for each in chain(self.first.values(), self.second.values())), default=0.0)
        exponent = frexp(largest)[1]  # so that no square leaves the range of doubles
        first, second, third = (_scale(part, -exponent) for part in (self.first, self.second, self.third))
        terms = [(1.0, slope.times(slope)) for slope in first.values()]
        if order > 1:
            terms += [(0.5 if a == b else 1.0, bend.times(bend)) for (a, b), bend in second.items()]
            terms += [(1.0, slope.times(third[name])) for name, slope in first.items()]
        variance, error = _sum(terms)
        if variance + error < 0:
            return Bounded(nan)
        deviation = sqrt(max(variance, 0.0))
        return Bounded(deviation, sqrt(max(variance, 0.0) + error) - deviation).scaled(exponent)


def _scale(numbers: dict[Any, Bounded], exponent: int) -> dict[Any, Bounded]:
    return {key: each.scaled(exponent) for key, each in numbers.items()}


def _sum(terms: Iterable[tuple[float, Bounded]]) -> Bounded:
    """Return the sum of products of a weight and a number."""
    parts = list(terms)
    return Bounded(add([weight * each.number for weight, each in parts]),
                   add([abs(weight) * each.error for weight, each in parts]))


def derivatives_in_units(question: Question, slopes: Mapping[str, float],
                         sizes: Mapping[str, float]) -> Derivatives | None:
    """Return the derivatives up to order 3 in units of the deviations `sizes`; None where one does not exist.

    `slopes` are the first ones. The third ones are the gradient of the sum of H_jj s_j**2: one sweep for all. The tape has
    the deviations as factors, so that none leaves the range of doubles but for its own size. Raises GradcliError where
    they take more operations than the limit.
    """
    names, sweep = list(sizes), question.sweep(sizes)
    tape, leaves = sweep.tape, [question.variables[name] for name in sizes]
    _check_work(question, len(names) * len(tape))
    units = {leaf: tape.constant(Fraction(size)) for leaf, size in zip(leaves, sizes.values(), strict=True)}

    def scale(adjoints: Mapping[int, int]) -> dict[int, int]:
        return {leaf: (Ref(tape, adjoints[leaf]) * Ref(tape, units[leaf])).slot for leaf in leaves if leaf in adjoints}

    first = scale(sweep.adjoints)
    second = append_second_derivatives(tape, first, leaves, units)
    _check_work(question, len(tape))
    bends = [Ref(tape, second[leaf, leaf]) for leaf in leaves if (leaf, leaf) in second]
    third = scale(reverse(tape, sum(bends[1:], bends[0]).slot, leaves)) if bends else {}
    _check_work(question, len(tape))
    evaluation = Evaluation(question.source, *sweep, question.at)
    evaluation.settle([*first.values(), *second.values(), *third.values()])

    def read(slot: int | None) -> Bounded:
        if slot is None:
            return Bounded(0.0)
        number = evaluation.values[slot]
        return Bounded(number, ulp(number) if slot in evaluation.settled else evaluation.errors[slot])

    def slope(name: str, leaf: int) -> Bounded:
        swept, number = read(first.get(leaf)), slopes[name] * sizes[name]
        return Bounded(number, swept.error if isfinite(swept.number) else ulp(number))  # else it is a limit

    found = Derivatives({name: slope(name, leaf) for name, leaf in zip(names, leaves, strict=True)},
                        {(names[i], names[j]): read(second.get((leaves[i], leaves[j])))
                         for i, j in combinations_with_replacement(range(len(names)), 2)},
                        {name: read(third.get(leaf)) for name, leaf in zip(names, leaves, strict=True)})
    found = found if found.are_finite() else _one_by_one(question, found, sizes)
    return found if found.are_finite() else None


def _check_work(question: Question, slots: int) -> None:
    work = SLOT_WORK * slots
    if work > question.limit:
        raise GradcliError(f"telling whether it bends within the uncertainty takes more than {counted(work)} operations, "
                           f"beyond the limit of {question.limit}", help="raise it with --limit", code=1)


def _one_by_one(question: Question, swept: Derivatives, sizes: Mapping[str, float]) -> Derivatives:
    """Return the derivatives, those of order 2 and 3 that a sweep misses each by itself.

    Those of order 3 are multiplied by a slope, and not needed where that is 0.
    """
    def number(*names: str) -> Bounded:
        (found, _), = FLOAT64.derivatives(question, [names])
        scaled = float(found)
        for name in names:
            scaled *= sizes[name]
        return Bounded(scaled)

    second = {pair: each if isfinite(each.number) else number(*pair) for pair, each in swept.second.items()}
    third = swept.third if not all(isfinite(each.number) for each in second.values()) else {
        name: each if isfinite(each.number) else _sum((1.0, number(name, other, other)) for other in sizes
                                                      if swept.first[name].number) for name, each in swept.third.items()}
    return Derivatives(swept.first, second, third)
