"""What a reader sees: at every width and in every encoding each number and each name whole."""

import io
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from gradcli.calc.graph import graph
from gradcli.calc.question import Question
from gradcli.engine.lower import lower
from gradcli.render import as_rich
from gradcli.render.as_plain import number
from gradcli.report.checks import Check, Claim, Comparison
from gradcli.report.functions import Function
from gradcli.report.graphs import Graph
from gradcli.report.matrices import Gradient, Hessian, Jacobian
from gradcli.report.nodes import Node
from gradcli.report.series import Coefficient, Series
from gradcli.report.values import Answer, Derivative
from gradcli.syntax.parser import parse

WIDTHS = [40, 80, 120]
LONGEST = -1.7976931348623157e+308
COLORS = re.compile(r"\x1b\[[0-9;]*m")


def terminal(width, encoding="utf-8", colors=None):
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    return Console(file=file, width=width, height=25, force_terminal=True, color_system=colors)


def square(data=LONGEST, grad=0.30000000000000004, name="x"):
    """The graph of name*name + 1/3."""
    report = graph(Question(f"{name}*{name} + 1/3", {}))
    numbers = [(data, grad), (data, None), (1 / 3, None), (data, None)]
    nodes = [node._replace(data=data, grad=grad) for node, (data, grad) in zip(report.nodes, numbers, strict=True)]
    return report._replace(at={name: data}, nodes=nodes)


def chain(length, name="x"):
    """sin of sin of … of name, as deep as it is long."""
    report = graph(Question("sin(" * (length - 1) + name + ")" * (length - 1), {}))
    numbers = [(0.1, 1 / 3), *((1 / (i + 2), None) for i in range(1, length))]
    return report._replace(nodes=[node._replace(data=data, grad=grad)
                                  for node, (data, grad) in zip(report.nodes, numbers, strict=True)])


def words(text):
    return re.split(r"[\s=]+", text)


@pytest.mark.parametrize("colors", [None, "256"])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_graph_shows_every_attribute_whole(width, encoding, colors):
    for show in (as_rich.graph, as_rich.nodes):
        text = COLORS.sub("", show(square(), terminal(width, encoding, colors)))
        assert all(cell_len(line) <= width and line == line.rstrip() for line in text.split("\n"))
        for node in square().nodes:
            assert {number(value) for value in (node.data, node.grad) if value is not None} <= set(words(text))
        assert text.count("MulBackward0") == text.count("AddBackward0") == 1
        text.encode(encoding)
    assert all(f"#{node.id}  {node.expression}" in text for node in square().nodes)


@given(st.floats(), st.floats(), st.integers(1, 130))
def test_no_number_is_ever_broken(data, grad, width):
    shown = words(as_rich.graph(square(data, grad), terminal(width)))
    assert shown.count(number(data)) >= 3 and number(grad) in shown
    report = Answer("x*x", {"x": data}, data, "MulBackward0", {"x": grad}, [])
    shown = words(as_rich.answer(report, terminal(width)))
    assert shown.count(number(data)) >= 2 and number(grad) in shown and "<MulBackward0>" in shown


def test_the_picture_of_a_graph():
    assert as_rich.graph(square(2.0, 4.0), terminal(80)) == """\
node      data                grad  grad_fn
+         2                         AddBackward0
├─*       2                         MulBackward0
│ ├─x     2                   4     leaf
│ └─↑ x
└─1/3     0.3333333333333333        number"""
    assert as_rich.nodes(square(2.0, 4.0), terminal(80)) == """\
id  expression  data                grad  grad_fn       is_leaf  requires_grad
──  ──────────  ──────────────────  ────  ────────────  ───────  ─────────────
#0  x           2                   4     None          True     True
#1  x*x         2                   None  MulBackward0  False    True
#2  1/3         0.3333333333333333  None  None          True     False
#3  x*x + 1/3   2                   None  AddBackward0  False    True"""


def test_where_it_is_narrow_lines_break_between_attributes_and_the_table_is_a_list():
    tree = as_rich.graph(square(2.0, 4.0), terminal(36, "ascii"))
    assert tree == """\
+  data=2  AddBackward0
+-*  data=2  MulBackward0
| +-x  data=2  grad=4  leaf
| `-^ x
`-1/3  data=0.3333333333333333
    number"""
    below = as_rich.nodes(square(2.0, 4.0), terminal(40, "ascii"))
    first = ["#0  x", "  data: 2", "  grad: 4", "  grad_fn: None", "  is_leaf: True", "  requires_grad: True", "#1  x*x"]
    assert below.split("\n")[:7] == first


