"""Both passes in sentences."""

import re

import pytest

from gradcli.calc.backprop.explain import explain
from gradcli.calc.question import Question
from gradcli.render.narration import Line, narrate
from gradcli.syntax.bindings import bindings


@pytest.mark.parametrize("width", [30, 40, 80, 200])
@pytest.mark.parametrize("source, at", [("d = x**2; d*d + abs(1/d-d/16)", ["x=2"]), ("sin(x)*123456.7890123456", ["x=0.1"])])
def test_on_a_terminal_no_number_and_no_name_is_broken(cli, monkeypatch, width, source, at):
    plain = cli("explain", source, "--at", *at).stdout
    monkeypatch.setenv("COLUMNS", str(width))
    rich = cli("explain", source, "--at", *at, "-f", "rich").stdout
    assert "".join(rich.split()) == "".join(plain.split())
    numbers = re.findall(r"\d+\.\d+", plain)
    assert re.findall(r"\d+\.\d+", rich) == numbers
    if width == 200:
        assert rich == plain
    assert max(map(len, rich.split("\n"))) <= max(width, 25)


def explanation_lines(source, *at):
    return [line.plain() for line in narrate(explain(Question(source, bindings(at, "--at"))))]


def test_a_product_hands_each_factor_the_other():
    lines = explanation_lines("u*v", "u=3", "v=4")
    found = {" ".join(line.split()) for line in lines}
    assert found >= {"#2 u*v = 12 MulBackward0 the result", "to u d#2/du = v = 4 1 * 4 = 4", "to v d#2/dv = u = 3 1 * 3 = 3",
                     "u.grad = 4", "v.grad = 3"}
    assert any(line.startswith("Not kept: grad of #2, which is not a leaf") for line in lines)


def test_shares_are_added_up():
    lines = explanation_lines("x*x + x", "x=3")
    assert any(re.search(r"1 \+ 3 \+ 3 = 7|3 \+ 3 \+ 1 = 7", line) for line in lines), lines


def test_a_line_is_padded_to_its_tail_and_a_paragraph_is_filled():
    line = Line([("a = 1", "")], indent=2, tail="the rest")
    assert line.plain().startswith("  a = 1 ") and line.plain().endswith("  the rest")
    filled = Line([("word " * 60 + "x = 1", "")], paragraph=True).plain().split("\n")
    assert len(filled) > 2 and max(map(len, filled)) <= 80 and filled[-1].endswith("x = 1")


@pytest.mark.parametrize("source, reason", [("log(x)", "the value does not exist."), ("3", "no variable is in the result."),
                                            ("x < 0", "no gradient flows to a leaf.")])
def test_where_there_is_no_backward_pass_the_reason_is_said(source, reason):
    assert f"Backward: there is none, {reason}" in " ".join(explanation_lines(source, "x=-1")[-1].split())


# As a second backward() of PyTorch 2.13 without retain_graph: an error where a node has freed what it saved.
@pytest.mark.parametrize("source, needed", [
    ("x + y", False), ("x - y", False), ("-x", False), ("floor(x) + y", False), ("3*x", True), ("x/y", True),
    ("abs(x)", True),
    ("where(x > 0, y, x)", True), ("max(x, y)", True), ("hypot(x, y)", True)])
def test_a_second_pass_needs_what_the_first_one_frees(source, needed):
    text = " ".join(explanation_lines(source, "x=3", "y=2"))
    assert "a second time" in text and ("retain_graph=True" in text) == needed
