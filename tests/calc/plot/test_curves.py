"""Curves: their heights, their common places, what is refused."""

import pytest
from plotting import curve_of

from gradcli.calc.plot.curves import spread_without_poles, unless_flat
from gradcli.errors import GradcliError


def test_curves_share_their_places():
    report = curve_of("x**3 - x", orders=(0, 1, 2))
    places = [{x for x, _ in curve.points} for curve in report.curves]
    assert places[0] == places[1] == places[2] and {-2.0, 2.0} <= places[0]
    assert [curve.order for curve in report.curves] == [0, 1, 2] and all(len(c.columns) == 140 for c in report.curves)


def test_breaks_are_places_without_a_line():
    curve, = curve_of("floor(x)", 0, 2.5).curves
    steps = [(a, b) for i, (a, b) in enumerate(zip(curve.points, curve.points[1:], strict=False), 1) if i in curve.breaks]
    assert [(b[0], b[1] - a[1]) for a, b in steps] == [(1.0, 1.0), (2.0, 1.0)]


@pytest.mark.parametrize("source, shown", [
    ("x**2", (0, 3.943)), ("5", (2.5, 7.5)), ("0", (-1, 1)), ("1/x", (-5.096, 4.917)), ("1/x**2", (0.2536, 32.51)),
    ("1e300*x", (-1.986e300, 1.986e300)), ("1 + 1e-20*x", (0.5, 1.5))])
def test_the_heights_that_are_shown(source, shown):
    assert curve_of(source).shown == pytest.approx(shown, rel=1e-3)


def test_heights_may_be_given():
    assert curve_of("tan(x)", shown=(-1.0, 1.0)).shown == (-1, 1)


def test_a_few_outliers_are_not_shown():
    assert spread_without_poles([*range(100), 1e9]) == (0, 130) and unless_flat((0.0, 0.0)) == (-1, 1)


@pytest.mark.parametrize("source", ["log(-1-x**2)", "1/0 + x", "x*1e300*1e300"])
def test_where_nothing_is_finite_nothing_is_drawn(source):
    with pytest.raises(GradcliError, match="nothing to draw: not finite anywhere in -2:2") as told:
        curve_of(source)
    assert told.value.code == 1


def test_what_takes_more_work_than_allowed_is_said():
    marks = curve_of("sin(40*x)", limit=60_000).marks
    assert [(mark.kind, mark.x, mark.stop) for mark in marks][-1] == ("unresolved", -2, 2)
