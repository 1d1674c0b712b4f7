"""Rows of the normal distribution."""

from gradcli.core.constructors import function, kernel
from gradcli.core.facets import Doc, Laws, Notation, Numerics
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.ops.constants import pi
from gradcli.ops.elementary import exp, sqrt
from gradcli.ops.points import MODERATE
from gradcli.ops.special import erfc

ALL = "all numbers"
BELL = [*MODERATE, 1.0000001, -9.5, 30.0, -37.2, 1e160]

normpdf_curvature = kernel(
    "normpdf_curvature", 1,
    rules=[lambda g, y, x: g * normpdf_slope(x) * (x ** 2 - 3)],
    float64=lazy_kernel("gauss", "normpdf_curvature"),
    numerics=Numerics(definition=lambda x: (x ** 2 - 1) * normpdf(x)),
    doc=Doc("the second derivative of normpdf", ALL),
    samples=[-2.5, -0.7, 0.3, 1.0000001, 4.5, -37.2])
normpdf_slope: Primitive = kernel(
    "normpdf_slope", 1,
    rules=[lambda g, y, x: g * normpdf_curvature(x)],
    float64=lazy_kernel("gauss", "normpdf_slope"),
    numerics=Numerics(definition=lambda x: -x * normpdf(x)),
    doc=Doc("the derivative of normpdf", ALL),
    samples=BELL)
normpdf: Primitive = function(
    "normpdf", 1,
    rules=[lambda g, y, x: g * normpdf_slope(x)],
    float64=lazy_kernel("gauss", "normpdf"),
    numerics=Numerics(definition=lambda x: exp(-x ** 2 / 2) / sqrt(2 * x.apply(pi))),
    laws=Laws(parity=1),
    notation=Notation(r"\varphi"),
    doc=Doc("density of the standard normal distribution, exp(-x**2/2)/sqrt(2*pi)", ALL),
    samples=BELL)
normcdf = function(
    "normcdf", 1,
    rules=[lambda g, y, x: g * normpdf(x)],
    float64=lazy_kernel("gauss", "normcdf"),
    numerics=Numerics(
        exact=lazy_kernel("rational", "one_half_at_zero"),
        definition=lambda x: erfc(-x / sqrt(x.number(2))) / 2),
    notation=Notation(r"\Phi"),
    doc=Doc("standard normal distribution function", ALL),
    samples=BELL)
