"""The table's functions in arbitrary precision, and the distance of a double from a result in ulps.

Functions of mpmath's numbers or of Arb's series, keyed by the row's name; one that is missing here has that name in
mpmath. Rows with an attribute (an order) are told it as keyword.
"""

import math
from collections.abc import Callable
from itertools import combinations
from typing import Any

import mpmath
from arbs import Series, lifted
from mpmath import mpf


class _Either:
    """mpmath's functions and constants, and for Arb's series their own functions of those names."""

    def __getattr__(self, name: str) -> Any:
        known = getattr(mpmath.mp, name, None)
        if not hasattr(Series, name):
            return known

        def called(*xs: Any) -> Any:
            if any(isinstance(x, Series) for x in xs):
                return getattr(Series, name)(*map(lifted, xs))
            return known(*xs)

        setattr(self, name, called)
        return called


mp = _Either()


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + mp.exp(-x))


def _falling(b: Any, skipped: int, size: int) -> Any:
    """The derivative of b(b-1)…(b-size+1), so many times as are `skipped`."""
    products = (math.prod((b - i for i in kept), start=mpf(1)) for kept in combinations(range(size), size - skipped))
    return math.factorial(skipped) * sum(products, mpf(0))


def _power(a: Any, b: Any, j: int = 0, k: int = 0) -> Any:
    if a < 0 and b != int(b):
        return mp.nan
    factor = mpf(0)
    for n in range(min(j, k) + 1):
        factor += math.comb(k, n) * _falling(b, n, j) * (mp.log(a) ** (k - n) if k > n else 1)
    return factor * a ** (int(b - j) if b == int(b) else b - j) if factor else mpf(0)


def _reciprocal_log(a: Any, x: Any, attribute: int) -> Any:
    """By Faà di Bruno's formula, with Stirling numbers for the derivatives of log."""
    return a * sum((-1) ** attribute * math.factorial(k) * stirling(attribute, k) / mp.log(x) ** (k + 1)
               for k in range(1, attribute + 1)) / x ** attribute


def stirling(n: int, k: int) -> int:
    """The number of permutations of n things with k cycles."""
    if n == 0 or k == 0:
        return int(n == k)
    return stirling(n - 1, k - 1) + (n - 1) * stirling(n - 1, k)


