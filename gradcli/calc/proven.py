"""Answers in exact rationals or in proven digits: the same tapes as for floats, run in another domain.

Comes in: a question and a domain. Goes out: the reports of the other commands, with a text for each finite number.
"""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from gradcli.calc import derivatives as floats
from gradcli.calc.corners import edges
from gradcli.calc.question import Question
from gradcli.calc.statuses import LARGE, Statuses
from gradcli.core.tape import Tape
from gradcli.domains.directions import Direction, within
from gradcli.domains.real import Domain, Real, Undefined, Unsettled
from gradcli.engine.lower import lower
from gradcli.engine.passes import eliminate_dead_code, specialize_branches, substitute
from gradcli.engine.reverse import reverse
from gradcli.engine.taylor import Expansion
from gradcli.engine.torch_view import TorchView
from gradcli.errors import GradcliError
from gradcli.report import Answer, Derivative, Gradient, Hessian, Warning

ORDER = 20  # of derivatives whose formula is asked whether it is 0


class _Values(dict[int, Any]):
    """The values of slots, each worked out when it is asked for: a branch not taken never is."""

    def __init__(self, domain: Domain, tape: Tape, root: int, point: dict[str, Any]) -> None:
        self.domain, self.tape, self.root, self.point = domain, tape, root, point

    def __missing__(self, slot: int) -> Any:
        return self.domain.run(self.tape, self.point, [slot], self, self.root)[slot]


class _Statuses(Statuses):
    """Kinks, jumps, poles and what is not defined, of numbers that are not rounded."""

    def __init__(self, question: Question, adjoints: dict[int, int], values: Any) -> None:
        self.source, self.adjoints, (self.tape, self.root, _) = question.source, adjoints, question.lowered
        self.at, self.values, self.found = question.point(), values, {}

    @cached_property
    def edges(self) -> list[int]:
        values = [self.values[slot] if slot in self.taken else math.nan for slot in range(self.root + 1)]
        return [slot for slot in edges(self.tape, values) if slot in self.taken]

    def _vague(self, slot: int) -> bool:
        return False


