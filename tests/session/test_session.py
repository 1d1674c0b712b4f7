"""Sessions, line by line: transcripts/*.txt have what is typed after `> `, and all that is printed.

`BLESS=1 pytest tests/session` writes what is printed now, for a person to read before it is committed.
"""

import os
import random
import re
import sys
from pathlib import Path

import pytest
from mutations import mutate

from gradcli.cli import group, main
from gradcli.session.session import Session

TRANSCRIPTS = sorted(Path(__file__).with_name("transcripts").glob("*.txt"))

PIECES = ["(", ")", "=", ";", "#", "ans", "ans.x", "'", '"', "--at", " -n 2", "^", "\\frac", "@", "|", "f(", "eval ",
          "\x1b[31m", "é", "1e999", "²", " "]


@pytest.fixture
def session(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return Session(group)


def answered(session, capsys, *lines):
    """What each of these lines prints."""
    found = []
    for line in lines:
        session.answer(line)
        printed = capsys.readouterr()
        found.append(printed.out + printed.err)
    return found


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_transcript(session, capsys, path):
    transcript = path.read_text(encoding="utf-8")
    lines = [line[2:] for line in transcript.splitlines() if line.startswith("> ")]
    now = "".join(f"> {line}\n{printed}" for line, printed in zip(lines, answered(session, capsys, *lines), strict=True))
    if os.environ.get("BLESS"):
        path.write_text(now, encoding="utf-8")
    else:
        assert now == transcript


def test_the_session_of_the_readme(session, capsys):
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```\n((?:> .*\n(?:[^>`].*\n)*)+)```", text, re.MULTILINE)
    lines = re.findall(r"^> (.*)", shown, re.MULTILINE)
    assert shown == "".join(f"> {line}\n{each}" for line, each in zip(lines, answered(session, capsys, *lines), strict=True))


def test_what_is_saved_is_a_text_of_the_language(session, capsys, tmp_path, cli):
    *_, said = answered(session, capsys, "f(t) = t**2 + d", "g(t) = f(t)*a", "a = 1/3", "d = q*2",
                        f"save '{tmp_path}/my names'")
    assert said == f"saved 4 names in {tmp_path}/my names\n"
    saved = (tmp_path / "my names").read_text()
    assert saved == "a = 1/3\nd = q*2\nf(t) = t**2 + d\ng(t) = f(t)*a\n"
    (printed,) = answered(session, capsys, "g(x)")
    assert cli("grad", "-", "-f", "plain", stdin=saved + "g(x)").stdout.split() == printed.split()


def test_a_file_that_cannot_be_written_is_an_error(session, capsys, tmp_path):
    *_, said = answered(session, capsys, "x = 2", f"save {tmp_path}/no/names")
    assert said.startswith("Error: No such file or directory")


def test_any_line_is_answered_or_refused(session, capsys, monkeypatch, tmp_path):
    """Lines of the classifier's table, with mistakes in them."""
    monkeypatch.chdir(tmp_path)  # for what is saved
    rng = random.Random(8)
    table = Path(__file__).with_name("lines.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t")[3] for line in table.splitlines()]
    for _ in range(150):
        line = mutate(rng, rng.choice(lines), PIECES)
        (printed,) = answered(session, capsys, line)
        assert "mistake in gradcli" not in printed and "\x1b" not in printed, line
        assert printed.count("Error: ") <= 1 + line.count(";")


@pytest.mark.parametrize("line", ["quit", "exit", "quit()", " quit # at last"])
def test_quit_ends_it(session, line):
    assert session.answer("2") and not session.answer(line)


@pytest.mark.parametrize("line, command", [
    ("x**2*y", ["eval", "x**2*y", "--at", "x=2", "y=0.5"]),
    ("nth f(x) -n 2", ["nth", "f(t)=t**3; f(x)", "-n2", "--at", "x=2"]),
    ("hessian x*y*z", ["hessian", "x*y*z", "--at", "x=2", "y=0.5"]), ("grad z", ["grad", "z"]),
    ("taylor x*y --around x=1 -n 2", ["taylor", "x*y", "--at", "y=1/2", "--around", "x=1", "-n", "2"]),
    ("eval x*y --at x=7", ["eval", "x*y", "--at", "x=7", "y=0.5"]),
    ("check f(x) 3*x**2", ["check", "f(t)=t**3; f(x)", "3*x**2", "--at", "x=2"])])
def test_a_command_has_the_answer_of_the_shell(session, capsys, cli, line, command):
    """In JSON, but for the texts of the question."""
    *_, printed = answered(session, capsys, "x = 2", "y = 1/2", "f(t) = t**3", f"{line} -f json")
    alone = cli(*command, "-f", "json").stdout
    strip = re.compile(r'"expression": "[^"]*", ')
    assert strip.sub("", printed, 1) == strip.sub("", alone, 1)


def test_a_table_has_its_own_names(session, capsys, tmp_path):
    (tmp_path / "t.csv").write_text("x\n1\n3\n")
    *_, printed = answered(session, capsys, "x = 2", "f(t) = t**2", f"eval f(x) --points {tmp_path}/t.csv")
    assert printed == "x,value,d/dx\n1,1,2\n3,9,6\n"


def test_a_formula_may_stand_in_a_file(session, capsys, tmp_path):
    (tmp_path / "f").write_text("g(t) = f(t)*x\ng(2) + foo\n")
    *_, alone, command, missing = answered(session, capsys, "x = 3", "f(t) = t**2", f"@{tmp_path}/f",
                                           f"hessian @{tmp_path}/f",
                                           f"@{tmp_path}/nothing")
    assert alone == "d/dfoo  1\n" and "at x=3" in command and missing.startswith("Error: cannot read")


def test_only_an_answer_is_the_last_answer(session, capsys):
    lines = ["5", "log(", "x = 7", "f(t) = t", "x**2 + q", "vars", "help", "graph x", "taylor x*q --around q=0 -n 1", "ans"]
    assert answered(session, capsys, *lines)[-1] == "5\n"


def test_a_name_in_nfkc_is_one(session, capsys):
    assert answered(session, capsys, "\u00b5 = 2", "2\u03bc")[-1] == "value  4\nd/d\u03bc   2\n"


def test_colours_are_those_of_a_terminal(session, capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert answered(session, capsys, "2 + 3") == ["\x1b[1m5\x1b[0m\n"]


def test_without_a_terminal_there_is_help_and_no_session(monkeypatch, cli):
    run = cli()
    assert run.returncode == 2 and run.stderr.startswith("Usage: gradcli")


def test_on_a_terminal_it_begins(monkeypatch, capsys):
    begun = []
    monkeypatch.setattr("gradcli.session.start.start", begun.append)
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "argv", ["gradcli"])
    monkeypatch.setattr(sys.stdout, "reconfigure", lambda **_: None, raising=False)
    monkeypatch.setattr(sys.stderr, "reconfigure", lambda **_: None, raising=False)
    with pytest.raises(SystemExit) as leave:
        main()
    assert leave.value.code == 0 and begun == [group]
