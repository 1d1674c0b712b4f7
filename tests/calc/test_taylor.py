"""Taylor polynomials: exact coefficients."""

import math
import sys

import pytest
from expressions import function
from mpmath import mp, mpf

from gradcli.calc.question import Question
from gradcli.calc.taylor import taylor
from gradcli.domains.exact import Exact
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
    ("sigmoid(x)", "x=0", 5), ("sinc(x)", "x=0", 6), ("exp(x)*sinc(2*x-1)", "x=1/2", 4),
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
    ("a*x**2", "x=0", 2, ("a=3",), "3*x**2"), ("0.1*x", "x=0", 1, (), "0.1*x"),
    ("x**pi/3 + x", "x=0", 2, (), "x + 0**pi/3"), ("x*(a + 1)**7", "x=0", 2, (), "x*(a + 1)**7"),
    ("(x + a)**2*(1 + pi)**10**300", "x=0", 1, ("a=1",), "2*x*(pi + 1)**1e300 + (pi + 1)**1e300")])
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
    ("relu(x)", "x=0"), ("log(x)", "x=-1"), ("sin(x)/x**2", "x=0"), ("asin(x*y)", "x=2 y=1"), ("x > 0", "x=0"),
    ("gamma(x)", "x=0"), ("max(x, 0)", "x=0"), ("x/y", "y=0"), ("x if x > y else 2", "x=0"), ("x**a", "x=0")])
def test_where_there_is_none(source, around):
    with pytest.raises(GradcliError) as caught:
        expanded(source, around, 3)
    assert caught.value.code == 1 and caught.value.help


@pytest.mark.parametrize("source, around, what, place", [
    *((f"{name}(x)", f"x={at}", "an infinite derivative", None) for name, at in [
        ("asin", 1), ("acos", -1), ("acosh", 1), ("asec", 1), ("acsc", -1), ("asech", 1), ("cbrt", 0), ("sqrt", 0)]),
    ("1 + asin(8x)", "x=-1/8", "an infinite derivative", "asin(8x)"), ("x**0.5", "x=0", "an infinite derivative", None),
    ("2*acos(1-x**2)", "x=0", "a kink", "acos(1-x**2)"), ("sqrt(x**2)", "x=0", "a kink", None),
    ("tan(x)", "x=pi/2", "a pole", None), ("tan(2x)", "x=-pi/4", "a pole", None), ("sec(x)", "x=3*pi/2", "a pole", None),
    ("cot(x)", "x=pi", "a pole", None), ("1 + csc(x)", "x=2*pi", "a pole", "csc(x)"), ("log(x)", "x=0", "a pole", None),
    ("max(x, x**2)", "x=1", "a kink", None), ("x >= 2*x", "x=0", "a jump", None),
    ("x*abs(x)", "x=0", "a kink", "abs(x)"), ("acos(1-x**2)**2", "x=0", "a kink", "acos(1-x**2)"),
    ("acos(x)**2", "x=1", "an infinite derivative", "acos(x)"), ("f(t) = abs(t); f(2x)**2", "x=0", "a kink", "abs(t)")])
def test_why_there_is_none(source, around, what, place):
    place = place or source  # of the part alone it is true: abs(x)**2 itself is smooth
    for order in (1, 2):
        with pytest.raises(GradcliError) as caught:
            expanded(source, around, order)
        assert caught.value.message == f"{place} has no Taylor expansion at this point: it has {what} there"
        assert source[slice(*caught.value.span)] == place


@pytest.mark.parametrize("source, around, order", [
    ("1/x", "x=0", 0), ("a/x", "x=0", 0), ("log(a, x)", "x=1", 1), ("a/x", "x=0", 1)])
def test_nothing_is_divided_by_0(source, around, order):
    with pytest.raises(GradcliError, match="no Taylor expansion at this point"):
        expanded(source, around, order)


@pytest.mark.parametrize("source, around, order, same", [
    ("max(x, x)**2", "x=1", 2, "x**2"), ("min(x+x, 2x, 3*x**2)", "x=2", 1, "2*x"), ("max(x, x, y)*y", "x=1 y=0", 2, "x*y"),
    ("x if 2x >= x + x else 2", "x=0", 1, "x"), ("f(a, b) = max(a, b); f(x, x) + x/2", "x=0", 1, "3*x/2"),
    ("sigmoid(x) + normcdf(x)/2", "x=0", 0, "3/4 + 0*x"), ("sec(x)*csc(x)", "x=pi/6", 0, "sec(pi/6)*2 + 0*x"),
    ("x if pi > 3 else 0", "x=0", 1, "x")])
