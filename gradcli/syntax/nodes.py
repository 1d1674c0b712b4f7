"""The AST: flat, as the parser leaves it, or a tree of immutable nodes; each with the range of characters it was read from.

Equality is identity, so that nothing recurses over an expression whose depth the user chose.
"""

from typing import Any, NamedTuple

Span = tuple[int, int] | None  # half-open
# An expression in postfix order: a number, a name, or what is applied (a row, a definition, comparisons) to so many of the
# operands before it; None exchanges the last two, since a conditional is written with its condition second.
Code = list[tuple[Any, int, Span]]


class Number(NamedTuple):
    """A literal: the exact rational it denotes, int or Fraction."""

    value: Any
    span: Span = None


class Name(NamedTuple):
    """A variable, a constant of the table, a definition or a parameter: which, is for the lowering to say."""

    name: str
    span: Span = None


class Apply(NamedTuple):
    """A row of the table on its arguments, in the row's own order (a conditional has its condition first)."""

    row: Any
    arguments: tuple[Any, ...]
    span: Span = None


class Comparisons(NamedTuple):
    """The rows of a < b <= c, and their spans."""

    rows: tuple[Any, ...]
    parts: tuple[Any, ...]


class Chain(NamedTuple):
    """a < b <= c: n comparison rows between n + 1 operands, each evaluated once; `parts` are their spans."""

    rows: tuple[Any, ...]
    operands: tuple[Any, ...]
    parts: tuple[Any, ...]
    span: Span = None


class Call(NamedTuple):
    """A function that the text defines, on its arguments."""

    definition: Any
    arguments: tuple[Any, ...]
    span: Span = None


class Definition(NamedTuple):
    """`name = body`, or `name(parameters) = body` where `parameters` is not None."""

    name: str
    parameters: tuple[str, ...] | None
    code: Code
    span: Span = None

    @property
    def body(self) -> Any:
        return tree(self.code)


class Program(NamedTuple):
    """What a text says: definitions in their order, then the expression that is asked about.

    `names` are those that the text does not define itself, in order of first appearance, each with its first place.
    """

    source: str
    definitions: tuple[Definition, ...]
    code: Code
    names: dict[str, tuple[int, int]]

    @property
    def result(self) -> Any:
        return tree(self.code)

    def __str__(self) -> str:
        """Show the postfix code of every part: x 2 pow/2 stands for x**2."""
        parts = [(f"{each.name}{each.parameters or ''} = ", each.code) for each in self.definitions]
        return "\n".join(head + " ".join(map(_shown, code)) for head, code in [*parts, ("", self.code)])


def _shown(entry: tuple[Any, int, Span]) -> str:
    head, count, _ = entry
    if isinstance(head, Comparisons):
        head = ",".join(row.name for row in head.rows)
    name = "swap" if head is None else getattr(head, "name", head)
    return f"{name}/{count}" if count else str(name)


for _class in (Number, Name, Apply, Chain, Call, Definition):
    for _name in ("__eq__", "__ne__", "__hash__"):
        setattr(_class, _name, getattr(object, _name))


def tree(code: Code) -> Any:
    """The same expression as nodes."""
    operands: list[Any] = []
    for head, count, span in code:
        base = len(operands) - count
        arguments = tuple(operands[base:])
        if head is None:
            operands[base:] = arguments[::-1]
        else:
            operands[base:] = [_node(head, arguments, span)]
    return operands[0]


def _node(head: Any, arguments: tuple[Any, ...], span: Span) -> Any:
    if isinstance(head, str):
        return Name(head, span)
    if isinstance(head, Comparisons):
        return Chain(head.rows, arguments, head.parts, span)
    if isinstance(head, Definition):
        return Call(head, arguments, span)
    return Apply(head, arguments, span) if arguments else Number(head, span)
