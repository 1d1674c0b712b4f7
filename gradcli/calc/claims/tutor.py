"""The help beside a verdict: the right formula, a round point where both differ, the usual slip, a shorter form."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Protocol

from gradcli.calc.claims.agreement import Pair, compare
from gradcli.calc.formulas import Formulas
from gradcli.calc.numbers import Numbers
from gradcli.calc.question import Question
from gradcli.core.primitive import FUNCTIONS
from gradcli.core.tape import Tape
from gradcli.errors import GradcliError
from gradcli.report.checks import Claim
from gradcli.syntax.nodes import Apply, Name, Program
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text

ROUND = 1.0, 2.0, 3.0, -1.0, 4.0, 5.0, 0.5, -2.0, 10.0, 50.0, 100.0, 1000.0  # numbers that are tried, the commonest first
FIGURES = 1, 2, 3  # to which another number is rounded
MAX_ORDER = 9  # up to which other orders are compared with a claim
SAMPLES = 10  # points at which slips are compared, at each spread and with each sign


class Points(Protocol):
    """Where claims are compared."""

    names: list[str]
    bound: dict[str, float]

    def scattered(self, spread: float) -> dict[str, float]:
        """Return a random point."""

    def beside_switches(self, each: str, spread: float) -> Iterator[dict[str, float]]:
        """Yield points between the switches along one variable, and beyond them."""

    def is_on_switch(self, at: dict[str, float]) -> bool:
        """Return whether a point lies on a kink, a jump or the edge of a branch."""


class Tutor:
    """The derivative of a question beside a claim of it."""

    def __init__(self, question: Question, pair: Pair, name: str, order: int) -> None:
        self.question, self.pair, self.name, self.order = question, pair, name, order

    def mend(self, verdict: Claim, points: Points, at_point: bool, numbers: Numbers | None = None) -> Claim:
        """Return the verdict on a wrong claim with the formula and, unless it is about a point, a round one and the slip.

        With `numbers` the claim was wrong only in these, in which other points are compared too.
        """
        others = {each: program for each, program in self.question.given.items() if each != self.name}
        verdict = verdict._replace(formula=_write(self._differentiate(self.order, others) if others else self.derivative))
        if at_point:
            return verdict
        if numbers:
            from gradcli.calc.claims.finer import compare_again
        for at in self._round(verdict.at or {}, points):
            if points.is_on_switch(at):
                continue
            found = compare(self.pair, at, True) if numbers is None else compare_again(self.question, self.pair, at, numbers)
            if isinstance(found, tuple):
                verdict = verdict._replace(at=at, derivative=found[0], claimed=found[1])
                break
        return verdict._replace(slip=self._slip(points, others))

    def shorten(self, verdict: Claim) -> Claim:
        """Return the verdict on a right claim, with the formula if that is shorter."""
        formula = _write(self.derivative)
        if formula is None:
            return verdict
        shorter = _size(formula) < _typed_size(parse(verdict.claim)) and \
            _is_shorter(text(formula), getattr(verdict.claim, "read", verdict.claim).strip())
        return verdict._replace(formula=formula, shorter=shorter)

    @cached_property
    def derivative(self) -> Formulas | None:
        """Return the derivative as a formula with nothing bound, None beyond the limit."""
        return self._differentiate(self.order, {})

    def _differentiate(self, order: int, given: dict[str, Program]) -> Formulas | None:
        """Return the derivative of an order as a formula in which names are bound, None beyond the limit."""
        try:
            formulas = Formulas(self.question.bound_to(given, self.question.limit, [self.name]))
            for _ in range(order):
                formulas.differentiate(self.name)
            return formulas
        except GradcliError:
            return None

    def _round(self, found: Mapping[str, float], points: Points) -> Iterator[dict[str, float]]:
        """Yield points of round numbers, then the one that was found, rounded."""
        free = [each for each in points.names if each not in points.bound and each != self.name]
        for number in ROUND:
            for others in ([number + place for place, _ in enumerate(free, 1)], [1.0] * len(free))[:1 + bool(free)]:
                at = {**points.bound, self.name: number, **dict(zip(free, others, strict=True))}
                yield {each: at[each] for each in points.names}
        for figures in FIGURES:
            yield {each: x if each in points.bound else float(f"{x:.{figures}g}") for each, x in found.items()}

    def _slip(self, points: Points, others: dict[str, Program]) -> str | None:
        """Return the usual slip that makes the claim."""
        from gradcli.calc.claims.slips import Expression, find_slip

        orders: dict[str, tuple[Tape, int]] = {}
        if self.order == 1:
            tape, root, variables = self.question.lowered
            expression = Expression(tape, root, variables.get(self.name, -1), self.question.source)
        else:
            before = self._differentiate(self.order - 1, others)
            if before is None:
                return None
            tape, root = before.tape, before.root
            expression = Expression(tape, root, before.slots([self.name])[0])
            for order in {*range(1, self.order), self.order + 1} & {*range(MAX_ORDER + 1)}:
                if found := self._differentiate(order, others):
                    orders[f"this is the derivative of order {order}"] = found.tape, found.root
        if expression.leaf < 0 or expression.leaf > expression.root:
            return None
        places = [points.scattered(spread) for spread in (1.0, 3.0) for _ in range(SAMPLES)]
        places += [{each: x if each in points.bound else abs(x) for each, x in at.items()} for at in places]
        places += points.beside_switches(self.name, 1.0)  # a slip on one side of abs(x - 1e6) alone is none
        return find_slip(expression, (self.pair.tape, self.pair.claim), (self.pair.tape, self.pair.truth), places, orders)


def _is_shorter(text: str, typed: str) -> bool:
    """Return whether a text is shorter than what was typed, and more than that without its blanks."""
    return len(text) < len(typed) and text.replace(" ", "") != "".join(typed.split())


def _typed_size(program: Program) -> int:
    """Return how much there is to read in a text, as `_size` of its formula."""
    codes = [program.code, *(definition.code for definition in program.definitions)]
    names = {name for name in program.names if (row := FUNCTIONS.get(name)) is None or row.least}
    return sum(2 if head in names else 1 for code in codes for head, _, _ in code if isinstance(head, str)) + sum(
        not isinstance(head, str) for code in codes for head, _, _ in code)


def _write(formulas: Formulas | None) -> Any:
    """Return the AST of a formula, None beyond the limit."""
    try:
        return formulas and formulas.formula()
    except GradcliError:
        return None


def _size(formula: Any) -> int:
    """Return how much there is to read in a formula: a name counts as two, so that 2*x is less than x + x."""
    total, work = 0, [formula]
    while work:
        node = work.pop()
        total += 2 if isinstance(node, Name) else 1
        if isinstance(node, Apply):
            work += node.arguments
    return total
