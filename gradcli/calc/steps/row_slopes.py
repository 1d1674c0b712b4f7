"""Formulas for the rules of calculus: the slopes of rows, and raw tapes as they were typed."""

from functools import cache
from math import e

from gradcli.algebra.canonical import canonical
from gradcli.calc.steps.formula_tape import FormulaTape
from gradcli.core.primitive import FUNCTIONS, Primitive
from gradcli.core.tape import Tape
from gradcli.engine.passes import append_copy, expand_hidden
from gradcli.engine.reverse import reverse
from gradcli.ops import DIV, MUL


def logarithm() -> Primitive:
    """Return the row of the natural logarithm, the inverse of the exponential function, for the rule of powers."""
    return next(row for row in FUNCTIONS.values() if row.laws.inverse and row.laws.inverse.laws.exponential
                and row.laws.inverse.value([1.0]) == e)


@cache
def row_slope(row: Primitive, index: int, count: int) -> tuple[Tape, int]:
    """Return the derivative of a row along an argument, over variables 0, 1, …, in canonical form."""
    tape = Tape()
    leaves = [tape.variable(str(i)) for i in range(count)]
    root = tape.emit(row, tuple(leaves))
    adjoint = reverse(tape, root, [leaves[index]]).get(leaves[index])
    longer, moved = expand_hidden(tape)
    written, (slope,) = canonical(longer, [longer.constant(0) if adjoint is None else moved[adjoint]])
    return written, slope


def append_as_typed(tape: Tape, onto: FormulaTape) -> list[int]:
    """Append a raw tape, with quotients where PyTorch records reciprocals times numbers; return where each slot went."""

    def rewrite(slot: int, operands: tuple[int, ...]) -> int | None:
        row, arguments = tape.operations[slot], tape.arguments[slot]
        if row.laws.monomial == (-1,) and row.hidden:
            return onto.emit(DIV, (onto.constant(1), operands[0]))
        if row is MUL and tape.operations[arguments[0]].hidden and tape.operations[arguments[0]].laws.monomial == (-1,):
            return onto.emit(DIV, (operands[1], onto.arguments[operands[0]][1]))
        distinct = tuple(dict.fromkeys(operands))
        if row.laws.drops_equal_arguments and len(distinct) < len(operands):
            fewer = next((other for other in row.overloads if other.takes(len(distinct))), None)
            return onto.emit(fewer, distinct) if fewer else distinct[0]
        return None

    return append_copy(tape, onto, rewrite)
