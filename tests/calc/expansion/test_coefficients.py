"""The coefficients of expansions: exact, and those of mpmath."""

import math

import pytest
from asking import coefficients, expand_around
from expressions import function
from mpmath import mp, mpf

from gradcli.errors import GradcliError
from gradcli.syntax.printer import text


@pytest.mark.parametrize("source, around, order, expected", [
    ("sin(x)", "x=0", 7, {(1,): "1", (3,): "-1/6", (5,): "1/120", (7,): "-1/5040"}),
    ("exp(x)", "x=1", 3, {(0,): "e", (1,): "e", (2,): "e/2", (3,): "e/6"}),
    ("cos(x)", "x=0", 6, {(0,): "1", (2,): "-1/2", (4,): "1/24", (6,): "-1/720"}),
    ("log(x)", "x=1", 4, {(1,): "1", (2,): "-1/2", (3,): "1/3", (4,): "-1/4"}),
    ("1/(1-x)", "x=0", 3, {(0,): "1", (1,): "1", (2,): "1", (3,): "1"}),
    ("sqrt(x)", "x=4", 3, {(0,): "2", (1,): "1/4", (2,): "-1/64", (3,): "1/512"}),
    ("tan(x)", "x=0", 5, {(1,): "1", (3,): "1/3", (5,): "2/15"}),
    ("atan(x)", "x=0", 5, {(1,): "1", (3,): "-1/3", (5,): "1/5"}),
    ("x**3", "x=2", 5, {(0,): "8", (1,): "12", (2,): "6", (3,): "1"}), ("sin(x)", "x=pi", 3, {(1,): "-1", (3,): "1/6"}),
    ("sin(x)", "x=pi/6", 1, {(0,): "1/2", (1,): "cos(pi/6)"}),
    ("exp(-x**2/2)", "x=0", 4, {(0,): "1", (2,): "-1/2", (4,): "1/8"}),
    ("(1+x)**a", "x=0", 2, {(0,): "1", (1,): "a", (2,): None}),
    ("exp(a*x)", "x=0", 3, {(0,): "1", (1,): "a", (2,): "a**2/2", (3,): "a**3/6"}),
    ("a*sin(b*x)", "x=0", 3, {(1,): "a*b", (3,): "-a*b**3/6"}), ("x**100", "x=0", 5, {}),
    ("where(x>0, log(x), 0)", "x=1", 2, {(1,): "1", (2,): "-1/2"}),
    ("asin(x)", "x=0", 5, {(1,): "1", (3,): "1/6", (5,): "3/40"}),
    ("cos(x*y)", "x=0 y=pi", 3, {(0, 0): "1", (2, 0): "-pi**2/2", (2, 1): "-pi"}),
    ("exp(x)*y", "x=0 y=0", 3, {(0, 1): "1", (1, 1): "1", (2, 1): "1/2"}),
    ("x*y", "x=1 y=2", 2, {(0, 0): "2", (1, 0): "2", (0, 1): "1", (1, 1): "1"}),
    ("log(1+x+y)", "x=0 y=0", 2, {(1, 0): "1", (0, 1): "1", (2, 0): "-1/2", (1, 1): "-1", (0, 2): "-1/2"})])
def test_exact_coefficients(source, around, order, expected):
    found = coefficients(expand_around(source, around, order))
    assert list(found) == list(expected)
    assert all(text is None or found[powers] == text for powers, text in expected.items())


@pytest.mark.parametrize("source, around, order", [
    ("exp(sin(x))", "x=0", 8), ("log(1+exp(x))", "x=0", 5), ("1/(1+x**2)", "x=1/2", 6), ("x**x", "x=1", 6),
    ("erf(x)", "x=0", 7),
    ("sqrt(1+sin(x))", "x=0", 6), ("exp(x)/(2+cos(x))", "x=1/3", 5), ("tanh(x)", "x=0", 7), ("gelu(x)", "x=0", 6),
    ("sigmoid(x)", "x=0", 5), ("sinc(x)", "x=0", 6), ("exp(x)*sinc(2*x-1)", "x=1/2", 4),
    ("x**(5/2)", "x=4", 5), ("atan2(x, 1)", "x=0", 5), ("2**x", "x=0", 5), ("asinh(x)/(1-x)", "x=0", 5),
    ("gamma(x)", "x=3", 3)])
def test_coefficients_are_those_of_mpmath(source, around, order):
    series = expand_around(source, around, order)
    with mp.workdps(30):
        truths = mp.taylor(function(source, {}), function(around[2:], {}, "")(), order)
    found = {each.powers["x"]: each for each in series.coefficients}
    for k, truth in enumerate(truths):
        if abs(truth) < 1e-20:
            assert k not in found
        else:
            assert found[k].value == pytest.approx(float(truth), rel=1e-12)
            with mp.workdps(30):
                assert abs(function(text(found[k].coefficient), {}, "")() - truth) <= mpf("1e-20") * abs(truth)


def test_high_orders_of_rational_coefficients_are_cheap():
    assert coefficients(expand_around("exp(x)", "x=0", 300))[300,] == f"1/{math.factorial(300)}"
    assert coefficients(expand_around("1/(1-x-x**2)", "x=0", 90))[90,] == "4660046610375530309"


@pytest.mark.parametrize("source, around, order, same", [
    ("max(x, x)**2", "x=1", 2, "x**2"), ("min(x+x, 2x, 3*x**2)", "x=2", 1, "2*x"), ("max(x, x, y)*y", "x=1 y=0", 2, "x*y"),
    ("x if 2x >= x + x else 2", "x=0", 1, "x"), ("f(a, b) = max(a, b); f(x, x) + x/2", "x=0", 1, "3*x/2"),
    ("sigmoid(x) + normcdf(x)/2", "x=0", 0, "3/4 + 0*x"), ("sec(x)*csc(x)", "x=pi/6", 0, "sec(pi/6)*2 + 0*x"),
    ("x if pi > 3 else 0", "x=0", 1, "x")])
def test_equal_expressions_have_equal_expansions(source, around, order, same):
    assert coefficients(expand_around(source, around, order)) == coefficients(expand_around(same, around, order))


@pytest.mark.parametrize("source", ["clamp(-(y*x), -1, 1)", "max(x**2 - y, y)**2", "x if y > 0 else 1"])
def test_a_branch_that_a_free_name_decides_is_not_expanded(source):
    with pytest.raises(GradcliError, match="a name that is free"):
        expand_around(source, "x=1", 2)
