"""The row of a**b, and hidden ones for its derivatives: b*a**(b-1) alone is nan at 0 where a factor is 0."""

from itertools import combinations
from math import comb, factorial, prod

from gradcli.core import ieee
from gradcli.core.ieee import lazily
from gradcli.core.primitive import CONSTANT, Syntax, primitive
from gradcli.ops.elementary import log

POSITIVE = [(2.0, 3.0), (0.7, -1.5), (1.7e308, 0.25), (1.7e308, 1 / 3), (1e-300, -1e-10), (1e-310, 0.5), (3.0, 1e-300),
            (1e-5, -60.0)]
WHOLE = 2**53  # up to here a double holds every whole number
POINTS = [*POSITIVE, (-2.0, 3.0), (-1.5, -2.0), (-1e-100, 1.0)]


def _derivative(a, b, attribute):
    """Taken j times in a and k times in b: Leibniz's rule on b(b-1)…(b-j+1) * a**(b-j)."""
    j, k = attribute
    total = b.number(0)
    for n in range(min(j, k) + 1):
        for kept in combinations(range(j), j - n):  # the product's n-th derivative leaves out n factors, in every order
            term = a.number(comb(k, n) * factorial(n))
            for i in kept:
                term = term * (b - i)
            total = total + term * log(a) ** (k - n)
    return total * a ** (b - j)


def _whole(a, b, attribute):
    """factor * a**(b - k), which is what falling_power computes for a whole constant b."""
    number = b.attribute
    if b.tape.operations[b.slot] is not CONSTANT or number.denominator != 1 or abs(number) > WHOLE:
        return None
    factor = prod(number - i for i in range(attribute))
    if not factor:
        return b.number(0)
    return a ** (number - attribute) * factor if abs(factor) <= WHOLE else None


def _falling(a, b, attribute):
    factor = prod((b - i for i in range(attribute)), start=b.number(1))
    return factor if factor == 0 else factor * a ** (b - attribute)


falling_power = primitive(
    "falling_power", 2,
    [lambda g, y, a, b: g * falling_power(a, b, attribute=y.attribute + 1),
     lambda g, y, a, b: g * power_partial(a, b, attribute=(y.attribute, 1))],
    lazily("powers", "falling_power"), hidden=True, means=lambda a, b, attribute: _derivative(a, b, (attribute, 0)),
    reals=_falling,
    cheaper=_whole, at=POINTS, poles=lambda a, b, k: a == 0 and b < k, condition=lambda b, k: b - k,
    doc="the derivative of a**b, so often in a", domain="as a**b")
power_partial = primitive(
    "power_partial", 2,
    [lambda g, y, a, b: g * power_partial(a, b, attribute=(y.attribute[0] + 1, y.attribute[1])),
     lambda g, y, a, b: g * power_partial(a, b, attribute=(y.attribute[0], y.attribute[1] + 1))],
    lazily("powers", "power_partial"), hidden=True, means=_derivative, at=POSITIVE,
    doc="the derivative of a**b, so often in a and so often in b", domain="a > 0")
# The derivatives in b alone close upon themselves, as a Taylor series needs it.
product_log = primitive(
    "product_log", 2, [lambda g, y, x, a: g * log(a), lambda g, y, x, a: g * x / a], lazily("powers", "product_log"),
    hidden=True, means=lambda x, a: x * log(a), reals=lambda x, a: x * log(a) if x != 0 else x,
    at=[(2.0, 3.0), (-0.7, 1e-300), (0.0, 0.5)],
    doc="x*log(a), 0 where x is 0", domain="a > 0")
power_mixed = primitive(
    "power_mixed", 2, [lambda g, y, a, b: g * ((b - 1) * y + b * a ** (b - 1)) / a,
                       lambda g, y, a, b: g * (product_log(y, a) + power_log(a, b) / a)],
    lazily("powers", "power_mixed"), hidden=True, means=lambda a, b: a ** (b - 1) * (b * log(a) + 1), at=POSITIVE,
    doc="the derivative of a**b in a and b", domain="a > 0; a = 0 where b > 1")
power_log_twice = primitive(
    "power_log_twice", 2,
    [lambda g, y, a, b: g * (b * y + 2 * power_log(a, b)) / a, lambda g, y, a, b: g * product_log(y, a)],
    lazily("powers", "power_log_twice"), hidden=True, means=lambda a, b: a ** b * log(a) ** 2, at=POSITIVE,
    doc="the second derivative of a**b in b", domain="a > 0; a = 0 where b > 0")
power_log = primitive(
    "power_log", 2, [lambda g, y, a, b: g * power_mixed(a, b), lambda g, y, a, b: g * power_log_twice(a, b)],
    lazily("powers", "power_log"), hidden=True, means=lambda a, b: a ** b * log(a), reals=lambda a,
    b: product_log(a ** b, a), at=POSITIVE,
    doc="the derivative of a**b in b", domain="a > 0; a = 0 where b > 0")
power = primitive(
    "pow", 2, [lambda g, y, a, b: g * falling_power(a, b, attribute=1), lambda g, y, a, b: g * power_log(a, b)],
    ieee.power, reals=pow, powers="exponent", identities=(None, 1), syntax=Syntax("infix", "** ^", 19, 18), at=POINTS,
    elsewhere="pow power",
    grad_fn={"tt": "PowBackward1", "tn": "PowBackward0", "nt": "PowBackward2"}, doc="power",
    domain="a > 0; a < 0 where b is whole; a = 0 where b >= 0",
    convention="0**0 is 1; there 0**b jumps, and the derivative in b is nan", jumps=lambda a, b: a == 0 and b == 0,
    poles=lambda a, b: a == 0 and b < 0, condition=lambda b, _: b)
