"""Taylor polynomials: exact coefficients."""

import math
import sys

import pytest
from asking import coefficients, expand_around
from expressions import function
from mpmath import mp, mpf
from oracles import oracle

from gradcli.calc.expansion.taylor import taylor
from gradcli.calc.question import Question
from gradcli.core.primitive import FUNCTIONS
from gradcli.domains.exact import Exact
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings
from gradcli.syntax.printer import text


@pytest.mark.parametrize("source, around, order, at, polynomial", [
    ("sin(x)", "x=0", 5, (), "x**5/120 - x**3/6 + x"), ("x**3", "x=2", 1, (), "12*(x - 2) + 8"), ("x**2", "x=0", 0, (), "0"),
    ("a*x**2", "x=0", 2, ("a=3",), "3*x**2"), ("0.1*x", "x=0", 1, (), "0.1*x"),
    ("x**pi/3 + x", "x=0", 2, (), "x + 0**pi/3"), ("x*(a + 1)**7", "x=0", 2, (), "x*(a + 1)**7"),
    ("(x + a)**2*(1 + pi)**10**300", "x=0", 1, ("a=1",), "2*x*(pi + 1)**1e300 + (pi + 1)**1e300")])
def test_polynomial(source, around, order, at, polynomial):
    assert text(expand_around(source, around, order, *at).polynomial) == polynomial


@pytest.mark.parametrize("source, around", [
    ("log(a + x*b) - x", "x=1"), ("tanh(x)/(-a*x)", "x=1"), ("log(a + x*b)*-x", "x=pi/2"), ("sqrt(x**2 - a)", "x=pi/2"),
    ("-atan(a + x*b)*x", "x=pi/2"), ("sqrt(a - x)/(x - y)", "x=pi/4"), ("sqrt((a - b)*x)/(a + x*b)", "x=pi/4")])
def test_no_minus_follows_a_plus(source, around):
    series = expand_around(source, around, 3)
    assert "+ -" not in text(series.polynomial)
    at = {"a": mpf("0.9"), "b": mpf("0.2"), "x": mpf("1.1"), "y": mpf("0.1")}
    center = mp.pi / int(around[-1]) if "pi" in around else 1
    total = sum(function(text(each.coefficient), at, "")() * (at["x"] - center)**each.powers["x"]
                for each in series.coefficients)
    assert mp.almosteq(function(text(series.polynomial), at, "")(), total, 1e-13, 1e-13)


def test_the_polynomial_is_the_sum_of_its_terms():
    series = expand_around("exp(x)*sin(y)", "x=1/2 y=1/3", 3)
    at = {"x": mpf("0.9"), "y": mpf("-0.2")}
    with mp.workdps(30):
        value, total = function(text(series.polynomial), at, "")(), mpf(0)
        for each in series.coefficients:
            deviations = (at["x"] - mpf(1) / 2) ** each.powers["x"] * (at["y"] - mpf(1) / 3) ** each.powers["y"]
            total += function(text(each.coefficient), {}, "")() * deviations
        assert abs(value - total) < mpf("1e-20")
        assert max(sum(each.powers.values()) for each in series.coefficients) == 3


@pytest.mark.parametrize("around", ["x=inf", "x=-inf", "x=nan", "x=1/0"])
def test_a_point_is_finite(around):
    with pytest.raises(GradcliError, match="around a finite point"):
        expand_around("x**2", around, 2)


def test_a_coefficient_may_be_infinite():
    series = taylor(Question("u*x", bindings(["u=inf"])), bindings(["x=1"]), 1)
    assert [each.value for each in series.coefficients] == [math.inf, math.inf]


def test_what_depends_on_a_constant_is_known():
    assert expand_around("x**pi", "x=0", 3).coefficients[0].value == 0
    with pytest.raises(GradcliError, match="an infinite derivative"):
        expand_around("x**pi", "x=0", 4)
    with pytest.raises(GradcliError, match="a name that is free"):
        expand_around("x**(a*pi)", "x=0", 4)


@pytest.mark.parametrize("source, around, says, marked", [
    ("x", "x=2*pi/pi", "pi has no exact value here", "pi"),
    ("a*x", "x=4*sqrt(2)", "sqrt(2) has no exact value here", "sqrt(2)"),
    ("x*sin(y)", "x=1 y=1", "sin(y) has no exact value here", "sin(y)"),
    ("x**x", "x=2", "a coefficient is 4*log(2) + 4: this has no exact value here", None),
    ("(1e90000*x)**4", "x=0", "a coefficient is 10**360000: an exact number here would take about 1800000 bits, beyond the "
     "limit of 1000000", None)])
