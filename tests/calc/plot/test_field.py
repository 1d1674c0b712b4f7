"""Heights over two ranges: their gradient, contours that cross no cliff, poles."""

import math

import pytest
from plotting import field_of

from gradcli.errors import GradcliError
from gradcli.report.plots import grid


def test_values_and_gradients_are_those_of_the_function():
    for x, y, value, right, up in grid(field_of("x*exp(-x**2-y**2)", size=(10, 5))):
        bell = math.exp(-x * x - y * y)
        assert (value, right, up) == pytest.approx((x * bell, (1 - 2 * x * x) * bell, -2 * x * y * bell), rel=1e-12)


@pytest.mark.parametrize("source, levels", [
    ("x*exp(-x**2-y**2)", [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]), ("x + y", [-3, -2, -1, 0, 1, 2, 3]),
    ("x", [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]),
    ("5", []), ("1e300*x", [-1.5e300, -1e300, -5e299, 0, 5e299, 1e300, 1.5e300])])
def test_levels_are_round_numbers_within_the_heights(source, levels):
    assert field_of(source, size=(20, 8)).levels == pytest.approx(levels)


@pytest.mark.parametrize("source, broken", [
    ("x + y", False), ("exp(-40*(x**2+y**2))", False), ("tanh(30*x)*2", False), ("cbrt(x)", False),
    ("floor(2*x) + y/9", True), ("sign(y - x)", True), ("1/x", True), ("y/x", True)])
def test_contours_cross_no_cliff(source, broken):
    report = field_of(source, size=(20, 8))
    assert bool(report.broken) is broken
    if source == "sign(y - x)":
        assert all(abs((a[0] + b[0]) / 2 / 40 - 1 + (a[1] + b[1]) / 2 / 32) < 0.06 for a, b in report.broken)


def test_poles_do_not_hide_the_rest():
    assert field_of("1/(x**2+y**2)", size=(20, 8)).shown[1] < 10 < max(max(row) for row in field_of(
        "1/(x**2+y**2)", size=(20, 8)).heights)
    assert field_of("exp(-40*(x**2+y**2))", size=(20, 8)).shown[1] > 0.7


def test_nothing_finite():
    with pytest.raises(GradcliError, match="nothing to draw: not finite anywhere in x=-2:2 y=-2:2"):
        field_of("log(-1-x*x-y*y)")
