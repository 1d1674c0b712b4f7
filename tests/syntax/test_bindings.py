"""Words after --at."""

import pytest

from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings, is_binding


def values(*words):
    found = {name: lower(program) for name, program in bindings(words).items()}
    return {name: run(lowered.tape, {})[lowered.root] for name, lowered in found.items()}


@pytest.mark.parametrize("words, expected", [
    (["u=3", "v=4"], {"u": 3, "v": 4}), (["u=3,v=4"], {"u": 3, "v": 4}), (["u=3,", "v=4"], {"u": 3, "v": 4}),
    (["u=3,v=max(1,2)"], {"u": 3, "v": 2}),
    (["x = 1/4"], {"x": 0.25}), (["x=2pi"], {"x": 6.283185307179586}), (["x=-2e-3"], {"x": -0.002}), (["x=1+1"], {"x": 2}),
    (["x=inf"], {"x": float("inf")}),
    (["e=3"], {"e": 3}), (["θ=1"], {"θ": 1}), (["e\u0301=1"], {"é": 1}), (["x=1 if 2>1 else 3"], {"x": 1}),
    (["x=(1,y=2"], None), (["x=1e400"], {"x": float("inf")})])
def test_every_spelling(words, expected):
    if expected is None:
        with pytest.raises(GradcliError):
            bindings(words)
    else:
        assert values(*words) == expected


@pytest.mark.parametrize("words, message, help", [
    (["x"], "--at x: a binding is NAME=VALUE", "as in --at x=3"),
    (["x=="], "--at x==: a binding is NAME=VALUE", "as in --at x=3"),
    ([""], "--at: a binding is NAME=VALUE", "as in --at x=3"),
    (["x=1,,y=2"], "--at: a binding is NAME=VALUE", "as in --at x=3"),
    (["x="], "--at x=: the value is missing", "as in --at x=3"), (["=1"], "--at =1: the name is missing", "as in --at x=3"),
    (["x=5,2"], "--at x=5,2: a comma separates bindings", "write x=5.2"),
    (["x=-5,25e-3,y=2"], "--at x=-5,25e-3,y=2: a comma separates bindings", "write x=-5.25e-3"),
    (["x=5.1,2"], "--at 2: a binding is NAME=VALUE", "as in --at x=3"),
    (["2=3"], "--at 2=3: 2 is not a name", "as in --at x=3"),
    (["if=3"], "--at if=3: `if` is a reserved word", "as in --at x=3"),
    (["x=1;y=2"], "--at x=1;y=2: bindings are separated by commas", "write --at x=1,y=2"),
    (["x=1 y=2"], "--at x=1 y=2: bindings are separated by commas", "write --at x=1,y=2"),
    (["x=1", "x=2"], "--at x=2: x is bound twice", "leave one of the two out"),
    (["x=true"], "--at x=true: true is not a number", "a value is an expression of constants"),
    (["x=abc"], "--at x=abc: abc is not a number", "a value is an expression of constants"),
    (["x=PI"], "--at x=PI: PI is not a number", "did you mean pi?"),
    (["x=sin"], "--at x=sin: sin is a function; call it: sin(...)", None),
    (["x=__import__('os')"], "--at x=__import__('os'): __import__ is not a function", None)])
def test_mistakes(words, message, help):
    with pytest.raises(GradcliError) as caught:
        bindings(words)
    assert caught.value.message == message
    if help:
        assert caught.value.help == help


@pytest.mark.parametrize("words", [["0"], ["x=1", "x=2"], ["x="], ["2=3"], ["x=1;y=2"], ["x=abc"]])
def test_a_mistake_names_the_option(words):
    with pytest.raises(GradcliError) as caught:
        bindings(words, "--around")
    assert caught.value.message.startswith("--around ") and "--at" not in (caught.value.help or "")


def test_the_place_in_the_value():
    with pytest.raises(GradcliError) as caught:
        bindings(["u=1,x= 2*abc"])
    assert (caught.value.source, caught.value.span) == ("x= 2*abc", (5, 8))


@pytest.mark.parametrize("word, yes", [("x=1", True), ("é=1", True), ("x=1,y=2", True), ("x =1", True), ("e=3", True),
    ("f(t)=t**2; f(x)", False),
                                       ("a==b", False), ("a=1; a*x", False), ("a=1\na*x", False), ("x<=3", False),
                                       ("x!=3", False), ("x", False)])
def test_is_binding(word, yes):
    assert is_binding(word) is yes


def test_many_blanks_are_read_once():
    from time import process_time

    def cost(n):
        start = process_time()
        with pytest.raises(GradcliError):
            bindings([f"x=1{' ' * n}y"])
        return process_time() - start

    assert cost(200_000) < 5  # minutes, where each blank is tried again from every other
