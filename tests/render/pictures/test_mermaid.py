"""Mermaid's flowcharts, read back by a grammar."""

import re

import pytest
from drawings import SOURCES, drawn

from gradcli.errors import GradcliError
from gradcli.render.pictures import mermaid
from gradcli.render.pictures.labels import along, color, flows, lines

LABEL = r'"((?:[A-Za-z0-9 .,=+/()_]|#\d+;|<br/>)*)"'
LINES = {"node": re.compile(rf"  n(\d+)\[{LABEL}\](?::::(\w+))?"), "dashed": re.compile(r"  n(\d+) -\.-> n(\d+)"),
         "edge": re.compile(rf"  n(\d+) -->(?:\|{LABEL}\|)? n(\d+)"),
         "class": re.compile(r"  classDef (\w+) fill:#[0-9a-f]{6},color:#000")}


def read(source: str) -> tuple[dict[int, tuple[str, str]], list[tuple[int, int, str | None]]]:
    """Parse a flowchart: nodes with label and class; edges with label, None if dashed."""
    nodes: dict[int, tuple[str, str]] = {}
    edges: list[tuple[int, int, str | None]] = []
    classes = {""}
    head, *rest = source.split("\n")
    assert head == "flowchart LR"
    for line in rest:
        (kind, found), = [(kind, found) for kind, rule in LINES.items() if (found := rule.fullmatch(line))]
        if kind == "class":
            classes.add(found[1])
        elif kind == "node":
            assert int(found[1]) not in nodes
            nodes[int(found[1])] = unescape(found[2]), found[3] or ""
        elif kind == "edge":
            edges.append((int(found[1]), int(found[3]), unescape(found[2] or "")))
        else:
            edges.append((int(found[1]), int(found[2]), None))
    assert {each for _, each in nodes.values()} <= classes and {end for edge in edges for end in edge[:2]} <= set(nodes)
    return nodes, edges


def unescape(label: str) -> str:
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), label.replace("<br/>", "\n"))


@pytest.mark.parametrize("bound", [True, False])
@pytest.mark.parametrize("source", SOURCES)
def test_a_flowchart_holds_what_json_holds_and_no_character_of_a_label_means_anything(source, bound):
    report = drawn(source, bound)
    nodes, edges = read(mermaid.picture(report))
    assert nodes == {node.id: ("\n".join(lines(report, node.id)), color(report, node.id)) for node in report.nodes}
    assert edges == [(edge.input, edge.node, along(edge) if flows(edge) else None) for edge in report.edges]


def test_more_edges_than_mermaid_draws_are_refused():
    with pytest.raises(GradcliError, match="mermaid draws at most 500 edges, not 798") as told:
        mermaid.picture(drawn("+".join(["x*y"] * 200)))
    assert "-f dot has no limit" in told.value.message and told.value.code == 1
