"""How far an expression bends within the uncertainties of a point: the second order of their propagation, and warnings."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import isfinite, nan, sqrt

from gradcli.analysis.evaluation import TRUSTED, Evaluation
from gradcli.calc.question import Question
from gradcli.calc.uncertainty.moments import Bounded, Derivatives, derivatives_in_units
from gradcli.errors import GradcliError, brief
from gradcli.report.base import Warning
from gradcli.report.uncertainties import Moments

BENT = 0.1  # the relative difference of the two orders above which a warning gives both
MOVED = 0.5  # the move of the mean, in standard deviations, above which it does too
UNFORESEEN = 0.3  # the part of the standard deviation up to which slopes may differ from those that the Hessian foretells


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
            self.error = "; ".join(filter(None, [error.message, error.help]))
        self.orders = [self.derivatives.deviation(order) for order in (1, 2)] if self.derivatives else []
        self.most = UNFORESEEN * max([first, *(order.number for order in self.orders if order.number == order.number)])

    def second_order(self) -> Moments | None:
        """Return the mean and the standard deviation to second order; None where a derivative does not exist, or is noise.

        Rounding leaves of a second derivative that is 0 what the squares of large deviations make anything of.
        """
        if self.derivatives is None:
            return None
        move, (deviation, error) = self.derivatives.move(), self.orders[1]
        mean, size = self.value + move.number, 0.0 if deviation != deviation else deviation
        if not move.error <= TRUSTED * max(abs(mean), size) or not error <= TRUSTED * max(size, self.orders[0].number):
            return None
        return Moments(mean, None if deviation != deviation else deviation)

    def warnings(self) -> list[Warning]:
        """Warn where neither order, or not the first alone, describes the value within the deviations."""
        found = list[str]()
        if self.error:
            found.append(self.error)
        elif self.exists:
            unforeseen = [*filter(None, map(self._unforeseen, self.sizes))]
            found += [*self._bends(), *(unforeseen or self._unforeseen_together())]
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
        slopes, values, turns, jumps = list[float](), list[float](), False, False
        for side in (-1, 1):
            place = here + side * size
            step = (place - here) / size  # in units of the deviation, of which rounding may leave little
            value, found = self._beside(name, place)
            if found.number != found.number:
                return f"there is no slope along {name} at {name}={place:.4g}, within one σ: neither order holds"
            slopes.append(found.number)
            values.append(value.number)
            miss = abs(found.number * size - slope * size - step * bend.number)
            turns |= miss - found.error * size - bend.error > self.most
            miss = abs(value.number - self.value - step * slope * size - step**2 * bend.number / 2)
            jumps |= isfinite(value.number) and miss - 2 * value.error - bend.error > self.most  # as far off is the middle
        course = f"the slope along {name} runs {_course(slopes, slope)}" if turns else \
            f"along {name} it runs {_course(values, self.value)}"
        suspect = "a kink" if turns else "a jump"
        return f"{course} within one σ: neither order holds ({suspect}?)" if turns or jumps else ""

    def _unforeseen_together(self) -> list[str]:
        """Return the message about a value beside the point along all names at once that no order foretells."""
        names, root = list(self.sizes), sqrt(max(1, len(self.sizes)))
        if len(names) < 2 or self.derivatives is None:
            return []
        for sign, other in product((1, -1), repeat=2):
            moved = {name: self.question.at[name] + (other if i % 2 else sign) / root * self.sizes[name]
                     for i, name in enumerate(names)}
            steps = {name: (place - self.question.at[name]) / self.sizes[name] for name, place in moved.items()}
            at = {**self.question.at, **moved}
            tape, slot, _ = self.question.lowered
            evaluation = Evaluation(self.question.source, tape, slot, {}, at)
            evaluation.settle([slot])
            value, error = evaluation.values[slot], evaluation.errors[slot]
            foretold, doubt = self.derivatives.along(steps)
            if value != value or abs(value - self.value - foretold) - 2 * error - doubt > self.most:
                place = ", ".join(f"{name}={number:.4g}" for name, number in moved.items())
                return [f"at {brief(place)}, within one σ, it is {value:.4g}, and to second order "
                        f"{self.value + foretold:.4g}: neither order holds"]
        return []

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
