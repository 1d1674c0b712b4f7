"""Kinks, jumps and conventions, with the slopes on both sides: at any size of the variable, however steep."""

import math

import pytest
from asking import pose

from gradcli.calc.derivatives import derivatives
from gradcli.calc.matrices import hessian
from gradcli.calc.unrounded import Unrounded
from gradcli.calc.values import evaluate
from gradcli.domains.exact import Exact


def messages_of(source, **at):
    return [(each.kind, each.message) for each in evaluate(pose(source, **at)).warnings]


BOTH = "slope {} on the left, {} on the right"


@pytest.mark.parametrize("source, x, kind, message", [
    ("relu(x)-relu(-x)+2000*x", 0, "kink", "on either side it is 2001"),
    ("relu(x)-relu(-x)+1e9*x", 0, "kink", "on either side it is 1e+09"),
    ("1000 + sign(x-3)", 3, "jump", "sign(x-3) jumps here"), ("1e5 + ceil(2*x-4)", 2, "jump", "ceil(2*x-4) jumps here"),
    ("x + clamp(1e3*(x - 12345), -1, 0)", 12345, "kink", BOTH.format(1000, 0)),
    ("where(x>0,x**0.5,0)", 0, "edge", BOTH.format(0, "infinite")),
    ("sqrt(x) if x>=0 else 0", 0, "edge", BOTH.format(0, "infinite")),
    ("where(x<0,-cbrt(x),0)", 0, "edge", BOTH.format("infinite (negative)", 0)),
    ("where(x==0,0,-x*log(x))", 0, "edge", "on the right it is infinite"),
    ("where(x==0,0,x*log(x))", 0, "edge", "on the right it is infinite (negative)"),
    ("where(x==0,1,exp(2*x))", 0, "kink", "on either side it is 2"), ("where(x==0,3,sin(x)/x)", 0, "jump", "jumps here"),
    ("clamp(x, 0, 1e-12)", 0, "kink", BOTH.format(0, 1)), ("abs(x-1e-300)", "1e-300", "kink", BOTH.format(-1, 1)),
    ("abs(x-1e300)", "1e300", "kink", BOTH.format(-1, 1)), ("abs(x - 1e9) + 1e9*x", "1e9", "kink", BOTH.format(-1, 1)),
    ("abs(x)**3/x**2 if x!=0 else 0", 0, "kink", BOTH.format(-1, 1)),
    ("min(sin(x),cos(x))", "pi/4", "kink", "0.70711 on the left"),
    ("abs(sin(x))*exp(x)", 0, "kink", BOTH.format(-1, 1)), ("max(x, x**3, 0)", 0, "kink", BOTH.format(0, 1)),
    ("x**2 + abs(x - 1e12)", "1e12", "kink", BOTH.format(-1, 1)), ("1e12*x + floor(x - 7)", 7, "jump", "jumps here"),
    ("where(x==1, 0, exp(x-1)) + x**2", 1, "jump", "jumps here"), ("where(x==0,0,exp(-1/x))", 0, "jump", "jumps here"),
    ("min(x, 2*x - 2**40) + x**2/3", "2**40", "kink", BOTH.format(2, 1)),
    ("where(x==1e6, 0, (x-1e6)*log(abs(x-1e6))) + x**2/3", "1e6", "edge", "either side it is infinite (negative)"),
    ("where(x==1, 0, (x-1)*log(abs(x-1)))", 1, "edge", "on either side it is infinite (negative)"),
    ("where(x==0,0,x*atan(1/x))", 0, "kink", BOTH.format(-1.5708, 1.5708)),
    ("where(x==0,0,x/(1+exp(1/x)))", 0, "kink", BOTH.format(1, 0)), ("atan(1/x)", 0, "pole", "1/x has a pole here"),
    ("tanh(3/(x-2))+x", 2, "pole", "3/(x-2) has a pole"), ("where(x==0,0,5*x+x/log(abs(x)))", 0, "kink", "it is 5")])
def test_what_is_there_is_told_with_its_slopes(source, x, kind, message):
    (found, said), = messages_of(source, x=x)
    assert found == kind and message in said


