"""The graphs and gradients of PyTorch 2.13 (tests/cases/torch), compared with ours."""

import contextlib
import io
import json
import math
from pathlib import Path

import pytest
from expressions import kinky, smooth
from passes import difference, our_passes, question, record_of, shown, torch_passes
from passes import read as read_passes

from gradcli.calc.backprop.explain import explain
from gradcli.calc.backprop.graph import graph
from gradcli.calc.programs.typed import read_as_typed
from gradcli.calc.values import evaluate
from gradcli.core.primitive import rows
from gradcli.engine.lower import lower
from gradcli.errors import GradcliError
from gradcli.render.code import torch
from gradcli.syntax.parser import parse

ROOM = 1e-9  # PyTorch's trigamma has ten digits
CASES = Path(__file__).parent / "cases" / "torch"


def read(name: str) -> list[list[str]]:
    """The rows of a table, filled up to its header's width; lines that start with # are comments."""
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    header, *rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [row + [""] * (len(header) - len(row)) for row in rows]


def tree(nodes: list[dict], root: int) -> str:
    """The graph behind node `root` as the tables spell it: the constants last, and without conditions."""
    texts: list[str] = []
    for node in nodes:
        behind = [texts[i] for i in node["inputs"] if nodes[i]["requires_grad"] or nodes[i]["op"] == "constant"]
        if node["grad_fn"] == "NotImplemented":  # PyTorch lists no constants there
            behind = [text for text in behind if text != "None"]
        own = "AG" if node["requires_grad"] else "None"
        behind.sort(key=lambda text: text == "None")
        texts.append(own if node["is_leaf"] else f"{node['grad_fn']}({', '.join(behind)})")
    return texts[root]


@pytest.mark.parametrize("expression, recorded", read("grad_fn.tsv"))
def test_the_graph_is_the_one_that_pytorch_records(cli, expression, recorded):
    graph = json.loads(cli("graph", expression, "-f", "json").stdout)
    assert tree(graph["nodes"], graph["root"]) == recorded


@pytest.mark.parametrize("row", [row for row in rows() if row.rules and row.least and row.name in torch.SPELLINGS], ids=str)
def test_the_name_of_each_function_that_pytorch_has_is_recorded(row):
    recorded = {used for expression, _ in read("grad_fn.tsv") for used in lower(parse(expression)).tape.operations}
    assert row.name in {used.name for used in recorded}, f"tests/cases/torch/grad_fn.tsv has no line with {row.name}"


def test_a_number_that_pytorch_keeps_in_a_node_is_no_node(cli):
    graph = json.loads(cli("graph", "3*x**2", "--at", "x=3", "-f", "json").stdout)
    assert (graph["root"], [node["expression"] for node in graph["nodes"]]) == (3, ["3", "x", "x**2", "3*x**2"])
    assert [node["inputs"] for node in graph["nodes"]] == [[], [], [1], [0, 2]]


def numbers(text: str) -> dict[str, float]:
    """`x=1 y=inf` as a dict."""
    return {name: float(value) for name, value in (pair.split("=") for pair in text.split())}


def close(ours: float, expected: float) -> bool:
    """Equal, or both nan, or within 4 units in the last place."""
    if ours == expected or ours != ours and expected != expected:
        return True
    return math.isfinite(expected) and expected != 0 and abs(ours - expected) <= 4 * math.ulp(expected)


@pytest.mark.parametrize("expression, at, value, partials, second, departure", read("kinks.tsv"))
def test_a_kink_is_answered_as_pytorch_does(cli, expression, at, value, partials, second, departure):
    expected = numbers(f"value={value} {partials}") | numbers(departure.partition(":")[0])
    curvature = expected.pop("xx", float(second) if second else None)
    run = cli("eval", expression, "--at", *at.split(), "-f", "plain")
    names = [line.split("\t")[0] for line in run.stdout.splitlines()]
    ours = dict(zip(expected, (float(line.split("\t")[1]) for line in run.stdout.splitlines()), strict=True))
    assert names == ["value", *(f"d/d{name}" for name in list(expected)[1:])]
    assert all(close(ours[name], expected[name]) for name in expected), f"{ours}, not {expected}"
    if value != "nan":
        assert math.copysign(1, ours["value"]) == math.copysign(1, expected["value"]), "the sign of zero"
    assert run.returncode == any(number != number for number in expected.values())
    if curvature is not None:
        answer = float(cli("nth", expression, "-n", "2", "--at", at).stdout)
        assert close(answer, curvature), f"second derivative {answer}, not {curvature}"


