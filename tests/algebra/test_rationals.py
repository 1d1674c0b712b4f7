"""Powers and roots of rationals: exact, or none."""

from fractions import Fraction
from random import Random

import pytest

import gradcli.ops  # noqa: F401  fills the table
from gradcli.algebra.rationals import BITS, power, root


@pytest.mark.parametrize("base, exponent, expected", [
    (4, Fraction(1, 2), 2), (8, Fraction(2, 3), 4), (Fraction(9, 4), Fraction(-1, 2), Fraction(2, 3)),
    (2, Fraction(1, 2), None), (-8, Fraction(1, 3), None), (0, 0, None), (0, -1, None), (0, 3, 0), (-2, 3, -8),
    (2, -2, Fraction(1, 4)), (1, 10**30, 1), (2, BITS + 1, None), (10**10, 10**10, None), (7, 0, 1),
    (Fraction(1, 3), 2, Fraction(1, 9)), (2, Fraction(10**9, 3), None)])
def test_a_power_is_rational_or_none(base, exponent, expected):
    assert power(base, exponent) == expected


def test_a_root_is_exact():
    random = Random(4)
    for degree in (1, 2, 3, 5, 12):
        for _ in range(40):
            whole = random.randint(0, 10**12)
            assert root(whole**degree, degree) == whole
            if degree > 1 and whole:
                assert root(whole**degree + 1, degree) is None
    assert root(2, 10**300) is root(10**300, 10**300) is None  # without a power of so many bits