def test_what_is_the_same_has_the_same_expansion(source, around, order, same):
    assert coefficients(expanded(source, around, order)) == coefficients(expanded(same, around, order))


def test_what_depends_on_a_constant_is_known():
    assert expanded("x**pi", "x=0", 3).coefficients[0].value == 0
    with pytest.raises(GradcliError, match="an infinite derivative"):
        expanded("x**pi", "x=0", 4)
    with pytest.raises(GradcliError, match="a name that is free"):
        expanded("x**(a*pi)", "x=0", 4)


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
        expanded("x**2", "z=0", 2)


def test_the_point_is_told_as_numbers():
    series = expanded("x*y", "x=pi y=1/4", 1)
    assert series.around == {"x": math.pi, "y": 0.25} and series.order == 1


@pytest.mark.parametrize("source, around, order, expected", [
    ("sin(x)/x", "x=0", 4, {(0,): "1", (2,): "-1/6", (4,): "1/120"}),
    ("log(1+x)/log(1-x)", "x=0", 4, {(0,): "-1", (1,): "1", (2,): "-1/2", (3,): "5/12", (4,): "-7/24"}),
    ("(1-cos(x))/x**2", "x=0", 4, {(0,): "1/2", (2,): "-1/24", (4,): "1/720"}),
    ("x/(exp(x)-1)", "x=0", 4, {(0,): "1", (1,): "-1/2", (2,): "1/12", (4,): "-1/720"}),
    ("1/x - 1/sin(x)", "x=0", 3, {(1,): "-1/6", (3,): "-7/360"}), ("x*sin(x)**-1", "x=0", 2, {(0,): "1", (2,): "1/6"}),
    ("exp(sin(x)/x)", "x=0", 2, {(0,): "e", (2,): "-e/6"}), ("sin(a*x)/x", "x=0", 3, {(0,): "a", (2,): "-a**3/6"}),
    ("((x-sin(x))/x**3)/((1-cos(x))/x**2)", "x=0", 2, {(0,): "1/3", (2,): "1/90"}),
    ("sqrt(x)*(x-1)/log(x)", "x=1", 1, {(0,): "1", (1,): "1"}),
    ("(x**2-2)/(x-sqrt(2))", "x=sqrt(2)", 2, {(0,): "2*sqrt(2)", (1,): "1"}), ("x**3/x**2", "x=0", 2, {(1,): "1"}),
    ("(sin(x)-x)/x**3", "x=0", 0, {(0,): "-1/6"}), ("(sinh(x**2)-x**2)/(x**2)**3", "x=0", 2, {(0,): "1/6"}),
    ("1/(x-1)**2 - 1/sin((x-1)**2)", "x=1", 0, {}), ("1/(x-1)**2 - 1/sin((x-1)**2)", "x=1", 2, {(2,): "-1/6"}),
    ("1/((sinh(sin(x))-sin(x))/sin(x)**3)", "x=0", 0, {(0,): "6"}),
    ("sin(pi*x)/(x-1)", "x=1", 2, {(0,): "-pi", (2,): "pi**3/6"}), ("0*(sin(x)/x)", "x=0", 2, {})])
def test_removable_singularities_are_filled(source, around, order, expected):
    assert coefficients(expanded(source, around, order)) == expected


@pytest.mark.parametrize("source", ["sin(x)/x**2", "1/x", "cos(x)/x", "1/x - 1/x**2", "abs(x)/x", "exp(1/x)*x", "x/0",
                                    "(x-x)/(x-x)", "log(x)*x/x", "1/(sqrt(2)*sqrt(3) - sqrt(6) + x)", "1/(sqrt(x*y)*x*y)",
                                    "(x + sqrt(2)*sqrt(3) - sqrt(6))/x"])
def test_poles_and_what_cannot_be_told_from_one_are_refused(source):
    with pytest.raises(GradcliError) as caught:
        expanded(source, "x=0", 2)
    assert caught.value.code == 1 and caught.value.help


