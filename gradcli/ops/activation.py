"""Rows of the logistic function, the activation functions and logaddexp. s(1 - s) is 0 at 37, where s(x)s(-x) is not."""

from gradcli.core.ieee import lazily, only
from gradcli.core.primitive import primitive
from gradcli.ops.elementary import exp, log, log1p
from gradcli.ops.hyperbolic import sech, tanh
from gradcli.ops.points import NEAR
from gradcli.ops.statistics import normcdf, normpdf

ALL = "all numbers"
TAILS = [*NEAR, -1.2784645, 2.39935728, -0.75179152, 1.41421356, -37.2, -10.0]
PAIRS = [(2.0, 2.0), (0.3, -1.5), (-40.0, 3.0), (0.1, 700.3), (1e-10, 36.9), (-5e-324, 1e-8), (1e8, -1e8)]

logistic_density = primitive(
    "logistic_density", 2,
    [lambda g, y, a, b: -g * y * tanh((a - b) / 2), lambda g, y, a, b: g * y * tanh((a - b) / 2)],
    lazily("logistic", "density"), hidden=True, means=lambda a, b: sigmoid(a - b) * sigmoid(b - a), at=PAIRS,
    doc="sigmoid(a - b)*sigmoid(b - a)", domain=ALL)
logistic_share = primitive(
    "logistic_share", 2, [lambda g, y, a, b: g * logistic_density(a, b), lambda g, y, a, b: -g * logistic_density(a, b)],
    lazily("logistic", "share"), hidden=True, means=lambda a, b: sigmoid(a - b), at=PAIRS,
    doc="sigmoid(a - b), with the difference's rounding error", domain=ALL)
sigmoid = primitive("sigmoid", 1, [lambda g, y, x: g * logistic_density(x, 0)], lazily("logistic", "sigmoid"), at=NEAR,
                    reals=lambda x: 1 / (1 + exp(-x)), exact=lazily("rational", "one_half_at_zero"),
                    latex=r"\sigma", doc="1/(1 + exp(-x))", domain=ALL)
logit_slope = primitive("logit_slope", 1, [lambda g, y, x: g * y * (2 * x - 1) * y], lazily("logistic", "logit_slope"),
                        hidden=True, means=lambda x: 1 / (x * (1 - x)), at=[1e-300, 1e-16, 0.3, 0.50000001, 0.999999],
                        doc="1/(x*(1 - x))", domain="0 < x < 1")
logit = primitive("logit", 1, [lambda g, y, x: g * logit_slope(x)], lazily("logistic", "logit"),
                  reals=lambda x: log(x / (1 - x)), undoes=sigmoid,
                  poles=lambda x: x in (0, 1), at=logit_slope.at, doc="log(x/(1 - x))", domain="0 < x < 1")
sigmoid.undoes = logit
softplus = primitive("softplus", 1, [lambda g, y, x: g * sigmoid(x)], lazily("logistic", "softplus"), at=NEAR,
                     reals=lambda x: log1p(exp(x)),
                     doc="log(1 + exp(x))", domain=ALL)
logaddexp = primitive("logaddexp", 2,
                      [lambda g, y, a, b: g * logistic_share(a, b), lambda g, y, a, b: g * logistic_share(b, a)],
                      lazily("logistic", "logaddexp"), at=PAIRS, reals=lambda a, b: a + softplus(b - a),
                      doc="log(exp(a) + exp(b)), without overflow", domain=ALL)


def _silu_jerk(g, y, x):
    t = tanh(x / 2)
    return -g * (t * y + logistic_density(x, 0) * (t + x * sech(x / 2) ** 2 / 2))


silu_curvature = primitive(
    "silu_curvature", 1, [_silu_jerk], lazily("logistic", "silu_curvature"), hidden=True,
    means=lambda x: sigmoid(x) * sigmoid(-x) * (2 - x * tanh(x / 2)), at=TAILS, doc="the second derivative of silu",
    domain=ALL)
silu_slope = primitive("silu_slope", 1, [lambda g, y, x: g * silu_curvature(x)], lazily("logistic", "silu_slope"),
                       hidden=True, means=lambda x: sigmoid(x) * (1 + x * sigmoid(-x)), at=TAILS,
                       doc="the derivative of silu", domain=ALL)
silu = primitive("silu", 1, [lambda g, y, x: g * silu_slope(x)], lazily("logistic", "silu"), reals=lambda x: x * sigmoid(x),
                 exact=only(0, 0), at=TAILS,
                 doc="x*sigmoid(x)", domain=ALL)
gelu_curvature = primitive(
    "gelu_curvature", 1, [lambda g, y, x: g * normpdf(x) * x * (x ** 2 - 4)], lazily("gauss", "gelu_curvature"), hidden=True,
    means=lambda x: normpdf(x) * (2 - x ** 2), at=TAILS, doc="the second derivative of gelu", domain=ALL)
gelu_slope = primitive("gelu_slope", 1, [lambda g, y, x: g * gelu_curvature(x)], lazily("gauss", "gelu_slope"), hidden=True,
                       means=lambda x: normcdf(x) + x * normpdf(x), at=TAILS, doc="the derivative of gelu", domain=ALL)
gelu = primitive("gelu", 1, [lambda g, y, x: g * gelu_slope(x)], lazily("gauss", "gelu"), reals=lambda x: x * normcdf(x),
                 exact=only(0, 0), at=TAILS,
                 doc="x*normcdf(x)", domain=ALL)
