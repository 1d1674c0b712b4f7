"""Where a value or its slope jumps: rows with kinks, jumps or branches just at their edge, looked at from both sides.

What a row says of itself only raises the question; the answer is what the subexpression does on either side, and a
corner that the whole expression does not show is none (abs(x)**2 at 0).
"""

from collections.abc import Iterator
from typing import NamedTuple

from gradcli.core.primitive import OPERATORS
from gradcli.core.tape import Tape
from gradcli.domains.float64 import run
from gradcli.engine.passes import pruned

STEPS = 2.0**-20, 2.0**-22  # how far to the sides, relative to the variable
LEAP = 1e-3  # a change over the smaller step that is larger, relative to the value, is a jump
NOISE = 1e-6  # slopes that differ by less, relative to value or slope, are the same


class Corner(NamedTuple):
    """At `slot`, along the variable `along`: a jump where `slopes` is None, else a kink with the slopes left and right."""

    slot: int
    along: str
    slopes: tuple[float, float] | None


def edges(tape: Tape, values: list[float]) -> list[int]:
    """The slots with values whose rows say that they are at a kink, a jump, or the edge of a branch."""
    rows = tape.operations[:len(values)]
    turning = {row for row in set(rows) if row.kinks or row.jumps or row is OPERATORS["if"]}
    return [slot for slot, row in enumerate(rows) if row in turning and _at_edge(tape, values, slot)] if turning else []


def _at_edge(tape: Tape, values: list[float], slot: int) -> bool:
    row = tape.operations[slot]
    if row.kinks or row.jumps:
        xs = [values[a] for a in tape.arguments[slot]]
        return bool(row.kinks and row.kinks(*xs) or row.jumps and row.jumps(*xs))
    return row is OPERATORS["if"] and _condition_at_edge(tape, values, tape.arguments[slot][0])


def _condition_at_edge(tape: Tape, values: list[float], condition: int) -> bool:
    """Whether a comparison in it compares equals."""
    work = [condition]
    while work:
        slot = work.pop()
        row, arguments = tape.operations[slot], tape.arguments[slot]
        if row.syntax and row.syntax.chains:
            if values[arguments[0]] == values[arguments[1]]:
                return True
        else:
            work.extend(arguments)
    return False


def corners(tape: Tape, root: int, at: dict[str, float], suspects: list[int]) -> Iterator[Corner]:
    """The corners at `suspects` that the value of `root` shows; where it shows one that none of them does, that one."""
    primal, kept = pruned(tape, [root])
    here = run(primal, at)
    for name, x in at.items():
        looks = []
        for step in STEPS:
            h = step * max(abs(x), 1.0)
            looks.append(((x + h) - x, run(primal, {**at, name: x - h}), run(primal, {**at, name: x + h})))
        shown = _corner(kept[root], here, looks)
        if shown is None:
            continue
        found = [Corner(slot, name, corner.slopes) for slot in suspects
                 if slot in kept and (corner := _corner(kept[slot], here, looks)) is not None
                 and (corner.slopes or not shown.slopes)]  # x*sign(x) has a kink, though sign(x) jumps
        yield from found or [Corner(root, name, shown.slopes)]


def _corner(slot: int, here: list[float], looks: list[tuple[float, list[float], list[float]]]) -> Corner | None:
    """What a slot does: seen closer, a smooth function's slopes come together, those at a kink do not."""
    y = here[slot]
    _, left, right = looks[1]
    leap = max(abs(right[slot] - y), abs(left[slot] - y))
    if leap > LEAP * max(1.0, abs(y)):
        return Corner(slot, "", None)
    (low, high), (lower, higher) = (((y - less[slot]) / h, (more[slot] - y) / h) for h, less, more in looks)
    size = max(abs(y), abs(lower), abs(higher))
    if abs(higher - lower) > max(abs(high - low) / 2, NOISE * size):
        limits = lower + (lower - low) / 3, higher + (higher - high) / 3  # the steps are as 4 to 1
        before, after = (float(f"{limit:.5g}") if abs(limit) > NOISE * size else 0.0 for limit in limits)
        return Corner(slot, "", (before, after))
    return None
