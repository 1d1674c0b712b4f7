"""Tape to AST: what a slot computes, as an expression."""

from collections.abc import Sequence
from typing import Any

from gradcli.core.primitive import CONSTANT, VARIABLE
from gradcli.core.tape import Tape
from gradcli.engine.lower import SATURATED, counted
from gradcli.errors import GradcliError
from gradcli.syntax.nodes import Apply, Name, Number


def lift(tape: Tape) -> list[Any]:
    """Return the AST of every slot; slots share the ASTs of their arguments. Hidden rows must have been expanded."""
    asts: list[Any] = []
    for row, arguments, attribute, span in tape:
        if row is CONSTANT:
            asts.append(Number(attribute, span))
        elif row is VARIABLE:
            asts.append(Name(attribute, span))
        else:
            asts.append(Apply(row, tuple(asts[a] for a in arguments), span))
    return asts


def sizes(tape: Tape) -> list[int]:
    """Count the nodes of each slot's expression, written out."""
    found: list[int] = []
    for arguments in tape.arguments:
        found.append(min(1 + sum(found[a] for a in arguments), SATURATED))
    return found


def lift_bounded(tape: Tape, roots: Sequence[int], limit: int) -> list[Any]:
    """Return the ASTs of `roots`. Raises GradcliError where writing out one would take more than `limit` nodes."""
    nodes = sizes(tape)
    size = max((nodes[root] for root in roots), default=0)
    if size > limit:
        raise GradcliError(f"the formula would have {counted(size)} parts, beyond the limit of {limit}",
                           help="raise it with --limit", code=1)
    asts = lift(tape)
    return [asts[root] for root in roots]
