"""Rows of the beta function, its logarithm, and binomial coefficients."""

from collections.abc import Callable
from itertools import product
from math import comb
from typing import TYPE_CHECKING

from gradcli.core.constructors import function, kernel, raised_rules
from gradcli.core.facets import Doc, Notation, Numerics, Singular
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.numeric.nearest import nearest, nearest_slope
from gradcli.ops.elementary import exp
from gradcli.ops.special import digamma, lgamma, polygamma

if TYPE_CHECKING:
    from gradcli.core.operand import Operand

POSITIVE, TRIANGLE = "a > 0, b > 0", "-1 < k < n + 1, n up to 1e15"
PLANE = [(2.0, 3.0), (0.3, 4.5), (1e-8, 0.7), (30.25, 0.5), (1e8, 1.7)]
ROWS = [(5.0, 2.0), (4.5, 1.7), (0.3, 0.7), (40.25, 3.0), (1e8, 2.0)]


def _polygamma(order: int, x: "Operand") -> "Operand":
    return polygamma(order, x) if order else digamma(x)


def _gap(a: "Operand", b: "Operand", order: int) -> "Operand":
    return _polygamma(order, a) - _polygamma(order, a + b)


# the two are nearly equal where b is small beside a
polygamma_gap: Primitive = kernel(
    "polygamma_gap", 2,
    rules=[
        lambda g, y, a, b: g * polygamma_gap(a, b, attribute=y.attribute + 1),
        lambda g, y, a, b: -g * polygamma(y.attribute + 1, a + b),
    ],
    float64=nearest_slope("decimal_beta", "polygamma_gap"),
    numerics=Numerics(definition=_gap, ulps=16),
    doc=Doc("polygamma(n, a) - polygamma(n, a + b), n the attribute", "a > 0, a + b > 0"),
    samples=PLANE,
    sampled=0)


def _log_beta(a: "Operand", b: "Operand") -> "Operand | None":
    """Write it by lgamma, which is of absolute values: outside the domain that is the logarithm of another number."""
    return lgamma(a) + lgamma(b) - lgamma(a + b) if a > 0 and b > 0 else None


def _beta(a: "Operand", b: "Operand") -> "Operand | None":
    logarithm = _log_beta(a, b)
    return None if logarithm is None else exp(logarithm)


def _binomial(n: "Operand", k: "Operand") -> "Operand | None":
    return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)) if k > -1 and n - k > -1 else None


def _partials(name: str, row: Callable[[], Primitive], slopes: Callable[..., "Operand"], domain: str,
              samples: list[tuple[float, float]]) -> Primitive:
    """Make the hidden row of the derivatives of all orders in both arguments of exp(f), f with these derivatives."""

    def definition(a: "Operand", b: "Operand", orders: tuple[int, int]) -> "Operand":
        """Write it by Leibniz's rule on f'*exp(f)."""
        table = list(product(*(range(order + 1) for order in orders)))
        known = {(j, k): slopes(a, b, j, k) for j, k in table[1:]}
        found = {(0, 0): row()(a, b)}
        for j, k in table[1:]:
            p, q = (j - 1, k) if j else (j, k - 1)
            found[j, k] = sum((comb(p, i) * comb(q, m) * found[i, m] * known[j - i, k - m]
                               for i in range(p + 1) for m in range(q + 1)), a.number(0))
        return found[orders]

    made: Primitive = kernel(
        name, 2,
        rules=raised_rules(lambda: made),
        float64=nearest_slope("decimal_beta", name),
        numerics=Numerics(definition=definition, ulps=16),
        doc=Doc(f"the derivative of {name.removesuffix('_partial')}, so often in each argument", domain),
        samples=samples,
        sampled=(1, 1))
    return made


def _of_lbeta(a: "Operand", b: "Operand", j: int, k: int) -> "Operand":
    if j and k:
        return -polygamma(j + k - 1, a + b)
    return _gap(a, b, j - 1) if j else _gap(b, a, k - 1)


def _of_log_binom(n: "Operand", below: "Operand", j: int, k: int) -> "Operand":
    rest, sign = n - below + 1, 1 if k % 2 else -1
    if not j:
        return sign * _polygamma(k - 1, rest) - _polygamma(k - 1, below + 1)
    return sign * polygamma(j + k - 1, rest) if k else _gap(n + 1, -below, j - 1)


lbeta = function(
    "lbeta", 2,
    rules=[
        lambda g, y, a, b: g * polygamma_gap(a, b, attribute=0),
        lambda g, y, a, b: g * polygamma_gap(b, a, attribute=0),
    ],
    float64=nearest("decimal_beta", "lbeta"),
    numerics=Numerics(definition=_log_beta, ulps=16),
    singular=Singular(poles=lambda a, b: 0 in (a, b)),
    notation=Notation(foreign_names="betaln"),
    doc=Doc("log(beta(a, b)), without overflow", POSITIVE),
    samples=PLANE)
beta_partial = _partials("beta_partial", lambda: beta, _of_lbeta, POSITIVE, PLANE)
beta: Primitive = function(
    "beta", 2,
    rules=[
        lambda g, y, a, b: g * beta_partial(a, b, attribute=(1, 0)),
        lambda g, y, a, b: g * beta_partial(a, b, attribute=(0, 1)),
    ],
    float64=nearest("decimal_beta", "beta"),
    numerics=Numerics(definition=_beta, ulps=16),
    singular=Singular(poles=lambda a, b: 0 in (a, b)),
    notation=Notation(r"\operatorname{B}"),
    doc=Doc("gamma(a)*gamma(b)/gamma(a + b)", POSITIVE),
    samples=[point for point in PLANE if point[0] > 0.01])
binom_partial = _partials("binom_partial", lambda: binom, _of_log_binom, TRIANGLE, ROWS)
binom: Primitive = function(
    "binom", 2,
    rules=[
        lambda g, y, n, k: g * binom_partial(n, k, attribute=(1, 0)),
        lambda g, y, n, k: g * binom_partial(n, k, attribute=(0, 1)),
    ],
    float64=nearest("decimal_beta", "binom"),
    numerics=Numerics(exact=lazy_kernel("rational", "binomial"), definition=_binomial, ulps=16),
    notation=Notation(r"\binom{#1}{#2}", synonyms="binomial", foreign_names="comb choose nchoosek"),
    doc=Doc("binomial coefficient, gamma(n + 1)/(gamma(k + 1)*gamma(n - k + 1))", TRIANGLE),
    samples=ROWS)
