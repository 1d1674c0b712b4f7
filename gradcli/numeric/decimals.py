"""The elementary functions of Decimals, at the precision of the current context, by the rows' names.

A result is off by a few units of its last digit at most, also beside a zero and for a huge argument; it is nan outside of
the domain, infinite at a pole or where it overflows even a Decimal. Arguments are taken exactly.
"""

from collections.abc import Callable
from decimal import Decimal, getcontext, localcontext
from functools import cache, wraps

GUARD = 12  # digits beyond those of the result
MAX_DIGITS = 6000  # digits beyond which nothing is computed: the reduction of an argument of 1e5000
ZERO, HALF, ONE, TWO = Decimal(0), Decimal("0.5"), Decimal(1), Decimal(2)
NAN, INFINITY = Decimal("nan"), Decimal("inf")
LOG10_E = 0.4343  # digits of exp(1)
SMALL = Decimal("1e-5")  # below which a difference from 1 is expanded
HALVINGS = 4  # of the argument of atan, before its series

Unary = Callable[[Decimal], Decimal]


def integer_digits(value: Decimal) -> int:
    """Return the digits before the decimal point of a number, at least 0."""
    return max(0, value.adjusted() + 1) if value and value.is_finite() else 0


def guarded(function: Callable[..., Decimal]) -> Callable[..., Decimal]:
    """Compute `function` with digits to spare: more for large arguments, and again with more beside a zero."""

    @wraps(function)
    def wrapped(*xs: Decimal) -> Decimal:
        if any(x.is_nan() for x in xs):
            return NAN
        precision = getcontext().prec + GUARD
        extra = max(map(integer_digits, xs), default=0)
        with localcontext() as context:
            while precision + extra <= MAX_DIGITS:
                context.prec = precision + extra
                value = function(*xs)
                lost = -value.adjusted() - 1 if value and value.is_finite() else 0
                if lost <= extra or not value:
                    return value
                extra = lost + GUARD
        return NAN

    return wrapped


def smooth(function: Callable[..., Decimal]) -> Callable[..., Decimal]:
    """Compute `function`, in which nothing cancels, with a few digits to spare."""

    @wraps(function)
    def wrapped(*xs: Decimal) -> Decimal:
        if any(x.is_nan() for x in xs):
            return NAN
        with localcontext() as context:
            context.prec += GUARD
            return function(*xs)

    return wrapped


@cache
def _pi(digits: int) -> Decimal:
    """Return pi to so many digits, by Machin's formula on whole numbers."""
    unit = 10 ** (digits + 10)

    def arc_cotangent(n: int) -> int:
        total, power, k = 0, unit // n, 1
        while power:
            total += power // k if k % 4 == 1 else -(power // k)
            power, k = power // (n * n), k + 2
        return total

    with localcontext() as context:
        context.prec = digits + 20
        return Decimal(4 * (4 * arc_cotangent(5) - arc_cotangent(239))).scaleb(-digits - 10)


