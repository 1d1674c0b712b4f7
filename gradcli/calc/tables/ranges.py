"""The points of a range: start + k*step, exact where its parts are."""

import re
from collections.abc import Iterator
from fractions import Fraction
from math import floor, isfinite
from typing import NamedTuple

from gradcli.domains.base import Undefined, Unsettled
from gradcli.domains.exact import SHORT_BITS, Exact
from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.errors import GradcliError
from gradcli.syntax.nodes import Program
from gradcli.syntax.ranges import Range

SLACK = Fraction(1, 10**9)  # of a step: an irrational range of n steps has n + 1 points, though its parts were rounded


class Points(NamedTuple):
    """The points start + k*step for k from 0 to number - 1; of a range that is not `rational`, of doubles near its parts."""

    start: Fraction
    step: Fraction
    number: int
    rational: bool

    def exact(self) -> Iterator[Fraction]:
        """Yield the points, not rounded."""
        return (self.start + k * self.step for k in range(self.number))

    def doubles(self) -> Iterator[float]:
        """Yield the points, each rounded once."""
        denominator = self.start.denominator * self.step.denominator
        start, step = int(self.start * denominator), int(self.step * denominator)
        return ((start + k * step) / denominator for k in range(self.number))


def points(given: Range) -> Points:
    """Return the points of START:STOP:STEP or START:STOP#COUNT. Raises GradcliError where it makes no sense."""
    first, last = given.start.source.strip(), given.stop.source.strip()
    start, stop, exact = ends(given)
    if given.number:
        count, _ = _number(given, given.number)
        if count.denominator != 1 or count < 2:
            raise GradcliError(f"{given.word}: the number of points must be a whole number, 2 or more")
        return Points(start, (stop - start) / (count - 1), int(count), exact)
    if not given.step:
        raise GradcliError(f"{given.word}: the step is missing",
                           help=f"as in {given.name}={first}:{last}:0.1, or {given.name}={first}:{last}#11 for 11 points")
    typed = given.step.source.strip()
    step, rational = _number(given, given.step)
    if not step:
        raise GradcliError(f"{given.word}: the step is 0")
    if (stop - start) / step < 0:
        other = f"-{typed}" if re.fullmatch(r"[\w.]+", typed) else \
            typed[1:] if re.fullmatch(r"-[\w.]+", typed) else f"-({typed})"
        raise GradcliError(f"{given.word}: the step {typed} leads away from {last}",
                           help=f"did you mean {first}:{last}:{other}?")
    if abs(step) > abs(stop - start):
        swapped = step != start and 0 < stop / (step - start) <= 1
        raise GradcliError(f"{given.word} is start:stop:step, one point",
                           help=f"did you mean {first}:{typed}:{last}?" if swapped else None)
    exact = exact and rational
    return Points(start, step, floor((stop - start) / step + (0 if exact else SLACK)) + 1, exact)


def ends(given: Range) -> tuple[Fraction, Fraction, bool]:
    """Return START and STOP, and whether both are exact. Raises GradcliError where they are one point."""
    (start, exact), (stop, rational) = (_number(given, program) for program in (given.start, given.stop))
    if start == stop:
        raise GradcliError(f"{given.word}: the range is empty, its ends are equal",
                           help=f"a point is written {given.name}={given.start.source.strip()}")
    return start, stop, exact and rational


def _number(given: Range, program: Program) -> tuple[Fraction, bool]:
    """Return the value of a part, and whether it is exact; else it is that of the nearest double."""
    lowered = lower(program)
    value = run(lowered.tape, {})[lowered.root]
    if not isfinite(value):
        raise GradcliError(f"{given.word}: {program.source.strip()} is not a finite number")
    try:
        return Fraction(Exact(program.source, SHORT_BITS).finite(lowered.tape, {}, lowered.root).value), True
    except (Undefined, Unsettled, GradcliError):
        return Fraction(value), False
