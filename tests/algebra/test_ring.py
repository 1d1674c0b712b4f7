"""Derivatives of high order in the ring of generators, against mpmath, and what a ring cannot hold."""

import pytest
from mpmath import mp
from normalized import printed

from gradcli.algebra.budget import Budget
from gradcli.algebra.forms import Inapplicable
from gradcli.algebra.normal import Algebra
from gradcli.algebra.ring import Ring
from gradcli.calc.question import Question
from gradcli.calc.ways import along
from gradcli.engine.lower import lower
from gradcli.engine.passes import expand_hidden
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text

# Products, roots, powers of sums, sums over sums, circular and hyperbolic functions, names that stay free: the text, the
# same for mpmath with `a` = 1.25, and points.
FORMULAS = [
    "exp(sin(x))*log(1+x**2)", "1/(1+exp(-x))", "tan(x)**2", "sqrt(1+x**2)*atan(x)", "sin(x)/x", "exp(-x**2)*cos(3*x)",
    "log(sin(x)+2)", "x/(x**3+x+1)", "x**5/(x**2+a)**3", "tanh(x)/(a+x)", "asin(x/3)**2", "cosh(x)*sinh(x)**3",
    "sin(cos(sin(x)))", "(x-1)**5*(x+2)**4/(x**2+x+1)", "sqrt(x+sqrt(x+1))", "exp(x)/(exp(2*x)+a*exp(x)+1)",
    "sin(x)**4*cos(x)**3/(1+sin(x)**2)", "log(x+sqrt(x**2+a))", "1/(sin(x)+cos(x)+2)", "(a*x+1)/(x-a*7)**2",
    "exp(1/x)", "log(log(x+3))", "sqrt(2)*x*sqrt(x+2)", "erf(x)*exp(x**2)", "1/cosh(x)**2", "(x**2+1)**(7/2)"]


def ring(source):
    lowered = lower(parse(source))
    tape, moved = expand_hidden(lowered.tape)
    return Ring(Algebra(budget=Budget(len(tape))), tape, moved[lowered.root])


def value(formula, x):
    names = {name: getattr(mp, name) for name in "sin cos tan sinh cosh tanh asin atan exp log sqrt erf cbrt pi".split()}
    return eval(formula.replace("7/2", "mp.mpf(7)/2"), {**names, "mp": mp, "x": x, "a": mp.mpf("1.25")})


@pytest.mark.parametrize("source", FORMULAS)
def test_derivatives_of_order_1_to_8_are_those_of_the_expression(source):
    found = ring(source)
    with mp.workdps(60):
        x = mp.mpf("0.7")
        expected = mp.taylor(lambda t: value(source, t), x, 8)
        for order in range(1, 9):
            found.differentiate("x")
            ours = value(printed(found), x)
            assert mp.almosteq(ours, expected[order] * mp.factorial(order), 1e-20, 1e-20), order


def test_a_derivative_along_another_name():
    found = ring("exp(x*y)/(x+y)")
    for name in "xyyx":
        found.differentiate(name)
    with mp.workdps(40):
        point = mp.mpf("0.7"), mp.mpf("1.3")
        ours = eval(printed(found), {"exp": mp.exp, "x": point[0], "y": point[1]})
        assert mp.almosteq(ours, mp.diff(lambda x, y: mp.exp(x*y)/(x+y), point, (2, 2)), 1e-15)


@pytest.mark.parametrize("source", ["x**x", "x**a", "2**x", "x if x > 0 else log(x)"])
def test_variable_exponents_and_conditionals_are_outside(source):
    with pytest.raises(Inapplicable):
        ring(source)


def test_a_derivative_may_be_outside_where_the_formula_is_not():
    with pytest.raises(Inapplicable):
        ring("relu(x)**4").differentiate("x")


@pytest.mark.parametrize("source, order, most", [  # SymPy's lengths, of those that step by step take more than the limit
    ("exp(sin(x))*log(1+x**2)", 8, 1383), ("exp(sin(x))*log(1+x**2)", 20, 15_631), ("1/(1+exp(-x))", 20, 1700)])
def test_formulas_of_high_order_are_short(source, order, most):
    assert len(text(along(Question(source, {}, 10**7), ["x"] * order, order)[-1])) <= most


def test_each_order_is_the_shorter_of_both_ways():
    found = along(Question("log(sin(x)+2)", {}, 10**7), ["x"] * 6)
    other = ring("log(sin(x)+2)")
    for _ in range(6):
        other.differentiate("x")
    assert len(text(found[-1])) < len(printed(other))
