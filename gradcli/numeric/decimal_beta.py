"""The beta function and its kin of Decimals, at the precision of the current context, by the rows' names.

As gradcli.numeric.decimals.
"""

from collections.abc import Callable
from decimal import Decimal, getcontext, localcontext

from gradcli.numeric.decimal_special import digamma, lgamma, plus_one, polygamma
from gradcli.numeric.decimals import INFINITY, MAX_DIGITS, NAN, ONE, ZERO, integer_digits, smooth, sum_again

LARGEST = 10**15  # the largest n of binom
FACTORS = 1000  # of a binomial coefficient that is a product


def exact_sum(a: Decimal, b: Decimal) -> Decimal:
    """Return a + b without rounding, but for what is beyond MAX_DIGITS."""
    with localcontext() as context:
        ends = [each.adjusted() for each in (a, b) if each] or [0]
        context.prec = min(MAX_DIGITS, max(ends) - min(ends) + len(a.as_tuple().digits) + len(b.as_tuple().digits) + 2)
        return a + b


def lbeta(a: Decimal, b: Decimal) -> Decimal:
    """Return log(beta(a, b))."""
    if min(a, b) <= 0:
        return INFINITY if min(a, b) == 0 else NAN
    if ONE in (a, b):
        return -(a * b).ln()
    c = exact_sum(a, b)
    return sum_again(lambda: [lgamma(a), lgamma(b), -lgamma(c)])


@smooth
def beta(a: Decimal, b: Decimal) -> Decimal:
    """Return gamma(a)*gamma(b)/gamma(a + b)."""
    getcontext().prec += max(integer_digits(a), integer_digits(b), 2)
    return lbeta(a, b).exp()


@smooth
def binom(n: Decimal, k: Decimal) -> Decimal:
    """Return gamma(n + 1)/(gamma(k + 1)*gamma(n - k + 1)), -1 < k < n + 1."""
    above, below, rest = plus_one(n), plus_one(k), plus_one(exact_sum(n, -k))
    if min(above, below, rest) <= 0:
        return NAN
    for side in sorted((k, rest - 1), key=abs):  # the two sides of Pascal's triangle are equal
        if side == side.to_integral_value() and 0 <= side <= FACTORS:
            product = ONE
            for i in range(int(side)):
                product = product * (n - i) / (i + 1)
            return product
    if n > LARGEST:
        return NAN
    getcontext().prec += max(integer_digits(above), 2) + 2  # as many as those of lgamma
    return (lgamma(above) - lgamma(below) - lgamma(rest)).exp()  # whose absolute error counts, so it may cancel


def polygamma_gap(order: int) -> Callable[[Decimal, Decimal], Decimal]:
    """Return the function polygamma(order, a) - polygamma(order, a + b)."""

    def gap(a: Decimal, b: Decimal) -> Decimal:
        c = exact_sum(a, b)
        if min(a, c) <= 0:
            return NAN
        if not b:
            return ZERO
        if order:
            return sum_again(lambda: [polygamma(Decimal(order), a), -polygamma(Decimal(order), c)])
        return sum_again(lambda: [digamma(a), -digamma(c)])

    return gap
