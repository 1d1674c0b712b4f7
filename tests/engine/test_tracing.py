"""Arithmetic that is recorded while it runs: elsewhere the tape gives the same doubles, or its guard is not finite."""

import math
from fractions import Fraction
from random import Random

import pytest

from gradcli.core.tape import Tape
from gradcli.domains.float64 import run
from gradcli.engine.tracing import Trace, Traced, Untraceable, divide


def formula(x, y):
    """Arithmetic of every kind, and two decisions."""
    total = 3 - x*y + (x - 0.1)*2 - -y
    quotient = divide(1.5, y) + divide(x, total) if y != 0 else total
    return quotient*x if x > Fraction(1, 2) else 1 + quotient


def traced(function, *point):
    """What is recorded at a point, as a function of others: the value, the guard."""
    tape = Tape()
    trace = Trace(tape)
    numbers = [Traced(trace, tape.variable(name), x) for name, x in zip("xy", point, strict=False)]
    root, guard = function(*numbers), trace.guard()

    def at(*point):
        values = run(tape, dict(zip("xy", point, strict=False)))
        return values[root.slot], values[guard]

    return root, at


@pytest.mark.parametrize("point", [(0.7, 1.3), (0.2, -3.0), (2.0, 0.0)])
def test_a_trace_gives_the_doubles_of_the_arithmetic_wherever_its_decisions_hold(point):
    root, at = traced(formula, *point)
    assert root.value == formula(*point) == at(*point)[0]
    random, held = Random(1), 0
    for _ in range(200):
        x, y = random.choice((random.uniform(-2, 2), 0.5, 1.0)), random.choice((random.uniform(-3, 3), 0.0))
        value, guard = at(x, y)
        same = (x > 0.5, y != 0) == (point[0] > 0.5, point[1] != 0)
        assert math.isfinite(guard) is same
        if same:
            held += 1
            assert repr(value) == repr(formula(x, y))
    assert held > 15


def test_a_size_is_guarded():
    tape = Tape()
    trace = Trace(tape)
    trace.guard_size(tape.variable("x"), 100.0)
    guard = trace.guard()
    assert [math.isfinite(run(tape, {"x": x})[guard]) for x in (3.0, -100.0, 101.0, -math.inf)] == [True, True, False, False]


def test_a_decision_is_recorded_once():
    tape = Tape()
    trace = Trace(tape)
    x = Traced(trace, tape.variable("x"), 2.0)
    assert x > 1 and x > 1 and bool(x) and x != 0 and not x < 1
    assert len(trace.guards) == 3


def test_the_difference_of_a_number_and_itself_is_0():
    tape = Tape()
    x = Traced(Trace(tape), tape.variable("x"), math.inf)
    assert x - x == 0 and x == x


@pytest.mark.parametrize("compute", [
    lambda x, y: x**2, lambda x, y: 2**x, lambda x, y: x + math.inf, lambda x, y: x*-0.0, lambda x, y: x == y,
    lambda x, y: x < "a"])
def test_arithmetic_that_a_tape_cannot_hold_is_refused(compute):
    with pytest.raises(Untraceable):
        traced(compute, 1.0, 2.0)


def test_a_quotient_is_that_of_ieee_754():
    assert divide(1.0, 0.0) == math.inf and math.isnan(divide(0.0, 0.0))
    root, at = traced(lambda x: divide(1.0, x), 0.0)
    assert root.value == math.inf and at(-0.0)[0] == -math.inf and at(4.0)[0] == 0.25
