"""Passes: a tape comes in, another goes out with the same values in the requested slots.

Every identity used here holds for all of IEEE 754's numbers, nan and signed zeros among them, unless it says otherwise.
"""

from collections.abc import Callable, Mapping, Set
from typing import Any

from gradcli import DEBUG
from gradcli.core.facets import Rational
from gradcli.core.primitive import CONSTANT, VARIABLE, Primitive
from gradcli.core.tape import Attribute, Ref, Tape
from gradcli.ops import SELECT

Rewrite = Callable[[int, tuple[int, ...]], int | None]
WHOLE = 2**53  # a double holds every whole number up to this


class HashConsedTape(Tape):
    """A tape that holds each operation once, with identities removed and arithmetic of whole numbers folded."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[Any, int] = {}

    def emit(self, operation: Primitive, arguments: tuple[int, ...] = (), attribute: Attribute = None,
             span: tuple[int, int] | None = None) -> int:
        for i, identity in enumerate(operation.laws.identities):
            if identity is not None and self.operations[arguments[i]] is CONSTANT and (
                    self.attributes[arguments[i]] == identity):
                return arguments[1 - i]
        constant = self._fold(operation, arguments)
        if constant is not None:
            operation, arguments, attribute = CONSTANT, (), constant
        key = (operation, arguments, attribute)
        slot = self._seen.get(key)
        if slot is None:
            slot = self._seen[key] = super().emit(operation, arguments, attribute, span)
        return slot

    def _fold(self, operation: Primitive, arguments: tuple[int, ...]) -> int | None:
        """Return the result of arithmetic on whole numbers that every domain holds exactly; None for 0, which has a sign."""
        if operation.numerics.exact is None or not arguments or any(self.operations[a] is not CONSTANT for a in arguments):
            return None
        numbers = [self.attributes[a] for a in arguments]
        if any(number.denominator != 1 or abs(number) > WHOLE for number in numbers):
            return None
        value = operation.numerics.exact(*numbers)
        return value if isinstance(value, int) and 0 < abs(value) <= WHOLE else None


def append_copy(tape: Tape, onto: Tape, rewrite: Rewrite | None = None, live: Set[int] | None = None) -> list[int]:
    """Append the operations of one tape to another, all or the `live` ones; return where each slot went, -1 if nowhere.

    `rewrite` maps a slot and where its arguments went to its replacement on the other tape, or None.
    """
    moved: list[int] = []
    for slot, (row, arguments, attribute, span) in enumerate(tape):
        if live is not None and slot not in live:
            moved.append(-1)
            continue
        operands = tuple([moved[a] for a in arguments])
        replacement = None if rewrite is None else rewrite(slot, operands)
        moved.append(onto.emit(row, operands, attribute, span) if replacement is None else replacement)
    return moved


def eliminate_dead_code(tape: Tape, roots: list[int]) -> tuple[Tape, dict[int, int]]:
    """Keep the slots that `roots` depend on, and all variables; return the tape and where each of them went."""
    live = set(roots)
    for slot in range(len(tape) - 1, -1, -1):
        if slot in live:
            live.update(tape.arguments[slot])
        elif tape.operations[slot] is VARIABLE:
            live.add(slot)
    shorter = Tape()
    moved = append_copy(tape, shorter, live=live)
    return shorter, {slot: moved[slot] for slot in live}


class _Known(Ref):
    """A constant whose comparisons are decided: at a singularity a row has a value instead of a definition."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:  # type: ignore[override]
        return bool(self.attribute == (other.attribute if isinstance(other, Ref) else other))

    def __gt__(self, other: "Ref | Rational") -> bool:  # type: ignore[override, misc]
        return bool(self.attribute > (other.attribute if isinstance(other, Ref) else other))


def expand_hidden(tape: Tape, composed: bool = False) -> tuple[Tape, list[int]]:
    """Replace hidden rows by their definitions, which formulas can show, or of constants by the value at a singularity.

    With `composed`, rows that are compositions of others are replaced too.
    """
    longer = Tape()

    def rewrite(slot: int, operands: tuple[int, ...]) -> int | None:
        row, span, attribute = tape.operations[slot], tape.spans[slot], tape.attributes[slot]
        if not (row.hidden or composed and row.numerics.composed) or not row.numerics.definition:
            return None
        expansion = None
        if row.numerics.at_singularity and all(longer.operations[operand] is CONSTANT for operand in operands):
            known = [_Known(longer, operand, span) for operand in operands]
            expansion = row.numerics.at_singularity(*known, *([] if attribute is None else [attribute]))
        if expansion is None:
            expansion = row.definition([Ref(longer, operand, span) for operand in operands], attribute)
        assert isinstance(expansion, Ref)
        return expansion.slot

    return longer, append_copy(tape, longer, rewrite)


def substitute(tape: Tape, programs: dict[str, tuple[Tape, int]]) -> tuple[Tape, list[int]]:
    """Replace variables by the roots of other tapes."""
    longer = Tape()

    def rewrite(slot: int, _: tuple[int, ...]) -> int | None:
        if tape.operations[slot] is not VARIABLE or tape.attributes[slot] not in programs:
            return None
        other, root = programs[tape.attributes[slot]]
        return append_copy(other, longer)[root]

    return longer, append_copy(tape, longer, rewrite)


def specialize_branches(tape: Tape, root: int, values: Mapping[int, Any]) -> tuple[Tape, dict[int, int]]:
    """Keep what `root` depends on where the conditions have these values: the selected branches, and all variables."""
    live, work = {root}, [root]
    while work:
        new = [a for a in _live_arguments(tape, work.pop(), values) if a not in live]
        live.update(new)
        work += new
    live.update(slot for slot, row in enumerate(tape.operations) if row is VARIABLE)
    shorter = Tape()

    def rewrite(slot: int, operands: tuple[int, ...]) -> int | None:
        if tape.operations[slot] is not SELECT:
            return None
        return operands[1] if values[tape.arguments[slot][0]] else operands[2]

    moved = append_copy(tape, shorter, rewrite, live)
    return shorter, {slot: moved[slot] for slot in live}


def _live_arguments(tape: Tape, slot: int, values: Mapping[int, Any]) -> tuple[int, ...]:
    arguments = tape.arguments[slot]
    if tape.operations[slot] is SELECT:
        return (arguments[1] if values[arguments[0]] else arguments[2],)
    return arguments


def optimize(tape: Tape, roots: list[int]) -> tuple[Tape, list[int]]:
    """Optimize to the bit: dead-code elimination, common subexpressions, strength reduction; return where the roots went."""
    live, kept = eliminate_dead_code(tape, roots)
    shorter = HashConsedTape()

    def rewrite(slot: int, operands: tuple[int, ...]) -> int | None:
        row, attribute, span = live.operations[slot], live.attributes[slot], live.spans[slot]
        reduction = row.numerics.strength_reduction
        if not reduction:
            return None
        refs = [Ref(shorter, operand, span) for operand in operands]
        cheaper = reduction(*refs) if attribute is None else reduction(*refs, attribute)
        return None if cheaper is None else cheaper.slot

    moved = append_copy(live, shorter, rewrite)
    # replacements leave dead slots behind, and may bring some
    last, again = eliminate_dead_code(shorter, [moved[kept[root]] for root in roots])
    if DEBUG:
        from gradcli.debug import show

        show("passes", "optimize", last)
    return last, [again[moved[kept[root]]] for root in roots]
