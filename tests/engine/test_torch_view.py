"""Which slots PyTorch knows as numbers, leaves and nodes: facts of torch 2, whose graphs tests/test_torch.py holds."""

import pytest

from gradcli.engine.lower import lower
from gradcli.engine.torch_view import TorchView
from gradcli.syntax.parser import parse


def viewed(source, *leaves):
    tape, root, variables = lower(parse(source))
    return TorchView(tape, {variables[name] for name in leaves} if leaves else None), root, variables


@pytest.mark.parametrize("source, name", [
    ("x**2", "PowBackward0"), ("x**y", "PowBackward1"), ("2**x", "PowBackward2"), ("x*y", "MulBackward0"),
    ("x + 2", "AddBackward0"), ("2 - x", "RsubBackward1"), ("-x", "NegBackward0"), ("sin(x)", "SinBackward0"),
    ("x", None), ("2*3", None), ("x > 2", None), ("where(x > 0, x, 1)", "WhereBackward0")])
def test_the_name_of_a_node(source, name):
    view, root, _ = viewed(source)
    assert view.grad_fn(root) == name


def test_arithmetic_without_variables_is_a_number():
    view, root, _ = viewed("sin(2)*x + pi**2")
    tape = view.tape
    assert [row.name for slot, row in enumerate(tape.operations) if view.is_number(slot) and row.least] == ["sin", "pow"]
    assert not view.is_number(root)
    truth, top, _ = viewed("x > 2")
    assert not truth.is_number(top) and truth.is_number(truth.tape.arguments[top][1])


@pytest.mark.parametrize("source, requires", [("x*y", True), ("x > y", False), ("(x > y)*2", False), ("floor(x)", True),
                                              ("(x > 0)*x", True), ("3", False)])
def test_no_gradient_is_required_behind_a_comparison(source, requires):
    view, root, _ = viewed(source)
    assert view.requires_grad(root) is requires


def test_only_leaves_that_are_chosen_require_grad():
    view, root, variables = viewed("(a*2)*x", "x")
    (product, x) = view.tape.arguments[root]
    assert [view.requires_grad(slot) for slot in (root, product, x, variables["a"])] == [True, False, True, False]
    assert view.grad_fn(product) is None and not view.is_number(product)


@pytest.mark.parametrize("source, count", [("x**2", 1), ("x**y", 2), ("2*x", 2), ("sin(2)", 0)])
def test_a_number_that_a_node_stores_is_no_input(source, count):
    view, root, _ = viewed(source)
    assert len(view.inputs(root)) == count


def test_a_deep_expression_is_walked_without_recursion():
    view, root, _ = viewed("sin(" * 5000 + "x" + ")" * 5000)
    assert view.requires_grad(root) and not view.is_number(root)