class Proven:
    """A question in a domain. Every method answers as the function of that name does for floats."""

    def __init__(self, question: Question, domain: Domain) -> None:
        self.question, self.domain = question, domain
        question.point()
        self.given = {name: lower(program) for name, program in question.given.items()}
        self.point: dict[str, Any] = {}

    def evaluate(self, wrt: Sequence[str] | None = None) -> Answer:
        question = self.question
        names = list(question.variables) if wrt is None else question.checked(wrt)
        grad_fn = TorchView(question.lowered.tape).grad_fn(question.lowered.root)
        adjoints = self._reverse(names)
        slots = [adjoints.get(question.variables[name]) for name in names]
        (value, *partials), warnings, _ = self._numbers(adjoints, [question.lowered.root, *slots])
        return Answer(question.source, self._at(), value, grad_fn, dict(zip(names, partials, strict=True)), warnings)

    def gradient(self, wrt: Sequence[str] | None = None) -> Gradient:
        answer = self.evaluate(self.question.wanted(wrt))
        return Gradient(answer.expression, answer.at, dict(answer.partials), answer.warnings)

    def hessian(self, wrt: Sequence[str] | None = None) -> Hessian:
        question = self.question
        names = question.wanted(wrt)
        adjoints = self._reverse(names)
        rows = floats.seconds(question.lowered.tape, adjoints, [question.variables[name] for name in names])
        (_, *numbers), warnings, edges = self._numbers(
            adjoints, [question.lowered.root, *(slot for row in rows for slot in row)])
        if edges:
            warnings += [found for name in names for found in floats.leap(question, (name, name), question.at)]
        entries = [numbers[i:i + len(names)] for i in range(0, len(numbers), len(names) or 1)]
        return Hessian(question.source, tuple(names), self._at(), entries, warnings)

    def derivatives(self, wrt: Sequence[str], every: bool, formulas: bool) -> list[Derivative]:
        question = self.question
        question.checked(wrt)
        orders = [tuple(wrt[:n]) for n in range(0 if every else len(wrt), len(wrt) + 1)]
        written: list[Any] = [None] * len(orders)
        if formulas:
            from gradcli.calc.formulas import along

            written = along(question, wrt)[-len(orders):]
        adjoints = self._reverse(list(dict.fromkeys(wrt)))
        tape, root, _ = question.lowered
        warnings, edges = self._settled(
            lambda: self._warnings(adjoints, _Values(self.domain, tape, root, self.point), [root]))
        return [Derivative(question.source, names, len(names), formula, self._at(), value, warnings + infinite + (
                    floats.leap(question, names, question.at) if edges and len(names) > 1 else []))
                for names, formula, (value, infinite) in zip(orders, written, self._series(orders), strict=True)]

    def _reverse(self, names: Sequence[str]) -> dict[int, int]:
        lowered = self.question.lowered
        return reverse(lowered.tape, lowered.root, [lowered.variables[name] for name in names])

    def _at(self) -> dict[str, Any] | None:
        """The point as it was typed."""
        return {name: program.source.strip() for name, program in self.question.given.items()} or None

    def _settled(self, compute: Callable[[], Any]) -> Any:
        """What `compute` finds at the first precision at which it is settled."""
        while True:
            try:
                for name, program in self.question.given.items():
                    self.domain.source, (tape, root, _) = program.source, self.given[name]
                    self.point[name] = self.domain.run(tape, {}, [root])[root]
                self.domain.source = self.question.source
                return compute()
            except Unsettled as reason:
                reason.span = reason.span or (0, len(self.domain.source))
                self.domain.refine(reason)

    def _numbers(self, adjoints: dict[int, int], slots: Sequence[int | None]) -> tuple[list[Any], list[Warning], bool]:
        """The texts of slots of the expression's tape, the first of which is its root; None is 0. And what is said of them,
        and whether the point is at an edge."""
        tape, root, _ = self.question.lowered

        def compute() -> tuple[list[Any], list[Warning], bool]:
            values = _Values(self.domain, tape, root, self.point)
            lost = _is_nan(values[root])
            texts = [math.nan if lost else "0" if slot is None else self._text(values[slot], tape, slot) for slot in slots]
            return texts, *self._warnings(adjoints, values, [slot for slot in slots if slot is not None])

        found: tuple[list[Any], list[Warning], bool] = self._settled(compute)
        return found

    def _warnings(self, adjoints: dict[int, int], values: _Values, slots: list[int]) -> tuple[list[Warning], bool]:
        """What is to be said of these slots, and whether the point is at an edge."""
        statuses = _Statuses(self.question, adjoints, values)
        return self.question.unused() + statuses.explain(slots, {}), bool(statuses.edges)

    def _text(self, number: Any, tape: Tape, slot: int) -> str | float:
        """A text, or a float that is not finite; `slot` is where the number stands as a formula."""
        if isinstance(number, float):
            return number
        try:
            return self.domain.text(number)
        except Unsettled as reason:
            exact = self._algebraic(tape, slot) if self.domain.last() else None
            if exact is None or not self.domain.contains(number, exact):
                reason.span = reason.span or tape.spans[slot]
                raise
            return self.domain.text(self.domain.real(exact))

    def _algebraic(self, tape: Tape, slot: int) -> Any:
        """The rational that a formula with finite values is equal to, as sin(pi); None if that is not seen."""
        from gradcli.algebra.canonical import rational

        tape, kept = eliminate_dead_code(tape, [slot])
        if len(tape) > LARGE:
            return None
        bound, moved = substitute(tape, {name: (each.tape, each.root) for name, each in self.given.items()})
        return rational(bound, moved[kept[slot]])

    def _series(self, orders: list[tuple[str, ...]]) -> list[tuple[Any, list[Warning]]]:
        """The derivatives along each of `orders`, the longest of which begins with all the others, and what is said of
        those that are not finite."""
        if len(orders) > 1 and len(set(orders[-1])) > 1:
            return [found for names in orders for found in self._series([names])]
        try:
            return [(text, []) for text in self._settled(lambda: self._expanded(orders))]
        except Undefined:
            if len(orders) > 1:
                return [found for names in orders for found in self._series([names])]
        report = floats.derivatives(self.question, orders[0], every=False, formulas=False)[-1]
        if not self.domain.infinite or math.isfinite(float(report.value or 0)):
            raise GradcliError(f"the derivative of order {len(orders[0])} does not exist here", source=self.question.source,
                               code=1)
        return [(report.value, report.warnings)]

    def _expanded(self, orders: list[tuple[str, ...]]) -> list[Any]:
        domain, lowered = self.domain, self.question.lowered
        counts = {name: orders[-1].count(name) for name in dict.fromkeys(orders[-1])}
        before = _Values(domain, lowered.tape, lowered.root, self.point)
        if _is_nan(before[lowered.root]):
            return [math.nan] * len(orders)
        if not counts:
            return [self._text(before[lowered.root], lowered.tape, lowered.root)]
        tape, moved = specialize_branches(lowered.tape, lowered.root, before)
        slots = [moved[lowered.variables[name]] for name in counts]
        expansion = Expansion(tape, moved[lowered.root], slots, len(orders[-1]))
        values = _Terms(_Values(domain, expansion.tape, expansion.root, self.point))
        one = domain.term(Fraction(1))

        def divide(a: Any, b: Any) -> Any:
            if b == 0:
                raise Undefined
            return one * a / b

        most = tuple(counts.values())
        if len(most) == 1:
            coefficients = expansion.coefficients(values, [one], divide, domain.term)
            numbers = [coefficient * math.factorial(k) for k, coefficient in enumerate(coefficients)][-len(orders):]
        else:
            last = expansion.coefficients(values, Direction.axes(most), within(divide), within(domain.term))[-1]
            last = last.part(most) if isinstance(last, Direction) else last
            numbers = [last * math.prod(map(math.factorial, most))]
        return [self._derivative(domain.of_term(one * number), names) for number, names in zip(numbers, orders, strict=True)]

    def _derivative(self, number: Real, names: tuple[str, ...]) -> str | float:
        try:
            return self.domain.text(number)
        except Unsettled:
            if not self.domain.last() or len(names) > ORDER:
                raise
        from gradcli.calc.formulas import Formulas

        formulas = Formulas(self.question, names)
        for name in names:
            formulas.differentiate(name)
        return self._text(number, formulas.tape, formulas.root)


class _Terms(dict[int, Any]):
    """Values as the first coefficients of series. Raises Undefined where one is not finite."""

    def __init__(self, values: _Values) -> None:
        self.values_of = values

    def __missing__(self, slot: int) -> Any:
        value = self.values_of[slot]
        if isinstance(value, float):
            raise Undefined
        term = self[slot] = value.domain.term(value.value)
        return term


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)
