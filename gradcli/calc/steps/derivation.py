"""The derivative of a question by the rules of calculus, compared with that of the other commands."""

import math
from collections.abc import Sequence
from random import Random

from gradcli.algebra.budget import Spent
from gradcli.algebra.canonical import rational
from gradcli.analysis.rounding import bounds
from gradcli.analysis.switches import Switches
from gradcli.calc.derivatives import derivatives
from gradcli.calc.formulas import Formulas
from gradcli.calc.programs.code import lower_along
from gradcli.calc.question import Question
from gradcli.calc.steps.rules import Differentiation, Step
from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import run
from gradcli.engine.lift import lift
from gradcli.engine.passes import append_copy
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError
from gradcli.report.base import Formula, Number, Warning
from gradcli.report.derivations import Derivation, Rule

SPREADS = (1.0, 3.0, 0.1, 30.0)  # of the random points at which steps and derivative are compared
STEPS = 40  # of the algebra for each operation of the simplified derivative: long sums take as many
WORK = 100_000  # slots that may be run at these points
SHORT = 500  # operations of the steps and the derivative up to which their difference is simplified
SLACK = 1e-14  # relative difference beyond rounding that is allowed


def derive(question: Question, wrt: Sequence[str] | None = None, order: int = 1, thorough: bool = False) -> list[Derivation]:
    """Derive step by step, up to `order`, along each of `wrt` (default: all that is free, else all).

    `thorough` derives polynomials term by term too. Raises GradcliError where the steps give another derivative.
    """
    blocks: list[Derivation] = []
    names = question.resolve_wrt(wrt) if wrt or question.candidates else ["x"]  # of a number, as good as any
    for name in dict.fromkeys(names):
        blocks += _derive_along(question, name, order, thorough)
    return blocks


def _derive_along(question: Question, name: str, order: int, thorough: bool) -> list[Derivation]:
    """Return a derivation for each order along one name."""
    given = {each for each in question.given if each != name} if question.free else set()
    lowered = lower_along(question, [name])
    tape, root = lowered.tape, lowered.root
    try:
        formulas = Formulas(question, [name], STEPS)
    except Spent:
        formulas = None
    expression: str | Formula = question.source
    at = question.at or None
    point = None if question.free else at
    others = [each for each in question.variables if each != name and each not in given]
    blocks = []
    for n in range(1, order + 1):
        found = Differentiation(tape, root, name, thorough)
        derivative = None
        if formulas is not None:
            try:
                formulas.differentiate(name)
                derivative = formulas.formula()
            except GradcliError:
                formulas = None
        if not (formulas and _is_same_formula(formulas, found) or _agree_at_points(tape, root, found, point)):
            raise GradcliError("the steps do not give the derivative; please report", source=question.source, code=1)
        asts = lift(found.tape)
        value, warnings = _value(question, name, n) if point else (None, question.unused())
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
    convention = row.doc.convention if row and row.singular.kinks else ""
    if row and row.laws.drops_equal_arguments:  # a formula of cases takes one of the arguments at a tie
        convention += "; the formula holds away from a tie"
    return Rule(step.id, step.parent, step.rule, asts[step.of], {name: asts[slot] for name, slot in step.parts.items()},
                asts[step.result], step.depth, {name: asts[slot] for name, slot in step.derivatives.items()},
                row.name if row else "", convention, step.outer, step.same)


def _is_same_formula(formulas: Formulas, found: Differentiation) -> bool:
    """Return whether the difference of the simplified derivative and the result of the steps is 0 by algebra."""
    if len(formulas.tape) + len(found.tape) > SHORT:
        return False
    tape = formulas.tape.copy()
    steps = append_copy(found.tape, tape)
    return rational(tape, (Ref(tape, formulas.root) - Ref(tape, steps[found.result])).slot) == 0


def _agree_at_points(tape: Tape, root: int, found: Differentiation, at: dict[str, float] | None) -> bool:
    """Return whether the result of the steps has the values of the derivative, within rounding.

    Kinks and jumps are left out, where the derivative at a point follows conventions.
    """
    both = tape.copy()
    leaf = next((slot for slot, name in enumerate(both.attributes) if both.operations[slot] is VARIABLE and
                 name == found.name), None)
    adjoint = None if leaf is None else reverse(both, root, [leaf]).get(leaf)
    truth = both.constant(0) if adjoint is None else adjoint
    steps = append_copy(found.tape, both)[found.result]
    names = sorted({name for row, _, name, _ in both if row is VARIABLE})
    random = Random(0)
    count = max(2, min(40, WORK // len(both)))
    points = [dict.fromkeys(names, 0.0) | at] if at else []
    points += [{name: round(random.uniform(-spread, spread), 3) for name in names}
               for spread in SPREADS for _ in range(count // len(SPREADS) + 1)]
    for point in points:
        values = run(both, point)
        if math.isfinite(values[root]) and math.isfinite(values[truth]) and math.isfinite(values[steps]):
            errors = bounds(both, values)
            tolerance = 4 * (errors[truth] + errors[steps]) + SLACK * abs(values[truth])
            if abs(values[truth] - values[steps]) > tolerance and not Switches(both, [root, steps]).is_on(point):
                return False
    return True
