"""The record of an evaluation: the nodes that PyTorch would keep."""

import pytest
from asking import pose

from gradcli.calc.backprop.record import Record
from gradcli.syntax.printer import text


def written(asts, record):
    return [text(asts[slot]) for slot in record.ids]


def test_a_definition_is_a_node_of_that_name():
    record = Record(pose("d = x**2; d*d + sin(d)", x=2.0))
    assert written(record.names, record) == ["x", "d", "#2", "#3", "#4"]
    assert written(record.operations, record) == ["x", "x**2", "d*d", "sin(d)", "#2 + #3"]
    assert written(record.expressions, record)[-1] == "x**2*x**2 + sin(x**2)" and record.bound


def test_arithmetic_of_numbers_is_one_node():
    record = Record(pose("(2 + 3)*x + sin(1)"))
    assert written(record.operations, record) == ["2 + 3", "x", "(2 + 3)*x", "sin(1)", "#2 + sin(1)"]
    assert [record.op(slot) for slot in record.ids].count("constant") == 2 and not record.bound


def test_only_the_chosen_variables_require_grad():
    record = Record(pose("x*y", x=2.0, y=3.0), ["y"])
    assert [record.requires[slot] for slot in record.ids] == [False, True, True]
    x_edge, y_edge = record.edges()
    assert (x_edge.idle, y_edge.idle, y_edge.local, y_edge.share) == ("no grad", None, 2, 2)


@pytest.mark.parametrize("source, idle", [
    ("floor(x)", ["step"]), ("(x > 1)*x", ["comparison", "number", "comparison", None]), ("x + 2", [None, "number"]),
    ("where(x > 0, x, y)", ["comparison", "number", "comparison", None, "branch"]),
    ("where(x, x, y)", ["condition", None, "branch"])])
def test_the_reason_why_nothing_flows(source, idle):
    record = Record(pose(source, **{name: 2.0 for name in ("x", "y") if name in source}))
    assert sorted(map(str, (edge.idle for edge in record.edges()))) == sorted(map(str, idle))


def test_a_local_derivative_is_a_formula_in_the_names_of_the_nodes():
    record = Record(pose("sin(x*y)**2", x=0.5, y=2.0))
    found = {(edge.input, edge.node): text(edge.derivative) for edge in record.edges() if edge.derivative is not None}
    assert found[0, 2] == "y" and found[1, 2] == "x" and found[2, 3] == "cos(#2)" and found[3, 4] == "2*#3"


def test_a_long_expression_is_written_over_its_inputs():
    record = Record(pose("(" + "+".join(["x*y"] * 300) + ")**2", x=1.0, y=2.0))
    assert len(text(record.expressions[record.root])) < 20
