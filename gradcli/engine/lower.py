"""AST to raw tape, operation by operation as PyTorch would record it: nothing folded, nothing shared but names.

A name is one slot wherever it is used, a definition too; a call of a function that the text defines is its body on the
slots of the arguments, as if it had been written out. What that unfolds to is counted before anything is built.
"""

from collections.abc import Container, Iterator, Mapping
from typing import Any, NamedTuple

from gradcli import DEBUG
from gradcli.core.primitive import CONSTANT, FUNCTIONS, OPERATORS, VARIABLE, Primitive
from gradcli.core.tape import Ref, Tape
from gradcli.errors import GradcliError
from gradcli.ops import AND
from gradcli.syntax.nodes import Code, Comparisons, Definition, Program, Span

LIMIT = 10_000_000  # operations: lowering so many takes about 15 s and 700 MB
SWEPT = 100  # operations that sweeps, checks and renderers make of one, about
FEW = 4  # times the length of the text
SATURATED = 10**18  # counts stop here, since sizes may double at every definition and every slot; far above any limit
_IDENTITY = (1,)  # the coefficients of +x, which is x
# rows in whose place PyTorch may record another, or none
_MAY_BE_REPLACED = {row for row in OPERATORS.values() if row.torch.form or row.laws.linear == _IDENTITY}


class Lowered(NamedTuple):
    """A tape, the slot of the result, and the slots of the variables in order of first appearance in the text."""

    tape: Tape
    root: int
    variables: dict[str, int]


def lower(program: Program, substitutes: Mapping[str, Program] | None = None, names: Container[str] = (),
          limit: int = LIMIT, definitions: dict[str, int] | None = None) -> Lowered:
    """Lower `program` to a tape.

    `substitutes` maps names to programs of constants that stand in for them; `names` are variables even where the table
    knows a constant or a function of that name. `definitions` is filled with the slots of those that are used. Raises
    GradcliError where the tape would have more than `limit` slots, or what is built of it, if it is longer than the text.
    """
    if program.folds:
        from gradcli.engine.unfold import unfold

        program = unfold(program, substitutes or {}, limit)
    lowering = _Lowering(program, substitutes or {}, names, limit)
    root, found = lowering.run(), lowering.variables
    if DEBUG:
        from gradcli.debug import show

        show("tape", f"lower, root %{root}", lowering.tape)
    if definitions is not None:
        definitions.update((name, lowering.known[name]) for name in lowering.definitions if name in lowering.known)
    return Lowered(lowering.tape, root, {name: found[name] for name in program.names if name in found})


class _Frame:
    """A text that is being lowered: the entries left, and the slots of its parameters, or of all names.

    `name` is that of the definition or substitute to which the slot is then assigned; `span` is for all slots of a
    substitute, whose entries have spans of another text.
    """

    __slots__ = ("entries", "known", "name", "span")

    def __init__(self, entries: Iterator[tuple[Any, int, Span]], known: Mapping[str, int], name: str | None = None,
                 span: Span = None) -> None:
        self.entries, self.known, self.name, self.span = entries, known, name, span