@pytest.mark.parametrize("source, x", [
    ("cot(0.5 if x == 3.75 and x < 1/2 else x)", -1e5), ("sin(abs(1e3*(x - 1e6))**2)", 1e6), ("max(x-1,0)^3", 1),
    ("where(x==0,1,sin(x)/x)", 0), ("where(x!=0,x^2,0)", 0), ("where(x==0, 0.5, (1-cos(x))/x**2)", 0),
    ("exp(-1/x) if x>0 else 0", 0),
    ("x**3/x**3 if x!=0 else 1", 0), ("abs(x-1e8)**2", 1e8), ("(1-x)^3 if x<1 else 0", 1), ("relu(x-1e-9)*(x-1e-9)", 1e-9),
    ("where(x==0,0,x/log(abs(x)))", 0), ("where(x==1,0,(x-1)/log(abs(x-1)))", 1), ("where(x==0,0,x**2*sin(1/x))", 0),
    ("where(x==0,0,x**2*log(abs(x)))", 0), ("1/(1+1/x)", 0), ("exp(-1/x**2)", 0), ("atan(1/x**2)", 0), ("x/(1/x)", 0),
    ("where(x<0.1, x**3, 0.001+0.03*(x-0.1))", "0.1"), ("where(x<2.3, 0.7*x, 1.61+0.7*(x-2.3))", "2.3"),
    ("max(x, 2*x - 1)**2 - max(x, 2*x - 1)**2", 1), ("x**2 if x<1e6 else 2e6*x-1e12", 1e6), ("floor(x)*0 + x", 2)])
def test_where_both_sides_agree_nothing_is_said(source, x):
    assert messages_of(source, x=x) == []


def test_rounding_is_no_kink():
    assert {kind for kind, _ in messages_of("where(x<1e-4,0.5,(1-cos(x))/x^2)", x=1e-4)} == {"cancellation"}


def test_in_a_hessian_and_in_other_numbers_too():
    message, = [each.message for each in hessian(pose("where(x==0, 0.5, (1-cos(x))/x**2)", x=0)).warnings]
    assert "on either side it is -0.083333" in message
    exact = Unrounded(lambda source: Exact(source))
    question = pose("where(x!=0,x^2,0)", x=0)
    for report in (hessian(question, numbers=exact), *derivatives(question, ["x", "x"], False, False, exact)):
        assert ["on either side it is 2" in each.message for each in report.warnings] == [True]


def test_many_variables_cost_as_much_each_as_few():
    found = evaluate(pose("+".join(f"abs(v{i})" for i in range(700)), **{f"v{i}": 0 for i in range(700)})).warnings
    assert len(found) == 700 and all(BOTH.format(-1, 1) in each.message for each in found)


def test_the_sign_of_nan_is_nan():
    answer = evaluate(pose("sign(log(x))", x=-1))
    assert math.isnan(answer.value) and [each.kind for each in answer.warnings] == ["domain"]


@pytest.mark.parametrize("source, x, slope", [
    ("relu(2*x-6)-relu(6-2*x)", 3, "2"), ("relu(x-1/4)-relu(1/4-x)", 0.25, "1"), ("relu(x**2-9)-relu(9-x**2)", 3, "6"),
    ("relu(exp(x)-1)-relu(1-exp(x))", 0, "1"), ("copysign(x-1/4,x-1/4)", 0.25, "1")])
def test_a_slope_by_convention_is_told_where_the_argument_was_rounded(source, x, slope):
    found = evaluate(pose(source, x=x))
    assert found.partials["x"] == 0
    assert [each.message.rpartition("; ")[2] for each in found.warnings] == [f"on either side it is {slope}"]


@pytest.mark.parametrize("source, x, message", [
    ("abs(x-1/4)**3", 0.25, "jumps here: -6 on the left, 6 on the right"),
    ("max(x**2-49,49-x**2)**2", 7, "is by convention here; on either side it is 168")])
def test_a_third_derivative_at_a_kink_is_told_where_the_argument_was_rounded(source, x, message):
    found = derivatives(pose(source, x=x), ["x"] * 3, every=False, formulas=False)[-1]
    assert [each.message for each in found.warnings] == [f"the derivative of order 3 {message}"]


@pytest.mark.parametrize("source, right", [
    ("clamp(exp(x)-1,0,5)", "1"), ("relu6(exp(x)-1)", "1"), ("hardsigmoid(x-3)", "0.16667"),
    ("relu(hardsigmoid(x-3))", "0.16667"),
    ("(0<=exp(x)-1<1)*(exp(x)-1)", "1")])
def test_a_kink_behind_an_argument_that_swallows_a_tiny_step(source, right):
    found = evaluate(pose(source, x=0))
    assert [each.message.rpartition(": ")[2] for each in found.warnings] == [f"slope 0 on the left, {right} on the right"]


@pytest.mark.parametrize("source, x, jumps", [
    ("x**2 % 1", 0, False), ("(x-7)**2 % 1", 7, False), ("fmod(x**2, 2)", 0, False), ("acot(x**2)", 0, False),
    ("x % 1", 2, True), ("x % 1", 0, True), ("x**3 % 1", 0, True), ("frac(x)", 1, True), ("acot(x)", 0, True)])
def test_a_value_that_comes_to_the_same_on_both_sides_does_not_jump(source, x, jumps):
    assert [each.kind for each in evaluate(pose(source, x=x)).warnings] == ["jump"] * jumps
