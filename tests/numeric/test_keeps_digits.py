"""Our own numerics against Arb on seeded samples, dense where digits are easily lost; the bars are ulps."""

import math
import random

import pytest
from arbs import exactly
from mpmath import mp
from oracles import oracle, ulps

from gradcli.numeric import (
    elliptic,
    gamma,
    gates,
    gauss,
    geometry,
    hyperbolic,
    inverse,
    logistic,
    mills,
    powers,
    quantiles,
    sinc,
    sums,
)


def sample(*ranges: tuple[float, float], count: int = 60) -> list[float]:
    chance = random.Random(1)
    return [chance.uniform(low, high) for low, high in ranges for _ in range(count)]


def spread(low: float, high: float, count: int = 60) -> list[float]:
    """Numbers of either sign whose exponents are even between 10**low and 10**high."""
    chance = random.Random(2)
    return [chance.choice((-1, 1)) * 10 ** chance.uniform(low, high) for _ in range(count)]


POSITIVE = [abs(x) for x in spread(-300, 300)]
CASES = [
    ("cbrt", powers.cbrt, 1, spread(-320, 308)),
    ("semicircle", geometry.semicircle, 1, [*sample((-1, 1)), 1 - 1e-8, 1 - 2**-53]),
    ("side_hyperbola", geometry.side_hyperbola, 1, [*sample((1, 5), (-1e9, -1)), 1 + 2**-52]),
    ("asec", inverse.asec, 2, [*sample((1, 2), (-20, -1)), 1 + 1e-10, 1e300]),
    ("acsc", inverse.acsc, 2, [*sample((1, 2), (-20, -1)), 1 + 1e-10, 1e300]),
    ("acot", inverse.acot, 2, [*sample((-5, 5)), *spread(-300, 300)]),
    ("asech", inverse.asech, 2, [*sample((0, 1)), 1 - 1e-10, 1e-310]),
    ("acsch", inverse.acsch, 2, [*sample((-5, 5)), *spread(-320, 300)]),
    ("acoth", inverse.acoth, 2, [*sample((1, 5), (-50, -1)), 1 + 1e-10]),
    ("sech", hyperbolic.sech, 2, sample((-5, 5), (-740, 740))),
    ("csch", hyperbolic.csch, 2, [*sample((-5, 5), (-740, 740)), *spread(-300, 0)]),
    ("coth", hyperbolic.coth, 2, [*sample((-3, 3), (-30, 30)), *spread(-300, 0)]),
    ("sigmoid", logistic.sigmoid, 2, [*sample((-5, 5), (-740, 740)), -4.84873740185375]),
    ("softplus", logistic.softplus, 2, sample((-5, 5), (-740, 740))),
    ("silu", logistic.silu, 2, [*sample((-5, 5), (-40, -5), (-720, -700), (0, 700)), -9.951993625474957]),
    ("silu_slope", logistic.silu_slope, 4, sample((-5, 5), (-1.3, -1.2), (-745, 700))),
    ("silu_curvature", logistic.silu_curvature, 8, sample((-5, 5), (2.3, 2.5), (-745, 745))),
    ("logit", logistic.logit, 2, [*sample((0, 1), (0.4999, 0.5001)), 1e-310]),
    ("logit_slope", logistic.logit_slope, 2, sample((0, 1))),
    ("erf_slope", gauss.erf_slope, 2, sample((-5, 5), (-27, 27))),
    ("normpdf", gauss.normpdf, 1.5, sample((-5, 5), (-38, 38))),
    ("erfc", gauss.erfc, 2, sample((-5, 5), (0.4, 2), (5, 27.3))),
    ("normcdf", gauss.normcdf, 2, sample((-5, 5), (-38.4, 9))),
    ("gelu", gauss.gelu, 2, sample((-5, 5), (-38.4, 38))),
    ("gelu_slope", gauss.gelu_slope, 4, sample((-5, 5), (-0.8, -0.7), (-38.4, 38))),
    ("gelu_curvature", gauss.gelu_curvature, 8, sample((-5, 5), (1.41, 1.42), (-38.4, 38))),
    ("mish", gates.mish, 2, sample((-5, 5), (-745, 0))),
    ("mish_slope", gates.mish_slope, 4, sample((-5, 5), (-1.3, -1.1), (-745, 40))),
    ("mish_curvature", gates.mish_curvature, 8, sample((-5, 5), (-2.4, -2.1), (1.4, 1.6))),
    ("gelu_tanh", gates.gelu_tanh, 2, sample((-5, 5), (-21, 0))),
    ("gelu_tanh_slope", gates.gelu_tanh_slope, 4, sample((-5, 5), (-0.8, -0.7), (-21, 20))),
    ("gelu_tanh_curvature", gates.gelu_tanh_curvature, 8, sample((-5, 5), (1.4, 1.5), (-21, 20))),
    ("tanhshrink", gates.tanhshrink, 2, [*sample((-3, 3), (-30, 30)), *spread(-90, 0)]),
    ("erfcx", mills.erfcx, 2, [*sample((-26, 3), (3, 60)), *POSITIVE[:40]]),
    ("erfcx_slope", mills.erfcx_slope, 4, sample((-5, 5), (0.4, 0.6), (5, 1e3))),
    ("erfcx_curvature", mills.erfcx_curvature, 8, sample((-5, 5), (0.4, 0.6), (5, 1e3))),
    ("log_ndtr", mills.log_ndtr, 2, sample((-1, 1), (-45, 8))),
    ("inverse_mills", mills.inverse_mills, 4, sample((-1, 1), (-45, 8))),
    ("inverse_mills_slope", mills.inverse_mills_slope, 8, sample((-1, 1), (-45, 8))),
    ("erfinv", quantiles.erfinv, 2, [*sample((-1, 1)), *(1 - abs(x) for x in spread(-16, -1))]),
    ("erfinv_slope", quantiles.erfinv_slope, 4, sample((-1, 1))),
    ("erfcinv", quantiles.erfcinv, 2, [*sample((0, 2)), *(abs(x) for x in spread(-300, 0))]),
    ("erfcinv_slope", quantiles.erfcinv_slope, 4, sample((0, 2))),
    ("ndtri", quantiles.ndtri, 2, [*sample((0, 1)), *(abs(x) for x in spread(-300, 0))]),
    ("ellipk", elliptic.ellipk, 2, [*sample((-5, 1), (0.99, 1)), *(-x for x in POSITIVE), -1.7e308]),
    ("gamma", gamma.gamma, 16, sample((0, 5), (0, 170), (-170, 0))),
    ("factorial", gamma.factorial, 16, sample((-1, 5), (0, 170), (-170, 0))),
    ("lgamma", gamma.lgamma, 16, [*sample((0, 5), (1.99, 2.01), (0.99, 1.01)), *POSITIVE[:20], 1 - 2**-53]),
    ("digamma", gamma.digamma, 16, [*sample((0, 5), (1.4, 1.5)), *POSITIVE]),
]


