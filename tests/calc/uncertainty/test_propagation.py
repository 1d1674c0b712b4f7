"""Propagated uncertainties against known answers and the package uncertainties."""

import math

import pytest
from asking import propagated
from expressions import ARITHMETIC, ELEMENTARY, function, mix, smooth
from mpmath import mp, mpf

from gradcli.core.primitive import FUNCTIONS
from gradcli.errors import GradcliError


def first_order(case, size):
    """The deviation from mpmath's differences, where all names have one."""
    at, value = tuple(mpf(x) for x in case.at.values()), function(case.source, {}, list(case.at))
    with mp.workdps(40):
        return mpf(size) * mp.norm([mp.diff(value, at, tuple(int(i == j) for j in range(len(at)))) for i in range(len(at))])


def test_the_first_order_is_that_of_the_package_uncertainties():
    uncertainties = pytest.importorskip("uncertainties")
    from uncertainties import umath

    elementary = [row for row in ELEMENTARY if row is not FUNCTIONS["cbrt"]]
    known = {row.name: getattr(umath, row.name) for row in elementary}
    for case in smooth(9, 1000, 9, mix(ARITHMETIC, elementary)):
        report = propagated(case.source, *(f"{name}={x!r}±0.125" for name, x in case.at.items()))
        at = {name: uncertainties.ufloat(x, 0.125) for name, x in case.at.items()}
        expected = eval(case.source, {**known, **at})
        if not math.isclose(report.uncertainty, expected.std_dev, rel_tol=1e-12):  # 1 - tanh(x)**2 loses digits there
            lost = any(warning.kind == "cancellation" for warning in report.warnings)
            assert lost or math.isclose(report.uncertainty, first_order(case, 0.125), rel_tol=1e-12), case


@pytest.mark.parametrize("source, words, first, mean, second", [
    ("u**3+v**2+4*u*v", ["u=3±0.1", "v=4±0.2"], 5.8728187440104085, 91.13, 5.877210222546068),
    ("x**2", ["x=0±10"], 0, 100, math.sqrt(2) * 100), ("x**2", ["x=3±0.5"], 3, 9.25, math.sqrt(9 + 0.125)),
    ("x*y", ["x=2±0.5", "y=3±0.25"], math.sqrt(2.25 + 0.25), 6, math.sqrt(2.5 + 0.015625)),
    ("1/x", ["x=2±0.5"], 0.125, 0.53125, math.sqrt(0.015625 * 1.5)), ("x/y", ["x=3±0.1", "y=4±0.5"], 0.0970, 0.7617, 0.1027),
    ("x+y", ["x=1±3", "y=1±4"], 5, 2, 5), ("x-x", ["x=1±1"], 0, 0, 0), ("x+2*x", ["x=1±1"], 3, 3, 3),
    ("x**2+y", ["x=3±2%", "y=1"], 0.36, 10.0036, math.sqrt(0.1296 + 0.5 * 4 * 0.06**4)),
    ("sqrt(x**4)", ["x=0±1"], 0, 1, math.sqrt(2)), ("x**2*1e-300", ["x=0±0.1"], 0, 1e-302, math.sqrt(2) * 1e-302),
    ("1/x", ["x=1e150±1e149"], 1e-151, 1.01e-150, 1e-151 * math.sqrt(1.08)),
    ("atan(y/x)", ["x=1e200±1e199", "y=1e200±1e199"], math.sqrt(0.005), math.atan(1), math.sqrt(0.005025)),
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


@pytest.mark.parametrize("source, words, first", [
    ("sqrt(x**2+y**2)", ["x=1e-160±0.1", "y=1e-160±0.1"], 0.1), ("x*y", ["x=1e200±1e200", "y=1e200±1"], math.inf),
    ("sqrt(x**2+y**2)-x", ["x=1e-300±0.001", "y=-1e-300±0.2"], math.hypot(0.2 * math.sqrt(0.5), 1e-3 - math.sqrt(5e-7))),
    ("x**2*y+y**3", ["x=1e-8±0.001", "y=1e300±0.2"], math.inf)])
def test_terms_beyond_the_range_of_doubles(source, words, first):
    report = propagated(source, *words)
    assert report.uncertainty == pytest.approx(first, rel=1e-14) and report.second_order is None


def test_a_second_order_of_rounding_errors_is_not_given():
    assert propagated("log(expm1(x) + 1)", "x=2±1e150").second_order is None
    for size in (1, 1e150):  # the second derivative is known to be 0
        assert propagated("(x**2-y**2)/(x-y)", f"x=2±{size}", "y=1").second_order == pytest.approx((3, size))


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
    source = "+".join(f"{a}*{b}" for a, b in zip(names, names[1:], strict=False))
    report = propagated(source, *(f"{name}=1±0.5" for name in names))
    assert report.uncertainty == pytest.approx(math.sqrt(28 + 0.5))
    assert report.second_order.uncertainty == pytest.approx(math.sqrt(28 + 0.5 + 29 * 0.0625))


def test_a_bound_has_no_uncertainty():
    with pytest.raises(GradcliError, match="an uncertainty goes with variables, and n is a bound"):
        propagated("sum(i*x, i, 1, n)", "x=1±0.1", "n=3±1")
    assert propagated("sum(i*x, i, 1, n)", "x=1±0.1", "n=3").uncertainty == pytest.approx(0.6)
