"""One-sided limits: of samples, and of tapes just beside a point."""

import math

import pytest

from gradcli.analysis.sides import Side, differ, limit
from gradcli.engine.lower import lower
from gradcli.syntax.parser import parse


@pytest.mark.parametrize("function, expected", [
    (lambda h: 3 + h, 3), (lambda h: math.sin(h) / h, 1), (lambda h: 2 * math.sqrt(h), 0), (math.log, -math.inf),
    (lambda h: 1 / h, math.inf), (lambda h: math.nan, math.nan), (lambda h: h * math.log(h), 0),
    (lambda h: math.log(-math.log(h)), math.inf)])
def test_a_limit(function, expected):
    number, _ = limit([(h, function(h), 1e-16 * abs(function(h))) for h in (2.0**-k for k in range(3, 60, 2))])
    assert number == pytest.approx(expected, abs=1e-8, nan_ok=True)


@pytest.mark.parametrize("samples, expected", [
    ([*((2.0**-k, 2.0**k, 1.0) for k in range(4, 20)), (2.0**-20, -7.0, 1e9)], math.inf),
    ([(0.25, 5.0, math.inf), (0.125, math.inf, 0.0), (0.0625, math.inf, 0.0)], math.inf),
    ([(0.25, math.inf, 0.0), (0.125, 5.0, math.inf), (0.0625, 5.0, math.inf)], math.nan)])
def test_what_rounding_hides_or_is_finite_but_unknown_decides_nothing(samples, expected):
    assert limit(samples)[0] == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("function", [lambda h: 1 / math.log(h), lambda h: math.sin(1 / h)])
def test_a_limit_that_is_not_seen(function):
    number, error = limit([(h, function(h), 1e-16 * abs(function(h))) for h in (2.0**-k for k in range(3, 60, 2))])
    assert error > 1e-3 * abs(number)


def test_a_limit_is_extrapolated_where_nearer_values_have_lost_their_digits():
    samples = [(h, (1 - math.cos(h)) / h**2, 2e-16 / h**2) for h in (2.0**-k for k in range(3, 60, 2))]
    number, error = limit(samples)
    assert abs(number - 0.5) <= error < 1e-8


def values_on_sides(source, step, **at):
    tape, root, _ = lower(parse(source))
    return Side(tape, at, {"x": step}), root


@pytest.mark.parametrize("source, x, left, right", [
    ("abs(x)/x", 0.0, -1, 1), ("floor(x)", 2.0, 1, 2), ("sin(x)/x", 0.0, 1, 1), ("1/x", 0.0, -math.inf, math.inf),
    ("exp(1/x)", 0.0, 0, math.inf), ("atan(1/(x - 1))", 1.0, -math.pi / 2, math.pi / 2), ("sign(x)*y", 0.0, -3, 3),
    ("x if x < 1e6 else 0", 1e6, 1e6, 0), ("x*log(abs(x))", 0.0, 0, 0), ("cos(x)", 0.0, 1, 1), ("y", 0.0, 3, 3)])
def test_the_limits_on_both_sides(source, x, left, right):
    for step, expected in ((-1.0, left), (1.0, right)):
        side, root = values_on_sides(source, step, x=x, y=3.0)
        number, error = side.limit(root)
        assert number == pytest.approx(expected, abs=1e-8) and error < 1e-7 and side.exists(root)


@pytest.mark.parametrize("source, exists", [
    ("sqrt(x)", [False, True]), ("log(1 - x)", [True, True]), ("sqrt(-x**2)", [False] * 2),
    ("sqrt(x**3)", [False, True]), ("(x**9)**0.5", [False, True]), ("exp(-1/x**2)", [True] * 2), ("sqrt(x**4)", [True] * 2)])
def test_a_side_without_a_value_does_not_exist(source, exists):
    sides = [values_on_sides(source, step, x=0.0) for step in (-1.0, 1.0)]
    assert [side.exists(root) for side, root in sides] == exists


def test_only_what_the_variable_moves_is_looked_at():
    side, root = values_on_sides("abs(y)*2 + x", 1.0, x=0.0, y=0.0)
    moving = [row.name for row, moves in zip(side.tape.operations, side.moving, strict=True) if moves]
    assert moving == ["variable", "add"] and side.limit(root) == (0, 0)


@pytest.mark.parametrize("a, b, different", [
    ((1.0, 0.0), (2.0, 0.0), True), ((1.0, 0.0), (1.0 + 2**-52, 0.0), False), ((1.0, 1e-3), (1.001, 1e-3), False),
    ((math.inf, 0.0), (math.inf, 0.0), False), ((math.inf, 0.0), (-math.inf, 0.0), True),
    ((math.nan, 0.0), (1.0, 0.0), False),
    ((1.0, math.inf), (2.0, 0.0), False)])
def test_numbers_differ_by_more_than_their_errors(a, b, different):
    assert differ(a, b) is differ(b, a) is different
