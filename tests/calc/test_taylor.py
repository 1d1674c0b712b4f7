"""Taylor polynomials: exact coefficients."""

import math

import pytest
from expressions import function
from mpmath import mp, mpf

from gradcli.calc.question import Question
from gradcli.calc.taylor import taylor
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings
from gradcli.syntax.printer import text


def expanded(source, around, order, *at):
    return taylor(Question(source, bindings(at)), bindings(around.split()), order)


def coefficients(series):
    return {tuple(each.powers.values()): text(each.coefficient) for each in series.coefficients}


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
    found = coefficients(expanded(source, around, order))
    assert list(found) == list(expected)
    assert all(text is None or found[powers] == text for powers, text in expected.items())


@pytest.mark.parametrize("source, around, order", [
    ("exp(sin(x))", "x=0", 8), ("log(1+exp(x))", "x=0", 5), ("1/(1+x**2)", "x=1/2", 6), ("x**x", "x=1", 6),
    ("erf(x)", "x=0", 7),
    ("sqrt(1+sin(x))", "x=0", 6), ("exp(x)/(2+cos(x))", "x=1/3", 5), ("tanh(x)", "x=0", 7), ("gelu(x)", "x=0", 6),
    ("sigmoid(x)", "x=0", 5),
    ("x**(5/2)", "x=4", 5), ("atan2(x, 1)", "x=0", 5), ("2**x", "x=0", 5), ("asinh(x)/(1-x)", "x=0", 5),
    ("gamma(x)", "x=3", 3)])
def test_coefficients_are_those_of_mpmath(source, around, order):
    series = expanded(source, around, order)
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


@pytest.mark.parametrize("source, around, order, at, polynomial", [
    ("sin(x)", "x=0", 5, (), "x**5/120 - x**3/6 + x"), ("x**3", "x=2", 1, (), "12*(x - 2) + 8"), ("x**2", "x=0", 0, (), "0"),
    ("a*x**2", "x=0", 2, ("a=3",), "3*x**2"), ("0.1*x", "x=0", 1, (), "0.1*x")])
def test_polynomial(source, around, order, at, polynomial):
    assert text(expanded(source, around, order, *at).polynomial) == polynomial


def test_the_polynomial_is_the_sum_of_its_terms():
    series = expanded("exp(x)*sin(y)", "x=1/2 y=1/3", 3)
    at = {"x": mpf("0.9"), "y": mpf("-0.2")}
    with mp.workdps(30):
        value, total = function(text(series.polynomial), at, "")(), mpf(0)
        for each in series.coefficients:
            deviations = (at["x"] - mpf(1) / 2) ** each.powers["x"] * (at["y"] - mpf(1) / 3) ** each.powers["y"]
            total += function(text(each.coefficient), {}, "")() * deviations
        assert abs(value - total) < mpf("1e-20")
        assert max(sum(each.powers.values()) for each in series.coefficients) == 3


@pytest.mark.parametrize("source, around", [
    ("log(x)", "x=0"), ("1/x", "x=0"), ("abs(x)", "x=0"), ("floor(x)", "x=2"), ("x**0.5", "x=0"), ("sqrt(x)", "x=0"),
    ("relu(x)", "x=0"), ("log(x)", "x=-1"), ("sin(x)/x", "x=0"), ("asin(x*y)", "x=2 y=1"), ("x > 0", "x=0"),
    ("gamma(x)", "x=0"), ("max(x, 0)", "x=0"), ("x/y", "y=0"), ("x if x > y else 2", "x=0"), ("x**a", "x=0")])
def test_where_there_is_none(source, around):
    with pytest.raises(GradcliError) as caught:
        expanded(source, around, 3)
    assert caught.value.code == 1 and caught.value.help


def test_a_name_that_is_none():
    with pytest.raises(GradcliError, match="no such variable"):
        expanded("x**2", "z=0", 2)


def test_the_point_is_told_as_numbers():
    series = expanded("x*y", "x=pi y=1/4", 1)
    assert series.around == {"x": math.pi, "y": 0.25} and series.order == 1
