"""The gamma function, its logarithm and the derivatives of that."""

import math

from gradcli.lazy import lazy_kernel
from gradcli.numeric.double_double import polynomial, taylor_at_zero

decimal50_polygamma = lazy_kernel("decimal50", "decimal50_polygamma")
decimal50_lgamma = lazy_kernel("decimal50", "decimal50_lgamma")
# The zero of digamma (double-double) and the Taylor series there over x - zero, the highest power first: degree 22,
# abs(x - zero) < 0.25, error 4.8e-17 (tests/bench/coefficients.py)
DIGAMMA_ZERO = (1.4616321449683622, 9.549995429965697e-17)
DIGAMMA_SERIES = (
    0.0001106337276874741, -0.00016170622091974803, 0.00023635601564027053, -0.0003454680251063077, 0.000504953265834602,
    -0.0007380709389960052, 0.0010788252019162967, -0.0015769367714301972, 0.002305126326734928, -0.003369801655439328,
    0.004926781395729853, -0.007204534386356869, 0.010538791616612175, -0.01542476590494896, 0.022597648232218104,
    -0.03316112647484736, 0.04880428816414311, -0.07219956125645471, 0.10782405069126237, -0.16394270544240652,
    0.258499760955651, -0.4427631689835921, 0.9676722454476212)
# lgamma(2 + t)/t, Taylor: 1 - Euler's constant and (-1)**k*(zeta(k) - 1)/k for t**(k - 1), the highest power first: degree
# 28, abs(t) <= 0.5, error 2.5e-17 (tests/bench/coefficients.py)
LGAMMA_SERIES = (
    -6.4229645638381e-11, 1.330476437424449e-10, -2.7595228851242334e-10, 5.731367241678862e-10, -1.1921401405860912e-09,
    2.4836745438024785e-09, -5.183475041970047e-09, 1.0838659214896955e-08, -2.2711094608943164e-08, 4.7698101693639804e-08,
    -1.0043224823968099e-07, 2.1207184805554665e-07, -4.492469198764566e-07, 9.55141213040742e-07, -2.039215753801366e-06,
    4.374866789907488e-06, -9.439488275268397e-06, 2.050721277567069e-05, -4.492623673813314e-05, 9.945751278180853e-05,
    -0.00022315475845357939, 0.0005096695247430425, -0.001192753911703261, 0.0028905103307415234, -0.007385551028673986,
    0.020580808427784546, -0.0673523010531981, 0.3224670334241132, 0.42278433509846713)
BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330)
FAR = 20  # from here (and the order more) the asymptotic series has all digits
REFLECTED = 60  # up to here a negative argument is reflected; beyond, the coefficients overflow
STEEP = 8  # from this order on powers of the cotangent lose too much
CANCELLED = 0.25  # a difference so much smaller than its terms is computed with more digits
ORDERS = 1000  # the highest polygamma that has a value


def _is_pole(x: float) -> bool:
    return x <= 0 and x % 1 == 0


def gamma(x: float) -> float:
    if x == 0:
        return math.copysign(math.inf, x)
    if _is_pole(x) or x == -math.inf:
        return math.nan
    if 0 < x < 172 and x % 1 == 0:
        return float(math.factorial(int(x) - 1))
    try:
        return math.gamma(x)
    except OverflowError:
        return math.copysign(math.inf, x)


def factorial(x: float) -> float:
    """Return gamma(x + 1); x*gamma(x) where x + 1 would be rounded."""
    return x * gamma(x) if x > 1 and x % 1 else gamma(x + 1)


def lgamma(x: float) -> float:
    """Return log(abs(gamma(x))); beside its zeros 1 and 2 the difference of libm's would keep nothing."""
    if _is_pole(x):
        return math.inf
    if 0.5 <= x < 3.5:
        if x > 2.5:
            return lgamma(x - 1) + math.log(x - 1)
        t = x - 2 if x > 1.5 else x - 1
        beside = t * polynomial(LGAMMA_SERIES, t)
        return beside if x > 1.5 else beside - math.log1p(t)
    try:
        value = math.lgamma(x)
    except OverflowError:
        return math.inf
    return decimal50_lgamma(x) if x < -2 and abs(value) < 1 else value


def _cotangent(x: float) -> float:
    """Return cot(pi*x), x no whole number; exact beside its zeros and poles."""
    r = x - round(x)
    if abs(r) < 0.25:
        return 1 / math.tan(math.pi * r)
    return math.copysign(math.tan(math.pi * (0.5 - abs(r))), r)


