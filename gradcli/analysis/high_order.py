"""Derivatives of any order as floats: sweeps to order 2, beyond it the coefficients of one Taylor series.

Comes in: a lowered expression and the names along which it is differentiated. Goes out: at any point, the derivatives with
estimates of their errors.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import islice, product
from math import isfinite, nan
from typing import TYPE_CHECKING, Any, NamedTuple

from gradcli.analysis.rounding import bounds
from gradcli.analysis.sides import DOUBT, LEFT, RIGHT, Limit, Side, differ, limit
from gradcli.core.tape import Tape
from gradcli.domains.float64 import multiplied, rounded, run
from gradcli.engine.forward import forward
from gradcli.engine.lower import Lowered
from gradcli.engine.passes import eliminate_dead_code
from gradcli.engine.reverse import reverse
from gradcli.numeric.ieee import divide
from gradcli.report.base import Number, Warning

if TYPE_CHECKING:
    from gradcli.engine.taylor import Expansion

LOOKS = 10  # distances at which the limit of a derivative is looked for
TRIALS = 5  # of speeds
FASTEST = 1000  # the power of two that is the highest speed, and the inverse of the lowest
SAFE = 1e-150, 1e150  # of numbers that may be multiplied with each other
RANGE = 1e-280, 1e280  # of coefficients that are neither under- nor overflowing
MOST = 8  # pairs of directions that are looked in
UNEVEN = 0.618  # the ratio of the steps of two variables, so that no tie between them stays one
SPEED = 1.0625  # another speed, at which everything is rounded otherwise
CLEAR = 2.0**-40  # a relative difference from which on wider numbers tell how many digits are left
WORK = 200_000  # operations of a series for which that is not too long


class Estimate(NamedTuple):
    """A derivative; where it is infinite, whether it has only grown too large; its relative error as far as can be seen; and
    the derivative in wider numbers, where that is known.
    """

    number: float
    large: bool
    error: float
    settled: float | None = None


class HighOrder:
    """The derivatives along each of `orders`, at any point; each is a prefix of the longest.

    The first is that of the reverse sweep, the second that of a forward sweep over it, as in a Hessian, unless that is nan.
    The others are coefficients of one series. Mixed ones too: along the direction s*e1 + t*e2 + …, with polynomials in s,
    t, … for numbers. Nothing is interpolated, so no digits are lost to that. To see how many digits they have, they are
    computed again at another speed from values that are moved. Where a slope is nan, so is what is above it.
    """

    def __init__(self, lowered: Lowered, orders: Sequence[tuple[str, ...]]) -> None:
        self.orders, self.names = orders, orders[-1]
        self.tape, kept = eliminate_dead_code(lowered.tape, [lowered.root])
        self.root = kept[lowered.root]
        self.slots = {name: kept[lowered.variables[name]] for name in self.names}
        self.adjoints = reverse(self.tape, self.root, list(self.slots.values()))
        self.second = _second(self.tape, self.adjoints, self.slots, orders)
        self._higher = cache(partial(_series, lowered, self.names))  # many a point needs none

    def at(self, point: Mapping[str, float]) -> list[Estimate]:
        """Return the derivatives at a point."""
        return self.estimates(point, run(self.tape, dict(point)))

    def beside(self, point: Mapping[str, float], steps: Mapping[str, float]) -> Limit:
        """Return the derivative of the highest order in the limit from one side, as a Side has it, with its error."""
        swept = Side(self.tape, point, steps)
        if not swept.exists(self.root):
            return nan, 0.0
        estimate = self.estimates(point, swept.values, lambda tape: Side(tape, point, steps, sampled=False).values)[-1]
        if isfinite(estimate.number):
            return self._with_error(estimate, swept.values, swept.errors)
        samples = []
        for distance in swept.distances[:LOOKS]:
            values, errors = swept.beside(distance)
            there = self.estimates(swept.point(distance), values)[-1]
            samples.append((distance, *self._with_error(there, values, errors)))
        found = limit(samples)
        return found if isfinite(found[0]) else (nan, 0.0)

    def _with_error(self, estimate: Estimate, values: Sequence[float], errors: Sequence[float]) -> Limit:
        """Return the number of an estimate, and a bound of its error; `errors` are those of the tape's `values`."""
        if self.second is not None and len(self.names) == 2 and values[self.second] == estimate.number:
            return estimate.number, errors[self.second]
        if estimate.settled is not None:
            return estimate.settled, math.ulp(estimate.settled)
        return estimate.number, (estimate.error + DOUBT) * abs(estimate.number)

    def estimates(self, point: Mapping[str, float], values: Sequence[float],
                  run_series: Callable[[Tape], list[float]] | None = None) -> list[Estimate]:
        """Return the derivatives at a point; the tape has these values there, that of the series those of `run_series`."""
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
            found += self._higher()(point, run_series)[len(found) - 2:]
        return found[-len(self.orders):]