class _Lowering:
    """The state of lowering a program: its tape, and a stack of frames."""

    def __init__(self, program: Program, substitutes: Mapping[str, Program], names: Container[str], limit: int) -> None:
        self.source, self.substitutes, self.names = program.source, substitutes, names
        self.definitions = {definition.name: definition for definition in program.definitions}
        self.tape = Tape()
        self.numbers: list[bool] = []  # of the first slots: True where PyTorch has a Python number
        self.variables: dict[str, int] = {}
        self.known: dict[str, int] = {}  # the slots of variables, definitions and substitutes
        self.check(program, limit)
        self.frames = [_Frame(iter(program.code), self.known)]

    def check(self, program: Program, limit: int) -> None:
        """Check that the result unfolds to no more than `limit` allows, and defines nothing bound. Raises GradcliError.

        What is hardly longer than the text may always be swept; what calls make of it counts with all that is built.
        """
        for name, definition in self.definitions.items():
            if name in self.names or name in self.substitutes:
                raise GradcliError(f"{name} is bound, and the expression defines it", span=definition.span,
                                   source=self.source, help="leave one of the two out")
        sizes: dict[str, int] = {}
        for name, definition in self.definitions.items():
            sizes[name] = _size(definition.code, sizes, definition.parameters or ())
        size = _size(program.code, sizes) + sum(sizes[name] for name, d in self.definitions.items() if d.parameters is None)
        if size > limit or size > max(FEW * program.size, limit // SWEPT):
            more = "" if size > limit else f", of each of which about {SWEPT} are made"
            raise GradcliError(f"the expression unfolds to {counted(size)} operations{more}, beyond the limit of {limit}",
                               help="raise it with --limit", code=1)

    def run(self) -> int:
        """Lower all frames; return the slot of the first, the result."""
        slots: list[int] = []
        while self.frames:
            name = self.frames[-1].name
            if self.advance(self.frames[-1], slots):
                self.frames.pop()
                if name is not None:
                    self.known[name] = slots[-1]
        return slots[0]

    def advance(self, frame: _Frame, slots: list[int]) -> bool:
        """Lower the entries of a frame onto the stack `slots`; return False where another frame must be lowered first."""
        entries, known, foreign = frame.entries, frame.known, frame.span
        emit = self.tape.emit
        for head, count, span in entries:
            if not count:
                if type(head) is not str:
                    slots.append(emit(CONSTANT, (), head, foreign or span))
                    continue
                slot = known.get(head)
                if slot is None:
                    slot = self.name(head, span, foreign)
                    if slot is None:
                        return False
                slots.append(slot)
            elif type(head) is Primitive:
                if count == 2:  # as most have
                    right = slots.pop()
                    arguments: tuple[int, ...] = slots.pop(), right
                else:
                    arguments = tuple(slots[-count:])
                    del slots[-count:]
                slots.append(self.apply(head, arguments, foreign or span) if head in _MAY_BE_REPLACED else
                             emit(head, arguments, None, foreign or span))
            elif not self.rearrange(head, count, slots, foreign):
                return False
        return True

    def rearrange(self, head: Definition | Comparisons | None, count: int, slots: list[int], foreign: Span) -> bool:
        """Apply an entry that is not a row; return False where the body of a definition must be lowered first."""
        if head is None:
            slots[-2:] = slots[:-3:-1]  # the top two, exchanged
        elif isinstance(head, Comparisons):
            slots[-count:] = [self.chain(head, slots[-count:], foreign)]
        else:
            bound = dict(zip(head.parameters or (), slots[-count:], strict=True))
            del slots[-count:]
            self.frames.append(_Frame(iter(head.code), bound))
            return False
        return True

    def name(self, name: str, span: Span, foreign: Span) -> int | None:
        """Return the slot of a name other than a parameter; None where the frame of its value must be lowered first."""
        row = FUNCTIONS.alone(name)
        if foreign is not None and row is not None:
            return self.apply(row, (), foreign)
        if name in self.known:
            return self.known[name]
        if name in self.substitutes:
            self.frames.append(_Frame(iter(self.substitutes[name].code), {}, name, span))
            return None
        definition = self.definitions.get(name)
        if definition is not None and definition.parameters is None:
            self.frames.append(_Frame(iter(definition.code), self.known, name))
            return None
        if definition is not None or row is not None and row.least and name not in self.names:
            raise GradcliError(f"{name} is a function; call it: {name}(...)", span=span, source=self.source)
        if row is not None and name not in self.names:
            return self.apply(row, (), span)
        slot = self.variables[name] = self.known[name] = self.tape.variable(name, span)
        return slot

    def apply(self, row: Primitive, arguments: tuple[int, ...], span: Span) -> int:
        """Append an operation as PyTorch records it; return its slot."""
        if row.laws.linear == _IDENTITY:
            return arguments[0]
        if row.torch.form and self.is_number(arguments[0]) and not self.is_number(arguments[1]):
            slot: int = row.torch.form(*(Ref(self.tape, a, span) for a in arguments)).slot
            return slot
        return self.tape.emit(row, arguments, None, span)

    def is_number(self, slot: int) -> bool:
        """Return whether PyTorch has a Python number in a slot."""
        numbers, tape = self.numbers, self.tape
        for at in range(len(numbers), slot + 1):
            numbers.append(tape.operations[at] is not VARIABLE and all(numbers[a] for a in tape.arguments[at]))
        return numbers[slot]

    def chain(self, comparisons: Comparisons, slots: list[int], foreign: Span) -> int:
        """Append the conjunction of the comparisons of neighbours; return its slot."""
        result, begin = -1, comparisons.parts[0][0]
        for i, (row, part) in enumerate(zip(comparisons.rows, comparisons.parts, strict=True)):
            holds = self.apply(row, (slots[i], slots[i + 1]), foreign or part)
            result = holds if not i else self.apply(AND, (result, holds), foreign or (begin, part[1]))
        return result


def counted(count: int) -> str:
    """Write a number of operations, which may be beyond all counting."""
    return f"{count}" if count < SATURATED else f"more than {SATURATED}"


def _size(code: Code, sizes: dict[str, int], parameters: Container[str] = ()) -> int:
    """Count the slots that this makes at most, where a call makes as many as `sizes` says."""
    if not sizes and not parameters:
        return len(code)
    size = 0
    for head, _, _ in code:
        if type(head) is Definition:
            size += sizes[head.name]
        elif type(head) is not str or head not in parameters:
            size += 1
    return min(size, SATURATED)
