"""The adjoint sweep: a tape becomes a longer tape that also holds the adjoints, so it can be swept again.

A branch not taken stops the sweep: a contribution `v if c else 0` is carried as v under the mask c, its consequences
too, and cut only where it is added to something else; so inf or nan behind it never shows.
"""

from gradcli.core.primitive import CONSTANT, OPERATORS
from gradcli.core.tape import Ref, Tape

Masked = tuple[Ref, Ref | None]  # a value, and the condition without which it is 0


def reverse(tape: Tape, root: int, wrt: list[int]) -> dict[int, int]:
    """Extends `tape` by the adjoints of `root`; returns the adjoint's slot for each slot that `wrt` depends on."""
    active = set(wrt)
    for slot in range(root + 1):
        if any(a in active for a in tape.arguments[slot]):
            active.add(slot)
    contributions: dict[int, list[Masked]] = {root: [(Ref(tape, tape.constant(1)), None)]}
    adjoints: dict[int, int] = {}
    for slot in range(root, -1, -1):
        if slot not in active or slot not in contributions:
            continue
        g, mask = _total(contributions.pop(slot))
        adjoints[slot] = (_cut(g, mask) if slot in wrt else g).slot
        row, span = tape.operations[slot], tape.spans[slot]
        y, xs = Ref(tape, slot, span), [Ref(tape, a, span) for a in tape.arguments[slot]]
        g = Ref(tape, g.slot, span)
        for index, x in enumerate(xs):
            rule = row.rule(index) if x.slot in active else None
            if rule is not None:
                value, inner = _peeled(rule(g, y, *xs))
                both = inner if mask is None else mask if inner is None else mask & inner
                contributions.setdefault(x.slot, []).append((value, both))
    return adjoints


def _peeled(value: Ref) -> Masked:
    tape = value.tape
    if tape.operations[value.slot] is OPERATORS["if"]:
        c, a, b = (Ref(tape, slot, value.span) for slot in tape.arguments[value.slot])
        if _is_zero(b):
            return a, c
        if _is_zero(a):
            return b, ~c
    return value, None


def _is_zero(ref: Ref) -> bool:
    return ref.tape.operations[ref.slot] is CONSTANT and ref.tape.attributes[ref.slot] == 0


def _cut(value: Ref, mask: Ref | None) -> Ref:
    return value if mask is None else OPERATORS["if"](mask, value, 0)


def _total(parts: list[Masked]) -> Masked:
    value, mask = parts[0]
    if len(parts) == 1:
        return value, mask
    value = _cut(value, mask)
    for other, other_mask in parts[1:]:
        value = value + _cut(other, other_mask)
        mask = None if mask is None or other_mask is None or _opposite(mask, other_mask) else mask | other_mask
    return value, mask


def _opposite(a: Ref, b: Ref) -> bool:
    tape = a.tape
    return any(tape.operations[p.slot] is OPERATORS["prefix not"] and tape.arguments[p.slot] == (q.slot,)
               for p, q in ((a, b), (b, a)))
