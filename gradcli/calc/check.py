"""Is it right? Every method held against the others, or a formula that somebody claims against the derivative."""

import math
from collections.abc import Iterator, Sequence
from random import Random

from gradcli.calc.formulas import Formulas
from gradcli.calc.question import Question
from gradcli.calc.statuses import Statuses
from gradcli.core.ieee import divide
from gradcli.core.primitive import CONSTANT
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import run
from gradcli.engine.forward import forward
from gradcli.engine.lower import lower
from gradcli.engine.passes import copied, pruned
from gradcli.engine.probe import complex_step, one_sided
from gradcli.engine.reverse import reverse
from gradcli.engine.rounding import bounds
from gradcli.engine.taylor import Expansion
from gradcli.errors import GradcliError
from gradcli.report import Check, Claim, Comparison

DIGITS = 16  # as many as a double has
ENOUGH = 6  # digits on which methods must agree
NEAR = 1e-6  # slopes of two sides that differ by less are one
DOUBT = 0.1  # differences that are less sure than this say nothing
SLACK = 1e-12  # what a claim may differ by beyond rounding
POINTS = 100  # at each spread


def check(question: Question, wrt: Sequence[str] | None = None) -> Check:
    """Each partial derivative by reverse, forward and Taylor sweeps, and by a numerical method without any rule."""
    at = question.point()
    tape, kept = pruned(question.lowered.tape, [question.lowered.root])
    root, slots = kept[question.lowered.root], {name: kept[slot] for name, slot in question.variables.items()}
    swept, moved = pruned(tape, [root])
    adjoints = reverse(swept, moved[root], [moved[slot] for slot in slots.values()])
    statuses = Statuses(question.source, swept, moved[root], adjoints, at)
    lost = statuses.values[moved[root]] != statuses.values[moved[root]]
    rows = []
    for name in question.wanted(wrt):
        slot = slots[name]
        adjoint = adjoints.get(moved[slot])
        result = math.nan if lost else 0.0 if adjoint is None else statuses.values[adjoint]
        rows.append(_compared(tape, root, at, name, slot, result))
    found = statuses.explain([moved[root], *(adjoints[moved[slot]] for slot in slots.values() if moved[slot] in adjoints)])
    return Check(question.source, at or None, rows, question.remarks() + found)


def _compared(tape: Tape, root: int, at: dict[str, float], name: str, slot: int, result: float) -> Comparison:
    """One partial derivative by every method; `tape` ends with the expression itself."""
    swept, moved = pruned(tape, [root])
    tangent = forward(swept, [moved[root]], {moved[slot]: swept.constant(1)}).get(moved[root])
    ahead = 0.0 if tangent is None else run(swept, at)[tangent]
    expansion = Expansion(tape, root, [slot], 1)
    series = expansion.coefficients(run(expansion.tape, at), [1.0], divide)[1]
    kink, error = None, 0.0
    method, numeric = "complex step", complex_step(tape, root, at, name)
    if numeric is None or not math.isfinite(result):
        method = "differences"
        (left, below), (right, above) = (one_sided(lambda x: run(tape, {**at, name: x})[root], at[name], side)
                                         for side in (-1, 1))
        error, numeric = below + above, (left + right) / 2
        if abs(left - right) > 100 * error + NEAR * max(abs(left), abs(right)):
            kink = left, right
    scale = max(abs(result), abs(numeric))
    digits = min(_agreeing(result, other, scale) for other in (ahead, series, numeric))
    sweeps = result == result and all(_agreeing(result, other, scale) >= ENOUGH for other in (ahead, series))
    agrees = sweeps and kink is None and (
        digits >= ENOUGH or abs(result - numeric) <= 100 * error < DOUBT * max(1.0, abs(result)))
    return Comparison(name, result, ahead, series, numeric, method, digits, kink, agrees)


def _agreeing(a: float, b: float, scale: float) -> int:
    """On how many digits two numbers agree, at a scale."""
    if a == b or a != a and b != b:
        return DIGITS
    if not math.isfinite(a - b) or not scale:
        return 0
    return max(0, min(DIGITS, math.floor(-math.log10(abs(a - b) / scale))))


def claim(question: Question, formula: str, wrt: Sequence[str] | None = None) -> Claim:
    """Whether `formula` is the derivative along `wrt`; with a point where it is not.

    Equal canonical forms prove it; else points decide: it is wrong where it differs by more than rounding may have done.
    Raises GradcliError where there is no point at which both have a value.
    """
    names = question.wanted(wrt)
    if len(names) != 1:
        raise GradcliError("a claim is about one variable",
                           help=f"name it with --wrt, one of {', '.join(question.variables) or 'none'}")
    name, = names
    claimed = Question(formula, question.given, question.limit)
    for each, slot in claimed.variables.items():
        if each not in question.variables:
            raise GradcliError(f"{each} is no variable of {question.source}", span=claimed.lowered.tape.spans[slot],
                               source=formula)
    formulas = Formulas(Question(question.source, {}, question.limit))
    formulas.differentiate(name)
    both = formulas.tape
    other = lower(claimed.program, limit=question.limit)
    difference = Ref(both, formulas.root) - Ref(both, copied(other.tape, both)[other.root])
    both, (root,) = formulas.simplified(both, [difference.slot])
    if both.operations[root] is CONSTANT and both.attributes[root] == 0:
        return Claim(question.source, name, formula, True, None, None, None)
    compared = 0
    for at in _points(question, name):
        truth, doubt = _slope(question, name, at)
        values = run(other.tape, at)
        said, room = values[other.root], bounds(other.tape, values)[other.root]
        if math.isfinite(truth) and math.isfinite(doubt + room):
            compared += 1
            if not abs(truth - said) <= 4 * (doubt + room) + SLACK * abs(truth):
                return Claim(question.source, name, formula, False, at, truth, said)
    if not compared:
        raise GradcliError("the claim could not be compared at any point", help="name one with --at", code=1)
    return Claim(question.source, name, formula, True, None, None, None)


def _points(question: Question, name: str) -> Iterator[dict[str, float]]:
    """Places to look: the one that is bound, and the same scattered ones every time, where all but `name` stay as bound."""
    if not question.free:
        yield question.point()
    random = Random(0)
    for spread in (1.0, 3.0, 0.1, 30.0, 1000.0):
        for _ in range(POINTS):
            point = {each: round(random.uniform(-spread, spread), 3) for each in question.variables}
            yield {**point, **{each: x for each, x in question.at.items() if each != name}}


def _slope(question: Question, name: str, at: dict[str, float]) -> tuple[float, float]:
    """The derivative at a point, and a bound of its rounding error."""
    tape, kept = pruned(question.lowered.tape, [question.lowered.root])
    root, slot = kept[question.lowered.root], kept[question.variables[name]]
    adjoint = reverse(tape, root, [slot]).get(slot)
    values = run(tape, at)
    if values[root] != values[root]:
        return math.nan, 0.0
    return (0.0, 0.0) if adjoint is None else (values[adjoint], bounds(tape, values)[adjoint])