@pytest.mark.parametrize("source, around, order, expected", [
    ("max(exp(x), x)", "x=1", 2, {(0,): "e", (1,): "e", (2,): "e/2"}), ("relu(x)", "x=pi", 1, {(0,): "pi", (1,): "1"}),
    ("x if 0<x<3 and not x>2 else 1", "x=1", 1, {(0,): "1", (1,): "1"}),
    ("clamp(x,0,1)", "x=2", 2, {(0,): "1"}), ("x if not x<0 else 0", "x=7", 2, {(0,): "7", (1,): "1"}),
    ("clamp(x,0,1)*y", "x=2 y=1", 2, {(0, 0): "1", (0, 1): "1"}),
    ("floor(x)*x", "x=5/2", 1, {(0,): "5", (1,): "2"}), ("min(x, pi, 7)", "x=3", 1, {(0,): "3", (1,): "1"}),
    ("sign(x - pi)*x", "x=4", 1, {(0,): "4", (1,): "1"}), ("clamp(x, -1, 1) or x > 3", "x=-5", 1, {(0,): "1"})])
def test_what_is_constant_beside_the_point_is_decided(source, around, order, expected):
    assert coefficients(expanded(source, around, order)) == expected


@pytest.mark.parametrize("source, at, what", [
    ("1/sinc(x)", 3, "a pole"), ("abs(atan(x)-pi/4)", 1, "a kink"), ("1/(sqrt(x)-sqrt(2)*sqrt(3))", 6, "a pole"),
    ("sqrt(atan(x)-pi/4)", 1, "an infinite derivative"), ("clamp(x, 0, 1)", 1, "a kink"),
    ("max(sqrt(x), sqrt(2)*sqrt(3))", 6, "a kink"),
    ("floor(3*tan(atan(x)))", 1, "a jump"), ("x if x < 3 and x > 0 else 1", 3, "a jump")])
def test_what_only_numbers_show_is_refused(source, at, what):
    with pytest.raises(GradcliError, match=f"it has {what} there"):
        expanded(source, f"x={at}", 1)


def test_a_center_may_have_free_names():
    series = taylor(Question("exp(x)*y", {}), bindings(["x=2*a", "y=0"], free=True), 2)
    assert coefficients(series) == {(0, 1): "exp(2*a)", (1, 1): "exp(2*a)"}
    assert text(series.polynomial) == "(x - 2*a)*y*exp(2*a) + y*exp(2*a)"
    assert [each.value for each in series.coefficients] == [None] * 2
    series = taylor(Question("(x**2-a**2)/(x-a)", {}), bindings(["x=a"], free=True), 2)
    assert coefficients(series) == {(0,): "2*a", (1,): "1"}
    with pytest.raises(GradcliError, match="cannot be part of the point"):
        taylor(Question("x", {}), bindings(["x=x+1"], free=True), 1)


def test_high_orders_of_rational_coefficients_are_cheap():
    assert coefficients(expanded("exp(x)", "x=0", 300))[300,] == f"1/{math.factorial(300)}"
    assert coefficients(expanded("1/(1-x-x**2)", "x=0", 90))[90,] == "4660046610375530309"


def test_numbers_of_coefficients_keep_their_digits(monkeypatch):
    pytest.importorskip("flint")
    assert expanded("exp(x)-1", "x=1e-12", 1).coefficients[0].value == 1.0000000000005e-12


def test_lost_digits_are_warned_of_where_nothing_finds_them(monkeypatch):
    monkeypatch.setitem(sys.modules, "flint", None)
    monkeypatch.delitem(sys.modules, "gradcli.domains.ball", raising=False)
    warning, = expanded("exp(x)-1", "x=1e-12", 1).warnings
    assert warning.kind == "cancellation" and "the constant" in warning.message
    assert not expanded("exp(x)-1", "x=1", 1).warnings


@pytest.mark.parametrize("source", ["clamp(-(y*x), -1, 1)", "max(x**2 - y, y)**2", "x if y > 0 else 1"])
def test_a_branch_that_a_free_name_decides_is_not_expanded(source):
    with pytest.raises(GradcliError, match="a name that is free"):
        expanded(source, "x=1", 2)
