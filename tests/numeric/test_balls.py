"""The derivatives of digamma, and those of elliptic integrals, in balls, against mpmath."""

import pytest
from mpmath import mp, mpf

pytest.importorskip("flint")

from flint import arb, ctx  # noqa: E402

from gradcli.numeric.balls import elliptic, polygamma  # noqa: E402


@pytest.fixture(autouse=True)
def precision():
    before, ctx.prec = ctx.prec, 120
    yield
    ctx.prec = before


@pytest.mark.parametrize("order", [0, 1, 2, 5, 30])
@pytest.mark.parametrize("x", ["0.25", "3.5", "100.125", "-0.5", "-7.75"])
def test_the_ball_holds_mpmaths_value(order, x):
    ball = polygamma(arb(x), arb(order))
    with mp.workdps(60):
        truth = mp.polygamma(order, mpf(x))
    assert ball.overlaps(arb(mp.nstr(truth, 50))) and ball.rel_accuracy_bits() > 50


@pytest.mark.parametrize("order", [0, 1, 2, 4])
@pytest.mark.parametrize("m", ["0", "0.5", "-3", "0.96875"])
def test_derivatives_of_elliptic_integrals(order, m):
    with mp.workdps(60):
        truths = [mp.diff(of, mpf(m), order) for of in (mp.ellipk, mp.ellipe)]
    for second, truth in enumerate(truths):
        ball = elliptic(arb(m), arb(second), arb(order))
        assert abs(ball - arb(mp.nstr(truth, 50))) < abs(ball) * arb("1e-20")
    assert elliptic(arb(1), arb(0), arb(order)) is None and elliptic(arb(1, 0.5), arb(0), arb(order)).is_nan()


def test_there_is_none_at_a_pole_or_between_orders():
    assert polygamma(arb(-2), arb(1)).is_nan() and polygamma(arb(2), arb(0, 2)).is_nan()
    assert polygamma(arb(2), arb("0.5")) is None and polygamma(arb(2), arb(-1)) is None
    assert polygamma(arb(2), arb(1001)) is None
