"""Where a value or its slope jumps: rows with kinks, jumps or branches just at their edge, looked at from both sides.

What a row says of itself only raises the question; the answer is what the whole expression does on either side (abs(x)**2
has no kink at 0), and then what the subexpressions do in which its kink has its cause.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Tape
from gradcli.domains.float64 import run
from gradcli.engine.passes import eliminate_dead_code
from gradcli.ops import SELECT

STEPS = 2.0**-20, 2.0**-22  # how far to the sides, relative to the variable
LEAP = 1e-3  # a change over the smaller step that is larger, relative to the value, is a jump
NOISE = 2e-8  # slopes that differ by less, relative to value or slope, are the same: differences are rounded to 1e-9 of them


class Kink(NamedTuple):
    """At `slot`, along the variable `along`: a jump where `slopes` is None, else a kink with the slopes left and right."""

    slot: int
    along: str
    slopes: tuple[float, float] | None

    @property
    def jumps(self) -> bool:
        return self.slopes is None


def boundary_slots(tape: Tape, values: list[float]) -> list[int]:
    """The slots whose rows have a kink or a jump at their arguments, or that are at the boundary of a branch."""
    rows = tape.operations[:len(values)]
    turning = {row for row in set(rows) if row.singular.kinks or row.singular.jumps or row is SELECT}
    return [slot for slot, row in enumerate(rows) if row in turning and _at_edge(tape, values, slot)] if turning else []


def _at_edge(tape: Tape, values: list[float], slot: int) -> bool:
    row = tape.operations[slot]
    if row.singular.kinks or row.singular.jumps:
        xs = [values[a] for a in tape.arguments[slot]]
        return row.at_kink(xs) or row.at_jump(xs)
    if row is not SELECT:
        return False
    parts = _parts(tape, tape.arguments[slot][0])
    return any(_at_edge(tape, values, part) if _is_truth(tape, part) else not values[part] for part in parts)


def _parts(tape: Tape, condition: int) -> Iterator[int]:
    """What a condition is made of, down to what is compared."""
    work = [condition]
    while work:
        slot = work.pop()
        yield slot
        syntax = tape.operations[slot].syntax
        if _is_truth(tape, slot) and syntax and not syntax.chains:
            work.extend(tape.arguments[slot])


def _is_truth(tape: Tape, slot: int) -> bool:
    """Whether it is a comparison, or made of such."""
    row = tape.operations[slot]
    return row.singular.jumps is not None and row.rules is None


def kinks(tape: Tape, root: int, at: Mapping[str, float], candidates: list[int],
            slopes: Mapping[str, float]) -> Iterator[Kink]:
    """The innermost kinks that the value of `root` shows, along what moves the slots `candidates`.

    Where it shows none, but has another slope on either side than its partial in `slopes`, which conventions have made, it
    is said to have a kink with that slope: relu(x) - relu(-x) at 0.
    """
    moving = set(candidates)
    for slot in range(max(candidates), -1, -1):
        if slot in moving:
            moving.update(tape.arguments[slot])
    primal, kept = eliminate_dead_code(tape, [root])
    origin = {place: slot for slot, place in kept.items()}
    here = run(primal, dict(at))
    for name in [tape.attributes[slot] for slot in sorted(moving) if tape.operations[slot] is VARIABLE]:
        x = at[name]
        samples = []
        for step in STEPS:
            h = step * max(abs(x), 1.0)
            samples.append(((x + h) - x, run(primal, {**at, name: x - h}), run(primal, {**at, name: x + h})))
        work = [(kept[root], kink)] if (kink := _kink_at(kept[root], here, samples)) else []
        found = {}
        while work:
            slot, kink = work.pop()
            arguments = primal.arguments[slot]
            if primal.operations[slot] is SELECT:
                arguments = arguments[1 if here[arguments[0]] else 2:][:1]
            below = [(a, inner) for a in arguments if (inner := _kink_at(a, here, samples)) and inner.jumps == kink.jumps]
            work += [(a, inner) for a, inner in below if a not in found]
            found[slot] = None if below or _same(kink) else kink  # x*sign(x) has a kink, though sign(x) jumps
        for slot, kink in sorted(found.items()):
            if kink:
                yield kink._replace(slot=origin[slot], along=name)
        wide, narrow = ((more[kept[root]] - less[kept[root]]) / (2 * h) for h, less, more in samples)
        slope = narrow + (narrow - wide) / 3
        room = max(abs(narrow - wide), LEAP * abs(slope), NOISE * abs(here[kept[root]]))
        if not any(found.values()) and abs(slope - slopes.get(name, slope)) > room:
            yield Kink(root, name, (float(f"{slope:.5g}"),) * 2)


def _same(kink: Kink) -> bool:
    """Whether what seems an innermost kink may be rounding: that of 1 + x makes slopes differ a little."""
    return kink.slopes is not None and abs(kink.slopes[1] - kink.slopes[0]) <= LEAP * max(map(abs, kink.slopes))


def _kink_at(slot: int, here: list[float], samples: list[tuple[float, list[float], list[float]]]) -> Kink | None:
    """What a slot does: seen closer, a smooth function's slopes come together, those at a kink do not."""
    y = here[slot]
    before, leap = (max(abs(right[slot] - y), abs(left[slot] - y)) for _, left, right in samples)
    if leap > max(LEAP * max(1.0, abs(y)), before / 2):  # a steep slope leaps a quarter as far in a quarter of the step
        return Kink(slot, "", None)
    (low, high), (lower, higher) = (((y - less[slot]) / h, (more[slot] - y) / h) for h, less, more in samples)
    size = max(abs(y), abs(lower), abs(higher))
    if abs(higher - lower) > max(abs(high - low) / 2, NOISE * size):
        limits = lower + (lower - low) / 3, higher + (higher - high) / 3  # the steps are as 4 to 1
        before, after = (float(f"{limit:.5g}") if abs(limit) > NOISE * size else 0.0 for limit in limits)
        return Kink(slot, "", (before, after))
    return None
