"""What a reader sees: at every width and in every encoding each number and each name whole."""

import io
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from gradcli.render import as_rich
from gradcli.render.as_plain import number
from gradcli.report import Answer, Derivative, Graph, Node

WIDTHS = [40, 80, 120]
LONGEST = -1.7976931348623157e+308
COLORS = re.compile(r"\x1b\[[0-9;]*m")


def terminal(width, encoding="utf-8", colors=None):
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    return Console(file=file, width=width, height=25, force_terminal=True, color_system=colors)


def square(data=LONGEST, grad=0.30000000000000004, name="x"):
    """The graph of name*name + 1/3."""
    nodes = [Node(0, name, "variable", [], data, grad, None, True, True),
             Node(1, f"{name}*{name}", "*", [0, 0], data, None, "MulBackward0", False, True),
             Node(2, "1/3", "constant", [], 1 / 3, None, None, True, False),
             Node(3, f"{name}*{name} + 1/3", "+", [1, 2], data, None, "AddBackward0", False, True)]
    return Graph(nodes[-1].expression, {name: data}, 3, nodes, [])


def chain(length, name="x"):
    """sin of sin of … of name, as deep as it is long."""
    nodes = [Node(0, name, "variable", [], 0.1, 1 / 3, None, True, True)]
    for i in range(1, length):
        nodes.append(Node(i, f"sin(#{i - 1})" if i > 9 else "sin(" * i + name + ")" * i, "sin", [i - 1], 1 / (i + 2), None,
                          "SinBackward0", False, True))
    return Graph("", {name: 0.1}, length - 1, nodes, [])


def words(text):
    return re.split(r"[\s=]+", text)


@pytest.mark.parametrize("colors", [None, "256"])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_graph_shows_every_attribute_whole(width, encoding, colors):
    text = COLORS.sub("", as_rich.graph(square(), terminal(width, encoding, colors)))
    assert all(cell_len(line) <= width and line == line.rstrip() for line in text.split("\n"))
    tree, below = text.split("\n\n")
    for node in square().nodes:
        for shown in (tree, below):
            assert f"#{node.id}  {node.expression}" in shown
            assert {number(value) for value in (node.data, node.grad) if value is not None} <= set(words(shown))
    assert below.count("MulBackward0") == below.count("AddBackward0") == 1
    text.encode(encoding)


@given(st.floats(), st.floats(), st.integers(1, 130))
def test_no_number_is_ever_broken(data, grad, width):
    shown = words(as_rich.graph(square(data, grad), terminal(width)))
    assert shown.count(number(data)) >= 3 and number(grad) in shown
    report = Answer("x*x", {"x": data}, data, "MulBackward0", {"x": grad}, [])
    shown = words(as_rich.answer(report, terminal(width)))
    assert shown.count(number(data)) >= 2 and number(grad) in shown and "<MulBackward0>" in shown


def test_the_picture_of_a_graph():
    assert as_rich.graph(square(2.0, 4.0), terminal(80)) == """\
#3  x*x + 1/3  data=2  grad_fn=<AddBackward0>
├─#1  x*x  data=2  grad_fn=<MulBackward0>
│ ├─#0  x  data=2  grad=4  leaf
│ └─↑ #0  x
└─#2  1/3  data=0.3333333333333333  leaf

id  expression  data                grad  grad_fn       is_leaf  requires_grad
──  ──────────  ──────────────────  ────  ────────────  ───────  ─────────────
#0  x           2                   4     None          True     True
#1  x*x         2                   None  MulBackward0  False    True
#2  1/3         0.3333333333333333  None  None          True     False
#3  x*x + 1/3   2                   None  AddBackward0  False    True"""


