"""The AST: postfix code as the parser leaves it, or a tree of nodes; each knows the range of characters it was read from.

Equality is identity, so that nothing recurses over an expression whose depth the user chose.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from gradcli.core.facets import Rational
from gradcli.core.primitive import Primitive

Span = tuple[int, int] | None  # half-open
Node: TypeAlias = "Number | Name | Apply | Chain | Call"
# The operand or operator of a postfix entry: a number, a name, a sum or product over an index, a row, a definition or
# comparisons. None swaps the top two operands, since a conditional is written with its condition second.
Head: TypeAlias = "Rational | str | Primitive | Definition | Comparisons | Fold | None"
# Postfix code: (operand or operator, arity, span).
Entry: TypeAlias = tuple[Head, int, Span]
Code: TypeAlias = list[Entry]
FOLDS = frozenset(["sum", "prod"])  # functions only with an index


class Number:
    """A literal: the exact rational it denotes."""

    __slots__ = ("value", "span")

    def __init__(self, value: Rational, span: Span = None) -> None:
        self.value, self.span = value, span


class Name:
    """A variable, a constant of the table, a definition or a parameter; the lowering decides which."""

    __slots__ = ("name", "span")

    def __init__(self, name: str, span: Span = None) -> None:
        self.name, self.span = name, span


class Apply:
    """A row of the table on its arguments, in the row's own order (a conditional has its condition first)."""

    __slots__ = ("row", "arguments", "span")

    def __init__(self, row: Primitive, arguments: tuple[Node, ...], span: Span = None) -> None:
        self.row, self.arguments, self.span = row, arguments, span


class Chain:
    """a < b <= c: n comparison rows between n + 1 operands, each evaluated once; `parts` are their spans."""

    __slots__ = ("rows", "operands", "parts", "span")

    def __init__(self, rows: tuple[Primitive, ...], operands: tuple[Node, ...], parts: tuple[Span, ...],
                 span: Span = None) -> None:
        self.rows, self.operands, self.parts, self.span = rows, operands, parts, span


class Call:
    """A function that the text defines, on its arguments."""

    __slots__ = ("definition", "arguments", "span")

    def __init__(self, definition: "Definition", arguments: tuple[Node, ...], span: Span = None) -> None:
        self.definition, self.arguments, self.span = definition, arguments, span


class Comparisons:
    """The rows of a < b <= c, and their spans."""

    __slots__ = ("rows", "parts")

    def __init__(self, rows: tuple[Primitive, ...], parts: tuple[tuple[int, int], ...]) -> None:
        self.rows, self.parts = rows, parts


class Fold:
    """sum(EXPR, i, FROM, TO), or prod: the values of `code` at each whole `index` between the `bounds`, joined by a row.

    `parts` are the places of the four in the text.
    """

    __slots__ = ("name", "index", "code", "bounds", "span", "parts")

    def __init__(self, name: str, index: str, span: tuple[int, int], parts: Sequence[tuple[int, int]]) -> None:
        self.name, self.index, self.span, self.parts = name, index, span, parts
        self.code: Code = []
        self.bounds: list[Code] = []


class Definition:
    """`name = body`, or `name(parameters) = body` where `parameters` is not None.

    One that is called with primes, f'(x), is the derivative of that `order`.
    """

    __slots__ = ("name", "parameters", "code", "span", "order")

    def __init__(self, name: str, parameters: tuple[str, ...] | None, code: Code, span: Span = None, order: int = 0) -> None:
        self.name, self.parameters, self.code, self.span, self.order = name, parameters, code, span, order

    @property
    def body(self) -> Node:
        """Return the right side as a tree."""
        return tree(self.code)

    def taking(self, count: int) -> "Definition | None":
        """Return itself if it is a function of `count` arguments."""
        return self if len(self.parameters or ()) == count else None


class Program(NamedTuple):
    """A parsed text: definitions in their order, then the expression in question.

    `names` are those that the text does not define itself, in order of first appearance, each with its first place. It has
    `folds` until they are unfolded, then the longest has so many `terms`, and names in bounds are `fixed`.
    """

    source: str
    definitions: tuple[Definition, ...]
    code: Code
    names: dict[str, tuple[int, int]]
    folds: bool = False
    terms: int = 0
    fixed: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        """Count the operations that are written down, each definition once."""
        return len(self.code) + sum(len(definition.code) for definition in self.definitions)

    @property
    def result(self) -> Node:
        """Return the expression in question as a tree."""
        return tree(self.code)

    def __str__(self) -> str:
        """Show the postfix code of every part: x 2 pow/2 stands for x**2."""
        parts = [(f"{each.name}{each.parameters or ''} = ", each.code) for each in self.definitions]
        return "\n".join(head + " ".join(map(_format_entry, code)) for head, code in [*parts, ("", self.code)])


def _format_entry(entry: Entry) -> str:
    head, count, _ = entry
    if isinstance(head, Comparisons):
        head = ",".join(row.name for row in head.rows)
    name = "swap" if head is None else getattr(head, "name", head)
    return f"{name}/{count}" if count else str(name)


def walk(code: Code) -> Iterator[Entry]:
    """Yield the entries of a code and, in place of its folds, those within them, but for their indices."""
    hidden: dict[str, int] = {}
    work: list[tuple[Iterator[Entry], str]] = [(iter(code), "")]
    while work:
        entries, index = work[-1]
        for entry in entries:
            head = entry[0]
            if type(head) is Fold:
                for each in (each for bound in head.bounds for each in bound):  # bounds hold no folds
                    if type(each[0]) is not str or not hidden.get(each[0]):
                        yield each
                hidden[head.index] = hidden.get(head.index, 0) + 1
                work.append((iter(head.code), head.index))
                break
            if type(head) is not str or not hidden.get(head):
                yield entry
        else:
            hidden[index] = hidden.get(index, 1) - 1
            work.pop()


def tree(code: Code) -> Node:
    """Return the same expression as nodes."""
    operands: list[Node] = []
    for head, count, span in code:
        base = len(operands) - count
        arguments = tuple(operands[base:])
        if head is None:
            operands[base:] = arguments[::-1]
        else:
            operands[base:] = [_node(head, arguments, span)]
    return operands[0]


def _node(head: Head, arguments: tuple[Node, ...], span: Span) -> Node:
    if isinstance(head, str):
        return Name(head, span)
    if isinstance(head, Comparisons):
        return Chain(head.rows, arguments, head.parts, span)
    if isinstance(head, Definition):
        return Call(head, arguments, span)
    if isinstance(head, Primitive):
        return Apply(head, arguments, span)
    assert head is not None and not isinstance(head, Fold), "sums over an index are unfolded before"
    return Number(head, span)