@pytest.mark.parametrize("expression, grad", [("floor(x)*2", 0), ("sign(floor(x))", 0), ("x*0", 0), ("where(x>0, y, x)", 0),
    ("where(x>0, y, 1)", None), ("where(x, 2, 3)*y", None), ("x>0", None), ("(x>0)*y", None)])
def test_grad_is_0_where_a_gradient_flows_and_none_where_none_does(cli, expression, grad):
    nodes = json.loads(cli("graph", expression, "--at", "x=1.5", "y=2", "-f", "json").stdout)["nodes"]
    assert [node["grad"] for node in nodes if node["expression"] == "x"] == [grad]


@pytest.mark.parametrize("expression, at, passes", read("passes.tsv"))
def test_the_passes_are_those_of_pytorch(expression, at, passes):
    assert difference(explain(question(expression, at)), read_passes(passes), ROOM) is None


def test_the_passes_of_random_expressions_are_those_of_pytorch():
    pytest.importorskip("torch")
    compared = 0
    for case in smooth(11, 3000):
        asked = question(case.source, " ".join(f"{name}={value!r}" for name, value in case.at.items()))
        theirs = torch_passes(asked)
        if theirs is not None:
            compared += 1
            assert (case, difference(explain(asked), theirs, ROOM)) == (case, None)
    assert compared > 2000


def test_the_passes_at_kinks_ties_and_in_branches_are_those_of_pytorch():
    """But where 0 times infinity, or a partial derivative that does not exist, is nan in one of them."""
    pytest.importorskip("torch")
    compared = undefined = 0
    for case in kinky(12, 4500):
        asked = question(case.source, " ".join(f"{name}={value!r}" for name, value in case.at.items()))
        theirs = torch_passes(asked)
        report = explain(asked)
        if theirs is None:
            continue
        undefined += report.value != report.value
        if report.value != report.value or not any(x != x for _, grad, handed in [*theirs, *our_passes(report)]
                                                   for x in (grad, *handed)):
            compared += 1
            assert (case, difference(report, theirs, ROOM)) == (case, None)
    assert compared > 2000 and undefined > 100


def test_every_printed_script_runs_and_gives_the_same_numbers_and_the_same_graph():
    """Except nan: where there is no value, and where a branch that is not taken has 0 times infinity."""
    pytest.importorskip("torch")
    seen = 0
    for case in [*smooth(21, 1200), *kinky(22, 1500)]:
        asked = question(case.source, " ".join(f"{name}={value!r}" for name, value in case.at.items()))
        try:
            report = read_as_typed(asked, None, None, torch.SPELLINGS, torch.LACKING, torch.NAME)
        except GradcliError as error:
            assert "is not offered" in error.message
            continue
        script, printed, names = torch.program(report, "0"), io.StringIO(), {}
        with contextlib.redirect_stdout(printed):
            exec(script, names)
        theirs = [float(line.split("=")[1].split()[0]) for line in printed.getvalue().splitlines()]
        answer = evaluate(asked)
        ours = [answer.value, *answer.partials.values()]
        assert len(theirs) == len(ours)
        if not any(x != x for x in [*ours, *theirs]):
            assert (case, [x for x, y in zip(ours, theirs, strict=True) if x != y and not abs(x - y) <= ROOM * max(
                1.0, abs(x))]) == (case, [])
        seen += 1
        if "# PyTorch has no" not in script and names["f"].requires_grad:
            assert (case.source, record_of(names["f"].grad_fn)) == (case.source, shown(graph(asked)))
    assert seen > 2500
