"""Decide whether a formula is the derivative, at points on both sides of every switch of either.

Where all points agree in doubles, some are compared again in numbers of more digits.
"""

from collections.abc import Iterator, Sequence
from math import isfinite
from random import Random
from typing import TYPE_CHECKING

from gradcli.analysis.switches import Switches
from gradcli.calc.claims.agreement import Difference, Outcome, Pair, compare, compare_numbers
from gradcli.calc.claims.tutor import Tutor
from gradcli.calc.formulas import Formulas
from gradcli.calc.numbers import FLOAT64, Numbers
from gradcli.calc.question import Question, name_each_order
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import run
from gradcli.engine.lower import Lowered
from gradcli.engine.passes import append_copy, optimize
from gradcli.engine.reverse import reverse
from gradcli.engine.rules import is_zero
from gradcli.engine.work import check_growth
from gradcli.errors import GradcliError, brief
from gradcli.lazy import LazyModule
from gradcli.report.base import Warning
from gradcli.report.checks import Claim

if TYPE_CHECKING:
    from gradcli.calc.claims import finer
else:
    finer = LazyModule("gradcli.calc.claims.finer")

SPREADS = 1.0, 3.0, 0.1, 30.0, 1000.0  # of random points, the commonest sizes first
POINTS, CONFIRMED = 100, 20  # at each spread; where the formulas are the same, points only confirm it
LINES = 1.0, 3.0, 30.0, 1000.0  # spreads of the points through which lines are searched for switches
ANY = "x"  # the variable of an expression that has none
VARIABLES = 12  # along which switches are searched
WORK = 1_500_000  # operations that may be spent on points: some seconds
LINE_WORK = 50_000  # operations that a line counts as
MIN_POINTS = 30  # in any case
AWAY = 1.0, 2.0**-10, 100.0, 1e4  # distances beyond the outermost switch, in units of its size
NUDGE = 2.0**-30  # relative distance to either side of a point that lies on a switch
Place = tuple[dict[str, float], bool]  # a point, and whether it was chosen beside a switch
AGAIN = 5  # points that are compared again, and as many beside switches, beside those at numbers of either text,
SHARE = 10  # but no more than one in so many,
AGAIN_WORK = 20_000  # and not more operations than this: some tenths of a second


