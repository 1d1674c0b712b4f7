"""The beta function and its kin of Decimals, at the precision of the current context, by the rows' names.

As gradcli.numeric.decimals.
"""

from collections.abc import Callable
from decimal import Decimal, getcontext, localcontext
from functools import lru_cache
from itertools import product
from math import comb

from gradcli.numeric.decimal_special import digamma, exact_sum, lgamma, plus_one, polygamma
from gradcli.numeric.decimals import INFINITY, NAN, ONE, ZERO, integer_digits, smooth, sum_again

LARGEST = 10**15  # the largest n of binom
FACTORS = 1000  # of a binomial coefficient that is a product
STEP = 50  # of numbers of digits, so that fewer are tried
POINTS = 8  # whose derivatives are kept: all orders of a point are asked for in turn

Function = Callable[[Decimal, Decimal], Decimal]


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


def polygamma_gap(order: int) -> Function:
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


def beta_partial(orders: tuple[int, int]) -> Function:
    """Return the derivative of beta, so often in a and so often in b."""
    return lambda a, b: _partial(beta, _of_lbeta, a, b, *orders) if min(a, b) > 0 else NAN


def binom_partial(orders: tuple[int, int]) -> Function:
    """Return the derivative of binom, so often in n and so often in k."""

    def partial(n: Decimal, k: Decimal) -> Decimal:
        value = binom(n, k)
        if value.is_nan():
            return NAN
        if orders[1] == 0 and 0 <= k < orders[0] and k == k.to_integral_value():
            return ZERO  # of a polynomial of degree k in n
        return _partial(binom, _of_log_binom, n, k, *orders)

    return partial


def _of_lbeta(a: Decimal, b: Decimal, j: int, k: int) -> Decimal:
    """Return the derivative of log(beta(a, b)), so often in a and so often in b."""
    if j and k:
        return -polygamma(Decimal(j + k - 1), exact_sum(a, b))
    return polygamma_gap(j - 1)(a, b) if j else polygamma_gap(k - 1)(b, a)


def _of_log_binom(n: Decimal, below: Decimal, j: int, k: int) -> Decimal:
    """Return the derivative of log(binom(n, below)), so often in n and so often in `below`."""
    above, rest = plus_one(below), plus_one(exact_sum(n, -below))
    if j and k:
        return polygamma(Decimal(j + k - 1), rest) * (1 if k % 2 else -1)
    if j:
        return polygamma_gap(j - 1)(plus_one(n), -below)
    if k % 2:
        return -polygamma_gap(k - 1)(above, exact_sum(n, -2 * below))
    return -polygamma(Decimal(k - 1), above) - polygamma(Decimal(k - 1), rest)


def _partial(value: Function, slopes: Callable[[Decimal, Decimal, int, int], Decimal], a: Decimal, b: Decimal,
             j: int, k: int) -> Decimal:
    """Return the derivative of exp(f(a, b)), of which `value` is the function and `slopes` the derivatives of f."""
    sizes = [(1 << order.bit_length()) - 1 for order in (j, k)]

    def terms() -> list[Decimal]:
        plus, minus = _ratios(slopes, a, b, *sizes, -(-getcontext().prec // STEP) * STEP)[j, k]
        return [plus, -minus]

    return sum_again(terms) * value(a, b)


@lru_cache(POINTS)
def _ratios(slopes: Callable[[Decimal, Decimal, int, int], Decimal], a: Decimal, b: Decimal, most_a: int, most_b: int,
            digits: int) -> dict[tuple[int, int], tuple[Decimal, Decimal]]:
    """Return the derivatives of exp(f) over exp(f), by Leibniz's rule on f'*exp(f): sums of positive and of negative terms.

    These have so many digits, whatever the context has.
    """
    table = list(product(range(most_a + 1), range(most_b + 1)))
    found = {(0, 0): (ONE, ZERO)}
    with localcontext() as context:
        context.prec = digits
        known = {(j, k): slopes(a, b, j, k) for j, k in table[1:]}
        for j, k in table[1:]:
            p, q = (j - 1, k) if j else (j, k - 1)
            plus = minus = ZERO
            for i, m in product(range(p + 1), range(q + 1)):
                weight = comb(p, i) * comb(q, m) * known[j - i, k - m]
                high, low = found[i, m] if weight > 0 else found[i, m][::-1]
                plus, minus = plus + abs(weight) * high, minus + abs(weight) * low
            found[j, k] = plus, minus
    return found
