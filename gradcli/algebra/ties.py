"""Ties that hold for all values of the variables: max(x, x), 2*x >= x + x.

Comes in: a tape. Goes out: a tape without such ties, so that no rule divides an adjoint among equal arguments.
"""

from gradcli.algebra.normal import Algebra
from gradcli.algebra.read import Reader, drop_equal_arguments
from gradcli.core.tape import Tape
from gradcli.engine.passes import expand_hidden


def resolve_ties(tape: Tape, root: int) -> tuple[Tape, list[int]]:
    """Drop equal arguments of max and min, decide comparisons of equals; return the tape and where each slot went."""
    if not any(row.laws.drops_equal_arguments or row.syntax and row.syntax.chains for row in tape.operations):
        return tape, list(range(len(tape)))
    longer, shown = expand_hidden(tape)
    reader = Reader(Algebra(), longer)
    reader.read([shown[root]])
    settled, moved = Tape(), list[int]()
    for slot, (row, arguments, attribute, span) in enumerate(tape):
        form = reader.forms.get(shown[slot])
        if form and row.syntax and row.syntax.chains and form.number is not None:
            moved.append(settled.constant(form.number))
            continue
        if form and row.laws.drops_equal_arguments:
            row, arguments = drop_equal_arguments(row, arguments, tuple(reader.forms[shown[a]] for a in arguments))
        slots = tuple(moved[a] for a in arguments)
        moved.append(slots[0] if row.laws.drops_equal_arguments and len(slots) == 1 else
                     settled.emit(row, slots, attribute, span))
    return settled, moved
