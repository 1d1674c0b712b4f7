"""Slopes that come out of a sweep as 0 times infinity, or with the wrong sign."""

import math

import pytest
from asking import pose

from gradcli.analysis import missing
from gradcli.analysis.missing import _closest, missing_slope
from gradcli.calc.derivatives import derivatives
from gradcli.calc.matrices import hessian
from gradcli.calc.unrounded import Unrounded
from gradcli.calc.values import evaluate
from gradcli.domains.ball import Ball
from gradcli.domains.exact import Exact
from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError
from gradcli.syntax.parser import parse


@pytest.mark.parametrize("source, x, value, kinds", [
    ("sqrt(-x)", 0, -math.inf, ["edge"]), ("sqrt(-(x-1))", 1, -math.inf, ["edge"]), ("sqrt(x)", 0, math.inf, ["edge"]),
    ("sqrt(x**4)", 0, 0, []), ("sqrt((x-1)**4)", 1, 0, []), ("x*sqrt(x)", 0, 0, ["edge"]), ("sqrt(x)**2", 0, 1, ["edge"]),
    ("cbrt(x)**3", 0, 1, []), ("hypot(x, 0)**2", 0, 0, []), ("sqrt(sin(x)**4)", 0, 0, []), ("exp(-1/x**2)", 0, 0, []),
    ("cbrt(x**2 + x*abs(x))", -1.5, 0, []), ("sqrt(x + abs(x))", -0.1, 0, []),
    ("1e20 + sqrt(abs(x))", 0, math.nan, ["kink", "domain"]), ("sqrt(x + abs(x))*y", -3, 0, []),
    ("sqrt(x + abs(x) + 1e-30*(x+1)**2)", -1, math.nan, ["domain"]), ("sqrt(x + abs(x) + 1e-30*(x+1)**4)", -1, 0, []),
    ("sqrt(x + abs(x) + 1e-10*(x+1)**2)", -1, math.nan, ["kink"]),
    ("sqrt(x**2)", 0, math.nan, ["kink"]), ("acos(1-x**2)", 0, math.nan, ["kink"]), ("sqrt(x**3)", 0, 0, ["edge"]),
    ("acos(cos(x))**2", 0, 0, []), ("sqrt(1-cos(x))**2", 0, 0, []), ("acosh(cosh(x))**2", 0, 0, []),
    ("acos(1-x**2)**2", 0, 0, []), ("cos(acos(cos(x)))", 0, 0, []), ("sqrt(1-cos(x))", 0, math.nan, ["kink"]),
    ("sqrt(-x**2)", 0, math.nan, ["domain"]), ("cbrt(x**2)", 0, math.nan, ["domain"]),
    ("acos(1+x**3)", 0, math.nan, ["domain"])])
def test_a_slope_that_the_sweep_misses(source, x, value, kinds):
    answer = evaluate(pose(source, x=x, **({"y": 2} if "*y" in source else {})))
    assert repr(float(answer.partials["x"])).replace("-0.0", "0.0") == repr(float(value))
    assert [each.kind for each in answer.warnings] == kinds


@pytest.mark.parametrize("source, x, slope", [
    ("sqrt(-x)", 0.0, -math.inf), ("sqrt(-(x-1))", 1.0, -math.inf), ("sqrt(x)", -0.0, math.inf),
    ("(-x)**0.5", 0.0, -math.inf)])
def test_an_infinite_slope_has_the_sign_of_its_side(source, x, slope):
    answer = evaluate(pose(source, x=x))
    assert answer.partials["x"] == slope and [warning.kind for warning in answer.warnings] == ["edge"]


@pytest.mark.parametrize("source, order, value, kinds", [
    ("sqrt(x**4)", 2, 2, []), ("sqrt(x**4+x**6)", 2, 2, []), ("sqrt(x**4+x**6)", 4, 12, []), ("sqrt(sin(x)**4)", 4, -8, []),
    ("hypot(x, 0)**2", 2, 2, []), ("cbrt(x)**3", 3, 0, []), ("x/(1/x)", 2, 2, []), ("exp(-1/x**2)", 3, 0, []),
    ("x**3*sqrt(x**2)", 3, 0, []), ("sqrt(x)**2", 2, 0, ["edge"]), ("x**2*sqrt(x)", 2, 0, ["edge"]),
    ("x*sqrt(x)", 2, math.inf, ["edge"]), ("sqrt(x**2)", 2, math.nan, ["kink"]), ("sqrt(x**6)", 3, math.nan, ["domain"]),
    ("x**3*sqrt(x**2)", 4, math.nan, ["domain"]), ("acos(1-x**2)", 2, math.nan, ["kink"]),
    ("sqrt(x**4)", 3, 0, []), ("sqrt(x**4)", 4, 0, []), ("sqrt(x**8)", 4, 24, []), ("sqrt(x**8)", 5, 0, []),
    ("x**1.5*x**1.5", 2, 0, ["edge"]), ("x**1.5*x**1.5", 3, 6, ["edge"]), ("sqrt(x)*sqrt(x)**3", 3, 0, ["edge"]),
    ("sqrt(x**4)*(1+x)", 3, 6, []), ("sqrt(x**4*(2+x))", 3, 1.5 * math.sqrt(2), [])])
