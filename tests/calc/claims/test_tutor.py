"""The help beside a verdict: formula, round point, slip of higher orders, shorter form."""

import pytest
from asking import pose

from gradcli.calc.claims.claim import judge
from gradcli.errors import GradcliError
from gradcli.syntax.printer import text


@pytest.mark.parametrize("source, claim, at, formula", [
    ("x**2*sin(x)", "2*x*cos(x)", {"x": 1}, "x**2*cos(x) + 2*x*sin(x)"), ("x**3", "3*x**3", {"x": 2}, "3*x**2"),
    ("x**2", "x**2", {"x": 1}, "2*x"), ("log(x)", "1/x**2", {"x": 2}, "1/x"),
    ("sqrt(x-40)", "1/sqrt(x-40)", {"x": 50}, None), ("max(0, x-1000)", "0", {"x": 2000}, None)])
def test_a_wrong_claim_gets_the_formula_and_a_round_point(source, claim, at, formula):
    found = judge(pose(source), claim)
    assert not found.right and found.at == at or source.startswith("sqrt")
    assert all(x == float(f"{x:.2g}") for x in found.at.values())
    assert formula is None or text(found.formula) == formula


def test_several_variables_get_different_numbers():
    assert judge(pose("x*y"), "x", ["x"]).at == {"x": 1, "y": 2}
    assert judge(pose("x*y", y=7), "x", ["x"]).at == {"x": 1, "y": 7}
    assert text(judge(pose("x**2*y", y=7), "x", ["x"]).formula) == "14*x"


def test_a_number_at_a_point_keeps_the_point_and_gets_the_formula():
    found = judge(pose("x**2", x=3), "7")
    assert (found.at, found.derivative, text(found.formula), found.slip) == ({"x": 3}, 6, "2*x", None)


@pytest.mark.parametrize("source, claim, shorter", [
    ("x**2", "x + x", "2*x"), ("x**3/3", "3*x**2/3", "x**2"), ("x**2", "2*x", None), ("x*(x+1)", "x + (x + 1)", "2*x + 1"),
    ("x**2*sin(x)", "2*x*sin(x) + x**2*cos(x)", None), ("tan(x)", "1/cos(x)^2", None), ("(x+1)**2", "2*(x+1)", None),
    ("exp(x)/x", "(exp(x)*x - exp(x))/x**2", "exp(x)*(x - 1)/x**2"),
    ("sin(x)**2 + cos(x)**2", "2*sin(x)*cos(x) - 2*cos(x)*sin(x)", "0"),
    ("-x**2", "-2*x", None), ("-x**2", "- 2 * x", None), ("1/x", "-1/x**2", None), ("1-x", "-1", None),
    ("-x**2", "-2x", None),
    ("-x**2", "-x - x", "-2*x"), ("-x**2", "-x + -x", "-2*x"), (r"x^{2}", r"2 \cdot x", None), ("-x**2", "(-2)*x", "-2*x")])
def test_a_right_claim_is_told_a_shorter_form(source, claim, shorter):
    found = judge(pose(source), claim)
    assert found.right and (text(found.formula) if found.shorter else None) == shorter


def test_a_shorter_form_has_the_names_of_the_claim():
    assert not judge(pose("x**2*y", y=2), "2*x*y", ["x"]).shorter
    assert text(judge(pose("x**2*y", y=2), "x*y + x*y", ["x"]).formula) == "2*x*y"


@pytest.mark.parametrize("source, claim, order, expected", [
    ("x**4", "4*x**3", 2, "this is the derivative of order 1"), ("sin(x)*x", "2*cos(x) - x*sin(x)", 3, "of order 2"),
    ("x**5", "60*x**2", 2, "this is the derivative of order 3"), ("x**4", "-12*x**2", 2, "the sign"),
    ("exp(3*x)", "3*exp(3*x)", 2, "order 1"), ("x**4", "12*x**3", 2, "the power is not lowered"),
    ("x**4", "x + 1", 2, None)])
def test_slips_of_higher_orders(source, claim, order, expected):
    found = judge(pose(source), claim, None, order)
    assert not found.right and (found.slip is None if expected is None else expected in found.slip)


def test_beyond_the_limit_there_is_no_formula(monkeypatch):
    def refuse(*given):
        raise GradcliError("too long", code=1)

    monkeypatch.setattr("gradcli.calc.formulas.lift_bounded", refuse)
    for claim in ("x", "x + x"):
        found = judge(pose("x**2"), claim)
        assert (found.formula, found.shorter) == (None, False)
