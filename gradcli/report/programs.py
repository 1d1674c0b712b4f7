"""The answer of `code`, and the programs that renderers write in a language."""

from collections.abc import Mapping
from typing import NamedTuple

from gradcli.report.base import Warning

IS_NAN = "isnan"


class Slot(NamedTuple):
    """One step of straight-line code: a variable (its name), a number, or an operation on earlier slots, or IS_NAN."""

    operation: str
    arguments: tuple[int, ...]
    value: str | float | None


class Straight(NamedTuple):
    """Value and gradient as straight-line code: `value` and `partials` are slots, arguments come before their users.

    `at` is the point if all is bound, else None; `lacking` are the functions written with others.
    """

    expression: str
    variables: list[str]
    at: Mapping[str, float] | None
    slots: list[Slot]
    value: int
    partials: dict[str, int]
    lacking: list[str]


class Token(NamedTuple):
    """One entry of an expression in postfix order, as it was typed.

    `kind` is number (`value` is a float or an int), name, call (`value` is the name of the block), swap (of the last two
    operands), compare (`value` lists the operations between `arity` operands) or an operation. `fold` is its number, if no
    variable is in it.
    """

    kind: str
    value: str | float | tuple[str, ...] | None
    arity: int
    fold: float | None


class Block(NamedTuple):
    """A definition: a value, or a function where `parameters` is not None; `fold` is its number, if no variable is in it."""

    name: str
    parameters: list[str] | None
    code: list[Token]
    fold: float | None


class Typed(NamedTuple):
    """The expression as it was typed, for a library that differentiates by itself; the last block is the result.

    `variables` are tensors, `flows` those of `wrt` that a gradient reaches. If all is `bound`, `at` is the point, else it
    holds the names that are numbers. `lacking` are the functions written with others; `undefined` says that the value may be
    nan, or where all is bound that it is.
    """

    expression: str
    variables: list[str]
    wrt: list[str]
    flows: list[str]
    order: int | None
    at: Mapping[str, float]
    bound: bool
    blocks: list[Block]
    lacking: list[str]
    undefined: bool


class Code(NamedTuple):
    """The answer of `code`: a program; `missing` are the functions that the language lacks, written with others."""

    expression: str
    lang: str
    code: str
    missing: list[str]
    warnings: list[Warning]
