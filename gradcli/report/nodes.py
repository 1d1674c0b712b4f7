"""Nodes of the tape and the edges between them."""

from typing import NamedTuple

from gradcli.report.base import Formula, Number


class Node(NamedTuple):
    """One slot of the raw tape, with the attributes that PyTorch gives a tensor."""

    id: int
    expression: str
    op: str
    inputs: list[int]
    data: Number | None
    grad: Number | None
    grad_fn: str | None
    is_leaf: bool
    requires_grad: bool


class Edge(NamedTuple):
    """An argument of a node. `derivative` and `local` are that of the node along the input, as formula and number.

    `share` is the contribution of backward along the edge. Where there is none, `idle` is the reason: number, comparison,
    condition, "no grad", branch, or the row's own; step where the derivative is 0. `kink` are the slopes on both sides of a
    kink, `convention` the rule that gives the number where the formula does not.
    """

    input: int
    node: int
    derivative: Formula | None = None
    local: Number | None = None
    share: Number | None = None
    idle: str | None = None
    kink: tuple[float, float] | None = None
    convention: str | None = None
