"""The error function and the gamma family of Decimals, at the precision of the current context, by the rows' names.

As gradcli.numeric.decimals.
"""

import math
from decimal import Decimal, getcontext, localcontext
from functools import cache

from gradcli.numeric.decimals import (
    GUARD,
    HALF,
    INFINITY,
    MAX_DIGITS,
    NAN,
    ONE,
    guarded,
    half_turns,
    integer_digits,
    is_small,
    pi,
    sin_pi,
    smooth,
)
from gradcli.numeric.gamma import cotangent_polynomial

LARGE = 20  # digits of an argument whose factorial is beyond the range of Decimals
WHOLES = 1000  # whole numbers up to which the product is quicker than the series


@smooth
def erf(x: Decimal) -> Decimal:
    if x * x > erfc_asymptotic_from():
        return (1 - erfc(abs(x))).copy_sign(x)
    total = term = x
    n = 1
    while not is_small(total, term):
        n += 2
        term = term * 2 * x * x / n
        total += term
    return 2 * total * (-x * x).exp() / pi().sqrt()


@smooth
def erfc(x: Decimal) -> Decimal:
    """Return 1 - erf(x): of a large x by the asymptotic series, whose smallest term is about exp(-x**2)."""
    square = x * x
    if x < HALF:
        return 1 - erf(x)
    if square <= erfc_asymptotic_from():
        getcontext().prec += int(square / 2) + GUARD
        return 1 - erf(x)
    total, term, n = ONE, ONE, 0
    while not is_small(total, term):
        term *= -Decimal(2 * n + 1) / (2 * square)
        total += term
        n += 1
    return (-square).exp() * total / (x * pi().sqrt())


def erfc_asymptotic_from() -> Decimal:
    """Return the square from which the asymptotic series of erfc has all digits."""
    return Decimal(getcontext().prec) * 5 / 2 + 10


@cache
def _tangents(count: int) -> list[int]:
    """Return the tangent numbers, by the recurrence of Brent and Harvey."""
    numbers = [1] * (count + 1)
    for k in range(2, count + 1):
        numbers[k] = (k - 1) * numbers[k - 1]
    for k in range(2, count + 1):
        for j in range(k, count + 1):
            numbers[j] = (j - k) * numbers[j - 1] + (j - k + 2) * numbers[j]
    return numbers


def bernoulli(n: int) -> Decimal:
    """Return B(2n), n > 0, to at least the precision of the context."""
    return _bernoulli_to(-(-getcontext().prec // 100) * 100, n)


@cache
def _bernoulli_to(digits: int, n: int) -> Decimal:
    count = 64
    while count < n:
        count *= 2
    four = 1 << 2 * n
    with localcontext() as context:
        context.prec = digits
        return Decimal((2 * n if n % 2 else -2 * n) * _tangents(count)[n]) / (four * (four - 1))


def _asymptotic_from() -> int:
    """Return an argument from which the asymptotic series of the gamma family have all digits, and few terms."""
    return getcontext().prec


def _is_pole(x: Decimal) -> bool:
    return x <= 0 and x == x.to_integral_value()


def _log_gamma(x: Decimal) -> tuple[Decimal, Decimal]:
    """Return y and p with gamma(x) = exp(y)/p, x > 0."""
    z, product = x, ONE
    while z < _asymptotic_from():
        product *= z
        z += 1
    total = (z - HALF) * z.ln() - z + (2 * pi()).ln() / 2
    power, n = 1 / z, 1
    while True:
        term = bernoulli(n) * power / (2 * n * (2 * n - 1))
        total += term
        if is_small(total, term):
            return total, product
        power, n = power / (z * z), n + 1


@smooth
def gamma(x: Decimal) -> Decimal:
    if not x.is_finite() or _is_pole(x):
        return NAN if x < 0 else INFINITY
    if integer_digits(x) > LARGE:
        return INFINITY if x > 0 else NAN
    if 1 <= x <= WHOLES and x == x.to_integral_value():  # as for Bessel functions of whole order
        return +Decimal(math.factorial(int(x) - 1))
    if x < HALF:
        with localcontext() as context:
            context.prec += integer_digits(x)
            mirrored = 1 - x
        return pi() / (sin_pi(x) * gamma(mirrored))
    getcontext().prec += integer_digits(x) + 3
    logarithm, product = _log_gamma(x)
    return logarithm.exp() / product


def factorial(x: Decimal) -> Decimal:
    return gamma(plus_one(x))


def plus_one(x: Decimal) -> Decimal:
    """Return 1 + x exactly."""
    with localcontext() as context:
        context.prec = min(MAX_DIGITS, 2 * context.prec + abs(x.adjusted()) if x else context.prec)
        return 1 + x


def exact_sum(a: Decimal, b: Decimal) -> Decimal:
    """Return a + b without rounding, but for what is beyond MAX_DIGITS."""
    with localcontext() as context:
        ends = [each.adjusted() for each in (a, b) if each] or [0]
        context.prec = min(MAX_DIGITS, max(ends) - min(ends) + len(a.as_tuple().digits) + len(b.as_tuple().digits) + 2)
        return a + b


@guarded
def lgamma(x: Decimal) -> Decimal:
    """Return log(abs(gamma(x)))."""
    if _is_pole(x) or x.is_infinite():
        return INFINITY
    if x in (1, 2):  # what rounding leaves there is not 0 at any precision
        return Decimal(0)
    if x < HALF:
        getcontext().prec += integer_digits(x)
        return (pi() / abs(half_turns(x)[0])).ln() - lgamma(1 - x)
    logarithm, product = _log_gamma(x)
    return logarithm - product.ln()


@guarded
def digamma(x: Decimal) -> Decimal:
    return _polygamma(0, x) if not _is_pole(x) else NAN


def harmonic(x: Decimal) -> Decimal:
    return digamma(plus_one(x))


def polygamma(n: Decimal, x: Decimal) -> Decimal:
    """Return the n-th derivative of digamma."""
    if n != n.to_integral_value() or not 0 <= n <= 1000:
        return NAN
    if _is_pole(x):
        return INFINITY if n % 2 else NAN
    order = int(n)
    return guarded(lambda x: _polygamma(order, x))(x)


def _polygamma(order: int, x: Decimal) -> Decimal:
    if x < HALF:  # psi(1 - x) - psi(x) = pi*cot(pi*x), differentiated
        sine, cosine = half_turns(x)
        c = cosine / sine
        terms = (a * c**k if k else Decimal(a) for k, a in enumerate(cotangent_polynomial(order)))  # 0**0 is nan here
        slope = pi() ** (order + 1) * sum(terms, Decimal(0))
        mirrored = _polygamma(order, 1 - x)
        return (-mirrored if order % 2 else mirrored) - slope
    total, power = Decimal(0), order + 1
    while x < _asymptotic_from() + order:
        total += 1 / x**power
        x += 1
    total += x**-power / 2 + (x**-order / order if order else -x.ln())
    factor, k = x ** -(power + 1) * power / 2, 1
    while True:
        term = bernoulli(k) * factor
        total += term
        if is_small(total, term):
            return (total if order % 2 else -total) * math.factorial(order)
        factor *= Decimal((power + 2 * k - 1) * (power + 2 * k)) / ((2 * k + 1) * (2 * k + 2)) / (x * x)
        k += 1
