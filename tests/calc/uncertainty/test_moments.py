"""The second order against mpmath's numerical derivatives, and against Monte Carlo."""

import math
import re
from itertools import product

import pytest
from asking import propagated
from expressions import ARITHMETIC, ELEMENTARY, function, mix, smooth
from mpmath import mp, mpf

from gradcli.calc.uncertainty.moments import Bounded, Derivatives

SIZES = 0.125, 0.0625, 0.25


def at_case(case):
    """A case's report, and the deviation of each of its names."""
    sizes = dict(zip(case.at, SIZES, strict=False))
    return propagated(case.source, *(f"{name}={x!r}±{sizes[name]}" for name, x in case.at.items())), sizes


def numerical_moments(case, sizes):
    """The deviation to first order, the mean and the deviation to second order, from mpmath's differences."""
    names = list(case.at)
    at = tuple(mpf(x) for x in case.at.values())
    value = function(case.source, {}, names)
    s = [mpf(sizes[name]) for name in names]

    def partial(*places):
        return mp.diff(value, at, tuple(places.count(i) for i in range(len(names))))

    pairs = list(product(range(len(names)), repeat=2))
    slopes = [partial(i) for i in range(len(names))]
    first = sum((g * w)**2 for g, w in zip(slopes, s, strict=True))
    second = first + sum((partial(i, j)**2 / 2 + slopes[i] * partial(i, j, j)) * s[i]**2 * s[j]**2 for i, j in pairs)
    return mp.sqrt(first), value(*at) + sum(partial(i, i) * w**2 for i, w in enumerate(s)) / 2, second


CASES = list(smooth(8, 60, 7, mix(ARITHMETIC, ELEMENTARY)))


def test_both_orders_are_those_of_numerical_derivatives():
    with mp.workdps(60):
        for case in CASES:
            report, sizes = at_case(case)
            first, mean, variance = numerical_moments(case, sizes)
            assert math.isclose(report.uncertainty, first, rel_tol=1e-12), case
            assert math.isclose(report.second_order.mean, mean, rel_tol=1e-11, abs_tol=1e-12), case
            if variance > 0:
                assert math.isclose(report.second_order.uncertainty, mp.sqrt(variance), rel_tol=1e-9), case
            else:
                assert report.second_order.uncertainty is None, case


DRAWS = 200_000
QUADRATIC = 10  # of the forms, the first, for which the second order is exact
FORMS = ["x**2", "x**2+3*x", "x*y", "x*y+x", "x**2-y**2", "x**2+x*y+y**2", "(x-y)**2", "x*y+y*z", "x**2*2-7*x", "x*y-z**2",
         "exp(x)", "exp(x)*y", "exp(x*y)", "log(x)", "log(x*y)", "sin(x)", "cos(x)", "sin(x)*cos(y)", "tanh(x)", "sqrt(x)",
         "1/x", "x/y", "x/(x+y)", "x**3", "x**3+y**2+4*x*y", "sqrt(x**2+y**2)", "exp(-x**2)", "x*exp(-y)", "log(x)/y",
         "sin(x*y)", "cosh(x)", "sinh(x)-x", "x**y", "2**x", "x*y*z", "x*y/z", "(x+y)/(y+z)", "log(x+y)*z", "log1p(x*y)",
         "expm1(x)*y", "hypot(x,y)", "x**2*y", "x*sqrt(y)", "exp(x)/(1+exp(x))", "1/(1+x**2)", "y*tanh(x)", "cos(x)**2",
         "(x*y)**2", "x**4", "tan(x/2)"]


def test_the_second_order_is_that_of_many_draws():
    """Where the first is seen to fail; within three standard errors of both moments."""
    np = pytest.importorskip("numpy")
    names_of = "exp log sin cos tan sinh cosh tanh sqrt log1p expm1 hypot"
    functions, random = {name: getattr(np, name) for name in names_of.split()}, np.random.default_rng(2)
    first_fails = 0
    assert len(FORMS) == 50
    for i, form in enumerate(FORMS):
        wide = 20 if i < QUADRATIC else 1
        points = {"x": (1.0, 0.05 * wide), "y": (1.5, 0.07 * wide), "z": (2.0, 0.05 * wide)}
        names = [name for name in points if re.search(rf"\b{name}\b", form)]
        report = propagated(form, *(f"{name}={points[name][0]}±{points[name][1]}" for name in names))
        drawn = {name: random.normal(*points[name], DRAWS) for name in names}
        values = eval(form, functions | drawn)
        mean, deviation = values.mean(), values.std()
        kurtosis = ((values - mean)**4).mean() / deviation**4
        errors = deviation / DRAWS**0.5, deviation * ((kurtosis - 1) / DRAWS)**0.5 / 2
        assert abs(report.second_order.mean - mean) < 3 * errors[0], form
        assert abs(report.second_order.uncertainty - deviation) < 3 * errors[1], form
        first_fails += abs(report.value - mean) > 3 * errors[0] or abs(report.uncertainty - deviation) > 3 * errors[1]
    assert first_fails > 30


def test_squares_do_not_leave_the_range_of_doubles():
    for size in (1e-200, 1e200):
        derivatives = Derivatives({"x": Bounded(3 * size)}, {("x", "x"): Bounded(4 * size)}, {"x": Bounded(0.0)})
        assert [derivatives.deviation(order).number / size for order in (1, 2)] == pytest.approx([3, math.sqrt(17)])
    assert Derivatives({"x": Bounded(1e308), "y": Bounded(1.7e308)}, {}, {"x": Bounded(0.0)}).deviation(1).number == math.inf


def test_a_product_lies_within_its_bound():
    for a, e, b, f in product((3.0, -2.0, 0.0), (0.0, 0.25), (-5.0, 0.5), (0.0, 0.125)):
        found = Bounded(a, e).times(Bounded(b, f))
        away = [abs((a + s * e) * (b + t * f) - a * b) for s, t in product((-1, 1), repeat=2)]
        assert found == (a * b, max(away)), (a, e, b, f)


def test_a_variance_is_negative_only_beyond_its_error():
    for error, number in (0.0, math.nan), (3.0, 0.0):
        derivatives = Derivatives({"x": Bounded(1.0, error)}, {("x", "x"): Bounded(0.0)}, {"x": Bounded(-2.0)})
        assert derivatives.deviation(2).number == pytest.approx(number, nan_ok=True)
