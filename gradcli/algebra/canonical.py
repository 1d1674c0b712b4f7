"""Tape to tape: the formulas of slots as a person would write them.

Comes in: a tape. Goes out: a tape whose roots are sums of products, like terms and powers collected, the highest power
first, quotients as quotients, each the shorter of a sum and its factored form.
"""

from __future__ import annotations

from gradcli.algebra.budget import Budget, Spent
from gradcli.algebra.normal import Algebra
from gradcli.algebra.rationals import Number
from gradcli.algebra.read import Reader
from gradcli.algebra.simplify import shortest
from gradcli.algebra.write import write
from gradcli.core.tape import Tape
from gradcli.engine.passes import expand_hidden

SMALL_LIMIT = 1_000_000  # operations of a budget, a tenth of the default: `rational` only improves messages


def canonical(tape: Tape, roots: list[int], decimals: bool = False, budget: Budget | None = None) -> tuple[Tape, list[int]]:
    """Return a tape with the formulas of `roots`, and their slots; `decimals` writes 1/5 as 0.2 where it terminates."""
    algebra = Algebra(decimals, budget or Budget(len(tape)))
    reader = Reader(algebra, tape)
    forms = reader.read(roots)
    return write(algebra, forms, reader.variables, decimals)


def rational(tape: Tape, root: int) -> Number | None:
    """Return the rational number that a slot is for all values of the variables; None where a small budget finds none."""
    longer, moved = expand_hidden(tape, composed=True)
    algebra = Algebra(budget=Budget(len(longer), SMALL_LIMIT), surds=True)
    try:
        form, = Reader(algebra, longer).read([moved[root]])
        return shortest(algebra, form).number
    except Spent:
        return None
