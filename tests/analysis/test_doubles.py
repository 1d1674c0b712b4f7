"""Doubles in their order, to the last bit."""

import math
from math import inf

import pytest

from gradcli.analysis.doubles import bisect, double, ordinal, simplest


@pytest.mark.parametrize("x", [0.0, 5e-324, -5e-324, 1.0, -1.5, 1e308, -math.pi])
def test_doubles_are_counted(x):
    assert double(ordinal(x)) == x
    assert double(ordinal(x) + 1) == math.nextafter(x, inf) and double(ordinal(x) - 1) == math.nextafter(x, -inf)


@pytest.mark.parametrize("a, b, expected", [(-1.0, 3.0, 0.1), (3.0, -1.0, 0.1), (-1e300, 1e300, 0.1), (0.1, 1e-300, 0.1)])
def test_bisection_ends_at_neighbouring_doubles(a, b, expected):
    yes, no = bisect(a, b, lambda x: (x < expected) == (a < expected))
    assert expected in (yes, no) and abs(ordinal(yes) - ordinal(no)) == 1 and (yes < expected) == (a < expected)


def test_the_simplest_of_two_is_what_was_typed():
    assert simplest(-2.0000000000000004, -2.0) == -2.0 and simplest(0.1, 0.09999999999999999) == 0.1
