"""The derivative of a question by the rules of calculus, held against the derivative that every other command gives."""

from collections.abc import Sequence
from math import isfinite
from random import Random

from gradcli.algebra.budget import Spent
from gradcli.analysis.rounding import bounds
from gradcli.calc.code import lowered_along
from gradcli.calc.derivatives import derivatives
from gradcli.calc.formulas import Formulas
from gradcli.calc.question import Question
from gradcli.calc.rules import Differentiation, Step
from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Tape
from gradcli.domains.float64 import run
from gradcli.engine.lift import lift
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError
from gradcli.report.base import Formula, Number, Warning
from gradcli.report.derivations import Derivation, Rule

SPREADS = (1.0, 3.0, 0.1, 30.0)  # of the points at which steps and derivative are compared
WORK = 100_000  # slots that may be run for that
SLACK = 1e-9  # relative difference that says nothing
SURE = 10  # one of so many points that differ is no slip of rounding


def derive(question: Question, wrt: Sequence[str] | None = None, order: int = 1, thorough: bool = False) -> list[Derivation]:
    """Derive step by step, up to `order`, along each of `wrt` (default: all that is free, else all).

    `thorough` takes polynomials apart too. Raises GradcliError where the steps do not give the derivative.
    """
    blocks: list[Derivation] = []
    for name in dict.fromkeys(question.resolve_wrt(wrt)):
        blocks += _along(question, name, order, thorough)
    return blocks


def _along(question: Question, name: str, order: int, thorough: bool) -> list[Derivation]:
    """Make a block for each order."""
    given = {each for each in question.given if each != name} if question.free else set()
    lowered = lowered_along(question, [name])
    tape, root = lowered.tape, lowered.root
    try:
        formulas = Formulas(question, [name])
    except Spent:
        formulas = None
    expression: str | Formula = question.source
    at = question.at if question.given and not question.free else None
    others = [each for each in question.variables if each != name and each not in given]
    blocks = []
    for n in range(1, order + 1):
        found = Differentiation(tape, root, name, thorough)
        if not _agree(tape, root, found, at):
            raise GradcliError("the steps do not give the derivative; please report", source=question.source, code=1)
        derivative = None
        if formulas is not None:
            try:
                formulas.differentiate(name)
                derivative = formulas.formula()
            except GradcliError:
                formulas = None
        asts = lift(found.tape)
        value, warnings = _value(question, name, n) if at else (None, question.unused())
        steps = [_step(step, asts) for step in found.steps]
        blocks.append(Derivation(expression, (name,) * n, n, steps, derivative, at, value, warnings, others))
        if formulas is None or derivative is None:
            break
        tape, root, expression = formulas.tape, formulas.root, derivative
    return blocks


def _value(question: Question, name: str, order: int) -> tuple[Number | None, list[Warning]]:
    report = derivatives(question, [name] * order, False, False)[-1]
    return report.value, report.warnings


def _step(step: Step, asts: list[Formula]) -> Rule:
    row = step.row
    return Rule(step.id, step.parent, step.rule, asts[step.of], {name: asts[slot] for name, slot in step.parts.items()},
                asts[step.result], step.depth, {name: asts[slot] for name, slot in step.derivatives.items()},
                row.name if row else "", row.doc.convention if row and row.singular.kinks else "", step.outer, step.same)


def _agree(tape: Tape, root: int, found: Differentiation, at: dict[str, float] | None) -> bool:
    """Return whether the result of the steps has the values of the derivative, as far as rounding lets that be seen."""
    leaves = {attribute: slot for slot, (row, _, attribute, _) in enumerate(tape) if row is VARIABLE}
    swept = tape.copy()
    leaf = leaves.get(found.name)
    adjoint = None if leaf is None else reverse(swept, root, [leaf]).get(leaf)
    names = {attribute for row, _, attribute, _ in found.tape if row is VARIABLE}
    random = Random(0)
    size = len(swept) + len(found.tape)
    count = max(2, min(40, WORK // size))
    points = [dict.fromkeys(names, 0.0) | at] if at else []
    points += [{each: round(random.uniform(-spread, spread), 3) for each in sorted(names | set(leaves))}
               for spread in SPREADS for _ in range(count // len(SPREADS) + 1)]
    compared = wrong = 0
    for point in points:
        values, ours = run(swept, point), run(found.tape, point)
        truth, room = (0.0, 0.0) if adjoint is None else (values[adjoint], bounds(swept, values)[adjoint])
        result = ours[found.result]
        if values[root] != values[root] or not (isfinite(truth) and isfinite(result)):
            continue
        room += bounds(found.tape, ours)[found.result]
        if isfinite(room):
            compared += 1
            wrong += not abs(truth - result) <= 8 * room + SLACK * max(abs(truth), abs(result))
    return wrong * SURE <= compared