def test_nothing_bound_is_a_tree_without_numbers():
    text = as_rich.graph(graph(Question("x*x + 1/3", {})), terminal(80))
    assert text.split("\n")[0].split() == ["node", "grad_fn"] and "data" not in text and "x     leaf" in text


def test_derivatives_stand_on_the_edges_definitions_are_named_and_what_is_met_again_has_a_mark():
    report = graph(Question("z = x*y; f(t) = t*t; f(z + x) + z**2 + f(x + 1)", {}))
    assert as_rich.graph(report, terminal(80), edges=True) == """\
node                  grad_fn
+                     AddBackward0
├─×1─ +               AddBackward0
│ ├─×1─ *             MulBackward0
│ │ ├─×#3─ #3 = +     AddBackward0
│ │ │ ├─×1─ z = *     MulBackward0
│ │ │ │ ├─×y─ x       leaf
│ │ │ │ └─×x─ y       leaf
│ │ │ └─×1─ ↑ x
│ │ └─×#3─ ↑ #3
│ └─×1─ **2           PowBackward0
│   └─×2*z─ ↑ z
└─×1─ *               MulBackward0
  ├─×#8─ #8 = +       AddBackward0
  │ ├─×1─ ↑ x
  │ └──── 1           number
  └─×#8─ ↑ #8"""


@pytest.mark.parametrize("width", WIDTHS)
def test_a_tree_that_is_too_deep_gives_way_to_the_inputs_of_each_node(width):
    text = as_rich.graph(chain(4_000), terminal(width))
    note = " ".join(text.split("\n\n")[0].split("\n"))
    assert note == f"There is no room for the tree in {width} columns; each node names its inputs."
    assert all(len(line) <= width for line in text.split("\n"))
    assert {"inputs", "inputs:"} & set(text.split()) and words(text).count("#3998") >= 2


def test_a_tree_is_drawn_only_where_its_numbers_and_names_fit():
    numbers = chain(8)
    numbers.nodes[0] = numbers.nodes[0]._replace(data=LONGEST)
    for report, least in ((numbers, 45), (square(name="n" * 38), 44)):
        for width in (least - 1, least):
            text = as_rich.graph(report, terminal(width))
            assert ("no room" in text.replace("\n", " ")) == (width < least)
            assert {number(report.nodes[0].data), report.nodes[0].expression} <= set(re.split(r"[\s=└─]+", text))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_long_expression_is_shortened_and_a_name_is_not(width):
    name, long = "n" * 30, "+".join(["x"] * 50_000)
    nodes = [Node(0, name, "variable", [], 1.0, None, None, True, True),
             Node(1, long, "+", [0, 0], 0.1, None, "AddBackward0", False, True)]
    text = as_rich.nodes(Graph(long, None, 1, nodes, []), terminal(width))
    assert all(len(line) <= width for line in text.split("\n"))
    assert "…" in text and f"#0  {name}" in text and "0.1" in words(text)
    echo = as_rich.answer(Answer(long, {}, 1.0, None, {}, []), terminal(width)).split("\n\n")[0]
    assert "…" in echo and len(echo.split("\n")) <= 9 and all(len(line) <= width for line in echo.split("\n"))


def test_names_of_any_script():
    for encoding in ("utf-8", "ascii", "latin-1"):
        text = as_rich.graph(square(2.0, 4.0, "変数"), terminal(120, encoding))
        text.encode(encoding)
        assert ("変数" in text) == (encoding == "utf-8") and (r"\u5909\u6570" in text) != (encoding == "utf-8")
        rows = as_rich.nodes(square(2.0, 4.0, "変数"), terminal(120, encoding)).split("\n")
        ends = {cell_len(row) - len(re.search(r"(True|False|requires_grad|[─-]+)$", row)[0]) for row in rows}
        assert len(ends) == 1  # the last column stands in one line
    assert "\x1b" not in as_rich.answer(Answer("x # \x1b[2J", None, 1.0, None, {}, []), terminal(80))


def test_an_answer_is_its_value_with_grad_fn_and_the_partials():
    report = Answer("u**3+v**2+4*u*v", {"u": 3.0, "v": 4.0}, 91.0, "AddBackward0", {"u": 43.0, "v": 20.0}, [])
    assert as_rich.answer(report, terminal(40)) == (
        "u**3+v**2+4*u*v\nat u=3 v=4\n\nvalue  91 grad_fn=<AddBackward0>\nd/du   43\nd/dv   20")
    long = report._replace(partials={"u": 43.0, "v" * 40: 20.0})
    assert as_rich.answer(long, terminal(40)).endswith(f"\nd/du 43\nd/d{'v' * 40} \n  20")
    constant = Answer("1+2", {}, 3.0, None, {}, [])
    assert as_rich.answer(constant, terminal(40)) == "1+2\n\nvalue  3"


