"""The AST: immutable nodes, each with the half-open range of characters it was read from.

Equality is identity, so that nothing recurses over an expression whose depth the user chose.
"""

from typing import Any, NamedTuple

Span = tuple[int, int] | None


class Number(NamedTuple):
    """A literal: the exact rational it denotes, int or Fraction."""

    value: Any
    span: Span = None
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Name(NamedTuple):
    """A variable, a constant of the table, a definition or a parameter: which, is for the lowering to say."""

    name: str
    span: Span = None
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Apply(NamedTuple):
    """A row of the table on its arguments, in the row's own order (a conditional has its condition first)."""

    row: Any
    arguments: tuple
    span: Span = None
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Chain(NamedTuple):
    """a < b <= c: n comparison rows between n + 1 operands, each evaluated once."""

    rows: tuple
    operands: tuple
    span: Span = None
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Call(NamedTuple):
    """A function that the text defines, on its arguments."""

    definition: Any
    arguments: tuple
    span: Span = None
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Definition(NamedTuple):
    """`name = body`, or `name(parameters) = body` where `parameters` is not None."""

    name: str
    parameters: tuple[str, ...] | None
    body: Any
    span: Span = None
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Program(NamedTuple):
    """What a text says: definitions in their order, then the expression that is asked about."""

    source: str
    definitions: tuple[Definition, ...]
    result: Any
