"""A derivative and a claim that agree in doubles, compared in more digits."""

from random import Random

import pytest
from asking import pose
from mpmath import mp, mpf

from gradcli.calc.claims.claim import judge
from gradcli.calc.claims.finer import _is_visible
from gradcli.calc.unrounded import Unrounded


@pytest.mark.parametrize("source, formula", [
    ("x**4", "4*x**3*(1+1e-15)"), ("x**4", "4.000000000000004*x**3"), ("exp(x)", "exp(x)*(1+1e-15)"),
    ("exp(x)-exp(-x)", "exp(x)+exp(-x) + 1e-14"), ("sin(x)", "cos(x)+1e-13*x"), ("sin(x)", "cos(x)*(1-1e-30)"),
    ("tan(x)", "1/cos(x)**2 + 1e-40"), ("abs(x-1)*x", "(2*x-1)*(1+1e-16) if x > 1 else 1-2*x"),
    ("log(x)", "1/x + 1e-18"), ("sqrt(x)", "0.5000000000000001/sqrt(x)"), ("x", "sin(x)**2+cos(x)**2+1e-16"),
    ("x**2/3", "0.6666666666666*x"), ("erf(x)", "2/sqrt(pi)*exp(-x**2)*(1+1e-20)"), ("x*y", "y*(1+1e-17)")])
def test_a_small_difference_that_doubles_do_not_show(source, formula):
    found = judge(pose(source), formula, ["x"])
    assert not found.right and str(found.derivative) != str(found.claimed)
    with mp.workdps(60):
        assert mpf(found.derivative) != mpf(found.claimed)


@pytest.mark.parametrize("source, formula", [
    ("2**x", "0.6931471805599453*2**x"), ("log10(x)", "0.4342944819032518/x"), ("0.1*x**3", "0.30000000000000004*x**2"),
    ("sin(pi*x)", "3.14159265358979*cos(3.14159265358979*x)"), ("x/3", "0.333333333333333"), ("x/3", "0.3333333333333333"),
    ("0.1*x**2", "0.2*x"), ("tanh(x)", "4/(exp(x)+exp(-x))**2"), ("sinc(x)", "(pi*x*cos(pi*x)-sin(pi*x))/(pi*x**2)"),
    ("expm1(x)", "expm1(x)+1"), ("acos(x)+asin(x)", "0"), ("x*1e-300", "1e-300"), ("gamma(x)", "gamma(x)*digamma(x)"),
    ("(x-1)**8", "8*x**7-56*x**6+168*x**5-280*x**4+280*x**3-168*x**2+56*x-8"), ("sqrt(x**2)", "sign(x)"),
    ("silu(x)", "sigmoid(x)*(1+x*(1-sigmoid(x)))"), ("x", "(1-cos(x)**2)/sin(x)**2")])
def test_equal_forms_that_lose_digits_and_printed_decimals_are_right(source, formula):
    assert judge(pose(source), formula).right


@pytest.mark.parametrize("source, formula, derivative, claimed", [
    ("x**4", "4*x**3*(1+1e-15)", 4.0, 4.000000000000004), ("x", "1+1e-30", "1", "1.000000000000000000000000000001"),
    ("1e-30*x", "1e-30*(1+1e-20)", "1e-30", "1.00000000000000000001e-30")])
def test_a_difference_is_shown_in_the_digits_that_it_takes(source, formula, derivative, claimed):
    found = judge(pose(source), formula)
    assert (found.derivative, found.claimed) == (derivative, claimed)


def test_proven_digits_decide_as_many_as_are_named():
    pytest.importorskip("flint")
    from gradcli.domains.ball import Ball

    def digits(count):
        return Unrounded(lambda source: Ball(source, count))

    assert judge(pose("exp(x)"), "exp(x)*(1+1e-60)").right
    assert not judge(pose("exp(x)"), "exp(x)*(1+1e-60)", numbers=digits(100)).right
    found = judge(pose("tan(x)"), "1/cos(x)**2", numbers=digits(100))
    assert found.right and found.again and found.arithmetic == "100-digit"


def test_random_claims_are_wrong_by_any_factor_that_50_digits_show():
    random = Random(3)
    for source, truth in (("tan(x)", "1/cos(x)**2"), ("x**x", "x**x*(1+log(x))"), ("atan(x)", "1/(1+x**2)")):
        for _ in range(4):
            factor = f"(1 {random.choice('+-')} {random.randrange(1, 10)}e-{random.randrange(13, 40)})"
            assert not judge(pose(source), f"({truth})*{factor}").right, (source, factor)


def test_a_difference_beyond_all_doubles_is_shown_in_short():
    found = judge(pose("x**5-3*x**2+x"), "5*x**4 - 6*x + 1 + exp(-((x-2139)/0.5)**2)")
    assert (found.right, found.at, found.derivative) == (False, {"x": 1.0}, "0")
    assert found.claimed == "1.8073910551564094e-7940717"  # exp(-4276**2): mpmath


def test_a_name_that_is_infinite_leaves_rationals_out():
    assert judge(pose("x**2 + atan(y)", y="inf"), "2*x", ["x"]).right
    assert judge(pose("x != 1 and y > 0", y="inf"), "0*y", ["x"]).points == 0


@pytest.mark.parametrize("a, b, visible", [
    ("1/2", "0.5", False), ("0.5", "0.50", False), ("0", "1e-9999999", True), ("1e-9999999", "2e-9999999", True),
    ("1/3", "0.333", True)])
def test_a_difference_that_the_digits_do_not_show_is_none(a, b, visible):
    assert _is_visible(a, b) is visible
