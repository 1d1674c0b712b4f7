"""Graphviz's digraphs, read back by Graphviz."""

import json
import re
import shutil
import subprocess

import pytest
from drawings import SOURCES, drawn

from gradcli.render.pictures import dot
from gradcli.render.pictures.labels import along, lines


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


def test_every_node_and_edge_has_a_line():
    report = drawn("x**2*y + (x > 0)")
    found = dot.picture(report).split("\n")
    assert sum(re.match(r"  n\d+ \[", line) is not None for line in found) == len(report.nodes)
    assert [line.split(" [")[0].rstrip(";") for line in found if "->" in line] == [
        f"  n{edge.input} -> n{edge.node}" for edge in report.edges]
    assert sum("style=dashed" in line for line in found) == sum(edge.local is None for edge in report.edges)


@pytest.mark.parametrize("label, shown", [(["a", "b"], r'"a\nb"'), (['say "x"'], r'"say \"x\""'), ([r"\N"], r'"\\N"'),
                                          (["&lt;"], '"&amp;lt;"')])
def test_a_label_is_quoted(label, shown):
    assert dot.quote(label) == shown
