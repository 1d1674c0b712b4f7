"""Exponential, trigonometric and Fresnel integrals of Decimals, at the precision of the current context, by the rows' names.

As gradcli.numeric.decimals. Power series with digits for what cancels in them, and asymptotic series far out.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal, getcontext

from gradcli.numeric.decimal_special import digamma
from gradcli.numeric.decimals import HALF, INFINITY, LOG10_E, NAN, ONE, ZERO, cos, guarded, is_small, log, pi, sin, smooth


def _far() -> Decimal:
    """Return an argument from which the asymptotic series have all digits: their smallest term is about exp(-x)."""
    return Decimal(getcontext().prec) * 12 / 5 + 20


def _euler() -> Decimal:
    return -digamma(ONE)


def _total(first: Decimal, terms: Iterator[Decimal]) -> Decimal:
    """Return first + a sum whose terms grow at first and then fall."""
    total, before = first, ZERO
    for term in terms:
        total += term
        if abs(term) < abs(before) and is_small(total, term) or not term:
            break
        before = term
    return total


def _powers(x: Decimal, begin: int, step: int, sign: int) -> Iterator[Decimal]:
    """Yield sign**i*x**k/k!/k for k = begin, begin + step, …"""
    term, k = ONE, 0
    for k in range(1, begin + 1):
        term = term * x / k
    while True:
        yield term / k
        for _ in range(step):
            k += 1
            term = term * x / k
        term *= sign


@smooth
def expi(x: Decimal) -> Decimal:
    """Return the integral of exp(t)/t up to x, Cauchy's principal value."""
    if not x:
        return -INFINITY
    if abs(x) > _far():
        total, term, k = ONE, ONE, 0
        while not is_small(total, term):
            k += 1
            term = term * k / x
            total += term
        return x.exp() / x * total
    return _expi_near(x)


@guarded
def _expi_near(x: Decimal) -> Decimal:
    if x < 0:
        getcontext().prec += int(2 * LOG10_E * float(-x))
    return _total(_euler() + abs(x).ln(), _powers(x, 1, 1, 1))


@smooth
def li(x: Decimal) -> Decimal:
    """Return the integral of 1/log(t) from 0 to x."""
    return _li_near(x) if 1 < x < 2 else expi(log(x)) if x > 0 else ZERO if x == 0 else NAN


@guarded
def _li_near(x: Decimal) -> Decimal:
    return expi(log(x))


def _auxiliary(x: Decimal) -> tuple[Decimal, Decimal]:
    """Return f and g with si(x) = pi/2 - f*cos(x) - g*sin(x) and ci(x) = f*sin(x) - g*cos(x), far out."""
    sums, term, k = [1 / x, ZERO], 1 / x, 0
    while not is_small(sums[0], term):
        k += 1
        term = term * k / x
        sums[k % 2] += term if k % 4 < 2 else -term
    return sums[0], sums[1]


@guarded
def si(x: Decimal) -> Decimal:
    """Return the integral of sin(t)/t from 0 to x."""
    if abs(x) > _far():
        f, g = _auxiliary(abs(x))
        return (pi() / 2 - f * cos(x) - g * sin(abs(x))).copy_sign(x)
    getcontext().prec += int(LOG10_E * float(abs(x)))
    return _total(ZERO, _powers(x, 1, 2, -1))


@guarded
def ci(x: Decimal) -> Decimal:
    """Return the integral of cos(t)/t from infinity down to x."""
    if x <= 0:
        return -INFINITY if not x else NAN
    if x > _far():
        f, g = _auxiliary(x)
        return f * sin(x) - g * cos(x)
    getcontext().prec += int(LOG10_E * float(x))
    terms = _powers(x, 2, 2, -1)
    return _total(_euler() + x.ln() - next(terms), (-term for term in terms))


@guarded
def si_curvature(x: Decimal) -> Decimal:
    """Return (x*cos(x) - sin(x))/x**2."""
    if abs(x) > 1:
        return (x * cos(x) - sin(x)) / (x * x)
    total = term = -x / 3
    k = 1
    while not is_small(total, term):
        term *= -x * x * (k + 1) / (k * (2 * k + 2) * (2 * k + 3))
        k += 1
        total += term
    return total


