"""Tape to tape: what the slots say, in the form a person would write it.

Comes in: a tape. Goes out: a tape whose root is built of sums of products, like terms and powers collected, highest
power first, quotients as quotients. Of a sum and the product that its common factors make of it the shorter is written.
"""

from gradcli.algebra.budget import Budget, Spent
from gradcli.algebra.normal import Algebra
from gradcli.algebra.rationals import Number
from gradcli.algebra.read import Reader
from gradcli.algebra.simplify import shortest
from gradcli.algebra.write import write
from gradcli.core.tape import Tape
from gradcli.engine.passes import expand_hidden

LITTLE = 1_000_000  # operations of a budget, a tenth of the default: `rational` is only a hint for messages


def canonical(tape: Tape, roots: list[int], decimals: bool = False, budget: Budget | None = None) -> tuple[Tape, list[int]]:
    """Return a tape with the formulas of `roots`, and their slots; `decimals` writes 1/5 as 0.2 where it terminates."""
    algebra = Algebra(decimals, budget or Budget(len(tape)))
    reader = Reader(algebra, tape)
    forms = reader.read(roots)
    return write(algebra, forms, reader.variables, decimals)


def rational(tape: Tape, root: int) -> Number | None:
    """Return the rational number that a slot is whatever the variables are; None where little work does not show it."""
    longer, moved = expand_hidden(tape)
    algebra = Algebra(budget=Budget(len(longer), LITTLE))
    try:
        form, = Reader(algebra, longer).read([moved[root]])
        return shortest(algebra, form).number
    except Spent:
        return None
