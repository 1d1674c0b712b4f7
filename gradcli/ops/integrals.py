"""Rows of exponential, trigonometric, Fresnel and elliptic integrals."""

import math
from typing import TYPE_CHECKING, Any

from gradcli.core.constructors import derived_rules, function, kernel
from gradcli.core.facets import Doc, Laws, Notation, Numerics, Singular, exact_only_at
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.numeric.ieee import divide
from gradcli.numeric.nearest import nearest, nearest_slope
from gradcli.ops.constants import pi
from gradcli.ops.elementary import exp, log
from gradcli.ops.trigonometric import cos, sin

if TYPE_CHECKING:
    from gradcli.core.operand import Operand

ALL, ABOVE_0 = "all numbers", "x > 0"
LINE = [1e-8, -0.7, 0.3, 2.5, -4.5, 20.0]
POSITIVE = [abs(x) for x in LINE]
PARTS = [1e-16, -0.7, 0.3, 0.9, -20.0, 1 - 2.0**-40]
SERIES = lazy_kernel("balls", "elliptic")

expi_slope = kernel(
    "expi_slope", 1,
    rules=[lambda g, y, x: g * y * (x - 1) / x],
    float64=lambda x: divide(exp.float64(x), x),
    numerics=Numerics(definition=lambda x: exp(x) / x),
    singular=Singular(poles=lambda x: x == 0),
    doc=Doc("exp(x)/x", "x != 0"),
    samples=[*LINE, 1.0000001])
expi = function(
    "expi", 1,
    rules=[lambda g, y, x: g * expi_slope(x)],
    float64=nearest("decimal_integrals", "expi", -0.0, math.inf),
    numerics=Numerics(arb="ei"),
    singular=Singular(poles=lambda x: x == 0),
    notation=Notation(r"\operatorname{Ei}", foreign_names="ei"),
    doc=Doc("exponential integral, of exp(t)/t up to x", "x != 0"),
    samples=LINE)
li = function(
    "li", 1,
    rules=[lambda g, y, x: g / log(x)],
    float64=nearest("decimal_integrals", "li", right=math.inf),
    numerics=Numerics(exact=exact_only_at(0, 0), arb="li"),
    singular=Singular(poles=lambda x: x == 1),
    doc=Doc("logarithmic integral, of 1/log(t) from 0 to x", "x >= 0, x != 1"),
    samples=[0.03, 0.3, 0.999, 1.7, 20.0, 1e8])
# x*cos(x) - sin(x) cancels beside 0 and its zeros
si_curvature = kernel(
    "si_curvature", 1,
    rules=derived_rules(lambda x: (x * cos(x) - sin(x)) / x ** 2, 1),
    float64=nearest("decimal_integrals", "si_curvature", 0.0, 0.0),
    numerics=Numerics(definition=lambda x: (x * cos(x) - sin(x)) / x ** 2, at_singularity=lambda x: x if x == 0 else None),
    doc=Doc("the derivative of sin(x)/x", ALL),
    samples=[-2.5, 1.7, 20.0])
si_slope = kernel(
    "si_slope", 1,
    rules=[lambda g, y, x: g * si_curvature(x)],
    float64=lambda x: divide(sin.float64(x), x) if x else 1.0,
    numerics=Numerics(definition=lambda x: sin(x) / x, at_singularity=lambda x: x + 1 if x == 0 else None),
    doc=Doc("sin(x)/x", ALL),
    samples=LINE)
si = function(
    "si", 1,
    rules=[lambda g, y, x: g * si_slope(x)],
    float64=nearest("decimal_integrals", "si", -math.pi / 2, math.pi / 2),
    numerics=Numerics(exact=exact_only_at(0, 0), arb="si"),
    laws=Laws(parity=-1),
    notation=Notation(r"\operatorname{Si}"),
    doc=Doc("sine integral, of sin(t)/t from 0 to x", ALL),
    samples=LINE)
ci_curvature = kernel(
    "ci_curvature", 1,
    rules=derived_rules(lambda x: -(x * sin(x) + cos(x)) / x ** 2, 1),
    float64=nearest("decimal_integrals", "ci_curvature", 0.0, 0.0),
    numerics=Numerics(definition=lambda x: -(x * sin(x) + cos(x)) / x ** 2),
    singular=Singular(poles=lambda x: x == 0),
    doc=Doc("the derivative of cos(x)/x", "x != 0"),
    samples=[0.3, 1.7, 20.0])
ci_slope = kernel(
    "ci_slope", 1,
    rules=[lambda g, y, x: g * ci_curvature(x)],
    float64=lambda x: divide(cos.float64(x), x),
    numerics=Numerics(definition=lambda x: cos(x) / x),
    singular=Singular(poles=lambda x: x == 0),
    doc=Doc("cos(x)/x", "x != 0"),
    samples=LINE)
ci = function(
    "ci", 1,
    rules=[lambda g, y, x: g * ci_slope(x)],
    float64=nearest("decimal_integrals", "ci", right=0.0),
    numerics=Numerics(arb="ci"),
    singular=Singular(poles=lambda x: x == 0),
    notation=Notation(r"\operatorname{Ci}"),
    doc=Doc("cosine integral, of cos(t)/t from infinity to x", ABOVE_0),
    samples=POSITIVE)


