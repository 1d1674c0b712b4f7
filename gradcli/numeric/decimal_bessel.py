"""Bessel and Airy functions of Decimals, at the precision of the current context, by the rows' names.

As gradcli.numeric.decimals. Power series with digits for what cancels in them, and Hankel's asymptotic series far out.
"""

import math
from collections.abc import Callable
from decimal import Decimal, getcontext, localcontext
from functools import lru_cache

from gradcli.numeric.decimal_special import gamma
from gradcli.numeric.decimals import (
    GUARD,
    INFINITY,
    LOG10_E,
    MAX_DIGITS,
    NAN,
    ONE,
    TWO,
    ZERO,
    cos,
    guarded,
    half_turns,
    integer_digits,
    is_small,
    pi,
    sin,
    smooth,
    sum_again,
)

ORDERS = 1000  # the largest order that has a value
ORDERS_KEPT = 64  # whose gamma functions are, since most questions are of many arguments of one order


def _whole(n: Decimal) -> bool:
    return n == n.to_integral_value()


def _rgamma(x: Decimal) -> Decimal:
    """Return 1/gamma(x), 0 at the poles."""
    return _rgamma_to(x, getcontext().prec)


@lru_cache(ORDERS_KEPT)
def _rgamma_to(x: Decimal, precision: int) -> Decimal:
    return ZERO if x <= 0 and _whole(x) else 1 / gamma(x)


def _series(n: Decimal, x: Decimal, sign: int) -> Decimal:
    """Return the sum of sign**k*(x/2)**(2*k + n)/(k!*gamma(k + n + 1)), x > 0."""
    if n < 0 and _whole(n):  # the first terms are 0
        return _series(-n, x, sign) * (sign if n % 2 else 1)
    extra = integer_digits(abs(n)) + GUARD + (int(LOG10_E * 2 * float(x)) if sign < 0 else 0)
    while True:
        with localcontext() as context:
            context.prec += extra
            quarter = x * x / 4
            total = term = _power(x / 2, n) * _rgamma(n + 1)
            largest, k = abs(term), 0
            while k < x or not is_small(total or largest, term):
                k += 1
                term *= sign * quarter / (k * (k + n))
                total += term
                largest = max(largest, abs(term))
        lost = largest.adjusted() - total.adjusted() if total else 0
        if lost <= extra or extra > MAX_DIGITS:
            return total
        extra = lost + GUARD


def _power(x: Decimal, n: Decimal) -> Decimal:
    return x ** int(n) if _whole(n) else (n * x.ln()).exp()


def _asymptotic_from(n: Decimal) -> Decimal:
    """Return an argument from which Hankel's series has all digits: its smallest term is about exp(-2*x)."""
    return Decimal(getcontext().prec + GUARD) * 6 / 5 + n * n + 10


def _is_far(n: Decimal, x: Decimal) -> bool:
    """Return whether functions of order n follow from Hankel's series of small ones: beyond abs(n) no step loses digits."""
    return x > _asymptotic_from(TWO) and x > abs(n)


def _by_steps(n: Decimal, x: Decimal, sign: int, of: Callable[[Decimal], Decimal]) -> Decimal:
    """Return `of` at an order, from two small ones by f[m+1] = 2*m/x*f[m] + sign*f[m-1], or the like downwards."""
    if x > _asymptotic_from(n) or abs(n) <= 1:
        return of(n)
    step = 1 if n > 0 else -1
    order = n % 1 + step
    before, here = of(order - step), of(order)
    while order != n:
        before, here = here, 2 * order / x * here + sign * before
        order += step
    return here


def _hankel(n: Decimal, x: Decimal) -> tuple[Decimal, Decimal]:
    """Return the sums P and Q of Hankel's series with alternating signs."""
    sums, term, k = [ONE, ZERO], ONE, 0
    while not is_small(ONE, term):
        k += 1
        term *= (4 * n * n - (2 * k - 1) ** 2) / (8 * k * x)
        sums[k % 2] += term if k % 4 < 2 else -term
    return sums[0], sums[1]


def _growing(n: Decimal, x: Decimal, sign: int) -> Decimal:
    """Return the sum of Hankel's series with one sign, as of besseli and besselk."""
    total, term, k = ONE, ONE, 0
    while not is_small(ONE, term):
        k += 1
        term *= sign * (4 * n * n - (2 * k - 1) ** 2) / (8 * k * x)
        total += term
    return total


