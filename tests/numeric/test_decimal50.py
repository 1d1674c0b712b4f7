"""Functions at fifty digits: the nearest double, also where all leading digits of the terms cancel."""

import math

import pytest
from mpmath import mp, mpf

from gradcli.numeric import decimal50
from gradcli.numeric.powers import slopes_of_reciprocal_log


def sinc_derivative(x, order):
    """The derivative of sin(pi*x)/(pi*x): that of the integral of cos(pi*x*t) over t from 0 to 1."""
    return mp.quad(lambda t: (mp.pi * t) ** order * mp.cos(mp.pi * x * t + order * mp.pi / 2), mp.linspace(0, 1, 9))


def nearest(found, truth):
    return found == pytest.approx(float(truth), rel=2.3e-16, abs=0)


@pytest.mark.parametrize("order", range(5))
@pytest.mark.parametrize("x", [1.0, 1.4302966531242028, -3.4708897, 2.0000001])
def test_derivatives_of_sinc(x, order):
    with mp.workdps(50):
        truth = sinc_derivative(mpf(x), order)
        found = decimal50.decimal50_sinc(x, order)
        assert nearest(found, truth) or abs(truth) < mpf("1e-30") and abs(found) < 1e-30


def test_where_the_curvature_of_sech_vanishes():
    with mp.workdps(60):
        zero = float(mp.acosh(mp.sqrt(2)))
        for x in (zero, -zero, 0.3, 5.0):
            s = 1 / mp.cosh(mpf(x))
            assert nearest(decimal50.decimal50_sech_curvature(x), s * (1 - 2 * s * s))


@pytest.mark.parametrize("a, b", [(-0.9320280929258424, -0.9320254297192346), (-1.83e-241, -553.59), (3.0, 3.0)])
def test_a_sum_of_exponentials(a, b):
    with mp.workdps(400):
        assert nearest(decimal50.decimal50_logaddexp(a, b), mp.log(mp.exp(mpf(a)) + mp.exp(mpf(b))))


def test_polynomials_of_a_logarithm():
    with mp.workdps(50):
        for x in (2.0, 0.13533528323661270, 1 + 2.0**-40):
            truth = 6 + 6 * mp.log(mpf(x)) + 2 * mp.log(mpf(x)) ** 2
            assert nearest(decimal50.decimal50_polynomial_of_log((6, 6, 2), x), truth)
        polynomial = slopes_of_reciprocal_log(3)
        x = mpf(7.25)
        truth = sum(c * mp.log(x) ** n for n, c in enumerate(polynomial))
        assert nearest(decimal50.decimal50_polynomial_of_log(polynomial, 7.25), truth)


def test_leibniz_rule_for_the_derivatives_of_a_power():
    """The derivative of b*a**b, twice along b and over a**b, is b*log(a)**2 + 2*log(a)."""
    for a, b in ((0.7, 5.607), (2.0, -2.8853900817779268)):
        with mp.workdps(50):
            truth = mpf(b) * mp.log(mpf(a)) ** 2 + 2 * mp.log(mpf(a))
        assert nearest(decimal50.decimal50_leibniz(a, b, [[0, 1], [1], [0]], 2), truth)


@pytest.mark.parametrize("order", [0, 1, 2, 7])
@pytest.mark.parametrize("x", [1.4616321449683622, 0.25, 30.5, -0.504083008264455, -9.70267])
def test_derivatives_of_digamma(order, x):
    with mp.workdps(60):
        assert nearest(decimal50.decimal50_polygamma(order, x), mp.polygamma(order, mpf(x)))
        assert nearest(decimal50.decimal50_polygamma(order, x, 1), mp.polygamma(order, mpf(x) + 1))


@pytest.mark.parametrize("x", [-2.4570247382208006, -2.7476826467274127, -0.5, -20.125, -1e-9])
def test_the_logarithm_of_gamma_left_of_0(x):
    with mp.workdps(60):
        assert nearest(decimal50.decimal50_lgamma(x), mp.log(abs(mp.gamma(mpf(x)))))


def test_a_wrong_digit_would_be_seen(monkeypatch):
    monkeypatch.setattr(decimal50, "PI", decimal50.PI + decimal50.Decimal("1e-15"))
    with mp.workdps(50):
        assert not nearest(decimal50.decimal50_sinc(1.4302966531242028, 0), sinc_derivative(mpf(1.4302966531242028), 0))
    assert math.isfinite(decimal50.decimal50_sinc(1.0, 1))
