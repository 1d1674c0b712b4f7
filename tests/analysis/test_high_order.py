"""Derivatives of any order as floats, compared with mpmath, and their sides."""

import math
from random import Random

import pytest
from asking import pose
from expressions import function, smooth
from mpmath import mp, mpf

from gradcli.analysis import high_order as module
from gradcli.calc.derivatives import derivatives
from gradcli.calc.matrices import hessian
from gradcli.calc.values import evaluate
from gradcli.engine import taylor
from gradcli.engine.taylor import Expansion


def number(source, names, **at):
    found, = derivatives(pose(source, **at), names, every=False, formulas=False)
    return found.value


def wrong_numbers(count, order):
    found = []
    for source, at in smooth(51, count, 8):
        with mp.workdps(25):
            truths = list(mp.diffs(function(source, at), mpf(at["x"]), order))
        ours = [each.value for each in derivatives(pose(source, **at), ["x"] * order, every=True, formulas=False)]
        assert len(ours) == order + 1
        scale = max(1, *map(abs, truths))
        both = enumerate(zip(ours, truths, strict=True))
        found += [(source, at, k) for k, (a, b) in both if not abs(a - b) <= 1e-9 * scale]
    return found


def assert_agree(source, at):
    """To the last bit, with the same warnings; where a Hessian has nan, `nth` may have a value if the slope has one."""
    slope = evaluate(pose(source, **at), ["x"]).partials["x"]
    assert repr(number(source, ["x"], **at)) == repr(slope), (source, at)
    full = hessian(pose(source, **at), ["x"])
    (found,), = full.hessian
    second, = derivatives(pose(source, **at), ["x", "x"], every=False, formulas=False)
    assert repr(second.value) == repr(found) or found != found and slope == slope, (source, at, slope, found, second)
    assert second.warnings == full.warnings or repr(second.value) != repr(found), (source, at, second, full)


@pytest.mark.parametrize("source, order", [("sqrt(floor(x))", 2), ("sqrt(floor(x))", 5), ("asin(sign(x))*x", 2)])
def test_steps_are_constants_at_every_order(source, order):
    answer, = derivatives(pose(source, x=0.5), ["x"] * order, every=False, formulas=False)
    assert answer.value == 0


def test_numbers_to_order_four_are_those_of_mpmath():
    assert wrong_numbers(80, 4) == []


@pytest.mark.parametrize("order", [1, 2, 3, 4, 5])
def test_orders_above_the_smoothness_of_a_power_end(order):
    found, = derivatives(pose("x**1.5*x**1.5", x=0), ["x"] * order, every=False, formulas=False)
    assert isinstance(found.value, float)


def test_a_wrong_factorial_is_caught(monkeypatch):
    right = module.multiply_and_round
    monkeypatch.setattr(module, "multiply_and_round", lambda value, factor, *more: right(value, max(factor - 1, 1), *more))
    assert wrong_numbers(20, 3)


def test_mixed_partials_are_those_of_mpmath_in_any_order_of_names():
    random, looked = Random(5), 0
    for source, at in smooth(52, 60, 8):
        if "y" not in at:
            continue
        looked += 1
        names = [random.choice("xy") for _ in range(random.randint(2, 4))]
        with mp.workdps(20):
            orders = names.count("x"), names.count("y")
            truth = mp.diff(function(source, at, "xy"), (mpf(at["x"]), mpf(at["y"])), orders)
        values = [number(source, order, **at) for order in (names, names[::-1], sorted(names))]
        assert all(abs(value - truth) <= 1e-7 * max(1, abs(truth)) for value in values), (source, at, names)
    assert looked > 20


@pytest.mark.parametrize("source, names, at, expected", [
    ("x**2+x**3", "xx", {"x": 5}, 32), ("x**2*y**3", "xxy", {"x": 1, "y": 2}, 24), ("exp(x*y)", "xy", {"x": 0, "y": 0}, 1),
    ("x**3", "xxxx", {"x": 2}, 0), ("sin(x)", "", {"x": 0}, 0), ("x**2.5", "xx", {"x": 0}, 0),
    ("x**2.5", "xxx", {"x": 0}, math.inf),
    ("1/x", "xxx", {"x": 0.5}, -96), ("x*y*z", "xyz", {"x": 1, "y": 2, "z": 3}, 1), ("x**2*y", "yxx", {"x": 1, "y": 2}, 2),
    ("(x-y)**4", "xxyy", {"x": 1, "y": 1}, 24), ("hypot(x,y)", "xy", {"x": 3, "y": 4}, -12 / 125),
    ("where(x>0, log(x), x**2)", "xx", {"x": -1}, 2), ("y**x", "xy", {"x": 2, "y": 1}, 1),
    ("x*exp(x)", "x" * 30, {"x": 0}, 30), ("1/(x+1/x)", "xxx", {"x": 0}, -6), ("x/(1+1/x)", "xx", {"x": 0}, 2),
    ("1/(sin(x)+1/x)", "xxx", {"x": 0}, -6), ("1/(1+1/x**2)", "xxxx", {"x": 0}, -24),
    ("exp(x)", "x" * 200, {"x": 0}, 1), ("1/(1-x)", "x" * 170, {"x": 0}, float(math.factorial(170)))])
