"""Answers as values; no text is made here."""

from typing import NamedTuple


class Answer(NamedTuple):
    """Of `eval`: what was asked, the value, the root's grad_fn, the partials, and warnings as (kind, message)."""

    expression: str
    at: dict[str, float]
    value: float
    grad_fn: str | None
    partials: dict[str, float]
    warnings: list[tuple[str, str]]


class Node(NamedTuple):
    """Of `graph`: one slot of the raw tape with the attributes that PyTorch gives a tensor."""

    id: int
    expression: str
    op: str
    inputs: list[int]
    data: float | None
    grad: float | None
    grad_fn: str | None
    is_leaf: bool
    requires_grad: bool