Finder = Callable[[Mapping[str, float], Callable[[Tape], list[float]] | None], list[Estimate]]


def seconds(tape: Tape, adjoints: Mapping[int, int], slots: Sequence[int]) -> list[list[int | None]]:
    """Extend `tape` by the second derivatives along each pair of leaves; return their slots, None where they are 0.

    Each pair has one, whatever its order, so that a Hessian is symmetric to the last bit.
    """
    found: dict[tuple[int, int], int | None] = {}
    leaves = sorted(set(slots))
    for i, leaf in enumerate(leaves):
        others = [(other, adjoints[other]) for other in leaves[i:] if other in adjoints]
        tangents = forward(tape, sorted({adjoint for _, adjoint in others}), {leaf: tape.constant(1)}) if others else {}
        for other, adjoint in others:
            found[leaf, other] = found[other, leaf] = tangents.get(adjoint)
    return [[found.get((a, b)) for b in slots] for a in slots]


def _second(tape: Tape, adjoints: Mapping[int, int], leaves: Mapping[str, int],
            orders: Sequence[tuple[str, ...]]) -> int | None:
    """Extend `tape` by the second derivative, if it is one of `orders`; return its slot."""
    asked = [leaves[name] for names in orders if len(names) == 2 for name in dict.fromkeys(names)]
    return seconds(tape, adjoints, asked)[0][-1] if asked else None


def _series(lowered: Lowered, names: tuple[str, ...]) -> Finder:
    """Return a function of a point, and of how the tape is run there unless plainly: the derivatives along names[:2], …"""
    from gradcli.engine.jet import Jet, coefficientwise
    from gradcli.engine.taylor import Expansion

    moving = tuple(dict.fromkeys(names))
    expansion = Expansion(lowered.tape, lowered.root, [lowered.variables[name] for name in moving], len(names))
    counts = [tuple(names[:k].count(name) for name in moving) for k in range(len(names) + 1)]
    mixed = len(moving) > 1
    work = len(expansion.tape) * math.prod(count + 1 for count in counts[-1])**2
    axes: list[Any] = [*Jet.axes(counts[-1])] if mixed else [1.0]

    strained = False

    def watched(number: float) -> float:
        nonlocal strained
        if number and not SAFE[0] < abs(number) < SAFE[1]:
            strained = True
        return number

    kept = coefficientwise(watched) if mixed else watched

    def series(values: list[float], speed: float) -> list[Any]:
        nonlocal strained
        strained = False
        seeds, quotient = [speed * axis for axis in axes], coefficientwise(divide) if mixed else divide
        return expansion.coefficients(values, seeds, quotient, kept)

    def numbers(coefficients: list[Any]) -> list[float]:
        return [float(each.part(count) if isinstance(each, Jet) else each)
                for each, count in zip(coefficients, counts, strict=True)]

    def find(at: Mapping[str, float], run_series: Callable[[Tape], list[float]] | None) -> list[Estimate]:
        values = run_series(expansion.tape) if run_series else run(expansion.tape, dict(at))
        size = max(0, *(math.frexp(at[name])[1] for name in moving))
        shift, coefficients = _in_range(lambda shift: series(values, 2.0**shift), min(size, FASTEST))
        others = series(_moved(expansion, values), 2.0**shift * SPEED)
        wide: list[float | None] = [None] * len(coefficients)
        unsafe = strained or any(number and not SAFE[0] < abs(number) < SAFE[1] for number in values)
        errors = [_difference(c, other / SPEED**k) for k, (c, other) in enumerate(
            zip(numbers(coefficients), numbers(others), strict=True))]
        if not run_series and (unsafe or not max(errors) <= CLEAR and work <= WORK):
            from gradcli.analysis.wider import wider_derivatives

            wide = wider_derivatives(lowered, names, at)
        finite = all(math.isfinite(c) for _, c in _parts(coefficients))
        slowest = coefficients if finite else series(values, 2.0**-FASTEST)
        found = []
        for k in range(2, len(names) + 1):
            number = multiplied(numbers(coefficients)[k], math.prod(map(math.factorial, counts[k])), -shift * k)
            estimate = Estimate(number, math.isfinite(numbers(slowest)[k]), errors[k])
            settled = wide[k]
            if settled is not None and unsafe:
                estimate = Estimate(settled or math.copysign(0.0, number), True, 0.0)
            elif settled is not None:
                estimate = estimate._replace(error=_difference(settled, number), settled=settled)
            elif unsafe and math.isfinite(number):
                estimate = estimate._replace(error=max(estimate.error, 1.0))
            found.append(estimate)
        return found

    return find


