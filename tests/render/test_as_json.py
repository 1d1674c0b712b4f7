"""Strict JSON, with the contract's keys in the contract's order."""

import io
import json
import math
import sys

import pytest

from gradcli.render import as_json
from gradcli.report.base import Warning
from gradcli.report.checks import Check, Comparison
from gradcli.report.derivatives import Derivative
from gradcli.report.functions import Function
from gradcli.report.graphs import Graph
from gradcli.report.matrices import Hessian, Jacobian
from gradcli.report.nodes import Node
from gradcli.report.values import Answer
from gradcli.syntax.parser import parse

KINK = Warning("kink", "abs(x)", (0, 6), "abs(x) has a kink here: slope -1 on the left, 1 on the right", "abs(x)")
UNUSED = Warning("unused", "y", None, "y does not occur in the expression")


def strict(text):
    def refuse(word):
        raise AssertionError(f"{word} is not JSON")

    return json.loads(text, parse_constant=refuse)


def test_the_contracts_examples():
    answer = Answer("u**3+v**2+4*u*v", {"u": 3.0, "v": 4.0}, 91.0, "AddBackward0", {"u": 43.0, "v": 20.0}, [])
    assert as_json.answer(answer) == (
        '{"expression": "u**3+v**2+4*u*v", "at": {"u": 3.0, "v": 4.0}, "value": 91.0, "grad_fn": "AddBackward0", '
        '"partials": {"u": 43.0, "v": 20.0}, "warnings": []}')
    derivative = Derivative("x**2+x**3", ("x", "x"), 2, "6*x + 2", {"x": 5.0}, 32.0, [])
    assert as_json.derivative(derivative) == (
        '{"expression": "x**2+x**3", "wrt": ["x", "x"], "order": 2, "derivative": "6*x + 2", "at": {"x": 5.0}, '
        '"value": 32.0, "warnings": []}')
    nodes = [Node(0, "3", "constant", [], 3.0, None, None, True, False),
             Node(1, "x", "variable", [], 3.0, 18.0, None, True, True)]
    assert as_json.graph(Graph("3*x**2", {"x": 3.0}, 3, nodes, [])) == (
        '{"expression": "3*x**2", "at": {"x": 3.0}, "root": 3, "nodes": ['
        '{"id": 0, "expression": "3", "op": "constant", "inputs": [], "data": 3.0, "grad": null, "grad_fn": null, '
        '"is_leaf": true, "requires_grad": false}, '
        '{"id": 1, "expression": "x", "op": "variable", "inputs": [], "data": 3.0, "grad": 18.0, "grad_fn": null, '
        '"is_leaf": true, "requires_grad": true}], "warnings": []}')


def test_what_is_not_finite_is_a_string():
    answer = Answer("x", {"x": -math.inf}, math.nan, None, {"x": math.inf}, [])
    read = strict(as_json.answer(answer))
    assert (read["at"], read["value"], read["partials"]) == ({"x": "-Infinity"}, "NaN", {"x": "Infinity"})


def test_what_is_not_bound_is_null():
    read = strict(as_json.derivative(Derivative("x**2", ("x",), 1, "2*x", None, None, [])))
    assert read["at"] is None and read["value"] is None


def test_warnings_are_objects():
    read = strict(as_json.answer(Answer("abs(x)", {"x": 0.0}, 0.0, None, {"x": 0.0}, [KINK, UNUSED])))
    assert read["warnings"] == [{"kind": "kink", "expression": "abs(x)", "span": [0, 6], "message": KINK.message},
                                {"kind": "unused", "expression": "y", "span": None, "message": UNUSED.message}]


def test_of_several_expressions_a_warning_says_which_it_is_of():
    others = Warning("pole", "1/x", (2, 5), "1/x has a pole here", "2+1/x")
    read = strict(as_json.jacobian(Jacobian(("abs(x)", "2+1/x"), ("x",), {"x": 0.0}, [[0.0], [-math.inf]],
                                            [KINK, others, UNUSED])))
    assert [(each["expression"], each["source"]) for each in read["warnings"]] == [
        ("abs(x)", "abs(x)"), ("1/x", "2+1/x"), ("y", None)]
    assert list(read["warnings"][0]) == ["kind", "expression", "span", "message", "source"]


def test_all_orders_are_one_object_with_each_warning_once():
    orders = [Derivative("abs(x)", ("x",) * order, order, None, {"x": 0.0}, value, [UNUSED, KINK][:order])
              for order, value in enumerate([0.0, 0.0, math.nan])]
    assert strict(as_json.derivatives(orders)) == {
        "expression": "abs(x)", "wrt": ["x", "x"], "orders": [
            {"order": 0, "derivative": None, "value": 0.0}, {"order": 1, "derivative": None, "value": 0.0},
            {"order": 2, "derivative": None, "value": "NaN"}],
        "at": {"x": 0.0}, "warnings": strict(as_json.answer(orders[2]))["warnings"]}


def test_formulas_are_text_wherever_they_stand():
    formula = parse("2*x").result
    matrix = strict(as_json.hessian(Hessian("x**2", ("x",), None, [[formula]], [])))
    assert matrix == {"expression": "x**2", "wrt": ["x"], "at": None, "hessian": [["2*x"]], "warnings": []}
    row = Function("double", "2*x", [], "twice", {"x": "2"}, "all numbers", "", "")
    for kind in (as_json.functions, as_json.function):
        assert strict(kind([row])) == {"functions": [{
            "name": "double", "call": "2*x", "synonyms": [], "doc": "twice", "derivatives": {"x": "2"},
            "domain": "all numbers", "convention": "", "grad_fn": ""}], "warnings": []}


def test_a_check_has_every_method():
    row = Comparison("x", 0.0, 0.0, 0.0, math.nan, "differences", 0, (-1.0, 1.0), False)
    assert strict(as_json.check(Check("abs(x)", {"x": 0.0}, [row], [])))["partials"] == [{
        "name": "x", "reverse": 0.0, "forward": 0.0, "taylor": 0.0, "numeric": "NaN", "method": "differences", "digits": 0,
        "kink": [-1.0, 1.0], "agrees": False}]


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_a_stream_of_any_encoding_holds_it(monkeypatch, encoding):
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    text = as_json.answer(Answer("θ*é*𝐱", {"θ": 1.0, "é": 2.0, "𝐱": 3.0}, 6.0, None, {}, []))
    assert strict(text.encode(encoding))["expression"] == "θ*é*𝐱"
    assert ("θ" in text) == (encoding == "utf-8")
