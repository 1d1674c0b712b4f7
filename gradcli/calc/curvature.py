"""How far an expression bends within the uncertainties of a point: the second order of their propagation, and warnings.

The next terms of the mean and the variance are those of the GUM (JCGM 100:2008, note to 5.1.2), for normal variables.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations_with_replacement
from math import copysign, frexp, fsum, inf, isfinite, ldexp, nan, sqrt, ulp
from typing import Any, NamedTuple

from gradcli.analysis.evaluation import Evaluation
from gradcli.analysis.high_order import append_second_derivatives
from gradcli.calc.numbers import FLOAT64
from gradcli.calc.question import Question
from gradcli.core.tape import Ref
from gradcli.engine.lower import counted
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError, brief
from gradcli.report.base import Warning
from gradcli.report.uncertainties import Moments

BENT = 0.1  # the relative difference of the two orders above which a warning gives both
MOVED = 0.5  # the move of the mean, in standard deviations, above which it does too
UNFORESEEN = 0.3  # the part of the standard deviation up to which slopes may differ from those that the Hessian foretells
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
    return Bounded(fsum(weight * each.number for weight, each in parts), fsum(weight * each.error for weight, each in parts))


def derivatives_in_units(question: Question, slopes: Mapping[str, float],
                         sizes: Mapping[str, float]) -> Derivatives | None:
    """Return the derivatives up to order 3 in units of the deviations `sizes`; None where one does not exist.

    `slopes` are the first ones. The third ones are the gradient of the sum of H_jj s_j**2: one sweep for all. Raises
    GradcliError where they take more operations than the limit.
    """
    names, sweep = list(sizes), question.sweep(sizes)
    tape, leaves = sweep.tape, [question.variables[name] for name in sizes]
    _check_work(question, len(names) * len(tape))
    rows, unit = append_second_derivatives(tape, sweep.adjoints, leaves), max(sizes.values(), default=1.0)
    bends = [Ref(tape, slot) * Fraction(sizes[name] / unit)**2 for i, name in enumerate(names)
             if (slot := rows[i][i]) is not None]
    _check_work(question, len(tape))
    third = reverse(tape, sum(bends[1:], bends[0]).slot, leaves) if bends else {}
    _check_work(question, len(tape))
    evaluation = Evaluation(question.source, *sweep, question.at)
    evaluation.settle([slot for slot in [*sweep.adjoints.values(), *chain(*rows), *third.values()] if slot is not None])

    def read(slot: int | None, *factors: float) -> Bounded:
        if slot is None:
            return Bounded(0.0)
        number = evaluation.values[slot]
        error = ulp(number) if slot in evaluation.settled else evaluation.errors[slot]
        for factor in factors:
            number, error = number * factor, error * factor
        return Bounded(number, error)

    first = {name: Bounded(slopes[name] * sizes[name], read(sweep.adjoints.get(leaf), sizes[name]).error)
             for name, leaf in zip(names, leaves, strict=True)}
    second = {(names[i], names[j]): read(rows[i][j], sizes[names[i]], sizes[names[j]])
              for i, j in combinations_with_replacement(range(len(names)), 2)}
    found = Derivatives(first, second, {name: read(third.get(leaf), unit, unit, sizes[name])
                                        for name, leaf in zip(names, leaves, strict=True)})
    found = found if found.are_finite() else _one_by_one(question, found, sizes)
    return found if found.are_finite() else None


def _check_work(question: Question, slots: int) -> None:
    work = SLOT_WORK * slots
    if work > question.limit:
        raise GradcliError(f"whether it bends within the uncertainty takes more than {counted(work)} operations, beyond the "
                           f"limit of {question.limit}", help="raise it with --limit", code=1)


def _one_by_one(question: Question, swept: Derivatives, sizes: Mapping[str, float]) -> Derivatives:
    """Return the derivatives where a sweep misses some, each of order 2 and 3 by itself.

    Those of order 3 are multiplied by a slope, and not needed where that is 0.
    """
    def number(*names: str) -> Bounded:
        (found, _), = FLOAT64.derivatives(question, [names])
        scaled = float(found)
        for name in names:
            scaled *= sizes[name]
        return Bounded(scaled)

    return Derivatives(swept.first, {pair: number(*pair) for pair in swept.second},
                       {name: _sum((1.0, number(name, other, other)) for other in sizes if slope.number)
                        for name, slope in swept.first.items()})


class Curvature:
    """The second order of a propagation: `value` and `first`, its deviation to first order, with those of the names."""

    def __init__(self, question: Question, value: float, first: float, slopes: Mapping[str, float],
                 sizes: Mapping[str, float]) -> None:
        self.question, self.value, self.first, self.slopes, self.sizes = question, value, first, slopes, sizes
        self.exists = isfinite(value) and isfinite(first)
        self.error: str | None = None
        self.derivatives: Derivatives | None = None
        try:
            self.derivatives = derivatives_in_units(question, slopes, sizes) if self.exists else None
        except GradcliError as error:
            self.error = f"{error.message}; {error.help}"
        self.orders = [self.derivatives.deviation(order) for order in (1, 2)] if self.derivatives else []

    def second_order(self) -> Moments | None:
        """Return the mean and the standard deviation to second order; None where a derivative does not exist."""
        if self.derivatives is None:
            return None
        deviation = self.orders[1].number
        return Moments(self.value + self.derivatives.move().number, None if deviation != deviation else deviation)

    def warnings(self) -> list[Warning]:
        """Warn where neither order, or not the first alone, describes the value within the deviations."""
        found = list[str]()
        if self.error:
            found.append(self.error)
        elif self.exists:
            found += [*self._bends(), *filter(None, map(self._unforeseen, self.sizes))]
        source = self.question.source
        return [Warning("curvature", source, (0, len(source)), message, source) for message in found]

    def _bends(self) -> list[str]:
        """Return the message about two orders that differ."""
        if self.derivatives is None:
            return []
        move, (first, second) = self.derivatives.move(), self.orders
        moved = abs(move.number) - move.error > MOVED * first.number
        change = abs(second.number - first.number) - second.error - first.error
        if not moved and change <= BENT * first.number:
            return []
        mean = self.value + move.number
        other = f"{mean:.4g} ± {second.number:.4g}" if second.number == second.number else "the variance is negative"
        return [f"{brief(self.question.source)} bends within the uncertainty: to second order {other}, "
                f"to first {self.value:.4g} ± {self.first:.4g}"]

    def _unforeseen(self, name: str) -> str:
        """Return the message about slopes, or values, beside the point along a name that its derivatives do not foretell."""
        size, here = self.sizes[name], self.question.at[name]
        slope, bend = self.slopes[name], self.derivatives.second[name, name] if self.derivatives else Bounded(0.0)
        most = UNFORESEEN * max([self.first, *(order.number for order in self.orders if order.number == order.number)])
        slopes, values, turns, jumps = list[float](), list[float](), False, False
        for side in (-1, 1):
            place = here + side * size
            value, found = self._beside(name, place)
            if found.number != found.number:
                return f"there is no slope along {name} at {name}={place:.4g}, within one σ: neither order holds"
            slopes.append(found.number)
            values.append(value.number)
            miss = abs(found.number * size - slope * size - side * bend.number)
            turns |= miss - found.error * size - bend.error > most
            miss = abs(value.number - self.value - side * slope * size - bend.number / 2)
            jumps |= isfinite(value.number) and miss - value.error - bend.error > most
        course = f"the slope along {name} runs {_course(slopes, slope)}" if turns else \
            f"along {name} it runs {_course(values, self.value)}"
        suspect = "a kink" if turns else "a jump"
        return f"{course} within one σ: neither order holds ({suspect}?)" if turns or jumps else ""

    def _beside(self, name: str, place: float) -> tuple[Bounded, Bounded]:
        """Return the value, and the slope along a name, at a place of it; the slope is nan where one does not exist."""
        sweep = self.question.sweep([name])
        slot = sweep.adjoints.get(self.question.variables[name])
        evaluation = Evaluation(self.question.source, *sweep, {**self.question.at, name: place})
        evaluation.settle([sweep.root] if slot is None else [sweep.root, slot])
        values, errors = evaluation.values, [error if isfinite(error) else 0.0 for error in evaluation.errors]
        value = Bounded(values[sweep.root], errors[sweep.root])
        if value.number != value.number:
            return value, Bounded(nan)
        if slot is None:
            return value, Bounded(0.0)
        found = evaluation.missing(slot)
        return value, Bounded(values[slot] if found is None else found.number, errors[slot])


def _course(ends: Sequence[float], middle: float) -> str:
    """Return `from a to b`, or `from a over b to c` where the middle is not between the ends."""
    first, last = ends
    return f"from {first:.4g}{'' if min(ends) <= middle <= max(ends) else f' over {middle:.4g}'} to {last:.4g}"
