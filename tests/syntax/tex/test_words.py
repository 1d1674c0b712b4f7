"""Commands of LaTeX: functions, letters, names."""

import pytest

from gradcli.core.primitive import rows
from gradcli.syntax.tex.words import begins_call, is_letter, letter_name, macro, templates


@pytest.mark.parametrize("command, name", [("\\sin", "sin"), ("\\arctan", "atan"), ("\\ln", "log"), ("\\lg", "log10"),
                                           ("\\Gamma", "gamma"), ("\\tg", "tan"), ("\\varphi", "normpdf")])
def test_a_command_is_a_function(command, name):
    assert macro(command).name == name


@pytest.mark.parametrize("command", ["\\gamma", "\\theta", "\\foo", "\\e"])
def test_a_command_is_none(command):
    assert macro(command) is None


def test_greek_letters_are_names_but_not_those_of_functions():
    assert [letter_name(f"\\{word}") for word in ("theta", "gamma", "pi", "Omega")] == ["theta", "γ", "pi", "Omega"]
    assert is_letter("\\varphi") and not is_letter("\\sin") and not begins_call("\\sigma") and begins_call("\\ln")


def test_every_notation_is_that_of_one_row():
    written = [row.notation.latex for row in rows() if row.notation.latex]
    doubled = {text for text in written if written.count(text) > 1}
    assert doubled <= {"\\max", "\\min"} and templates().keys() == set(written)
