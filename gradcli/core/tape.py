"""The tape: a program in single-assignment form, one slot per operation, arguments before their users.

Comes in: operations, appended one by one. Goes out: flat columns that sweeps extend and domains run.
"""

from gradcli.core.primitive import CONSTANT, OPERATORS, VARIABLE, Primitive


class Tape:
    """Columns `operations`, `arguments` (tuples of earlier slots), `attributes`, `spans`, one entry per slot."""

    __slots__ = ("operations", "arguments", "attributes", "spans")

    def __init__(self) -> None:
        self.operations: list[Primitive] = []
        self.arguments: list[tuple[int, ...]] = []
        self.attributes: list = []
        self.spans: list[tuple[int, int] | None] = []

    def __len__(self) -> int:
        return len(self.operations)

    def emit(self, operation: Primitive, arguments: tuple[int, ...] = (), attribute=None, span=None) -> int:
        """Append one operation; returns its slot."""
        self.operations.append(operation)
        self.arguments.append(arguments)
        self.attributes.append(attribute)
        self.spans.append(span)
        return len(self.operations) - 1

    def constant(self, value, span=None) -> int:
        """A leaf that holds the exact rational `value` (int or Fraction)."""
        return self.emit(CONSTANT, (), value, span)

    def variable(self, name: str, span=None) -> int:
        """A leaf that a binding fills."""
        return self.emit(VARIABLE, (), name, span)

    def verify(self) -> None:
        """Raises ValueError unless every argument points backwards and every arity is right."""
        for slot, (row, arguments) in enumerate(zip(self.operations, self.arguments, strict=True)):
            if not row.takes(len(arguments)) or any(not 0 <= a < slot for a in arguments):
                raise ValueError(f"slot {slot}: {row.name}{arguments}")


class Ref:
    """A slot of a tape, as rules see it: Python's operators on it append to the tape."""

    __slots__ = ("tape", "slot", "span")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, tape: Tape, slot: int, span=None) -> None:
        self.tape, self.slot, self.span = tape, slot, span

    @property
    def attribute(self):
        return self.tape.attributes[self.slot]

    def number(self, value) -> "Ref":
        """An exact number on this tape."""
        return Ref(self.tape, self.tape.constant(value), self.span)

    def apply(self, row: Primitive, *arguments, attribute=None) -> "Ref":
        """`row` of these arguments (Refs or exact numbers) on this tape."""
        slots = tuple(a.slot if isinstance(a, Ref) else self.tape.constant(a) for a in arguments)
        return Ref(self.tape, self.tape.emit(row, slots, attribute, self.span), self.span)


def _infix(symbol):
    return (lambda a, b: a.apply(OPERATORS[symbol], a, b)), (lambda a, b: a.apply(OPERATORS[symbol], b, a))


for _name, _symbol in (("add", "+"), ("sub", "-"), ("mul", "*"), ("truediv", "/"), ("pow", "**"),
                       ("floordiv", "//"), ("mod", "%")):
    _forward, _reflected = _infix(_symbol)
    setattr(Ref, f"__{_name}__", _forward)
    setattr(Ref, f"__r{_name}__", _reflected)
for _name, _symbol in (("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">="), ("eq", "=="), ("ne", "!="),
                       ("and", "and"), ("or", "or")):
    setattr(Ref, f"__{_name}__", _infix(_symbol)[0])
Ref.__neg__ = lambda a: a.apply(OPERATORS["prefix -"], a)  # type: ignore[attr-defined]
Ref.__invert__ = lambda a: a.apply(OPERATORS["prefix not"], a)  # type: ignore[attr-defined]
