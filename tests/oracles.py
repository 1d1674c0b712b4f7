"""The table's functions in arbitrary precision, and the distance of a double from a result in ulps.

Functions of mpmath's numbers or of Arb's series, keyed by the row's name. One that is missing here has that name in mpmath;
else it is the row's own definition, over those numbers: it is said once. Rows with an attribute get it as keyword.
"""

import math
import operator
from collections.abc import Callable
from itertools import combinations
from typing import Any

import mpmath
from arbs import Series, lift
from mpmath import mpf

import gradcli.ops  # noqa: F401  is the table's contents
from gradcli.core import constructors
from gradcli.core.primitive import rows

assert [*rows()], "which imports every family: definitions are looked up by name"

# mpmath's functions that have another name there, or another meaning under ours.
OTHERWISE: dict[str, Callable[..., Any]] = {
    "expi": mpmath.ei, "ai": mpmath.airyai, "aip": lambda x: mpmath.airyai(x, derivative=1), "bi": mpmath.airybi,
    "bip": lambda x: mpmath.airybi(x, derivative=1), "gammainc": lambda a, x: mpmath.gammainc(a, 0, x, regularized=True),
    "gammaincc": lambda a, x: mpmath.gammainc(a, x, mpmath.inf, regularized=True),
    "multigammaln": lambda a, p: mpf(p) * (p - 1) / 4 * mpmath.log(mpmath.pi) + sum(
        mpmath.loggamma(a - mpf(j) / 2) for j in range(int(p))),
    "multipolygamma": lambda n, a, p: sum(mpmath.polygamma(int(n), a - mpf(j) / 2) for j in range(int(p))),
    "erfcinv": lambda x: mpmath.erfinv(1 - x) if 0 < x < 2 else mpmath.nan,
    "agm": lambda a, b: mpmath.agm(a, b) if a > 0 and b > 0 else mpmath.nan}  # mpmath's goes on for ever at -1.5, 2


class _Either:
    """mpmath's functions and constants, and for Arb's series their own functions of those names."""

    def __getattr__(self, name: str) -> Any:
        known = OTHERWISE.get(name) or getattr(mpmath.mp, name, None)
        if not hasattr(Series, name):
            return known

        def called(*xs: Any) -> Any:
            if any(isinstance(x, Series) for x in xs):
                return getattr(Series, name)(*map(lift, xs))
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
    "beta": lambda a, b: mp.exp(mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)),
    "reciprocal_log": _reciprocal_log,
    "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "div": lambda a, b: a / b,
    "floordiv": lambda a, b: mp.floor(a / b), "remainder": lambda a, b: a - b * mp.floor(a / b), "neg": lambda a: -a,
    "pos": lambda a: a, "pow": _power, "falling_power": lambda a, b, attribute: _power(a, b, attribute),
    "power_partial": lambda a, b, attribute: _power(a, b, *attribute), "lt": lambda a, b: a < b, "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b, "eq": lambda a, b: a == b, "ne": lambda a, b: a != b,
    "logical_and": lambda a, b: a != 0 and b != 0, "logical_or": lambda a, b: a != 0 or b != 0,
    "logical_not": lambda a: a == 0, "where": lambda c, a, b: a if c else b, "abs": abs, "relu": lambda x: max(x, mpf(0)),
    "round": mp.nint, "trunc": lambda x: mp.sign(x) * mp.floor(abs(x)), "heaviside": lambda x: (1 + mp.sign(x)) / 2,
    "tie": lambda *xs: mpf(1) / xs.count(xs[0]), "max": max, "min": min, "clamp": lambda x, lo, hi: min(max(x, lo), hi),
    "inf": lambda: mp.inf, "pi": lambda: +mp.pi, "e": lambda: +mp.e, "nan": lambda: mp.nan,
    "cbrt": lambda x: mp.cbrt(x) if x > 0 else -mp.cbrt(-x), "exp2": lambda x: mpf(2) ** x, "log2": lambda x: mp.log(x, 2),
    "hypot": lambda *xs: mp.sqrt(sum(x * x for x in xs)), "sinc": _sinc, "sinc_slope": _sinc,
    "harmonic": lambda x: mp.digamma(x + 1), "factorial": lambda x: mp.gamma(x + 1),
    "lgamma": lambda x: mp.log(abs(mp.gamma(x))) if x < 1000 else mp.loggamma(x),
    "polygamma": lambda n, x: x.polygamma_of(int(n)) if isinstance(x, Series) else
    mp.polygamma(int(n), x) if n == int(n) >= 0 else mp.nan,
    "log": lambda *xs: mp.nan if not isinstance(xs[-1], Series) and xs[-1] <= 0 < len(xs) - 1 else mp.log(*xs),
    "sigmoid": _sigmoid, "normpdf": mp.npdf, "frac": lambda x: x - ORACLES["trunc"](x),
    "fmod": lambda a, b: a - b * ORACLES["trunc"](a / b),
}


