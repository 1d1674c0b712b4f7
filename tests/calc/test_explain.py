"""What explain tells is what was computed: shares, sums, formulas, paths; and it stays linear."""

import json
import math
from fractions import Fraction
from functools import reduce
from operator import add

import pytest
from expressions import ANY, Case, smooth, trees

from gradcli.algebra.canonical import canonical
from gradcli.calc.backward import Backward
from gradcli.calc.explain import explain
from gradcli.calc.graph import graph
from gradcli.calc.question import Question
from gradcli.calc.values import evaluate
from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.syntax.bindings import bindings
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text


def asked(source: str, at: dict[str, float]) -> Question:
    return Question(source, bindings([f"{name}={value!r}" for name, value in at.items()], "--at"))


def wild(seed: int, count: int) -> list[Case]:
    """Expressions of any rows at points where much is not smooth, those that mean something there."""
    found = []
    for tree in trees(seed, 4 * count, 9, ANY):
        source = text(tree)
        names = lower(parse(source)).variables
        at = {name: [2.0, 0.5, 0.0][(len(source) + place) % 3] for place, name in enumerate(names)}
        if names and math.isfinite(evaluate(asked(source, at)).value):
            found.append(Case(source, at))
    return found[:count]


CASES = [*smooth(5, 50), *wild(6, 50)]
TOLD = [(case, explain(asked(*case))) for case in CASES]
IDS = [case.source for case in CASES]


def bits(number: float) -> str:
    return repr(float(number))


def near(a: float, b: float, room: float) -> bool:
    return bits(a) == bits(b) or a == b or abs(a - b) <= room


@pytest.mark.parametrize("case, report", TOLD, ids=IDS)
def test_each_share_is_the_gradient_times_the_local_derivative(case, report):
    for visit in report.backward:
        for edge in visit.shares:
            if edge.share is not None and math.isfinite(visit.grad * edge.local):
                product = Fraction(visit.grad) * Fraction(edge.local)
                tiny = 2.0**-1020 > abs(product) or any(0 < abs(x) < 2.0**-1000 for x in (visit.grad, edge.local))
                assert tiny or near(edge.share, float(product), 2 * math.ulp(edge.share)), text(report.names[edge.node])


@pytest.mark.parametrize("case, report", TOLD, ids=IDS)
def test_each_gradient_is_its_shares_added_up_and_a_leafs_is_evals_partial(case, report):
    arrived: dict[int, list[float]] = {report.root: [1.0]}
    for visit in report.backward:
        assert bits(reduce(add, visit.sum)) == bits(visit.grad)
        given = arrived[visit.node]
        assert [x for x in visit.sum if x] == [x for x in given if x]
        for edge in visit.shares:
            if edge.share is not None:
                arrived.setdefault(edge.input, []).append(edge.share)
    assert not report.backward or {visit.node for visit in report.backward} == set(arrived)
    answer = evaluate(asked(*case))
    assert {name: bits(x) for name, x in report.partials.items()} == {name: bits(x) for name, x in answer.partials.items()}
    assert bits(report.value) == bits(answer.value) and report.warnings == answer.warnings


@pytest.mark.parametrize("case, report", TOLD, ids=IDS)
def test_each_formula_gives_the_number_beside_it(case, report):
    values = {text(report.names[node.id]): node.data for node in report.forward}
    for edge in (edge for visit in report.backward for edge in visit.shares if edge.derivative is not None):
        source = text(edge.derivative).replace("#", "node")
        tape, root, names = lower(parse(source))
        found = run(tape, {name: values[name.replace("node", "#")] for name in names})[root]
        assert near(found, edge.local, 1e-12 * abs(edge.local)) or found != found and edge.local != edge.local


@pytest.mark.parametrize("case, report", TOLD, ids=IDS)
def test_the_products_along_all_paths_add_up_to_the_partial(case, report):
    for name, paths in report.paths.items():
        if paths is None:
            continue
        products = [math.prod(map(Fraction, path)) for path in paths if all(map(math.isfinite, path))]
        if len(products) == len(paths) and math.isfinite(report.partials[name]):
            size = float(sum(map(abs, products)))
            assert abs(float(sum(products)) - report.partials[name]) <= 1e-12 * size


