"""The adjoint sweep: a tape becomes a longer tape that also holds the adjoints, so it can be swept again.

A branch not taken stops the sweep: a contribution `v if c else 0` is carried as v under the mask c, its consequences
too, and cut only where it is added to something else; so inf or nan behind it never shows.
"""

from collections.abc import Sequence
from typing import NamedTuple

from gradcli import DEBUG
from gradcli.core.tape import Span, Tape
from gradcli.engine.rules import compiled_rule, joint_adjoints, splice
from gradcli.ops import ADD, AND, NOT, OR, SELECT

UNMASKED = None, True


class Contribution(NamedTuple):
    """The share that `node` hands its argument at `place`, the slot `input`: the slot `value`, nothing where the slot
    `mask` is 0.
    """

    node: int
    input: int
    place: int
    value: int
    mask: int | None


def reverse(tape: Tape, root: int, wrt: Sequence[int], trace: list[Contribution] | None = None) -> dict[int, int]:
    """Extend `tape` by the adjoints of `root`; return the slots of those of `root` and of what `wrt` it depends on.

    A `trace` is filled with every contribution, in the order in which they are added up.
    """
    wanted = set(wrt)
    active = _active(tape, root, wanted)
    wanted.add(root)
    sweep = _Sweep(tape, root)
    seed = tape.constant(1)
    if active[root]:
        sweep.add(root, seed, None, None)
    sums, masks = sweep.sums, sweep.masks
    columns = [column[root::-1] for column in (tape.operations, tape.arguments, tape.attributes, tape.spans)]
    for slot, g, row, xs, attribute, span in zip(range(root, -1, -1), reversed(sums), *columns, strict=True):
        if g is None:
            continue
        mask, cut = masks.pop(slot, UNMASKED) if masks else UNMASKED
        if slot in wanted:
            sweep.adjoints[slot] = g if cut else sweep.cut(g, mask, span)
        if row.joint_rule and sweep.add_many(slot, g, mask, active, trace):
            continue
        first = g == seed
        for index, x in enumerate(xs):
            rule = compiled_rule(row, index, len(xs), attribute, first) if active[x] else None
            if rule is None:
                continue
            value, inner = g, mask
            if not rule.is_identity:
                slots = splice(tape, rule, [g, slot, *xs], span)
                value = slots[rule.value]
                if rule.mask is not None:
                    inner = sweep.both(mask, slots[rule.mask], span)
            if trace is not None:
                trace.append(Contribution(slot, x, index, value, inner))
            if sums[x] is None and inner is None:  # as for most
                sums[x] = value
            else:
                sweep.add(x, value, inner, span)
    if DEBUG:
        from gradcli.debug import show

        show("passes", "reverse", tape)
    return sweep.adjoints


def _active(tape: Tape, root: int, wanted: set[int]) -> bytearray:
    """Return, for each slot up to `root`, whether it depends on one of `wanted`."""
    active = bytearray(map(wanted.__contains__, range(root + 1)))
    for slot, arguments in enumerate(tape.arguments[:root + 1]):
        for a in arguments:
            if active[a]:
                active[slot] = True
                break
    return active


class _Sweep:
    """The adjoints as far as they are known: sums of contributions, each with the condition without which it is 0."""

    def __init__(self, tape: Tape, root: int) -> None:
        self.tape = tape
        self.adjoints: dict[int, int] = {}
        self.sums: list[int | None] = [None] * (root + 1)
        self.masks: dict[int, tuple[int | None, bool]] = {}  # where there is one; and whether it has cut the sum already

    def add_many(self, node: int, g: int, mask: int | None, active: Sequence[int], trace: list[Contribution] | None) -> bool:
        """Add the contributions to the arguments of a variadic row with many; return whether it has so many."""
        span = self.tape.spans[node]
        joint = joint_adjoints(self.tape, node, g, span)
        for place, (x, (value, condition)) in enumerate(zip(self.tape.arguments[node], joint or (), strict=False)):
            if active[x]:
                inner = mask if condition is None else self.both(mask, condition, span)
                if trace is not None:
                    trace.append(Contribution(node, x, place, value, inner))
                self.add(x, value, inner, span)
        return joint is not None

    def add(self, slot: int, value: int, mask: int | None, span: Span) -> None:
        """Add a contribution to the adjoint of `slot`."""
        before = self.sums[slot]
        if before is None:
            self.sums[slot] = value
            if mask is not None:
                self.masks[slot] = mask, False
            return
        if mask is not None or slot in self.masks:
            other, cut = self.masks.pop(slot, UNMASKED)
            before = before if cut else self.cut(before, other, span)
            value = self.cut(value, mask, span)
            if mask is not None and other is not None and not self.opposite(mask, other):
                self.masks[slot] = self.tape.emit(OR, (other, mask), None, span), True
        self.sums[slot] = self.tape.emit(ADD, (before, value), None, span)

    def cut(self, value: int, mask: int | None, span: Span) -> int:
        if mask is None:
            return value
        return self.tape.emit(SELECT, (mask, value, self.tape.constant(0)), None, span)

    def both(self, a: int | None, b: int, span: Span) -> int:
        return b if a is None else self.tape.emit(AND, (a, b), None, span)

    def opposite(self, a: int, b: int) -> bool:
        negation, tape = NOT, self.tape
        return any(tape.operations[p] is negation and tape.arguments[p] == (q,) for p, q in ((a, b), (b, a)))