def judge(question: Question, formula: str, wrt: Sequence[str] | None = None, order: int | None = None,
          numbers: Numbers = FLOAT64) -> Claim:
    """Decide whether `formula` is the derivative along the variable in `wrt`, of `order` or as often as it is named there.

    Some points are compared again, in `numbers` if these are not rounded. A number is compared where all variables are
    bound. Raises GradcliError where both cannot be compared at any point.
    """
    name, order = _along(question, wrt, order)
    claimed = _read_claim(question, formula, name)
    pair = _differentiate(question, claimed, name, order)
    tutor = Tutor(question, pair, name, order)
    same = _is_same_formula(tutor.derivative, claimed)
    is_number = not (same or question.free or claimed.variables) and name in question.variables
    here = question.point() if is_number else None
    known = None if here is None else _number(question, name, order)
    verdict = Claim(question.source, (name,) * order, order, formula, True, same, 0, 0, 0, None, False, here, None, None,
                    None, False, None, question.unused())
    equal, has_value = list[Place](), False
    points = Points(question, pair, name, CONFIRMED if same else POINTS)
    for place in points if here is None else [(here, False)]:
        found = compare(pair, *place)
        if known is not None and found is Outcome.UNDECIDED:  # the sweep has 0 times infinity
            found = compare_numbers(known, run(pair.tape, place[0])[pair.claim])
        if isinstance(found, tuple):
            return tutor.mend(_refute(verdict, [*equal, place], place, found), points, here is not None)
        if found is Outcome.EQUAL:
            equal.append(place)
        has_value |= found is not Outcome.NO_VALUE
        verdict = verdict._replace(partial=verdict.partial or found is Outcome.UNDEFINED)
    fault = None if has_value else f"{brief(question.source)} has no value at any of the points tried"
    if not equal and not same:
        raise GradcliError(fault or "the claim could not be compared with the derivative at any point",
                           help=None if here or fault else "name one with --at", code=1)
    if fault:
        verdict.warnings.append(Warning("domain", question.source, (0, len(question.source)), fault, question.source))
    again = [] if same else _spread(equal, points, AGAIN_WORK // len(pair.tape))
    agreed = 0
    for place in again:
        found = finer.compare_again(question, pair, place[0], numbers)
        if isinstance(found, tuple):
            return tutor.mend(_refute(verdict, equal, place, found), points, here is not None, numbers)
        agreed += found is Outcome.EQUAL
    verdict = verdict._replace(points=len(equal), beside=_count_beside(equal), again=agreed,
                               arithmetic=finer.arithmetic(numbers) if agreed else None)
    return verdict if here is not None else tutor.shorten(verdict)


def _spread(places: Sequence[Place], points: "Points", most: int) -> list[Place]:
    """Return some of the places: evenly from all, as many beside switches, and those at numbers of either text."""
    room = min(-(-len(places) // SHARE), most)
    count = min(AGAIN, -(-room // 2))
    parts = [[place for place in places if place[1] is is_beside] for is_beside in (False, True)]
    chosen = [place for part in parts for place in part[::max(1, len(part) // max(1, count))][:count]]
    numbers = {abs(number) for number in points.switches.landmarks}
    named = {place[0][points.name]: place for place in places if abs(place[0].get(points.name, 0.0)) in numbers}
    return [*chosen, *list(named.values())[:room - len(chosen)]]


def _refute(verdict: Claim, compared: Sequence[Place], place: Place, found: Difference) -> Claim:
    """Return the verdict that a claim is wrong, since it differs at a place, among those compared."""
    derivative, claimed = found
    return verdict._replace(right=False, points=len(compared), beside=_count_beside(compared),
                            at=place[0], derivative=derivative, claimed=claimed)


def _count_beside(places: Sequence[Place]) -> int:
    return sum(is_beside for _, is_beside in places)


def _number(question: Question, name: str, order: int) -> float:
    """Return the derivative at the point that is bound. Raises GradcliError where it is only a convention."""
    (number, warnings), = FLOAT64.derivatives(question, [(name,) * order])
    for warning in warnings:
        if warning.kind in ("kink", "jump"):
            raise GradcliError(f"no derivative: {warning.message}", span=warning.span, source=question.source,
                               code=1)
    return float(number)


def _along(question: Question, wrt: Sequence[str] | None, order: int | None) -> tuple[str, int]:
    """Return the variable and the order of the derivative that is claimed."""
    names = list(wrt or question.candidates) or [ANY]
    if len(set(names)) != 1:
        raise GradcliError("a claim is about one variable",
                           help=f"name it with --wrt, one of {', '.join(question.variables) or 'none'}")
    return names[0], len(name_each_order(names, order))


def _read_claim(question: Question, formula: str, name: str) -> Lowered:
    """Return the tape of the claim. Raises GradcliError for a variable beside `name` that the expression does not have."""
    claimed = Question(formula, question.given, question.limit, wrt=question.wrt)
    for each, slot in claimed.variables.items():
        if each not in question.variables and each != name:
            from gradcli.syntax import hints

            known = {*question.variables, *claimed.variables}
            raise GradcliError(f"{each} is not a variable of {question.source}", span=claimed.lowered.tape.spans[slot],
                               source=formula, help=hints.glued([each], known, formula))
    return claimed.lowered


def _is_same_formula(formulas: Formulas | None, claimed: Lowered) -> bool:
    """Return whether the difference simplifies to 0; False too where that takes more work than the limit allows."""
    if formulas is None:
        return False
    try:
        tape = formulas.tape
        difference = Ref(tape, formulas.root) - Ref(tape, append_copy(claimed.tape, tape)[claimed.root])
        tape, (root,) = formulas.simplify(tape, [difference.slot])
    except GradcliError:
        return False
    return is_zero(tape, root)


def _differentiate(question: Question, claimed: Lowered, name: str, order: int) -> Pair:
    """Return one tape with the value, the derivative and the claim, constant arithmetic folded."""
    tape = Tape()
    moved = append_copy(question.lowered.tape, tape)
    value = truth = moved[question.lowered.root]
    variable = moved[question.variables[name]] if name in question.variables else tape.variable(name)
    for _ in range(order):
        found = reverse(tape, truth, [variable]).get(variable)
        truth = tape.constant(0) if found is None else found
        tape, (value, truth, variable) = optimize(tape, [value, truth, variable])
        check_growth(tape, order, question.limit, len(moved))
    other = append_copy(claimed.tape, tape)
    tape, (value, truth, claim) = optimize(tape, [value, truth, other[claimed.root]])
    return Pair(tape, value, truth, claim)


class Points:
    """Points of comparison, the most significant first, each with True if it was chosen beside a switch.

    The bound point, random ones (with a fixed seed), the numbers in either text, and on lines along each variable some on
    each side of every switch; `count` random ones at each spread. Bound variables keep their values, except `name`.
    """

    def __init__(self, question: Question, pair: Pair, name: str, count: int) -> None:
        self.question, self.name, self.count = question, name, count
        self.pair, self.switches = pair, Switches(pair.tape, [pair.value, pair.claim])
        self.expected = Switches(pair.tape, [pair.value, pair.truth])
        self.random = Random(0)
        self.bound = {each: x for each, x in question.at.items() if each != name and each in question.variables}
        self.names = list(dict.fromkeys([*question.variables, name]))
        self.moving = [name, *(each for each in question.variables if each != name and each not in self.bound)][:VARIABLES]
        self.cost = len(pair.tape) + len(self.switches.tape)  # of one point
        self.left = WORK

    def is_on_switch(self, at: dict[str, float]) -> bool:
        """Return whether a point lies on a kink, a jump or the edge of a branch."""
        return self.switches.is_on(at)

    def __iter__(self) -> Iterator[Place]:
        """Yield points until the work is spent, MIN_POINTS in any case."""
        required = MIN_POINTS
        for point, is_beside in self._all():
            self.left -= self.cost
            required -= 1
            yield point, is_beside
            if self.left < 0 and required < 0:
                return

    def _all(self) -> Iterator[Place]:
        if not self.question.free:
            yield from self._off_switches({name: self.question.at.get(name, 0.0) for name in self.names})
        yield from self._scatter(4)
        for spread in LINES:
            for each in self.moving:
                yield from self._line(each, spread)
            if spread == LINES[0]:
                for number in self.switches.landmarks:
                    for x in (number, -number):
                        yield from self._off_switches(self.scattered(3.0) | {self.name: x})
        yield from self._scatter(self.count)

    def scattered(self, spread: float) -> dict[str, float]:
        return {each: round(self.random.uniform(-spread, spread), 3) for each in self.names} | self.bound

    def beside_switches(self, each: str, spread: float) -> Iterator[dict[str, float]]:
        """Yield points between the switches along one variable, and beyond them."""
        at = self.scattered(spread)
        for x in _beside(self.switches.along(at, each)):
            yield at | {each: x}

    def _scatter(self, count: int) -> Iterator[Place]:
        for spread in SPREADS:
            for _ in range(count):
                yield from self._off_switches(self.scattered(spread))

    def _line(self, each: str, spread: float) -> Iterator[Place]:
        """Yield points beside the switches along one variable, and one of each magnitude."""
        self.left -= LINE_WORK * bool(self.switches.slots)
        for at in self.beside_switches(each, spread):
            yield at, True
        for exponent in range(-6, 7):
            yield self.scattered(spread) | {each: self.random.uniform(-1, 1) * 10.0**exponent}, False

    def _off_switches(self, at: dict[str, float]) -> Iterator[Place]:
        """Yield the point itself, or if it lies on a switch the points on either side.

        Where the claim alone switches, the derivative is no convention: a claim with a value is compared at the point too.
        """
        if not self.switches.is_on(at):
            yield at, False
            return
        if isfinite(run(self.pair.tape, at)[self.pair.claim]) and not self.expected.is_on(at):
            yield at, True
        step = NUDGE * max(abs(at[self.name]), 1.0)
        for side in (step, -step):
            yield at | {self.name: at[self.name] + side}, False


def _beside(places: Sequence[float]) -> Iterator[float]:
    """Yield a few points in each of the intervals into which these places divide the line."""
    if not places:
        return
    for distance in AWAY:
        yield places[0] - distance * max(abs(places[0]), 1.0)
        yield places[-1] + distance * max(abs(places[-1]), 1.0)
    for left, right in zip(places, places[1:], strict=False):
        for share in (0.5, 0.001, 0.999, 0.3):
            x = left + (right - left) * share
            if left < x < right:
                yield x
