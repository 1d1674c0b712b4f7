"""The line of readline, and of Python alone."""

import builtins

import pytest

from gradcli.cli import group
from gradcli.session.history import History
from gradcli.session.plain import Plain
from gradcli.session.session import Session


def test_lines_go_to_the_history(monkeypatch, tmp_path):
    lines = iter(["x = 2", "x"])
    monkeypatch.setattr(builtins, "input", lambda prompt: next(lines))
    reader = Plain(lambda: Session(group), History(str(tmp_path / "h")))
    assert [reader.read(), reader.read()] == ["x = 2", "x"] and (tmp_path / "h").read_text() == "x = 2\nx\n"


def test_without_readline_there_is_input(monkeypatch, capsys):
    import sys

    monkeypatch.setitem(sys.modules, "readline", None)

    def ends(prompt):
        raise EOFError

    monkeypatch.setattr(builtins, "input", ends)
    reader = Plain(lambda: Session(group), History(""))
    with pytest.raises(EOFError):
        reader.read()
    assert reader.readline is None and capsys.readouterr().out == "\n"


def test_a_word_is_completed_from_where_readline_breaks_it(monkeypatch):
    reader = Plain(lambda: Session(group), History(""))
    reader.readline = type("Line", (), {"get_line_buffer": lambda: "eval x --on", "get_endidx": lambda: 11})
    assert [reader._complete("--on", at) for at in (0, 1, 2)] == ["--only", "--on-error", None]
    reader.readline = type("Line", (), {"get_line_buffer": lambda: "2*sqr", "get_endidx": lambda: 5})
    assert [reader._complete("sqr", at) for at in (0, 1)] == ["sqrt(", None]
