"""The relatives of the error function of Decimals, against mpmath with more digits."""

from decimal import Decimal

import pytest
from decimal_digits import near, precision
from mpmath import mp, mpf

from gradcli.numeric import decimal_error

ALL = ["0.3", "-0.75", "1e-20", "2.5", "-7.25", "30.125"]


def dawsn(x):
    return mp.sqrt(mp.pi) / 2 * mp.exp(-x * x) * mp.erfi(x)



TRUTHS = {"erfcx": lambda x: mp.exp(x * x) * mp.erfc(x), "erfi": mp.erfi, "dawsn": dawsn,
          "dawsn_slope": lambda x: 1 - 2 * x * dawsn(x),
          "dawsn_curvature": lambda x: -2 * dawsn(x) - 2 * x * (1 - 2 * x * dawsn(x)),
          "erfinv": mp.erfinv, "erfcinv": lambda t: mp.erfinv(1 - t)}
CASES = {"erfcx": ALL, "erfi": ALL, "dawsn": [*ALL, "1e9"], "dawsn_slope": [*ALL, "0.92413887300459176701", "1e9"],
         "dawsn_curvature": [*ALL, "1.5019752682686114", "1e9"], "erfinv": ["0.3", "-0.75", "1e-20", "0.99999999"],
         "erfcinv": ["0.3", "1.75", "1e-20", "0.99999999", "1e-30"]}


@pytest.mark.parametrize("name, x", [(name, x) for name, xs in CASES.items() for x in xs])
def test_all_digits_are_right(name, x):
    with precision():
        found, truth = +getattr(decimal_error, name)(Decimal(x)), TRUTHS[name](mpf(x))
        assert near(found, truth)


@pytest.mark.parametrize("name, x, value", [
    ("erfinv", "1", "Infinity"), ("erfinv", "-1", "-Infinity"), ("erfinv", "2", "NaN"), ("erfcinv", "0", "Infinity"),
    ("erfcinv", "2", "-Infinity"), ("erfcinv", "3", "NaN")])
def test_the_ends_of_the_inverses(name, x, value):
    assert str(getattr(decimal_error, name)(Decimal(x))) == value
