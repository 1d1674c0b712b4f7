"""The computational graph on a terminal: a tree where there is room for it, else node by node."""

import json
import re

import pytest
from rich.cells import cell_len
from terminals import COLORS, LONGEST, WIDTHS, chain, square, terminal, words

from gradcli.calc.backprop.graph import graph
from gradcli.calc.question import Question
from gradcli.render import as_rich
from gradcli.render.text import number


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


def test_without_a_point_the_tree_has_no_numbers():
    text = as_rich.graph(graph(Question("x*x + 1/3", {})), terminal(80))
    assert text.split("\n")[0].split() == ["node", "grad_fn"] and "data" not in text and "x     leaf" in text


def test_edges_have_derivatives_definitions_have_names_and_a_node_met_again_has_a_mark():
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


def test_the_grads_of_leaves_stand_in_the_column_of_grad_fn_where_there_is_no_room_for_another(cli, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert cli("graph", "d = x**2; d*sin(d)", "--at", "x=1.5", "--edges", "-f", "rich").stdout == """\
node                               data                grad_fn, or grad
*                                  1.7506646929978227  MulBackward0
├─×0.7780731968879212─ d = **2     2.25                PowBackward0
│ └─×3─ x                          1.5                 -1.905952362714726  leaf
└─×2.25─ sin                       0.7780731968879212  SinBackward0
  └─×-0.6281736227227391─ ↑ d
"""


NETWORK = "h1 = tanh(w1*x1 + w2*x2 + b1); h2 = tanh(w3*x1 + w4*x2 + b2); sigmoid(v1*h1 + v2*h2 + c)"
OPTION = "(log(s/k) + (r + v**2/2)*t)/(v*sqrt(t))*exp(-r*t) - sin(k/s)*tanh(v)"
POINTS = {NETWORK: "w1=0.51 w2=-0.33 w3=0.77 w4=0.123 x1=0.7 x2=-1.1 b1=0.1 b2=-0.2 v1=0.9 v2=1.3 c=0.05",
          OPTION: "s=101.3 k=97.7 r=0.0513 v=0.213 t=0.777"}


@pytest.mark.parametrize("option", [[], ["--edges"], ["--retain-grad"]])
@pytest.mark.parametrize("source", POINTS)
def test_a_graph_of_26_nodes_with_long_numbers_takes_36_lines_at_most(cli, monkeypatch, source, option):
    monkeypatch.setenv("COLUMNS", "80")
    command = ["graph", source, "--at", *POINTS[source].split(), *option]
    lines = cli(*command, "-f", "rich").stdout.splitlines()
    nodes = json.loads(cli(*command, "-f", "json").stdout)["nodes"]
    assert len(nodes) >= 25 and len(lines) <= 36 and max(map(len, lines)) <= 80
    assert all(number(node["data"]) in " ".join(lines) for node in nodes)
