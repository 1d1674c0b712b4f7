"""Rows of zeta functions, incomplete and multivariate gamma functions, and of Lambert's W."""

import math
from typing import TYPE_CHECKING

from gradcli.core.constructors import function, kernel, no_rule
from gradcli.core.facets import Doc, Notation, Numerics, Singular, Torch, exact_only_at
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.numeric.nearest import COSTLY, nearest
from gradcli.ops.elementary import exp, log
from gradcli.ops.special import lgamma

if TYPE_CHECKING:
    from gradcli.core.operand import Operand

LAMBERT = [1e-8, -0.3, 0.3, 1.7, 20.0, 1e8, 1e100]
SHAPES = [(2.0, 3.0), (0.5, 0.3), (10.0, 0.7), (3.0, 20.0), (0.03, 1.7), (30.25, 31.0)]

zeta = function(
    "zeta", 1,
    rules=[no_rule("zeta", "s")],
    float64=nearest("decimal_zeta", "zeta", right=1.0, work=COSTLY),
    numerics=Numerics(exact=lazy_kernel("rational", "zeta"), arb="zeta"),
    singular=Singular(poles=lambda s: s == 1),
    notation=Notation(r"\zeta"),
    doc=Doc("Riemann's zeta function", "s != 1"),
    samples=[2.0, 1.7, 0.3, -0.7, -2.5, 20.0])
hurwitz_zeta: Primitive = function(
    "zeta", 2,
    rules=[
        no_rule("zeta", "s"),
        lambda g, y, s, q: -g * s * hurwitz_zeta(s + 1, q),
    ],
    float64=nearest("decimal_zeta", "hurwitz_zeta", right=0.0),
    numerics=Numerics(definition=lambda s, q: s.native(lazy_kernel("balls", "hurwitz_zeta"), q), ulps=16),
    singular=Singular(poles=lambda s, q: q == 0),
    torch=Torch({"tt": "SpecialZetaBackward0", "nt": "SpecialZetaBackward1"}),
    notation=Notation(r"\zeta"),
    doc=Doc("Hurwitz's zeta function, the sum of (q + k)**-s over k = 0, 1, 2, …", "s > 1, q > 0"),
    samples=[(2.0, 3.0), (1.5, 0.3), (10.0, 0.03), (3.0, 20.0)])


def _density(a: "Operand", x: "Operand") -> "Operand":
    return exp((a - 1) * log(x) - x - lgamma(a))


gamma_density_slope = kernel(
    "gamma_density_slope", 2,
    rules=[
        no_rule("gammainc", "a"),
        lambda g, y, a, x: g * (gamma_density(a, x) * (((a - 1) - x) ** 2 - (a - 1))) / x / x,
    ],
    float64=nearest("decimal_zeta", "gamma_density_slope", right=0.0),
    numerics=Numerics(definition=lambda a, x: _density(a, x) * ((a - 1) - x) / x),
    singular=Singular(poles=lambda a, x: x == 0),
    doc=Doc("the derivative of gamma_density in x", "a > 0, x > 0"),
    samples=SHAPES)
gamma_density: Primitive = kernel(
    "gamma_density", 2,
    rules=[
        no_rule("gammainc", "a"),
        lambda g, y, a, x: g * gamma_density_slope(a, x),
    ],
    float64=nearest("decimal_zeta", "gamma_density", right=0.0),
    numerics=Numerics(definition=_density),
    singular=Singular(poles=lambda a, x: x == 0),
    doc=Doc("exp(-x)*x**(a - 1)/gamma(a)", "a > 0, x > 0"),
    samples=SHAPES)
gammainc = function(
    "gammainc", 2,
    rules=[
        no_rule("gammainc", "a"),
        lambda g, y, a, x: g * gamma_density(a, x),
    ],
    float64=nearest("decimal_zeta", "gammainc", right=1.0),
    numerics=Numerics(definition=lambda a, x: x.native(lazy_kernel("balls", "gammainc"), a, 0), ulps=16),
    torch=Torch("IgammaBackward0"),
    notation=Notation(r"P", synonyms="igamma"),
    doc=Doc("regularized lower incomplete gamma function, of x alone", "0 < a <= 100000, x >= 0"),
    samples=SHAPES)