def test_a_derivative_that_the_sweeps_miss(source, order, value, kinds):
    answer, = derivatives(pose(source, x=0), ["x"] * order, every=False, formulas=False)
    assert answer.value == pytest.approx(value, rel=1e-14, nan_ok=True)
    assert [each.kind for each in answer.warnings] == kinds
    if order == 2:
        matrix = hessian(pose(source, x=0))
        assert matrix.hessian == [[pytest.approx(value, rel=1e-14, nan_ok=True)]]
        assert [each.kind for each in matrix.warnings] == kinds


@pytest.mark.parametrize("make, one", [(Exact, "1"), (lambda source: Ball(source, 10), "1.000000000")])
@pytest.mark.parametrize("source, order, kinds", [
    ("cbrt(x)**3", 1, []), ("sqrt(x)**2", 1, ["edge"]), ("sqrt(x)**2", 2, ["edge"]), ("x*sqrt(x)", 1, ["edge"]),
    ("sqrt(x**4)", 1, ["domain"]), ("sqrt(x**4)", 2, ["domain"]), ("hypot(x, 0)**2", 2, ["domain"])])
def test_in_exact_and_proven_numbers(make, one, source, order, kinds):
    numbers = Unrounded(make)
    derivative, = derivatives(pose(source, x=0), ["x"] * order, False, False, numbers)
    expected = math.nan if kinds == ["domain"] else one if source in ("cbrt(x)**3", "sqrt(x)**2") and order == 1 else "0"
    assert repr(derivative.value) == repr(expected) and [each.kind for each in derivative.warnings] == kinds
    if order == 1:
        answer = evaluate(pose(source, x=0), None, Unrounded(make))
        assert repr(answer.partials["x"]) == repr(expected) and [each.kind for each in answer.warnings] == kinds


def test_what_has_no_exact_value_is_refused_as_before():
    with pytest.raises(GradcliError, match="has no exact value"):
        derivatives(pose("sin(x + 1/3)", x=0), ["x"], False, False, Unrounded(Exact))
    with pytest.raises(GradcliError, match="does not exist|has a pole"):
        derivatives(pose("sqrt(x**2)", x=0), ["x"], False, False, Unrounded(Exact))


def test_of_several_variables():
    assert hessian(pose("hypot(x, y)**2", x=0, y=0)).hessian == [[2, 0], [0, 2]]
    matrix = hessian(pose("sqrt(x**4) + y*abs(x)", x=0, y=1))
    assert matrix.hessian[1][1] == 0 and matrix.warnings


@pytest.mark.parametrize("simple, limits, slope", [
    (2.0, [(2.0, 1e-9), (2.0, 1e-9)], 2.0), (2.0, [(3.0, 1e-12)], 3.0), (math.inf, [(3.0, 1e-12)], 3.0),
    (math.nan, [(1.0, 1e-10), (1.00000000001, 1e-14)], 1.00000000001), (math.nan, [(1.0, 1e-3)], math.nan),
    (math.nan, [(0.0, 1e-3)], 0.0)])
def test_the_simpler_slope_is_taken_where_the_limits_have_it_else_the_surest_of_them(simple, limits, slope):
    assert _closest(simple, limits) == pytest.approx(slope, rel=0, abs=0, nan_ok=True)


def found(source, x):
    """What the sweep gives, and the slope that is found beside it."""
    tape, root, variables = lower(parse(source))
    adjoint = reverse(tape, root, [variables["x"]])[variables["x"]]
    swept = run(tape, {"x": x})[adjoint]
    return swept, missing_slope(tape, root, adjoint, {"x": x}, "x", swept)


@pytest.mark.parametrize("source, x, slope, side", [
    ("sqrt(x**4)", 0.0, 0.0, ""), ("cbrt(x)**3", 0.0, 1.0, ""), ("x*sqrt(x)", 0.0, 0.0, "right"),
    ("sqrt(-x)", 0.0, -math.inf, "left"), ("sin(sqrt(x)**2)*3", 0.0, 3.0, "right"), ("exp(-1/x**2)", 0.0, 0.0, "")])
def test_the_slope_is_the_limit_on_the_sides_that_exist(source, x, slope, side):
    swept, beside = found(source, x)
    assert not math.isfinite(swept) and (beside.number, beside.side) == (slope, side)


@pytest.mark.parametrize("source, x", [("sqrt(x**2)", 0.0), ("log(x)", 0.0), ("acos(1-x**2)", 0.0), ("cbrt(x)", 0.0)])
def test_there_is_none_at_a_kink_or_a_pole_and_an_infinite_one_stands(source, x):
    swept, beside = found(source, x)
    assert beside is None or math.isinf(swept) and beside.number == swept


def test_a_derivative_that_is_not_offered_is_not_searched_for(monkeypatch):
    monkeypatch.setattr(missing, "simplified", None)
    answer, = derivatives(pose("zeta(x)", x=1e-300), ["x", "x"], every=False, formulas=False)
    assert math.isnan(answer.value)
