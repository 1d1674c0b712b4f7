"""The adjoint sweep: a tape becomes a longer tape that also holds the adjoints, so it can be swept again.

A branch not taken stops the sweep: a contribution where(c, v, 0) is carried as v under the mask c, its consequences
too, and cut only where it is added to something else; so inf or nan behind it never shows.
"""

from gradcli.core.primitive import CONSTANT, FUNCTIONS
from gradcli.core.tape import Ref, Tape


def reverse(tape: Tape, root: int, wrt: list[int]) -> dict[int, int]:
    """Extends `tape` by the adjoints of `root`; returns the adjoint's slot for each slot that `wrt` depends on."""
    active = set(wrt)
    for slot in range(root + 1):
        if any(a in active for a in tape.arguments[slot]):
            active.add(slot)
    contributions: dict[int, list] = {root: [(Ref(tape, tape.constant(1)), None)]}
    adjoints: dict[int, int] = {}
    for slot in range(root, -1, -1):
        if slot not in active or slot not in contributions:
            continue
        g, mask = _total(contributions.pop(slot))
        adjoints[slot] = (_cut(g, mask) if slot in wrt else g).slot
        row, span = tape.operations[slot], tape.spans[slot]
        y, xs = Ref(tape, slot), [Ref(tape, a) for a in tape.arguments[slot]]
        g = Ref(tape, g.slot, span)
        for index, x in enumerate(xs):
            rule = row.rule(index) if x.slot in active else None
            if rule is not None:
                value, inner = _peel(rule(g, y, *xs))
                both = inner if mask is None else mask if inner is None else mask & inner
                contributions.setdefault(x.slot, []).append((value, both))
    return adjoints


def _peel(value: Ref):
    tape = value.tape
    if tape.operations[value.slot] is FUNCTIONS["where"]:
        c, a, b = tape.arguments[value.slot]
        for kept, cut, mask in ((a, b, Ref(tape, c)), (b, a, None)):
            if tape.operations[cut] is CONSTANT and tape.attributes[cut] == 0:
                return Ref(tape, kept), mask if mask is not None else Ref(tape, c) == 0
    return value, None


def _cut(value: Ref, mask):
    return value if mask is None else value.apply(FUNCTIONS["where"], mask, value, 0)


def _total(parts: list):
    value, mask = parts[0]
    if len(parts) == 1:
        return value, mask
    value = _cut(value, mask)
    for other, other_mask in parts[1:]:
        value = value + _cut(other, other_mask)
        mask = None if mask is None or other_mask is None else mask | other_mask
    return value, mask
