"""Functions at fifty digits, for floats beside a zero of the function, where the terms of every formula cancel.

Comes in: floats, taken exactly. Goes out: the nearest float. Decimal's exp and ln are fast; a call takes some 0.1 ms.
"""

import math
from collections.abc import Callable, Sequence
from decimal import Context, Decimal, localcontext
from functools import cache, wraps

from gradcli.numeric.gamma import cotangent_polynomial

CONTEXT = Context(prec=50, Emin=-999999, Emax=999999, traps=[])
PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494")
FAR = 40  # from here (and the order more) the asymptotic series of the gamma family have all digits
TERMS = 18  # of them


def _of_floats(function: Callable[..., Decimal]) -> Callable[..., float]:
    """Wrap a function of Decimals at fifty digits as a function of floats."""

    @wraps(function)
    def wrapped(*arguments: float) -> float:
        with localcontext(CONTEXT):
            return float(function(*[Decimal(x) if isinstance(x, float) else x for x in arguments]))

    return wrapped


def _sin_cos_series(t: Decimal) -> tuple[Decimal, Decimal]:
    """Return sin(t) and cos(t), abs(t) <= pi."""
    sums, term, n = [Decimal(1), t], t, 1
    while term and abs(term) > Decimal("1e-52"):
        n += 1
        term = term * t / n
        sums[n % 2] += term if n % 4 < 2 else -term
    return sums[1], sums[0]


def _half_turns(x: Decimal) -> tuple[Decimal, Decimal]:
    """Return sin(pi*x) and cos(pi*x)."""
    whole = x.to_integral_value()
    sine, cosine = _sin_cos_series(PI * (x - whole))
    return (-sine, -cosine) if whole % 2 else (sine, cosine)


@cache
def _bernoulli() -> list[Decimal]:
    """Return the Bernoulli numbers B(2), B(4), …, TERMS of them."""
    from fractions import Fraction

    numbers = [Fraction(1)]
    for m in range(1, 2 * TERMS + 1):
        numbers.append(-sum((math.comb(m + 1, k) * b for k, b in enumerate(numbers)), Fraction(0)) / (m + 1))
    return [Decimal(b.numerator) / b.denominator for b in numbers[2::2]]


@_of_floats
def decimal50_sinc(x: Decimal, order: int) -> Decimal:
    """Return the derivative of sin(pi*x)/(pi*x), of that order."""
    t = PI * x
    sine, cosine = _half_turns(x)
    f = sine / t
    for k in range(1, order + 1):
        f = ((sine, cosine, -sine, -cosine)[k % 4] - k * f) / t
    return f * PI**order


@_of_floats
def decimal50_sech_curvature(x: Decimal) -> Decimal:
    """Return sech(x)*(1 - 2*sech(x)**2)."""
    e = (-abs(x)).exp()
    sech = 2 * e / (1 + e * e)
    return sech * (1 - 2 * sech * sech)


@_of_floats
def decimal50_logaddexp(a: Decimal, b: Decimal) -> Decimal:
    """Return log(exp(a) + exp(b))."""
    small = (-abs(a - b)).exp()
    return max(a, b) + ((1 + small).ln() if small > Decimal("1e-20") else small - small * small / 2)


@_of_floats
def decimal50_logaddexp2(a: Decimal, b: Decimal) -> Decimal:
    """Return log2(2**a + 2**b)."""
    ln2 = Decimal(2).ln()
    return _logsumexp([a * ln2, b * ln2]) / ln2


@_of_floats
def decimal50_logsumexp(*xs: Decimal) -> Decimal:
    """Return log(exp(x) + exp(y) + …)."""
    return _logsumexp(xs)


def _logsumexp(xs: Sequence[Decimal]) -> Decimal:
    top = max(xs)
    small = sum(((x - top).exp() for x in xs), Decimal(0)) - 1
    return top + ((1 + small).ln() if small > Decimal("1e-20") else small - small * small / 2)


@_of_floats
def decimal50_polynomial_of_log(coefficients: tuple[int, ...], x: Decimal) -> Decimal:
    """Return the polynomial in log(x), the lowest power first."""
    return sum((c * x.ln() ** n if n else Decimal(c) for n, c in enumerate(coefficients)), Decimal(0))


@_of_floats
def decimal50_leibniz(a: Decimal, b: Decimal, coefficients: list[list[int]], k: int) -> Decimal:
    """Return the sum of comb(k, i) * c_i(b) * log(a)**(k - i), each c_i a polynomial, the lowest power first."""
    logarithm = a.ln()
    return sum((math.comb(k, i) * sum(c * b**n for n, c in enumerate(polynomial)) * logarithm ** (k - i)
                for i, polynomial in enumerate(coefficients)), Decimal(0))


@_of_floats
def decimal50_polygamma(order: int, x: Decimal, shift: int = 0) -> Decimal:
    """Return the derivative of digamma at x + shift, of that order, where it is no pole."""
    return _polygamma(order, x + shift)


def _polygamma(order: int, x: Decimal) -> Decimal:
    if x < 0.5:  # psi(1 - x) - psi(x) = pi*cot(pi*x), differentiated
        sine, cosine = _half_turns(x)
        c = cosine / sine
        slope = PI ** (order + 1) * sum(a * c**k for k, a in enumerate(cotangent_polynomial(order)))
        return Decimal((-1) ** order) * _polygamma(order, 1 - x) - slope
    total, power = Decimal(0), order + 1
    while x < FAR + order:
        total += x**-power
        x += 1
    total += x**-power / 2 + (x**-order / order if order else -x.ln())
    factor = x ** -(power + 1) * power / 2
    for k, b in enumerate(_bernoulli(), 1):
        total += b * factor
        factor *= Decimal((power + 2 * k - 1) * (power + 2 * k)) / ((2 * k + 1) * (2 * k + 2)) / (x * x)
    return total * Decimal((-1) ** (order + 1)) * math.factorial(order)


@_of_floats
def decimal50_lgamma(x: Decimal) -> Decimal:
    """Return log(abs(gamma(x))), x < 0 and no pole."""
    sine, _ = _half_turns(x)
    z, product = 1 - x, Decimal(1)
    while z < FAR:
        product *= z
        z += 1
    series = (z - Decimal("0.5")) * z.ln() - z + (2 * PI).ln() / 2
    for k, b in enumerate(_bernoulli(), 1):
        series += b / (2 * k * (2 * k - 1) * z ** (2 * k - 1))
    return (PI * product / abs(sine)).ln() - series
