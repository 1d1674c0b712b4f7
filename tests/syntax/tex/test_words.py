"""Commands of LaTeX: functions, letters, names."""

import pytest

from gradcli.core.primitive import rows
from gradcli.syntax.latex import GREEK, latex
from gradcli.syntax.parser import parse
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
    assert begins_call("\\operatorname") and not begins_call("ln") and not begins_call("\\foo")


def test_every_notation_is_that_of_one_name():
    written = {(row.notation.latex, row.name) for row in rows() if row.notation.latex}
    assert len(written) == len(templates()) and templates().keys() == {text for text, _ in written}


def test_a_letter_that_is_a_function_has_a_dot_before_a_bracket():
    greek = {row.notation.latex for row in rows() if row.least and is_letter(row.notation.latex)}
    dotted = {word for word in [*GREEK, "varphi", "f", "x"] if " \\cdot (" in latex(parse(f"{word}*(t + 1)").result)}
    assert {letter[1:] for letter in greek} - {"varphi"} | {"f"} <= dotted and not {"x", "alpha"} & dotted
