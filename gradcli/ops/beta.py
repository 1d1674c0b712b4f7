"""Rows of the beta function, its logarithm, and binomial coefficients."""

from typing import TYPE_CHECKING

from gradcli.core.constructors import function, kernel
from gradcli.core.facets import Doc, Notation, Numerics, Singular
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.numeric.nearest import nearest, nearest_slope
from gradcli.ops.elementary import exp
from gradcli.ops.special import digamma, lgamma, polygamma

if TYPE_CHECKING:
    from gradcli.core.operand import Operand

POSITIVE = "a > 0, b > 0"
PLANE = [(2.0, 3.0), (0.3, 4.5), (1e-8, 0.7), (30.25, 0.5), (1e8, 1.7)]
ROWS = [(5.0, 2.0), (4.5, 1.7), (0.3, 0.7), (40.25, 3.0), (1e8, 2.0)]


def _gap(a: "Operand", b: "Operand", order: int) -> "Operand":
    if not order:
        return digamma(a) - digamma(a + b)
    return polygamma(order, a) - polygamma(order, a + b)


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
beta = function(
    "beta", 2,
    rules=[
        lambda g, y, a, b: g * y * polygamma_gap(a, b, attribute=0),
        lambda g, y, a, b: g * y * polygamma_gap(b, a, attribute=0),
    ],
    float64=nearest("decimal_beta", "beta"),
    numerics=Numerics(definition=_beta, ulps=16),
    singular=Singular(poles=lambda a, b: 0 in (a, b)),
    notation=Notation(r"\operatorname{B}"),
    doc=Doc("gamma(a)*gamma(b)/gamma(a + b)", POSITIVE),
    samples=[point for point in PLANE if point[0] > 0.01])
binom = function(
    "binom", 2,
    rules=[
        lambda g, y, n, k: g * y * polygamma_gap(n + 1, -k, attribute=0),
        lambda g, y, n, k: -g * y * polygamma_gap(k + 1, n - 2 * k, attribute=0),
    ],
    float64=nearest("decimal_beta", "binom"),
    numerics=Numerics(exact=lazy_kernel("rational", "binomial"), definition=_binomial, ulps=16),
    notation=Notation(r"\binom{#1}{#2}", synonyms="binomial", foreign_names="comb choose nchoosek"),
    doc=Doc("binomial coefficient, gamma(n + 1)/(gamma(k + 1)*gamma(n - k + 1))", "-1 < k < n + 1, n up to 1e15"),
    samples=ROWS)
