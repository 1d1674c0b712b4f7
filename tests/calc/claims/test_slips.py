"""Slips: each is named, and none that is not the reason. tests/bench/slips.py tries hundreds of each kind."""

from random import Random

import pytest
from asking import pose
from slips import KINDS, wrong_claims

from gradcli.calc.claims.slips import Expression, find_slip


def slip(source, claim, truth, count=12):
    """The slip of a claim, from points on both sides of 0."""
    question, random = pose(source), Random(4)
    tape, root, variables = question.lowered
    sides = [pose(text).lowered for text in (claim, truth)]
    points = [dict.fromkeys(variables, sign * random.uniform(0.3, 2)) for _ in range(count) for sign in (1, -1)]
    return find_slip(Expression(tape, root, variables["x"], source), *((each.tape, each.root) for each in sides), points)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind])
def test_the_slip_is_named(kind):
    from gradcli.calc.claims.claim import judge

    for source, claim in wrong_claims(kind, 20):
        verdict = judge(pose(source), claim)
        assert not verdict.right and kind in (verdict.slip or ""), (source, claim, verdict.slip)


@pytest.mark.parametrize("source, claim", [("abs(x-1e6)", "1"), ("abs(x**2-1e10)", "2*x"), ("abs(x-3)", "1")])
def test_a_slip_is_made_on_both_sides_of_a_kink(source, claim):
    from gradcli.calc.claims.claim import judge

    assert judge(pose(source), claim).slip is None
    assert "the sign" in judge(pose(source), f"-({claim})*sign({source[4:]}").slip


def test_no_slip_is_named_that_is_not_made():
    from gradcli.calc.claims.claim import judge

    for source, claim in wrong_claims("", 30):
        verdict = judge(pose(source), claim)
        assert not verdict.right and verdict.slip is None, (source, claim, verdict.slip)


@pytest.mark.parametrize("source, claim, truth, expected", [
    ("sin(x**2)", "cos(x**2)", "2*x*cos(x**2)", "the inner derivative is missing, in that of sin(x**2)"),
    ("exp(sin(2*x))", "exp(sin(2*x))*cos(2*x)", "2*exp(sin(2*x))*cos(2*x)",
     "the inner derivative is missing, in that of sin(2*x)"),
    ("sin(2*x) + exp(3*x)", "cos(2*x) + exp(3*x)", "2*cos(2*x) + 3*exp(3*x)", "the inner derivatives are missing"),
    ("x**2*exp(x)", "2*x*exp(x)", "(x**2 + 2*x)*exp(x)",
     "the product of the derivatives, where f'*g + f*g' is that of x**2*exp(x)"),
    ("x**2*sin(x)*exp(x)", "2*x*cos(x)*exp(x)", "exp(x)*(x**2*sin(x) + x**2*cos(x) + 2*x*sin(x))",
     "the products of the derivatives, instead of the product rule"),
    ("x*cos(x)", "cos(x) + x*sin(x)", "cos(x) - x*sin(x)", "a sign, in the derivative of cos(x)"),
    ("cos(x)", "sin(x)", "-sin(x)", "the sign: the derivative is minus this"),
    ("5*x**2", "5*x", "10*x", "a constant factor: the derivative is 2 times this"),
    ("x**4", "pi*x**3", "4*x**3", "a constant factor: the derivative is 1.27324 times this"),
    ("1/x", "-1/x", "-1/x**2", "the power is not lowered, in the derivative of 1/x"),
    ("x**2", "x**3", "2*x", None), ("x", "2*x", "1", None), ("sin(x)", "0", "cos(x)", None), ("x**2", "2*x", "2*x", None)])
def test_words(source, claim, truth, expected):
    assert slip(source, claim, truth) == expected


def test_a_long_expression_is_not_searched():
    source = "+".join(f"sin({i}*x)" for i in range(1, 40))
    assert slip(source, "x", "1") is None


def test_points_where_nothing_is_finite_decide_nothing():
    assert slip("sqrt(-1-x**2)", "1/(2*sqrt(-1-x**2))", "-x/sqrt(-1-x**2)") is None


def test_a_factor_beyond_all_doubles_is_no_slip():
    assert slip("1e200*x*1e200", "1e-200", "1e200") is None
