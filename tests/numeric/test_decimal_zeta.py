"""Zeta functions, incomplete gamma functions and Lambert's W of Decimals, against mpmath with more digits."""

from decimal import Decimal

import pytest
from decimal_digits import near, precision
from mpmath import mp, mpf

from gradcli.numeric import decimal_zeta

TRUTHS = {"zeta": mp.zeta, "hurwitz_zeta": mp.zeta, "gammainc": lambda a, x: mp.gammainc(a, 0, x, regularized=True),
          "gammaincc": lambda a, x: mp.gammainc(a, x, mp.inf, regularized=True), "lambertw": lambda x: mp.lambertw(x).real,
          "lambertw_slope": lambda x: mp.exp(-mp.lambertw(x).real) / (1 + mp.lambertw(x).real),
          "multigammaln": lambda a, p: p * (p - 1) / 4 * mp.log(mp.pi) + sum(
              mp.loggamma(a - mpf(j) / 2) for j in range(int(p))),
          "multipolygamma": lambda n, a, p: sum(mp.polygamma(int(n), a - mpf(j) / 2) for j in range(int(p))),
          "gamma_density": lambda a, x: mp.exp(-x) * x ** (a - 1) / mp.gamma(a),
          "gamma_density_slope": lambda a, x: mp.exp(-x) * x ** (a - 2) * (a - 1 - x) / mp.gamma(a)}
SHAPES = ["2 3", "0.5 0.25", "10 1e-3", "3 100", "100 101", "2.5 1000"]
LAMBERT = ["1", "0.3", "-0.3", "-0.36787944117144232", "1e10", "1e-20"]
CASES = {"multigammaln": ["2 1", "3.5 2", "1.7 2", "0.5000001 2", "100 30", "1e10 3", "1.1 1"],
         "multipolygamma": ["0 2 1", "0 3.5 2", "2 1.7 2", "1 100 30"],
         "zeta": ["2", "1.5", "0.5", "-1", "-2.5", "60", "1.0000001", "0", "-20.5", "-1e-50", "-0.5"],
         "gammainc": SHAPES, "gammaincc": [*SHAPES, "2 20000", "0.5 1e6", "0.5 0", "1e-10 3", "2.25e-249 3"],
         "hurwitz_zeta": ["2 3", "1.5 0.25", "10 1e-3", "3 1e10", "1.01 7"], "gamma_density": SHAPES,
         "gamma_density_slope": [*SHAPES, "3 1e-217", "2 1.0000000000000001"], "lambertw": LAMBERT,
         "lambertw_slope": LAMBERT}


@pytest.mark.parametrize("name, at", [(name, at) for name, points in CASES.items() for at in points])
def test_all_digits_are_right(name, at):
    with precision():
        found, truth = getattr(decimal_zeta, name)(*map(Decimal, at.split())), TRUTHS[name](*map(mpf, at.split()))
        assert near(found, truth)


@pytest.mark.parametrize("name, at", [("zeta", "1"), ("hurwitz_zeta", "2 0")])
def test_poles(name, at):
    assert getattr(decimal_zeta, name)(*map(Decimal, at.split())).is_infinite()


def test_zeta_far_left():
    assert decimal_zeta.zeta(Decimal("-1e300")) == 0
    assert decimal_zeta.zeta(Decimal(-1_000_001)) == -decimal_zeta.zeta(Decimal(-1_000_003)) == -decimal_zeta.INFINITY


@pytest.mark.parametrize("name, at", [
    ("lambertw", "-0.4"), ("multigammaln", "2 1.5"), ("multigammaln", "0.4 2"), ("multipolygamma", "0 3 0"),
    ("gammainc", "-1 2"), ("gammaincc", "1 -2"), ("hurwitz_zeta", "0.5 2")])
def test_where_there_is_no_value(name, at):
    assert getattr(decimal_zeta, name)(*map(Decimal, at.split())).is_nan()
