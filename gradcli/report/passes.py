"""The answer of `explain`: the forward and the backward pass."""

from collections.abc import Mapping
from typing import NamedTuple

from gradcli.report.base import Formula, Number, Warning
from gradcli.report.nodes import Edge


class Forward(NamedTuple):
    """A node of the forward pass; `operation` is over the names of its inputs.

    An `undefined` one is nan, though its inputs are not; `data` is None in a branch not taken without an exact value.
    """

    id: int
    expression: Formula
    operation: Formula
    op: str
    inputs: list[int]
    data: Number | None
    grad_fn: str | None
    is_leaf: bool
    requires_grad: bool
    undefined: bool


class Visit(NamedTuple):
    """A node in the backward pass: its gradient, the shares that add up to it, and its contributions along its edges.

    `accumulate` is the name of a leaf, which has no `operation` and no `grad_fn`; `found` says how its gradient was found if
    the shares do not add up to it: as a "limit", as an "exact" 0 or in "wider" numbers. `recorded` is the operation as typed
    where PyTorch records another, and the name of the latter. `saves` is true of a node that keeps tensors for its
    derivative.
    """

    node: int
    grad: Number
    sum: list[Number]
    shares: list[Edge]
    accumulate: str | None = None
    operation: Formula | None = None
    grad_fn: str | None = None
    recorded: tuple[Formula, str] | None = None
    found: str = ""
    saves: bool = False


class Explanation(NamedTuple):
    """The answer of `explain`: the forward and the backward pass.

    `paths` are the local derivatives along each path to a leaf, None where there are too many. `names` has the name of each
    node. `defined` are the names of definitions, `grads` the gradients of leaves, None where none flows; where the value is
    nan, those of PyTorch, as far as they are known. `left` counts the nodes left out; with `retain`, gradients of all nodes
    are kept.
    """

    expression: str
    at: Mapping[str, Number] | None
    value: Number
    root: int
    forward: list[Forward]
    backward: list[Visit]
    partials: dict[str, Number]
    paths: dict[str, list[list[Number]] | None]
    warnings: list[Warning]
    names: list[Formula]
    defined: dict[int, str]
    grads: dict[str, Number | None]
    left: int
    retain: bool
