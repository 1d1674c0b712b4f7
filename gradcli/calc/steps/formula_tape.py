"""A tape for formulas as a person writes them: no factor of 1, no term of 0, but nothing collected."""

from typing import Any

from gradcli.core.primitive import CONSTANT, Primitive
from gradcli.core.tape import Attribute, Span, Tape
from gradcli.ops import ADD, DIV, MUL, NEG, POW, SELECT, SUB

MAX_FLATTENED = 12  # factors or terms up to which parentheses are dropped; beyond, the cost would not be linear


class FormulaTape(Tape):
    """A hash-consed tape: an operation that it has is not appended again."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[Primitive, tuple[int, ...], Attribute], int] = {}

    def emit(self, operation: Primitive, arguments: tuple[int, ...] = (), attribute: Attribute = None,
             span: Span = None) -> int:
        """Append an operation unless the tape has it; return its slot."""
        key = operation, arguments, attribute
        slot = self._seen.get(key)
        if slot is None:
            slot = self._seen[key] = super().emit(operation, arguments, attribute, span)
        return slot

    def number(self, slot: int) -> Any:
        """Return the exact number in a slot, None for others."""
        return self.attributes[slot] if self.operations[slot] is CONSTANT else None

    def negative(self, a: int) -> int:
        """Append -a; return its slot."""
        number = self.number(a)
        if number is not None:
            return self.constant(-number)
        return self.arguments[a][0] if self.operations[a] is NEG else self.emit(NEG, (a,))

    def sum(self, a: int, b: int) -> int:
        """Append a + b; return its slot."""
        if self.number(a) == 0:
            return b
        if self.number(b) == 0:
            return a
        if self.number(a) is not None and self.number(b) is not None:
            return self.constant(self.number(a) + self.number(b))
        opposite = self._opposite(b)
        if opposite is not None:
            return self.emit(SUB, (a, opposite))
        for term, minus in self._flatten(b, ADD, SUB):
            a = self.emit(SUB if minus else ADD, (a, term))
        return a

    def difference(self, a: int, b: int) -> int:
        """Append a - b; return its slot."""
        if self.number(b) == 0:
            return a
        if self.number(a) == 0:
            return self.negative(b)
        if self.operations[b] in (ADD, SUB) and len(self._flatten(b, ADD, SUB)) > 1:
            for term, minus in self._flatten(b, ADD, SUB):
                a = self.emit(ADD if minus else SUB, (a, term))
            return a
        opposite = self._opposite(b)
        return self.emit(SUB, (a, b)) if opposite is None else self.sum(a, opposite)

    def _opposite(self, slot: int) -> int | None:
        """Return the negation of a number, product or quotient with a leading minus; None for others."""
        outer: list[tuple[Primitive, int]] = []
        while self.operations[slot] in (MUL, DIV) and len(outer) < MAX_FLATTENED:
            left, right = self.arguments[slot]
            outer.append((self.operations[slot], right))
            slot = left
        number = self.number(slot)
        if self.operations[slot] is NEG:
            slot = self.arguments[slot][0]
        elif number is not None and number < 0:
            slot = self.constant(-number)
        else:
            return None
        for row, right in reversed(outer):
            slot = right if row is MUL and self.number(slot) == 1 else self.emit(row, (slot, right))
        return slot

    def _flatten(self, slot: int, join: Primitive, undo: Primitive) -> list[tuple[int, bool]]:
        """Return the terms of a sum or the factors of a product, with True for those of `undo`; itself if they are many."""
        found: list[tuple[int, bool]] = []
        at = slot
        while self.operations[at] in (join, undo):
            if len(found) == MAX_FLATTENED:
                return [(slot, False)]
            left, right = self.arguments[at]
            found.append((right, self.operations[at] is undo))
            at = left
        return [(at, False), *reversed(found)]

    def all_terms(self, slot: int) -> list[tuple[int, bool]]:
        """Return the terms of a sum, those of nested sums too, with True for subtracted ones."""
        found: list[tuple[int, bool]] = []
        work = [(slot, False)]
        while work:
            at, minus = work.pop()
            row, arguments = self.operations[at], self.arguments[at]
            if row in (ADD, SUB):
                work += [(arguments[1], minus != (row is SUB)), (arguments[0], minus)]
            elif row is NEG:
                work.append((arguments[0], not minus))
            else:
                found.append((at, minus))
        return found

    def product(self, a: int, b: int) -> int:
        """Append a*b; return its slot."""
        x, y = self.number(a), self.number(b)
        if x == 0 or y == 0:
            return self.constant(0)
        if x is not None and y is not None:
            return self.constant(x * y)
        if x == 1:
            return b
        if y == 1:
            return a
        for inner, other, swapped in ((a, b, False), (b, a, True)):
            if self.operations[inner] is SELECT and self.number(self.arguments[inner][2]) == 0:
                condition, value, zero = self.arguments[inner]
                value = self.product(other, value) if swapped else self.product(value, other)
                return self.emit(SELECT, (condition, value, zero))
        opposite = self._opposite(b) if y is None else None
        if opposite is not None:
            return self.negative(self.product(a, opposite))
        if x == -1:
            return self.negative(b)
        for factor, divides in self._flatten(b, MUL, DIV):
            if divides:
                a = self.emit(DIV, (a, factor))
            elif self.number(a) == 1:
                a = factor
            elif self.number(a) is not None and self.number(factor) is not None:
                a = self.constant(self.number(a) * self.number(factor))
            else:
                a = self.emit(MUL, (a, factor))
        return a

    def quotient(self, a: int, b: int) -> int:
        """Append a/b; return its slot."""
        if self.number(a) == 0 or self.number(b) == 1:
            return a
        return self.emit(DIV, (a, b))

    def power(self, a: int, b: int) -> int:
        """Append a**b; return its slot."""
        if self.number(b) == 1:
            return a
        return self.constant(1) if self.number(b) == 0 else self.emit(POW, (a, b))

    def branches(self, condition: int, a: int, b: int) -> int:
        """Append `a if condition else b`; return its slot."""
        return a if a == b else self.emit(SELECT, (condition, a, b))