def _parts(coefficients: list[Any]) -> list[tuple[int, float]]:
    """Return the numbers that coefficients of a series are made of, each with its order."""
    return [(k, c) for k, each in enumerate(coefficients) for c in getattr(each, "terms", {(): each}).values()]


def _in_range(series: Callable[[int], list[Any]], shift: int) -> tuple[int, list[Any]]:
    """Return the power of two at which the variables move, so that the coefficients, also returned, keep within a double's
    range; 1/500! alone does not. Begun at `shift` where that is not too fast: what overflows shows, what underflows may not.
    """
    coefficients = series(shift)
    if not all(math.isfinite(c) for _, c in _parts(coefficients)):
        shift, coefficients = 0, series(0)
    for _ in range(TRIALS):
        other = max(-FASTEST, min(shift + _faster(coefficients), FASTEST))
        again = series(other) if other != shift else []
        if not again or _seen(again) < max(1, _seen(coefficients)):  # nothing is to be done
            break
        shift, coefficients = other, again
    return shift, coefficients


def _seen(coefficients: list[Any]) -> int:
    """How many of them a double can hold."""
    return sum(bool(k and c and math.isfinite(c)) for k, c in _parts(coefficients))


def _moved(expansion: "Expansion", values: list[float]) -> list[float]:
    """Return the values of slots, each as far away as rounding may have carried it."""
    errors = bounds(expansion.tape, values)
    return [value + (error if slot % 2 else -error) for slot, (value, error) in enumerate(zip(values, errors, strict=True))]


def _difference(number: float, other: float) -> float:
    """How far away another number is, relative to this one."""
    difference = abs(other - number)
    return difference / abs(number) if number else math.inf if difference else 0.0


def _faster(coefficients: list[Any]) -> int:
    """By what power of two the variables should move faster, to bring all coefficients to the size of the first; 0 where
    they are neither under- nor overflowing."""
    (_, here), *rest = [(k, abs(c)) for k, c in _parts(coefficients)]
    sizes = [(k, size) for k, size in rest if size and math.isfinite(size)]
    within = [(k, size) for k, size in sizes if RANGE[0] < size < RANGE[1]]
    if not math.isfinite(here) or len(within) == len(sizes) and all(math.isfinite(size) for _, size in rest):
        return 0
    if not sizes:
        return -FASTEST
    k, size = max(within or sizes[:1])
    return round((math.log2(here or 1.0) - math.log2(size)) / k)


def discontinuity_warnings(source: str, lowered: Lowered, names: tuple[str, ...], at: Mapping[str, float],
                           number: Number) -> list[Warning]:
    """Warn where a derivative of order 2 and above, which is `number`, is another one on a side, or between the axes.

    That of abs(x)**3 is one on the left and one on the right; one of a branch that is taken at a point alone is on neither.
    """
    sweeps, moved = HighOrder(lowered, [names]), list(dict.fromkeys(names))
    along = f" along {', '.join(moved)}" if len(at) > 1 else ""
    ends = [sweeps.beside(at, steps) for steps in _directions(moved)]
    exist = sorted(end for end in ends if end[0] == end[0])
    if exist and differ(exist[0], exist[-1]):
        between = f"{ends[0][0]:.4g} on the left, {ends[1][0]:.4g} on the right" if len(moved) == 1 else \
            f"it is between {exist[0][0]:.4g} and {exist[-1][0]:.4g} around the point"
        message = f"jumps here{along}: {between}"
    elif any(differ((_float(number), 0.0), end) for end in exist):
        where = "around the point" if len(moved) > 1 else "on either side" if len(exist) == len(ends) else \
            "on the left" if ends[0] in exist else "on the right"
        message = f"is by convention here{along}; {where} it is {exist[0][0]:.5g}"
    else:
        return []
    return [Warning("kink", source, (0, len(source)), f"the derivative of order {len(names)} {message}", source)]


def _directions(names: Sequence[str]) -> Iterator[dict[str, float]]:
    """Yield the two sides along a variable; of several the directions between their axes, but for where two are alike."""
    speeds = [UNEVEN**k for k in range(len(names))]
    for signs in islice(product((LEFT, RIGHT), repeat=len(names)), MOST):
        for order in (speeds, speeds[::-1])[:len(names)]:
            yield {name: sign * speed for name, sign, speed in zip(names, signs, order, strict=True)}


def _float(number: Number) -> float:
    """Return the double next to a number."""
    if isinstance(number, float):
        return number
    from fractions import Fraction

    return rounded(Fraction(number))