def _oscillating(n: Decimal, x: Decimal) -> tuple[Decimal, Decimal]:
    """Return besselj and bessely far out, by Hankel's series."""
    phase = pi() * (2 * n + 1) / 4
    s, c = sin(x), cos(x)
    sine, cosine = s * cos(phase) - c * sin(phase), c * cos(phase) + s * sin(phase)
    p, q = _hankel(n, x)
    size = (2 / (pi() * x)).sqrt()
    return size * (p * cosine - q * sine), size * (p * sine + q * cosine)


def _mirrored(function: Callable[[Decimal, Decimal], Decimal], n: Decimal, x: Decimal) -> Decimal:
    """Return a function of a whole order at x < 0, by its parity."""
    value = function(n, x.copy_negate())  # exactly, where -x would be rounded
    return value if not _whole(n) else -value if n % 2 else value


def _has_value(n: Decimal, x: Decimal) -> bool:
    return n.is_finite() and x.is_finite() and abs(n) <= ORDERS


@smooth
def besselj(n: Decimal, x: Decimal) -> Decimal:
    if not x:
        return ONE if n == 0 else ZERO if n > 0 or _whole(n) else NAN
    if not _has_value(n, x) or x < 0 and not _whole(n):
        return NAN
    if x < 0:
        return _mirrored(besselj, n, x)
    if _is_far(n, x):
        return guarded(lambda: _by_steps(n, x, -1, lambda order: _oscillating(order, x)[0]))()
    return _series(n, x, -1)


@smooth
def besseli(n: Decimal, x: Decimal) -> Decimal:
    return _besseli(n, x, Decimal.exp, lambda x: ONE)


@smooth
def scaled_besseli(n: Decimal, x: Decimal) -> Decimal:
    """Return exp(-abs(x))*besseli(n, x), neither of whose factors need be within the range of Decimals."""
    return _besseli(n, x, lambda x: ONE, lambda x: (-x).exp())


def _besseli(n: Decimal, x: Decimal, far: Callable[[Decimal], Decimal], near: Callable[[Decimal], Decimal]) -> Decimal:
    """Return besseli times a factor: `far` is that of the asymptotic series without its exponential, `near` of the other."""
    if not x:
        return ONE if n == 0 else ZERO if n > 0 or _whole(n) else NAN
    if not _has_value(n, x) or x < 0 and not _whole(n):
        return NAN
    if x < 0:
        return _mirrored(lambda n, x: _besseli(n, x, far, near), n, x)
    if x > _asymptotic_from(n):
        return far(x) * _growing(n, x, -1) / (2 * pi() * x).sqrt()
    return near(x) * _series(n, x, 1)


def _beside_whole(n: Decimal, of: Callable[[Decimal], Decimal]) -> Decimal:
    """Return `of` at an order, which for a whole one is moved by less than what the digits show: it divides by sin(pi*n).

    An order that is nearer to a whole one counts as that.
    """
    with localcontext() as context:
        digits = context.prec + GUARD
        context.prec = 3 * digits
        whole, distance = n.to_integral_value(), Decimal(10) ** -digits
        moved = whole + distance if abs(n - whole) < distance else n
        context.prec = digits - 2 * (moved - whole).adjusted()  # what the two functions and their quotient lose
        return of(moved)


@smooth
def bessely(n: Decimal, x: Decimal) -> Decimal:
    if not _has_value(n, x) or x <= 0:
        return -INFINITY if x == 0 and n.is_finite() and n >= 0 else NAN
    sine, cosine = half_turns(n)
    return _bessely(n, x) if cosine else -besselj(-n, x) / sine  # not the noise of what is 0 at half orders


@guarded
def _bessely(n: Decimal, x: Decimal) -> Decimal:
    if _is_far(n, x):
        return _by_steps(n, x, -1, lambda order: _oscillating(order, x)[1])

    def by_series(order: Decimal) -> Decimal:
        sine, cosine = half_turns(order)
        return (_series(order, x, -1) * cosine - _series(-order, x, -1)) / sine

    return _beside_whole(n, by_series)


@smooth
def besselk(n: Decimal, x: Decimal) -> Decimal:
    if not _has_value(n, x) or x <= 0:
        return INFINITY if x == 0 and n.is_finite() else NAN
    if x > _asymptotic_from(TWO):
        return x.copy_negate().exp() * _by_steps(abs(n), x, 1, lambda order: _growing(order, x, 1)) * (pi() / (2 * x)).sqrt()

    def by_series(order: Decimal) -> Decimal:
        getcontext().prec += int(2 * LOG10_E * float(x))
        return pi() / 2 * (_series(-order, x, 1) - _series(order, x, 1)) / sin(pi() * order)

    return _beside_whole(n, by_series)


