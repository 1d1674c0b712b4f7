"""How an error looks."""

import io
import os
import sys

import pytest

from gradcli.errors import GradcliError
from gradcli.render.diagnostic import MIN_WIDTH, WIDTH, diagnostic, warning
from gradcli.report.base import Warning


def shown(source, start, end, **options):
    first, *rest = diagnostic(GradcliError("wrong", span=(start, end), source=source, **options)).split("\n")
    assert first.startswith("Error: wrong")
    return rest


def test_one_line_and_the_place():
    assert diagnostic(GradcliError("wrong", help="do so")) == "Error: wrong (do so)"
    assert shown("1+*x", 2, 3) == ["  1+*x", "    ^"]
    assert shown("sin()", 0, 5) == ["  sin()", "  ^^^^^"]
    assert shown("1+", 2, 2) == ["  1+", "    ^"] and shown("1+", 2, 3) == ["  1+", "    ^"]
    assert shown("", 0, 0) == [] and shown("  ", 0, 0) == []


def test_a_warning_in_the_same_shape():
    about = Warning("domain", "log(x)", (2, 8), "it is so", "1+log(x)")
    assert warning(about) == "Warning: domain: it is so\n  1+log(x)\n    ^^^^^^"
    assert warning(Warning("unused", "y", None, "y is not there")) == "Warning: unused: y is not there"


def test_the_line_of_a_longer_text_is_numbered():
    assert shown("a = 1\nb = $\na", 10, 11) == ["  line 2: b = $", "              ^"]
    assert shown("x $\n", 2, 3) == ["  x $", "    ^"]
    assert shown("(1+\n2", 0, 5) == ["  line 1: (1+", "          ^^^^"]


@pytest.mark.parametrize("source, at, line, column", [
    ("日本+$", 3, "日本+$", 5), ("e\u0301+$", 3, "e\u0301+$", 2), ("\ta+$", 3, " a+$", 3),
    ("\x00\x1b+$", 3, "\\x00\\x1b+$", 9),
    ("a\u00a0$", 2, "a $", 2), ("\r$", 1, "\\r$", 2), ("\u200b$", 1, "\\u200b$", 6), ("\udcff$", 1, "\\xff$", 4)])
def test_carets_stand_under_what_is_shown(source, at, line, column):
    assert shown(source, at, at + 1) == ["  " + line, "  " + " " * column + "^"]


def test_a_message_has_one_line_whatever_is_in_it():
    assert diagnostic(GradcliError("a\nb\x1b[31m")) == "Error: a b\\x1b[31m"


def test_what_the_terminal_cannot_say_is_escaped_and_counted(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert shown("θ+$", 2, 3) == ["  \\u03b8+$", "         ^"]
    line, carets = shown("x" * 100 + "$" + "y" * 100, 100, 101)
    assert line.startswith("  ...x") and line.endswith("y...") and line[carets.index("^")] == "$"
    assert diagnostic(GradcliError("a … b")) == "Error: a ... b"


def test_marks_of_ours_are_spelt_out_where_the_terminal_has_none(monkeypatch):
    about = Warning("curvature", "x", None, "to second order 1 ± 2, within one σ")
    assert warning(about) == "Warning: curvature: to second order 1 ± 2, within one σ"
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert warning(about) == "Warning: curvature: to second order 1 +/- 2, within one sigma"


@pytest.mark.parametrize("at", [0, 10, 69, 70, 5000, 9970, 9999])
def test_a_wide_line_is_cut_to_a_window(at):
    source = "x" * at + "$" + "y" * (9999 - at)
    line, carets = shown(source, at, at + 1)
    assert len(line) <= WIDTH + 4 and line[carets.index("^")] == "$"
    assert line.startswith("  …") is (at > 60) and line.endswith("…") is (at < 9950)


@pytest.mark.parametrize("columns, room", [(40, 36), (80, WIDTH), (5, MIN_WIDTH)])
def test_on_a_narrow_terminal_no_line_is_wrapped(monkeypatch, columns, room):
    monkeypatch.setattr("gradcli.render.diagnostic.os.get_terminal_size", lambda _: os.terminal_size((columns, 24)))
    monkeypatch.setattr(sys, "stderr", sys.__stderr__)
    line, carets = shown("x" * 100 + "$" + "y" * 100, 100, 101)
    assert len(line) == 2 + 1 + room + 1 and line[carets.index("^")] == "$"


def test_a_long_place_is_underlined_as_far_as_it_is_seen():
    line, carets = shown("x" * 500, 100, 400)
    assert set(carets) == {" ", "^"} and len(carets) <= len(line)


def test_a_very_long_line_costs_nothing():
    line, _ = shown("(" * 3_000_000, 2_000_000, 3_000_000)
    assert len(line) < 80
