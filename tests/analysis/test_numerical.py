"""Numerical derivatives: right where they answer, and silent where they cannot."""

import math

import pytest
from expressions import function, smooth
from mpmath import mp, mpf

from gradcli.analysis.numerical import complex_step, one_sided
from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.syntax.parser import parse


def stepped(source, **at):
    tape, root, _ = lower(parse(source))
    return complex_step(tape, root, at, "x")


@pytest.mark.parametrize("source, x, expected", [
    ("x**2", 3.0, 6.0), ("x**2", 0.0, 0.0), ("sin(x)", 0.0, 1.0), ("1/x", -2.0, -0.25), ("y*2", 1.0, 0.0),
    ("exp(sin(x))", 0.7, math.exp(math.sin(0.7)) * math.cos(0.7)),
    ("tanh(x)", 20.0, 1.6993417021166356e-17), ("x**3*log(x)", 1e-8, 1e-16 * (3 * math.log(1e-8) + 1)),
    ("atan(x)", 1e8, 1e-16), ("sqrt(x)", 1e-200, 0.5e100), ("2**x", 3.0, 8 * math.log(2))])
def test_complex_step_keeps_its_digits(source, x, expected):
    assert stepped(source, x=x, y=1.0) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("source", [
    "abs(x)", "gamma(x)", "max(x, 1)", "hypot(x, 1)", "relu(x)", "erf(x)", "x % 2", "sinc(x)", "clamp(x, 0, 1)"])
def test_where_complex_numbers_cannot_follow_there_is_no_answer(source):
    assert stepped(source, x=0.7) is None


def test_it_never_answers_wrongly():
    answered = 0
    for source, at in smooth(31, 300, 8):
        tape, root, _ = lower(parse(source))
        found = complex_step(tape, root, at, "x")
        if found is not None:
            answered += 1
            with mp.workdps(25):
                truth = mp.diff(function(source, at), mpf(at["x"]))
            assert abs(found - truth) <= 1e-9 * max(1, abs(truth)), (source, at)
    assert answered > 100


@pytest.mark.parametrize("source, x, left, right", [
    ("sin(x)", 0.7, math.cos(0.7), math.cos(0.7)), ("abs(x)", 0.0, -1.0, 1.0), ("relu(x)", 0.0, 0.0, 1.0),
    ("max(x, x**2)", 1.0, 1.0, 2.0), ("exp(x)*abs(x - 1)", 1.0, -math.e, math.e),
    ("gamma(x)", 3.0, 1.8455686701969343, None), ("log(x)", 1e-3, 1000.0, None)])
def test_one_sided_slopes(source, x, left, right):
    tape, root, _ = lower(parse(source))
    for side, expected in ((-1, left), (1, left if right is None else right)):
        slope, error = one_sided(lambda t: run(tape, {"x": t})[root], x, side)
        assert abs(slope - expected) <= 100 * error + 1e-10 and error < 1e-7
