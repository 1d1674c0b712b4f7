"""check: the results of every method."""

import math

import pytest
from asking import pose
from expressions import smooth

from gradcli.calc.check import check
from gradcli.calc.unrounded import Unrounded
from gradcli.calc.values import evaluate
from gradcli.core.primitive import FUNCTIONS
from gradcli.domains.ball import Ball
from gradcli.domains.exact import Exact
from gradcli.engine import rules
from gradcli.errors import GradcliError


def test_tanh_far_out_has_its_digits():
    row, = check(pose("tanh(x)", x=20)).partials
    assert row.agrees and row.digits >= 12 and row.reverse == pytest.approx(1.6993417021166356e-17, rel=1e-15)


@pytest.mark.parametrize("source, x, kink", [("abs(x)", 0, (-1, 1)), ("relu(x)", 0, (0, 1)), ("max(x, x**2)", 1, (1, 2)),
                                             ("x if x > 0 else 2*x", 0, (2, 1))])
def test_a_kink_does_not_pass(source, x, kink):
    found = check(pose(source, x=x))
    row, = found.partials
    assert not row.agrees and row.kink == pytest.approx(kink, abs=1e-6)
    assert [warning.kind for warning in found.warnings] == ["kink"]


def test_a_row_per_variable_or_for_those_that_are_wanted():
    question = pose("x**2*y + abs(z)", x=0.5, y=2, z=0)
    assert [(row.name, row.agrees) for row in check(question).partials] == [("x", True), ("y", True), ("z", False)]
    assert [(row.name, row.reverse) for row in check(question, ["y"]).partials] == [("y", 0.25)]


def disagreements(count):
    found = []
    for source, at in smooth(41, count, 8):
        for row in check(pose(source, **at)).partials:
            if not row.agrees and abs(row.reverse) > 1e-10:  # a derivative of 0 is found as what rounding leaves
                found.append((source, at, row))
    return found


def test_right_derivatives_pass():
    assert disagreements(200) == []


def test_a_wrong_rule_does_not_pass(monkeypatch):
    """All sweeps share it; the numerical method does not."""
    rules.compile_rule.cache_clear()
    monkeypatch.setattr(FUNCTIONS["sin"], "rules", [lambda g, y, x: g * FUNCTIONS["cos"](x) * 10001 / 10000])
    row, = check(pose("sin(x)", x=1)).partials
    rules.compile_rule.cache_clear()
    assert not row.agrees and row.digits < 5 and row.reverse == row.forward


@pytest.mark.parametrize("source, at", [("x/(1+x)", {"x": 1e-200}), ("sqrt(x)", {"x": 1e-200}), ("x**3", {"x": 0}),
                                        ("log(x)", {"x": 1e-9}), ("gamma(x)", {"x": 0.125}), ("cbrt(x)", {"x": 0.0625}),
                                        ("lgamma(sinh(x)*sinh(x))", {"x": 1e-150}), ("x**3", {"x": 1e-120}),
                                        ("x**2", {"x": 1e-200}), ("x**2", {"x": 1e200}), ("x**2*x**2", {"x": 1e-80}),
                                        ("x**3 + 1e-200*x", {"x": 1e-120})])
def test_hard_points_pass(source, at):
    row, = check(pose(source, **at)).partials
    assert row.agrees


@pytest.mark.parametrize("source, x, kind", [("log(x)", -1, "domain"), ("exp(exp(x)) - exp(exp(x))", 100, "overflow")])
def test_where_there_is_no_value_nothing_is_right(source, x, kind):
    found = check(pose(source, x=x))
    row, = found.partials
    assert math.isnan(row.reverse) and not row.agrees and {w.kind for w in found.warnings} == {kind}


@pytest.mark.parametrize("source, at, numbers", [
    ("x/sqrt(x**2+y**2)", {"x": 3e170, "y": 4e170}, [1.28e-171, -9.6e-172]), ("exp(x)/exp(x-1)", {"x": 800}, [0]),
    ("1/(exp(x)+1)", {"x": 387}, [-8.472966775545996e-169]), ("log(exp(x) + exp(2*x))", {"x": 500}, [2]),
    ("sqrt(x**4)", {"x": 0}, [0]), ("sqrt(x)**2", {"x": 0}, [1]), ("hypot(x,y)**2", {"x": 0, "y": 0}, [0, 0])])
def test_its_numbers_are_those_of_eval(source, at, numbers):
    rows = check(pose(source, **at)).partials
    assert [row.reverse for row in rows] == pytest.approx(numbers, rel=1e-15, abs=0) and all(row.agrees for row in rows)
    assert [row.reverse for row in rows] == [*evaluate(pose(source, **at)).partials.values()]


def test_a_point_must_be_bound():
    with pytest.raises(GradcliError, match="x is not bound"):
        check(pose("x + y", y=1))


@pytest.mark.parametrize("source, x", [
    ("abs(x)", 0.05), ("min(x, 0.2)", 0.175), ("relu(x - 1)", 1.0000001), ("clamp(x, 0, 1e-3)", 5e-4),
    ("abs(x - 1e6)", 1e6 + 1),
    ("exp(-x)", 700), ("exp(x)", -700), ("1/x", 1e150), ("x**3", 1e-100), ("lgamma(tanh(csch(lgamma(x)))**(-1/3))", 2.354),
    ("floor(x)*x", 2.001), ("1 if x < 0.25 else x", 0.2500001)])
def test_beside_a_kink_and_far_out_the_methods_agree(source, x):
    found = check(pose(source, x=x))
    row, = found.partials
    assert row.agrees and row.kink is None


def test_numbers_without_rounding_take_the_place_of_the_numerical_method():
    exact = Unrounded(Exact)
    row, = check(pose("x**3/7", x=0.1), None, exact).partials
    assert row.agrees and row.method == "unrounded numbers" and row.numeric == 0.03 / 7
    row, = check(pose("abs(x)", x=0), None, exact).partials
    assert not row.agrees and row.kink == pytest.approx((-1, 1))



def test_an_unrounded_number_beyond_all_doubles_is_not_written_out():
    pytest.importorskip("flint")
    row, = check(pose("2*exp(x)", x="1e300"), numbers=Unrounded(lambda source: Ball(source, 3))).partials
    assert row.reverse == math.inf and not row.agrees


def test_a_power_with_an_exponent_beyond_all_doubles():
    row, = check(pose("(-x**-2)**(-x**-2)", x="1e-320")).partials  # of IEEE's pow(-inf, -inf) = 0
    assert math.isnan(row.reverse) or row.reverse == row.numeric == 0


@pytest.mark.parametrize("source, at", [("abs(x-abs(y))", {"x": "inf", "y": 3}), ("x-y", {"x": "inf", "y": "nan"}),
                                        ("x**2*y", {"x": "-inf", "y": "1e-320"})])
def test_infinite_points_are_answered(source, at):
    assert len(check(pose(source, **at)).partials) == 2
