"""Answers in exact rationals or in proven digits: the same tapes as for floats, run in another domain."""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from typing import Any, TypeVar

from gradcli.analysis.diagnose import diagnose
from gradcli.analysis.digits import rational_value
from gradcli.analysis.discontinuities import discontinuity_warnings
from gradcli.analysis.evaluation import Evaluation
from gradcli.calc.numbers import FLOAT64, Numeric, Orders, is_nan
from gradcli.calc.question import Question
from gradcli.core.tape import Tape
from gradcli.domains.base import Domain, Undefined, Unsettled
from gradcli.domains.real import Real
from gradcli.engine.in_domain import Values, derivatives_in
from gradcli.engine.work import check_order
from gradcli.errors import GradcliError
from gradcli.report.base import Number, Warning, label

MARGIN = 50  # decimals to which a number is known that is printed as 0
NEAR = 1e-6  # relative difference of a derivative from its limit in floats
SERIES_OF_BALLS = 4  # times that Arb's own series of high order are quicker than the recurrences of floats
ORDER = 20  # the highest order whose formula is simplified to see that it is 0
Found = TypeVar("Found")


class Unrounded:
    """Numbers of a domain; `make` gives one for the source of an expression."""

    rounded = False
    zero = "0"

    def __init__(self, make: Callable[[str], Domain]) -> None:
        self.make = make
        self.question: Question | None = None
        self.domain: Domain
        self.doubts: list[Warning] = []  # warnings of numbers printed as 0 that cannot be distinguished from it

    def settle(self, question: Question, compute: Callable[[Mapping[str, Any]], Found]) -> Found:
        """Return what `compute` makes of the point, at the first precision at which it is settled."""
        question.point()
        if question is not self.question:
            self.question, self.domain = question, self.make(question.source)
        domain, point = self.domain, dict[str, Any]()
        while True:
            self.doubts = []
            try:
                for name, (tape, root, _) in question.constants.items():
                    domain.source = question.given[name].source
                    point[name] = domain.run(tape, {}, [root])[root]
                domain.source = question.source
                return compute(point)
            except Unsettled as reason:
                reason.span = reason.span or (0, len(domain.source))
                domain.refine(reason)

    def run(self, tape: Tape, point: Mapping[str, Any], root: int) -> Values:
        return Values(self.domain, tape, root, point)

    def at(self, question: Question) -> Mapping[str, Number] | None:
        """Return the point as it was typed."""
        return {name: program.source.strip() for name, program in question.given.items()} or None

    def binding_warnings(self, question: Question) -> list[Warning]:
        return question.unused() + self.doubts

    def number(self, question: Question, evaluation: Evaluation, slot: int) -> Number:
        """Return the text of a slot; a derivative indistinguishable from 0 is 0 with a warning, beside its value."""
        try:
            number, error = evaluation.values[slot], None
        except GradcliError as reason:
            number, error = math.nan, reason
        if slot in evaluation.names and (error or is_nan(number)):
            if limit := self._limit(question, (evaluation.names[slot],)):
                text, found = limit
                self.doubts += [warning for warning in found if warning.kind != "kink"]
                evaluation.values[slot] = self.domain.real(0)  # so that nothing else is said of it
                return text
        if error:
            raise error
        try:
            return self._text(question, number, evaluation.tape, slot)
        except Unsettled as reason:
            below = self.domain.upper_exponent(number) if self.domain.at_max_precision() else None
            if slot == evaluation.root or below is None or below > -2 * MARGIN:
                raise
            span = reason.span or (0, len(question.source))
            name = label([evaluation.names[slot]]) if slot in evaluation.names else "a derivative"
            message = f"{name} is 0, or cannot be distinguished from it: it is smaller than 1e{below + 1}"
            self.doubts.append(Warning("cancellation", question.source[slice(*span)], span, message, question.source))
            return self.zero

    def derivatives(self, question: Question, orders: Orders) -> list[Numeric]:
        sweep = question.sweep(dict.fromkeys(orders[-1]))

        def compute(point: Mapping[str, Any]) -> tuple[list[Warning], bool]:
            evaluation = Evaluation(question.source, *sweep, question.at, question.constants, self, point)
            for slot in sweep.root, *sweep.adjoints.values():
                try:
                    evaluation.values[slot]
                except GradcliError:
                    if slot <= sweep.root:
                        raise
                    evaluation.values[slot] = math.nan  # the series tells
            return diagnose(evaluation, [sweep.root], {}), evaluation.slopes_may_jump

        warnings, may_jump = self.settle(question, compute)
        found = self._series(question, orders)
        answers: list[Numeric] = []
        for names, (value, infinite) in zip(orders, found, strict=True):
            beside = discontinuity_warnings(question.source, question.lowered, names, question.at, value) \
                if may_jump and len(names) > 1 else []
            answers.append((value, warnings + infinite + beside))
        return answers

    def _text(self, question: Question, number: Any, tape: Tape, slot: int) -> Number:
        """Return a text, or a float that is not finite; `slot` is where the number stands as a formula."""
        if isinstance(number, float):
            return number
        try:
            return self.domain.text(number)
        except Unsettled as reason:
            exact = rational_value(tape, slot, question.constants) if self.domain.at_max_precision() else None
            if exact is None or not self.domain.contains(number, exact):
                reason.span = reason.span or tape.spans[slot]
                raise
            return self.domain.text(self.domain.real(exact))

    def _series(self, question: Question, orders: Orders) -> list[Numeric]:
        """Return the derivatives along `orders`, each a prefix of the longest, with warnings for those not finite."""
        error: GradcliError | None = None
        try:
            return [(text, []) for text in self.texts(question, orders)]
        except (Undefined, GradcliError) as reason:
            if len(orders) > 1 and isinstance(reason, Undefined):
                return [found for names in orders for found in self._series(question, [names])]
            if isinstance(reason, GradcliError):
                error = reason
        if found := self._limit(question, orders[-1]):
            return [found]
        (value, warnings), = FLOAT64.derivatives(question, orders[-1:])
        if error or not self.domain.infinite or math.isfinite(float(value)):
            raise error or GradcliError(f"the derivative of order {len(orders[-1])} does not exist here",
                                        source=question.source, code=1)
        return [(value, FLOAT64.binding_warnings(question) + warnings)]

    def _limit(self, question: Question, names: tuple[str, ...]) -> Numeric | None:
        """Return a derivative that sweeps have as 0 times infinity, from the simplified expression, if floats have it."""
        from gradcli.analysis.high_order import HighOrder
        from gradcli.analysis.missing import simplified

        check_order(question.lowered, names, question.limit)
        if not is_nan(HighOrder(question.lowered, [names]).at(question.at)[-1].number):
            return None
        (value, warnings), = FLOAT64.derivatives(question, [names])
        if not math.isfinite(float(value)):
            return None
        simple = Question(question.source, question.given, question.limit, question.columns, question.wrt)
        simple.program, simple.lowered = question.program, simplified(question.lowered)
        text: Number = self.zero
        if simple.variables.keys() >= set(names):
            try:
                text, = Unrounded(self.make).texts(simple, [names])
            except (GradcliError, Undefined):
                text = math.nan
        if isinstance(text, str) and math.isclose(float(Fraction(text)), float(value), rel_tol=NEAR):
            return text, warnings
        message = f"{label(names)} is found only as a limit: about {float(value) + 0:g}; leave out --exact or --digits"
        return math.nan, [Warning("domain", question.source, (0, len(question.source)), message, question.source)]

    def texts(self, question: Question, orders: Orders) -> list[Number]:
        """Return the derivatives alone, as `derivatives`. Raises Undefined where one does not exist."""
        return self.settle(question, lambda point: self._expanded(question, orders, point))

    def _expanded(self, question: Question, orders: Orders, point: Mapping[str, Any]) -> list[Number]:
        lowered = question.lowered
        value = Values(self.domain, lowered.tape, lowered.root, point)[lowered.root]
        if is_nan(value):
            return [math.nan] * len(orders)
        if not orders[-1]:
            return [self._text(question, value, lowered.tape, lowered.root)]
        check = partial(check_order, lowered, orders[-1], question.limit)
        check(SERIES_OF_BALLS)
        terms = derivatives_in(self.domain, lowered, orders[-1], point, len(orders), check)
        return [self._derivative(question, self.domain.from_coefficient(term), names)
                for term, names in zip(terms, orders, strict=True)]

    def _derivative(self, question: Question, number: Real, names: tuple[str, ...]) -> Number:
        try:
            return self.domain.text(number)
        except Unsettled:
            if not self.domain.at_max_precision() or len(names) > ORDER:
                raise
        from gradcli.calc.formulas import Formulas

        formulas = Formulas(question, names)
        for name in names:
            formulas.differentiate(name)
        return self._text(question, number, formulas.tape, formulas.root)
