"""Rows of the normal distribution's quantiles and of the logarithm of its distribution function."""

from typing import TYPE_CHECKING

from gradcli.core.constructors import derived_rules, function, kernel, relate
from gradcli.core.facets import Doc, Laws, Notation, Numerics, Singular, Torch
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.ops.constants import pi
from gradcli.ops.elementary import exp, log, sqrt
from gradcli.ops.error_family import erfcinv
from gradcli.ops.points import TINY
from gradcli.ops.statistics import normcdf, normpdf

if TYPE_CHECKING:
    from gradcli.core.operand import Operand

ALL, SHARES = "all numbers", [1e-100, 1e-16, 0.03, 0.3, 0.7, 0.4999, 0.98, 1 - 2.0**-53]
BELL = [*(x for x in TINY if abs(x) > 1e-300), -37.0, -50.0, -4.5, -0.7, 0.3, 0.81, 2.5, 9.0]

ndtri_slope = kernel(
    "ndtri_slope", 1,
    rules=[lambda g, y, x: g * ndtri(x) * y * y],
    float64=lazy_kernel("quantiles", "ndtri_slope"),
    numerics=Numerics(definition=lambda x: sqrt(2 * x.apply(pi)) * exp(ndtri(x) ** 2 / 2)),
    singular=Singular(poles=lambda x: x in (0, 1)),
    doc=Doc("the derivative of ndtri", "0 < x < 1"),
    samples=SHARES)
ndtri: Primitive = function(
    "ndtri", 1,
    rules=[lambda g, y, x: g * ndtri_slope(x)],
    float64=lazy_kernel("quantiles", "ndtri"),
    numerics=Numerics(exact=lambda x: 0 if 2 * x == 1 else None, definition=lambda x: -sqrt(x.number(2)) * erfcinv(2 * x)),
    singular=Singular(poles=lambda x: x in (0, 1)),
    laws=Laws(inverse=normcdf),
    torch=Torch("SpecialNdtriBackward0"),
    notation=Notation(r"\Phi^{-1}", foreign_names="norminv probit"),
    doc=Doc("quantile of the standard normal distribution, the inverse of normcdf", "0 < x < 1"),
    samples=SHARES)
relate(normcdf, inverse=ndtri)


def _ratio(x: "Operand") -> "Operand":
    return normpdf(x) / normcdf(x)


# x + h cancels in the left tail, where the derivative goes to -1
inverse_mills_slope = kernel(
    "inverse_mills_slope", 1,
    rules=derived_rules(lambda x: -inverse_mills(x) * (x + inverse_mills(x)), 1),
    float64=lazy_kernel("mills", "inverse_mills_slope"),
    numerics=Numerics(definition=lambda x: -_ratio(x) * (x + _ratio(x))),
    doc=Doc("the derivative of inverse_mills", ALL),
    samples=[-0.7, 0.3, 2.5])
inverse_mills: Primitive = kernel(
    "inverse_mills", 1,
    rules=[lambda g, y, x: g * inverse_mills_slope(x)],
    float64=lazy_kernel("mills", "inverse_mills"),
    numerics=Numerics(definition=_ratio),
    doc=Doc("the inverse of Mills's ratio, normpdf(x)/normcdf(x)", ALL),
    samples=BELL)
log_ndtr = function(
    "log_ndtr", 1,
    rules=[lambda g, y, x: g * inverse_mills(x)],
    float64=lazy_kernel("mills", "log_ndtr"),
    numerics=Numerics(definition=lambda x: log(normcdf(x))),
    torch=Torch("SpecialLogNdtrBackward0"),
    doc=Doc("log(normcdf(x)), without underflow", ALL),
    samples=BELL)
