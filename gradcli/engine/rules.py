"""A row's rule as a small program, recorded once and then put on tapes as often as it is needed."""

from collections.abc import Callable
from functools import cache
from operator import itemgetter
from typing import Any

from gradcli.core.primitive import CONSTANT, OPERATORS, Primitive
from gradcli.core.tape import Ref, Span, Tape
from gradcli.engine.passes import Sharing


class Recorded:
    """The steps of a rule over the slots g, y and the arguments, in this order; those of the steps follow them.

    `value` is where the result stands; where that is `v if mask else 0`, v, and `mask` where the condition stands. A rule
    that `passes` is g itself. `chosen` are functions that choose the arguments of each step from the slots.
    """

    __slots__ = ("steps", "value", "mask", "passes", "chosen")

    def __init__(self, steps: list[tuple[Primitive, tuple[int, ...], Any]], value: int, mask: int | None) -> None:
        self.steps, self.value, self.mask = steps, value, mask
        self.passes = not value and mask is None
        self.chosen = [(row, _chooser(arguments), attribute) for row, arguments, attribute in steps]


def _chooser(places: tuple[int, ...]) -> Callable[[list[int]], tuple[int, ...]]:
    """What takes the tuple of these entries out of a list."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda slots: tuple([slots[place] for place in places])


@cache
def recorded(row: Primitive, index: int, count: int, attribute: Any, first: bool = False) -> Recorded | None:
    """The rule of argument `index` of `count`, for `first` where g is 1; None where no gradient flows."""
    rule = row.rule(index)
    if rule is None:
        return None
    tape = Sharing() if first else Tape()
    g = Ref(tape, tape.constant(1) if first else tape.variable("g"))
    y, *xs = (Ref(tape, tape.variable(str(i))) for i in range(count + 1))
    tape.attributes[y.slot] = attribute
    value, mask = _peeled(rule(g, y, *xs))
    columns = zip(tape.operations, tape.arguments, tape.attributes, strict=True)
    return Recorded(list(columns)[count + 2:], value.slot, None if mask is None else mask.slot)


def _peeled(value: Ref) -> tuple[Ref, Ref | None]:
    tape = value.tape
    if tape.operations[value.slot] is OPERATORS["if"]:
        c, a, b = (Ref(tape, slot) for slot in tape.arguments[value.slot])
        if is_zero(tape, b.slot):
            return a, c
        if is_zero(tape, a.slot):
            return b, ~c
    return value, None


def is_zero(tape: Tape, slot: int) -> bool:
    """Whether a slot is the exact number 0."""
    return tape.operations[slot] is CONSTANT and tape.attributes[slot] == 0


def put(tape: Tape, rule: Recorded, slots: list[int], span: Span) -> list[int]:
    """Puts a rule's steps on a tape, over `slots`: g, y and the arguments; which become all slots, by their place in it."""
    for row, choose, attribute in rule.chosen:
        slots.append(tape.emit(row, choose(slots), attribute, span))
    return slots