Function = Callable[[Decimal, Decimal], Decimal]
BY_KIND: dict[str, tuple[Function, int, int]] = {
    "j": (besselj, -1, 1), "y": (bessely, -1, 1), "i": (besseli, 1, 1), "k": (besselk, 1, -1),
    "scaled i": (scaled_besseli, 1, 1)}


def bessel_slope(kind: str, order: int) -> Function:
    """Return the derivative in x of this order, a sum of functions of neighbouring orders: f' = (f[n-1] -+ f[n+1])/2."""
    function, sign, whole = BY_KIND[kind]
    weights = [Decimal(whole**order * sign**i * math.comb(order, i)) / 2**order for i in range(order + 1)]

    def slope(n: Decimal, x: Decimal) -> Decimal:
        with localcontext() as context:
            context.prec += max(0, -n.adjusted()) if n else 0  # n - 1 would lose a small n, which beside a small x is all
            return sum_again(lambda: [w * function(n - order + 2 * i, x) for i, w in enumerate(weights)])

    return slope


def i0(x: Decimal) -> Decimal:
    return besseli(ZERO, x)


def i1(x: Decimal) -> Decimal:
    return besseli(ONE, x)


def i0e(x: Decimal) -> Decimal:
    return scaled_besseli(ZERO, x)


def i1e(x: Decimal) -> Decimal:
    return scaled_besseli(ONE, x)


def scaled_slope(n: int, order: int) -> Callable[[Decimal], Decimal]:
    """Return the derivative of this order of exp(-abs(x))*besseli(n, x), by Leibniz's rule."""

    def terms(x: Decimal) -> list[Decimal]:
        sign = Decimal((x > 0) - (x < 0))
        slopes = [bessel_slope("scaled i", j)(Decimal(n), x) for j in range(order + 1)]
        return [math.comb(order, j) * ((-sign) ** (order - j) if order > j else 1) * slope for j, slope in enumerate(slopes)]

    return lambda x: sum_again(lambda: terms(x))


def _airy(x: Decimal, thirds: int, second: bool) -> Decimal:
    """Return ai, bi (thirds = 1) or their derivatives (thirds = 2), by Bessel functions of that many thirds."""
    n, size = Decimal(thirds) / 3, x.copy_abs()
    if not x:
        value = Decimal(3) ** (n - 1) * _rgamma(1 - n)
        return value * Decimal(3).sqrt() if second else value if thirds == 1 else -value
    root = size.sqrt() if thirds == 1 else size
    with localcontext() as context:
        context.prec += 2 * integer_digits(x) + 2  # it is a phase
        zeta = 2 * size * size.sqrt() / 3
    if x > 0 and not second:
        return (1 if thirds == 1 else -1) * root * besselk(n, zeta) / (pi() * Decimal(3).sqrt())
    function = besseli if x > 0 else besselj
    plus, minus = function(n, zeta), function(-n, zeta)
    if second:
        return root / Decimal(3).sqrt() * (minus + plus if x > 0 or thirds == 2 else minus - plus)
    return root / 3 * (plus + minus if thirds == 1 else plus - minus)


def _airy_function(x: Decimal, thirds: int, second: bool) -> Decimal:
    """Compute it with digits to spare where it has zeros, left of 0."""
    return (guarded if x < 0 else smooth)(lambda: _airy(x, thirds, second))()


def ai(x: Decimal) -> Decimal:
    return _airy_function(x, 1, False)


def bi(x: Decimal) -> Decimal:
    return _airy_function(x, 1, True)


def aip(x: Decimal) -> Decimal:
    return _airy_function(x, 2, False)


def bip(x: Decimal) -> Decimal:
    return _airy_function(x, 2, True)


@smooth
def ai_curvature(x: Decimal) -> Decimal:
    """Return x*ai(x)."""
    return x * ai(x)


@smooth
def bi_curvature(x: Decimal) -> Decimal:
    """Return x*bi(x)."""
    return x * bi(x)


def aip_curvature(x: Decimal) -> Decimal:
    """Return the derivative of x*ai(x)."""
    return sum_again(lambda: [ai(x), x * aip(x)])


def bip_curvature(x: Decimal) -> Decimal:
    """Return the derivative of x*bi(x)."""
    return sum_again(lambda: [bi(x), x * bip(x)])
