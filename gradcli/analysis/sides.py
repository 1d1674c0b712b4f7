"""One-sided limits: the values of a tape just beside a point, along one variable or in a direction.

A tape is smooth but for its switches: rows that are constant between jumps, such as comparisons and signs, which derivatives
contain too. On one side of a point these have their values beside it, and all other slots their values at the point: this
gives one-sided values and slopes without differences. Where an operation on finite numbers is not finite, or one on others
is nan, its values at shrinking distances decide.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice, pairwise, product
from math import copysign, inf, isfinite, isinf, isnan, nan

from gradcli.analysis.rounding import LARGE, bounds, underflow
from gradcli.core.primitive import CONSTANT
from gradcli.core.tape import Tape
from gradcli.domains.float64 import nearest_double, run
from gradcli.numeric.ieee import NORMAL
from gradcli.ops import SELECT

LEFT, RIGHT = -1, 1
FARTHEST = 2.0**-3  # the first distance, in units of the size of the number
FROM_ZERO, FROM_OTHERS = 2.0**-500, 2.0**-48  # the last distances: squares are doubles; 16 times the spacing of doubles
CLOSE, CLOSER = 2.0**-2, 2.0**-8  # the ratio of a distance to the one before, above NEAR and below it
NEAR = 2.0**-20  # of the farthest distance; below it no other feature of the function is expected
STEADY = 0.9  # changes that shrink less over two steps belong to a divergence
LASTING = 0.4  # as do those that shrink less over half of the distances; those of 1/log(h) shrink to a quarter
WINDOW = 6  # points of an extrapolation, of degree 5: more amplify the errors of the values
VANISHING = 2.0**-40  # of the largest value on the way; a smaller limit is 0
SAME = 2.0**-50  # relative difference below which numbers are equal: decimals became doubles
EXTRAPOLATION_ERROR = 2.0**-30  # relative error that an extrapolation may have beside its estimate
MAX_DIRECTIONS = 8  # pairs of directions that are searched: all of three variables
UNEVEN = 0.618  # the ratio of the steps of two variables, the golden section, at which a tie between them does not stay one
MAX_UNCERTAINTY = 1e-3  # relative error above which a limit is not compared

Limit = tuple[float, float]  # a number, and a bound of its error


def directions(names: Sequence[str]) -> Iterator[dict[str, float]]:
    """Yield the two sides along a variable; of several, directions in each orthant in which no two steps are equal."""
    sizes = [UNEVEN**k for k in range(len(names))]
    for signs in islice(product((LEFT, RIGHT), repeat=len(names)), MAX_DIRECTIONS):
        for order in (sizes, sizes[::-1])[:len(names)]:
            yield {name: sign * scale for name, sign, scale in zip(names, signs, order, strict=True)}


class Side:
    """A tape beside the point `at`, on the side to which the variables move by `steps`, in units of their sizes.

    With `sampled`, limits are taken from values at shrinking distances where they cannot be computed.
    """

    def __init__(self, tape: Tape, at: Mapping[str, float], steps: Mapping[str, float], sampled: bool = True) -> None:
        self.tape, self.at, self.steps, self.sampled = tape, at, steps, sampled
        self._runs: dict[float, tuple[list[float], list[float]]] = {}
        self._underflows: dict[float, int] = {}
        self._known: dict[int, float] = {}  # bounds of the errors of sampled and infinite limits
        self._sampled = set[int]()

    @cached_property
    def moving(self) -> list[bool]:
        """Return for each slot whether it depends on one of the variables."""
        return self.tape.moving(self.steps)

    @cached_property
    def here(self) -> list[float]:
        """Return the values at the point itself."""
        return run(self.tape, dict(self.at))

    @cached_property
    def here_errors(self) -> list[float]:
        """Return bounds of the errors at the point itself."""
        return bounds(self.tape, self.here)

    def point(self, distance: float) -> dict[str, float]:
        """Return the point at a distance."""
        return {**self.at, **{name: self.at[name] + step * distance * (abs(self.at[name]) or 1.0)
                              for name, step in self.steps.items()}}

    def beside(self, distance: float) -> tuple[list[float], list[float]]:
        """Return the values at a distance from the point, and bounds of their errors."""
        if distance not in self._runs:
            values = run(self.tape, self.point(distance))
            self._runs[distance] = values, bounds(self.tape, values)
        return self._runs[distance]

    @cached_property
    def distances(self) -> list[float]:
        """Return the distances of samples, the farthest first."""
        return list(_distances(any(self.at[name] for name in self.steps)))

    @cached_property
    def _steps(self) -> dict[int, float]:
        """Return the values of switches on this side: those nearest to the point that are certain despite rounding."""
        operations = self.tape.operations
        pending = [slot for slot, moves in enumerate(self.moving) if moves and self._switches(slot)]
        found: dict[int, float] = {}
        nearest = self.distances[::-1] if pending else []
        for distance, farther in zip(nearest, [*nearest[1:], *nearest[-1:]], strict=True):
            values, errors = self.beside(distance)
            for slot in pending:
                row = operations[slot]
                sure = not errors[slot] if row.is_step else errors[slot] <= LARGE * abs(values[slot])
                if sure and values[slot] == values[slot]:
                    found[slot] = values[slot]
                    if not row.is_step and row.singular.jumps:  # x**2 % 1 comes to 0 on either side, without reaching it
                        self._known[slot] = abs(self.beside(farther)[0][slot] - values[slot])
            pending = [slot for slot in pending if slot not in found]
            if not pending:
                break
        return found

    def _switches(self, slot: int) -> bool:
        """Return whether a slot is constant between jumps, has a jump at the point, or is a condition that is 0 there."""
        row = self.tape.operations[slot]
        jumps = row.at_jump([self.here[a] for a in self.tape.arguments[slot]])
        return row.is_step or bool(jumps) or slot in self._conditions and not self.here[slot]

    @cached_property
    def _conditions(self) -> set[int]:
        return {arguments[0] for row, arguments, _, _ in self.tape if row is SELECT}

    @cached_property
    def values(self) -> list[float]:
        """Return the limits of all slots; nan where there is none."""
        values: list[float] = []
        for slot, (row, arguments, attribute, _) in enumerate(self.tape):
            if slot in self._steps and not (slot in self._conditions and row.rules):
                values.append(self._steps[slot])
            elif row is SELECT:
                values.append(values[arguments[1 if self._steps.get(arguments[0], values[arguments[0]]) else 2]])
            elif arguments:
                xs = [values[a] for a in arguments]
                values.append(row.value(xs, attribute))
                if self.sampled and self.moving[slot] and _becomes_non_finite(values[slot], xs):
                    values[slot], self._known[slot] = self._from_samples(slot)
                    self._sampled.add(slot)
                if isinf(values[slot]):
                    self._known[slot] = 0.0
            else:
                values.append(nearest_double(attribute) if row is CONSTANT else self.here[slot])
        return values

    @cached_property
    def errors(self) -> list[float]:
        """Return bounds of the errors of `values`."""
        steps = [slot for slot in self._steps if self.tape.operations[slot].is_step]
        values = self.values
        return bounds(self.tape, values, {**self._known, **dict.fromkeys(steps, 0.0)})

    @cached_property
    def _uncertain(self) -> set[int]:
        """Return the slots whose limits depend on an infinity made by a factor that may be 0."""
        found, values, errors = set[int](), self.values, self.errors
        if not any(map(isinf, values)):
            return found
        for slot, (row, arguments, _, _) in enumerate(self.tape):
            vague = isinf(values[slot]) and not (row.laws.linear or row is SELECT) and any(
                abs(values[a]) <= errors[a] for a in arguments)
            if slot not in self._sampled and (vague or any(a in found for a in arguments)):
                found.add(slot)
        return found

    def limit(self, slot: int, primal: int | None = None) -> Limit:
        """Return the limit of a slot, which may be infinite; nan where it, or the `primal` of a slope, does not exist."""
        if not self.moving[slot]:
            return self.here[slot], 0.0
        value, error = self.values[slot], self.errors[slot]
        if value == value and error == error and slot not in self._uncertain:
            if not self.exists(slot if primal is None else primal):
                return nan, 0.0
            if error <= EXTRAPOLATION_ERROR * abs(value):
                return value, error
            return min((value, error), self._from_samples(slot), key=lambda end: end[1] if end[0] == end[0] else inf)
        return self._from_samples(slot)

    def _from_samples(self, slot: int) -> Limit:
        """Return the limit of the values of a slot at shrinking distances."""
        return limit((distance, values[slot], errors[slot]) for distance in self.distances
                     for values, errors in [self.beside(distance)])

    def exists(self, slot: int) -> bool:
        """Return whether a slot has a value on this side, arbitrarily near to the point.

        Values that depend on an underflow count only where all do: sqrt(x**3) is -0 at -1e-120.
        """
        near = [distance for distance in self.distances if distance < NEAR * self.distances[0]]
        sure = (distance for distance in near if slot < self._first_underflow(distance))
        first = next(sure, None)
        return any(values[slot] == values[slot] for distance in (near if first is None else chain([first], sure))
                   for values, _ in [self.beside(distance)])

    def _first_underflow(self, distance: float) -> int:
        """Return the first slot that is too small at a distance for a double to have all its digits, else their number."""
        if distance not in self._underflows:
            values, _ = self.beside(distance)
            self._underflows[distance] = next((
                slot for slot, (row, arguments, attribute, _) in enumerate(self.tape) if abs(values[slot]) < NORMAL and
                underflow(row, values[slot], [values[a] for a in arguments], attribute)), len(self.tape))
        return self._underflows[distance]


def _becomes_non_finite(value: float, arguments: Sequence[float]) -> bool:
    """Return whether a non-finite value, or its sign, comes from a zero, or from infinite arguments of both signs."""
    return not isfinite(value) and (0 in arguments or all(map(isfinite, arguments)) or (
        isnan(value) and not any(map(isnan, arguments))))


def _distances(moves_others: bool) -> Iterator[float]:
    """Yield distances from a number in units of its size, the farthest first; not so near with `moves_others`."""
    nearest, ratio = (FROM_OTHERS, CLOSE) if moves_others else (FROM_ZERO, CLOSER)
    distance = FARTHEST
    while distance >= nearest:
        yield distance
        distance *= CLOSE if distance > NEAR else ratio


def limit(samples: Iterable[tuple[float, float, float]]) -> Limit:
    """Return the limit of (distance, value, error of the value) for distances that shrink to 0; nan where none is found."""
    points = [(h, y, e) for h, y, e in samples if y == y]
    if len(points) < 3:
        return nan, 0.0
    usable = [(h, y, e) for h, y, e in points if isfinite(y) and isfinite(e)]
    known = [y for _, y, e in usable if e <= abs(y) / 8]
    if _diverges(known) or not usable and isinf(points[-1][1]):
        return copysign(inf, known[-1] if known else points[-1][1]), 0.0
    best, error, before = nan, inf, nan
    for end in range(2, len(usable) + 1):
        number, uncertainty = min((_extrapolate(usable[begin:end]) for begin in range(max(0, end - WINDOW), end - 1)),
                                  key=lambda found: found[1])
        uncertainty += CLOSE * abs(number - before)  # logarithmic convergence shows only here
        if uncertainty < error:
            best, error = number, uncertainty
        before = number
    error += EXTRAPOLATION_ERROR * abs(best)
    if abs(best) <= max(error, VANISHING * max(map(abs, known), default=0.0)):
        return 0.0, error
    return best, error


def _diverges(values: list[float]) -> bool:
    """Return whether values grow, and their changes do not shrink."""
    if len(values) < 5:
        return False
    changes = [b - a for a, b in pairwise(values)]
    growing = all(change * values[-1] > 0 for change in changes[-4:])
    *_, third, second, last = map(abs, changes)
    return growing and last >= STEADY * second and second >= STEADY * third and (
        last >= LASTING * abs(changes[len(changes) // 2]))


def _extrapolate(points: Sequence[tuple[float, float, float]]) -> Limit:
    """Return the value at distance 0 of the polynomial through points (Neville), and an estimate of its error."""
    row = [y for _, y, _ in points]
    uncertainties = [e for _, _, e in points]
    last = row[-1]
    for width in range(1, len(points)):
        last = row[-1]
        for i in range(len(row) - 1):
            far, near = points[i][0], points[i + width][0]
            weight = far / (far - near)
            row[i] = row[i + 1] * weight - row[i] * (weight - 1)
            uncertainties[i] = uncertainties[i + 1] * weight + uncertainties[i] * (weight - 1)
        row.pop()
        uncertainties.pop()
    return row[0], abs(row[0] - last) + uncertainties[0]


def differ(a: Limit, b: Limit) -> bool:
    """Return whether two numbers differ by more than their errors; False if one is nan or too uncertain."""
    (x, e), (y, f) = a, b
    if x != x or y != y:
        return False
    if isinf(x) or isinf(y):
        return x != y
    size = max(abs(x), abs(y))
    return isfinite(e + f) and abs(x - y) > 4 * (e + f) + SAME * size and not e + f > MAX_UNCERTAINTY * size
