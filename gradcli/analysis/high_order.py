"""Derivatives of any order as floats: sweeps to order 2, beyond it the coefficients of one Taylor series.

Comes in: a lowered expression and the names along which it is differentiated. Goes out: at any point, the derivatives with
estimates of their errors.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from math import isfinite, nan
from typing import TYPE_CHECKING, Any, NamedTuple

from gradcli.analysis.rounding import bounds
from gradcli.analysis.sides import EXTRAPOLATION_ERROR, MAX_UNCERTAINTY, Limit, Side, limit
from gradcli.core.tape import Tape
from gradcli.domains.float64 import multiply_and_round, run
from gradcli.engine.forward import append_second_derivatives
from gradcli.engine.lower import Lowered
from gradcli.engine.passes import eliminate_dead_code
from gradcli.engine.reverse import reverse
from gradcli.numeric.ieee import divide

if TYPE_CHECKING:
    from gradcli.engine.taylor import Expansion

SAMPLES = 10  # distances at which a limit is sampled, down to 2**-21: each takes a series of its own
TRIALS = 5  # rescalings at most, each of which must bring more coefficients into range
MAX_SHIFT = 1000  # variables are scaled by 2**-1000 to 2**1000, which are doubles
SAFE = 1e-150, 1e150  # sizes of numbers whose products are within the range of doubles
RANGE = 1e-280, 1e280  # sizes of coefficients that neither under- nor overflow
SCALE = 1.0625  # another scale, 17/16, at which all roundings differ, though it is itself exact
CLEAR = 2.0**-40  # relative difference above which wider numbers decide how many digits are left
WORK = 200_000  # operations of a series up to which they do
DIGIT_WORK = 2_000_000_000  # operations times digits up to which a series is computed in wider numbers, in 3 seconds or so


class Estimate(NamedTuple):
    """A derivative and an estimate of its relative error.

    Where it is infinite, `large` is true of an overflow. `settled` is its value in wider numbers, if that is known.
    """

    number: float
    large: bool
    error: float
    settled: float | None = None


class HighOrder:
    """The derivatives along each of `orders`, at any point; each is a prefix of the longest.

    The first is that of the reverse sweep, the second that of a forward sweep over it, as in a Hessian, unless that is nan.
    The others are coefficients of one series, mixed ones too, along the direction s*e1 + t*e2 + … with polynomials in s, t,
    … for numbers: nothing is interpolated. For an estimate of their errors they are computed again at another scale, from
    perturbed values. Where a slope is nan, so are higher orders.
    """

    def __init__(self, lowered: Lowered, orders: Sequence[tuple[str, ...]]) -> None:
        self.lowered, self.orders, self.names = lowered, orders, orders[-1]
        self.moved = [*dict.fromkeys(self.names)]
        self.tape, kept = eliminate_dead_code(lowered.tape, [lowered.root])
        self.root = kept[lowered.root]
        self.slots = {name: kept[lowered.variables[name]] for name in self.names}
        self.adjoints = reverse(self.tape, self.root, list(self.slots.values()))
        self.second = _second(self.tape, self.adjoints, self.slots, orders)
        self._higher = cache(partial(_series, lowered, orders))  # not every point needs it

    def at(self, point: Mapping[str, float]) -> list[Estimate]:
        """Return the derivatives at a point."""
        return self.estimates(point, run(self.tape, dict(point)))

    def beside(self, point: Mapping[str, float], steps: Mapping[str, float]) -> Limit:
        """Return the derivative of the highest order in the limit from a side, as of a Side, with its error."""
        swept = Side(self.tape, point, steps)
        if not swept.exists(self.root):
            return nan, 0.0
        slot = self.adjoints.get(self.slots[self.names[0]]) if len(self.names) == 1 else self.second
        if slot is not None and len(self.names) <= 2:
            number, error = swept.limit(slot, self.root)
            if number == number:
                return number, error
        estimate = self.estimates_beside(point, steps, swept.values)[-1]
        is_known = isfinite(estimate.number) and isfinite(estimate.error)  # one that is not: 0 of an infinite denominator
        if is_known and estimate.error <= MAX_UNCERTAINTY:  # a larger one counts the kink within the rounding of x - 1/4
            return self._with_error(estimate, swept.values, swept.errors)
        if len(self.lowered.tape) * len(self.names)**2 <= WORK:
            from gradcli.analysis.wider import wider_limit

            if limit_in_wider := wider_limit(self.lowered, self.names, point, steps):
                return limit_in_wider
        if is_known:
            return self._with_error(estimate, swept.values, swept.errors)
        samples = []
        for distance in swept.distances[:SAMPLES]:
            values, errors = swept.beside(distance)
            there = self.estimates(swept.point(distance), values, effort=1)[-1]
            samples.append((distance, *self._with_error(there, values, errors)))
        found = limit(samples)
        return found if isfinite(found[0]) else (nan, 0.0)

    def estimates_beside(self, point: Mapping[str, float], steps: Mapping[str, float],
                         values: Sequence[float] | None = None) -> list[Estimate]:
        """Return the derivatives on a side, whose tape has `values`, from the values of switches there."""
        def run_beside(tape: Tape) -> list[float]:
            return Side(tape, point, steps, sampled=False).values

        return self.estimates(point, values or run_beside(self.tape), run_beside)

    def _with_error(self, estimate: Estimate, values: Sequence[float], errors: Sequence[float]) -> Limit:
        """Return an estimate and a bound of its error; `errors` are those of the `values` of the tape."""
        if self.second is not None and len(self.names) == 2 and values[self.second] == estimate.number:
            return estimate.number, errors[self.second]
        if estimate.settled is not None:
            return estimate.settled, math.ulp(estimate.settled)
        return estimate.number, (estimate.error + EXTRAPOLATION_ERROR) * abs(estimate.number)

    def estimates(self, point: Mapping[str, float], values: Sequence[float],
                  run_series: Callable[[Tape], list[float]] | None = None, effort: int | None = None) -> list[Estimate]:
        """Return the derivatives at a point, from the values of the tape; `run_series` returns those of the series' tape.

        `effort` is the number of precisions of wider numbers that are tried, by default all.
        """
        names = self.names
        slots = [self.adjoints.get(self.slots[name]) for name in names]
        partials = [0.0 if slot is None else values[slot] for slot in slots]
        swept = [values[self.root], *partials[:1]]
        if self.second is not None and values[self.second] == values[self.second]:
            swept.append(values[self.second])
        found = [Estimate(number, False, 0.0) for number in swept]
        lost = next((k for k, number in enumerate([values[self.root], *partials]) if number != number), None)
        if lost is not None:  # where there is no value there is no derivative, nor above a derivative that is none
            found[lost:] = [Estimate(math.nan, False, 0.0)] * (len(names) + 1 - lost)
        elif len(found) <= len(names):
            found += self._higher()(point, run_series, effort)[len(found) - 2:]
        return found[-len(self.orders):]


Finder = Callable[[Mapping[str, float], Callable[[Tape], list[float]] | None, int | None], list[Estimate]]


def _second(tape: Tape, adjoints: Mapping[int, int], leaves: Mapping[str, int],
            orders: Sequence[tuple[str, ...]]) -> int | None:
    """Extend `tape` by the second derivative, if it is one of `orders`; return its slot or None."""
    pair = next(((leaves[a], leaves[b]) for a, b in filter(lambda names: len(names) == 2, orders)), None)
    return append_second_derivatives(tape, adjoints, pair).get(pair) if pair else None


def _series(lowered: Lowered, orders: Sequence[tuple[str, ...]]) -> Finder:
    """Return a function from a point, a run of the tape there or None, and the effort, to the derivatives of order 2 on.

    Those of `orders` are needed.
    """
    from gradcli.engine.jet import Jet, coefficientwise
    from gradcli.engine.taylor import Expansion

    names = orders[-1]
    moving = tuple(dict.fromkeys(names))
    expansion = Expansion(lowered.tape, lowered.root, [lowered.variables[name] for name in moving], len(names))
    counts = [tuple(names[:k].count(name) for name in moving) for k in range(len(names) + 1)]
    mixed = len(moving) > 1
    work = len(expansion.tape) * math.prod(count + 1 for count in counts[-1])**2
    axes: list[Any] = [*Jet.axes(counts[-1])] if mixed else [1.0]

    left_range = False

    def note_range(number: float) -> float:
        nonlocal left_range
        if number and not SAFE[0] < abs(number) < SAFE[1]:
            left_range = True
        return number

    kept = coefficientwise(note_range) if mixed else note_range

    def series(values: list[float], scale: float) -> list[Any]:
        nonlocal left_range
        left_range = False
        seeds, quotient = [scale * axis for axis in axes], coefficientwise(divide) if mixed else divide
        return expansion.coefficients(values, seeds, quotient, kept)

    def numbers(coefficients: list[Any]) -> list[float]:
        return [float(each.part(count) if isinstance(each, Jet) else each)
                for each, count in zip(coefficients, counts, strict=True)]

    def find(at: Mapping[str, float], run_series: Callable[[Tape], list[float]] | None,
             effort: int | None) -> list[Estimate]:
        values = run_series(expansion.tape) if run_series else run(expansion.tape, dict(at))
        size = max(0, *(math.frexp(at[name])[1] for name in moving))
        shift, coefficients = _scale_into_range(lambda shift: series(values, 2.0**shift), min(size, MAX_SHIFT))
        others = series(_perturb(expansion, values), 2.0**shift * SCALE)
        wide: list[float | None] = [None] * len(coefficients)
        unsafe = left_range or any(number and not SAFE[0] < abs(number) < SAFE[1] for number in values)
        errors = [_difference(c, other / SCALE**k) for k, (c, other) in enumerate(
            zip(numbers(coefficients), numbers(others), strict=True))]
        found = [multiply_and_round(c, math.prod(map(math.factorial, counts[k])), -shift * k)
                 for k, c in enumerate(numbers(coefficients))]
        overflows = all(math.isinf(found[k]) and errors[k] <= CLEAR for k in map(len, orders) if k > 1)
        if not run_series and not overflows and (unsafe or not max(errors) <= CLEAR and work <= WORK):
            from gradcli.analysis.wider import wider_derivatives

            wide = wider_derivatives(lowered, names, at, effort, DIGIT_WORK // work)
        finite = all(math.isfinite(c) for _, c in _numbers(coefficients))
        shrunk = coefficients if finite else series(values, 2.0**-MAX_SHIFT)
        return [_estimate(found[k], math.isfinite(numbers(shrunk)[k]), errors[k], wide[k], unsafe)
                for k in range(2, len(names) + 1)]

    return find


def _estimate(number: float, large: bool, error: float, settled: float | None, unsafe: bool) -> Estimate:
    """Return the estimate of a derivative: `settled` is its value in wider numbers; doubles may have been `unsafe`."""
    if settled is None:
        return Estimate(number, large, max(error, 1.0) if unsafe and math.isfinite(number) else error)
    if unsafe:
        return Estimate(settled or math.copysign(0.0, number), True, 0.0)
    return Estimate(number, large, _difference(settled, number), settled)


def _numbers(coefficients: list[Any]) -> list[tuple[int, float]]:
    """Return the numbers in the coefficients of a series, each with its order."""
    return [(k, c) for k, each in enumerate(coefficients) for c in getattr(each, "terms", {(): each}).values()]


def _scale_into_range(series: Callable[[int], list[Any]], shift: int) -> tuple[int, list[Any]]:
    """Return a power of two by which the variables are scaled, and the coefficients, which are then within range.

    1/500! alone is not. Begins at `shift` unless that overflows, since an underflow may go unnoticed.
    """
    coefficients = series(shift)
    if not all(math.isfinite(c) for _, c in _numbers(coefficients)):
        shift, coefficients = 0, series(0)
    for _ in range(TRIALS):
        other = max(-MAX_SHIFT, min(shift + _rescaling(coefficients), MAX_SHIFT))
        again = series(other) if other != shift else []
        if not again or _count_usable(again) < max(1, _count_usable(coefficients)):  # no gain
            break
        shift, coefficients = other, again
    return shift, coefficients


def _count_usable(coefficients: list[Any]) -> int:
    """Return how many coefficients are finite and not 0."""
    return sum(bool(k and c and math.isfinite(c)) for k, c in _numbers(coefficients))


def _perturb(expansion: "Expansion", values: list[float]) -> list[float]:
    """Return the values of slots, each moved by its error bound."""
    errors = bounds(expansion.tape, values)
    return [value + (error if slot % 2 else -error) for slot, (value, error) in enumerate(zip(values, errors, strict=True))]


def _difference(number: float, other: float) -> float:
    """Return the relative difference of two numbers."""
    difference = abs(other - number)
    return difference / abs(number) if number else math.inf if difference else 0.0


def _rescaling(coefficients: list[Any]) -> int:
    """Return the power of two for the variables that brings all coefficients to the size of the first.

    It is 0 where none under- or overflows.
    """
    (_, here), *rest = [(k, abs(c)) for k, c in _numbers(coefficients)]
    sizes = [(k, size) for k, size in rest if size and math.isfinite(size)]
    within = [(k, size) for k, size in sizes if RANGE[0] < size < RANGE[1]]
    if not math.isfinite(here) or len(within) == len(sizes) and all(math.isfinite(size) for _, size in rest):
        return 0
    if not sizes:
        return -MAX_SHIFT
    k, size = max(within or sizes[:1])
    return round((math.log2(here or 1.0) - math.log2(size)) / k)
