"""Mermaid's flowcharts, read back by a grammar."""

import re

import pytest
from drawings import SOURCES, drawn

from gradcli.errors import GradcliError
from gradcli.render.pictures import mermaid
from gradcli.render.pictures.labels import lines

NODE = re.compile(r'  n\d+\["(?:[A-Za-z0-9 .,=+/()_]|#\d+;|<br/>)*"\](:::(leaf|result|number))?')


EDGE = re.compile(r'  n\d+ (-->|-\.->|-->\|"(?:[A-Za-z0-9 .,=+/()_]|#\d+;)*"\|) n\d+')


@pytest.mark.parametrize("source", SOURCES)
def test_no_character_of_a_label_means_anything(source):
    report = drawn(source)
    head, *rest = mermaid.picture(report).split("\n")
    nodes, edges = rest[:len(report.nodes)], rest[len(report.nodes):-3]
    assert head == "flowchart LR" and len(edges) == len(report.edges)
    assert all(NODE.fullmatch(line) for line in nodes) and all(EDGE.fullmatch(line) for line in edges)
    for node, line in zip(report.nodes, nodes, strict=True):
        label = re.search(r'"(.*)"', line)[1]
        read = [re.sub(r"#(\d+);", lambda found: chr(int(found[1])), part) for part in label.split("<br/>")]
        assert read == lines(report, node.id)


def test_more_edges_than_mermaid_draws_are_refused():
    with pytest.raises(GradcliError, match="mermaid draws at most 500 edges, here are 798") as told:
        mermaid.picture(drawn("+".join(["x*y"] * 200)))
    assert "-f dot has no limit" in told.value.message and told.value.code == 1
