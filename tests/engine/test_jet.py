"""Polynomials in the components of a direction."""

import math
from itertools import product
from random import Random

from gradcli.engine.jet import Jet, coefficientwise
from gradcli.numeric.ieee import divide


def terms(jet):
    """Its coefficients by exponents."""
    found = {each: jet.part(each) for each in product(*(range(m + 1) for m in jet.exponents.highest))}
    assert len(jet.terms) == sum(jet.exponents.packed(each) in jet.terms for each in found), "none beyond the highest"
    return {each: c for each, c in found.items() if jet.exponents.packed(each) in jet.terms}


def test_axes_and_parts():
    s, t = Jet.axes((2, 1))
    assert s.part((1, 0)) == 1 and t.part((0, 1)) == 1 and s.part((0, 1)) == 0
    jet = (3 + 2 * s - t) * (s * t + 1) - 3
    assert terms(jet) == {(0, 0): 0, (1, 0): 2, (0, 1): -1, (1, 1): 3, (2, 1): 2}


def test_nothing_equals_nan():
    s, t = Jet.axes((2, 1))
    unknown = s + math.nan * t
    assert s + t == t + s and not unknown == unknown and not math.nan * (s + t) == math.nan


def test_what_is_beyond_the_highest_exponents_is_dropped():
    s, t = Jet.axes((2, 1))
    power = (s + t) ** 3
    assert terms(power) == {(2, 1): 3} and (s**0) == 1
    a, b, c = Jet.axes((1, 5, 3))
    assert terms((a + b + c) ** 9) == {(1, 5, 3): 504} and terms((a + b) ** 2) == {(1, 1, 0): 2, (0, 2, 0): 1}


def test_the_arithmetic_is_that_of_polynomials():
    random = Random(1)
    most = (9, 9)
    s, t = Jet.axes(most)
    for _ in range(100):
        at = random.randint(-3, 3), random.randint(-3, 3)
        direction, value = s * 1, at[0]
        for _ in range(5):
            number = random.randint(-3, 3)
            step = random.randrange(6)
            direction, value = [
                (direction + t, value + at[1]), (direction * s, value * at[0]), (number - direction, number - value),
                (direction - s, value - at[0]), (-direction, -value), (number * direction, number * value)][step]
        assert sum(c * at[0] ** i * at[1] ** j for (i, j), c in terms(direction).items()) == value


def test_division_by_numbers_as_ieee_has_it():
    s, = Jet.axes((1,))
    divided = coefficientwise(divide)
    assert terms(divided(2 * s + 1, 4)) == {(1,): 0.5, (0,): 0.25} and divided(1.0, 0.0) == math.inf
    assert terms(divided(s, 0.0)) == {(1,): math.inf}


def test_what_is_zero():
    s, t = Jet.axes((1, 1))
    assert 0 * s == 0 and s != 0 and s - s == 0 and s * s == 0 and not math.nan * s == math.nan * s
