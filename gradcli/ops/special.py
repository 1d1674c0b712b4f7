"""Rows of the error function and of the gamma family."""

from gradcli.core.ieee import lazily, only
from gradcli.core.primitive import Syntax, primitive
from gradcli.ops.constants import pi
from gradcli.ops.elementary import exp, log, sqrt
from gradcli.ops.piecewise import absolute
from gradcli.ops.points import TINY

ALL, WHOLE = "all numbers", "all numbers but 0, -1, -2, …"
BELL = [*TINY, -2.5, -0.7, 0.3, 1.7, 4.5, -9.5, 16.1, 1e160]
GAMMA = [5e-324, -1e-310, 1e-160, 1e-8, 0.3, 1.0, 1 - 2.0**-53, 1.4616, 2.0, 2.004, 2.6, 3.9, 7.5, 30.25, -0.5, -3.3, -9.83]
LARGE = [170.5, 1e8, 1e100]

erf_curvature = primitive("erf_curvature", 1, [lambda g, y, x: -2 * g * (y * x + erf_slope(x))],
                          lazily("gauss", "erf_curvature"), hidden=True,
                          means=lambda x: -4 * x * exp(-x ** 2) / sqrt(x.apply(pi)),
                          at=[-2.5, 0.3, 1.7, 4.5, -9.5, 16.1, 1e160], doc="the second derivative of erf",
                          domain=ALL)
erf_slope = primitive("erf_slope", 1, [lambda g, y, x: g * erf_curvature(x)], lazily("gauss", "erf_slope"), hidden=True,
                      means=lambda x: 2 * exp(-x ** 2) / sqrt(x.apply(pi)), at=BELL, doc="2/sqrt(pi)*exp(-x**2)", domain=ALL)
erf = primitive("erf", 1, [lambda g, y, x: g * erf_slope(x)], exact=only(0, 0), parity=-1, at=BELL, doc="error function",
                domain=ALL)
erfc = primitive("erfc", 1, [lambda g, y, x: -g * erf_slope(x)], lazily("gauss", "erfc"), exact=only(0, 1),
                 at=[*TINY, -2.5, -0.7, 0.3, 1.7, 4.5, 16.1, 26.3], doc="1 - erf(x), exact for large x", domain=ALL)


def _is_pole(x):
    return x <= 0 and x % 1 == 0


gamma = primitive("gamma", 1, [lambda g, y, x: g * y * digamma(x)], lazily("gamma", "gamma"), ulps=16,
                  exact=lazily("rational", "gamma"), poles=_is_pole, at=[*GAMMA, 170.5], latex=r"\Gamma",
                  doc="gamma function", domain=WHOLE)
factorial = primitive("factorial", 1, [lambda g, y, x: g * y * harmonic(x)], lazily("gamma", "factorial"), ulps=16,
                      exact=lazily("rational", "factorial"), reals=lambda x: gamma(x + 1),
                      syntax=Syntax("postfix", "!", 20, 0),
                      poles=lambda x: _is_pole(x + 1), at=[*GAMMA[3:], 169.5], latex="#1!", elsewhere="fact",
                      doc="x!, gamma(x + 1)", domain="all numbers but -1, -2, …")
harmonic = primitive("harmonic", 1, [lambda g, y, x: g * polygamma(1, x + 1)], lazily("gamma", "harmonic"), hidden=True,
                     ulps=16, means=lambda x: digamma(x + 1), poles=factorial.poles, at=factorial.at, doc="digamma(x + 1)",
                     domain=factorial.domain)
lgamma = primitive("lgamma", 1, [lambda g, y, x: g * digamma(x)], lazily("gamma", "lgamma"), ulps=16, poles=_is_pole,
                   reals=lambda x: log(absolute(gamma(x))),
                   at=[*GAMMA, *LARGE], doc="log(abs(gamma(x)))", domain=WHOLE)
digamma = primitive("digamma", 1, [lambda g, y, x: g * polygamma(1, x)], lazily("gamma", "digamma"), ulps=16, poles=_is_pole,
                    at=[*GAMMA, *LARGE], latex=r"\psi", doc="the derivative of lgamma", domain=WHOLE)
polygamma = primitive("polygamma", 2, ["polygamma has no derivative in its order",
                                       lambda g, y, n, x: g * polygamma(n + 1, x)],
                      lazily("gamma", "polygamma"), ulps=16, reals=lambda n, x: x.native(lazily("balls", "polygamma"), n),
                      poles=lambda n, x: _is_pole(x), at=[(n, x) for n in (1.0, 2.0, 5.0) for x in [*GAMMA, *LARGE]],
                      grad_fn={"tt": "PolygammaBackward0", "nt": "PolygammaBackward0"},
                      latex=r"\psi^{(#1)}\left(#2\right)", doc="the n-th derivative of digamma, in x alone",
                      domain="n whole, from 0 to 1000; x all numbers but 0, -1, -2, …")
