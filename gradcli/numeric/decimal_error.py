"""Relatives of the error function of Decimals, at the precision of the current context, by the rows' names.

As gradcli.numeric.decimals.
"""

from collections.abc import Iterator
from decimal import Decimal, getcontext

from gradcli.numeric.decimal_special import erf, erfc, erfc_asymptotic_from
from gradcli.numeric.decimals import HALF, INFINITY, NAN, ONE, guarded, is_small, pi, smooth


@smooth
def erfcx(x: Decimal) -> Decimal:
    """Return exp(x**2)*erfc(x): of a large x by the asymptotic series of erfc."""
    square = x * x
    if x < 0 or square <= erfc_asymptotic_from():
        return square.exp() * erfc(x)
    total, term, n = ONE, ONE, 0
    while not is_small(total, term):
        term *= -Decimal(2 * n + 1) / (2 * square)
        total += term
        n += 1
    return total / (x * pi().sqrt())


def _dawson_terms(x: Decimal) -> Iterator[Decimal]:
    """Yield the terms of the asymptotic series of 2*x*dawsn(x) = 1 + 1/(2*x**2) + 3/(2*x**2)**2 + …"""
    term, n = ONE, 0
    while not is_small(ONE, term) or n < 3:
        yield term
        n += 1
        term *= Decimal(2 * n - 1) / (2 * x * x)


@smooth
def dawsn(x: Decimal) -> Decimal:
    """Return exp(-x**2) times the integral of exp(t**2) from 0 to x: a series of positive terms, or the asymptotic one."""
    square = x * x
    if square > erfc_asymptotic_from():
        return sum(_dawson_terms(x), Decimal(0)) / (2 * x)
    total, term, n = ONE, ONE, 0
    while not is_small(total, term):
        n += 1
        term = term * square / n
        total += term / (2 * n + 1)
    return x * total * (-square).exp()


@guarded
def dawsn_slope(x: Decimal) -> Decimal:
    """Return 1 - 2*x*dawsn(x)."""
    if x * x > erfc_asymptotic_from():
        return -sum([*_dawson_terms(x)][1:], Decimal(0))
    return 1 - 2 * x * dawsn(x)


@guarded
def dawsn_curvature(x: Decimal) -> Decimal:
    """Return -2*dawsn(x) - 2*x*dawsn_slope(x)."""
    if x * x > erfc_asymptotic_from():
        return sum((2 * n * term for n, term in enumerate(_dawson_terms(x))), Decimal(0)) / x
    return -2 * dawsn(x) - 2 * x * dawsn_slope(x)


@smooth
def erfi(x: Decimal) -> Decimal:
    return 2 * (x * x).exp() * dawsn(x) / pi().sqrt()


@smooth
def erfinv(y: Decimal) -> Decimal:
    """Return x with erf(x) = y, as the quantile of the tail where that is the smaller part."""
    if abs(y) >= 1:
        return INFINITY.copy_sign(y) if abs(y) == 1 else NAN
    if abs(y) > HALF:
        getcontext().prec += max(0, -(1 - abs(y)).adjusted())
        return erfcinv(1 - abs(y)).copy_sign(y)
    x, digits = y * pi().sqrt() / 2, 1
    while digits < 2 * getcontext().prec:
        x -= (erf(x) - y) * (x * x).exp() * pi().sqrt() / 2
        digits *= 2
    return x


@smooth
def erfcinv(t: Decimal) -> Decimal:
    """Return x with erfc(x) = t, by Newton's steps on the logarithm, which is nearly a parabola."""
    if not 0 < t < 2:
        return INFINITY if t == 0 else -INFINITY if t == 2 else NAN
    if t > 1:
        return -erfcinv(2 - t)
    if t > HALF:
        return erfinv(1 - t)
    x, digits = (-(t * (1 + (-t.ln()).sqrt())).ln()).sqrt(), 1
    while digits < 2 * getcontext().prec:
        y = erfcx(x)
        x += (y.ln() - x * x - t.ln()) * y * pi().sqrt() / 2
        digits *= 2
    return x
