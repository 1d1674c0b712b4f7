"""Find kinks and jumps: where an expression, or its slope, differs on the two sides of a point.

Kinks of rows only raise the suspicion; the values of the whole expression on either side decide (abs(x)**2 has no kink at
0), and then those of the subexpressions which of them cause it.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import nan
from typing import NamedTuple

from gradcli.analysis.sides import LEFT, RIGHT, Limit, Side, differ
from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Tape
from gradcli.engine.forward import forward
from gradcli.ops import SELECT

MAX_WORK = 1_000_000  # operations that may be spent on kinks, some seconds


class Kink(NamedTuple):
    """At `slot`, along the variable `along`: a jump where `slopes` is None, else a kink with the slopes left and right.

    A slope is nan on a side on which the expression is not defined.
    """

    slot: int
    along: str
    slopes: tuple[float, float] | None


def find_kinks(tape: Tape, root: int, at: Mapping[str, float], candidates: Sequence[int],
               slopes: Mapping[str, Limit]) -> Iterator[Kink]:
    """Yield the innermost kinks that cause one of `root`, along the variables that the slots `candidates` depend on.

    Where there is none, but the slope on a side differs from the partial in `slopes` (with its error), which follows
    conventions, that is a kink too: relu(x) - relu(-x) at 0. With very many variables each candidate is examined by itself;
    one that would take too long is a kink without slopes.
    """
    names = _names(tape, tape.dependencies(candidates))
    whole = tape.dependencies([root])
    budget = MAX_WORK - len(names) * _cost(tape, whole)
    if budget >= 0:
        part = _Part(tape, root, whole, at)
        for name in names:
            yield from part.kinks(name, slopes.get(name))
        return
    budget, seen = MAX_WORK, set[int]()
    for slot in candidates:
        cone = tape.dependencies([slot])
        budget -= len(cone)
        names = _names(tape, cone) if budget >= 0 and seen.isdisjoint(cone) else []  # the innermost come first
        seen.add(slot)
        budget -= len(names) * _cost(tape, cone)
        if names and budget < 0:
            yield Kink(slot, "", (nan, nan))
            return
        part = _Part(tape, slot, cone, at)
        for name in names:
            yield from part.kinks(name, None)


def _names(tape: Tape, slots: Sequence[int]) -> list[str]:
    """Return the names of the variables among slots."""
    return [tape.attributes[slot] for slot in slots if tape.operations[slot] is VARIABLE]


def _cost(tape: Tape, slots: Sequence[int]) -> int:
    """Estimate the work of slots along one variable; each of the n derivatives of a maximum of n takes n comparisons."""
    return sum((1 + len(tape.arguments[slot]))**2 for slot in slots)


class _Part:
    """A subexpression, on a tape of its own."""

    def __init__(self, tape: Tape, root: int, cone: list[int], at: Mapping[str, float]) -> None:
        self.origin = cone
        self.at = {name: at[name] for name in _names(tape, cone)}
        self.tape, moved = Tape(), dict[int, int]()
        for slot in cone:
            moved[slot] = self.tape.emit(tape.operations[slot], tuple([moved[a] for a in tape.arguments[slot]]),
                                         tape.attributes[slot])
        self.root = moved[root]

    def kinks(self, name: str, partial: Limit | None) -> Iterator[Kink]:
        """Yield the innermost kinks along a variable, or the whole if its slope differs from `partial`."""
        tape = self.tape.copy()
        leaf, = (slot for slot, row in enumerate(tape.operations) if row is VARIABLE and tape.attributes[slot] == name)
        tangents = forward(tape, range(self.root + 1), {leaf: tape.constant(1)})
        both = _TwoSides(Side(tape, self.at, {name: LEFT}), Side(tape, self.at, {name: RIGHT}), tangents)
        whole = both.kink(self.root)
        found: dict[int, Kink | None] = {}
        work = [(self.root, whole)] if whole else []
        while work:
            slot, kink = work.pop()
            below = [(a, inner) for a in both.used(slot) if (inner := both.kink(a)) and
                     (inner.slopes is None) == (kink.slopes is None)]
            work += [(a, inner) for a, inner in below if a not in found]
            found[slot] = None if below else kink  # x*sign(x) has a kink, though sign(x) jumps
        for slot, innermost in sorted(found.items()):
            if innermost:
                yield Kink(self.origin[slot], name, innermost.slopes)
        if not whole and partial is not None and (slopes := both.other_slopes(self.root, partial)):
            yield Kink(self.origin[self.root], name, slopes)


class _TwoSides:
    """A tape on both sides of a point; `tangents` are the slots of slopes along a variable."""

    def __init__(self, left: Side, right: Side, tangents: Mapping[int, int]) -> None:
        self.left, self.right, self.tangents = left, right, tangents

    def used(self, slot: int) -> tuple[int, ...]:
        """Return the arguments that the value of a slot depends on, on either side and at the point."""
        arguments = self.left.tape.arguments[slot]
        if self.left.tape.operations[slot] is not SELECT:
            return arguments
        conditions = {bool(values[arguments[0]]) for values in (self.left.here, self.left.values, self.right.values)}
        return tuple(arguments[1 if condition else 2] for condition in conditions) if len(conditions) == 1 else ()

    def kink(self, slot: int) -> Kink | None:
        """Return the kink or jump of a slot, if it has one."""
        here = self.left.here[slot], self.left.here_errors[slot]
        ends = [side.limit(slot) for side in (self.left, self.right)]
        if differ(*ends) or any(differ(here, end) for end in ends):
            return Kink(slot, "", None)
        if slot not in self.tangents:
            return None
        (left, _), (right, _) = slopes = self.slopes(slot)
        return Kink(slot, "", (left, right)) if differ(*slopes) else None

    def slopes(self, slot: int) -> tuple[Limit, Limit]:
        """Return the slopes on the left and on the right; nan on a side that does not exist."""
        if slot not in self.tangents:
            return (0.0, 0.0), (0.0, 0.0)
        left, right = (side.limit(self.tangents[slot], slot) for side in (self.left, self.right))
        return left, right

    def other_slopes(self, slot: int, partial: Limit) -> tuple[float, float] | None:
        """Return the slopes on both sides if one of them differs from `partial`."""
        slopes = self.slopes(slot)
        if any(differ(partial, end) for end in slopes):
            return slopes[0][0], slopes[1][0]
        return None
