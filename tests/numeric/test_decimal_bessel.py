"""Bessel and Airy functions of Decimals, against mpmath with more digits."""

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from itertools import product

import pytest
from mpmath import mp, mpf

from gradcli.numeric import decimal_bessel

DIGITS = 30
ORDERS, ARGUMENTS = ["0", "1", "-3", "2.25"], ["0.3", "2.5", "45.5", "1e-8"]
AIRY = {"ai": (mp.airyai, 0), "aip": (mp.airyai, 1), "bi": (mp.airybi, 0), "bip": (mp.airybi, 1)}


@pytest.fixture(autouse=True)
def precision():
    with localcontext(Context(prec=DIGITS, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])), mp.workdps(3 * DIGITS):
        yield


def assert_near(found: Decimal, truth) -> None:
    assert abs(mpf(str(found)) - truth) <= mpf(10) ** (2 - DIGITS) * abs(truth)


@pytest.mark.parametrize("kind", "jyik")
def test_all_digits_are_right(kind):
    for n, x in product(ORDERS, ARGUMENTS):
        assert_near(decimal_bessel.BY_KIND[kind][0](Decimal(n), Decimal(x)), getattr(mp, f"bessel{kind}")(mpf(n), mpf(x)))


@pytest.mark.parametrize("kind, order", [*product("jyik", (1, 3))])
def test_derivatives(kind, order):
    truth = mp.diff(lambda x: getattr(mp, f"bessel{kind}")(1.5, x), mpf("2.25"), order)
    assert_near(decimal_bessel.bessel_slope(kind, order)(Decimal("1.5"), Decimal("2.25")), truth)


@pytest.mark.parametrize("n, order", [*product((0, 1), (1, 2))])
def test_derivatives_of_the_scaled_ones(n, order):
    truth = mp.diff(lambda x: mp.exp(-x) * mp.besseli(n, x), mpf("2.25"), order)
    assert_near(decimal_bessel.scaled_slope(n, order)(Decimal("2.25")), truth)


@pytest.mark.parametrize("name, x", [*product(AIRY, ["0", "0.3", "-3.5", "20", "-60.5", "-2.338107410459767"])])
def test_airy_functions(name, x):
    function, derivative = AIRY[name]
    assert_near(getattr(decimal_bessel, name)(Decimal(x)), function(mpf(x), derivative=derivative))


def test_where_there_is_no_value():
    besselj, besselk = decimal_bessel.besselj, decimal_bessel.besselk
    assert besselj(Decimal("0.5"), Decimal(-1)).is_nan() and besselk(Decimal(1), Decimal(-1)).is_nan()
    assert besselk(Decimal(0), Decimal(0)).is_infinite() and besselj(Decimal(2000), Decimal(1)).is_nan()
