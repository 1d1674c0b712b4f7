"""The answer below the line that is typed."""

import os
import random
import time
from string import printable

import pytest

from gradcli.cli import group
from gradcli.session.preview import LIMIT, fit, limited, preview
from gradcli.session.session import Session


@pytest.fixture
def session(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    return Session(group)


@pytest.mark.parametrize("line, shown", [
    ("x**2*sin(x)", ["d/dx = x**2*cos(x) + 2*x*sin(x)"]), ("a**2*sin(a)", ["3.637189707302727", "d/da=1.9726023611141572"]),
    ("x**2*sin(x", ["this parenthesis is never closed"]), ("x +", ["a number or a name is missing after +"]),
    ("* 2", ["6"]), ("ans.q", ["the last answer has no derivative along q"]), ("2 + 3", ["5"]),
    ("y = pi/4", ["0.7853981633974483"]),
    ("f(t) = t**3", ["d/dt = 3*t**2"]), ("g(x)", ["d/dx = 2*x"]), ("u*v", ["d/du = v", "d/dv = u"]), ("y =", []),
    ("nth x**2 -n 2", []), ("vars", []), ("", []), ("# x", []), ("x**2 --at x=3", []), ("log(0)", ["-inf"]),
    ("h(t) = t; h(h(h(x)))", ["d/dx = 1"]), ("x = 1:3", ["U+003A"])])
def test_what_is_shown(session, line, shown):
    for each in ("a = 2", "g(t) = t**2", "3"):
        session.answer(each)
    found = preview(session, line)
    assert found == shown or shown == ["U+003A"] and len(found) == 1


def test_what_takes_too_much_work_shows_nothing(session):
    assert preview(session, "+".join(f"sin(x*{i})" for i in range(LIMIT))) == []
    chain = "; ".join(f"f{i}(t) = f{i - 1}(t)*f{i - 1}(t + 1)" for i in range(1, 30))
    assert preview(session, f"f0(t) = t; {chain}; f29(x)") == []


def test_work_is_ended_by_the_system():
    begun = time.monotonic()
    assert limited(lambda: [str(7 ** 7 ** 9)], 0.05) == [] and time.monotonic() - begun < 5
    assert limited(lambda: ["a", "é\ud800"], 5) == ["a", "é?"] and limited(lambda: [], 5) == []
    assert limited(lambda: ["x" * 300_000], 5) == ["x" * 300_000]
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("parts, room, shown", [
    (["a", "bb"], 80, "a   bb"), (["a", "bb"], 6, "a   bb"), (["a", "bb"], 5, "a   …"), (["aaaa"], 3, ""), ([], 9, ""),
    (["a", "bb", "c"], 9, "a   …"), (["a", "bb", "c"], 10, "a   bb   c")])
def test_no_part_is_cut(parts, room, shown):
    assert fit(parts, room) == shown


@pytest.mark.parametrize("seed", range(3))
def test_it_changes_nothing(session, capsys, seed):
    """The answers after previews of random keys are those without."""
    rng, quiet = random.Random(seed), Session(group)
    typed = ["x**2*sin(x)", "x = 2", "ans + 1", "f(t) = t*x", "* f(3)", "abs(x-2)", "ans.x", "d = ans*q", "d", "vars",
             "log(-x)"]
    for line in typed:
        for end in range(1, len(line) + 1):
            preview(session, line[:end])
        preview(session, "".join(rng.choice(printable + "²πans.=()f(x)") for _ in range(12)))
        capsys.readouterr()
        session.answer(line)
        shown = capsys.readouterr()
        quiet.answer(line)
        assert capsys.readouterr() == shown
    assert vars(session.state) == vars(quiet.state)
