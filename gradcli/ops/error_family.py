"""Rows of relatives of the error function: inverses, erfc without its decay, the integrals of exp(x**2)."""

import math

from gradcli.core.constructors import derived_rules, function, kernel, relate
from gradcli.core.facets import Doc, Laws, Notation, Numerics, Singular, Torch, exact_only_at
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.numeric.nearest import nearest
from gradcli.ops.constants import pi
from gradcli.ops.elementary import exp, sqrt
from gradcli.ops.points import TINY
from gradcli.ops.special import erf, erfc

ALL, TAME = "all numbers", [-0.7, 0.3, 0.9]
UNIT = [x for x in TINY if abs(x) > 1e-300] + [-0.7, 0.3, 0.49, 0.9, -0.99999999, 1 - 2.0**-53]
TAILS = [1e-300, 1e-100, 1e-16, 0.03, 0.3, 0.7, 1 + 2.0**-52, 1.7, 1.9999999]
BOTH = [*(x for x in TINY if abs(x) > 1e-300), -20.0, -4.5, -0.7, 0.3, 0.49, 0.51, 1.7, 4.5, 27.5]

erfinv_slope = kernel(
    "erfinv_slope", 1,
    rules=[lambda g, y, x: 2 * g * erfinv(x) * y * y],
    float64=lazy_kernel("quantiles", "erfinv_slope"),
    numerics=Numerics(definition=lambda x: sqrt(x.apply(pi)) / 2 * exp(erfinv(x) ** 2)),
    singular=Singular(poles=lambda x: abs(x) == 1),
    doc=Doc("the derivative of erfinv", "-1 < x < 1"),
    samples=UNIT)
erfinv: Primitive = function(
    "erfinv", 1,
    rules=[lambda g, y, x: g * erfinv_slope(x)],
    float64=lazy_kernel("quantiles", "erfinv"),
    numerics=Numerics(exact=exact_only_at(0, 0), arb="erfinv"),
    singular=Singular(poles=lambda x: abs(x) == 1),
    laws=Laws(parity=-1, inverse=erf),
    notation=Notation(r"\operatorname{erf}^{-1}", foreign_names="erf_inv"),
    doc=Doc("inverse of erf", "-1 < x < 1"),
    samples=UNIT)
erfcinv_slope = kernel(
    "erfcinv_slope", 1,
    rules=[lambda g, y, x: 2 * g * erfcinv(x) * y * y],
    float64=lazy_kernel("quantiles", "erfcinv_slope"),
    numerics=Numerics(definition=lambda x: -sqrt(x.apply(pi)) / 2 * exp(erfcinv(x) ** 2)),
    singular=Singular(poles=lambda x: x in (0, 2)),
    doc=Doc("the derivative of erfcinv", "0 < x < 2"),
    samples=[x for x in TAILS if x > 1e-120])
erfcinv: Primitive = function(
    "erfcinv", 1,
    rules=[lambda g, y, x: g * erfcinv_slope(x)],
    float64=lazy_kernel("quantiles", "erfcinv"),
    numerics=Numerics(exact=exact_only_at(1, 0), arb="erfcinv"),
    singular=Singular(poles=lambda x: x in (0, 2)),
    laws=Laws(inverse=erfc),
    notation=Notation(r"\operatorname{erfc}^{-1}"),
    doc=Doc("inverse of erfc", "0 < x < 2"),
    samples=[x for x in TAILS if x > 1e-120])
relate(erf, inverse=erfinv)
relate(erfc, inverse=erfcinv)
# 2*x*y - 2/sqrt(pi) cancels for a large x, and so does the next derivative
erfcx_curvature = kernel(
    "erfcx_curvature", 1,
    rules=derived_rules(lambda x: 2 * erfcx(x) + 2 * x * (2 * x * erfcx(x) - 2 / sqrt(x.apply(pi))), 1),
    float64=lazy_kernel("mills", "erfcx_curvature"),
    numerics=Numerics(definition=lambda x: (2 + 4 * x ** 2) * erfcx(x) - 4 * x / sqrt(x.apply(pi))),
    doc=Doc("the second derivative of erfcx", ALL),
    samples=TAME)
erfcx_slope = kernel(
    "erfcx_slope", 1,
    rules=[lambda g, y, x: g * erfcx_curvature(x)],
    float64=lazy_kernel("mills", "erfcx_slope"),
    numerics=Numerics(definition=lambda x: 2 * x * erfcx(x) - 2 / sqrt(x.apply(pi))),
    doc=Doc("the derivative of erfcx", ALL),
    samples=BOTH)
erfcx: Primitive = function(
    "erfcx", 1,
    rules=[lambda g, y, x: g * erfcx_slope(x)],
    float64=lazy_kernel("mills", "erfcx"),
    numerics=Numerics(exact=exact_only_at(0, 1), definition=lambda x: exp(x ** 2) * erfc(x)),
    torch=Torch("SpecialErfcxBackward0"),
    doc=Doc("exp(x**2)*erfc(x), without underflow", ALL),
    samples=BOTH)
erfi_slope = kernel(
    "erfi_slope", 1,
    rules=[lambda g, y, x: 2 * g * x * y],
    float64=lazy_kernel("mills", "erfi_slope"),
    numerics=Numerics(definition=lambda x: 2 * exp(x ** 2) / sqrt(x.apply(pi))),
    doc=Doc("2/sqrt(pi)*exp(x**2)", ALL),
    samples=[x for x in BOTH if abs(x) < 25])
erfi = function(
    "erfi", 1,
    rules=[lambda g, y, x: g * erfi_slope(x)],
    float64=nearest("decimal_error", "erfi", -math.inf, math.inf),
    numerics=Numerics(exact=exact_only_at(0, 0), arb="erfi"),
    laws=Laws(parity=-1),
    doc=Doc("imaginary error function, 2/sqrt(pi) times the integral of exp(t**2) from 0 to x", ALL),
    samples=[x for x in BOTH if abs(x) < 25])
dawsn_curvature = kernel(
    "dawsn_curvature", 1,
    rules=derived_rules(lambda x: -2 * dawsn(x) - 2 * x * (1 - 2 * x * dawsn(x)), 1),
    float64=nearest("decimal_error", "dawsn_curvature", -0.0, 0.0),
    numerics=Numerics(definition=lambda x: -2 * dawsn(x) - 2 * x * (1 - 2 * x * dawsn(x))),
    doc=Doc("the second derivative of dawsn", ALL),
    samples=TAME)
dawsn_slope = kernel(
    "dawsn_slope", 1,
    rules=[lambda g, y, x: g * dawsn_curvature(x)],
    float64=nearest("decimal_error", "dawsn_slope", -0.0, -0.0),
    numerics=Numerics(definition=lambda x: 1 - 2 * x * dawsn(x)),
    doc=Doc("the derivative of dawsn", ALL),
    samples=BOTH)
dawsn: Primitive = function(
    "dawsn", 1,
    rules=[lambda g, y, x: g * dawsn_slope(x)],
    float64=nearest("decimal_error", "dawsn", -0.0, 0.0),
    numerics=Numerics(exact=exact_only_at(0, 0), definition=lambda x: sqrt(x.apply(pi)) / 2 * exp(-x ** 2) * erfi(x)),
    laws=Laws(parity=-1),
    notation=Notation(synonyms="dawson"),
    doc=Doc("Dawson's integral, exp(-x**2) times the integral of exp(t**2) from 0 to x", ALL),
    samples=BOTH)
