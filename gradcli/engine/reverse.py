"""The adjoint sweep: a tape becomes a longer tape that also holds the adjoints, so it can be swept again.

A branch not taken stops the sweep: a contribution `v if c else 0` is propagated as v under the mask c, which is applied only
where another contribution is added; so inf or nan in a branch not taken has no effect.
"""

from collections.abc import Sequence

from gradcli import DEBUG
from gradcli.core.tape import Span, Tape
from gradcli.engine.rules import append_joint_adjoints, compile_rule, splice
from gradcli.ops import ADD, AND, NOT, OR, SELECT

UNMASKED = None, True  # no mask, which is as good as applied


class Contribution:
    """A contribution of `node` to the adjoint of its argument at `place`, the slot `input`.

    It is the slot `value`, or 0 where the slot `mask` is 0.
    """

    __slots__ = ("node", "input", "place", "value", "mask")

    def __init__(self, node: int, input: int, place: int, value: int, mask: int | None) -> None:
        self.node, self.input, self.place, self.value, self.mask = node, input, place, value, mask


def reverse(tape: Tape, root: int, wrt: Sequence[int], trace: list[Contribution] | None = None) -> dict[int, int]:
    """Extend `tape` by the adjoints of `root`; return the slots of those of `root` and of each of `wrt` that it depends on.

    A `trace` is filled with every contribution, in the order in which they are added up.
    """
    targets = set(wrt)
    active = _active(tape, root, targets)
    targets.add(root)
    sweep = _Sweep(tape, root)
    seed = tape.constant(1)
    if active[root]:
        sweep.add(root, seed, None, None)
    sums, masks = sweep.sums, sweep.masks
    columns = [column[root::-1] for column in (tape.operations, tape.arguments, tape.attributes, tape.spans)]
    for slot, g, row, xs, attribute, span in zip(range(root, -1, -1), reversed(sums), *columns, strict=True):
        if g is None:
            continue
        mask, applied = masks.pop(slot, UNMASKED) if masks else UNMASKED
        if slot in targets:
            sweep.adjoints[slot] = g if applied else sweep.apply_mask(g, mask, span)
        if row.joint_rule and sweep.add_many(slot, g, mask, active, trace):
            continue
        first = g == seed
        for index, x in enumerate(xs):
            rule = compile_rule(row, index, len(xs), attribute, first) if active[x] else None
            if rule is None:
                continue
            value, inner = g, mask
            if not rule.is_identity:
                slots = splice(tape, rule, [g, slot, *xs], span)
                value = slots[rule.value]
                if rule.mask is not None:
                    inner = sweep.conjoin(mask, slots[rule.mask], span)
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


def _active(tape: Tape, root: int, targets: set[int]) -> bytearray:
    """Return, for each slot up to `root`, whether it depends on one of `targets`."""
    active = bytearray(map(targets.__contains__, range(root + 1)))
    for slot, arguments in enumerate(tape.arguments[:root + 1]):
        for a in arguments:
            if active[a]:
                active[slot] = True
                break
    return active


class _Sweep:
    """The adjoints found so far: sums of contributions, each with the mask without which it is 0."""

    def __init__(self, tape: Tape, root: int) -> None:
        self.tape = tape
        self.adjoints: dict[int, int] = {}
        self.sums: list[int | None] = [None] * (root + 1)
        self.masks: dict[int, tuple[int | None, bool]] = {}  # of a sum: its mask, and True where it has been applied

    def add_many(self, node: int, g: int, mask: int | None, active: Sequence[int], trace: list[Contribution] | None) -> bool:
        """Add the contributions to the arguments of a variadic row with many; return whether it has so many."""
        span = self.tape.spans[node]
        joint = append_joint_adjoints(self.tape, node, g, span)
        for place, (x, (value, condition)) in enumerate(zip(self.tape.arguments[node], joint or (), strict=False)):
            if active[x]:
                inner = mask if condition is None else self.conjoin(mask, condition, span)
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
            other, applied = self.masks.pop(slot, UNMASKED)
            before = before if applied else self.apply_mask(before, other, span)
            value = self.apply_mask(value, mask, span)
            if mask is not None and other is not None and not self.are_opposite(mask, other):
                self.masks[slot] = self.tape.emit(OR, (other, mask), None, span), True
        self.sums[slot] = self.tape.emit(ADD, (before, value), None, span)

    def apply_mask(self, value: int, mask: int | None, span: Span) -> int:
        if mask is None:
            return value
        return self.tape.emit(SELECT, (mask, value, self.tape.constant(0)), None, span)

    def conjoin(self, a: int | None, b: int, span: Span) -> int:
        return b if a is None else self.tape.emit(AND, (a, b), None, span)

    def are_opposite(self, a: int, b: int) -> bool:
        negation, tape = NOT, self.tape
        return any(tape.operations[p] is negation and tape.arguments[p] == (q,) for p, q in ((a, b), (b, a)))
