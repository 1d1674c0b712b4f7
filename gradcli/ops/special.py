"""Rows of the error function and of the gamma family."""

from typing import Any

from gradcli.core.constructors import function, kernel, no_rule
from gradcli.core.facets import Doc, Laws, Notation, Numerics, Singular, Torch, exact_only_at
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.ops.arithmetic import factorial
from gradcli.ops.constants import pi
from gradcli.ops.elementary import exp, log, sqrt
from gradcli.ops.piecewise import absolute
from gradcli.ops.points import GAMMA, TINY

ALL, WHOLE = "all numbers", "all numbers but 0, -1, -2, …"
BELL = [*TINY, -2.5, -0.7, 0.3, 1.7, 4.5, -9.5, 16.1, 1e160]
LARGE = [170.5, 1e8, 1e100]

erf_curvature = kernel(
    "erf_curvature", 1,
    rules=[lambda g, y, x: -2 * g * (y * x + erf_slope(x))],
    float64=lazy_kernel("gauss", "erf_curvature"),
    numerics=Numerics(definition=lambda x: -4 * x * exp(-x ** 2) / sqrt(x.apply(pi))),
    doc=Doc("the second derivative of erf", ALL),
    samples=[-2.5, 0.3, 1.7, 4.5, -9.5, 16.1, 1e160])
erf_slope: Primitive = kernel(
    "erf_slope", 1,
    rules=[lambda g, y, x: g * erf_curvature(x)],
    float64=lazy_kernel("gauss", "erf_slope"),
    numerics=Numerics(definition=lambda x: 2 * exp(-x ** 2) / sqrt(x.apply(pi))),
    doc=Doc("2/sqrt(pi)*exp(-x**2)", ALL),
    samples=BELL)
erf = function(
    "erf", 1,
    rules=[lambda g, y, x: g * erf_slope(x)],
    numerics=Numerics(exact=exact_only_at(0, 0), arb="erf"),
    laws=Laws(parity=-1),
    doc=Doc("error function", ALL),
    samples=BELL)
erfc = function(
    "erfc", 1,
    rules=[lambda g, y, x: -g * erf_slope(x)],
    float64=lazy_kernel("gauss", "erfc"),
    numerics=Numerics(exact=exact_only_at(0, 1), arb="erfc"),
    doc=Doc("1 - erf(x), exact for large x", ALL),
    samples=[*TINY, -2.5, -0.7, 0.3, 1.7, 4.5, 16.1, 26.3])


def _is_pole(x: Any) -> bool:
    return bool(x <= 0 and x % 1 == 0)


gamma: Primitive = function(
    "gamma", 1,
    rules=[lambda g, y, x: g * y * digamma(x)],
    float64=lazy_kernel("gamma", "gamma"),
    numerics=Numerics(exact=lazy_kernel("rational", "gamma"), arb="gamma", ulps=16),
    singular=Singular(poles=_is_pole),
    notation=Notation(r"\Gamma"),
    doc=Doc("gamma function", WHOLE),
    samples=[*GAMMA, 170.5])
harmonic: Primitive = kernel(
    "harmonic", 1,
    rules=[lambda g, y, x: g * polygamma(1, x + 1)],
    float64=lazy_kernel("gamma", "harmonic"),
    numerics=Numerics(definition=lambda x: digamma(x + 1), ulps=16),
    singular=Singular(poles=factorial.singular.poles),
    doc=Doc("digamma(x + 1)", factorial.doc.domain),
    samples=factorial.samples)
lgamma = function(
    "lgamma", 1,
    rules=[lambda g, y, x: g * digamma(x)],
    float64=lazy_kernel("gamma", "lgamma"),
    numerics=Numerics(exact=lambda x: 0 if x in (1, 2) else None, definition=lambda x: log(absolute(gamma(x))), ulps=16),
    singular=Singular(poles=_is_pole),
    doc=Doc("log(abs(gamma(x)))", WHOLE),
    samples=[*GAMMA, *LARGE])
digamma: Primitive = function(
    "digamma", 1,
    rules=[lambda g, y, x: g * polygamma(1, x)],
    float64=lazy_kernel("gamma", "digamma"),
    numerics=Numerics(arb="digamma", ulps=16),
    singular=Singular(poles=_is_pole),
    notation=Notation(r"\psi"),
    doc=Doc("the derivative of lgamma", WHOLE),
    samples=[*GAMMA, *LARGE])
polygamma: Primitive = function(
    "polygamma", 2,
    rules=[
        no_rule("polygamma", "n"),
        lambda g, y, n, x: g * polygamma(n + 1, x),
    ],
    float64=lazy_kernel("gamma", "polygamma"),
    numerics=Numerics(definition=lambda n, x: x.native(lazy_kernel("balls", "polygamma"), n), ulps=16),
    singular=Singular(poles=lambda n, x: _is_pole(x)),
    torch=Torch({"tt": "PolygammaBackward0", "nt": "PolygammaBackward0"}),
    notation=Notation(r"\psi^{(#1)}\left(#2\right)"),
    doc=Doc(
        "the n-th derivative of digamma, in x alone",
        "n whole, from 0 to 1000; x all numbers but 0, -1, -2, …"),
    samples=[(n, x) for n in (1.0, 2.0, 5.0) for x in [*GAMMA, *LARGE]])
