"""Derivatives as formulas, each simplified before the next is taken, so that high orders grow no longer than they are."""

import re
from collections.abc import Sequence
from typing import Any

from gradcli.calc.question import Question
from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Tape
from gradcli.engine.budget import Budget
from gradcli.engine.canonical import canonical
from gradcli.engine.lift import bounded
from gradcli.engine.lower import lower
from gradcli.engine.passes import expanded, substituted
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError
from gradcli.syntax.nodes import Program

_DECIMAL = re.compile(r"\.|(?<!\w)\d[\d_]*[eE]-")


def has_decimals(*programs: Program) -> bool:
    """Whether numbers were written with a decimal point or a negative power of ten, so that they are to be answered so."""
    return any(_DECIMAL.search(program.source) for program in programs)


class Formulas:
    """The expression of a question over what is free, or over all variables where nothing is.

    Bound names are their exact constants; those in `kept` only become so when the formula is written.
    """

    def __init__(self, question: Question, kept: Sequence[str] = ()) -> None:
        given = question.given if question.free else {}
        self.late = {name: program for name, program in given.items() if name in kept}
        early = {name: program for name, program in given.items() if name not in kept}
        lowered = lower(question.program, substitutes=early, names=question.given, limit=question.limit)
        self.limit = question.limit
        self.budget = Budget(len(lowered.tape), question.limit)
        self.decimals = has_decimals(question.program, *given.values())
        self.tape, (self.root,) = self.simplified(lowered.tape, [lowered.root])

    def simplified(self, tape: Tape, roots: list[int]) -> tuple[Tape, list[int]]:
        """The same in canonical form."""
        longer, moved = expanded(tape)
        if len(longer) > self.limit:
            raise GradcliError(f"the derivative takes {len(longer)} operations, beyond the limit of {self.limit}",
                               help="raise it with --limit", code=1)
        return canonical(longer, [moved[root] for root in roots], self.decimals, self.budget)

    def slots(self, names: Sequence[str]) -> list[int]:
        """The slots of variables; one that has dropped out gets a new one."""
        known = {self.tape.attributes[slot]: slot for slot, row in enumerate(self.tape.operations) if row is VARIABLE}
        return [known[name] if name in known else self.tape.variable(name) for name in names]

    def differentiate(self, name: str) -> None:
        """Put the derivative in the expression's place."""
        variable, = self.slots([name])
        adjoint = reverse(self.tape, self.root, [variable]).get(variable)
        root = self.tape.constant(0) if adjoint is None else adjoint
        self.tape, (self.root,) = self.simplified(self.tape, [root])

    def written(self, slots: Sequence[int | None]) -> list[Any]:
        """The ASTs of slots, None being 0."""
        zero = self.tape.constant(0)
        constants = {name: lower(program)[:2] for name, program in self.late.items()}
        tape, moved = substituted(self.tape, constants)
        tape, roots = self.simplified(tape, [moved[zero if slot is None else slot] for slot in slots])
        return bounded(tape, roots, self.limit)

    def formula(self) -> Any:
        """The AST of the expression."""
        return self.written([self.root])[0] if self.late else bounded(self.tape, [self.root], self.limit)[0]


def along(question: Question, wrt: Sequence[str]) -> list[Any]:
    """The ASTs of the derivatives of order 0, 1, … along the names `wrt`."""
    formulas = Formulas(question, wrt)
    found = [formulas.formula()]
    for name in wrt:
        formulas.differentiate(name)
        found.append(formulas.formula())
    return found
