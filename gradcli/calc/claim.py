"""Decide whether a formula is the derivative, at points on both sides of every switch of either."""

import math
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from fractions import Fraction
from random import Random
from typing import NamedTuple

from gradcli.analysis.rounding import bounds
from gradcli.analysis.switches import Switches
from gradcli.calc.formulas import Formulas
from gradcli.calc.question import Question
from gradcli.core.primitive import CONSTANT
from gradcli.core.tape import Ref, Tape
from gradcli.domains.base import Number
from gradcli.domains.exact import Exact
from gradcli.domains.float64 import run
from gradcli.engine.lower import Lowered
from gradcli.engine.passes import append_copy, optimize
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError
from gradcli.report.checks import Claim

SLACK = 1e-14  # relative difference beyond rounding that is allowed: a claim may hold decimals printed from doubles
CLEAR = 1e-6  # a point whose rounding error exceeds this, relative to the derivative, decides nothing,
SMALL = 1e-3  # unless it is below this absolutely, times CLEAR: a claim of 0 may be a difference that rounds to 1e-16
SPREADS = 1.0, 3.0, 0.1, 30.0, 1000.0  # of random points, the commonest sizes first
POINTS = 100  # at each spread
LINES = 1.0, 3.0, 30.0, 1000.0  # spreads of the points through which lines are searched for switches
ANY = "x"  # the variable of an expression that has none
VARIABLES = 12  # along which switches are searched
WORK = 1_500_000  # operations that may be spent on points: some seconds
LINE_WORK = 50_000  # operations that a line counts as
MIN_POINTS = 30  # in any case
AWAY = 1.0, 2.0**-10, 100.0, 1e4  # distances beyond the outermost switch, in units of its size
NUDGE = 2.0**-30  # relative distance to either side of a point that lies on a switch
BITS = 20_000  # of rationals that decide where doubles do not
SHORT = 500  # operations of a tape up to which rationals also decide beside switches, which takes 50 times as long


class _Outcome(Enum):
    """The outcome at a point without a difference."""

    EQUAL = auto()
    UNDEFINED = auto()  # there is a derivative, and the claim has no finite value
    UNDECIDED = auto()


class _Both(NamedTuple):
    """The derivative and the claim on one tape: their slots."""

    tape: Tape
    value: int
    truth: int
    claim: int


def judge(question: Question, formula: str, wrt: Sequence[str] | None = None, order: int | None = None) -> Claim:
    """Decide whether `formula` is the derivative along the variable in `wrt`, of `order` or as often as it is named there.

    Raises GradcliError where both cannot be compared at any point.
    """
    name, order = _along(question, wrt, order)
    claimed = _read_claim(question, formula, name)
    same = _is_same_formula(question, claimed, name, order)
    both = _differentiate(question, claimed, name, order)
    switches = Switches(both.tape, [both.value, both.claim])
    question_fields = question.source, (name,) * order, order, formula
    compared, beside, partial = 0, 0, False
    for at, is_beside in _Points(question, both, switches, name):
        found = _compare(both, at, is_beside)
        if found is _Outcome.EQUAL:
            compared, beside = compared + 1, beside + is_beside
        elif isinstance(found, tuple):
            return Claim(*question_fields, False, False, compared + 1, beside, partial, at, *found, question.unused())
        partial |= found is _Outcome.UNDEFINED
    if not compared and not same:
        raise GradcliError("the claim could not be compared with the derivative at any point", help="name one with --at",
                           code=1)
    return Claim(*question_fields, True, same, compared, beside, partial, None, None, None, question.unused())


def _along(question: Question, wrt: Sequence[str] | None, order: int | None) -> tuple[str, int]:
    """Return the variable and the order of the derivative that is claimed."""
    names = list(wrt or question.candidates) or [ANY]
    if len(set(names)) != 1:
        raise GradcliError("a claim is about one variable",
                           help=f"name it with --wrt, one of {', '.join(question.variables) or 'none'}")
    if len(names) > 1 and order not in (None, len(names)):
        raise GradcliError(f"-n {order} and --wrt {','.join(names)} disagree", help="leave out one of the two")
    return names[0], order or len(names)


def _read_claim(question: Question, formula: str, name: str) -> Lowered:
    """Return the tape of the claim. Raises GradcliError for a variable beside `name` that the expression does not have."""
    claimed = Question(formula, question.given, question.limit, wrt=question.wrt)
    for each, slot in claimed.variables.items():
        if each not in question.variables and each != name:
            raise GradcliError(f"{each} is not a variable of {question.source}", span=claimed.lowered.tape.spans[slot],
                               source=formula)
    return claimed.lowered


def _is_same_formula(question: Question, claimed: Lowered, name: str, order: int) -> bool:
    """Return whether the difference simplifies to 0; False too where that takes more work than the limit allows."""
    try:
        formulas = Formulas(Question(question.source, {}, question.limit, wrt=[name]))
        for _ in range(order):
            formulas.differentiate(name)
        tape = formulas.tape
        difference = Ref(tape, formulas.root) - Ref(tape, append_copy(claimed.tape, tape)[claimed.root])
        tape, (root,) = formulas.simplify(tape, [difference.slot])
    except GradcliError:
        return False
    return tape.operations[root] is CONSTANT and tape.attributes[root] == 0


