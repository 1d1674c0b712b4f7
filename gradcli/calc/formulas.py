"""The formula of a question in what is free."""

import re
from collections.abc import Sequence
from typing import Any

from gradcli.algebra.budget import READING, Budget
from gradcli.algebra.derivative import DerivativeChain
from gradcli.calc.question import Question
from gradcli.core.tape import Tape
from gradcli.engine.lift import lift_bounded
from gradcli.engine.lower import lower
from gradcli.engine.passes import substitute
from gradcli.syntax.nodes import Program

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