def test_where_it_is_narrow_lines_break_between_attributes_and_the_table_is_a_list():
    tree, below = as_rich.graph(square(2.0, 4.0), terminal(40, "ascii")).split("\n\n")
    assert tree == """\
#3  x*x + 1/3  data=2
| grad_fn=<AddBackward0>
+-#1  x*x  data=2
| | grad_fn=<MulBackward0>
| +-#0  x  data=2  grad=4  leaf
| `-^ #0  x
`-#2  1/3  data=0.3333333333333333  leaf"""
    first = ["#0  x", "  data: 2", "  grad: 4", "  grad_fn: None", "  is_leaf: True", "  requires_grad: True", "#1  x*x"]
    assert below.split("\n")[:7] == first


def test_nothing_bound_is_a_tree_without_numbers():
    nodes = [node._replace(data=None, grad=None) for node in square().nodes]
    text = as_rich.graph(square()._replace(at=None, nodes=nodes), terminal(80))
    assert "data=" not in text and "#0  x  leaf" in text and text.count("None  None") == 4


@pytest.mark.parametrize("width", WIDTHS)
def test_a_tree_that_is_too_deep_gives_way_to_the_inputs_of_each_node(width):
    text = as_rich.graph(chain(20_000), terminal(width))
    note = " ".join(text.split("\n\n")[0].split("\n"))
    assert note == f"There is no room for the tree in {width} columns; each node names its inputs."
    assert all(len(line) <= width for line in text.split("\n"))
    assert {"inputs", "inputs:"} & set(text.split()) and words(text).count("#19998") >= 2


def test_a_tree_is_drawn_only_where_its_numbers_and_names_fit():
    numbers = chain(8)
    numbers.nodes[0] = numbers.nodes[0]._replace(data=LONGEST)
    for graph, least in ((numbers, 45), (square(name="n" * 38), 48)):
        for width in (least - 1, least):
            text = as_rich.graph(graph, terminal(width))
            assert ("no room" in text.replace("\n", " ")) == (width < least)
            assert {number(graph.nodes[0].data), graph.nodes[0].expression} <= set(words(text))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_long_expression_is_shortened_and_a_name_is_not(width):
    name, long = "n" * 30, "+".join(["x"] * 50_000)
    nodes = [Node(0, name, "variable", [], 1.0, None, None, True, True),
             Node(1, long, "+", [0, 0], 0.1, None, "AddBackward0", False, True)]
    text = as_rich.graph(Graph(long, None, 1, nodes, []), terminal(width))
    assert all(len(line) <= width for line in text.split("\n"))
    assert "…" in text and f"#0  {name}" in text and "0.1" in words(text)
    echo = as_rich.answer(Answer(long, {}, 1.0, None, {}, []), terminal(width)).split("\n\n")[0]
    assert "…" in echo and len(echo.split("\n")) <= 9 and all(len(line) <= width for line in echo.split("\n"))


def test_names_of_any_script():
    for encoding in ("utf-8", "ascii", "latin-1"):
        text = as_rich.graph(square(2.0, 4.0, "変数"), terminal(120, encoding))
        text.encode(encoding)
        assert ("変数" in text) == (encoding == "utf-8") and (r"\u5909\u6570" in text) != (encoding == "utf-8")
        rows = text.split("\n\n")[1].split("\n")
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


@pytest.mark.parametrize("space", [" ", ""])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_long_formula_breaks_between_its_terms_or_else_between_its_tokens(width, space):
    formula = f"{space}+{space}".join(f"1.0000000000000002e-30*x**{n}" for n in range(9))
    text = as_rich.derivative(Derivative(formula, ("x",), 1, formula, None, None, []), terminal(width))
    assert all(len(line.rstrip()) <= width for line in text.split("\n"))
    assert text.count("1.0000000000000002e-30") == 18
    assert "".join(text.split()) == "".join(f"{formula}d/dx{formula}".split())


@pytest.mark.parametrize("environment, colored", [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_the_environment_is_honoured(monkeypatch, environment, colored):
    for name in ("NO_COLOR", "TTY_COMPATIBLE", "COLORTERM", "LINES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "40", **environment}.items():
        monkeypatch.setenv(name, value)
    text = as_rich.graph(square(math.pi, math.e))
    assert ("\x1b[" in text) == colored
    assert all(len(line) <= 40 for line in COLORS.sub("", text).split("\n"))
