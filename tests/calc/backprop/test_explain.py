"""The shares, sums, formulas and paths of explain are those of the computation, which is linear in the graph."""

import json
import math
from fractions import Fraction

import pytest
from asking import pose
from explained import EXPLAINED, IDS, bits

from gradcli.algebra.canonical import canonical
from gradcli.calc.backprop.backward import Backward
from gradcli.calc.backprop.explain import explain
from gradcli.calc.backprop.graph import graph
from gradcli.calc.question import Question
from gradcli.calc.values import evaluate
from gradcli.engine.lower import lower
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text


@pytest.mark.parametrize("case, report", EXPLAINED, ids=IDS)
def test_the_products_along_all_paths_add_up_to_the_partial(case, report):
    for name, paths in report.paths.items():
        if paths is None:
            continue
        products = [math.prod(map(Fraction, path)) for path in paths if all(map(math.isfinite, path))]
        if len(products) == len(paths) and math.isfinite(report.partials[name]):
            size = float(sum(map(abs, products)))
            assert abs(float(sum(products)) - report.partials[name]) <= 1e-12 * size


@pytest.mark.parametrize("source, told", [
    ("u*v", "2 u v"), ("v**2 + u*v + u", "5 4 3 u 1 v"), ("x", "x"), ("sin(floor(x))", "2 1 x"),
    ("relu(-x)*y", "4 y 2"), ("where(x>0, x, y)", "4 y")])
def test_nodes_are_visited_from_the_latest_to_the_earliest_and_leaves_when_all_has_come(source, told):
    names = {"u": 3.0, "v": 4.0, "x": -1.5, "y": 2.0}
    if source == "relu(-x)*y":
        names["x"] = 1.5
    question = pose(source, **{name: names[name] for name in lower(parse(source)).variables})
    visits = [visit.accumulate or str(visit.node) for visit in explain(question).backward]
    assert " ".join(visits) == told


def large(count: int) -> Question:
    return pose("+".join(f"sin({i % 5}*x)*y" for i in range(count)), x=0.5, y=2.0)


def test_the_cost_is_linear(monkeypatch):
    """Counted: so many slots run for each node, and a formula is made once for each row and number."""
    counts, made = [], []

    class Counted(Backward):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            counts.append(len(self.tape))

    monkeypatch.setattr("gradcli.calc.backprop.record.Backward", Counted)
    monkeypatch.setattr("gradcli.calc.backprop.slopes.canonical",
                        lambda *arguments: (made.append(1), canonical(*arguments))[1])
    for count in (100, 1000):
        explain(large(count))
    assert counts[1] < 11 * counts[0]
    assert len(made) < 2 * 20


@pytest.mark.parametrize("source, shares", [("sqrt(x**4)", [math.nan]), ("x*sqrt(x)", [0.0, math.nan])])
def test_a_gradient_that_is_found_by_its_limit_is_told_beside_what_is_added_up(cli, source, shares):
    leaf = explain(pose(source, x=0.0)).backward[-1]
    assert (leaf.accumulate, bits(leaf.grad), [bits(share) for share in leaf.sum]) == ("x", "0.0", [bits(x) for x in shares])
    assert "x.grad = 0 by its limit; added up, as PyTorch does, it is" in cli("explain", source, "--at", "x=0").stdout


@pytest.mark.parametrize("source, at", [
    ("x/sqrt(x**2+y**2)", {"x": 3e170, "y": 4e170}), ("1/(exp(x)+1)", {"x": 387.0}), ("exp(x)/exp(x-1)", {"x": 800.0}),
    ("exp(-x**2)*exp(x**2-x)", {"x": 28.0}), ("sqrt(x**4)", {"x": 0.0}), ("log(x**400)", {"x": 0.125})])
def test_its_numbers_are_those_of_eval(cli, source, at):
    answer, told, drawn = (make(pose(source, **at)) for make in (evaluate, explain, graph))
    grads = {text(name): grad for name, grad in zip(drawn.names, drawn.grads, strict=True)}
    assert bits(told.value) == bits(answer.value) == bits(drawn.nodes[drawn.root].data)
    for name, partial in answer.partials.items():
        assert bits(told.partials[name]) == bits(partial) == bits(grads[name])
    assert told.warnings == drawn.warnings == answer.warnings == []
    found = {visit.found for visit in told.backward if visit.accumulate}
    assert found == {"limit" if at["x"] == 0 else "wider"}
    words = "by its limit" if at["x"] == 0 else "in wider numbers"
    said = cli("explain", source, "--at", *(f"{name}={x!r}" for name, x in at.items())).stdout
    assert f"{words}; added up, as PyTorch does, it is" in said


@pytest.mark.parametrize("source", ["log(x)*floor(x)", "abs(log(x))*y", "log(x)*y if y > 0 else x"])
def test_nothing_is_said_of_pytorchs_gradients_behind_nan_where_they_may_be_others(source):
    grads = explain(pose(source, x=-1.0, **({"y": 2.0} if "y" in source else {}))).grads
    assert None in grads.values() and not any(map(math.isnan, filter(None, grads.values())))


def test_along_the_edges_of_what_has_no_value_there_is_no_derivative(cli):
    edges = json.loads(cli("graph", "log(x)*y", "--at", "x=-1", "y=2", "--edges", "-f", "json").stdout)["edges"]
    assert [(edge["local"], edge["derivative"]) for edge in edges] == [("NaN", None)] * 3


def test_where_there_is_no_value_no_gradient_is_0(cli):
    nodes = json.loads(cli("graph", "log(x) + floor(y)", "--at", "x=-1", "y=2", "-f", "json").stdout)["nodes"]
    assert [node["grad"] for node in nodes if node["op"] == "variable"] == ["NaN", "NaN"]


def test_json_says_why_nothing_flows(cli):
    found = json.loads(cli("explain", "where(x>0, x, y)*2", "--at", "x=1", "y=2", "-f", "json").stdout)
    assert [[share.get("idle") for share in visit.get("shares", [])] for visit in found["backward"]] == [
        [None, "number"], ["comparison", None, "branch"], []]
    assert list(found) == "expression at value root forward backward partials paths warnings".split()
