"""SVG, read back by an XML parser: every box and every wire is there, and nothing is fetched."""

from xml.etree import ElementTree

import pytest
from drawings import SOURCES, SVG, drawn

from gradcli.errors import GradcliError
from gradcli.render.pictures import svg
from gradcli.render.pictures.labels import lines


@pytest.mark.parametrize("bound", [True, False])
@pytest.mark.parametrize("source", SOURCES)
def test_every_box_and_wire_is_there_and_nothing_is_fetched(source, bound):
    report = drawn(source, bound, passes=True)
    page = svg.picture(report)
    assert page.count("http") == 1 and "xmlns=\"http://www.w3.org/2000/svg\"" in page
    root = ElementTree.fromstring(page)
    boxes = [g for g in root.iter(f"{SVG}g") if g.find(f"{SVG}rect") is not None]
    whole = [g for g in boxes if not g.find(f"{SVG}text").text.startswith("↑")]
    assert len(whole) == len(report.nodes) and len(root.findall(f".//{SVG}path")) == len(report.edges)
    shown = sorted(g.find(f"{SVG}text").text for g in whole)
    assert shown == sorted(lines(report, node.id)[0] for node in report.nodes)


def test_more_nodes_than_can_be_read_are_refused():
    report = drawn("+".join(["x*y"] * 200))
    with pytest.raises(GradcliError, match="401 nodes") as told:
        svg.picture(report)
    assert "-f dot" in told.value.help and "sfdp" in told.value.help
    assert svg.picture(report, 1000).count("<rect") > 400
