"""Pairs of doubles: exact sums and products, and operations based on them with almost twice the digits."""

import math
from fractions import Fraction
from random import Random

import pytest
from mpmath import mp, mpf

from gradcli.numeric import double_double
from gradcli.numeric.double_double import log_pair, quotient, root_pair, scaled, split, two_product, two_sum


def doubles(seed, low=-90, high=90):
    """Pairs of doubles of either sign whose exponents lie between `low` and `high`."""
    random = Random(seed)
    return [[random.choice((-1, 1)) * random.uniform(1, 10) * 10.0**random.randint(low, high) for _ in range(2)]
            for _ in range(300)]


def test_a_sum_and_a_product_are_exact():
    for a, b in [*doubles(1), (0.1, 0.2), (1e16, -1.0), (1.0, 2.0**-80), (0.0, -3.5)]:
        assert sum(map(Fraction, two_sum(a, b))) == Fraction(a) + Fraction(b)
        assert sum(map(Fraction, two_product(a, b))) == Fraction(a) * Fraction(b)


def test_a_product_of_halves_needs_no_rounding():
    for x, _ in doubles(2):
        high, low = split(x)
        assert Fraction(high) + Fraction(low) == Fraction(x)
        assert Fraction(high * high) == Fraction(high) ** 2 and Fraction(low * low) == Fraction(low) ** 2


@pytest.mark.parametrize("function, truth, bits", [
    (log_pair, mp.log, 60), (lambda x: root_pair(x, 0.0), mp.sqrt, 104)], ids=["log", "sqrt"])
def test_a_pair_has_more_bits_than_a_double(function, truth, bits):
    with mp.workdps(60):
        for x, y in [*doubles(3), (1.0, 1 + 2.0**-52), (1 - 2.0**-53, 0.7)]:
            for number in (abs(x), abs(y)):
                high, low = function(number)
                exact = truth(mpf(number))
                assert abs(mpf(high) + mpf(low) - exact) <= mpf(2) ** -bits * max(abs(exact), mpf(2) ** -10), number


def test_the_errors_of_both_sides_of_a_quotient_count():
    with mp.workdps(60):
        for a, b in doubles(4):
            errors = a * 2.0**-60, -b * 2.0**-58
            truth = (mpf(a) + mpf(errors[0])) / (mpf(b) + mpf(errors[1]))
            assert abs(mpf(quotient(a, errors[0], b, errors[1])) - truth) <= 0.501 * math.ulp(float(truth))
    assert quotient(1.0, 0.0, 1e-310, 0.0) == math.inf


def test_scaling_does_not_raise():
    assert [scaled(x, n) for x, n in ((3.0, -2), (-1.5, 2000), (1.0, -1080))] == [0.75, -math.inf, 0.0]


def test_a_taylor_polynomial_beside_a_zero_keeps_its_digits():
    """sin beside pi, a pair of doubles: the difference from it has all its digits."""
    zero = math.pi, 1.2246467991473532e-16
    coefficients = tuple(reversed([math.cos(math.pi + k * math.pi / 2) / math.factorial(k + 1) for k in range(12)]))
    with mp.workdps(40):
        for step in (-0.1, 1e-9, 3e-16, 0.0):
            x = math.pi + step
            assert abs(double_double.taylor_at_zero(zero, coefficients, x) / mp.sin(mpf(x)) - 1) < 1e-15
