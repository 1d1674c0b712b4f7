"""Directions and angles where an argument is infinite: the limits."""

import math

import pytest

from gradcli.numeric.geometry import angle_curvature, angle_slope, angle_twist, direction

INF, NAN = math.inf, math.nan
SIDES = [(far, near) for far in (INF, -INF) for near in (5.0, -5.0, 0.0, -0.0, 1e300, 5e-324)]


@pytest.mark.parametrize("far, near", SIDES)
def test_one_infinite_argument(far, near):
    assert direction(far, near, 0) == math.copysign(1, far) and direction(near, far, 1) == math.copysign(1, far)
    assert repr(direction(far, near, 1)) == repr(direction(near, far, 0)) == repr(math.copysign(0.0, near))
    assert repr(angle_slope(far, near)) == repr(math.copysign(0.0, near))
    assert repr(angle_slope(near, far)) == repr(math.copysign(0.0, far))
    for a, b in ((far, near), (near, far)):
        sign = math.copysign(1, a) * math.copysign(1, b)
        assert repr(angle_twist(a, b)) == repr(math.copysign(0.0, sign)) and angle_curvature(a, b) == 0


@pytest.mark.parametrize("a, b", [(INF, INF), (INF, -INF), (NAN, INF), (INF, NAN), (NAN, 1.0), (0.0, 0.0)])
def test_no_limit(a, b):
    for found in (direction(a, b, 0), direction(a, b, 1), angle_slope(a, b), angle_twist(a, b), angle_curvature(a, b)):
        assert math.isnan(found)


@pytest.mark.parametrize("expression, at, answer", [
    ("hypot(x, y)", ["x=inf", "y=5"], ["inf", "1", "0"]), ("hypot(x, y)", ["x=-2", "y=-inf"], ["inf", "-0", "-1"]),
    ("hypot(x, y, 3)", ["x=inf", "y=5"], ["inf", "1", "0"]), ("atan2(x, y)", ["x=5", "y=inf"], ["0", "0", "-0"]),
    ("atan2(x, y)", ["x=inf", "y=5"], ["1.5707963267948966", "0", "-0"]),
    ("atan2(x, y)", ["x=-5", "y=-inf"], ["-3.141592653589793", "-0", "0"])])
def test_slopes_of_hypot_and_atan2(cli, expression, at, answer):
    assert [line.split("\t")[1] for line in cli("eval", expression, "--at", *at).stdout.splitlines()] == answer
