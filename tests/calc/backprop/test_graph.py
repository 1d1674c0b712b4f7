"""The computational graph, as PyTorch records it."""

import pytest
from asking import pose

from gradcli.calc.backprop.graph import graph
from gradcli.errors import GradcliError
from gradcli.syntax.printer import text


def test_the_nodes_of_a_product_of_powers():
    """As torch: x**2 is PowBackward0, which keeps its 2, times y is MulBackward0; leaves have no grad_fn."""
    report = graph(pose("x**2*y", x=3.0, y=2.0))
    assert [(node.expression, node.inputs, node.data, node.grad_fn) for node in report.nodes] == [
        ("x", [], 3, None), ("x**2", [0], 9, "PowBackward0"), ("y", [], 2, None), ("x**2*y", [1, 2], 18, "MulBackward0")]
    assert [(node.is_leaf, node.requires_grad) for node in report.nodes] == [(True, True), (False, True), (True, True),
                                                                            (False, True)]
    assert (report.root, [node.grad for node in report.nodes]) == (3, [12, None, 9, None])
    assert report.grads == [12, 2, 9, 1] and len(report.edges) == 3


def test_gradients_of_inner_nodes_are_kept_where_they_are_wanted():
    report = graph(pose("x**2*y", x=3.0, y=2.0), retain_grad=True)
    assert [node.grad for node in report.nodes] == [12, 2, 9, 1]


def test_where_nothing_is_bound_there_are_no_numbers():
    report = graph(pose("x*y"))
    assert report.at is None and all(node.data is node.grad is None for node in report.nodes)
    assert [text(edge.derivative) for edge in report.edges] == ["y", "x"] and report.passes is None


def test_passes_come_with_a_point():
    assert graph(pose("x*y", x=1.0, y=2.0), passes=True).passes.partials == {"x": 2, "y": 1}
    assert graph(pose("x*y"), passes=True).passes is None


def test_a_name_of_the_point_must_be_bound_with_the_others():
    with pytest.raises(GradcliError, match="y is not bound"):
        graph(pose("x*y", x=1.0))


def test_definitions_are_named_and_numbers_are_one_node():
    report = graph(pose("d = x*x; d + 2*3", x=1.0))
    assert report.defined == {1: "d"} and [node.op for node in report.nodes].count("constant") == 1
    assert report.nodes[report.root].data == 7