@pytest.mark.parametrize("name, function, bar, points", CASES, ids=[case[0] for case in CASES])
def test_function(name, function, bar, points):
    worst = max((ulps(function(x), exactly(oracle(name), (x,))), x) for x in points)
    assert worst[0] <= bar


def test_the_arithmetic_geometric_mean():
    extremes = [(5e-324, 1.7e308), (1.7e308, 1.7e308), (3e-320, 1e-320)]
    points = [*zip(POSITIVE, POSITIVE[::-1], strict=True), *((x, x * 1.0625) for x in POSITIVE), *extremes]
    assert elliptic.agm(-2.0, -1.0) == -elliptic.agm(2.0, 1.0)
    with mp.workdps(30):
        assert max(ulps(elliptic.agm(a, b), mp.agm(a, b)) for a, b in points) <= 1


@pytest.mark.parametrize("base, exponents", [(2, 53), (3, 33), (5, 22), (10, 15), (49, 9)])
def test_a_whole_logarithm_is_whole(base, exponents):
    assert [powers.logarithm(float(base**k), float(base)) for k in range(exponents)] == [*range(exponents)]


def test_logarithms_to_any_base():
    points = [(x, base) for x, base in zip(POSITIVE, sample((1.1, 30)), strict=False)] + [(9.0, 9.353470206698244)]
    assert max(ulps(powers.logarithm(*point), exactly(oracle("log"), point)) for point in points) < 0.6


def test_logaddexp_where_its_terms_cancel():
    spots = [(-0.9320280929258424, -0.9320254297192346), (-0.28866921776678767, -0.9762868393969932),
             (-2.9461743060148446e-16, -35.73615943486627), (-1.83e-241, -553.59)]
    apart = [-10.0, *sample((-30, 0), (-3, 0))]
    beside = [(b, -math.log1p(math.exp(b)) * (1 + 10 * step)) for b, step in zip(apart, spread(-16, -1), strict=False)]
    found = [ulps(logistic.logaddexp(*point), exactly(oracle("logaddexp"), point)) for point in spots + beside]
    assert max(found) <= 2


@pytest.mark.parametrize("order", [1, 2, 3, 4, 10, 59, 60])
def test_polygamma(order):
    points = [0.001, 0.5, 1.0, 3.7, 30.25, 1e5, -0.5, -2.3, -9.83, -100.25]
    got = [gamma.polygamma(float(order), x) for x in points]
    exact = [exactly(oracle("polygamma"), (float(order), x)) for x in points]
    assert max(map(ulps, got, exact)) <= 16 + order


