"""What a line is: a table of lines, each with its kind, the name or the left side, and what follows."""

from pathlib import Path

import pytest

from gradcli.session.classify import Known, classify

COMMANDS = "eval nth grad hessian jacobian taylor explain graph code check functions batch help plot".split()
KNOWN = Known(COMMANDS, {"x", "grad", "f", "code"}, {"f", "code"}, answered=True)  # the others are bound
NEW = Known(COMMANDS, (), (), answered=False)
LINES = [line.split("\t") for line in
         Path(__file__).with_name("lines.tsv").read_text(encoding="utf-8").split("\n")[1:-1]]


@pytest.mark.parametrize("kind, name, text, line", LINES, ids=[repr(line[3]) for line in LINES])
def test_a_line_is_what_the_table_says(kind, name, text, line):
    found = classify(line, KNOWN)
    assert (found.kind, found.head or found.name, found.text) == (kind, name, text)
    assert line[found.start:].startswith(found.text)


def test_the_table_is_long_and_has_every_kind():
    assert len(LINES) >= 200 and {line[0] for line in LINES} == {
        "nothing", "definition", "several", "word", "command", "continuation", "expression"}


@pytest.mark.parametrize("line, kind", [
    ("-x", "expression"), ("* 2", "expression"), ("+ 1", "expression"), ("grad", "command"), ("grad + 1", "expression"),
    ("grad +1", "command"), ("grad -x**2", "command"), ("grad sin(x)", "command"), ("code(x)", "command"),
    ("grad*2", "expression"), ("f(x)", "expression"), ("vars", "word")])
def test_what_is_not_known_yet_is_another_thing(line, kind):
    assert classify(line, NEW).kind == kind


@pytest.mark.parametrize("known, kind", [(NEW, "word"), (NEW._replace(values={"vars"}), "expression")])
def test_a_name_of_the_session_is_first_of_all_that_name(known, kind):
    assert classify("vars", known).kind == kind