def digamma(x: float) -> float:
    if abs(x - DIGAMMA_ZERO[0]) < 0.25:
        return taylor_at_zero(DIGAMMA_ZERO, DIGAMMA_SERIES, x)
    if x == 0:
        return math.copysign(math.inf, -x)
    if x < 0:
        if _is_pole(x) or x == -math.inf:
            return math.nan
        mirrored = digamma(1 - x)
        value = mirrored - math.pi * _cotangent(x)
        return value if abs(value) > CANCELLED * max(1.0, mirrored) else decimal50_polygamma(0, x)
    if not x < math.inf:
        return x
    terms = []
    while x < FAR:
        terms.append(-1 / x)
        x += 1
    terms += [math.log(x), -0.5 / x]
    square = 1 / (x * x)
    power = 1.0
    for k, b in enumerate(BERNOULLI, 1):
        power *= square
        terms.append(-b / (2 * k) * power)
    return math.fsum(terms) if math.isfinite(terms[0]) else terms[0]


def harmonic(x: float) -> float:
    """Return digamma(x + 1), with the digits that the sum would lose beside a zero."""
    value = digamma(x + 1)
    return decimal50_polygamma(0, x, 1) if abs(value) < CANCELLED and (x + 1) - 1 != x else value


def polygamma(n: float, x: float) -> float:
    """Return the n-th derivative of digamma, n whole and from 0 to ORDERS."""
    if n != n or x != x or not 0 <= n <= ORDERS or n != math.floor(n):
        return math.nan
    if n == 0:
        return digamma(x)
    order = int(n)
    s = order + 1
    # order! = c * 2**(q*s): so neither the factorial nor the powers leave the range
    factorial = math.factorial(order)
    q = round(math.log2(factorial) / s)
    c = math.copysign(factorial / (1 << q * s), 1 if order % 2 else -1)
    if x > 0:
        return c * _hurwitz(s, x, q)
    if _is_pole(x):
        return math.inf if order % 2 else math.nan if x else math.copysign(math.inf, -x)
    if x == -math.inf:
        return math.nan
    r = x - round(x)
    nearest = _term(r, s, q)
    if math.isinf(nearest):
        return c * nearest
    if order <= REFLECTED:
        mirrored = math.copysign(1.0, -c) * polygamma(n, 1 - x)
        value = mirrored - _cotangent_derivative(order, x)
        return value if abs(value) > CANCELLED * abs(mirrored) and order < STEEP else decimal50_polygamma(order, x)
    # the sum runs from x up to r, then on above r; below r it is a sum of its own, cut off at x
    below = _hurwitz(s, 1 - r, q) - _hurwitz(s, 1 - x, q)
    above = _hurwitz(s, 1 + r, q)
    return c * (nearest + (above + below if s % 2 == 0 else above - below))


def _cotangent_derivative(order: int, x: float) -> float:
    """Return the derivative of pi*cot(pi*x), of that order."""
    try:
        coefficients = map(float, reversed(cotangent_polynomial(order)))
        return float(math.pi ** (order + 1)) * polynomial(coefficients, _cotangent(x))
    except OverflowError:
        return math.inf


def cotangent_polynomial(order: int) -> list[int]:
    """Return the derivative of cot of this order, a polynomial in the cotangent c, lowest power first.

    From c' = -(1 + c**2); nothing cancels in it.
    """
    coefficients = [0, 1]
    for _ in range(order):
        slope = [-k * a for k, a in enumerate(coefficients)][1:]
        coefficients = [a + b for a, b in zip([*slope, 0, 0], [0, 0, *slope], strict=True)]
    return coefficients


def _term(x: float, s: int, q: int) -> float:
    """Return (2**q/x)**s."""
    try:
        return math.ldexp(x, -q) ** -s
    except (OverflowError, ZeroDivisionError):
        return -math.inf if x < 0 and s % 2 else math.inf


def _hurwitz(s: int, x: float, q: int) -> float:
    """Return the sum of (2**q/(x + k))**s over all k >= 0, for x > 0 and s > 1."""
    if x == math.inf:
        return 0.0
    terms = []
    while x < FAR + s:
        terms.append(_term(x, s, q))
        x += 1
    last = _term(x, s, q)
    terms += [math.ldexp(_term(x, s - 1, q), q) / (s - 1), last / 2]
    factor = last / x
    for k, b in enumerate(BERNOULLI, 1):
        factor *= (s + 2 * k - 2) / (2 * k) * ((s + 2 * k - 3) / (2 * k - 1) if k > 1 else 1.0)
        terms.append(b * factor)
        factor /= x * x
    return math.fsum(terms) if math.isfinite(terms[0]) else terms[0]
