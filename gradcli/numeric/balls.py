"""Functions of Arb balls that python-flint lacks."""

from math import factorial

from flint import arb, arb_series, ctx


def polygamma(x: arb, order: arb) -> arb | None:
    """Return the derivative of digamma of this order; None where no number in `order` is an order.

    By the Hurwitz zeta function; left of 0 by the series of 1/gamma.
    """
    whole = order.unique_fmpz()
    if whole is None:
        return arb.nan() if order.contains_integer() else None
    if not 0 <= whole <= 1000:
        return None
    n = int(whole)
    if not n:
        return x.digamma()
    if x > 0:
        return (-1) ** (n + 1) * factorial(n) * arb(n + 1).zeta(x)
    if x.rgamma().contains(0):
        return arb.nan()
    before, ctx.cap = ctx.cap, n + 2
    series = arb_series([x, 1]).rgamma()
    slope = (series.derivative() / series)[n]
    ctx.cap = before
    return -factorial(n) * slope


def _places(a: arb, p: arb) -> list[arb] | None:
    """Return a - j/2 for j = 0, …, p - 1; None where p is no dimension, or a outside of the domain."""
    whole = p.unique_fmpz()
    if whole is None:
        return [arb.nan()] if p.contains_integer() else None
    if not 1 <= whole <= 1000 or 2 * a <= p - 1:
        return None
    return [a - arb(j) / 2 for j in range(int(whole))]


def multigamma(a: arb, p: arb) -> arb | None:
    """Return the logarithm of the multivariate gamma function."""
    places = _places(a, p)
    return places and sum((x.lgamma() for x in places), p * (p - 1) / 4 * arb.pi().log())


def multipolygamma(a: arb, order: arb, p: arb) -> arb | None:
    """Return its derivative of the next order."""
    total = arb(0)
    for x in _places(a, p) or [None]:
        slope = None if x is None else polygamma(x, order)
        if slope is None:
            return None
        total += slope
    return total


def elliptic(m: arb, second: arb, order: arb) -> arb | None:
    """Return the derivative of this order of ellipk, or of ellipe if `second`, by Gauss's hypergeometric function."""
    if not m < 1:
        return None if m >= 1 else arb.nan()
    a, factor = arb(1) / 2 - second, arb.pi() / 2
    for i in range(int(order.unique_fmpz())):
        factor *= (a + i) * (arb(1) / 2 + i) / (1 + i)
    return factor * m.hypgeom([a + order, arb(1) / 2 + order], [1 + order])


def airy_slope(x: arb, second: arb) -> arb:
    """Return the derivative of the Airy function ai, or of bi if `second`."""
    return x.airy()[3 if second == 1 else 1]


def gammainc(x: arb, a: arb, upper: arb) -> arb:
    """Return the regularized lower incomplete gamma function, or the upper one."""
    return x.gamma_upper(a, 1) if upper == 1 else x.gamma_lower(a, 1)


def hurwitz_zeta(s: arb, q: arb) -> arb:
    """Return the sum of (q + k)**-s over all k >= 0."""
    return s.zeta(q)
