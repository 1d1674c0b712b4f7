"""The slots whose rows are at a kink, a jump, a pole or the edge of a branch, for kinks.py to decide."""

from collections.abc import Iterator, Sequence
from math import inf

from gradcli.core.tape import Tape
from gradcli.ops import SELECT

INFINITE = inf, -inf


def boundary_slots(tape: Tape, values: Sequence[float], errors: Sequence[float]) -> list[int]:
    """Return the slots whose rows have a kink or a jump at their arguments, or that are at the boundary of a branch.

    Arguments within their error bounds `errors` of one count too; a pole counts if the last slot is finite.
    """
    rows = tape.operations[:len(values)]
    candidates = {row for row in set(rows) if row.singular.kinks or row.singular.jumps or row is SELECT}
    found = [slot for slot, row in enumerate(rows) if row in candidates and _at_edge(tape, values, errors, slot)] \
        if candidates else []
    if values[-1] == values[-1] and values[-1] not in INFINITE:
        found += [slot for slot, row in enumerate(rows) if values[slot] in INFINITE and
                  not any(errors[a] for a in tape.arguments[slot]) and  # an overflow, or what rounding made 0, is none
                  row.at_pole([values[a] for a in tape.arguments[slot]], tape.attributes[slot])]
    return found


def _at_edge(tape: Tape, values: Sequence[float], errors: Sequence[float], slot: int) -> bool:
    row = tape.operations[slot]  # with a kink or a jump, as comparisons and logical operations have, or SELECT
    if row.singular.kinks or row.singular.jumps:
        arguments = tape.arguments[slot]
        xs = [values[a] for a in arguments]
        return any(row.at_kink(each) or row.at_jump(each)
                   for each in (xs, *_indistinguishable(xs, [errors[a] for a in arguments])))
    atoms = _atoms(tape, tape.arguments[slot][0])
    return any(_at_edge(tape, values, errors, atom) if tape.operations[atom].is_truth else not values[atom]
               for atom in atoms)


def _indistinguishable(xs: list[float], errors: list[float]) -> Iterator[list[float]]:
    """Yield the arguments with one replaced by 0 or by its neighbour, where it is within the error bounds of it."""
    if not any(errors):
        return
    for i, (x, error) in enumerate(zip(xs, errors, strict=True)):
        if error and x and abs(x) <= error:
            yield [*xs[:i], 0.0, *xs[i + 1:]]
        if i and xs[i - 1] != x and abs(x - xs[i - 1]) <= error + errors[i - 1]:
            yield [*xs[:i], xs[i - 1], *xs[i + 1:]]


def _atoms(tape: Tape, condition: int) -> Iterator[int]:
    """Yield the slots of a condition, from logical operations down to comparisons."""
    work = [condition]
    while work:
        slot = work.pop()
        yield slot
        row = tape.operations[slot]
        if row.is_truth and row.syntax and not row.syntax.chains:
            work.extend(tape.arguments[slot])
