"""Zeta functions, incomplete and multivariate gamma functions and Lambert's W of Decimals, at the context's precision.

By the rows' names, as gradcli.numeric.decimals.
"""

from decimal import Decimal, getcontext

from gradcli.numeric.decimal_special import bernoulli, exact_sum, gamma, lgamma, polygamma
from gradcli.numeric.decimals import HALF, INFINITY, NAN, ONE, ZERO, guarded, is_small, log1p, pi, sin_pi, smooth, sum_again

DIMENSIONS = 1000  # the largest of the multivariate gamma function
LARGEST = 100_000  # the largest parameter and argument of the incomplete gamma functions: so many terms a series has


def _hurwitz(s: Decimal, q: Decimal) -> Decimal:
    """Return the sum of (q + k)**-s over all k >= 0, continued to any s but 1, by Euler and Maclaurin's formula."""
    total = ZERO
    while q < getcontext().prec + abs(s):
        term = (-s * q.ln()).exp()
        total += term
        if s > 1 and is_small(total, term * q):
            return total
        q += 1
    power = (-s * q.ln()).exp()
    total += power * q / (s - 1) + power / 2
    term, k = power * s / q, 1
    while True:
        more = bernoulli(k) * term / 2 if k == 1 else bernoulli(k) * term
        total += more
        if is_small(total, more) or not term:
            return total
        if k == 1:
            term /= 2
        term *= (s + 2 * k - 1) * (s + 2 * k) / ((2 * k + 1) * (2 * k + 2)) / (q * q)
        k += 1


@guarded
def zeta(s: Decimal) -> Decimal:
    """Return Riemann's zeta function; left of -1 by its functional equation."""
    if s == 1:
        return INFINITY
    if s > 300 * getcontext().prec:
        return ONE
    if s >= -1:
        return _hurwitz(s, ONE)
    if s % 2 == 0:
        return ZERO
    if s < -LARGEST:
        return INFINITY.copy_sign(sin_pi(s / 2))
    return (s * (2 * pi()).ln()).exp() / pi() * sin_pi(s / 2) * gamma(1 - s) * _hurwitz(1 - s, ONE)


@smooth
def hurwitz_zeta(s: Decimal, q: Decimal) -> Decimal:
    """Return the sum of (q + k)**-s over all k >= 0, s > 1, q > 0."""
    return _hurwitz(s, q) if s > 1 and q > 0 else INFINITY if s > 1 and q == 0 else NAN


def _lower(a: Decimal, x: Decimal) -> Decimal:
    """Return gammainc by its series, all of whose terms are positive."""
    total, term, n = 1 / a, 1 / a, 0
    while not is_small(total, term):
        n += 1
        term = term * x / (a + n)
        total += term
    return total * x * gamma_density(a, x)


def _has_value(a: Decimal, x: Decimal) -> bool:
    return ZERO < a <= LARGEST and x >= 0


@smooth
def gamma_density(a: Decimal, x: Decimal) -> Decimal:
    """Return exp(-x)*x**(a - 1)/gamma(a)."""
    if not x:
        return ONE if a == 1 else INFINITY if a < 1 else ZERO
    getcontext().prec += max(0, a.adjusted()) + max(0, x.adjusted()) + 2
    return ((a - 1) * x.ln() - x - lgamma(a)).exp()


@smooth
def gamma_density_slope(a: Decimal, x: Decimal) -> Decimal:
    """Return the derivative of gamma_density in x, x > 0."""
    return gamma_density(a, x) * exact_sum(exact_sum(a, -ONE), -x) / x if x else NAN


@smooth
def gammainc(a: Decimal, x: Decimal) -> Decimal:
    """Return the regularized lower incomplete gamma function."""
    if not _has_value(a, x):
        return NAN
    return ZERO if not x else _lower(a, x) if x <= LARGEST else 1 - gammaincc(a, x)


@smooth
def gammaincc(a: Decimal, x: Decimal) -> Decimal:
    """Return the regularized upper incomplete gamma function; of a large x by its asymptotic series."""
    if not _has_value(a, x):
        return NAN
    if not x:
        return ONE
    if x <= a + 3 * getcontext().prec and x <= LARGEST:
        return _upper(a, x)
    total, term, n = ONE, ONE, 0
    while not is_small(total, term):
        n += 1
        term *= (a - n) / x
        total += term
        if abs(a - n - 1) > x:
            return _upper(a, x)
    return gamma_density(a, x) * total


@guarded
def _upper(a: Decimal, x: Decimal) -> Decimal:
    getcontext().prec += max(0, -a.adjusted())  # of a small a nearly all is below x
    return 1 - _lower(a, x)


def _places(a: Decimal, p: Decimal) -> list[Decimal]:
    """Return a - j/2 for j = 0, …, p - 1; [] where p is no dimension, or a outside of the domain."""
    if p != p.to_integral_value() or not 1 <= p <= DIMENSIONS or 2 * a < p - 1:
        return []
    return [a - HALF * j for j in range(int(p))]


@guarded
def multigammaln(a: Decimal, p: Decimal) -> Decimal:
    """Return p*(p - 1)/4*log(pi) and the sum of lgamma(a - j/2) over j = 0, …, p - 1."""
    places = _places(a, p)
    return sum(map(lgamma, places), p * (p - 1) / 4 * pi().ln()) if places else NAN


def multipolygamma(n: Decimal, a: Decimal, p: Decimal) -> Decimal:
    """Return the sum of polygamma(n, a - j/2) over j = 0, …, p - 1."""
    return sum_again(lambda: [polygamma(n, x) for x in _places(a, p)]) if _places(a, p) else NAN


@guarded
def lambertw(x: Decimal) -> Decimal:
    """Return w >= -1 with w*exp(w) = x, by Halley's steps."""
    if not x:
        return x
    getcontext().prec += 5
    edge = 1 + x * ONE.exp()  # near 0 where w is near -1
    if edge < 0:
        return NAN
    getcontext().prec += max(0, -edge.adjusted()) if edge else 0
    edge = 1 + x * ONE.exp()
    w = (2 * edge).sqrt() - 1 if x < 0 else log1p(x) if x < 3 else x.ln() - x.ln().ln()
    for _ in range(getcontext().prec):
        e = w.exp()
        rest = w * e - x
        step = rest / (e * (w + 1) - (w + 2) * rest / (2 * w + 2)) if w != -1 else ZERO
        w -= step
        if not step or step.adjusted() < w.adjusted() - getcontext().prec // 2:
            break
    return w


def _beside_minus_1(x: Decimal) -> Decimal:
    """Return lambertw(x) with digits to spare for 1 + w."""
    getcontext().prec += max(0, -(1 + x * ONE.exp()).adjusted())
    return lambertw(x)


@guarded
def lambertw_slope(x: Decimal) -> Decimal:
    """Return 1/(exp(w)*(1 + w)), w = lambertw(x)."""
    w = _beside_minus_1(x)
    return (-w).exp() / (1 + w) if w != -1 else INFINITY


@guarded
def lambertw_share(x: Decimal) -> Decimal:
    """Return 1/(1 + w), w = lambertw(x)."""
    w = _beside_minus_1(x)
    return 1 / (1 + w) if w != -1 else INFINITY