def _sinc(x: Any, attribute: int = 0) -> Any:
    t = mp.pi * x
    if abs(t) < 1:  # the series of the derivative
        total, term, n = mpf(0), mpf(1), attribute + attribute % 2
        while abs(term) > mp.eps * abs(total):
            term = (-1) ** (n // 2) * math.perm(n, attribute) * t ** (n - attribute) / math.factorial(n + 1)
            total, n = total + term, n + 2
        return mp.pi**attribute * total
    s, c = mp.sinpi(x), mp.cospi(x)
    slope = s / t
    for k in range(1, attribute + 1):
        slope = ((s, c, -s, -c)[k % 4] - k * slope) / t
    return slope * mp.pi**attribute


ORACLES: dict[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "div": lambda a, b: a / b,
    "over_square": lambda c, a, b: c * a / b**2, "reciprocal": lambda x: 1 / x, "floordiv": lambda a, b: mp.floor(a / b),
    "remainder": lambda a, b: a - b * mp.floor(a / b),
    "neg": lambda a: -a, "pos": lambda a: a,
    "pow": _power, "falling_power": lambda a, b, attribute: _power(a, b, attribute),
    "power_partial": lambda a, b, attribute: _power(a, b, *attribute), "power_log": lambda a, b: a**b * mp.log(a),
    "power_log_twice": lambda a, b: _power(a, b, 0, 2), "power_mixed": lambda a, b: _power(a, b, 1, 1),
    "product_log": lambda x, a: x * mp.log(a),
    "lt": lambda a, b: a < b, "le": lambda a, b: a <= b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b,
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "logical_and": lambda a, b: a != 0 and b != 0,
    "logical_or": lambda a, b: a != 0 or b != 0, "logical_not": lambda a: a == 0,
    "where": lambda c, a, b: a if c else b, "abs": abs, "relu": lambda x: max(x, mpf(0)), "round": mp.nint,
    "trunc": lambda x: mp.sign(x) * mp.floor(abs(x)), "heaviside": lambda x: (1 + mp.sign(x)) / 2,
    "tie": lambda *xs: mpf(1) / xs.count(xs[0]), "max": max, "min": min, "clamp": lambda x, lo, hi: min(max(x, lo), hi),
    "inf": lambda: mp.inf, "pi": lambda: +mp.pi, "e": lambda: +mp.e, "nan": lambda: mp.nan,
    "cbrt": lambda x: mp.cbrt(x) if x > 0 else -mp.cbrt(-x),
    "reciprocal_log": _reciprocal_log,
    "exp2": lambda x: mpf(2) ** x, "log2": lambda x: mp.log(x, 2),
    "hypot": lambda *xs: mp.sqrt(sum(x * x for x in xs)), "semicircle": lambda x: mp.sqrt(1 - x * x),
    "side_hyperbola": lambda x: mp.sqrt(x * x - 1), "upper_hyperbola": lambda x: mp.sqrt(x * x + 1),
    "direction": lambda *xs, attribute: xs[attribute] / mp.sqrt(sum(x * x for x in xs)),
    "angle_slope": lambda a, b: b / (a * a + b * b), "angle_twist": lambda a, b: a * b / (a * a + b * b) ** 2,
    "angle_curvature": lambda a, b: (a * a - b * b) / (a * a + b * b) ** 2,
    "cbrt_slope": lambda x: 1 / (3 * oracle("cbrt")(x) ** 2), "csch_square": lambda x: mp.csch(x) ** 2,
    "sech_slope": lambda x: -mp.sech(x) * mp.tanh(x), "sech_curvature": lambda x: mp.sech(x) * (1 - 2 * mp.sech(x) ** 2),
    "asech_slope": lambda x: -1 / (x * mp.sqrt(1 - x * x)),
    "asech_curvature": lambda x: (1 - 2 * x * x) / (x * x * mp.sqrt(1 - x * x) ** 3),
    "sinc": _sinc, "sinc_slope": _sinc,
    "log_slope": lambda c, x, base: c / mp.log(base) / x,
    "erf_curvature": lambda x: -4 * x / mp.sqrt(mp.pi) * mp.exp(-x * x), "sech_square": lambda x: mp.sech(x) ** 2,
    "erf_slope": lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-x * x), "harmonic": lambda x: mp.digamma(x + 1),
    "factorial": lambda x: mp.gamma(x + 1),
    "lgamma": lambda x: mp.log(abs(mp.gamma(x))) if x < 1000 else mp.loggamma(x),
    "polygamma": lambda n, x: x.polygamma_of(int(n)) if isinstance(x, Series) else
    mp.polygamma(int(n), x) if n == int(n) >= 0 else mp.nan,
    "log": lambda *xs: mp.nan if not isinstance(xs[-1], Series) and xs[-1] <= 0 < len(xs) - 1 else mp.log(*xs),
    "sigmoid": _sigmoid, "logistic_share": lambda a, b: _sigmoid(a - b),
    "logistic_density": lambda a, b: _sigmoid(a - b) * _sigmoid(b - a),
    "logit": lambda x: mp.log(x / (1 - x)), "logit_slope": lambda x: 1 / (x * (1 - x)),
    "softplus": lambda x: mp.log1p(mp.exp(x)), "logaddexp": lambda a, b: mp.log(mp.exp(a) + mp.exp(b)),
    "silu": lambda x: x * _sigmoid(x), "silu_slope": lambda x: _sigmoid(x) * (1 + x * _sigmoid(-x)),
    "silu_curvature": lambda x: _sigmoid(x) * _sigmoid(-x) * (2 - x * mp.tanh(x / 2)),
    "normpdf": mp.npdf, "normpdf_slope": lambda x: -x * mp.npdf(x),
    "normpdf_curvature": lambda x: (x * x - 1) * mp.npdf(x), "normcdf": lambda x: mp.erfc(-x / mp.sqrt(2)) / 2,
    "gelu": lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2,
    "gelu_slope": lambda x: mp.erfc(-x / mp.sqrt(2)) / 2 + x * mp.npdf(x),
    "gelu_curvature": lambda x: mp.npdf(x) * (2 - x * x),
}


def oracle(name: str, attribute: Any = None) -> Callable[..., Any]:
    function = ORACLES.get(name) or getattr(mp, name)
    return function if attribute is None else lambda *xs: function(*xs, attribute=attribute)


def ulps(ours: float, exact: Any) -> float:
    """The distance of a double from an exact result, in units of its last place; 0 where both are inf, or both nan."""
    if ours != ours or exact != exact:
        return 0.0 if ours != ours and exact != exact else math.inf
    nearest = float(exact)
    if math.isinf(nearest) or math.isinf(ours):
        return 0.0 if nearest == ours else math.inf
    return float(abs(mpf(ours) - exact) / mpf(math.ulp(nearest)))
