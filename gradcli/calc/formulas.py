"""Derivatives as formulas in what is free."""

import re
from collections.abc import Sequence
from typing import Any

from gradcli.algebra.budget import READING, Budget, Spent
from gradcli.algebra.derivative import DerivativeChain
from gradcli.algebra.normal import Algebra
from gradcli.algebra.ring import NotPolynomial, Ring
from gradcli.calc.question import Question
from gradcli.core.tape import Tape
from gradcli.engine.lift import lift_bounded
from gradcli.engine.lower import lower
from gradcli.engine.passes import substitute
from gradcli.syntax.nodes import Program
from gradcli.syntax.printer import text

RING_ORDER = 3  # up to order 2 formulas are short either way, and collected better step by step
RING_SHARE = 4  # the ring has a quarter of the budget beside it: it needs a tenth of the steps for most

_DECIMAL = re.compile(r"\.|(?<!\w)\d[\d_]*[eE]-")


def has_decimals(*programs: Program) -> bool:
    """Return whether numbers were written with a decimal point or a negative power of ten, so that they are to be answered
    so.
    """
    return any(_DECIMAL.search(program.source) for program in programs)


class Formulas(DerivativeChain):
    """The expression of a question over what is free, or over all variables where nothing is.

    Bound names are their exact constants; those in `kept` only become so when the formula is written. `reading` are the
    steps that may be taken for each operation.
    """

    def __init__(self, question: Question, kept: Sequence[str] = (), reading: int = READING) -> None:
        question.check_formula()
        given = question.given if question.free else {}
        self.late = {name: program for name, program in given.items() if name in kept}
        self.early = {name: program for name, program in given.items() if name not in kept}
        lowered = question.substituted(self.early) if self.early else question.lowered
        decimals = has_decimals(*question.programs, *given.values())
        size = sum(program.size for program in question.programs)
        budget = Budget(min(len(lowered.tape), size), question.limit, reading)
        super().__init__(lowered.tape, lowered.root, decimals, budget)

    def write_asts(self, slots: Sequence[int | None]) -> list[Any]:
        """Return the ASTs of slots, None being 0."""
        zero = self.tape.constant(0)
        return self._write_asts(self.tape, [zero if slot is None else slot for slot in slots]) if slots else []

    def _write_asts(self, tape: Tape, slots: Sequence[int]) -> list[Any]:
        """Return the ASTs of slots of a tape, the names that are bound late substituted."""
        constants = {name: lower(program)[:2] for name, program in self.late.items()}
        tape, moved = substitute(tape, constants)
        tape, roots = self.simplify(tape, [moved[slot] for slot in slots])
        return lift_bounded(tape, roots, self.budget.limit)

    def formula(self, tape: Tape | None = None, root: int = 0) -> Any:
        """Return the AST of the expression, or of the slot `root` of another tape."""
        if tape is None:
            tape, root = self.tape, self.root
        if self.late:
            return self._write_asts(tape, [root])[0]
        return lift_bounded(tape, [root], self.budget.limit)[0]


def along(question: Question, wrt: Sequence[str], first: int = 0) -> list[Any]:
    """Return the ASTs of the derivatives along the names `wrt`, those of order `first` and above.

    From RING_ORDER on they are also found in the ring of the generators; the other way, simplified step by step, ends where
    it is no shorter or exceeds its budget.
    """
    formulas = Formulas(question, wrt)
    ring = _ring(formulas) if len(wrt) >= RING_ORDER else None
    found = [formulas.formula()]
    stepwise = True
    for order, name in enumerate(wrt, 1):
        step = other = None
        if stepwise:
            try:
                formulas.differentiate(name)
                step = formulas.formula()
            except Spent:
                if ring is None:
                    raise
        if ring:
            try:
                ring.differentiate(name)
                if order >= (first if step is None else RING_ORDER):
                    other = formulas.formula(*ring.write())
            except (Spent, NotPolynomial):
                if step is None:
                    raise
                ring = None
        stepwise = step is not None and (other is None or len(text(step)) <= len(text(other)))
        found.append(step if stepwise else other)
    return found[first:]


def _ring(formulas: Formulas) -> Ring | None:
    """Return the ring of a formula; None where it is not a polynomial in generators."""
    budget = Budget(len(formulas.tape), formulas.budget.limit)
    budget.left //= RING_SHARE
    try:
        return Ring(Algebra(formulas.decimals, budget), formulas.tape, formulas.root)
    except NotPolynomial:
        return None