def pi() -> Decimal:
    """Return pi, to more digits than the precision of the context."""
    return _pi(-(-getcontext().prec // 100) * 100 + 10)


def is_small(total: Decimal, term: Decimal) -> bool:
    """Return whether a term no longer counts in a sum."""
    return not term or term.adjusted() < total.adjusted() - getcontext().prec - 2


def sum_again(terms: Callable[[], list[Decimal]]) -> Decimal:
    """Return a sum of terms, which are computed again with more digits where they cancel."""
    extra = GUARD
    while True:
        with localcontext() as context:
            context.prec += extra
            found = terms()
            total = sum(found, ZERO)
        top = max(abs(each) for each in found)
        if not top or not total.is_finite():
            return total
        lost = top.adjusted() - total.adjusted() if total else getcontext().prec + extra
        if lost <= extra - GUARD // 2 or extra > MAX_DIGITS // 4:
            return total
        extra = lost + GUARD


def _sin_cos_series(t: Decimal) -> tuple[Decimal, Decimal]:
    """Return sin(t) and cos(t), abs(t) <= pi."""
    sums, term, n = [ONE, t], t, 1
    while not is_small(t, term):
        n += 1
        term = term * t / n
        sums[n % 2] += term if n % 4 < 2 else -term
    return sums[1], sums[0]


def _sin_cos(x: Decimal) -> tuple[Decimal, Decimal]:
    """Return sin(x) and cos(x), by the multiple of pi/2 nearest to x."""
    quarter = pi() / 2
    turns = (x / quarter).to_integral_value()
    rest = x - turns * quarter
    with localcontext() as context:
        context.prec -= integer_digits(x)  # they were for the multiple
        sine, cosine = _sin_cos_series(rest)
    return ((sine, cosine), (cosine, -sine), (-sine, -cosine), (-cosine, sine))[int(turns % 4)]


def half_turns(x: Decimal) -> tuple[Decimal, Decimal]:
    """Return sin(pi*x) and cos(pi*x), 0 where they are."""
    whole = x.to_integral_value()
    rest = x - whole
    sine, cosine = (ONE.copy_sign(rest), ZERO) if abs(rest) == HALF else _sin_cos_series(pi() * rest)
    return (-sine, -cosine) if whole % 2 else (sine, cosine)


def _quotient(a: Decimal, b: Decimal) -> Decimal:
    return a / b if b else INFINITY if a else NAN


@guarded
def sin(x: Decimal) -> Decimal:
    return _sin_cos(x)[0]


@guarded
def cos(x: Decimal) -> Decimal:
    return _sin_cos(x)[1]


@guarded
def sin_pi(x: Decimal) -> Decimal:
    return half_turns(x)[0]


@smooth
def tan(x: Decimal) -> Decimal:
    return _quotient(sin(x), cos(x))


@smooth
def cot(x: Decimal) -> Decimal:
    return _quotient(cos(x), sin(x))


@smooth
def sec(x: Decimal) -> Decimal:
    return _quotient(ONE, cos(x))


@smooth
def csc(x: Decimal) -> Decimal:
    return _quotient(ONE, sin(x))


OSCILLATING = {sin, cos, sin_pi, tan, cot, sec, csc}  # of which two values do not tell how far apart those between are


@smooth
def exp(x: Decimal) -> Decimal:
    return x.exp()


@smooth
def expm1(x: Decimal) -> Decimal:
    """Return exp(x) - 1."""
    if abs(x) > SMALL:
        getcontext().prec += 6
        return x.exp() - 1
    total, term, n = x, x, 1
    while not is_small(total, term):
        n += 1
        term = term * x / n
        total += term
    return total


@smooth
def log(x: Decimal) -> Decimal:
    if abs(x - 1) < HALF:
        getcontext().prec += GUARD
    if x > 0 and abs(x - 1) < SMALL:
        return log1p(x - 1)
    return x.ln() if x >= 0 else NAN


@smooth
def log1p(x: Decimal) -> Decimal:
    """Return log(1 + x)."""
    if not abs(x) < SMALL:
        getcontext().prec += max(6, integer_digits(1 / x))
        return log(1 + x)
    total, power, n = x, x, 1
    while not is_small(total, power):
        n += 1
        power *= -x
        total += power / n
    return total


@smooth
def sigmoid(x: Decimal) -> Decimal:
    """Return 1/(1 + exp(-x)), of a very negative x without overflow."""
    e = (-abs(x)).exp()
    return (e if x < 0 else ONE) / (1 + e)


@smooth
def softplus(x: Decimal) -> Decimal:
    """Return log(1 + exp(x)), of a large x without overflow."""
    return max(x, Decimal(0)) + log1p((-abs(x)).exp())


@smooth
def sqrt(x: Decimal) -> Decimal:
    return x.sqrt()


@smooth
def sinh(x: Decimal) -> Decimal:
    growth = expm1(abs(x))
    return ((growth + growth / (growth + 1)) / 2 if growth.is_finite() else growth).copy_sign(x)


@smooth
def cosh(x: Decimal) -> Decimal:
    growth = abs(x).exp()
    return (growth + 1 / growth) / 2


@smooth
def tanh(x: Decimal) -> Decimal:
    growth = expm1(2 * abs(x))
    return (growth / (growth + 2) if growth.is_finite() else ONE).copy_sign(x)


@smooth
def sech(x: Decimal) -> Decimal:
    return 1 / cosh(x)


@smooth
def csch(x: Decimal) -> Decimal:
    return _quotient(ONE, sinh(x))


@smooth
def coth(x: Decimal) -> Decimal:
    return _quotient(ONE, tanh(x))


@smooth
def atan(x: Decimal) -> Decimal:
    t = abs(x)
    if t > 1:
        return (pi() / 2 - atan(1 / t)).copy_sign(x)
    for _ in range(HALVINGS):
        t /= 1 + (1 + t * t).sqrt()
    total, power, n = t, t, 1
    while not is_small(total, power):
        n += 2
        power *= -t * t
        total += power / n
    return (total * (1 << HALVINGS)).copy_sign(x)


@smooth
def atan2(a: Decimal, b: Decimal) -> Decimal:
    """Return the angle of the point (b, a)."""
    if not a and not b:
        return Decimal(0)
    if abs(a) <= abs(b):
        return atan(a / b) + (0 if b > 0 else pi().copy_sign(a))
    return (pi() / 2).copy_sign(a) - atan(b / a)


def _leg(x: Decimal) -> Decimal:
    """Return sqrt(1 - x**2), of an exact 1 - x."""
    getcontext().prec *= 2
    square = (1 - x) * (1 + x)
    return square.sqrt() if square >= 0 else NAN


@smooth
def asin(x: Decimal) -> Decimal:
    return atan2(x, _leg(x))


@smooth
def acos(x: Decimal) -> Decimal:
    return atan2(_leg(x), x)


@smooth
def asinh(x: Decimal) -> Decimal:
    t = abs(x)
    return log1p(t + t * t / (1 + (1 + t * t).sqrt())).copy_sign(x)


@smooth
def acosh(x: Decimal) -> Decimal:
    getcontext().prec *= 2
    t = x - 1
    return log1p(t + (t * (t + 2)).sqrt()) if t >= 0 else NAN


@smooth
def atanh(x: Decimal) -> Decimal:
    getcontext().prec *= 2
    return log1p(2 * x / (1 - x)) / 2 if abs(x) < 1 else INFINITY.copy_sign(x) if abs(x) == 1 else NAN
