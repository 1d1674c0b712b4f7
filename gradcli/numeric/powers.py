"""Powers and roots: derivatives of a**b in both arguments, exact ones included where a is 0."""

import math
from functools import cache

from gradcli.lazy import lazy_kernel
from gradcli.numeric.double_double import log_pair, polynomial, quotient, two_product, two_sum
from gradcli.numeric.ieee import NORMAL, divide, log, power
from gradcli.numeric.sums import add

decimal50_polynomial_of_log = lazy_kernel("decimal50", "decimal50_polynomial_of_log")
decimal50_leibniz = lazy_kernel("decimal50", "decimal50_leibniz")
INVERSE_E = (0.36787944117144233, -1.2428753672788363e-17)  # 1/e as a pair (tests/bench/coefficients.py)
CANCELLED = 0.25  # a sum so much smaller than its terms is computed with more digits


def cbrt(x: float) -> float:
    """Return the cube root, libm's with one Newton step on the exact residue."""
    r = math.cbrt(x)
    if not (x and math.isfinite(x)):
        return r
    if not 1e-200 < abs(x) < 1e200:
        exponent = math.frexp(x)[1] // 3
        return math.ldexp(cbrt(math.ldexp(x, -3 * exponent)), exponent)
    p, e = two_product(r, r)
    q, f = two_product(p, r)
    return r - ((q - x) + (f + e * r)) / (3 * p)


def cbrt_slope(x: float) -> float:
    """Return 1/(3*cbrt(x)**2)."""
    y = cbrt(x)
    return divide(1.0, 3 * y * y)


def logarithm(x: float, base: float) -> float:
    """Return log(x)/log(base), whole where that is."""
    if not (0 < x < math.inf and 0 < base < math.inf and base != 1):
        return divide(log(x), log(base)) if base else math.nan
    return quotient(*log_pair(x), *log_pair(base))


def falling_power(a: float, b: float, k: int) -> float:
    """Return b(b-1)…(b-k+1)·a**(b-k), the k-th derivative of a**b in a: 0 once the factor is 0, also at a = 0."""
    factor = b if k else 1.0
    for i in range(1, k):
        factor *= b - i
    return _times_power(factor, a, b, k)


def _times_power(factor: float, a: float, b: float, k: int) -> float:
    """Return factor*a**(b - k), 0 for a factor 0; made up for the rounding of b - k, which at 1e300 would cost 300 ulps."""
    if factor == 0:
        return 0.0
    exponent = b - k
    p = power(a, exponent)
    missing = two_sum(b, -k)[1]
    if abs(missing) > 0 and 0 < a < math.inf:
        factor *= 1 + missing * math.log(a)
    elif abs(missing) > 0 and a < 0 and k % 2:  # b is even, so large it is, and b - k odd
        p = -p
    if NORMAL <= abs(p) < math.inf or p != p or not a or exponent == 1:  # p has all its digits, or is not real
        return factor * p
    half = power(abs(a), exponent / 2)  # the factor may bring it back into range
    return factor * half * math.copysign(half, p) if half else math.copysign(half, factor * p)


def product_log(x: float, a: float) -> float:
    """Return x*log(a), 0 where x is 0."""
    if x == 0 and a == a:  # for a < 0 too, as PyTorch
        return 0.0
    return x * (math.log(a) if a > 0 else -math.inf) if a >= 0 else math.nan


def entr_slope(x: float) -> float:
    """Return -1 - log(x), beside 1/e by the distance from it."""
    if not 0 < x < math.inf:
        return math.inf if x == 0 else -x if x > 0 else math.nan
    high, low = INVERSE_E
    if high / 2 < x < 2 * high:
        return -math.log1p(((x - high) - low) / high)
    return -1 - math.log(x)


def power_log(a: float, b: float) -> float:
    """Return a**b*log(a), which at a = 0 is 0 for b > 0, and nan for b = 0."""
    if not a > 0:
        return math.nan if a == 0 and b == 0 else product_log(power(a, b), a)
    return _times_power(math.log(a), a, b, 0)


@cache
def slopes_of_reciprocal_log(order: int) -> tuple[int, ...]:
    """Return the polynomial p, lowest power first, with p(t)/(x**k*t**(k + 1)) the k-th derivative of 1/t, t = log(x)."""
    p = [1]
    for k in range(order):
        p = [(i - k - 1) * c - k * below for i, (c, below) in enumerate(zip([*p, 0], [0, *p], strict=True))]
    return tuple(p)


def reciprocal_log(a: float, x: float, order: int) -> float:
    """Return a times the derivative of 1/log(x), of that order."""
    if not 0 < x < math.inf or x == 1:
        return math.nan if not x >= 0 else 0.0 * a if x > 1 else -math.inf * a
    (t, t_error), p = log_pair(x), slopes_of_reciprocal_log(order)
    total = polynomial(reversed(p), t)
    if abs(total) < CANCELLED * polynomial(map(abs, reversed(p)), abs(t)):
        total = decimal50_polynomial_of_log(p, x)
    value = quotient(a, 0.0, t, t_error) * total / t**order
    for _ in range(order):
        value /= x
    return value


def power_mixed(a: float, b: float) -> float:
    """Return a**(b - 1)*(b*log(a) + 1)."""
    return power_partial(a, b, (1, 1))


def power_log_twice(a: float, b: float) -> float:
    """Return a**b*log(a)**2."""
    return power_partial(a, b, (0, 2))


def power_partial(a: float, b: float, orders: tuple[int, int]) -> float:
    """Return the derivative of a**b, taken orders[0] times in a and orders[1] times in b.

    At a = 0 it is 0 where a**(b - j) is 0 around b, and nan where that jumps.
    """
    j, k = orders
    if k == 0:
        return falling_power(a, b, j)
    if a == 0 and b >= j:
        return math.nan if b == j else 0.0
    if a < 0 or a != a or b != b and a != 1:
        return math.nan
    logarithm = math.log(a) if a else -math.inf
    coefficients = [1]  # of b(b-1)…(b-j+1), the lowest power first
    for i in range(j):
        coefficients = [low - i * high for low, high in zip([0, *coefficients], [*coefficients, 0], strict=True)]
    derivatives, terms = [coefficients], []
    for i in range(min(j, k) + 1):
        value = polynomial(reversed(derivatives[-1]), b)
        terms.append(math.comb(k, i) * value * (logarithm ** (k - i) if k > i else 1.0) if value else 0.0)
        derivatives.append([n * c for n, c in enumerate(derivatives[-1])][1:])
    total = add(terms)
    if abs(total) < CANCELLED * max(map(abs, terms)) < math.inf:
        total = decimal50_leibniz(a, b, derivatives[:-1], k)
    return _times_power(total, a, b, j)
