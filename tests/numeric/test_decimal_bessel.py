"""Bessel and Airy functions of Decimals, against mpmath with more digits."""

from decimal import Decimal
from itertools import product

import pytest
from decimal_digits import DIGITS, near, precision
from mpmath import mp, mpf

from gradcli.numeric import decimal_bessel

ORDERS, ARGUMENTS = ["0", "1", "-3", "2.25"], ["0.3", "2.5", "45.5", "1e-8"]
AIRY = {"ai": (mp.airyai, 0), "aip": (mp.airyai, 1), "bi": (mp.airybi, 0), "bip": (mp.airybi, 1)}


@pytest.fixture(autouse=True)
def digits():
    with precision(3):
        yield


@pytest.mark.parametrize("kind", "jyik")
def test_all_digits_are_right(kind):
    for n, x in product(ORDERS, ARGUMENTS):
        assert near(decimal_bessel.BY_KIND[kind][0](Decimal(n), Decimal(x)), getattr(mp, f"bessel{kind}")(mpf(n), mpf(x)))


@pytest.mark.parametrize("kind, n, x", [
    *product("jyik", ["33.3", "-7", "20.5"], ["33", "75", "90.25", "201"]), ("y", "-20.5", "0.001"), ("j", "1", "-1e40"),
    ("y", "9e-320", "0.5"), ("k", "-6e-224", "2.5"), ("y", "1000", "1001"), ("j", "-200.5", "201"), ("k", "999.5", "300")])
def test_high_orders_and_far_arguments(kind, n, x):
    with mp.workdps(6 * DIGITS):
        truth = getattr(mp, f"bessel{kind}")(mpf(n), mpf(x))
    assert near(decimal_bessel.BY_KIND[kind][0](Decimal(n), Decimal(x)), truth)


@pytest.mark.parametrize("kind", "ji")
def test_at_zero(kind):
    of = decimal_bessel.BY_KIND[kind][0]
    assert [of(Decimal(n), Decimal(0)) for n in ("0", "2", "-3", "0.5", "2.5")] == [1, 0, 0, 0, 0]
    assert of(Decimal("-0.5"), Decimal(0)).is_nan() and of(Decimal("0.5"), Decimal(-2)).is_nan()
    assert near(of(Decimal(3), Decimal(-2)), -getattr(mp, f"bessel{kind}")(3, 2))


def test_a_small_order_beside_a_small_argument():
    n, x = Decimal("1.5e-141"), Decimal("3e-141")
    assert near(decimal_bessel.bessel_slope("j", 1)(n, x), mpf("0.5"))


def test_an_argument_far_beyond_its_order_takes_no_series_of_thousands_of_digits(monkeypatch):
    monkeypatch.setattr(decimal_bessel, "_series", None)
    x, n = Decimal(20_000), Decimal(1000)
    three = [decimal_bessel.besselj(n + i, x) for i in (-1, 0, -2)]
    assert near(three[2] + three[1], mpf(str(three[0])) * 2 * 999 / 20_000)
    assert decimal_bessel.besselk(n, x) < Decimal("1e-8000")


@pytest.mark.parametrize("n, x", [*product((0, 1), ["1e100", "-1e300"])])
def test_scaled_functions_where_the_others_overflow(n, x):
    found = [decimal_bessel.i0e, decimal_bessel.i1e][n](Decimal(x))
    assert near(found, (-1 if n and x[0] == "-" else 1) / mp.sqrt(2 * mp.pi * abs(mpf(x))))


@pytest.mark.parametrize("kind, order", [*product("jyik", (1, 3))])
def test_derivatives(kind, order):
    truth = mp.diff(lambda x: getattr(mp, f"bessel{kind}")(1.5, x), mpf("2.25"), order)
    assert near(decimal_bessel.bessel_slope(kind, order)(Decimal("1.5"), Decimal("2.25")), truth)


@pytest.mark.parametrize("n, order", [*product((0, 1), (1, 2))])
def test_derivatives_of_the_scaled_ones(n, order):
    truth = mp.diff(lambda x: mp.exp(-x) * mp.besseli(n, x), mpf("2.25"), order)
    assert near(decimal_bessel.scaled_slope(n, order)(Decimal("2.25")), truth)


@pytest.mark.parametrize("name, x", [*product(AIRY, ["0", "0.3", "-3.5", "20", "-60.5", "-2.338107410459767", "-1e40"])])
def test_airy_functions(name, x):
    function, derivative = AIRY[name]
    assert near(getattr(decimal_bessel, name)(Decimal(x)), function(mpf(x), derivative=derivative))


def test_where_there_is_no_value():
    besselj, besselk = decimal_bessel.besselj, decimal_bessel.besselk
    assert besselj(Decimal("0.5"), Decimal(-1)).is_nan() and besselk(Decimal(1), Decimal(-1)).is_nan()
    assert besselk(Decimal(0), Decimal(0)).is_infinite() and besselj(Decimal(2000), Decimal(1)).is_nan()
