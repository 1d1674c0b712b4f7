"""Rows of roots, exponentials and logarithms."""

import math
from typing import TYPE_CHECKING

from gradcli.core.constructors import constant, function, kernel, relate
from gradcli.core.facets import Doc, Laws, Notation, Numerics, Singular, Torch, exact_only_at
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.numeric import ieee
from gradcli.numeric.ieee import with_poles
from gradcli.ops.points import MODERATE, OPEN_UNIT, POSITIVE, REALS

if TYPE_CHECKING:
    from gradcli.core.operand import Operand

slopes_of_reciprocal_log = lazy_kernel("powers", "slopes_of_reciprocal_log")
ALL, ABOVE_0 = "all numbers", "x > 0"

sqrt = function(
    "sqrt", 1,
    rules=[lambda g, y, x: g / (2 * y)],
    numerics=Numerics(exact=lazy_kernel("rational", "sqrt"), arb="sqrt"),
    laws=Laws(monomial=(0.5,)),
    notation=Notation(r"\sqrt{#1}", synonyms="√"),
    doc=Doc("square root", "x >= 0"),
    samples=POSITIVE)
cbrt_slope = kernel(
    "cbrt_slope", 1,
    rules=[lambda g, y, x: -2 * g * y / (3 * x)],
    float64=lazy_kernel("powers", "cbrt_slope"),
    numerics=Numerics(definition=lambda x: 1 / (3 * cbrt(x) ** 2)),
    singular=Singular(poles=lambda x: x == 0),
    doc=Doc("the derivative of cbrt", "x != 0"),
    samples=REALS)
cbrt: Primitive = function(
    "cbrt", 1,
    rules=[lambda g, y, x: g * cbrt_slope(x)],
    float64=lazy_kernel("powers", "cbrt"),
    numerics=Numerics(
        exact=lazy_kernel("rational", "cbrt"),
        definition=lambda x: exp(log(x) / 3) if x > 0 else -exp(log(-x) / 3)),
    laws=Laws(parity=-1, odd_root=3),
    notation=Notation(r"\sqrt[3]{#1}", synonyms="∛"),
    doc=Doc("cube root, of negative numbers too", ALL),
    samples=REALS)
exp: Primitive = function(
    "exp", 1,
    rules=[lambda g, y, x: g * y],
    numerics=Numerics(exact=exact_only_at(0, 1), arb="exp"),
    laws=Laws(exponential=True),
    notation=Notation("e^{#1}"),
    doc=Doc("e**x", ALL),
    samples=MODERATE)
exp2 = function(
    "exp2", 1,
    rules=[lambda g, y, x: g * y * log(x.number(2))],
    numerics=Numerics(exact=lazy_kernel("rational", "exp2"), definition=lambda x: 2**x),
    laws=Laws(exponential=True),
    doc=Doc("2**x", ALL),
    samples=MODERATE)
expm1 = function(
    "expm1", 1,
    rules=[lambda g, y, x: g * exp(x)],
    numerics=Numerics(exact=exact_only_at(0, 0), arb="expm1", arb_series=lambda x: exp(x) - 1),
    doc=Doc("exp(x) - 1, exact beside 0", ALL),
    samples=MODERATE)
constant(
    "e", math.e,
    numerics=Numerics(definition=lambda on: exp(on.number(1))),
    notation=Notation("e"),
    doc="the base of natural logarithms")
log: Primitive = function(
    "log", 1,
    rules=[lambda g, y, x: g / x],
    float64=ieee.log,
    numerics=Numerics(exact=exact_only_at(1, 0), arb="log"),
    singular=Singular(poles=lambda x: x == 0),
    laws=Laws(inverse=exp),
    notation=Notation(r"\log", synonyms="ln"),
    doc=Doc("natural logarithm", ABOVE_0),
    samples=POSITIVE)
relate(exp, inverse=log)
# dividing by the constant first keeps 1/x from overflowing on its own
log2 = function(
    "log2", 1,
    rules=[lambda g, y, x: g / log(x.number(2)) / x],
    float64=with_poles(math.log2, (0.0, -math.inf)),
    numerics=Numerics(exact=lazy_kernel("rational", "log2"), definition=lambda x: log(x) / log(x.number(2))),
    singular=Singular(poles=log.singular.poles),
    laws=Laws(inverse=exp2),
    notation=Notation(r"\log_{2}", foreign_names="lb"),
    doc=Doc("logarithm to base 2", ABOVE_0),
    samples=POSITIVE)
