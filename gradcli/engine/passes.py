"""Passes: a tape comes in, another goes out with the same values in the same slots that were asked for.

Every identity used here holds for all of IEEE 754's numbers, nan and signed zeros among them, unless it says otherwise.
"""

from collections.abc import Mapping
from typing import Any

from gradcli.core.primitive import CONSTANT, OPERATORS, VARIABLE, Primitive
from gradcli.core.tape import Ref, Tape


def pruned(tape: Tape, roots: list[int]) -> tuple[Tape, dict[int, int]]:
    """Dead code left out: the slots that `roots` need, and all variables; and where each slot went."""
    live = set(roots)
    for slot in range(len(tape) - 1, -1, -1):
        if slot in live:
            live.update(tape.arguments[slot])
        elif tape.operations[slot] is VARIABLE:
            live.add(slot)
    shorter, moved = Tape(), dict[int, int]()
    for slot in sorted(live):
        moved[slot] = shorter.emit(tape.operations[slot], tuple(moved[a] for a in tape.arguments[slot]),
                                   tape.attributes[slot], tape.spans[slot])
    return shorter, moved


WHOLE = 2**53  # up to here a double holds every whole number


class Sharing(Tape):
    """A tape on which an operation that is there already is not put again, nor one that changes nothing or is a number."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[Any, int] = {}

    def emit(self, operation: Primitive, arguments: tuple[int, ...] = (), attribute: Any = None,
             span: tuple[int, int] | None = None) -> int:
        for i, identity in enumerate(operation.identities):
            if identity is not None and self.operations[arguments[i]] is CONSTANT and (
                    self.attributes[arguments[i]] == identity):
                return arguments[1 - i]
        folded = self._folded(operation, arguments)
        if folded is not None:
            operation, arguments, attribute = CONSTANT, (), folded
        key = (operation, arguments, attribute)
        slot = self._seen.get(key)
        if slot is None:
            slot = self._seen[key] = super().emit(operation, arguments, attribute, span)
        return slot

    def _folded(self, operation: Primitive, arguments: tuple[int, ...]) -> int | None:
        """Arithmetic of whole numbers whose result is one that every domain holds exactly; not 0, which has a sign."""
        if operation.exact is None or not arguments or any(self.operations[a] is not CONSTANT for a in arguments):
            return None
        numbers = [self.attributes[a] for a in arguments]
        if any(number.denominator != 1 or abs(number) > WHOLE for number in numbers):
            return None
        value = operation.exact(*numbers)
        return value if isinstance(value, int) and 0 < abs(value) <= WHOLE else None


def copied(tape: Tape, onto: Tape) -> list[int]:
    """Put every operation of one tape on another; returns where each slot went."""
    moved: list[int] = []
    for row, arguments, attribute, span in zip(tape.operations, tape.arguments, tape.attributes, tape.spans, strict=True):
        moved.append(onto.emit(row, tuple(moved[a] for a in arguments), attribute, span))
    return moved


def expanded(tape: Tape) -> tuple[Tape, list[int]]:
    """Hidden rows replaced by what they mean, for showing."""
    longer, moved = Tape(), list[int]()
    for row, arguments, attribute, span in zip(tape.operations, tape.arguments, tape.attributes, tape.spans, strict=True):
        slots = tuple(moved[a] for a in arguments)
        if row.hidden and row.means:
            refs = [Ref(longer, slot, span) for slot in slots]
            meaning = row.means(*refs) if attribute is None else row.means(*refs, attribute=attribute)
            moved.append(meaning.slot)
        else:
            moved.append(longer.emit(row, slots, attribute, span))
    return longer, moved


def substituted(tape: Tape, programs: dict[str, tuple[Tape, int]]) -> tuple[Tape, list[int]]:
    """Variables replaced by the roots of other tapes."""
    longer, moved = Tape(), list[int]()
    for row, arguments, attribute, span in zip(tape.operations, tape.arguments, tape.attributes, tape.spans, strict=True):
        if row is VARIABLE and attribute in programs:
            other, root = programs[attribute]
            moved.append(copied(other, longer)[root])
        else:
            moved.append(longer.emit(row, tuple(moved[a] for a in arguments), attribute, span))
    return longer, moved


def taken(tape: Tape, root: int, values: Mapping[int, Any]) -> tuple[Tape, dict[int, int]]:
    """What `root` rests on where the conditions have these values, and all variables: the branches taken, no conditional."""
    needed, work = {root}, [root]
    while work:
        slot = work.pop()
        below = [a for a in _used(tape, slot, values) if a not in needed]
        needed.update(below)
        work += below
    shorter, moved = Tape(), dict[int, int]()
    for slot, row in enumerate(tape.operations):
        if slot in needed and row is OPERATORS["if"]:
            moved[slot] = moved[_used(tape, slot, values)[0]]
        elif slot in needed or row is VARIABLE:
            moved[slot] = shorter.emit(row, tuple(moved[a] for a in tape.arguments[slot]), tape.attributes[slot],
                                       tape.spans[slot])
    return shorter, moved


def _used(tape: Tape, slot: int, values: Mapping[int, Any]) -> tuple[int, ...]:
    arguments = tape.arguments[slot]
    if tape.operations[slot] is OPERATORS["if"]:
        return (arguments[1] if values[arguments[0]] else arguments[2],)
    return arguments


def cheapened(tape: Tape, roots: list[int]) -> tuple[Tape, list[int]]:
    """The same doubles to the last bit, computed at less cost: nothing dead, nothing twice; and where the roots went."""
    live, kept = pruned(tape, roots)
    shorter, moved = Sharing(), list[int]()
    for row, arguments, attribute, span in zip(live.operations, live.arguments, live.attributes, live.spans, strict=True):
        slots = tuple(moved[a] for a in arguments)
        cheaper = None
        if row.cheaper:
            refs = [Ref(shorter, slot, span) for slot in slots]
            cheaper = row.cheaper(*refs) if attribute is None else row.cheaper(*refs, attribute=attribute)
        moved.append(shorter.emit(row, slots, attribute, span) if cheaper is None else cheaper.slot)
    # What was replaced may have left something dead behind; what the cheaper form brought may stand where nothing needs it.
    last, again = pruned(shorter, [moved[kept[root]] for root in roots])
    return last, [again[moved[kept[root]]] for root in roots]
