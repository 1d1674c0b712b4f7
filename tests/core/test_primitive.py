"""Rows of the table, as mathematics knows them."""

import math
from fractions import Fraction

import pytest

import gradcli.ops  # noqa: F401  fills the table
from gradcli.core.primitive import CONSTANT, FUNCTIONS, OPERATORS, UNOFFERED, VARIABLE, rows
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import run
from gradcli.errors import GradcliError


def row(word):
    return FUNCTIONS.get(word) or OPERATORS[word]


@pytest.mark.parametrize("property, words, others", [
    ("is_step", "floor ceil round sign < == and", "sin abs relu % e if"),
    ("is_truth", "< <= == != and or", "floor sign abs"), ("picks", "abs max min relu clamp", "sin sqrt floor + if")])
def test_kinds_of_rows(property, words, others):
    assert [word for word in words.split() if not getattr(row(word), property)] == []
    assert [word for word in others.split() if getattr(row(word), property)] == []


def test_rows_of_one_name_differ_in_their_arguments():
    log, most = FUNCTIONS["log"], FUNCTIONS["max"]
    assert log.taking(1) is log and log.taking(2) in log.overloads and log.taking(2).name == "log" and not log.taking(3)
    assert most.takes(2) and most.taking(40) and not most.takes(1) and not FUNCTIONS["sin"].takes(0)


def test_every_row_is_listed_once():
    found = list(rows())
    assert len(found) == len(set(map(id, found)))
    assert {FUNCTIONS["ln"], OPERATORS["+"], FUNCTIONS["log"].taking(2)} <= {*found}
    assert not {CONSTANT, VARIABLE, UNOFFERED} & {*found}


@pytest.mark.parametrize("word, xs, pole, kink, jump", [
    ("/", (1.0, 0.0), True, False, False), ("log", (0.0,), True, False, False), ("gamma", (-0.0,), True, False, False),
    ("exp", (1000.0,), False, False, False), ("abs", (0.0,), False, True, False), ("abs", (1e-300,), False, False, False),
    ("max", (2.0, 2.0), False, True, False), ("clamp", (1.0, 0.0, 1.0), False, True, False),
    ("floor", (3.0,), False, False, True), ("floor", (2.5,), False, False, False), ("<", (1.0, 1.0), False, False, True),
    ("sign", (0.0,), False, False, True)])
def test_poles_kinks_and_jumps(word, xs, pole, kink, jump):
    assert [row(word).at_pole(xs), row(word).at_kink(xs), row(word).at_jump(xs)] == [pole, kink, jump]


def test_a_row_is_called_on_handles_and_numbers():
    tape = Tape()
    x = Ref(tape, tape.variable("x"))
    half = FUNCTIONS["atan2"](Fraction(1, 2), x)
    left, right = tape.arguments[half.slot]
    assert (tape.attributes[left], right, tape.operations[half.slot]) == (Fraction(1, 2), x.slot, FUNCTIONS["atan2"])
    assert FUNCTIONS["atan2"].value([1.0, 1.0]) == math.pi / 4


def test_a_row_without_a_definition_says_so():
    with pytest.raises(LookupError, match="row sin has no definition"):
        FUNCTIONS["sin"].definition([])


def test_a_derivative_that_is_not_offered_is_nan_and_tells_its_reason():
    tape = Tape()
    g, y, n, x = (Ref(tape, tape.variable(name)) for name in "gynx")
    refused = FUNCTIONS["polygamma"].rule(0)(g, y, n, x)
    reason = tape.attributes[refused.slot]
    assert tape.operations[refused.slot] is UNOFFERED and "along n is not offered" in reason
    assert math.isnan(UNOFFERED.value([1.0, 2.0], reason))
    with pytest.raises(GradcliError, match="along n is not offered"):
        UNOFFERED.definition([], reason)


def test_the_one_rule_of_many_arguments_gets_the_index():
    """The slope of hypot along an argument is its cosine: 2/7, 3/7 and 6/7 at (2, 3, 6)."""
    tape = Tape()
    g, y, *xs = (Ref(tape, tape.variable(name)) for name in "gyabc")
    adjoints = [FUNCTIONS["hypot"].taking(3).rule(i)(g, y, *xs) for i in range(3)]
    values = run(tape, {"g": 7.0, "y": 7.0, "a": 2.0, "b": 3.0, "c": 6.0})
    assert [values[adjoint.slot] for adjoint in adjoints] == pytest.approx([2, 3, 6])