relate(exp2, inverse=log2)
log10 = function(
    "log10", 1,
    rules=[lambda g, y, x: g / log(x.number(10)) / x],
    float64=with_poles(math.log10, (0.0, -math.inf)),
    numerics=Numerics(exact=lazy_kernel("rational", "log10"), definition=lambda x: log(x) / log(x.number(10))),
    singular=Singular(poles=log.singular.poles),
    notation=Notation(r"\log_{10}", foreign_names="lg"),
    doc=Doc("logarithm to base 10", ABOVE_0),
    samples=POSITIVE)
log1p = function(
    "log1p", 1,
    rules=[lambda g, y, x: g / (1 + x)],
    float64=with_poles(math.log1p, (-1.0, -math.inf)),
    numerics=Numerics(exact=exact_only_at(0, 0), arb="log1p", arb_series=lambda x: log(1 + x)),
    singular=Singular(poles=lambda x: x == -1),
    laws=Laws(inverse=expm1),
    torch=Torch("Log1PBackward0"),
    doc=Doc("log(1 + x), exact beside 0", "x > -1"),
    samples=[*OPEN_UNIT, *POSITIVE])
relate(expm1, inverse=log1p)


def _reciprocal_log(a: "Operand", x: "Operand", order: int) -> "Operand":
    """Write a*p(log(x)) / (x**k*log(x)**(k + 1)), with the polynomial p that the k-th slope of 1/log(x) has."""
    t = log(x)
    terms = [t ** i * c if i else x.number(c) for i, c in enumerate(slopes_of_reciprocal_log(order)) if c]
    written: Operand = a * sum(terms[1:], terms[0]) / (x ** order * t ** (order + 1))
    return written


# beside exp(-2) the quotient's second derivative would cancel; with the factor within it is no larger than the whole
reciprocal_log: Primitive = kernel(
    "reciprocal_log", 2,
    rules=[
        lambda g, y, a, x: reciprocal_log(g, x, attribute=y.attribute),
        lambda g, y, a, x: reciprocal_log(g * a, x, attribute=y.attribute + 1),
    ],
    float64=lazy_kernel("powers", "reciprocal_log"),
    numerics=Numerics(definition=_reciprocal_log),
    singular=Singular(poles=lambda a, x, k: x == 1 and a != 0),
    doc=Doc("a times the derivative of 1/log(x), taken so often", "x > 0, x != 1"),
    samples=[(1e-12, 1e-314), *((-2.0, x) for x in POSITIVE)],
    sampled=1)
# 1/x alone, which its slope in the base would be, may overflow
log_slope: Primitive = kernel(
    "log_slope", 3,
    rules=[
        lambda g, y, c, x, base: log_slope(g, x, base),
        lambda g, y, c, x, base: -g * y / x,
        lambda g, y, c, x, base: reciprocal_log(g * c, base, attribute=1) / x,
    ],
    float64=lambda c, x, base: ieee.divide(ieee.divide(c, ieee.log(base)), x),
    numerics=Numerics(definition=lambda c, x, base: c / log(base) / x),
    singular=Singular(poles=lambda c, x, base: (x == 0 or base == 1) and c != 0),
    doc=Doc("c/log(base)/x", "x != 0, base > 0, base != 1"),
    samples=[(1.0, 243.0, 3.0), (-2.0, 0.3, 10.0), (1.0, 1e-300, 7.0), (1e-200, 1e-310, 7.0)])
log_to_base = function(
    "log", 2,
    rules=[
        lambda g, y, x, base: log_slope(g, x, base),
        lambda g, y, x, base: reciprocal_log(g * log(x), base, attribute=1),
    ],
    float64=lazy_kernel("powers", "logarithm"),
    numerics=Numerics(exact=lazy_kernel("rational", "logarithm"), definition=lambda x, base: log(x) / log(base)),
    singular=Singular(poles=lambda x, base: x == 0 or base == 1),
    torch=Torch("LogBackward1"),
    notation=Notation(r"\log_{#2}\left(#1\right)"),
    doc=Doc("logarithm to a base", "x > 0, base > 0, base != 1"),
    samples=[(243.0, 3.0), (0.3, 10.0), (1e-300, 7.0), (1e300, 1e-10), (3.0, 1.0000001)])
