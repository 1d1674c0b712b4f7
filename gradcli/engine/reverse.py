"""The adjoint sweep: a tape becomes a longer tape that also holds the adjoints, so it can be swept again.

A branch not taken stops the sweep: a contribution `v if c else 0` is carried as v under the mask c, its consequences
too, and cut only where it is added to something else; so inf or nan behind it never shows.
"""

from collections.abc import Sequence

from gradcli.core.primitive import OPERATORS
from gradcli.core.tape import Span, Tape
from gradcli.engine.rules import put, recorded


def reverse(tape: Tape, root: int, wrt: Sequence[int]) -> dict[int, int]:
    """Extends `tape` by the adjoints of `root`; returns the slots of those of `root` and of what `wrt` it depends on."""
    wanted = set(wrt)
    active = [slot in wanted for slot in range(root + 1)]
    for slot, arguments in enumerate(tape.arguments[:root + 1]):
        for a in arguments:
            if active[a]:
                active[slot] = True
                break
    wanted.add(root)
    sweep = _Sweep(tape, root)
    seed = tape.constant(1)
    sweep.add(root, seed, None, None)
    for slot in range(root, -1, -1):
        known = sweep.sums[slot]
        if known is None or not active[slot]:
            continue
        (g, mask, cut), sweep.sums[slot] = known, None
        if slot in wanted:
            sweep.adjoints[slot] = g if cut else sweep.cut(g, mask, tape.spans[slot])
        row, xs, attribute, span = tape.operations[slot], tape.arguments[slot], tape.attributes[slot], tape.spans[slot]
        for index, x in enumerate(xs):
            rule = recorded(row, index, len(xs), attribute, g == seed) if active[x] else None
            if rule is not None:
                slots = put(tape, rule, [g, slot, *xs], span)
                inner = mask if rule.mask is None else sweep.both(mask, slots[rule.mask], span)
                sweep.add(x, slots[rule.value], inner, span)
    return sweep.adjoints


class _Sweep:
    """The adjoints as far as they are known: sums of contributions, each with the condition without which it is 0."""

    def __init__(self, tape: Tape, root: int) -> None:
        self.tape = tape
        self.adjoints: dict[int, int] = {}
        # Of each slot a value, its mask, whether the mask has cut it already.
        self.sums: list[tuple[int, int | None, bool] | None] = [None] * (root + 1)

    def add(self, slot: int, value: int, mask: int | None, span: Span) -> None:
        """A contribution to the adjoint of `slot`."""
        known = self.sums[slot]
        if known is None:
            self.sums[slot] = value, mask, mask is None
            return
        before, other, cut = known
        before = before if cut else self.cut(before, other, span)
        total = self.tape.emit(OPERATORS["+"], (before, self.cut(value, mask, span)), None, span)
        either = None
        if mask is not None and other is not None and not self.opposite(mask, other):
            either = self.tape.emit(OPERATORS["or"], (other, mask), None, span)
        self.sums[slot] = total, either, True

    def cut(self, value: int, mask: int | None, span: Span) -> int:
        if mask is None:
            return value
        return self.tape.emit(OPERATORS["if"], (mask, value, self.tape.constant(0)), None, span)

    def both(self, a: int | None, b: int, span: Span) -> int:
        return b if a is None else self.tape.emit(OPERATORS["and"], (a, b), None, span)

    def opposite(self, a: int, b: int) -> bool:
        negation, tape = OPERATORS["prefix not"], self.tape
        return any(tape.operations[p] is negation and tape.arguments[p] == (q,) for p, q in ((a, b), (b, a)))
