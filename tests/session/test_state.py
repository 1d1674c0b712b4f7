"""Bindings, definitions and the last answer, and the texts with them before what is typed."""

import pytest

from gradcli.errors import GradcliError
from gradcli.session.state import State, localize
from gradcli.syntax.parser import parse


@pytest.fixture
def state():
    made = State()
    made.define("f", "f(t) = t**2 + d")
    made.define("d", "d = a*y")
    made.bind("a", "1/3")
    made.take(-2.5, {"x": 4.0})
    return made


@pytest.mark.parametrize("text, before", [
    ("x", ""), ("d", "d = a*y; "), ("f(x)", "d = a*y; f(t) = t**2 + d; "), ("2f(x)", "d = a*y; f(t) = t**2 + d; "),
    ("a", ""), ("ans", "ans = -2.5; "), ("2ans", "ans = -2.5; "), ("ansatz", ""), ("f(t) = t; f(x)", ""),
    ("d = 3; f(d)", "f(t) = t**2 + d; "), ("ans = 1; ans", ""), ("ans*d", "ans = -2.5; d = a*y; "), (r"\frac{x}{2}", "")])
def test_what_a_text_needs_stands_before_it(state, text, before):
    expanded = state.expand(text)
    assert expanded.text == before + text
    assert expanded.locate((len(before), len(before) + 1)) == (text, (0, 1))


def test_latex_is_read_where_definitions_are_needed(state):
    expanded = state.expand(r"\frac{d}{2}")
    assert (expanded.text, expanded.text.read) == ("d = a*y; d/2", "d/2")
    assert expanded.locate((9, 10)) == ("d/2", (0, 1)) and state.read("x_{1}") == "x_1"


def test_the_last_answer_is_an_operand_and_its_partials_are_names(state):
    assert state.expand("* x", continues=True).text == "ans = -2.5; ans * x"
    expanded = state.expand("ans.x + foo")
    assert expanded.text == "ans‿x = 4; ans‿x + foo" and parse(expanded.text).names.keys() == {"foo"}
    error = GradcliError("ans‿x is wrong", source=expanded.text, span=(11, 16))
    assert vars(localize(error, expanded)) | {"help": None} == vars(
        GradcliError("ans.x is wrong", source="ans.x + foo", span=(0, 5)))


def test_a_place_in_a_definition_is_shown_there(state):
    expanded = state.expand("f(x)")
    assert expanded.locate((expanded.text.index("t**2"), expanded.text.index("t**2") + 4)) == ("f(t) = t**2 + d", (7, 11))


def test_names_are_bound_where_they_occur(state):
    assert state.bindings([state.expand("f(x)").text]) == ["a=1/3"]
    assert state.bindings(["a*x", "a +"], ["x"]) == ["a=1/3"] and not state.bindings(["a"], ["a"]) + state.bindings(["x"])
    assert not state.bindings(["f(a) = a**2; f(x)"])


@pytest.mark.parametrize("text, says", [
    ("ans.y", "no derivative along y"), ("g(t) = g(t)", "defined by itself"), ("d = f(2)", "are defined by one another"),
    ("d = f(2) +", "one another"), ("d = a +", "missing after")])
def test_what_is_wrong_changes_nothing(state, text, says):
    before = dict(state.entries)
    with pytest.raises(GradcliError, match=says):
        if "=" in text:
            state.define(text[0], text)
        else:
            state.expand(text)
    assert state.entries == before


def test_what_is_forgotten(state):
    state.clear(["a"])
    assert state.listing() == ["f(t) = t**2 + d", "d = a*y"] and state.answer == -2.5
    state.clear([])
    assert not state.listing() and state.answer is None
    with pytest.raises(GradcliError, match="there is no answer yet"):
        state.expand("ans")


def test_long_chains_of_definitions_are_ordered():
    state = State()
    for i in range(200):
        state.define(f"v{i}", f"v{i} = v{i + 1} + 1")
    assert state.expand("v0").text.startswith("v199 = v200 + 1; v198")