@guarded
def ci_curvature(x: Decimal) -> Decimal:
    """Return -(x*sin(x) + cos(x))/x**2."""
    return -(x * sin(x) + cos(x)) / (x * x) if x else -INFINITY


def _fresnel(x: Decimal, first: int) -> Decimal:
    """Return the Fresnel integral of the sine (first = 1) or cosine (first = 0)."""
    half_square = pi() * x * x / 2
    if half_square > _far():
        f, g, term, k = ONE, ZERO, ONE, 0
        while not is_small(ONE, term):
            k += 1
            term = term * (2 * k - 1) / (2 * half_square)
            if k % 2:
                g += term if k % 4 == 1 else -term
            else:
                f += term if k % 4 == 0 else -term
        s, c = fresnel_sine(x), fresnel_cosine(x)
        rest = -f * c - g * s if first else f * s - g * c
        return (HALF + rest / (pi() * abs(x))).copy_sign(x)
    getcontext().prec += int(LOG10_E * float(half_square))
    half_square = pi() * x * x / 2
    term = x * half_square if first else x
    total, k = term / (2 * first + 1), first
    while not is_small(total, term):
        k += 2
        term *= -half_square * half_square / (k * (k - 1))
        total += term / (2 * k + 1)
    return total


def _quarters(x: Decimal) -> Decimal:
    """Return x**2 modulo 4, of an exact square."""
    getcontext().prec += 2 * max(0, x.adjusted()) + len(x.as_tuple().digits)
    return (x * x) % 4


@guarded
def fresnel_sine(x: Decimal) -> Decimal:
    """Return sin(pi*x**2/2)."""
    quarters = _quarters(x)
    return sin(pi() * quarters / 2) if quarters % 2 else ZERO


@guarded
def fresnel_cosine(x: Decimal) -> Decimal:
    """Return cos(pi*x**2/2)."""
    quarters = _quarters(x)
    return cos(pi() * quarters / 2) if (quarters + 1) % 2 else ZERO


@guarded
def fresnels(x: Decimal) -> Decimal:
    return _fresnel(x, 1)


@guarded
def fresnelc(x: Decimal) -> Decimal:
    return _fresnel(x, 0)


Elliptic = Callable[[Decimal], Decimal]


def _complete(m: Decimal) -> tuple[Decimal, Decimal]:
    """Return ellipk(m) and ellipe(m) by the arithmetic-geometric mean, m < 1."""
    a, b, c, total, power = ONE, (1 - m).sqrt(), m, m / 2, HALF
    while abs(c) > Decimal(10) ** -getcontext().prec * a * a:
        a, b, difference = (a + b) / 2, (a * b).sqrt(), (a - b) / 2
        c, power = difference * difference, 2 * power
        total += power * c
    k = pi() / (2 * a)
    return k, k * (1 - total)


def elliptic(second: bool, order: int) -> Elliptic:
    """Return the derivative of this order of ellipk, or of ellipe if `second`.

    Beside 0 by the series of 2F1(-+1/2, 1/2; 1; m), elsewhere by its differential equation, differentiated.
    """
    start = -HALF if second else HALF

    @smooth
    def value(m: Decimal) -> Decimal:
        if m >= 1:
            return NAN if m > 1 else ONE if second and not order else -INFINITY if second else INFINITY
        getcontext().prec += 8 + 4 * order
        if abs(m) < HALF:
            term = ONE
            for i in range(order):
                term *= (start + i) * (HALF + i) / (1 + i)
            total, n = term, 0
            while not is_small(total, term):
                term *= (start + order + n) * (HALF + order + n) * m / ((1 + order + n) * (1 + n))
                n += 1
                total += term
            return pi() / 2 * total
        k, e = _complete(m)
        low, high = (e, (e - k) / (2 * m)) if second else (k, (e - (1 - m) * k) / (2 * m * (1 - m)))
        for n in range(order):
            slope = (n + 1) - (2 * n + 1 + (not second)) * m
            size = (n * n - HALF * HALF) if second else (n + HALF) ** 2
            low, high = high, (size * low - slope * high) / (m * (1 - m))
        return low

    return value


ellipk, ellipe = elliptic(False, 0), elliptic(True, 0)
