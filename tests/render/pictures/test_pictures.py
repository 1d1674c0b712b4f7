"""Pictures hold what JSON holds: read back by Graphviz, by an XML parser, by a grammar; nothing overlaps, nothing leaks."""

import json
import math
import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from random import Random
from xml.etree import ElementTree

import pytest
from expressions import ANY, trees

from gradcli.calc.explain import explain
from gradcli.calc.graph import graph
from gradcli.calc.question import Question
from gradcli.errors import GradcliError
from gradcli.render.narration import backward, forward
from gradcli.render.pictures import dot, html, mermaid, svg
from gradcli.render.pictures.labels import along, lines, short
from gradcli.report.graphs import Graph
from gradcli.syntax.bindings import bindings
from gradcli.syntax.printer import text

SVG = "{http://www.w3.org/2000/svg}"
NASTY = ['x # "quoted" \\N \\l &amp; </script> ]]> <b>', "θ*x # \u2028 é", "d = x**2; d*d + 1/d", "x*x", "x", "5", "x > 0",
         "log(x)*2", "(1 if x > 0 else y)*floor(x)", "1/(x-x)", "+".join(["x"] * 150), "f(t) = t*t\nf(x + 1)"]


def drawn(source: str, bound: bool = True, passes: bool = False) -> Graph:
    names = Question(source, {}).variables
    at = bindings([f"{name}={[2, -0.5, 0.7][place % 3]}" for place, name in enumerate(names)], "--at") if bound else {}
    return graph(Question(source, at), passes=passes)


def wild(seed: int, count: int, size: int) -> list[str]:
    return [text(tree) for tree in trees(seed, count, size, ANY)]


SOURCES = [*NASTY, *wild(7, 15, 12)]


@pytest.mark.parametrize("bound", [True, False])
@pytest.mark.parametrize("source", SOURCES)
def test_svg_and_html_parse_and_fetch_nothing(source, bound):
    report = drawn(source, bound, passes=True)
    for form in (svg, html):
        page = form.picture(report)
        assert page.count("http") == 1 and "xmlns=\"http://www.w3.org/2000/svg\"" in page
    page = html.picture(report)
    root = ElementTree.fromstring(svg.picture(report))
    boxes = [g for g in root.iter(f"{SVG}g") if g.find(f"{SVG}rect") is not None]
    whole = [g for g in boxes if not g.find(f"{SVG}text").text.startswith("↑")]
    assert len(whole) == len(report.nodes) and len(root.findall(f".//{SVG}path")) == len(report.edges)
    shown = sorted(g.find(f"{SVG}text").text for g in whole)
    assert shown == sorted(lines(report, node.id)[0] for node in report.nodes)

    class Tags(HTMLParser):
        open = []

        def handle_starttag(self, tag, attributes):
            self.open.append(tag)

        def handle_endtag(self, tag):
            while self.open and self.open.pop() != tag:
                pass

    parser = Tags()
    parser.feed(page)
    assert page.count("<script>") == page.count("</script>") == 1


@pytest.mark.parametrize("source", wild(8, 25, 25) + ["+".join(f"{i}*x*y" for i in range(40)), "sin(x)*" * 20 + "y"])
def test_no_two_boxes_and_no_two_labels_overlap(source):
    report = drawn(source)
    place = svg.arranged(report)
    boxes = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in place.boxes]
    for wire in place.wires:
        x, y = wire.points[-1]
        if said := along(report.edges[wire.edge], brief=True):
            boxes.append((x - 5 - svg.CHARACTER * len(said), y - 12, x - 5, y - 1))
    boxes.sort()
    for index, (left, top, right, bottom) in enumerate(boxes):
        assert 0 <= left and 0 <= top and right <= place.width and bottom <= place.height
        for other in boxes[index + 1:]:
            if other[0] >= right:
                break
            assert other[1] >= bottom or other[3] <= top
    for wire in place.wires:
        assert all(a[0] < b[0] + 1 for a, b in pairwise(wire.points))


@pytest.mark.parametrize("terms", [30, 60])
def test_a_leaf_that_is_used_far_away_is_drawn_again(terms):
    report = drawn("+".join(f"sin({i}*x)" for i in range(terms)))
    place = svg.arranged(report)
    assert sum(len(wire.points) for wire in place.wires) < 3 * len(report.edges)
    assert sum(box.copy for box in place.boxes) > terms // 2


def test_limits_are_told_with_what_has_none():
    report = drawn("+".join(["x*y"] * 200))
    with pytest.raises(GradcliError, match="mermaid draws at most 500 edges, here are 798") as told:
        mermaid.picture(report)
    assert "-f dot has no limit" in told.value.message and told.value.code == 1
    with pytest.raises(GradcliError, match="401 nodes") as told:
        svg.picture(report)
    assert "-f dot" in told.value.help and "sfdp" in told.value.help
    assert svg.picture(report, 1000).count("<rect") > 400


@pytest.mark.parametrize("value, shown", [(0.1, "0.1"), (1 / 3, "0.333333"), (-1e-300, "-1e-300"), (math.nan, "nan"),
                                          (123456789.0, "123456789"), (1234567890.0, "1.23457e+09"), (-math.inf, "-inf")])
