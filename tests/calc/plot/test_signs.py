"""Changes of sign, and kinks, among samples."""

import pytest

from gradcli.calc.plot.samples import Samples
from gradcli.calc.plot.signs import corners, crossings, is_cusp, touches
from gradcli.calc.question import Question

XS = [k / 10 + 0.03 for k in range(-10, 11)]


def samples(source):
    return Samples.along(Question(source, {}, columns=["x"]), "x", 3, 1, None)


@pytest.mark.parametrize("source, order, expected", [
    ("x", 0, [0.0]), ("x - 0.33", 0, [0.33]), ("x**2", 0, []), ("x**2", 1, [0.0]), ("x**3", 2, [0.0]), ("0*x", 0, []),
    ("relu(x)", 0, []), ("floor(x + 1/2)", 0, []), ("(x - 0.13)*(x + 0.47)", 0, [-0.47, 0.13]),
    ("sin(x)**2 + cos(x)**2 - 1", 0, []), ("x - 0.53", 0, [0.53])])
def test_crossings(source, order, expected):
    assert crossings(samples(source), order, XS) == pytest.approx(expected, abs=1e-15)


def test_too_many_for_the_work_that_is_left_are_none():
    few = samples("sin(30*x)")
    few.left = 10
    assert crossings(few, 0, XS) == [] and few.refused


@pytest.mark.parametrize("source, expected", [
    ("abs(x)", [0.0]), ("max(x, 0.17)", [0.17]), ("x**2", []), ("exp(5*x)", []), ("x*abs(x)", []), ("cbrt(x - 0.01)", []),
    ("sqrt((x - 0.31)**2)", [0.31]), ("exp(x) + abs(x - 1/3)/1000", [1 / 3]), ("abs(x - 0.53)", [0.53])])
def test_corners(source, expected):
    found = []
    for x in corners(samples(source), 0, XS):
        found += [x] if all(abs(x - other) > 1e-9 for other in found) else []
    assert found == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("source, cusp", [("abs(x)", True), ("sqrt(abs(x))", True), ("x**2", False), ("abs(x)**1.5", False)])
def test_cusps(source, cusp):
    assert is_cusp(samples(source), 0, -0.1, 0.0, 0.1) is cusp


@pytest.mark.parametrize("source, x, zero", [("(x-sqrt(2))**2", 2**0.5, True), ("x**2 + 1e-15", 0.0, False),
                                             ("abs(sin(x))", 3.141592653589793, True)])
def test_an_extremum_may_be_a_zero(source, x, zero):
    assert touches(samples(source), 0, x) is zero
