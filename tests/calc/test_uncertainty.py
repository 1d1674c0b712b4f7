"""Propagated uncertainties against known answers, mpmath's numerical derivatives and the package uncertainties."""

import math
from itertools import product

import pytest
from expressions import ARITHMETIC, ELEMENTARY, Case, function, mix, smooth
from mpmath import mp, mpf

from gradcli.calc.question import Question
from gradcli.calc.uncertainty import propagate
from gradcli.core.primitive import FUNCTIONS
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings

SIZES = 0.125, 0.0625, 0.25


def propagated(source, *words, wrt=None):
    deviations = {}
    return propagate(Question(source, bindings(words, deviations=deviations)), deviations, wrt)


def at_case(case):
    """A case's report, and the deviation of each of its names."""
    sizes = dict(zip(case.at, SIZES, strict=False))
    return propagated(case.source, *(f"{name}={x!r}±{sizes[name]}" for name, x in case.at.items())), sizes


def moments(case, sizes):
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
            first, mean, variance = moments(case, sizes)
            assert math.isclose(report.uncertainty, first, rel_tol=1e-12), case
            assert math.isclose(report.second_order.mean, mean, rel_tol=1e-11, abs_tol=1e-12), case
            if variance > 0:
                assert math.isclose(report.second_order.uncertainty, mp.sqrt(variance), rel_tol=1e-9), case
            else:
                assert report.second_order.uncertainty is None, case


def test_the_first_order_is_that_of_the_package_uncertainties():
    uncertainties = pytest.importorskip("uncertainties")
    from uncertainties import umath

    elementary = [row for row in ELEMENTARY if row is not FUNCTIONS["cbrt"]]
    known = {row.name: getattr(umath, row.name) for row in elementary}
    for case in smooth(9, 1000, 9, mix(ARITHMETIC, elementary)):
        report, sizes = at_case(case)
        at = {name: uncertainties.ufloat(x, sizes[name]) for name, x in case.at.items()}
        expected = eval(case.source, {**known, **at})
        if not math.isclose(report.uncertainty, expected.std_dev, rel_tol=1e-12):  # 1 - tanh(x)**2 loses digits there
            lost = any(warning.kind == "cancellation" for warning in report.warnings)
            with mp.workdps(40):
                assert lost or math.isclose(report.uncertainty, moments(case, sizes)[0], rel_tol=1e-12), case


@pytest.mark.parametrize("source, words, first, mean, second", [
    ("u**3+v**2+4*u*v", ["u=3±0.1", "v=4±0.2"], 5.8728187440104085, 91.13, 5.877210222546068),
    ("x**2", ["x=0±10"], 0, 100, math.sqrt(2) * 100), ("x**2", ["x=3±0.5"], 3, 9.25, math.sqrt(9 + 0.125)),
    ("x*y", ["x=2±0.5", "y=3±0.25"], math.sqrt(2.25 + 0.25), 6, math.sqrt(2.5 + 0.015625)),
    ("1/x", ["x=2±0.5"], 0.125, 0.53125, math.sqrt(0.015625 * 1.5)), ("x/y", ["x=3±0.1", "y=4±0.5"], 0.0970, 0.7617, 0.1027),
    ("x+y", ["x=1±3", "y=1±4"], 5, 2, 5), ("x-x", ["x=1±1"], 0, 0, 0), ("x+2*x", ["x=1±1"], 3, 3, 3),
    ("x**2+y", ["x=3±2%", "y=1"], 0.36, 10.0036, math.sqrt(0.1296 + 0.5 * 4 * 0.06**4)),
    ("sqrt(x**4)", ["x=0±1"], 0, 1, math.sqrt(2)), ("x**2*1e-300", ["x=0±0.1"], 0, 1e-302, math.sqrt(2) * 1e-302),
    ("1e200*x", ["x=1±1"], 1e200, 1e200, 1e200), ("max(x,y)", ["x=3±1", "y=0±1"], 1, 3, 1)])
def test_known_answers(source, words, first, mean, second):
    report = propagated(source, *words)
    assert math.isclose(report.uncertainty, first, rel_tol=1e-3 if source == "x/y" else 1e-15)
    assert math.isclose(report.second_order.mean, mean, rel_tol=1e-4 if source == "x/y" else 1e-15)
    assert math.isclose(report.second_order.uncertainty, second, rel_tol=1e-3 if source == "x/y" else 1e-15)


def test_the_parts_are_those_of_the_uncertain_names_whatever_is_asked():
    report = propagated("u*v*w", "u=3±0.1", "v=4±0.2", "w=5", "z=1±1", wrt=["w"])
    assert report.partials == {"w": 12} and report.shares == pytest.approx({"u": 2, "v": 3})
    assert report.uncertainty == pytest.approx(math.sqrt(13))
    assert [warning.kind for warning in report.warnings] == ["unused"]
    assert report.point() == {"u": 3, "v": 4, "w": 5, "z": 1}
    assert list(report.entries()) == ["value", "d/dw", "uncertainty", "from u", "from v"]


def test_a_deviation_of_0_adds_nothing_even_where_the_slope_is_infinite():
    report = propagated("sqrt(x)+y", "x=0±0", "y=1±0.5")
    assert (report.uncertainty, report.shares) == (0.5, {"x": 0, "y": 0.5})
    assert report.second_order == (1, 0.5)
    assert propagated("3", "x=1±1").uncertainty == 0 and propagated("x", "x=1±0").second_order == (1, 0)


def test_what_does_not_exist_is_no_number():
    assert propagated("sqrt(x)", "x=0±1").uncertainty == math.inf
    assert propagated("sqrt(x)", "x=0±1").second_order is None
    assert math.isnan(propagated("log(x)", "x=-1±1").uncertainty)
    assert propagated("x**2", "x=inf±1").second_order is None


@pytest.mark.parametrize("word", ["x=3±-0.1", "x=3±inf", "x=3±nan", "x=inf±2%", "x=1±-2%"])
def test_a_deviation_is_finite_and_not_negative(word):
    with pytest.raises(GradcliError, match=f"--at {word}: an uncertainty is a finite number, 0 or above"):
        propagated("x", word)


def test_many_names():
    names = [f"x{i}" for i in range(30)]
    case = Case("+".join(f"{a}*{b}" for a, b in zip(names, names[1:], strict=False)), dict.fromkeys(names, 1.0))
    report = propagated(case.source, *(f"{name}=1±0.5" for name in names))
    assert report.uncertainty == pytest.approx(math.sqrt(28 + 0.5))
    assert report.second_order.uncertainty == pytest.approx(math.sqrt(28 + 0.5 + 29 * 0.0625))
