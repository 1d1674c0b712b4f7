"""Rows of the normal distribution."""

from gradcli.core.ieee import lazily
from gradcli.core.primitive import primitive
from gradcli.ops.constants import pi
from gradcli.ops.elementary import exp, sqrt
from gradcli.ops.points import NEAR
from gradcli.ops.special import erfc

ALL = "all numbers"
BELL = [*NEAR, 1.0000001, -9.5, 30.0, -37.2, 1e160]

normpdf_curvature = primitive("normpdf_curvature", 1, [lambda g, y, x: g * normpdf_slope(x) * (x ** 2 - 3)],
                              lazily("gauss", "normpdf_curvature"), hidden=True, means=lambda x: (x ** 2 - 1) * normpdf(x),
                              at=[-2.5, -0.7, 0.3, 1.0000001, 4.5, -37.2], doc="the second derivative of normpdf",
                              domain=ALL)
normpdf_slope = primitive("normpdf_slope", 1, [lambda g, y, x: g * normpdf_curvature(x)],
                          lazily("gauss", "normpdf_slope"), hidden=True, means=lambda x: -x * normpdf(x), at=BELL,
                          doc="the derivative of normpdf", domain=ALL)
normpdf = primitive("normpdf", 1, [lambda g, y, x: g * normpdf_slope(x)], lazily("gauss", "normpdf"), parity=1, at=BELL,
                    reals=lambda x: exp(-x ** 2 / 2) / sqrt(2 * x.apply(pi)), latex=r"\varphi",
                    doc="density of the standard normal distribution, exp(-x**2/2)/sqrt(2*pi)", domain=ALL)
normcdf = primitive("normcdf", 1, [lambda g, y, x: g * normpdf(x)], lazily("gauss", "normcdf"), at=BELL,
                    exact=lazily("rational", "one_half_at_zero"),
                    reals=lambda x: erfc(-x / sqrt(x.number(2))) / 2, latex=r"\Phi",
                    doc="standard normal distribution function", domain=ALL)