def test_number(source, names, at, expected):
    assert number(source, list(names), **at) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("source, order, x, expected", [
    ("x*log(x)", 2, 1e200, 1e-200), ("x*log(x)", 6, 1e60, 24e-300), ("x**2*log(x)", 6, 1e60, -12e-240),
    ("sqrt(x)*x", 3, 1e150, -3.75e-226), ("sin(x)", 3, 1e-300, -1), ("asin(x)", 2, 1e-308, 1e-308),
    ("atan(x)", 3, 1e-300, -2), ("x**3", 2, 1e150, 6e150), ("sqrt(x**2)", 2, 1e200, 0), ("sqrt(1e200*x)", 3, 0, math.inf),
    ("x**2.5", 200, math.inf, 0)])
def test_intermediate_numbers_may_over_or_underflow(source, order, x, expected):
    assert number(source, ["x"] * order, x=x) == pytest.approx(expected, rel=1e-13, abs=0)


def test_a_high_order_whose_doubles_cancel_is_right():
    with mp.workdps(40):
        expected = mp.sqrt(2)**300 * mp.exp(mpf(0.7)) * mp.sin(mpf(0.7) + 75 * mp.pi)
    assert number("exp(x)*sin(x)", ["x"] * 300, x=0.7) == pytest.approx(float(expected), rel=1e-15)


def test_an_overflow_beyond_doubt_is_not_computed_in_wider_numbers(monkeypatch):
    from gradcli.analysis import wider

    monkeypatch.setattr(wider, "wider_derivatives", None)
    assert math.isinf(number("exp(sin(x))*log(1+x**2)", ["x"] * 300, x=0.7))


@pytest.mark.parametrize("coefficients, power", [
    ([2.0**600, 2.0**80, 2.0**-440, 2.0**-960], 520), ([2.0**-500, 1.0, 2.0**500, 2.0**1000], -500), ([1.0, 2.0], 0),
    ([0.0, 2.0**-400, 2.0**-1000], 400), ([1.0, math.inf], -module.MAX_SHIFT)])
def test_the_scale_of_a_geometric_series_makes_it_constant(coefficients, power):
    assert module._rescaling(coefficients) == power


@pytest.mark.parametrize("names", ["xxxx", "xxyx"])
def test_all_orders_come_from_one_pass(names, monkeypatch):
    made = []
    monkeypatch.setattr(taylor, "Expansion", lambda *arguments: made.append(Expansion(*arguments)) or made[-1])
    question = pose("exp(x*y)*sin(x - y)/(x + 2)", x=0.7, y=0.3)
    together = [each.value for each in derivatives(question, list(names), every=True, formulas=False)]
    assert len(made) == 1
    assert together == [number(question.source, list(names[:n]), x=0.7, y=0.3) for n in range(len(names) + 1)]


def test_where_there_is_no_value_there_is_no_derivative():
    assert math.isnan(number("log(x)", ["x"], x=-1)) and math.isnan(number("sqrt(x)", ["x", "x"], x=-1))


@pytest.mark.parametrize("source, x", [
    ("log(exp(x)+exp(2*x))", 500), ("log(normcdf(x))", -40), ("log(x**400)", 0.1), ("exp(-1/x)", 0), ("1/exp(x)", 800),
    ("1/(1+exp(x))", 800), ("exp(-x**2)*exp(x**2-100)", 28), ("sqrt(x**60)", 1e-6), ("x**200/(2*x)**200", 0.001),
    ("x/sqrt(x**2+x**4)", 1e-200), ("exp(x)/exp(x)", 800), ("1/x", 0), ("x*log(x)", 0), ("sqrt(x**4)", 0),
    ("exp(exp(x))", 7), ("cosh(x)/sinh(x)", 800), ("1/x**2", 1e-200), ("tanh(x)*exp(-x)", 800), ("x*exp(-x)*exp(x)", 800),
    ("log(1/x)", 0), ("exp(-x**2)", 1e200), ("1/(x - 1)/(x - 1)", 1), ("relu(x)*log(x)", 0),
    ("where(x > 0, log(x), 0)", -1), ("x**1.5", 0), ("x**1.5", -0.0), ("x**1.5", 1e-308), ("sqrt(x)*x", 1e-308),
    ("sqrt(max(x, 0))", -1), ("hypot(x, x)", 1), ("logit(x)", 0.5), ("cbrt(x)", 1e-308), ("sqrt(sqrt(x))", 0),
    ("sin(sqrt(x))", 0), ("lgamma(x)", -1), ("exp(x)", math.inf), ("tan(x + pi/2)", 0), ("sqrt(sin(x))", 0)])
def test_the_methods_agree_at_the_ends_of_the_range(source, x):
    assert_agree(source, {"x": x})


def test_the_methods_agree_at_the_ends_of_the_range_on_random_expressions():
    random = Random(6)
    for source, at in smooth(61, 25, 8):
        assert_agree(source, {name: random.choice([0.0, 1e-200, -1e-200, 40.0, -800.0, 1e200]) for name in at})
