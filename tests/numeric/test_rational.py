"""Exact values: whole roots, logarithms and factorials of rationals, and nothing where there are none."""

from fractions import Fraction
from random import Random

import pytest

from gradcli.numeric import rational


@pytest.mark.parametrize("x, n, root", [
    (0, 2, 0), (1, 2, 1), (4, 2, 2), (2, 2, None), (-4, 2, None), (Fraction(9, 4), 2, Fraction(3, 2)), (-8, 3, -2),
    (Fraction(1, 27), 3, Fraction(1, 3)), (10**200, 2, 10**100), (10**200 + 1, 2, None), (9, 3, None), (7, 1, 7),
    (3**5000, 1000, 3**5), (2, 2**1074, None), (2**1074, 2**1074, None)])
def test_roots(x, n, root):
    assert rational.root(x, n) == root


def test_long_roots():
    random = Random(1)
    for _ in range(300):
        n, x = random.randint(2, 40), random.getrandbits(random.randint(2, 300)) + 2
        assert rational.root(x**n, n) == x
        assert rational.root(x**n + 1, n) is None and rational.root(x**n - 1, n) is None


@pytest.mark.parametrize("x, base, power", [
    (1000, 10, 3), (Fraction(1, 8), 2, -3), (1, 7, 0), (9, 10, None), (0, 2, None), (-4, 2, None), (8, 1, None),
    (10**400, 10, 400), (Fraction(8, 3), 2, None), (4, Fraction(1, 2), None), (1, 1, None)])
def test_logarithms(x, base, power):
    assert rational.logarithm(x, base) == power


def test_factorials_and_powers_are_bounded():
    assert rational.factorial(5) == 120 and rational.gamma(5) == 24 and rational.exp2(-3) == Fraction(1, 8)
    assert [rational.factorial(x) for x in (10**9, Fraction(1, 2), -1)] == [None] * 3 and rational.exp2(10**9) is None


def test_quotients():
    assert rational.quotient(1, 3) == Fraction(1, 3) and rational.quotient(1, 0) is None