def test_derivatives_are_formulas_and_numbers():
    report = Derivative("x**2+x**3", ("x", "x"), 2, "6*x + 2", {"x": 5.0}, 32.0, [])
    assert as_rich.derivative(report, terminal(80)) == "x**2+x**3\nat x=5\n\nd2/dx2  6*x + 2 = 32"
    assert as_rich.derivative(report._replace(derivative=None), terminal(80)).endswith("\n\nd2/dx2  32")
    free = report._replace(at=None, value=None)
    assert as_rich.derivatives([free._replace(wrt=(), derivative="x**3 + x**2"), free], terminal(80)) == (
        "x**2+x**3\n\nvalue   x**3 + x**2\nd2/dx2  6*x + 2")


def formula(text):
    return parse(text).result


def test_a_gradient_is_a_row_for_each_partial():
    report = Gradient("x**2*y", None, {"x": formula("2*x*y"), "y": formula("x**2")}, [])
    assert as_rich.gradient(report, terminal(40)) == "x**2*y\n\nd/dx  2*x*y\nd/dy  x**2"
    numbers = report._replace(at={"x": 1.0, "y": 2.0}, partials={"x": 4.0, "y": 1.0})
    assert as_rich.gradient(numbers, terminal(40)) == "x**2*y\nat x=1 y=2\n\nd/dx  4\nd/dy  1"


def test_an_expression_of_several_lines_is_shown_as_it_was_typed():
    typed = "# a call, with the usual d1\nk = 2  # a factor\n\nf(t) = (t\n + k)\nf(x)"
    for width in WIDTHS:
        lines = as_rich.answer(Answer(typed, {"x": 1.0}, 3.0, None, {"x": 1.0}, []), terminal(width)).split("\n")
        assert lines[:7] == ["# a call, with the usual d1", "k = 2 # a factor", "f(t) = (t", "+ k)", "f(x)", "at x=1", ""]
        assert lower(parse("\n".join(lines[:5]))).tape.operations == lower(parse(typed)).tape.operations


@pytest.mark.parametrize("encoding, dots", [("utf-8", "…"), ("ascii", "...")])
@pytest.mark.parametrize("width", WIDTHS)
def test_of_an_expression_of_many_lines_the_first_and_the_last_are_shown(width, encoding, dots):
    text = "\n".join([*(f"a{i} = {i}" for i in range(99)), " + ".join(f"a{i}" for i in range(99))])
    echo = as_rich.answer(Answer(text, {}, 1.0, None, {}, []), terminal(width, encoding)).split("\n\n")[0].split("\n")
    assert len(echo) <= as_rich.TALLEST and all(len(line) <= width for line in echo)
    assert echo[:5] == ["a0 = 0", "a1 = 1", "a2 = 2", "a3 = 3", dots] and echo[-1].endswith("a98")


def test_a_matrix_is_a_grid_where_it_fits_and_else_an_entry_a_line():
    report = Hessian("f", ("x", "y"), None, [[formula("y**2*exp(x*y)"), formula("x")], [formula("x"), formula("0")]], [])
    assert as_rich.hessian(report, terminal(20)) == "f\n\n   x              y\nx  y**2*exp(x*y)  x\ny  x              0"
    assert as_rich.hessian(report, terminal(18)).split("\n")[2:] == [
        "d2/dx2 ", "  y**2*exp(x*y)", "d2/dxdy x", "d2/dydx x", "d2/dy2 0"]
    rows = Jacobian(("u*v", "u"), ("u", "v"), {"u": 2.0, "v": LONGEST}, [[LONGEST, 2.0], [1.0, 0.0]], [])
    text = as_rich.jacobian(rows, terminal(80))
    assert text.startswith("f1 = u*v\nf2 = u\nat u=2 v=") and text.endswith(
        f"    u                         v\nf1  {number(LONGEST)}  2\nf2  1                         0")
    assert f"\n\ndf1/du \n  {number(LONGEST)}\ndf1/dv 2\n" in as_rich.jacobian(rows, terminal(30))


def test_a_series_is_its_polynomial_and_its_coefficients():
    coefficients = [Coefficient({"x": 0, "y": 0}, formula("1"), 1.0), Coefficient({"x": 2, "y": 1}, formula("1/2"), 0.5)]
    report = Series("f", {"x": 0.0, "y": 0.0}, 3, formula("x**2*y/2 + 1"), coefficients, [])
    assert as_rich.series(report, terminal(40)) == (
        "f\naround x=0 y=0\n\npolynomial  x**2*y/2 + 1\n1           1\ndx**2*dy    1/2 = 0.5")


