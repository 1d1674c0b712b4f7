"""Narrowing down where a function is least smooth."""

import math
from math import inf, nan

import pytest

from gradcli.analysis.doubles import ordinal
from gradcli.calc.plot.narrowing import narrow, remainder


def test_the_remainder_of_a_smooth_function_shrinks_eightfold():
    def exponential(x):
        return math.exp(x), math.exp(x)

    whole, half = remainder(exponential, 0.0, 0.1), remainder(exponential, 0.0, 0.05)
    assert 7 < whole / half < 9 and remainder(lambda x: (x**2, 2 * x), -3.0, 5.0) == 0


@pytest.mark.parametrize("function, expected", [
    (lambda x: (float(x > 0.5), 0.0), 1.0), (lambda x: (x, inf if x > 0.5 else 1.0), 1.0), (lambda x: (nan, 0.0), inf),
    (lambda x: (inf if x > 0.5 else 0.0, 0.0), inf)])
def test_the_remainder_of_others(function, expected):
    assert remainder(function, 0.0, 1.0) == expected


@pytest.mark.parametrize("place", [0.3, -0.7, 0.0, 1e-300])
def test_a_jump_is_found_to_the_last_bit(place):
    left, right, hole = narrow(lambda x: (float(x > place), 0.0), -1.0, 1.0)
    assert (left, hole) == (place, None) and ordinal(right) - ordinal(left) == 1


def test_it_ends_at_a_place_without_a_value():
    left, right, hole = narrow(lambda x: (nan if 0.2 < x < 0.4 else float(x > 0.3), 0.0), 0.0, 1.0)
    assert left < hole < right and 0.2 < hole < 0.4