def oracle(name: str, attribute: Any = None) -> Callable[..., Any]:
    """The function of that name. Raises LookupError if it has no oracle."""
    function = ORACLES.get(name) or getattr(mp, name, None)
    if function is None:
        rows = [row for row in constructors.ROWS.get(name, ()) if row.numerics.definition]
        if not rows:
            raise LookupError(f"row {name}: no such function in mpmath, no definition: add it to tests/oracles.py")

        def defined(*xs: Any) -> Any:
            row, operands = next(row for row in rows if row.takes(len(xs))), [Defined(x) for x in xs]
            there = row.numerics.at_singularity
            found = there(*operands, *([] if attribute is None else [attribute])) if there else None
            return plain(row.definition(operands, attribute) if found is None else found)

        return defined
    return function if attribute is None else lambda *xs: function(*xs, attribute=attribute)


def plain(value: Any) -> Any:
    return value.value if isinstance(value, Defined) else value


class Defined:
    """A number of mpmath's or a series, for the definitions of rows: whatever they apply is taken from here."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: Any) -> None:
        self.value = value

    def apply(self, row: Any, *xs: Any, attribute: Any = None) -> "Defined":
        return Defined(oracle(row.name, attribute)(*map(plain, xs)))

    def number(self, value: Any) -> "Defined":
        return Defined(mpf(value))

    def _operator(name: str) -> Any:  # noqa: N805
        def function(a: Any, b: Any) -> "Defined":
            pair = [plain(a), plain(b)]
            if any(isinstance(x, Series) for x in pair):  # mpmath's numbers do not know what to do with one
                pair = list(map(lift, pair))
            return Defined(getattr(operator, name)(*pair))

        return function, lambda self, other: function(other, self)

    def __eq__(self, other: object) -> bool:
        return bool(plain(self) == plain(other))

    __gt__, __lt__ = (lambda a, b: Defined(mpf(plain(a) > plain(b)))), (lambda a, b: Defined(mpf(plain(a) < plain(b))))
    __ge__, __le__ = (lambda a, b: Defined(mpf(plain(a) >= plain(b)))), (lambda a, b: Defined(mpf(plain(a) <= plain(b))))
    (__add__, __radd__), (__sub__, __rsub__), (__mul__, __rmul__), (__truediv__, __rtruediv__), (__pow__, __rpow__) = map(
        _operator, ("add", "sub", "mul", "truediv", "pow"))

    def __float__(self) -> float:
        return float(lift(self.value).here)

    def __neg__(self) -> "Defined":
        return Defined(-self.value)


def ulps(ours: float, exact: Any) -> float:
    """The distance of a double from an exact result, in units of its last place; 0 where both are inf, or both nan."""
    if ours != ours or exact != exact:
        return 0.0 if ours != ours and exact != exact else math.inf
    nearest = float(exact)
    if math.isinf(nearest) or math.isinf(ours):
        return 0.0 if nearest == ours else math.inf
    return float(abs(mpf(ours) - exact) / mpf(math.ulp(nearest)))