def _differentiate(question: Question, claimed: Lowered, name: str, order: int) -> _Both:
    """Return one tape with the value, the derivative and the claim, constant arithmetic folded."""
    tape = Tape()
    moved = append_copy(question.lowered.tape, tape)
    value = truth = moved[question.lowered.root]
    variable = moved[question.variables[name]] if name in question.variables else tape.variable(name)
    for _ in range(order):
        found = reverse(tape, truth, [variable]).get(variable)
        truth = tape.constant(0) if found is None else found
        tape, (value, truth, variable) = optimize(tape, [value, truth, variable])
    other = append_copy(claimed.tape, tape)
    tape, (value, truth, claim) = optimize(tape, [value, truth, other[claimed.root]])
    return _Both(tape, value, truth, claim)


class _Points:
    """Points of comparison, the most significant first, each with True if it was chosen beside a switch.

    The bound point, random ones (with a fixed seed), the numbers in either text, and on lines along each variable some on
    each side of every switch. Bound variables keep their values, except `name`.
    """

    def __init__(self, question: Question, both: _Both, switches: Switches, name: str) -> None:
        self.question, self.switches, self.name = question, switches, name
        self.random = Random(0)
        self.bound = {each: x for each, x in question.at.items() if each != name and each in question.variables}
        self.names = list(dict.fromkeys([*question.variables, name]))
        self.moving = [name, *(each for each in question.variables if each != name and each not in self.bound)][:VARIABLES]
        self.cost = len(both.tape) + len(switches.tape)  # of one point
        self.left = WORK

    def __iter__(self) -> Iterator[tuple[dict[str, float], bool]]:
        """Yield points until the work is spent, MIN_POINTS in any case."""
        required = MIN_POINTS
        for point, is_beside in self._all():
            self.left -= self.cost
            required -= 1
            yield point, is_beside
            if self.left < 0 and required < 0:
                return

    def _all(self) -> Iterator[tuple[dict[str, float], bool]]:
        if not self.question.free:
            yield from self._off_switches({name: self.question.at.get(name, 0.0) for name in self.names})
        yield from self._scatter(4)
        for spread in LINES:
            for each in self.moving:
                yield from self._line(each, spread)
            if spread == LINES[0]:
                for number in self.switches.landmarks:
                    for x in (number, -number):
                        yield from self._off_switches(self._random(3.0) | {self.name: x})
        yield from self._scatter(POINTS)

    def _random(self, spread: float) -> dict[str, float]:
        return {each: round(self.random.uniform(-spread, spread), 3) for each in self.names} | self.bound

    def _scatter(self, count: int) -> Iterator[tuple[dict[str, float], bool]]:
        for spread in SPREADS:
            for _ in range(count):
                yield from self._off_switches(self._random(spread))

    def _line(self, each: str, spread: float) -> Iterator[tuple[dict[str, float], bool]]:
        """Yield points beside the switches along one variable, and one of each magnitude."""
        at = self._random(spread)
        self.left -= LINE_WORK * bool(self.switches.slots)
        for x in _beside(self.switches.along(at, each)):
            yield at | {each: x}, True
        for exponent in range(-6, 7):
            yield self._random(spread) | {each: self.random.uniform(-1, 1) * 10.0**exponent}, False

    def _off_switches(self, at: dict[str, float]) -> Iterator[tuple[dict[str, float], bool]]:
        """Yield the point itself, or if it lies on a switch the points on either side."""
        if not self.switches.is_on(at):
            yield at, False
            return
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


def _compare(both: _Both, at: dict[str, float], is_beside: bool) -> _Outcome | tuple[float, float]:
    """Return the derivative and the claim at a point where they differ, else the outcome.

    The difference must exceed the rounding errors; where these are unknown or large, rationals decide if they can, and
    beside a switch too, where a difference may be small beside the derivative.
    """
    values = run(both.tape, at)
    truth, claimed_value = values[both.truth], values[both.claim]
    if not math.isfinite(values[both.value]) or not math.isfinite(truth):
        return _Outcome.UNDECIDED
    if not math.isfinite(claimed_value):
        return _Outcome.UNDEFINED
    errors = bounds(both.tape, values)
    tolerance = 4 * (errors[both.truth] + errors[both.claim])
    if abs(truth - claimed_value) > tolerance + SLACK * abs(truth):  # False if the bound is nan
        return truth, claimed_value
    clear = tolerance <= CLEAR * max(abs(truth), SMALL)
    if clear and not (is_beside and len(both.tape) <= SHORT):
        return _Outcome.EQUAL
    exact = Exact("", BITS)
    try:
        point: dict[str, Number] = {each: exact.real(Fraction(x)) for each, x in at.items()}
        results: dict[int, Number] = {}
        true, other = (exact.finite(both.tape, point, slot, results).value for slot in (both.truth, both.claim))
    except GradcliError:
        return _Outcome.EQUAL if clear else _Outcome.UNDECIDED
    return _Outcome.EQUAL if true == other else (float(true), float(other))
