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
