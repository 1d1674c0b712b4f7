"""The branches of an expression that are taken at a point and beside it: what the others are there does not matter."""

from math import isfinite

from gradcli.algebra.normal import Algebra
from gradcli.calc.expansion.at_point import AtPoint, Point
from gradcli.core.tape import Tape
from gradcli.engine.lower import Lowered
from gradcli.engine.passes import append_copy, eliminate_dead_code
from gradcli.ops import SELECT


def take_branches(algebra: Algebra, lowered: Lowered, point: Point) -> Lowered:
    """Return the expression with the branches and the arguments of max, min and clamp that are taken at a point.

    At a switch itself it stays as it is, as where a free name decides.
    """
    tape = lowered.tape
    if not any(row is SELECT or row.picks for row in tape.operations):
        return lowered
    there, shorter = AtPoint(algebra, tape, point), Tape()

    def rewrite(slot: int, operands: tuple[int, ...]) -> int | None:
        row, arguments = tape.operations[slot], tape.arguments[slot]
        if row is SELECT and _is_settled(tape, there, arguments[0]):
            condition, = there.numbers(arguments[:1]) or (None,)
            return None if condition is None else operands[1 if condition else 2]
        if row.picks and (xs := there.numbers(arguments)) is not None and all(map(isfinite, xs)) and not row.at_kink(xs):
            picked = row.value([float(x) for x in xs])
            return next((operand for operand, x in zip(operands, xs, strict=True) if x == picked), None)
        return None

    moved = append_copy(tape, shorter, rewrite)
    live, kept = eliminate_dead_code(shorter, [moved[lowered.root]])
    return Lowered(live, kept[moved[lowered.root]], {name: kept[moved[slot]] for name, slot in lowered.variables.items()})


def _is_settled(tape: Tape, there: AtPoint, condition: int) -> bool:
    """Return whether no step that a condition depends on jumps at the point."""
    for slot in tape.dependencies([condition]):
        row, arguments = tape.operations[slot], tape.arguments[slot]
        if row.is_step and arguments and not all(tape.operations[a].is_truth for a in arguments):
            xs = there.numbers(arguments)
            if xs is None or row.at_jump(xs):
                return False
    return True
