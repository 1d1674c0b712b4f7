"""Derivatives term by term, against mpmath."""

import pytest
from expressions import function, smooth
from mpmath import mp
from normalized import printed

from gradcli.algebra.budget import Budget, Spent
from gradcli.algebra.forms import Inapplicable
from gradcli.algebra.normal import Algebra
from gradcli.algebra.termwise import Termwise
from gradcli.engine.lower import lower
from gradcli.engine.passes import expand_hidden
from gradcli.syntax.parser import parse


def termwise(source, limit=10**7):
    lowered = lower(parse(source))
    tape, moved = expand_hidden(lowered.tape)
    return Termwise(Algebra(budget=Budget(len(tape), limit)), tape, moved[lowered.root])


def test_derivatives_of_order_1_to_4_are_those_of_the_expression():
    compared = 0
    for source, at in smooth(41, 40, 8):
        found = termwise(source)
        with mp.workdps(60):
            x = mp.mpf(at["x"])
            expected = mp.taylor(function(source, at), x, 4)
            for order in range(1, 5):
                try:
                    found.differentiate("x")
                except Inapplicable:
                    break
                compared += 1
                ours = function(printed(found), at)(x)
                assert mp.almosteq(ours, expected[order] * mp.factorial(order), 1e-20, 1e-20), (source, order)
    assert compared > 100


@pytest.mark.parametrize("source, name, expected", [
    ("x*y", "x", "y"), ("x**2*y", "z", "0"), ("sin(x*y)*x", "y", "x**2*cos(x*y)"), ("atan2(y,x)", "x", "-y/(y**2 + x**2)"),
    ("(x + y)*(x - y)", "x", "2*x"), ("sqrt(x**2 + y**2)", "y", "y/sqrt(x**2 + y**2)"), ("max(x,y)*x", "z", "0"),
    ("exp(x)/exp(2*x)", "x", "-exp(-x)"), ("7", "x", "0")])
def test_first_derivatives(source, name, expected):
    found = termwise(source)
    found.differentiate(name)
    assert printed(found) == expected


def test_it_begins_again():
    found = termwise("x**3*y**2")
    for names, expected in (("xx", "6*x*y**2"), ("yx", "6*x**2*y"), ("", "x**3*y**2")):
        found.restart()
        for name in names:
            found.differentiate(name)
        assert printed(found) == expected


@pytest.mark.parametrize("source", ["x**x", "2**x", "x*sin(x) if x > 0 else log(x)"])
def test_variable_exponents_and_conditionals_are_outside(source):
    with pytest.raises(Inapplicable):
        termwise(source).differentiate("x")


def test_the_budget_ends_it():
    found = termwise("*".join(f"sin({i}*x)" for i in range(1, 30)), 10**5)
    with pytest.raises(Spent):
        for _ in range(6):
            found.differentiate("x")
