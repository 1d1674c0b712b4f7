"""Integrals of Decimals, against mpmath with more digits."""

from decimal import Decimal
from itertools import product

import pytest
from decimal_digits import near, precision
from mpmath import mp, mpf

from gradcli.numeric import decimal_integrals

LINE = ["0.3", "2.5", "1e-8", "100.25", "-3.5"]
CASES = {"expi": (mp.ei, [*LINE, "-60.5", "0.37250741078136663", "-700", "-1e6"]),
         "li": (mp.li, ["0.3", "2.5", "1.0000001", "1e10", "1e-300", "1.4513692348833810"]),
         "si": (mp.si, [*LINE, "45.5"]), "ci": (mp.ci, [*LINE[:-1], "0.6165054856207162"]), "fresnels": (mp.fresnels, LINE),
         "fresnelc": (mp.fresnelc, LINE), "ellipk": (mp.ellipk, ["0.3", "-3.5", "0.9999", "1e-8"]),
         "ellipe": (mp.ellipe, ["0.3", "-3.5", "0.9999", "1e-8"]),
         "si_curvature": (lambda x: (x * mp.cos(x) - mp.sin(x)) / x**2, [*LINE, "4.493409457909064"]),
         "ci_curvature": (lambda x: -(x * mp.sin(x) + mp.cos(x)) / x**2, [*LINE, "2.798386045783887"])}


@pytest.fixture(autouse=True)
def digits():
    with precision(3):
        yield


@pytest.mark.parametrize("name, x", [(name, x) for name, (_, xs) in CASES.items() for x in xs])
def test_all_digits_are_right(name, x):
    found, truth = getattr(decimal_integrals, name)(Decimal(x)), CASES[name][0](mpf(x))
    assert near(found, truth)


@pytest.mark.parametrize("second, order, x", [*product((False, True), (1, 3), ("0.3", "0.75", "-5"))])
def test_derivatives_of_elliptic_integrals(second, order, x):
    found = decimal_integrals.elliptic(second, order)(Decimal(x))
    truth = mp.diff([mp.ellipk, mp.ellipe][second], mpf(x), order)
    assert near(found, truth)


def test_turns_of_squares_are_exact():
    assert decimal_integrals.fresnel_sine(Decimal(10) ** 20) == 0 and decimal_integrals.fresnel_cosine(Decimal(3)) == 0
    assert abs(decimal_integrals.fresnel_cosine(Decimal(10) ** 20) - 1) < Decimal("1e-29")