def _quarter_turns(x: "Operand") -> Any:
    return x.apply(pi) * x ** 2 / 2


fresnel_sine: Primitive = kernel(
    "fresnel_sine", 1,
    rules=[lambda g, y, x: g * (x.apply(pi) * x) * fresnel_cosine(x)],
    float64=nearest("decimal_integrals", "fresnel_sine"),
    numerics=Numerics(definition=lambda x: sin(_quarter_turns(x))),
    doc=Doc("sin(pi*x**2/2)", ALL),
    samples=LINE[1:-1])
fresnel_cosine: Primitive = kernel(
    "fresnel_cosine", 1,
    rules=[lambda g, y, x: -g * (x.apply(pi) * x) * fresnel_sine(x)],
    float64=nearest("decimal_integrals", "fresnel_cosine"),
    numerics=Numerics(definition=lambda x: cos(_quarter_turns(x))),
    doc=Doc("cos(pi*x**2/2)", ALL),
    samples=LINE[1:-1])
fresnels = function(
    "fresnels", 1,
    rules=[lambda g, y, x: g * fresnel_sine(x)],
    float64=nearest("decimal_integrals", "fresnels", -0.5, 0.5),
    numerics=Numerics(exact=exact_only_at(0, 0), arb="fresnel_s"),
    laws=Laws(parity=-1),
    notation=Notation("S"),
    doc=Doc("Fresnel integral, of sin(pi*t**2/2) from 0 to x", ALL),
    samples=LINE[1:-1])
fresnelc = function(
    "fresnelc", 1,
    rules=[lambda g, y, x: g * fresnel_cosine(x)],
    float64=nearest("decimal_integrals", "fresnelc", -0.5, 0.5),
    numerics=Numerics(exact=exact_only_at(0, 0), arb="fresnel_c"),
    laws=Laws(parity=-1),
    notation=Notation("C"),
    doc=Doc("Fresnel integral, of cos(pi*t**2/2) from 0 to x", ALL),
    samples=LINE[1:-1])


def _elliptic(m: "Operand", order: int, second: bool) -> Any:
    """Write a derivative of ellipk, or of ellipe, by their differential equation, differentiated."""
    k, e = ellipk(m), ellipe(m)
    low: Any = e if second else k
    high: Any = (e - k) / (2 * m) if second else (e - (1 - m) * k) / (2 * m * (1 - m))
    for n in range(1, order):
        slope, size = n - (2 * n - 1 + (not second)) * m, 4 * (n - 1) ** 2 - 1 if second else (2 * n - 1) ** 2
        low, high = high, (low * size / 4 - slope * high) / (m * (1 - m))
    return high


def _elliptic_at_0(m: "Operand", order: int, second: bool) -> Any:
    """Write a derivative at 0, by the series in m: https://dlmf.nist.gov/19.5.E1 and E2."""
    size = math.comb(2 * order, order) ** 2 * math.factorial(order)
    return m.apply(pi) * size / (2 * 16**order * (1 - 2 * order if second else 1))


def _elliptic_slope(name: str, second: bool, end: float) -> Primitive:
    """Make the hidden row of the derivatives of all orders."""
    row = kernel(
        name, 1,
        rules=[lambda g, y, m: g * row(m, attribute=y.attribute + 1)],
        float64=nearest_slope("decimal_integrals", "elliptic", second, left=end),
        numerics=Numerics(
            definition=lambda m, order: _elliptic(m, order, second),
            at_singularity=lambda m, order: _elliptic_at_0(m, order, second) if m == 0 else None),
        singular=Singular(poles=lambda m, order: m == 1),
        doc=Doc(f"the derivatives of {name.removesuffix('_slope')}", "m < 1"),
        samples=[*PARTS[1:-1], 0.5001],
        sampled=1)
    return row


ellipk_slope = _elliptic_slope("ellipk_slope", False, 0.0)
ellipk: Primitive = function(
    "ellipk", 1,
    rules=[lambda g, y, m: g * ellipk_slope(m, attribute=1)],
    float64=lazy_kernel("elliptic", "ellipk"),
    numerics=Numerics(definition=lambda m: m.native(SERIES, 0, 0)),
    singular=Singular(poles=lambda m: m == 1),
    notation=Notation("K"),
    doc=Doc("complete elliptic integral of the first kind, of the parameter m = k**2", "m < 1"),
    samples=PARTS)
ellipe_slope = _elliptic_slope("ellipe_slope", True, -0.0)
ellipe: Primitive = function(
    "ellipe", 1,
    rules=[lambda g, y, m: g * ellipe_slope(m, attribute=1)],
    float64=nearest("decimal_integrals", "ellipe", left=math.inf),
    numerics=Numerics(exact=exact_only_at(1, 1), definition=lambda m: m.native(SERIES, 1, 0)),
    notation=Notation("E"),
    doc=Doc("complete elliptic integral of the second kind, of the parameter m = k**2", "m <= 1"),
    samples=PARTS)
