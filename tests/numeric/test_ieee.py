"""IEEE 754's special values, as C's Annex F and PyTorch have them."""

import math
from fractions import Fraction
from random import Random

import pytest
from mpmath import mp, mpf

from gradcli.numeric import ieee

INF, NAN = math.inf, math.nan


def same(a, b):
    return repr(a) == repr(b)


@pytest.mark.parametrize("a, b, value", [
    (1.0, 0.0, INF), (1.0, -0.0, -INF), (-1.0, 0.0, -INF), (0.0, 0.0, NAN), (-0.0, 0.0, NAN), (INF, 0.0, INF),
    (INF, -0.0, -INF), (NAN, 0.0, NAN), (0.0, -2.0, -0.0), (INF, INF, NAN), (1.0, INF, 0.0), (7.0, 2.0, 3.5)])
def test_a_quotient(a, b, value):
    assert same(ieee.divide(a, b), value)


@pytest.mark.parametrize("a, b, value", [  # C23, F.10.4.5
    (0.0, -3.0, INF), (-0.0, -3.0, -INF), (-0.0, -2.0, INF), (-0.0, -2.5, INF), (-0.0, 3.0, -0.0), (-0.0, 2.0, 0.0),
    (-8.0, 1 / 3, NAN), (-1.0, INF, 1.0), (NAN, 0.0, 1.0), (1.0, NAN, 1.0), (0.5, INF, 0.0), (-2.0, INF, INF),
    (-INF, -3.0, -0.0), (-INF, 3.0, -INF), (1e300, 2.0, INF), (-1e300, 3.0, -INF), (-1e300, 2.0, INF), (2.0, 10.0, 1024.0)])
def test_a_power(a, b, value):
    assert same(ieee.power(a, b), value)


@pytest.mark.parametrize("a, b, value", [
    (7.0, 3.0, 1.0), (-7.0, 3.0, 2.0), (7.0, -3.0, -2.0), (-7.0, -3.0, -1.0), (6.0, -3.0, 0.0), (-6.0, 3.0, -0.0),
    (5.0, INF, 5.0), (-5.0, INF, INF), (1.0, 0.0, NAN), (INF, 2.0, NAN), (NAN, 2.0, NAN)])
def test_a_remainder_has_the_sign_of_the_divisor(a, b, value):
    assert same(ieee.remainder(a, b), value)


def test_the_floor_of_a_quotient_is_that_of_the_exact_one():
    random = Random(1)
    for _ in range(300):
        a, b = random.uniform(-9, 9), random.choice((-1, 1)) * random.uniform(0.01, 3)
        assert ieee.floor_divide(a, b) == Fraction(a) // Fraction(b)
    assert ieee.floor_divide(1.0, 0.1) == 9 and ieee.floor_divide(-1.0, 0.0) == -INF
    assert math.isnan(ieee.floor_divide(0.0, 0.0)) and ieee.floor_divide(INF, -2.0) == -INF


@pytest.mark.parametrize("c, a, b", [(2.0, 3.0, 7.0), (1.0, 1e-200, 1e120), (-3.0, 5e-324, 1e-10), (1e10, 1e-300, 1e15)])
def test_a_quotient_by_a_square_keeps_its_digits(c, a, b):
    with mp.workdps(40):
        truth = mpf(c) * mpf(a) / mpf(b) ** 2
    assert ieee.over_square(c, a, b) == pytest.approx(float(truth), rel=1e-15, abs=0)
    assert ieee.over_square(1.0, 1.0, 0.0) == INF


def test_special_values_stand_for_pythons_exceptions():
    exp, sqrt, sinh = ieee.total(math.exp), ieee.total(math.sqrt), ieee.odd_on_overflow(math.sinh)
    assert exp(1000.0) == INF and math.isnan(sqrt(-1.0)) and sqrt(4.0) == 2
    assert (sinh(-1000.0), sinh(1000.0)) == (-INF, INF)
    assert ieee.log(0.0) == -INF and math.isnan(ieee.log(-1.0)) and ieee.log(math.e) == 1
    assert exp.__wrapped__ is math.exp  # what generated code calls first


def test_a_rounding_function_keeps_signs_and_infinities():
    ceil = ieee.rounding_function(math.ceil)
    for x, value in ((-0.5, -0.0), (-0.0, -0.0), (0.5, 1.0), (INF, INF), (NAN, NAN)):
        assert same(ceil(x), value)
