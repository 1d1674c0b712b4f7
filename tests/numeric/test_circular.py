"""The circular functions at the doubles that are hardest to reduce: those nearest to multiples of pi/2 at every size."""

import math
from collections.abc import Iterator

import pytest
from asking import pose
from mpmath import mp, mpf

from gradcli.calc.derivatives import derivatives
from gradcli.core.primitive import FUNCTIONS
from gradcli.numeric import circular

NAMES = ["sin", "cos", "tan", "sec", "csc", "cot"]
ORACLES = {"csc": lambda x: 1 / mp.sin(x), "sec": lambda x: 1 / mp.cos(x), "cot": lambda x: 1 / mp.tan(x),
           "sin": mp.sin, "cos": mp.cos, "tan": mp.tan}


def hardest(exponent: int) -> Iterator[float]:
    """Yield m*2**exponent that nearly are k*pi/2: m are denominators of the convergents of 2**exponent/(pi/2)."""
    with mp.workprec(1400):
        rest, last, q = mpf(2) ** exponent / (mp.pi / 2), 0, 1
        last, q = 1, 0
        while True:
            whole = int(mp.floor(rest))
            last, q = q, whole * q + last
            if q >= 2**53:
                return
            if q > 2**40:
                yield math.ldexp(q, exponent)
            rest = 1 / (rest - whole)


POINTS = [x for exponent in range(-40, 971, 3) for x in hardest(exponent)]


def test_pi_has_the_digits_that_it_needs():
    with mp.workprec(1400):
        assert abs(circular.half_pi() - mp.pi / 2 * circular.UNIT) < 2


@pytest.mark.parametrize("name", NAMES)
def test_no_digit_is_lost_beside_a_zero_or_a_pole(name):
    row = FUNCTIONS[name]
    assert len(POINTS) > 1000
    with mp.workprec(1400):
        for x in POINTS:
            truth = ORACLES[name](mpf(x))
            assert abs(mpf(row.float64(x)) - truth) <= 1.5 * mpf(math.ulp(float(truth))), x
            assert row.float64(-x) == row.float64(x) * row.laws.parity


def test_infinity_has_no_angle_and_nan_stays():
    for name in NAMES:
        assert all(math.isnan(FUNCTIONS[name].float64(x)) for x in (math.inf, -math.inf, math.nan))


@pytest.mark.parametrize("order", [1, 2, 3, 6])
def test_derivatives_of_every_order_are_those_of_the_exact_angle(order):
    x = 6381956970095103 * 2.0**797
    with mp.workprec(1400):
        angle = mpf(x)
        turns = [mp.sin(angle), mp.cos(angle), -mp.sin(angle), -mp.cos(angle)]
        expected = float(turns[(order + 1) % 4])
    (found,) = derivatives(pose("cos(x)", x=x), ["x"] * order, False, False)
    assert found.value == pytest.approx(expected, rel=4e-16, abs=0)