gammaincc = function(
    "gammaincc", 2,
    rules=[
        no_rule("gammaincc", "a"),
        lambda g, y, a, x: -g * gamma_density(a, x),
    ],
    float64=nearest("decimal_zeta", "gammaincc", right=0.0),
    numerics=Numerics(definition=lambda a, x: x.native(lazy_kernel("balls", "gammainc"), a, 1), ulps=16),
    torch=Torch("IgammacBackward0"),
    notation=Notation(r"Q", synonyms="igammac"),
    doc=Doc("regularized upper incomplete gamma function, of x alone", "0 < a <= 100000, x >= 0"),
    samples=SHAPES)


DIMENSION = "p whole, from 1 to 1000; a > (p - 1)/2"
MULTIVARIATE = [(2.0, 1.0), (3.5, 2.0), (1.7, 2.0), (10.0, 3.0), (30.25, 5.0), (0.7, 1.0)]
multipolygamma: Primitive = function(
    "multipolygamma", 3,
    rules=[
        no_rule("multipolygamma", "n"),
        lambda g, y, n, a, p: g * multipolygamma(n + 1, a, p),
        no_rule("multipolygamma", "p"),
    ],
    float64=nearest("decimal_zeta", "multipolygamma"),
    numerics=Numerics(definition=lambda n, a, p: a.native(lazy_kernel("balls", "multipolygamma"), n, p), ulps=16),
    singular=Singular(poles=lambda n, a, p: 2 * a == p - 1),
    notation=Notation(r"\psi_{#3}^{(#1)}\left(#2\right)"),
    doc=Doc("the derivative of multigammaln of order n + 1: polygamma(n, a - j/2), added up over j < p", DIMENSION),
    samples=[(n, *point) for n in (0.0, 1.0, 3.0) for point in MULTIVARIATE])
multigammaln = function(
    "multigammaln", 2,
    rules=[lambda g, y, a, p: g * multipolygamma(0, a, p), no_rule("multigammaln", "p")],
    float64=nearest("decimal_zeta", "multigammaln"),
    numerics=Numerics(definition=lambda a, p: a.native(lazy_kernel("balls", "multigamma"), p), ulps=16),
    singular=Singular(poles=lambda a, p: 2 * a == p - 1),
    torch=Torch({"tt": "MvlgammaBackward0", "tn": "MvlgammaBackward0"}),
    notation=Notation(r"\log\Gamma_{#2}\left(#1\right)", foreign_names="mvlgamma"),
    doc=Doc("logarithm of the multivariate gamma function of dimension p, of a alone", DIMENSION),
    samples=MULTIVARIATE)


# 1 + w cancels beside -1/e, and exp(w) has the error of w as a relative one
lambertw_share = kernel(
    "lambertw_share", 1,
    rules=[lambda g, y, x: -g * y ** 2 * lambertw_slope(x)],
    float64=nearest("decimal_zeta", "lambertw_share", right=0.0),
    numerics=Numerics(definition=lambda x: 1 / (1 + lambertw(x))),
    doc=Doc("1/(1 + lambertw(x))", "x > -1/e"),
    samples=LAMBERT)
lambertw_slope: Primitive = kernel(
    "lambertw_slope", 1,
    rules=[lambda g, y, x: -g * (lambertw_share(x) * (2 + lambertw(x))) * y * y],
    float64=nearest("decimal_zeta", "lambertw_slope", right=0.0),
    numerics=Numerics(definition=lambda x: exp(-lambertw(x)) / (1 + lambertw(x))),
    doc=Doc("the derivative of lambertw", "x > -1/e"),
    samples=LAMBERT)
lambertw: Primitive = function(
    "lambertw", 1,
    rules=[lambda g, y, x: g * lambertw_slope(x)],
    float64=nearest("decimal_zeta", "lambertw", right=math.inf),
    numerics=Numerics(exact=exact_only_at(0, 0), arb="lambertw"),
    notation=Notation("W"),
    doc=Doc("Lambert's W, the w >= -1 with w*exp(w) = x", "x >= -1/e"),
    samples=[*LAMBERT, -0.36787944])
