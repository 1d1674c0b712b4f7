"""Adjoint rules as small programs, recorded once and then spliced into tapes."""

from collections.abc import Callable
from functools import cache
from operator import itemgetter
from typing import Any

from gradcli.core.primitive import CONSTANT, Primitive
from gradcli.core.tape import Attribute, Ref, Span, Tape
from gradcli.engine.passes import HashConsedTape
from gradcli.ops import SELECT


class CompiledRule:
    """The steps of a rule over the slots g, y and the arguments, in this order; the slots of the steps follow them.

    `value` is the index of the result, or of v where the result is `v if mask else 0`; `mask` is the index of that
    condition. `is_identity` is true of a rule that returns g. `pickers` hold a function for each step that picks its
    arguments from the slots.
    """

    __slots__ = ("steps", "value", "mask", "is_identity", "pickers")

    def __init__(self, steps: list[tuple[Primitive, tuple[int, ...], Any]], value: int, mask: int | None) -> None:
        self.steps, self.value, self.mask = steps, value, mask
        self.is_identity = not value and mask is None
        self.pickers = [(row, _picker(arguments), attribute) for row, arguments, attribute in steps]


def _picker(places: tuple[int, ...]) -> Callable[[list[int]], tuple[int, ...]]:
    """Return a function that picks these entries of a list as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda slots: tuple([slots[place] for place in places])


JOINT_FROM = 16  # arguments of a variadic row above which a joint rule is used: rule by rule, n take n**2 operations


@cache
def compile_rule(row: Primitive, index: int, count: int, attribute: Attribute, first: bool = False) -> CompiledRule | None:
    """Record the adjoint rule of argument `index` of `count`, with g = 1 if `first`; None where no gradient flows."""
    rule = row.rule(index)
    if rule is None:
        return None
    tape = HashConsedTape() if first else Tape()
    g = Ref(tape, tape.constant(1) if first else tape.variable("g"))
    y, *xs = (Ref(tape, tape.variable(str(i))) for i in range(count + 1))
    tape.attributes[y.slot] = attribute
    value, mask = _split_mask(rule(g, y, *xs))
    steps = [(row, arguments, attribute) for row, arguments, attribute, _ in tape][count + 2:]
    return CompiledRule(steps, value.slot, None if mask is None else mask.slot)


def append_joint_adjoints(tape: Tape, slot: int, g: int | None, span: Span) -> list[tuple[int, int | None]] | None:
    """Extend the tape by the adjoints of all arguments of a variadic row with many, g being 1 if None.

    Returns their values and masks; None where each argument has a rule of its own.
    """
    row, xs = tape.operations[slot], tape.arguments[slot]
    if len(xs) <= JOINT_FROM or not row.joint_rule:
        return None
    seed = Ref(tape, tape.constant(1) if g is None else g, span)
    adjoints = row.joint_rule(seed, Ref(tape, slot, span), [Ref(tape, x, span) for x in xs])
    return [(value.slot, None if mask is None else mask.slot) for value, mask in map(_split_mask, adjoints)]


def _split_mask(value: Ref) -> tuple[Ref, Ref | None]:
    """Split `v if mask else 0` into v and the mask."""
    tape = value.tape
    if tape.operations[value.slot] is SELECT:
        c, a, b = (Ref(tape, slot) for slot in tape.arguments[value.slot])
        if is_zero(tape, b.slot):
            return a, c
        if is_zero(tape, a.slot):
            return b, ~c
    return value, None


def is_zero(tape: Tape, slot: int) -> bool:
    """Return whether a slot is the exact number 0."""
    return tape.operations[slot] is CONSTANT and tape.attributes[slot] == 0


def splice(tape: Tape, rule: CompiledRule, slots: list[int], span: Span) -> list[int]:
    """Append a rule's steps to a tape; `slots`, which holds g, y and the arguments, grows by the slots of the steps."""
    for row, pick, attribute in rule.pickers:
        slots.append(tape.emit(row, pick(slots), attribute, span))
    return slots
