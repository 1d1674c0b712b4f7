"""The arithmetic-geometric mean of Decimals and its derivatives, against mpmath with more digits."""

from decimal import Decimal
from itertools import product
from math import factorial

import pytest
from decimal_digits import near, precision
from mpmath import mp, mpf

from gradcli.numeric import decimal_mean

PLANE = ["1 2", "3 3", "7 7.0000000001", "-1.5 -0.3", "1e-300 1e300", "1e300 1e-300"]


@pytest.fixture(autouse=True)
def digits():
    with precision(20):
        yield


@pytest.mark.parametrize("at", PLANE)
def test_the_mean_has_all_digits(at):
    a, b = map(mpf, at.split())
    assert near(decimal_mean.agm(*map(Decimal, at.split())), -mp.agm(-a, -b) if a < 0 else mp.agm(a, b))


@pytest.mark.parametrize("at, orders", [*product(PLANE, [(1, 0), (0, 1), (2, 0), (1, 1), (2, 1), (1, 4)])])
def test_derivatives_have_all_digits(at, orders):
    a, b = map(mpf, at.split())
    truth = mp.diff(lambda x, y: abs(a) * mp.agm(x, b / a * y), (1, 1), orders) / a ** orders[0] / b ** orders[1]
    assert near(decimal_mean.agm_partial(orders)(*map(Decimal, at.split())), truth * mp.sign(a))


def test_derivatives_up_to_order_100_are_those_of_the_series():
    a, b = Decimal("1.5"), Decimal(2)
    found = sum(decimal_mean.agm_partial((0, k))(a, b) / factorial(k) for k in range(1, 101))
    assert near(found, mp.agm(1.5, 3) - mp.agm(1.5, 2))


def test_where_there_is_no_value():
    assert decimal_mean.agm(Decimal(-1), Decimal(2)).is_nan() and decimal_mean.agm(Decimal(0), Decimal(2)) == 0
    assert decimal_mean.agm_partial((1, 0))(Decimal(0), Decimal(2)).is_nan()