def test_a_formula_that_does_not_give_the_number_is_not_printed():
    edges = explain(asked("max(x, y)", {"x": 2.0, "y": 2.0})).backward[0].shares
    assert [(edge.derivative, edge.local, edge.convention) for edge in edges] == [(None, 0.5, "a tie is shared evenly")] * 2


@pytest.mark.parametrize("source, told", [
    ("u*v", "2 u v"), ("v**2 + u*v + u", "5 4 3 u 1 v"), ("x", "x"), ("sin(floor(x))", "2 1 x"),
    ("relu(-x)*y", "4 y 2"), ("where(x>0, x, y)", "4 y")])
def test_nodes_are_visited_from_the_latest_to_the_earliest_and_leaves_when_all_has_come(source, told):
    names = {"u": 3.0, "v": 4.0, "x": -1.5, "y": 2.0}
    if source == "relu(-x)*y":
        names["x"] = 1.5
    question = asked(source, {name: names[name] for name in lower(parse(source)).variables})
    visits = [visit.accumulate or str(visit.node) for visit in explain(question).backward]
    assert " ".join(visits) == told


def large(count: int) -> Question:
    return asked("+".join(f"sin({i % 5}*x)*y" for i in range(count)), {"x": 0.5, "y": 2.0})


def test_the_cost_is_linear(monkeypatch):
    """Counted: so many slots run for each node, and a formula is made once for each row and number."""
    counts, made = [], []

    class Counted(Backward):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            counts.append(len(self.tape))

    monkeypatch.setattr("gradcli.calc.record.Backward", Counted)
    monkeypatch.setattr("gradcli.calc.slopes.canonical", lambda *arguments: (made.append(1), canonical(*arguments))[1])
    for count in (100, 1000):
        explain(large(count))
    assert counts[1] < 11 * counts[0]
    assert len(made) < 2 * 20


@pytest.mark.parametrize("source, shares", [("sqrt(x**4)", [math.nan]), ("x*sqrt(x)", [0.0, math.nan])])
def test_a_gradient_that_is_found_by_its_limit_is_told_beside_what_is_added_up(cli, source, shares):
    leaf = explain(asked(source, {"x": 0.0})).backward[-1]
    assert (leaf.accumulate, bits(leaf.grad), [bits(share) for share in leaf.sum]) == ("x", "0.0", [bits(x) for x in shares])
    assert "x.grad = 0 by its limit; added up, as PyTorch does, it is" in cli("explain", source, "--at", "x=0").stdout


@pytest.mark.parametrize("source, at", [
    ("x/sqrt(x**2+y**2)", {"x": 3e170, "y": 4e170}), ("1/(exp(x)+1)", {"x": 387.0}), ("exp(x)/exp(x-1)", {"x": 800.0}),
    ("exp(-x**2)*exp(x**2-x)", {"x": 28.0}), ("sqrt(x**4)", {"x": 0.0}), ("log(x**400)", {"x": 0.125})])
def test_its_numbers_are_those_of_eval(cli, source, at):
    answer, told, drawn = (make(asked(source, at)) for make in (evaluate, explain, graph))
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
    grads = explain(asked(source, {"x": -1.0, "y": 2.0} if "y" in source else {"x": -1.0})).grads
    assert None in grads.values() and not any(map(math.isnan, filter(None, grads.values())))


def test_along_the_edges_of_what_has_no_value_there_is_no_derivative(cli):
    edges = json.loads(cli("graph", "log(x)*y", "--at", "x=-1", "y=2", "--edges", "-f", "json").stdout)["edges"]
    assert [(edge["local"], edge["derivative"]) for edge in edges] == [("NaN", None)] * 3


def test_json_says_why_nothing_flows(cli):
    found = json.loads(cli("explain", "where(x>0, x, y)*2", "--at", "x=1", "y=2", "-f", "json").stdout)
    assert [[share.get("idle") for share in visit.get("shares", [])] for visit in found["backward"]] == [
        [None, "number"], ["comparison", None, "branch"], []]
    assert list(found) == "expression at value root forward backward partials paths warnings".split()
