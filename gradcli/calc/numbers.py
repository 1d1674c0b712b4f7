"""The number type of an answer: floats here, exact and proven numbers in unrounded.py; and their common evaluation."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from gradcli.calc.question import Question, Sweep
from gradcli.core.facets import Rational
from gradcli.core.tape import Tape
from gradcli.domains.float64 import Floats
from gradcli.errors import GradcliError
from gradcli.report.base import Number, Warning, label

if TYPE_CHECKING:  # formulas need none of the analysis
    from gradcli.analysis.evaluation import Evaluation
    from gradcli.analysis.high_order import Estimate

MAX_ORDER = 8  # up to which a formula is simplified for its value; formulas grow fast with the order
FORMULA_LIMIT = 100_000  # operations that it may take, a hundredth of the default
Orders = Sequence[tuple[str, ...]]
Numeric = tuple[Number, list[Warning]]
Found = TypeVar("Found")


class Numbers(Protocol):
    """A number type in which questions are answered."""

    rounded: bool

    @property
    def zero(self) -> Number:
        """The exact 0."""

    def settle(self, question: Question, compute: Callable[[Mapping[str, Any]], Found]) -> Found:
        """Return the result of `compute` for the point, at a precision that suffices."""

    def run(self, tape: Tape, point: Mapping[str, Any], root: int) -> Any:
        """Return the value of each slot; slots beyond `root` are derivatives."""

    def number(self, question: Question, evaluation: "Evaluation", slot: int) -> Number:
        """Return the number of a slot as in reports."""

    def derivatives(self, question: Question, orders: Orders) -> list[Numeric]:
        """Return the derivatives along each of `orders`, each a prefix of the longest, with warnings."""

    def at(self, question: Question) -> Mapping[str, Number] | None:
        """Return the point as in reports."""

    def binding_warnings(self, question: Question) -> list[Warning]:
        """Return the warnings about the bindings."""


class Float64(Floats):
    """Answers in double precision, with warnings where digits are lost."""

    zero = 0.0

    def settle(self, question: Question, compute: Callable[[Mapping[str, Any]], Found]) -> Found:
        return compute(question.point())

    def number(self, question: Question, evaluation: "Evaluation", slot: int) -> float:
        value = float(evaluation.values[slot])
        slope = None if math.isfinite(value) else evaluation.missing(slot)
        return value if slope is None else slope.number

    def at(self, question: Question) -> Mapping[str, Number] | None:
        return question.at or None

    def binding_warnings(self, question: Question) -> list[Warning]:
        return question.binding_warnings()

    def derivatives(self, question: Question, orders: Orders) -> list[Numeric]:
        from gradcli.analysis.diagnose import Diagnosis
        from gradcli.analysis.evaluation import TRUSTED, Evaluation
        from gradcli.analysis.high_order import HighOrder
        from gradcli.engine.work import check_order

        check_order(question.lowered, orders[-1], question.limit)
        at, sweeps = question.point(), HighOrder(question.lowered, orders)
        evaluation = Evaluation(question.source, sweeps.tape, sweeps.root, sweeps.adjoints, at, question.constants)
        evaluation.settle([sweeps.root, *sweeps.adjoints.values(), *([] if sweeps.second is None else [sweeps.second])])
        values = evaluation.values
        estimated = dict(zip(orders, sweeps.estimates(at, values), strict=True))
        found_sides = self._fill(question, estimated) if math.isfinite(values[sweeps.root]) else {}
        printed = {sweeps.root: label([])} if () in orders else {}
        printed |= {sweeps.adjoints[slot]: label([name]) for name, slot in sweeps.slots.items()
                    if (name,) in orders and slot in sweeps.adjoints}
        pair, second = orders[-1][:2], sweeps.second
        swept = second is not None and repr(values[second]) == repr(estimated[pair].number)  # else by the series
        if second is not None and swept:
            printed[second] = label(pair)
        diagnosis = Diagnosis(evaluation)
        swept_numbers = [each.number for names, each in estimated.items() if names not in found_sides]
        results = _with_first_derivatives(evaluation, swept_numbers, printed)
        warnings = diagnosis.explain(results, printed)
        answers: list[Numeric] = []
        for names, estimate in estimated.items():
            found = list[Warning]()
            if len(names) > 1 + swept:
                if not estimate.error <= TRUSTED and math.isfinite(estimate.number):
                    estimate = _compare_with_exact(question, names, estimate)
                found = diagnosis.explain_estimate(estimate, len(names), found_sides.get(names, ""))
            if len(names) > 1 and evaluation.slopes_may_jump:
                from gradcli.analysis.discontinuities import discontinuity_warnings

                found += discontinuity_warnings(question.source, question.lowered, names, at, estimate.number)
            number = estimate.number
            if len(names) == 1 and sweeps.slots[names[0]] in sweeps.adjoints:
                number = self.number(question, evaluation, sweeps.adjoints[sweeps.slots[names[0]]])
            answers.append((math.nan if values[sweeps.root] != values[sweeps.root] else number, warnings + found))
        return answers

    def _fill(self, question: Question, estimated: "dict[tuple[str, ...], Estimate]") -> dict[tuple[str, ...], str]:
        """Put the derivatives of order 2 and above that the sweeps miss among the estimates; return their sides."""
        sides: dict[tuple[str, ...], str] = {}
        for names, estimate in estimated.items():
            if len(names) > 1 and (is_nan(estimate.number) or not estimate.error < 1):
                from gradcli.analysis.missing import missing_derivative

                if (slope := missing_derivative(question.lowered, names, question.at, estimate.number)):
                    estimated[names] = estimate._replace(number=slope.number, error=0.0)
                    sides[names] = slope.side
        return sides


FLOAT64 = Float64()


def numbers_at(question: Question, sweep: Sweep, slots: Sequence[int | None], numbers: Numbers,
               labels: Mapping[int, str] | None = None) -> "tuple[list[Number], list[Warning], Evaluation]":
    """Return the numbers of slots (0 for None; all nan if the value is nan), the warnings about them, and the evaluation.

    `labels` name the slots in messages; without them they are the value and the partials.
    """
    from gradcli.analysis.diagnose import diagnose
    from gradcli.analysis.evaluation import Evaluation

    def compute(point: Mapping[str, Any]) -> tuple[list[Number], list[Warning], Evaluation]:
        evaluation = Evaluation(question.source, *sweep, question.at, question.constants, numbers, point)
        evaluation.settle([sweep.root, *sweep.adjoints.values(), *(slot for slot in slots if slot is not None)])
        lost = is_nan(evaluation.values[sweep.root])
        found = [math.nan if lost else numbers.zero if slot is None else numbers.number(question, evaluation, slot)
                 for slot in slots]
        own = [slot for slot in slots if slot is not None]
        results = own if labels is None else _with_first_derivatives(evaluation, found, own)
        return found, diagnose(evaluation, results, labels), evaluation

    return numbers.settle(question, compute)


def _with_first_derivatives(evaluation: "Evaluation", found: Iterable[Number], slots: Iterable[int]) -> list[int]:
    """Return `slots`, after the value and the first derivatives if one is not finite, since these may be the cause."""
    infinite = is_nan(evaluation.values[evaluation.root]) or any(
        isinstance(number, float) and not math.isfinite(number) for number in found)
    return [*([evaluation.root, *evaluation.adjoints.values()] if infinite else ()), *slots]


def is_rounded(text: str) -> bool:
    """Return whether the text of a number has proven digits, not a rational: in a sum they would no more be proven."""
    return "." in text or "e" in text


def is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _compare_with_exact(question: Question, names: tuple[str, ...], estimate: "Estimate") -> "Estimate":
    """Return a derivative with its actual relative error where exact arithmetic or algebra finds it, 0 where it is 0."""
    from gradcli.analysis.digits import distance

    exact = _exact_derivative(question, names)
    if exact is None:
        return estimate
    if not exact:
        return estimate._replace(number=0.0, error=0.0)
    error, size = distance(estimate.number, exact), abs(float(exact))
    return estimate._replace(error=error / size if size else math.inf if error else 0.0)  # below the smallest double


def _exact_derivative(question: Question, names: tuple[str, ...]) -> "Rational | None":
    """Return the derivative at the numbers as they were typed, if it is found to be rational, else None."""
    from fractions import Fraction

    from gradcli.analysis.digits import MAX_SIZE, rational_value
    from gradcli.calc.formulas import Formulas
    from gradcli.calc.unrounded import Unrounded
    from gradcli.domains.base import Undefined
    from gradcli.domains.exact import SHORT_BITS, Exact

    if len(question.lowered.tape) > MAX_SIZE:
        return None
    try:
        value, = Unrounded(lambda source: Exact(source, SHORT_BITS)).texts(question, [names])
        return Fraction(value) if isinstance(value, str) else None
    except (GradcliError, Undefined):
        pass
    if len(names) > MAX_ORDER:
        return None
    try:
        formulas = Formulas(question.unbound(FORMULA_LIMIT))
        for name in names:
            formulas.differentiate(name)
    except GradcliError:
        return None
    return rational_value(formulas.tape, formulas.root, question.constants)
