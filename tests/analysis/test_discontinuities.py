"""Derivatives of order 2 and above that jump, or are by convention, and those that are not."""

import pytest
from asking import pose

from gradcli.calc.derivatives import derivatives
from gradcli.calc.matrices import hessian


@pytest.mark.parametrize("source, order, message", [
    ("where(x != 0, sin(x)/x, 1)", 2, "on either side it is -0.33333"),
    ("where(x==0,1,cos(x))", 2, "on either side it is -1"),
    ("where(x!=0,x^2,0)", 2, "on either side it is 2"), ("abs(x)**3", 3, "jumps here: -6 on the left, 6 on the right"),
    ("where(x==0,1,sin(x)/x)", 4, "on either side it is 0.2"), ("max(x,0)^3", 2, None), ("(-x)^3 if x<0 else 0", 2, None),
    ("max(x,0)^3", 3, "jumps here: 0 on the left, 6 on the right"), ("where(x==0,0,x**3)", 3, "on either side it is 6"),
    ("elu(x)", 2, "jumps here: 1 on the left, 0 on the right"), ("celu(x)", 2, "1 on the left, 0 on the right"),
    ("softsign(x)", 2, "2 on the left, -2 on the right"), ("softsign(x)", 3, "on either side it is 6"),
    ("i1e(x)", 2, "1 on the left, -1 on the right"), ("x*i0e(x)", 2, "2 on the left, -2 on the right"),
    ("where(x==0, 0, x**2 + x**2.5)", 2, "; on the right it is 2"),
    ("where(x==0, 0, x**2 + (-x)**2.5)", 2, "; on the left it is 2"),
    ("elu(x)-elu(-x)", 3, "on either side it is 1"), ("x**2*softsign(x)", 2, None)])
def test_a_derivative_that_jumps_is_warned_of_at_every_order(source, order, message):
    answer, = derivatives(pose(source, x=0), ["x"] * order, every=False, formulas=False)
    assert [each.kind for each in answer.warnings] == ["kink"] * (message is not None)
    assert message is None or message in answer.warnings[0].message


@pytest.mark.parametrize("source, orders, jump", [
    ("abs(x)**3", range(4, 8), 3), ("x*abs(x)", range(3, 7), 2), ("x**2*abs(x)", range(4, 10), 3), ("relu(x)**2", [3, 6], 2),
    ("sign(x)*x**3", [4, 12], 3), ("max(x,sin(x))", [4], 3), ("x**2*abs(x)**3", [7], 5)])
def test_above_a_derivative_that_jumps_there_is_none(source, orders, jump):
    for order in orders:
        answer, = derivatives(pose(source, x=0), ["x"] * order, every=False, formulas=False)
        assert [each.message.partition(":")[0] for each in answer.warnings] == [f"the derivative of order {jump} jumps here"]


@pytest.mark.parametrize("source", ["where(x==0,0,x**3)", "max(x,0)**6", "abs(x)**4*x"])
def test_an_order_below_the_one_that_jumps_has_no_warning(source):
    answer, = derivatives(pose(source, x=0), ["x"] * 4, every=False, formulas=False)
    assert answer.value == 0 and not answer.warnings


@pytest.mark.parametrize("source, x, y, message", [
    ("abs(x*y)", 0, 0, "jumps here along x, y: it is between -1 and 1 around the point"), ("abs(x)*y", 0, 0, "jumps here"),
    ("relu(x)*y", 0, 0, "between 0 and 1"), ("max(x*y,0) + x*y**3", 0, 0, "between 0 and 1"),
    ("max(x,y)*y", 1, 1, "jumps here"),
    ("max(x,y)**2", 1, 1, "is by convention here along x, y; around the point it is 0"),
    ("where(x==y, x*x, x*y)", 0, 0, "around the point it is 1"), ("relu(x-1)*relu(y-2)", 1, 2, "between 0 and 1"),
    ("abs(x+y-3)**3", 1, 2, None), ("max(x*y-2,0)**3*exp(x*y)", 1, 2, None), ("relu(x+y-3)*(x+y-3)**2", 1, 2, None),
    ("abs(x)*y", 1, 0, None), ("abs(x)**2*y", 0, 0, None), ("where(x*y==0,0,(x*y)**3)", 0, 2, None)])
def test_mixed_derivatives_around_a_point(source, x, y, message):
    found, = derivatives(pose(source, x=x, y=y), ["x", "y"], every=False, formulas=False)
    second = [each.message for each in found.warnings if "order 2" in each.message]
    assert len(second) == (message is not None) and (message or "") in "".join(second)
    of_matrix = hessian(pose(source, x=x, y=y)).warnings
    assert bool(of_matrix) == (message is not None)
