"""The bar that says how far a table has come."""

import io
import sys

import pytest

from gradcli.cli import points
from gradcli.render.progress import Bar


class Terminal(io.StringIO):
    def isatty(self):
        return True


def terminal(monkeypatch, kind="xterm"):
    monkeypatch.setenv("TERM", kind)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "stderr", Terminal())
    return sys.stderr


@pytest.mark.parametrize("size, said", [(2_000_000, "1.0/2.0 MB"), (None, "1.0/? MB")])
def test_it_says_how_far_it_is_and_goes_away(monkeypatch, size, said):
    screen = terminal(monkeypatch)
    bar = Bar(size)
    bar.show(1_000_000, 12_345)
    assert "12 345 rows" in screen.getvalue() and said in screen.getvalue()
    bar.close()
    assert screen.getvalue().endswith("\n\x1b[?25h\r\x1b[1A\x1b[2K") and screen.getvalue().count("\n") == 1


def test_a_dumb_terminal_has_none(monkeypatch):
    screen = terminal(monkeypatch, "dumb")
    bar = Bar(100)
    bar.show(50, 3)
    bar.close()
    assert not screen.getvalue()


@pytest.mark.parametrize("errors, answers, shown", [(True, False, True), (True, True, False), (False, False, False)])
def test_it_is_for_who_waits_at_a_terminal(monkeypatch, errors, answers, shown):
    monkeypatch.setattr(sys, "stderr", Terminal() if errors else io.StringIO())
    monkeypatch.setattr(sys, "stdout", Terminal() if answers else io.StringIO())
    assert points._Progress(None, None).shown == shown
