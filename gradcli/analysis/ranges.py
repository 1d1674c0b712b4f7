"""Find results that depend on numbers whose products may over- or underflow."""

from collections.abc import Sequence
from math import inf

from gradcli.analysis.rounding import underflow
from gradcli.core.tape import Tape
from gradcli.domains.float64 import SAFE, may_leave
from gradcli.ops import SELECT


def leave_range(tape: Tape, values: Sequence[float], results: Sequence[int]) -> bool:
    """Return whether one of `results` depends on an operation that left SAFE, other than one that gave an exact 0."""
    marks = bytearray(len(tape))
    low, high = SAFE
    for slot, (row, arguments, attribute, _) in enumerate(tape):
        if not arguments:
            continue
        y = values[slot]
        if row is SELECT:
            condition, yes, no = arguments
            marks[slot] = marks[condition] or marks[yes if values[condition] else no]
        elif y != y and inf not in [abs(values[a]) for a in arguments]:  # not defined, at whatever size
            marks[slot] = any([marks[a] for a in arguments])
        elif not low <= abs(y) <= high and may_leave(row) and (
                y or underflow(row, y, [values[a] for a in arguments], attribute)):
            marks[slot] = 1
        else:
            marks[slot] = any([marks[a] for a in arguments])
    return any([marks[slot] for slot in results])
