"""Lines on a terminal: broken between numbers and names, never in them; its encoding, its colours."""

import math
import re

import pytest
from rich.cells import cell_len
from terminals import COLORS, WIDTHS, formula, square, terminal

from gradcli.render import as_rich
from gradcli.render.screen import Screen
from gradcli.report.derivatives import Derivative
from gradcli.report.values import Answer


def test_names_of_any_script():
    for encoding in ("utf-8", "ascii", "latin-1"):
        text = as_rich.graph(square(2.0, 4.0, "変数"), terminal(120, encoding))
        text.encode(encoding)
        assert ("変数" in text) == (encoding == "utf-8") and (r"\u5909\u6570" in text) != (encoding == "utf-8")
        rows = as_rich.nodes(square(2.0, 4.0, "変数"), terminal(120, encoding)).split("\n")
        ends = {cell_len(row) - len(re.search(r"(True|False|requires_grad|[─-]+)$", row)[0]) for row in rows}
        assert len(ends) == 1  # the last column stands in one line
    assert "\x1b" not in as_rich.answer(Answer("x # \x1b[2J", None, 1.0, None, {}, []), terminal(80))


@pytest.mark.parametrize("operator", [" + ", "*"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_long_formula_breaks_between_its_terms_or_else_between_its_tokens(width, operator):
    written = operator.join(f"1.0000000000000002e-30*x**{n}" for n in range(9))
    text = as_rich.derivative(Derivative(written, ("x",), 1, formula(written), None, None, []), terminal(width))
    assert all(len(line.rstrip()) <= width for line in text.split("\n"))
    assert text.count("1.0000000000000002e-30") == 18
    assert "".join(text.split()) == "".join(f"{written}d/dx{written}".split())


@pytest.mark.parametrize("environment, colored", [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False),
                                                  ({"CLICOLOR": "0"}, False)])
def test_the_environment_is_honoured(monkeypatch, environment, colored):
    for name in ("NO_COLOR", "CLICOLOR", "TTY_COMPATIBLE", "COLORTERM", "LINES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "40", **environment}.items():
        monkeypatch.setenv(name, value)
    text = as_rich.graph(square(math.pi, math.e))
    assert ("\x1b[" in text) == colored
    assert all(len(line) <= 40 for line in COLORS.sub("", text).split("\n"))


def test_a_line_breaks_between_its_parts_alone():
    screen = Screen(terminal(12))
    parts = [("aaaa", ""), ("bbb", ""), ("cccccc", ""), ("d" * 20, "")]
    assert list(screen.flow(parts, "* ", "  ")) == ["* aaaa  bbb", "  cccccc", "  " + "d" * 20]
    assert list(screen.flow(parts[:2], gap=" ", width=6)) == ["aaaa", "  bbb"] and list(screen.flow([])) == [""]


def test_names_have_one_width_where_that_leaves_room():
    rows = [("x", [("1", "")]), ("long name", [("2", "")])]
    assert Screen(terminal(40)).rows(rows) == ["x          1", "long name  2"]
    assert Screen(terminal(10)).rows(rows) == ["x 1", "long name ", "  2"]


def test_a_grid_has_columns_as_wide_as_they_need_or_is_none():
    rows = [[("a", ""), ("変数", "")], [("longer", ""), ("1", "")]]
    assert Screen(terminal(12)).grid(rows) == ["a       変数", "longer  1"]
    assert Screen(terminal(11)).grid(rows) == []


@pytest.mark.parametrize("text, room, shown", [("abcdef", 6, "abcdef"), ("abcdefgh", 5, "ab…gh"), ("変数変数", 6, "変…数")])
def test_the_middle_of_a_long_text_is_left_out(text, room, shown):
    assert Screen(terminal(80)).excerpt(text, room) == shown


def test_a_formula_breaks_between_terms_or_tokens_and_never_in_a_number():
    screen = Screen(terminal(80))
    assert [piece for piece, _ in screen.pieces("x + 1e-30*y", 9)] == ["x ", "+ ", "1e-30*y"]
    assert [piece for piece, _ in screen.pieces("x + 1e-30*y", 5)] == ["x ", "+ ", "1e-30*", "y"]


def test_what_is_set_already_keeps_its_blanks():
    assert Screen(terminal(20)).verbatim("  a\tb   ─ c") == "  a     b   ─ c"
    assert Screen(terminal(20, "ascii")).verbatim("  a   ─ ²") == "  a   - \\xb2"


def test_a_line_that_is_too_wide_breaks_between_words():
    screen = Screen(terminal(24))
    assert [*screen.broken("    short enough")] == ["    short enough"]
    assert [*screen.broken("  1  no answer, or not a whole one")] == ["  1  no answer, or not a", "      whole one"]
    assert [*screen.broken("    --at " + "x" * 30)] == ["    --at xxxxxxxxxxxxxxx", "        xxxxxxxxxxxxxxx"]
