"""The beta function and its kin of Decimals, against mpmath with more digits."""

from decimal import Decimal
from math import factorial

import pytest
from decimal_digits import DIGITS, near, precision
from mpmath import mp, mpf

from gradcli.numeric import decimal_beta

TRUTHS = {"beta": mp.beta, "lbeta": lambda a, b: mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b), "binom": mp.binomial}
PLANE = ["2 3", "0.3 4.5", "1e-20 0.7", "1e8 1.7", "1 5"]
CASES = {"beta": PLANE, "lbeta": [*PLANE, "1e40 1e-10"], "binom": ["5 2", "4.5 1.7", "1e8 2", "2.5 3.4999999"]}


@pytest.fixture(autouse=True)
def digits():
    with precision(5):
        yield


@pytest.mark.parametrize("name, at", [(name, at) for name, points in CASES.items() for at in points])
def test_all_digits_are_right(name, at):
    assert near(getattr(decimal_beta, name)(*map(Decimal, at.split())), TRUTHS[name](*map(mpf, at.split())))


@pytest.mark.parametrize("order, at", [
    (order, at) for order in (0, 2) for at in ("2 3", "1e10 1e-10", "3.5 -1.25", "1e-5 7")])
def test_a_difference_of_polygammas_keeps_its_digits(order, at):
    a, b = map(mpf, at.split())
    found = decimal_beta.polygamma_gap(order)(*map(Decimal, at.split()))
    assert near(found, mp.polygamma(order, a) - mp.polygamma(order, a + b))


@pytest.mark.parametrize("name, at", [("beta", "2 3"), ("beta", "0.3 4.5"), ("binom", "4.5 1.7"), ("binom", "4 2")])
def test_derivatives(name, at):
    with mp.workdps(2 * DIGITS):
        for orders in ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (1, 2)):
            truth = mp.diff(TRUTHS[name], tuple(map(mpf, at.split())), orders)
            assert near(getattr(decimal_beta, name + "_partial")(orders)(*map(Decimal, at.split())), truth)


def test_derivatives_that_are_0_take_no_digits_more(monkeypatch):
    monkeypatch.setattr(decimal_beta, "_ratios", None)
    assert decimal_beta.binom_partial((3, 0))(Decimal("4.3"), Decimal(2)) == 0
    assert decimal_beta._of_log_binom(Decimal(4), Decimal(2), 0, 3) == 0


def test_derivatives_beside_the_corner_keep_what_1_over_a_and_1_over_b_leave():
    found = decimal_beta.beta_partial((1, 1))(Decimal("1e-100"), Decimal("1e-100"))
    assert near(found, 2 * mp.zeta(3))


def test_derivatives_of_high_orders_are_those_of_the_series():
    a, b = Decimal(2), Decimal("2.5")
    found = sum(decimal_beta.beta_partial((k, 0))(a, b) / factorial(k) for k in range(110))
    assert near(found, mp.beta(3, 2.5))


def test_where_there_is_no_value():
    values = [decimal_beta.beta(Decimal(-1), Decimal(2)), decimal_beta.binom(Decimal(2), Decimal(4)),
              decimal_beta.beta_partial((1, 0))(Decimal(-1), Decimal(2)),
              decimal_beta.binom_partial((0, 1))(Decimal(2), Decimal(4))]
    assert all(value.is_nan() for value in values) and decimal_beta.lbeta(Decimal(0), Decimal(2)).is_infinite()
