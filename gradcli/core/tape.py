"""The tape: a program in single-assignment form, one slot per operation, arguments before their users.

Comes in: operations, appended one by one. Goes out: flat columns that sweeps extend and domains run.
"""

from collections.abc import Container, Iterable, Iterator
from typing import Any, TypeAlias

from gradcli.core.facets import Rational
from gradcli.core.primitive import CONSTANT, FUNCTIONS, OPERATORS, VARIABLE, Primitive

Attribute: TypeAlias = Any  # a constant's number, a variable's name, a derivative's order or orders; None of most rows
Span = tuple[int, int] | None  # of characters in the text


class Tape:
    """A program in columns: `operations`, `arguments` (tuples of earlier slots), `attributes`, `spans`; an entry a slot."""

    __slots__ = ("operations", "arguments", "attributes", "spans")

    def __init__(self) -> None:
        self.operations: list[Primitive] = []
        self.arguments: list[tuple[int, ...]] = []
        self.attributes: list[Attribute] = []
        self.spans: list[Span] = []

    def __len__(self) -> int:
        return len(self.operations)

    def __iter__(self) -> Iterator[tuple[Primitive, tuple[int, ...], Attribute, Span]]:
        """Yield (row, arguments, attribute, span) of each slot in turn."""
        return zip(self.operations, self.arguments, self.attributes, self.spans, strict=True)

    def __str__(self) -> str:
        """List the slots one per line: `%3 = mul %0 %2`; an attribute stands last, in brackets."""
        lines = []
        for slot, (row, arguments, attribute, _) in enumerate(self):
            operands = "".join(f" %{a}" for a in arguments)
            note = "" if attribute is None else f" {attribute}" if row in (CONSTANT, VARIABLE) else f" [{attribute}]"
            lines.append(f"%{slot} = {row.name}{operands}{note}")
        return "\n".join(lines)

    def emit(self, operation: Primitive, arguments: tuple[int, ...] = (), attribute: Attribute = None,
             span: Span = None) -> int:
        """Append one operation; return its slot."""
        self.operations.append(operation)
        self.arguments.append(arguments)
        self.attributes.append(attribute)
        self.spans.append(span)
        return len(self.operations) - 1

    def copy(self) -> "Tape":
        """Return a tape with the same slots, to be extended apart from this one."""
        tape = Tape()
        for column in Tape.__slots__:
            setattr(tape, column, getattr(self, column).copy())
        return tape

    def constant(self, value: Rational, span: Span = None) -> int:
        """Append a leaf that holds the exact rational `value` (int or Fraction)."""
        return self.emit(CONSTANT, (), value, span)

    def variable(self, name: str, span: Span = None) -> int:
        """Append a leaf that a binding fills."""
        return self.emit(VARIABLE, (), name, span)

    def dependencies(self, roots: Iterable[int]) -> list[int]:
        """Return the slots that `roots` depend on, in order, themselves too."""
        found = set(roots)
        work = list(found)
        while work:
            new = [a for a in self.arguments[work.pop()] if a not in found]
            found.update(new)
            work += new
        return sorted(found)

    def moving(self, names: Container[str] | None = None) -> list[bool]:
        """Return for each slot whether it depends on one of the variables `names`, by default on any."""
        found: list[bool] = []
        for row, arguments, attribute in zip(self.operations, self.arguments, self.attributes, strict=True):
            found.append(any([found[a] for a in arguments]) if arguments else
                         row is VARIABLE and (names is None or attribute in names))
        return found

    def verify(self) -> None:
        """Check that every argument points backwards and every arity is right. Raises ValueError."""
        for slot, (row, arguments) in enumerate(zip(self.operations, self.arguments, strict=True)):
            if not row.takes(len(arguments)) or any(not 0 <= a < slot for a in arguments):
                raise ValueError(f"slot {slot}: {row.name}{arguments}")


class Ref:
    """A slot of a tape, as rules see it: Python's operators on it append to the tape."""

    __slots__ = ("tape", "slot", "span")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, tape: Tape, slot: int, span: Span = None) -> None:
        self.tape, self.slot, self.span = tape, slot, span

    @property
    def attribute(self) -> Attribute:
        return self.tape.attributes[self.slot]

    def number(self, value: Rational) -> "Ref":
        """Put an exact number on this tape."""
        return Ref(self.tape, self.tape.constant(value), self.span)

    def apply(self, row: Primitive, *arguments: "Ref | Rational", attribute: Attribute = None) -> "Ref":
        """Append `row` of these arguments (Refs or exact numbers) to this tape."""
        slots = tuple(a.slot if isinstance(a, Ref) else self.tape.constant(a) for a in arguments)
        return Ref(self.tape, self.tape.emit(row, slots, attribute, self.span), self.span)

    def _left(self, symbol: str, other: Any) -> "Ref":
        return self.apply(OPERATORS[symbol], self, other)

    def _right(self, symbol: str, other: "Ref | Rational") -> "Ref":
        return self.apply(OPERATORS[symbol], other, self)

    def __neg__(self) -> "Ref":
        return self.apply(OPERATORS["prefix -"], self)

    def __abs__(self) -> "Ref":
        return self.apply(FUNCTIONS["abs"], self)

    def __invert__(self) -> "Ref":
        return self.apply(OPERATORS["prefix not"], self)

    def __add__(self, other: "Ref | Rational") -> "Ref":
        return self._left("+", other)

    def __radd__(self, other: "Ref | Rational") -> "Ref":
        return self._right("+", other)

    def __sub__(self, other: "Ref | Rational") -> "Ref":
        return self._left("-", other)

    def __rsub__(self, other: "Ref | Rational") -> "Ref":
        return self._right("-", other)

    def __mul__(self, other: "Ref | Rational") -> "Ref":
        return self._left("*", other)

    def __rmul__(self, other: "Ref | Rational") -> "Ref":
        return self._right("*", other)

    def __truediv__(self, other: "Ref | Rational") -> "Ref":
        return self._left("/", other)

    def __rtruediv__(self, other: "Ref | Rational") -> "Ref":
        return self._right("/", other)

    def __pow__(self, other: "Ref | Rational") -> "Ref":
        return self._left("**", other)

    def __rpow__(self, other: "Ref | Rational") -> "Ref":
        return self._right("**", other)

    def __and__(self, other: "Ref | Rational") -> "Ref":
        return self._left("and", other)

    def __or__(self, other: "Ref | Rational") -> "Ref":
        return self._left("or", other)

    def __lt__(self, other: "Ref | Rational") -> "Ref":
        return self._left("<", other)

    def __le__(self, other: "Ref | Rational") -> "Ref":
        return self._left("<=", other)

    def __gt__(self, other: "Ref | Rational") -> "Ref":
        return self._left(">", other)

    def __ge__(self, other: "Ref | Rational") -> "Ref":
        return self._left(">=", other)

    def __eq__(self, other: object) -> "Ref":  # type: ignore[override]
        return self._left("==", other)

    def __ne__(self, other: object) -> "Ref":  # type: ignore[override]
        return self._left("!=", other)
