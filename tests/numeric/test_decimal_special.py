"""The error function and the gamma family of Decimals, against mpmath with more digits."""

from decimal import Decimal

import pytest
from decimal_digits import DIGITS, near, precision
from mpmath import mp, mpf

from gradcli.numeric import decimal_special

ALL = ["0.3", "-0.75", "1e-20", "2.5", "-7.25", "30.125", "1.4616321449683623413"]
CASES = {"erf": [*ALL, "-12"], "erfc": [*ALL, "100"], "gamma": [*ALL, "-30.5"], "factorial": [*ALL, "-3.5", "60"],
         "lgamma": [*ALL, "1", "2", "1e-300", "1.0000000001", "1e15", "-2.4570247382208006"],
         "digamma": [*ALL, "1e12", "-0.5", "-2.5"], "harmonic": ALL}
OTHERS = {"lgamma": lambda x: mp.log(abs(mp.gamma(x))) if x < 100 else mp.loggamma(x),
          "harmonic": lambda x: mp.digamma(x + 1)}


@pytest.fixture(autouse=True)
def digits():
    with precision():
        yield


@pytest.mark.parametrize("name, x", [(name, x) for name, xs in CASES.items() for x in xs])
def test_all_digits_are_right(name, x):
    truth = OTHERS.get(name, getattr(mp, name, None))(mpf(x))
    assert near(+getattr(decimal_special, name)(Decimal(x)), truth)


@pytest.mark.parametrize("x", ["1", "2", "1e-300", "1.00000000000000000000000000000000000000001"])
def test_lgamma_beside_its_zeros_is_computed_at_few_precisions(x, monkeypatch):
    calls, right = [], decimal_special._log_gamma
    monkeypatch.setattr(decimal_special, "_log_gamma", lambda z: calls.append(z) or right(z))
    decimal_special.lgamma(Decimal(x))
    assert len(calls) <= 4


@pytest.mark.parametrize("order", [1, 2, 9])
@pytest.mark.parametrize("x", [*ALL, "-1.5"])
def test_derivatives_of_digamma(order, x):
    assert near(+decimal_special.polygamma(Decimal(order), Decimal(x)), mp.polygamma(order, mpf(x)))


@pytest.mark.parametrize("order", ["0.5", "-1", "1001"])
def test_derivatives_of_digamma_are_those_of_whole_orders(order):
    assert decimal_special.polygamma(Decimal(order), Decimal(2)).is_nan()


@pytest.mark.parametrize("name, x, value", [
    ("gamma", "-2", "NaN"), ("lgamma", "0", "Infinity"), ("lgamma", "-3", "Infinity"), ("digamma", "-1", "NaN"),
    ("gamma", "Infinity", "Infinity"), ("erf", "Infinity", "1"), ("erfc", "nan", "NaN"), ("factorial", "-1", None)])
def test_special_values(name, x, value):
    found = +getattr(decimal_special, name)(Decimal(x))
    assert not found.is_finite() if value is None else str(found) in {value, f"{value}.{'0' * (DIGITS - 1)}"}
