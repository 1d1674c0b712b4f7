"""The slots whose rows are at a kink, a jump, a pole or the edge of a branch: what it comes to is decided by kinks.py."""

from collections.abc import Iterator, Sequence
from math import inf

from gradcli.core.tape import Tape
from gradcli.ops import SELECT

INFINITE = inf, -inf


def boundary_slots(tape: Tape, values: Sequence[float], errors: Sequence[float]) -> list[int]:
    """Return the slots whose rows have a kink or a jump at their arguments, or that are at the boundary of a branch.

    So are those that rounding keeps from telling; `errors` are bounds of it. A pole counts where the last slot is finite.
    """
    rows = tape.operations[:len(values)]
    turning = {row for row in set(rows) if row.singular.kinks or row.singular.jumps or row is SELECT}
    found = [slot for slot, row in enumerate(rows) if row in turning and _at_edge(tape, values, errors, slot)] \
        if turning else []
    if values[-1] == values[-1] and values[-1] not in INFINITE:
        found += [slot for slot, row in enumerate(rows) if row.singular.poles and values[slot] in INFINITE]
    return found


def _at_edge(tape: Tape, values: Sequence[float], errors: Sequence[float], slot: int) -> bool:
    row = tape.operations[slot]
    if row.singular.kinks or row.singular.jumps:
        arguments = tape.arguments[slot]
        xs = [values[a] for a in arguments]
        return any(row.at_kink(each) or row.at_jump(each)
                   for each in (xs, *_confusable(xs, [errors[a] for a in arguments])))
    if row is not SELECT:
        return False
    parts = _parts(tape, tape.arguments[slot][0])
    return any(_at_edge(tape, values, errors, part) if tape.operations[part].is_truth else not values[part]
               for part in parts)


def _confusable(xs: list[float], errors: list[float]) -> Iterator[list[float]]:
    """Arguments of which one is 0 or equal to its neighbour, where their errors keep that from telling."""
    if not any(errors):
        return
    for i, (x, error) in enumerate(zip(xs, errors, strict=True)):
        if error and x and abs(x) <= error:
            yield [*xs[:i], 0.0, *xs[i + 1:]]
        if i and xs[i - 1] != x and abs(x - xs[i - 1]) <= error + errors[i - 1]:
            yield [*xs[:i], xs[i - 1], *xs[i + 1:]]


def _parts(tape: Tape, condition: int) -> Iterator[int]:
    """Return what a condition is made of, down to what is compared."""
    work = [condition]
    while work:
        slot = work.pop()
        yield slot
        row = tape.operations[slot]
        if row.is_truth and row.syntax and not row.syntax.chains:
            work.extend(tape.arguments[slot])
