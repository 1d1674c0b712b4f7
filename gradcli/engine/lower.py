"""AST to raw tape, operation by operation as PyTorch would record it: nothing folded, nothing shared but names.

A name is one slot wherever it is used, a definition too; a call of a function that the text defines is its body on the
slots of the arguments, as if it had been written out. What that unfolds to is counted before anything is built.
"""

from collections.abc import Container, Iterator, Mapping
from typing import Any, NamedTuple

import gradcli.ops  # noqa: F401  fills the table
from gradcli.core.primitive import FUNCTIONS, OPERATORS, Primitive
from gradcli.core.tape import Ref, Tape
from gradcli.errors import GradcliError
from gradcli.syntax.nodes import Apply, Call, Chain, Name, Number, Program, Span

LIMIT = 10_000_000
_UNCOUNTED = 10**18  # sizes may double at every definition
_BOTH = OPERATORS["and"]


class Lowered(NamedTuple):
    """The tape, the slot of the result, and the slot of each variable in order of first appearance in the text."""

    tape: Tape
    root: int
    variables: dict[str, int]


def lower(program: Program, substitutes: Mapping[str, Program] | None = None, names: Container[str] = (),
          limit: int = LIMIT) -> Lowered:
    """`program` as a tape.

    `substitutes` maps names to programs of constants that stand in for them; `names` are variables even where the table
    knows a constant or a function of that name. Raises GradcliError where the tape would have more than `limit` slots.
    """
    lowering = _Lowering(program, substitutes or {}, names, limit)
    root, found = lowering.run(), lowering.variables
    return Lowered(lowering.tape, root, {name: found[name] for name in program.names if name in found})


class _Frame(NamedTuple):
    """A piece of text that is being lowered: the nodes that are left, the slots of its parameters."""

    nodes: Iterator[Any]
    parameters: Mapping[str, int]
    name: str | None = None  # what its slot is known as afterwards
    span: Span = None  # of all its slots, where it is a substitute, whose nodes have spans of another text


class _Lowering:

    def __init__(self, program: Program, substitutes: Mapping[str, Program], names: Container[str], limit: int) -> None:
        self.source, self.substitutes, self.names = program.source, substitutes, names
        self.definitions = {definition.name: definition for definition in program.definitions}
        self.orders = {definition.name: _postorder(definition.body) for definition in program.definitions}
        self.tape = Tape()
        self.numbers: list[bool] = []  # of each slot, whether PyTorch would have a Python number there
        self.variables: dict[str, int] = {}
        self.known: dict[str, int] = {}  # the slots of variables, definitions and substitutes
        self.frames = [_Frame(iter(self.checked(program.result, limit)), {})]

    def checked(self, result: Any, limit: int) -> list[Any]:
        """The nodes of the result in order. Raises GradcliError where they unfold to more than `limit` operations."""
        for name, definition in self.definitions.items():
            if name in self.names or name in self.substitutes:
                raise GradcliError(f"{name} is bound, and the expression defines it", span=definition.span,
                                   source=self.source, help="leave one of the two out")
        order = _postorder(result)
        sizes: dict[str, int] = {}
        for name, nodes in self.orders.items():
            sizes[name] = _size(nodes, sizes)
        size = _size(order, sizes) + sum(sizes[name] for name, d in self.definitions.items() if d.parameters is None)
        if size > limit:
            raise GradcliError(f"the expression unfolds to {size if size < _UNCOUNTED else f'more than {_UNCOUNTED}'} "
                               f"operations, beyond the limit of {limit}", help="raise it with --limit", code=1)
        return order

    def run(self) -> int:
        """Lowers all frames; returns the slot of the first, the result."""
        slots: list[int] = []
        while self.frames:
            nodes, parameters, name, span = self.frames[-1]
            for node in nodes:
                kind = type(node)
                if kind is Name:
                    slot = parameters.get(node.name)
                    if slot is None:
                        slot = self.name(node, span)
                        if slot is None:
                            break
                    slots.append(slot)
                elif kind is Number:
                    self.numbers.append(True)
                    slots.append(self.tape.constant(node.value, span or node.span))
                elif kind is Apply:
                    base = len(slots) - len(node.arguments)
                    slots[base:] = [self.apply(node.row, tuple(slots[base:]), span or node.span)]
                elif kind is Chain:
                    base = len(slots) - len(node.operands)
                    slots[base:] = [self.chain(node, slots[base:], span)]
                else:
                    definition, arguments, _ = node
                    base = len(slots) - len(arguments)
                    bound = dict(zip(definition.parameters, slots[base:], strict=True))
                    del slots[base:]
                    self.frames.append(_Frame(iter(self.orders[definition.name]), bound))
                    break
            else:
                self.frames.pop()
                if name is not None:
                    self.known[name] = slots[-1]
        return slots[0]

    def name(self, node: Name, foreign: Span) -> int | None:
        """The slot of a name that is no parameter; None where a frame must be lowered first, which leaves it."""
        name, span = node
        row = FUNCTIONS.get(name)
        if foreign is not None and row is not None:
            return self.apply(row, (), foreign)
        if name in self.known:
            return self.known[name]
        if name in self.substitutes:
            self.frames.append(_Frame(iter(_postorder(self.substitutes[name].result)), {}, name, span))
            return None
        definition = self.definitions.get(name)
        if definition is not None and definition.parameters is None:
            self.frames.append(_Frame(iter(self.orders[name]), {}, name))
            return None
        if definition is not None or row is not None and row.least and name not in self.names:
            raise GradcliError(f"{name} is a function; call it: {name}(...)", span=span, source=self.source)
        if row is not None and name not in self.names:
            return self.apply(row, (), span)
        self.numbers.append(False)
        slot = self.variables[name] = self.known[name] = self.tape.variable(name, span)
        return slot

    def apply(self, row: Primitive, arguments: tuple[int, ...], span: Span) -> int:
        """One operation on these slots."""
        numbers, tape = self.numbers, self.tape
        if row.terms == (1,):  # +x is x
            return arguments[0]
        if row.records and numbers[arguments[0]] and not numbers[arguments[1]]:
            slot: int = row.records(*(Ref(tape, a, span) for a in arguments)).slot
            for slots in tape.arguments[len(numbers):]:
                numbers.append(all(numbers[a] for a in slots))
            return slot
        for argument in arguments:
            if not numbers[argument]:
                numbers.append(False)
                break
        else:
            numbers.append(True)
        return tape.emit(row, arguments, None, span)

    def chain(self, node: Chain, slots: list[int], foreign: Span) -> int:
        """Comparisons of neighbours, and-ed from left to right."""
        result = -1
        for i, (row, part) in enumerate(zip(node.rows, node.parts, strict=True)):
            holds = self.apply(row, (slots[i], slots[i + 1]), foreign or part)
            result = holds if not i else self.apply(_BOTH, (result, holds), foreign or (node.parts[0][0], part[1]))
        return result


def _postorder(node: Any) -> list[Any]:
    """The nodes below `node` and itself, arguments before their users, from left to right."""
    order, work = [], [node]
    while work:
        node = work.pop()
        order.append(node)
        kind = type(node)
        if kind is Apply or kind is Call:
            work += node.arguments
        elif kind is Chain:
            work += node.operands
    order.reverse()
    return order


def _size(nodes: list[Any], sizes: dict[str, int]) -> int:
    """About how many slots these nodes make, where a call makes as many as `sizes` says."""
    calls = [node for node in nodes if type(node) is Call]
    return min(len(nodes) + sum(sizes[call.definition.name] for call in calls), _UNCOUNTED)
