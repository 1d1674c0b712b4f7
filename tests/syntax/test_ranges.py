"""Ranges after --at: their parts, and the words on what is wrong with them."""

import pytest

from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings


def read(*words):
    """The bindings and the ranges, each as numbers."""
    ranges = {}
    bound = bindings(words, ranges=ranges)

    def value(program):
        lowered = lower(program)
        return run(lowered.tape, {})[lowered.root]

    parts = {name: {part: value(program) for part, program in each._asdict().items()
                    if part not in ("name", "word") and program} for name, each in ranges.items()}
    return {name: value(program) for name, program in bound.items()}, parts


@pytest.mark.parametrize("word, parts", [
    ("x=0:1", {"start": 0, "stop": 1}), ("x=-pi:pi", {"start": -3.141592653589793, "stop": 3.141592653589793}),
    ("x=0:1:0.1", {"start": 0, "stop": 1, "step": 0.1}), ("x=0:1#11", {"start": 0, "stop": 1, "number": 11}),
    ("x = 1 : 1/2 : -1/8", {"start": 1, "stop": 0.5, "step": -0.125}),
    ("x=(1+1):max(3,4) # 2*5", {"start": 2, "stop": 4, "number": 10})])
def test_every_spelling(word, parts):
    assert read(word) == ({}, {"x": parts})


def test_ranges_beside_numbers():
    assert read("a=2,x=0:1", "y=-1:1:max(1,2)", "e=3") == (
        {"a": 2, "e": 3}, {"x": {"start": 0, "stop": 1}, "y": {"start": -1, "stop": 1, "step": 2}})


@pytest.mark.parametrize("word, message, span", [
    ("x=0:1:2:3", "--at x=0:1:2:3: a range is START:STOP:STEP or START:STOP#COUNT", (5, 9)),
    ("x=0:1:2#3", "--at x=0:1:2#3: a range is START:STOP:STEP or START:STOP#COUNT", (5, 9)),
    ("x=:1", "--at x=:1: START is missing in the range", (2, 3)),
    ("x=0:", "--at x=0:: STOP is missing in the range", (4, 5)),
    ("x=0:1:", "--at x=0:1:: STEP is missing in the range", (6, 7)),
    ("x=0:1#", "--at x=0:1#: COUNT is missing in the range", (6, 7)),
    ("x=0:abc", "--at x=0:abc: abc is not a number", (4, 7)),
    ("x=0:1:2*sin", "--at x=0:1:2*sin: sin is a function; call it: sin(...)", (8, 11)),
    ("x=0:(1", "--at x=0:(1: this parenthesis is never closed", (4, 5))])
def test_mistakes_show_their_place(word, message, span):
    with pytest.raises(GradcliError) as caught:
        read(word)
    assert (caught.value.message, caught.value.source, caught.value.span) == (message, word, span)


@pytest.mark.parametrize("words", [("x=1", "x=0:1"), ("x=0:1", "x=1"), ("x=0:1,x=0:2",)])
def test_a_range_is_a_binding(words):
    with pytest.raises(GradcliError, match="x is bound twice"):
        read(*words)