@pytest.mark.parametrize("x", [0.5, 3.0, 30.0, -3.4])
def test_polygamma_of_high_order(x):
    assert gamma.polygamma(101.0, x) == pytest.approx(float(exactly(oracle("polygamma"), (101.0, x))), rel=1e-12)


@pytest.mark.parametrize("order", range(8))
def test_derivatives_of_sinc(order):
    for x in [0.0, 1e-300, 1e-10, 0.1, 0.3, -0.5, 1.1, 2.75, -7.3, 100.5, 1e5 + 0.3]:
        exact = float(exactly(oracle("sinc", order), (x,))) if x else 0.0 if order % 2 else \
            math.pi**order * (-1) ** (order // 2) / (order + 1)
        assert sinc.sinc(x, order) == pytest.approx(exact, rel=1e-13)


@pytest.mark.parametrize("a, b", [(2.0, 3.0), (1.7e308, 1 / 3), (1e-300, -1e-10), (1e-320, 1e-20), (0.5, -7.25)])
@pytest.mark.parametrize("orders", [(1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (1, 2), (3, 2)])
def test_derivatives_of_a_power(a, b, orders):
    assert ulps(powers.power_partial(a, b, orders), exactly(oracle("power_partial", orders), (a, b))) <= 8


def test_derivatives_of_a_power_where_the_base_is_0():
    assert [powers.falling_power(0.0, 2.0, k) for k in range(4)] == [0.0, 0.0, 2.0, 0.0]
    assert math.isnan(powers.falling_power(-2.0, 1.5, 1))
    assert powers.falling_power(0.0, 0.5, 1) == math.inf and powers.falling_power(0.0, -1.0, 1) == -math.inf
    assert powers.power_log(0.0, 2.0) == 0 and powers.power_log(0.0, -1.0) == -math.inf
    assert math.isnan(powers.power_log(0.0, 0.0)) and math.isnan(powers.power_log(-2.0, 2.0))
    assert powers.power_partial(0.0, 3.0, (1, 1)) == 0 and math.isnan(powers.power_partial(0.0, 1.0, (1, 1)))


def test_the_sign_of_a_power_whose_exponent_is_rounded():
    assert powers.falling_power(-1.0, 1.5e300, 1) == -1.5e300 and powers.falling_power(1.0, 1.5e300, 1) == 1.5e300


def test_directions_at_the_ends_of_the_range():
    assert geometry.direction(1.5e308, 1.5e308, 0) == pytest.approx(math.sqrt(0.5))
    assert geometry.direction(5e-324, 5e-324, 1) == pytest.approx(math.sqrt(0.5))
    assert geometry.direction(-math.inf, 2.0, 0) == -1 and geometry.direction(-math.inf, 2.0, 1) == 0
    assert math.isnan(geometry.direction(0.0, 0.0, 0)) and math.isnan(geometry.direction(math.inf, math.inf, 0))
    assert geometry.angle_slope(1e200, 1.0) == 0 and geometry.angle_slope(1e-320, 1e-200) == pytest.approx(1e200)


def test_poles_of_the_gamma_family():
    assert (gamma.gamma(0.0), gamma.gamma(-0.0), gamma.lgamma(-1.0)) == (math.inf, -math.inf, math.inf)
    assert (gamma.digamma(0.0), gamma.digamma(-0.0), gamma.polygamma(1.0, -2.0)) == (-math.inf, math.inf, math.inf)
    none = gamma.gamma(-1.0), gamma.digamma(-1.0), gamma.polygamma(2.0, -2.0), gamma.polygamma(0.5, 1.0)
    assert all(map(math.isnan, none)) and gamma.factorial(171.0) == math.inf
    assert all(gamma.factorial(float(n)) == float(math.factorial(n)) for n in range(171))


def test_lerp_where_its_terms_cancel():
    ends = [(1.0009064896590463, 1.0000000000005385, -1e300), (1e300, -1e300, 0.5), (1.0, 1.0000001, 0.75),
            (3e-300, 2.0, 1e-8)]
    mean = oracle("lerp")
    assert max(ulps(sums.lerp(*point), exactly(mean, point)) for point in [*ends, *zip(
        sample((-3, 3)), sample((-5, 5)), sample((-2, 2)), strict=True)]) <= 1
    assert sums.lerp(0.3, 0.3, 1e308) == 0.3


def test_logsumexp_where_its_terms_cancel():
    spots = [(-1.1, -1.0, -1.2), (-0.69314718055994, -0.69314718055995), (1e8, 1e8 + 1, 0.0), (700.0, 700.5, -1e5)]
    found = [ulps(sums.logsumexp(*point), exactly(oracle("logsumexp"), point)) for point in spots]
    assert max(found) <= 2
