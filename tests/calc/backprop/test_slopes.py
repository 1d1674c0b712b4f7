"""Local derivatives, as numbers and as formulas in the arguments of a node."""

import math
from fractions import Fraction

import pytest
from asking import pose
from explained import EXPLAINED, IDS, near

from gradcli.calc.backprop.explain import explain
from gradcli.calc.backprop.slopes import Slopes, append_local_derivative
from gradcli.core.primitive import FUNCTIONS, OPERATORS
from gradcli.core.tape import Tape
from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.syntax.nodes import Name
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text


@pytest.mark.parametrize("case, report", EXPLAINED, ids=IDS)
def test_each_formula_gives_the_number_beside_it(case, report):
    values = {text(report.names[node.id]): node.data for node in report.forward}
    for edge in (edge for visit in report.backward for edge in visit.shares if edge.derivative is not None):
        source = text(edge.derivative).replace("#", "node")
        tape, root, names = lower(parse(source))
        found = run(tape, {name: values[name.replace("node", "#")] for name in names})[root]
        assert near(found, edge.local, 1e-12 * abs(edge.local)) or found != found and edge.local != edge.local


def test_a_formula_that_does_not_give_the_number_is_not_printed():
    edges = explain(pose("max(x, y)", x=2.0, y=2.0)).backward[0].shares
    assert [(edge.derivative, edge.local, edge.convention) for edge in edges] == [(None, 0.5, "a tie is shared evenly")] * 2


X, Y = Name("x"), Name("y")


@pytest.mark.parametrize("word, place, numbers, written", [
    ("*", 0, (None, None), "y"), ("sin", 0, (None,), "cos(x)"), ("**", 0, (None, 2), "2*x"),
    ("/", 1, (None, None), "-x/y**2"),
    ("+", 1, (None, None), "1"), ("exp", 0, (None,), "exp(x)"), ("log", 0, (None,), "1/x")])
def test_a_formula_over_the_names_of_the_arguments(word, place, numbers, written):
    row = FUNCTIONS.get(word) or OPERATORS[word]
    slope = Slopes(False).of(row, place, None, numbers)
    assert text(slope.formula([X, Y])) == written


def test_a_formula_gives_a_number_but_for_rounding():
    slope = Slopes(False).of(FUNCTIONS["sin"], 0, None, (None,))
    assert slope.gives(math.cos(0.3), [0.3]) and slope.gives(math.cos(0.3) * (1 + 1e-14), [0.3])
    assert not slope.gives(0.5, [0.3]) and slope.gives(math.nan, [math.nan]) and not slope.gives(math.nan, [0.3])


def test_a_formula_is_made_once_and_numbers_are_written_as_they_were():
    slopes = Slopes(True)
    half = slopes.of(OPERATORS["**"], 0, None, (None, Fraction(5, 2)))
    assert half is slopes.of(OPERATORS["**"], 0, None, (None, Fraction(5, 2))) and text(half.formula([X])) == "2.5*x**1.5"
    assert slopes.of(FUNCTIONS["hypot"].taking(9), 0, None, (None,) * 9) is None
    assert slopes.of(FUNCTIONS["polygamma"], 0, None, (None, None)) is None


@pytest.mark.parametrize("word, place, masked", [("sin", 0, False), ("relu", 0, True), ("*", 1, False)])
def test_the_local_derivative_of_a_row_on_a_tape(word, place, masked):
    tape = Tape()
    row = FUNCTIONS.get(word) or OPERATORS[word]
    leaves = tuple(tape.variable(name) for name in "xy"[:row.least])
    slot, one = tape.emit(row, leaves), tape.constant(1)
    value, mask = append_local_derivative(tape, one, slot, place)
    values = run(tape, {"x": 0.5, "y": 3.0})
    assert values[value] == {"sin": math.cos(0.5), "relu": 1.0, "*": 0.5}[word] and (mask is not None) is masked
