"""Rows of the logistic function, the activation functions and logaddexp. s(1 - s) is 0 at 37, where s(x)s(-x) is not."""

from typing import TYPE_CHECKING

from gradcli.core.constructors import function, kernel, relate
from gradcli.core.facets import Doc, Laws, Notation, Numerics, Singular, exact_only_at
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.ops.elementary import exp, log, log1p
from gradcli.ops.hyperbolic import sech, tanh
from gradcli.ops.points import MODERATE
from gradcli.ops.statistics import normcdf, normpdf

if TYPE_CHECKING:
    from gradcli.core.tape import Ref

ALL = "all numbers"
TAILS = [*MODERATE, -1.2784645, 2.39935728, -0.75179152, 1.41421356, -37.2, -10.0]
PAIRS = [(2.0, 2.0), (0.3, -1.5), (-40.0, 3.0), (0.1, 700.3), (1e-10, 36.9), (-5e-324, 1e-8), (1e8, -1e8)]

logistic_density = kernel(
    "logistic_density", 2,
    rules=[
        lambda g, y, a, b: -g * y * tanh((a - b) / 2),
        lambda g, y, a, b: g * y * tanh((a - b) / 2),
    ],
    float64=lazy_kernel("logistic", "density"),
    numerics=Numerics(definition=lambda a, b: sigmoid(a - b) * sigmoid(b - a)),
    doc=Doc("sigmoid(a - b)*sigmoid(b - a)", ALL),
    samples=PAIRS)
logistic_share = kernel(
    "logistic_share", 2,
    rules=[
        lambda g, y, a, b: g * logistic_density(a, b),
        lambda g, y, a, b: -g * logistic_density(a, b),
    ],
    float64=lazy_kernel("logistic", "share"),
    numerics=Numerics(definition=lambda a, b: sigmoid(a - b)),
    doc=Doc("sigmoid(a - b), with the difference's rounding error", ALL),
    samples=PAIRS)
sigmoid: Primitive = function(
    "sigmoid", 1,
    rules=[lambda g, y, x: g * logistic_density(x, 0)],
    float64=lazy_kernel("logistic", "sigmoid"),
    numerics=Numerics(exact=lazy_kernel("rational", "one_half_at_zero"), definition=lambda x: 1 / (1 + exp(-x))),
    notation=Notation(r"\sigma", foreign_names="expit"),
    doc=Doc("1/(1 + exp(-x))", ALL),
    samples=MODERATE)
logit_slope = kernel(
    "logit_slope", 1,
    rules=[lambda g, y, x: g * y * (2 * x - 1) * y],
    float64=lazy_kernel("logistic", "logit_slope"),
    numerics=Numerics(definition=lambda x: 1 / (x * (1 - x))),
    doc=Doc("1/(x*(1 - x))", "0 < x < 1"),
    samples=[1e-300, 1e-16, 0.3, 0.50000001, 0.999999])
logit = function(
    "logit", 1,
    rules=[lambda g, y, x: g * logit_slope(x)],
    float64=lazy_kernel("logistic", "logit"),
    numerics=Numerics(exact=lambda x: 0 if 2 * x == 1 else None, definition=lambda x: log(x / (1 - x))),
    singular=Singular(poles=lambda x: x in (0, 1)),
    laws=Laws(inverse=sigmoid),
    doc=Doc("log(x/(1 - x))", "0 < x < 1"),
    samples=logit_slope.samples)
relate(sigmoid, inverse=logit)
softplus = function(
    "softplus", 1,
    rules=[lambda g, y, x: g * sigmoid(x)],
    float64=lazy_kernel("logistic", "softplus"),
    numerics=Numerics(definition=lambda x: log1p(exp(x))),
    doc=Doc("log(1 + exp(x))", ALL),
    samples=MODERATE)
logaddexp = function(
    "logaddexp", 2,
    rules=[
        lambda g, y, a, b: g * logistic_share(a, b),
        lambda g, y, a, b: g * logistic_share(b, a),
    ],
    float64=lazy_kernel("logistic", "logaddexp"),
    numerics=Numerics(definition=lambda a, b: a + softplus(b - a)),
    doc=Doc("log(exp(a) + exp(b)), without overflow", ALL),
    samples=PAIRS)


def _silu_jerk(g: "Ref", y: "Ref", x: "Ref") -> "Ref":
    t = tanh(x / 2)
    return -g * (t * y + logistic_density(x, 0) * (t + x * sech(x / 2) ** 2 / 2))


silu_curvature = kernel(
    "silu_curvature", 1,
    rules=[_silu_jerk],
    float64=lazy_kernel("logistic", "silu_curvature"),
    numerics=Numerics(definition=lambda x: sigmoid(x) * sigmoid(-x) * (2 - x * tanh(x / 2))),
    doc=Doc("the second derivative of silu", ALL),
    samples=TAILS)
silu_slope = kernel(
    "silu_slope", 1,
    rules=[lambda g, y, x: g * silu_curvature(x)],
    float64=lazy_kernel("logistic", "silu_slope"),
    numerics=Numerics(definition=lambda x: sigmoid(x) * (1 + x * sigmoid(-x))),
    doc=Doc("the derivative of silu", ALL),
    samples=TAILS)
silu = function(
    "silu", 1,
    rules=[lambda g, y, x: g * silu_slope(x)],
    float64=lazy_kernel("logistic", "silu"),
    numerics=Numerics(exact=exact_only_at(0, 0), definition=lambda x: x * sigmoid(x)),
    doc=Doc("x*sigmoid(x)", ALL),
    samples=TAILS)
gelu_curvature = kernel(
    "gelu_curvature", 1,
    rules=[lambda g, y, x: g * normpdf(x) * x * (x ** 2 - 4)],
    float64=lazy_kernel("gauss", "gelu_curvature"),
    numerics=Numerics(definition=lambda x: normpdf(x) * (2 - x ** 2)),
    doc=Doc("the second derivative of gelu", ALL),
    samples=TAILS)
gelu_slope = kernel(
    "gelu_slope", 1,
    rules=[lambda g, y, x: g * gelu_curvature(x)],
    float64=lazy_kernel("gauss", "gelu_slope"),
    numerics=Numerics(definition=lambda x: normcdf(x) + x * normpdf(x)),
    doc=Doc("the derivative of gelu", ALL),
    samples=TAILS)
gelu = function(
    "gelu", 1,
    rules=[lambda g, y, x: g * gelu_slope(x)],
    float64=lazy_kernel("gauss", "gelu"),
    numerics=Numerics(exact=exact_only_at(0, 0), definition=lambda x: x * normcdf(x)),
    doc=Doc("x*normcdf(x)", ALL),
    samples=TAILS)