def test_numbers_in_pictures_are_brief(value, shown):
    assert short(value) == shown


NODE = re.compile(r'  n\d+\["(?:[A-Za-z0-9 .,=+/()_]|#\d+;|<br/>)*"\](:::(leaf|result|number))?')
EDGE = re.compile(r'  n\d+ (-->|-\.->|-->\|"(?:[A-Za-z0-9 .,=+/()_]|#\d+;)*"\|) n\d+')


@pytest.mark.parametrize("source", SOURCES)
def test_mermaid_has_no_character_that_means_anything(source):
    report = drawn(source)
    head, *rest = mermaid.picture(report).split("\n")
    nodes, edges = rest[:len(report.nodes)], rest[len(report.nodes):-3]
    assert head == "flowchart LR" and len(edges) == len(report.edges)
    assert all(NODE.fullmatch(line) for line in nodes) and all(EDGE.fullmatch(line) for line in edges)
    for node, line in zip(report.nodes, nodes, strict=True):
        label = re.search(r'"(.*)"', line)[1]
        read = [re.sub(r"#(\d+);", lambda found: chr(int(found[1])), part) for part in label.split("<br/>")]
        assert read == lines(report, node.id)


@pytest.mark.skipif(not shutil.which("dot"), reason="Graphviz is not installed")
def test_graphviz_reads_what_json_holds(tmp_path):
    reports = [drawn(source, bound) for source in SOURCES for bound in (True, False)]
    (tmp_path / "all.dot").write_text("\n".join(map(dot.picture, reports)), encoding="utf-8")
    run = subprocess.run(["dot", "-Tjson", "-Kpatchwork", tmp_path / "all.dot"], capture_output=True, text=True, check=True)
    decoder, place, read = json.JSONDecoder(strict=False), 0, []
    while place < len(run.stdout.rstrip()):
        found, place = decoder.raw_decode(run.stdout, place)
        read.append(found)
        place += len(run.stdout[place:]) - len(run.stdout[place:].lstrip())
    assert len(read) == len(reports)
    for report, found in zip(reports, read, strict=True):
        names = {each["_gvid"]: each["name"] for each in found.get("objects", ())}
        labels = {each["name"]: each["label"] for each in found.get("objects", ())}
        for node in report.nodes:
            parts = [part.replace("\\", "\\\\").replace("&", "&amp;") for part in lines(report, node.id)]
            assert labels[f"n{node.id}"] == "\\n".join(parts)
        edges = [(names[each["tail"]], names[each["head"]], each.get("label", "")) for each in found.get("edges", ())]
        assert sorted(edges) == sorted((f"n{edge.input}", f"n{edge.node}", along(edge)) for edge in report.edges)


@pytest.mark.parametrize("source", SOURCES)
def test_the_sentences_of_the_player_are_the_lines_of_explain(source):
    report = drawn(source, passes=True)
    steps, first = html.played(report)
    if not report.at:
        assert len(steps) == len(report.nodes)
        return
    told = explain(Question(source, bindings([f"{name}={value}" for name, value in report.at.items()], "--at")))
    expected = [" ".join(line.plain().split()) for line in list(forward(told))[1:]]
    expected += [" ".join(line.plain().split()) for visit in told.backward for line in backward(told, visit)]
    assert [" ".join(step.sentence.split()) for step in steps] == expected
    assert all(1 <= number <= len(steps) for number in first.values())


@pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed")
def test_a_browser_opens_the_page_at_the_step_in_the_address(tmp_path):
    report = drawn("d = x**2; d*d + y/d", passes=True)
    steps, first = html.played(report)
    (tmp_path / "graph.html").write_text(html.picture(report), encoding="utf-8")
    for step in Random(1).sample(range(1, len(steps) + 1), 2):
        page = subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
                               f"file://{tmp_path}/graph.html#{step}"], capture_output=True, text=True, timeout=60).stdout
        said = re.search(r'<p id="say" aria-live="polite">(.*?)</p>', page, re.DOTALL)[1]
        assert said.replace("&gt;", ">").replace("&lt;", "<") == steps[step - 1].sentence
        assert f"{step} of {len(steps)}" in page
        hidden = len(re.findall(r'<text[^>]*class="off"', page))
        assert hidden == sum(number > step for part, number in first.items() if part.startswith("g"))


def test_pictures_come_from_the_command_line(cli):
    for form, begin in (("dot", "digraph"), ("mermaid", "flowchart LR"), ("svg", "<svg "), ("html", "<!DOCTYPE html>")):
        run = cli("graph", "3*x**2", "--at", "x=3", "-f", form)
        assert run.stdout.startswith(begin) and (run.stderr, run.returncode) == ("", 0)
    assert cli("explain", "3*x**2", "--at", "x=3", "-f", "html").stdout == run.stdout
    run = cli("graph", "+".join(["x"] * 400), "-f", "svg")
    assert (run.stdout, run.returncode) == ("", 1) and "Error: " in run.stderr
    assert cli("graph", "+".join(["x"] * 400), "-f", "svg", "--limit", "1000").returncode == 0