def test_what_is_not_exact_or_too_large(source, around, says, marked):
    with pytest.raises(GradcliError) as caught:
        taylor(Question(source, {}), bindings(around.split(" ")), 4, Exact(source))
    assert caught.value.message == says and caught.value.code == 1
    assert marked is None or caught.value.source[slice(*caught.value.span)] == marked


def test_a_name_that_is_none():
    with pytest.raises(GradcliError, match="no such variable"):
        expand_around("x**2", "z=0", 2)


def test_the_point_is_told_as_numbers():
    series = expand_around("x*y", "x=pi y=1/4", 1)
    assert series.around == {"x": math.pi, "y": 0.25} and series.order == 1


def test_a_center_may_have_free_names():
    series = taylor(Question("exp(x)*y", {}), bindings(["x=2*a", "y=0"], free=True), 2)
    assert coefficients(series) == {(0, 1): "exp(2*a)", (1, 1): "exp(2*a)"}
    assert text(series.polynomial) == "(x - 2*a)*y*exp(2*a) + y*exp(2*a)"
    assert [each.value for each in series.coefficients] == [None] * 2
    series = taylor(Question("(x**2-a**2)/(x-a)", {}), bindings(["x=a"], free=True), 2)
    assert coefficients(series) == {(0,): "2*a", (1,): "1"}
    with pytest.raises(GradcliError, match="cannot be part of the point"):
        taylor(Question("x", {}), bindings(["x=x+1"], free=True), 1)


def test_numbers_of_coefficients_keep_their_digits(monkeypatch):
    pytest.importorskip("flint")
    assert expand_around("exp(x)-1", "x=1e-12", 1).coefficients[0].value == 1.0000000000005e-12


def test_lost_digits_are_warned_of_where_nothing_finds_them(monkeypatch):
    monkeypatch.setitem(sys.modules, "flint", None)
    monkeypatch.delitem(sys.modules, "gradcli.domains.ball", raising=False)
    warning, = expand_around("exp(x)-1", "x=1e-12", 1).warnings
    assert warning.kind == "cancellation" and "the constant" in warning.message
    assert not expand_around("exp(x)-1", "x=1", 1).warnings


@pytest.mark.parametrize("source, point, order", [
    ("exp(x)-1-x", "1/10**20", 4), ("sin(x)/(1+x**2)", "pi/3", 6), ("log(x)", "2", 8), ("gamma(x)", "1", 3)])
def test_proven_coefficients_are_those_of_mpmath(source, point, order):
    pytest.importorskip("flint")
    from gradcli.domains.ball import Ball

    series = expand_around(source, f"x={point}", order, domain=Ball(source, 30))
    with mp.workdps(120):
        at = function(point, {}, "")()
        expected = mp.taylor(function(source, {}), at, order)
        assert [each.powers["x"] for each in series.coefficients] == list(range(order + 1))
        for each, coefficient in zip(series.coefficients, expected, strict=True):
            assert abs(mpf(each.value) - coefficient) <= abs(coefficient) * mpf(10)**-29, each


def test_precision_that_does_not_suffice_is_an_error():
    pytest.importorskip("flint")
    from gradcli.domains.ball import Ball

    with pytest.raises(GradcliError, match="cannot be distinguished from it with 200 bits"):
        expand_around("exp(x)-1-x", "x=1e-2000", 2, domain=Ball("exp(x)-1-x", 30, 200))


@pytest.mark.parametrize("name", [name for name, row in FUNCTIONS.items() if row.name == name and row.takes(1)])
def test_every_function_is_expanded_as_mpmath_does_or_refused(name):
    try:
        found = expand_around(f"{name}(x)", "x=0", 4)
    except GradcliError as error:
        assert error.code == 1
        return
    values = {each.powers["x"]: each.value for each in found.coefficients}
    with mp.workdps(40):
        for k, truth in enumerate(mp.taylor(oracle(name), mpf(0), 4)):
            assert abs(values.get(k, 0) - truth) <= 1e-13 * max(1, abs(truth))
