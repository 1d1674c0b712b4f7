"""Bounds of rounding errors as a sweep: the tape is extended by a bound for each of its slots.

They are those of analysis/rounding, but for many points at once and so independent of values: a bound may be wider where
numbers are tiny, and does not hold at kinks and jumps.
"""

from fractions import Fraction

from gradcli.analysis.rounding import roundings
from gradcli.core.primitive import CONSTANT, VARIABLE
from gradcli.core.tape import Ref, Tape
from gradcli.engine.rules import compile_rule, splice
from gradcli.ops import SELECT

TINY = Fraction(1, 2**400)  # in the place of the error of what underflows; its products stay within SAFE, as a term 0 needs


def error_bounds_on_tape(tape: Tape) -> list[Ref | None]:
    """Extend `tape` by a bound for each of its slots, in units of UNIT; None where nothing is rounded."""
    found: list[Ref | None] = []
    size = len(tape)
    one, tiny = tape.constant(1), Ref(tape, tape.constant(TINY))
    for slot in range(size):
        row, arguments = tape.operations[slot], tape.arguments[slot]
        bounded_arguments = [(index, bound) for index, a in enumerate(arguments) if (bound := found[a])]
        total = None
        if row is SELECT:
            total = SELECT(Ref(tape, arguments[0]), *(found[a] or 0 for a in arguments[1:])) if bounded_arguments else None
        elif row is not VARIABLE and row is not CONSTANT:
            parts = [bound * abs(slope) if slope else bound for index, bound in bounded_arguments
                     for slope in _slopes(tape, slot, index, one)]
            if units := roundings(row):
                parts.append(abs(Ref(tape, slot)) * units)
                if not row.laws.linear:
                    parts.append(tiny)
            total = sum(parts[1:], parts[0]) if parts else None
        found.append(total)
    return found


def _slopes(tape: Tape, slot: int, index: int, one: int) -> list[Ref | None]:
    """Return the slopes by which an argument's error is multiplied: [] for none, [None] for 1."""
    row, arguments = tape.operations[slot], tape.arguments[slot]
    if row.laws.linear and abs(row.laws.linear[index]) == 1:
        return [None]
    rule = compile_rule(row, index, len(arguments), tape.attributes[slot], first=True)
    if rule is None:
        return []
    if rule.is_identity:
        return [None]
    slots = splice(tape, rule, [one, slot, *arguments], None)
    slope = Ref(tape, slots[rule.value])
    return [slope if rule.mask is None else SELECT(Ref(tape, slots[rule.mask]), slope, 0)]
