"""The arithmetic-geometric mean of Decimals and its derivatives, at the precision of the current context.

As gradcli.numeric.decimals. The derivatives are those of the same iteration, run on power series.
"""

from collections.abc import Callable
from decimal import Decimal, getcontext
from functools import lru_cache
from math import comb, factorial, prod

from gradcli.numeric.decimals import NAN, ONE, ZERO, smooth, sum_again

SPARE = 6  # digits of half the precision, which the last step doubles: coefficients are smaller than the mean
POINTS = 8  # whose series are kept: all orders of a point are asked for in turn

Series = list[Decimal]


@smooth
def agm(a: Decimal, b: Decimal) -> Decimal:
    """Return the common limit of the arithmetic and geometric means of two numbers of one sign."""
    if a < 0 and b < 0:
        return -agm(-a, -b)
    if not (a > 0 and b > 0):
        return ZERO if min(a, b) == 0 else NAN
    return _limit([a], [b])[0]


def _limit(a: Series, b: Series) -> Series:
    """Return the mean of two series. An error of the difference of its arguments is squared by a step."""
    enough = Decimal(10) ** -(getcontext().prec // 2 + SPARE)
    while any(abs(x - y) > enough * a[0] for x, y in zip(a, b, strict=True)):
        a, b = [(x + y) / 2 for x, y in zip(a, b, strict=True)], _root(_product(a, b))
    return [(x + y) / 2 for x, y in zip(a, b, strict=True)]


def _product(a: Series, b: Series) -> Series:
    return [sum((x * y for x, y in zip(a[:k + 1], b[k::-1], strict=True)), ZERO) for k in range(len(a))]


def _root(a: Series) -> Series:
    """Return the square root of a series, from y*y = a."""
    y = [a[0].sqrt()]
    for k in range(1, len(a)):
        y.append((a[k] - sum((p * q for p, q in zip(y[1:], y[:0:-1], strict=True)), ZERO)) / (2 * y[0]))
    return y


@lru_cache(POINTS)
def _series(ratio: Decimal, order: int, precision: int) -> Series:
    """Return the coefficients of agm(1, ratio*(1 + s)) in s, to a precision, which is that of the context."""
    rest = [ZERO] * (order - 1)
    return _limit([ONE, ZERO, *rest], [ratio, ratio, *rest])


def agm_partial(orders: tuple[int, int]) -> Callable[[Decimal, Decimal], Decimal]:
    """Return the derivative of agm, so often in the first and so often in the second argument.

    Those in both follow from those in one, since agm(r*a, r*b) = r*agm(a, b).
    """
    j, k = sorted(orders)

    def terms(a: Decimal, b: Decimal) -> list[Decimal]:
        series = _series(b / a, 1 << (j + k).bit_length(), getcontext().prec)
        return [(-1) ** i * comb(j, i) * prod(1 - k - m for m in range(i, j)) * factorial(k + i) * series[k + i]
                for i in range(j + 1)]

    def partial(a: Decimal, b: Decimal) -> Decimal:
        if not a * b > 0:
            return NAN
        if orders != (j, k):  # both are symmetric
            a, b = b, a
        return sum_again(lambda: terms(a, b)) * a ** (1 - j) / b**k

    return partial
