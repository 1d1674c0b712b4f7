"""The elementary functions of Decimals, against mpmath with more digits."""

from decimal import Decimal, localcontext
from random import Random

import pytest
from decimal_digits import DIGITS, near, precision
from mpmath import mp, mpf

from gradcli.numeric import decimals

ALL = ["0.3", "-2.75", "1e-25", "-1e-9", "40.125", "-123456.5"]
HUGE = ["1e22", "-3.7e40"]
BEYOND_ONE = ["1.0000000000001", "3.5", "1e30"]
WITHIN_ONE = ["0", "0.3", "-0.9999999999999", "1e-25", "1", "-1"]
CASES = {
    "sin": [*ALL, *HUGE, "3.14159265358979323846"], "cos": [*ALL, *HUGE, "1.57079632679489661923"],
    "tan": [*ALL, *HUGE], "cot": ALL, "sec": ALL, "csc": ALL, "exp": ALL[:5], "expm1": ALL[:5],
    "log": ["0.3", "1.00000000000000001", "1e-200", "7"], "log1p": ["0.3", "-0.99999", "1e-25", "-1e-12", "1e9"],
    "sigmoid": ALL[:5], "softplus": ALL[:5], "sqrt": ["0", "2", "1e-301"], "sinh": ALL[:5], "cosh": ALL[:5],
    "tanh": ALL, "sech": ALL[:5], "csch": ALL[:5], "coth": ALL, "atan": [*ALL, "1e40"], "asin": WITHIN_ONE,
    "acos": WITHIN_ONE, "asinh": [*ALL, "1e40"], "acosh": BEYOND_ONE, "atanh": WITHIN_ONE[:4]}
OTHERS = {"sigmoid": lambda x: 1 / (1 + mp.exp(-x)), "softplus": lambda x: mp.log1p(mp.exp(x))}


@pytest.mark.parametrize("name, x", [(name, x) for name, xs in CASES.items() for x in xs])
def test_all_digits_are_right(name, x):
    with precision():
        assert near(+getattr(decimals, name)(Decimal(x)), OTHERS.get(name, getattr(mp, name, None))(mpf(x)))


@pytest.mark.parametrize("digits", [5, 50, 300])
def test_pi_and_sines_of_half_turns(digits):
    with localcontext() as context, mp.workdps(digits + 20):
        context.prec = digits
        assert abs(mpf(str(+decimals.pi())) - mp.pi) <= mpf(10) ** (1 - digits)
        assert [+decimals.sin_pi(Decimal(x)) for x in ("0", "1", "2.5", "-0.5", "1e30")] == [0, 0, 1, -1, 0]


def test_the_angle_of_a_point_is_in_its_quadrant():
    random = Random(1)
    with precision():
        for _ in range(50):
            a, b = (Decimal(random.randint(-50, 50)) / 7 for _ in range(2))
            if a or b:
                assert near(+decimals.atan2(a, b), mp.atan2(mpf(str(a)), mpf(str(b))))


@pytest.mark.parametrize("name, x, value", [
    ("log", "-1", "NaN"), ("asin", "1.5", "NaN"), ("acosh", "0.5", "NaN"), ("sqrt", "-2", "NaN"), ("log", "0", "-Infinity"),
    ("atanh", "1", "Infinity"), ("exp", "Infinity", "Infinity"), ("tanh", "-Infinity", "-1"), ("sin", "nan", "NaN")])
def test_special_values(name, x, value):
    with precision():
        assert str(+getattr(decimals, name)(Decimal(x))) in {value, f"{value}.{'0' * (DIGITS - 1)}"}


def test_digits_before_the_point():
    assert [decimals.integer_digits(Decimal(x)) for x in ("0", "0.5", "1", "99.5", "1e30", "inf")] == [0, 0, 1, 2, 31, 0]
