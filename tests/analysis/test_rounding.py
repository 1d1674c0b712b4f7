"""The bound of a float's rounding error, compared with balls."""

import math
from fractions import Fraction
from random import Random

import pytest
from counting import instructions
from expressions import precisely, real, smooth
from mpmath import mp
from proofs import settle

from gradcli.analysis import rounding
from gradcli.analysis.rounding import adjoint_error_bound, bounds, underflow
from gradcli.core.primitive import CONSTANT, OPERATORS, rows
from gradcli.domains.ball import Ball
from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.engine.reverse import reverse
from gradcli.syntax.parser import parse


def test_values_and_partials_lie_within_their_bounds():
    looked_at = 0
    for case in smooth(8, 30, 12):
        tape, root, variables = lower(parse(case.source))
        for slot, row in enumerate(tape.operations):
            if row is CONSTANT:  # the bound takes literals for the doubles that they become
                tape.attributes[slot] = Fraction(float(tape.attributes[slot]))
        slots = [root, *reverse(tape, root, list(variables.values())).values()]
        values = run(tape, case.at)
        errors = bounds(tape, values)
        ball = Ball(case.source, 30)
        found = settle(ball, lambda tape=tape, at=case.at, slots=slots, ball=ball: ball.run(
            tape, {name: ball.real(x) for name, x in at.items()}, slots))
        for slot in slots:
            if math.isfinite(values[slot]):
                distance = ball.ball(found[slot].value) - ball.ball(Fraction(values[slot]))
                for error in (errors[slot], adjoint_error_bound(tape, values, slot)):
                    assert not abs(distance) > error * (1 + 1e-9), (case, slot)  # the bound is of first order
                looked_at += 1
    assert looked_at > 60


def test_the_short_way_of_powers_is_the_long_one(monkeypatch):
    tape, root, variables = lower(parse("(a*1.1 + b)**3 + (a - 2.2*b)**-2 + (b*b)**0.5"))
    reverse(tape, root, list(variables.values()))
    values = run(tape, {"a": 1.3, "b": 0.7})
    short = bounds(tape, values)
    powers = {row for row in tape.operations if row.numerics.condition}
    assert len(powers) == 2
    for row in powers:
        monkeypatch.setattr(row, "numerics", row.numerics.changed(condition=None))
    assert short == pytest.approx(bounds(tape, values), rel=1e-9)


def test_what_underflows_lies_within_its_bound():
    random, below = Random(3), 0
    for _ in range(300):
        source = random.choice(["x*y*z", "x/y*z", "exp(-abs(x*y))*z", "x**3*y", "normcdf(-abs(x))*y + z", "sqrt(x*y)*z/x"])
        at = {name: random.choice([-1, 1]) * random.uniform(1, 9) * 10.0**random.randint(-170, 60) for name in "xyz"}
        at |= {"x": random.uniform(1, 900)} if "abs" in source else {}
        tape, root, _ = lower(parse(source))
        values = run(tape, at)
        error = bounds(tape, values)[root]
        with mp.workdps(30):
            truth = precisely(tape, {name: Fraction(x) for name, x in at.items()})[root]
            if math.isfinite(values[root]):
                assert not abs(real(truth) - values[root]) > error * (1 + 1e-9), (source, at)
        below += abs(values[root]) * 2.0**-53 == 0
    assert below > 40


def test_a_zero_at_zero_is_no_underflow():
    for row in rows():
        zeros = [0.0] * row.least
        assert not row.least or row.value(zeros) or not underflow(row, 0.0, zeros, None), row.name


@pytest.mark.parametrize("source", ["1.7**t", "t**1.7", "t**t"])
def test_the_error_of_an_exponent_counts(source):
    tape, root, _ = lower(parse(f"t = (x + 1e9) - 1e9; {source}"))
    values = run(tape, {"x": 0.3})
    away = abs(values[root] - eval(source, {"t": 0.3}))
    assert 1e-9 < away <= bounds(tape, values)[root] < 1e-6


@pytest.mark.parametrize("name", ["max", "min"])
def test_of_many_arguments_only_those_that_may_be_equal_share_the_slope(name):
    tape, root, variables = lower(parse(f"{name}({', '.join(f'(x + {3 * k}) - {k}' for k in range(40))})"))
    adjoint = reverse(tape, root, [variables["x"]])[variables["x"]]
    values = run(tape, {"x": 0.1})
    assert values[adjoint] == 1 and bounds(tape, values)[adjoint] < 1e-12


@pytest.mark.parametrize("name", ["max", "min", "hypot"])
def test_many_arguments_take_linear_work_and_lie_within_their_bound(name):
    def made(count):
        tape, root, variables = lower(parse(f"{name}({', '.join(f'(x + {k}) - {k}' for k in range(count))})"))
        adjoint = reverse(tape, root, [variables["x"]])[variables["x"]]
        return tape, root, adjoint, run(tape, {"x": 0.1})

    tape, root, adjoint, values = made(40)
    truth = Fraction(0.1) if name != "hypot" else Fraction(0.1) * Fraction(math.sqrt(40))
    errors = bounds(tape, values)
    assert 0 < abs(float(truth) - values[root]) <= errors[root] < 1e-12
    assert 0 < adjoint_error_bound(tape, values, root, errors) < 1e-12
    if name != "hypot":  # any of the arguments may be the winner, some of them, or all
        assert abs(1 - values[adjoint]) <= errors[adjoint] < math.inf
    few, many = (instructions(bounds, tape, values) for tape, _, _, values in (made(200), made(400)))
    assert many < 2.2 * few


@pytest.mark.parametrize("symbol", ["+", "-", "*", "/"])
def test_the_error_of_an_operation_is_the_distance_from_the_exact_result(symbol):
    row, random = OPERATORS[symbol], Random(4)
    for _ in range(300):
        a, b = (random.choice((-1, 1)) * random.random() * 10 ** random.uniform(-100, 100) for _ in range(2))
        y = row.float64(a, b)
        exact = row.numerics.exact(Fraction(a), Fraction(b))
        found = rounding._error_of_arithmetic(row, y, [a, b])
        assert found is None or found == pytest.approx(abs(float(exact - Fraction(y))), rel=1e-14, abs=0)
    assert rounding._error_of_arithmetic(row, row.float64(0.1, 0.3), [0.1, 0.3]) is not None
    assert rounding._error_of_arithmetic(row, row.float64(1e-160, 1e-160), [1e-160, 1e-160]) is None