def test_a_check_says_what_agrees_what_does_not_and_where_there_is_a_kink():
    good = Comparison("x", 2.0, 2.0, 2.0, 2.0, "complex step", 15, None, True)
    bad = Comparison("y", 2.0, 2.5, 2.0, 2.0, "complex step", 0, None, False)
    kink = Comparison("z", 0.0, 0.0, 0.0, 0.0, "differences", 16, (-1.0, 1.0), False)
    assert as_rich.check(Check("f", {"x": 1.0}, [good, bad, kink], []), terminal(80)).split("\n")[3:] == [
        "d/dx  2 agrees on 15 digits with forward, Taylor, complex step",
        "d/dy  2 disagrees: 2.5 by forward, 2 by Taylor, 2 by complex step",
        "d/dz  0 kink: slope -1 on the left, 1 on the right"]


def test_a_claim_is_right_or_wrong_somewhere():
    right = Claim("x*y", ("x",), 1, "y", True, True, 12, 4, False, None, None, None, [])
    assert [line.rstrip() for line in as_rich.claim(right, terminal(40)).split("\n")[2:]] == [
        "claim    y", "verdict  right: the same formula, equal", "  at 12 points, 4 of them beside a",
        "  switch between formulas"]
    wrong = right._replace(right=False, at={"x": 0.5, "y": 2.0}, derivative=2.0, claimed=-1.0)
    assert as_rich.claim(wrong, terminal(40)) == (
        "x*y\n\nclaim    y\nverdict  wrong at x=0.5 y=2\nd/dx     2\nclaimed  -1")


CLAMP = Function("clamp", formula("clamp(x, lo, hi)"), ["clip"], "x between … and hi",
                 {"x": formula("1 if lo <= x and x <= hi else 0"), "hi": formula("1 if x > hi else 0")}, "all numbers",
                 "the derivative at an edge is 1", "ClampBackward0")


def test_functions_are_a_table_of_what_there_is_room_for_or_else_a_list():
    constant = Function("pi", formula("pi"), [], "", {}, "a constant", "", "")
    heads = ["function", "derivative", "domain", "convention"]
    for width, count in ((120, 4), (80, 3), (60, 2)):
        lines = as_rich.functions([constant, CLAMP], terminal(width)).split("\n")
        assert lines[0].split() == heads[:count] and all(len(line) <= width and line == line.rstrip() for line in lines)
        assert {line.index(word) for line, word in zip(lines[2:], ["1 if lo", "1 if x"], strict=True)} == {
            lines[0].index("derivative")}
    lines = as_rich.functions([CLAMP], terminal(52)).split("\n")
    assert lines[1:3] == ["clamp(x, lo, hi)  d/dx   1 if lo <= x and x <= hi", " " * 25 + "else 0"]
    assert as_rich.functions([CLAMP], terminal(40)) == as_rich.function([CLAMP], terminal(40))


def test_all_about_one_function():
    assert as_rich.function([CLAMP], terminal(80, "ascii")).split("\n") == [
        "clamp(x, lo, hi)", "is          x between ... and hi", "d/dx        1 if lo <= x and x <= hi else 0",
        "d/dhi       1 if x > hi else 0", "domain      all numbers", "convention  the derivative at an edge is 1",
        "synonyms    clip", "grad_fn     ClampBackward0"]


@pytest.mark.parametrize("operator", [" + ", "*"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_long_formula_breaks_between_its_terms_or_else_between_its_tokens(width, operator):
    written = operator.join(f"1.0000000000000002e-30*x**{n}" for n in range(9))
    text = as_rich.derivative(Derivative(written, ("x",), 1, formula(written), None, None, []), terminal(width))
    assert all(len(line.rstrip()) <= width for line in text.split("\n"))
    assert text.count("1.0000000000000002e-30") == 18
    assert "".join(text.split()) == "".join(f"{written}d/dx{written}".split())


@pytest.mark.parametrize("environment, colored", [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False),
                                                  ({"CLICOLOR": "0"}, False)])
def test_the_environment_is_honoured(monkeypatch, environment, colored):
    for name in ("NO_COLOR", "CLICOLOR", "TTY_COMPATIBLE", "COLORTERM", "LINES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "40", **environment}.items():
        monkeypatch.setenv(name, value)
    text = as_rich.graph(square(math.pi, math.e))
    assert ("\x1b[" in text) == colored
    assert all(len(line) <= 40 for line in COLORS.sub("", text).split("\n"))
