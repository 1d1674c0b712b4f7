"""Compare reverse mode with forward mode, Taylor mode and a numerical method."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from gradcli.analysis.diagnose import diagnose
from gradcli.analysis.evaluation import Evaluation
from gradcli.analysis.numerical import complex_step, one_sided
from gradcli.analysis.switches import Switches
from gradcli.calc.numbers import FLOAT64, Numbers
from gradcli.calc.question import Question
from gradcli.calc.values import evaluate
from gradcli.core.tape import Tape
from gradcli.domains.float64 import nearest_double, run
from gradcli.engine.forward import forward
from gradcli.engine.lower import Lowered
from gradcli.engine.passes import eliminate_dead_code
from gradcli.engine.reverse import reverse
from gradcli.engine.taylor import Expansion
from gradcli.numeric.ieee import divide
from gradcli.report.checks import Check, Comparison

COMPLEX_STEP = "complex step"
DIGITS = 16  # of a double
MIN_DIGITS = 6  # digits on which methods must agree: extrapolated differences reach about ten, a wrong rule hardly one
NEAR = 1e-6  # relative difference below which the slopes of two sides are equal, as MIN_DIGITS
DOUBT = 0.1  # relative error above which differences do not decide


def check(question: Question, wrt: Sequence[str] | None = None, numbers: Numbers = FLOAT64) -> Check:
    """Compare each partial derivative by reverse, forward and Taylor sweeps, and by a numerical method without any rule.

    Numbers that are not rounded replace the numerical method.
    """
    at = question.point()
    exact = {} if numbers.rounded else evaluate(question, wrt, numbers).partials
    tape, kept = eliminate_dead_code(question.lowered.tape, [question.lowered.root])
    root, slots = kept[question.lowered.root], {name: kept[slot] for name, slot in question.variables.items()}
    swept, moved = eliminate_dead_code(tape, [root])
    adjoints = reverse(swept, moved[root], [moved[slot] for slot in slots.values()])
    evaluation = Evaluation(question.source, swept, moved[root], adjoints, at, question.constants)
    evaluation.settle([moved[root], *adjoints.values()])
    lost = evaluation.values[moved[root]] != evaluation.values[moved[root]]
    beyond = bool(evaluation.range_marks) and bool(evaluation.range_marks[moved[root]])
    switches, rows = Switches(tape, [root]), []
    for name in question.resolve_wrt(wrt):
        if name not in slots:
            rows.append(Comparison(name, 0.0, 0.0, 0.0, 0.0, COMPLEX_STEP, DIGITS, None, True))
            continue
        slot = slots[name]
        adjoint = adjoints.get(moved[slot])
        result = math.nan if lost else 0.0 if adjoint is None else FLOAT64.number(question, evaluation, adjoint)
        known = exact.get(name)
        if adjoint is not None and math.isfinite(result) and result != evaluation.values[adjoint]:
            sweeps = _Sweeps(math.nan, math.nan, None)  # all have 0 times infinity where a limit is found
        else:
            sweeps = (_wider_sweeps if beyond or adjoint in evaluation.settled else _sweeps)(tape, root, at, name, slot)
        if known is not None:
            true = nearest_double(Fraction(known)) if "/" in str(known) else float(known)  # 1e-9999999 is not written out
            sweeps = sweeps._replace(numeric=true, method="unrounded numbers")
        rows.append(_compare(tape, root, at, name, result, switches, sweeps))
    partials = [adjoints[moved[slot]] for slot in slots.values() if moved[slot] in adjoints]
    found = diagnose(evaluation, [moved[root], *partials])
    return Check(question.source, at or None, rows, question.binding_warnings() + found)


class _Sweeps(NamedTuple):
    """A partial derivative by other sweeps, and by a numerical method, None where that finds none."""

    forward: float
    taylor: float
    numeric: float | None
    method: str = COMPLEX_STEP


def _sweeps(tape: Tape, root: int, at: dict[str, float], name: str, slot: int) -> _Sweeps:
    swept, moved = eliminate_dead_code(tape, [root])
    tangent = forward(swept, [moved[root]], {moved[slot]: swept.constant(1)}).get(moved[root])
    expansion = Expansion(tape, root, [slot], 1)
    return _Sweeps(0.0 if tangent is None else run(swept, at)[tangent],
                   expansion.coefficients(run(expansion.tape, at), [1.0], divide)[1], complex_step(tape, root, at, name))


def _wider_sweeps(tape: Tape, root: int, at: dict[str, float], name: str, slot: int) -> _Sweeps:
    """Return the same in wider numbers, as a derivative is found that depends on an over- or underflow."""
    from gradcli.analysis.wider import wider_derivatives, wider_difference, wider_values

    swept, moved = eliminate_dead_code(tape, [root])
    tangent = forward(swept, [moved[root]], {moved[slot]: swept.constant(1)}).get(moved[root])
    series = wider_derivatives(Lowered(tape, root, {name: slot}), [name], at)[1]
    ahead = 0.0 if tangent is None else wider_values(swept, [tangent], at).get(tangent, math.nan)
    return _Sweeps(ahead, math.nan if series is None else series, wider_difference(tape, root, at, name),
                   "differences in wider numbers")


def _compare(tape: Tape, root: int, at: dict[str, float], name: str, result: float, switches: Switches,
             others: _Sweeps) -> Comparison:
    """Compare one partial derivative by every method; `tape` ends with the expression itself."""
    ahead, series, numeric, method = others
    kink, error = None, 0.0
    if numeric is None or not math.isfinite(result) or method != COMPLEX_STEP and switches.is_on(at):
        method = "differences"
        (left, left_error), (right, right_error) = (
            one_sided(lambda x: run(tape, {**at, name: x})[root], at[name], side, reach / 2)
            for side, reach in zip((-1, 1), switches.distances(at, name), strict=True))
        error, numeric = left_error + right_error, (left + right) / 2
        if left != left or right != right:  # one side exists
            error, numeric = (right_error, right) if left != left else (left_error, left)
        elif not switches.is_on(at):  # slopes that differ are rounding then; beside a switch one side has the longer steps
            error, numeric = min((left_error, left), (right_error, right))
        elif abs(left - right) > 100 * error + NEAR * max(abs(left), abs(right)):
            kink = left, right
    scale = max(abs(result), abs(numeric))
    swept = [other for other in (ahead, series) if other == other]
    digits = min(_agreement(result, other, scale) for other in (*swept, numeric))
    sweeps = result == result and all(_agreement(result, other, scale) >= MIN_DIGITS for other in swept)
    agrees = sweeps and kink is None and (
        digits >= MIN_DIGITS or abs(result - numeric) <= 100 * error < DOUBT * max(1.0, abs(result)))
    return Comparison(name, result, ahead, series, numeric, method, digits, kink, agrees)


def _agreement(a: float, b: float, scale: float) -> int:
    """Return the number of digits on which two numbers agree, relative to `scale`; 0 for nan."""
    if a == b:
        return DIGITS
    if not math.isfinite(a - b) or not scale:
        return 0
    return max(0, min(DIGITS, math.floor(-math.log10(abs(a - b) / scale))))
