"""The answer of `graph`: the nodes and edges of a tape."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from gradcli.report.base import Formula, Number, Warning
from gradcli.report.nodes import Edge, Node
from gradcli.report.passes import Explanation


class Graph(NamedTuple):
    """The answer of `graph`: the nodes, inputs before users.

    `root` and `inputs` are ids, and a node's id is its place in `nodes`. `edges` are in the order of nodes, then of
    arguments. For each node, `names` holds its name, `operations` its operation over the names of its inputs, `signs` that
    with the inputs left blank, and `grads` the gradient, also where PyTorch does not keep it. `defined` are the names of
    definitions, `passes` the steps of the player in an HTML page.
    """

    expression: str
    at: Mapping[str, Number] | None
    root: int
    nodes: list[Node]
    warnings: list[Warning]
    edges: Sequence[Edge] = ()
    names: Sequence[Formula] = ()
    operations: Sequence[Formula] = ()
    signs: Sequence[Formula] = ()
    grads: Sequence[Number | None] = ()
    defined: Mapping[int, str] = MappingProxyType({})
    passes: Explanation | None = None
