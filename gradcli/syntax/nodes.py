"""The AST: immutable nodes, each with the half-open range of characters it was read from. Equality is identity,
so that nothing recurses over an expression whose depth the user chose."""

from typing import Any, NamedTuple


class Number(NamedTuple):
    value: Any  # int or Fraction
    span: tuple[int, int] | None = None
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Name(NamedTuple):
    name: str
    span: tuple[int, int] | None = None
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Apply(NamedTuple):
    row: Any  # a Primitive
    arguments: tuple
    span: tuple[int, int] | None = None
    __eq__ = object.__eq__
    __hash__ = object.__hash__
