"""Series at many rows: the recurrences are traced at one row, and run at the others as a tape."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from gradcli.calc.tables.points import SeriesRows, TapeRows
from gradcli.core.primitive import CONSTANT
from gradcli.core.tape import Tape
from gradcli.domains.float64 import SAFE, run
from gradcli.engine.codegen import MAX_COMPILED, Row
from gradcli.engine.jet import Jet, coefficientwise
from gradcli.engine.lower import Lowered
from gradcli.engine.passes import WHOLE, append_copy
from gradcli.engine.taylor import Expansion
from gradcli.engine.tracing import Trace, Traced, Untraceable, divide

SLOW = 2.0**25  # sizes of variables at which the scaling of orders up to 18 in a single answer stays in range
SAMPLES = 3  # rows at which tracing is tried


class TracedRows(TapeRows):
    """Rows of a traced series, with the value before its results and a guard after them; other rows are left to `series`."""

    offset = 1

    def __init__(self, series: SeriesRows, tape: Tape, slots: Sequence[int]) -> None:
        super().__init__(series.questions, series.answer, tape, slots)
        self.series = series

    def row(self, point: Row) -> Row:
        return 0.0, *self.series.row(point), 0.0


def trace_series(series: SeriesRows, rows: Sequence[Row]) -> TracedRows | None:
    """Return the rows of a trace at one of `rows` that is valid at half of them, None if there is none."""
    for point in rows[::max(1, len(rows) // SAMPLES)]:
        try:
            tape, slots = _trace(series, point)
        except (Untraceable, ArithmeticError):
            continue
        finite = (math.isfinite(run(tape, series.at(row))[slots[-1]]) for row in rows)
        if len(tape) <= MAX_COMPILED and 2 * sum(finite) >= len(rows):
            return TracedRows(series, tape, slots)
    return None


def _trace(series: SeriesRows, point: Row) -> tuple[Tape, list[int]]:
    """Return a tape and the slots of the value, the derivatives, and the guard. Raises Untraceable."""
    sweeps, question = series.sweeps, series.questions[0]
    assert sweeps is not None
    trace = Trace(Tape())
    tape = trace.tape
    moved = append_copy(sweeps.tape, tape)
    names = sweeps.names
    partials = [sweeps.adjoints.get(sweeps.slots[name]) for name in names]
    slots = [moved[sweeps.root], tape.constant(0) if partials[0] is None else moved[partials[0]]]
    if sweeps.second is not None:
        slots.append(moved[sweeps.second])
    for slot in [*slots[1:], *(moved[slot] for slot in partials if slot is not None)]:
        trace.guard_size(slot, SAFE[1])
    for slot, name in enumerate(sweeps.tape.attributes):
        if name in series.inputs:
            trace.guard_size(moved[slot], SLOW if name in names else SAFE[1])
    if len(slots) <= len(names):
        coefficients = _coefficients(trace, question.lowered, names, series.at(point))
        slots += [_slot(tape, *each) for each in coefficients[len(slots):]]
    zeros = [tape.constant(0)] * len(series.zeros)
    return tape, [slots[0], *slots[-len(sweeps.orders):], *zeros, trace.guard()]


def _coefficients(trace: Trace, lowered: Lowered, names: Sequence[str], at: dict[str, float]) -> list[tuple[Any, int]]:
    """Return the coefficients along names[:0], names[:1], …, each with the factor that makes it a derivative."""
    moving = tuple(dict.fromkeys(names))
    expansion = Expansion(lowered.tape, lowered.root, [lowered.variables[name] for name in moving], len(names))
    places = append_copy(expansion.tape, trace.tape)
    numbers = [value if row is CONSTANT else Traced(trace, place, value) for row, place, value in
               zip(expansion.tape.operations, places, run(expansion.tape, at), strict=True)]
    counts = [tuple(names[:k].count(name) for name in moving) for k in range(len(names) + 1)]
    mixed = len(moving) > 1
    axes: list[Any] = [1.0 * axis for axis in Jet.axes(counts[-1])] if mixed else [1.0]
    found = expansion.coefficients(numbers, axes, coefficientwise(divide) if mixed else divide)
    return [(each.part(count) if isinstance(each, Jet) else each, math.prod(map(math.factorial, count)))
            for each, count in zip(found, counts, strict=True)]


def _slot(tape: Tape, coefficient: Any, factor: int) -> int:
    """Return the slot of a derivative. Raises Untraceable where it would be rounded differently than a single answer."""
    if factor > WHOLE:
        raise Untraceable
    if isinstance(coefficient, Traced):
        return (coefficient * factor).slot if factor > 1 else coefficient.slot
    number = float(coefficient) * factor
    if not math.isfinite(number) or math.copysign(1, number) < 0 and number == 0:
        raise Untraceable
    return tape.constant(Fraction(number))
