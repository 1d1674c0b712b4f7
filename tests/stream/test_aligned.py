"""Rows on a terminal."""

import pytest

from gradcli.stream import aligned
from gradcli.stream.aligned import Aligned


@pytest.mark.parametrize("page", [1, 2, 1000])
def test_pages(capsys, monkeypatch, page):
    monkeypatch.setattr(aligned, "PAGE", page)
    monkeypatch.setenv("COLUMNS", "80")
    sink = Aligned("x**2", "x=0:9:1", 1)
    sink.write(b"x,value\n")
    for x in range(10):
        sink.write(f"{x},{x * x}\n".encode())
    early = capsys.readouterr().out
    assert bool(early) == (page < 10)  # what is shown as soon as a page is full
    sink.close()
    lines = (early + capsys.readouterr().out).splitlines()
    assert lines[:4] == ["x**2", "at x=0:9:1", "", "x  value"]
    assert [tuple(map(int, line.split())) for line in lines[4:]] == [(x, x * x) for x in range(10)]


def test_an_error_before_the_first_row_leaves_nothing(cli):
    for words in (["x=1:0:0.1"], ["x=0:1:1", "--only", "d/dy"], ["x=0:1:1", "--limit", "1"], ["y=0:1:1"]):
        run = cli("eval", "x**2", "-f", "rich", "--at", *words)
        assert run.returncode and run.stdout == "" and run.stderr.startswith("Error: ")
