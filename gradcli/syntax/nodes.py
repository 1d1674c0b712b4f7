"""The AST: immutable nodes, each with the half-open range of characters it was read from.

Equality is identity, so that nothing recurses over an expression whose depth the user chose.
"""

from typing import Any, NamedTuple

Span = tuple[int, int] | None


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
    body: Any
    span: Span = None


class Program(NamedTuple):
    """What a text says: definitions in their order, then the expression that is asked about.

    `names` are those that the text does not define itself, in order of first appearance, each with its first place.
    """

    source: str
    definitions: tuple[Definition, ...]
    result: Any
    names: dict[str, tuple[int, int]]


for _node in (Number, Name, Apply, Chain, Call, Definition):
    for _name in ("__eq__", "__ne__", "__hash__"):
        setattr(_node, _name, getattr(object, _name))
