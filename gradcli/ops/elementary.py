"""Rows of roots, exponentials and logarithms."""

import math

from gradcli.core import ieee
from gradcli.core.ieee import diverging, lazily, only
from gradcli.core.primitive import primitive
from gradcli.ops.points import HALF, LINE, NEAR, UNIT

slopes_of_reciprocal_log = lazily("powers", "slopes_of_reciprocal_log")
ALL, POSITIVE = "all numbers", "x > 0"

sqrt = primitive("sqrt", 1, [lambda g, y, x: g / (2 * y)], synonyms="√", exact=lazily("rational", "sqrt"),
                 powers=(0.5,), at=HALF, latex=r"\sqrt{#1}", doc="square root", domain="x >= 0")
cbrt_slope = primitive("cbrt_slope", 1, [lambda g, y, x: -2 * g * y / (3 * x)], lazily("powers", "cbrt_slope"), hidden=True,
                       means=lambda x: 1 / (3 * cbrt(x) ** 2), at=LINE, poles=lambda x: x == 0,
                       doc="the derivative of cbrt", domain="x != 0")
cbrt = primitive("cbrt", 1, [lambda g, y, x: g * cbrt_slope(x)], lazily("powers", "cbrt"), synonyms="∛",
                 exact=lazily("rational", "cbrt"),
                 reals=lambda x: exp(log(x) / 3) if x > 0 else -exp(log(-x) / 3), parity=-1, folds=3, at=LINE,
                 latex=r"\sqrt[3]{#1}", doc="cube root, of negative numbers too", domain=ALL)
exp = primitive("exp", 1, [lambda g, y, x: g * y], exact=only(0, 1), joins=True, at=NEAR, latex="e^{#1}", doc="e**x",
                domain=ALL)
exp2 = primitive("exp2", 1, [lambda g, y, x: g * y * log(x.number(2))], exact=lazily("rational", "exp2"),
                 reals=lambda x: 2**x, joins=True,
                 at=NEAR, latex="2^{#1}", doc="2**x", domain=ALL)
expm1 = primitive("expm1", 1, [lambda g, y, x: g * exp(x)], exact=only(0, 0), at=NEAR,  # y + 1 is 0 at -40
                  doc="exp(x) - 1, exact beside 0", domain=ALL)
primitive("e", 0, [], lambda: math.e, means=lambda on: exp(on.number(1)), at=[()], latex="e",
          doc="the base of natural logarithms", domain="a constant")
log = primitive("log", 1, [lambda g, y, x: g / x], ieee.log, synonyms="ln", exact=only(1, 0),
                undoes=exp, poles=lambda x: x == 0, at=HALF, latex=r"\log", doc="natural logarithm", domain=POSITIVE)
exp.undoes = log
# dividing by the constant first keeps 1/x from overflowing on its own
log2 = primitive("log2", 1, [lambda g, y, x: g / log(x.number(2)) / x], diverging(math.log2, (0.0, -math.inf)),
                 exact=lazily("rational", "log2"), reals=lambda x: log(x) / log(x.number(2)), undoes=exp2, poles=log.poles,
                 at=HALF, latex=r"\log_{2}",
                 elsewhere="lb", doc="logarithm to base 2", domain=POSITIVE)
exp2.undoes = log2
log10 = primitive("log10", 1, [lambda g, y, x: g / log(x.number(10)) / x], diverging(math.log10, (0.0, -math.inf)),
                  exact=lazily("rational", "log10"), reals=lambda x: log(x) / log(x.number(10)), poles=log.poles, at=HALF,
                  latex=r"\log_{10}",
                  elsewhere="lg", doc="logarithm to base 10", domain=POSITIVE)
log1p = primitive("log1p", 1, [lambda g, y, x: g / (1 + x)], diverging(math.log1p, (-1.0, -math.inf)),
                  exact=only(0, 0), undoes=expm1, poles=lambda x: x == -1, at=[*UNIT, *HALF], grad_fn="Log1PBackward0",
                  doc="log(1 + x), exact beside 0", domain="x > -1")
expm1.undoes = log1p


def _reciprocal_log(a, x, attribute):
    """a*p(log(x)) / (x**k*log(x)**(k + 1)), with p as the slope of that has it."""
    t = log(x)
    terms = [t ** i * c if i else x.number(c) for i, c in enumerate(slopes_of_reciprocal_log(attribute)) if c]
    return a * sum(terms[1:], terms[0]) / (x ** attribute * t ** (attribute + 1))


# beside exp(-2) the quotient's second derivative would cancel; with the factor within it is no larger than the whole
reciprocal_log = primitive(
    "reciprocal_log", 2, [lambda g, y, a, x: reciprocal_log(g, x, attribute=y.attribute),
                          lambda g, y, a, x: reciprocal_log(g * a, x, attribute=y.attribute + 1)],
    lazily("powers", "reciprocal_log"), hidden=True, means=_reciprocal_log,
    at=[(1e-12, 1e-314), *((-2.0, x) for x in HALF)], poles=lambda a, x, k: x == 1 and a != 0,
    doc="a times the derivative of 1/log(x), taken so often", domain="x > 0, x != 1")
# 1/x alone, which its slope in the base would be, may overflow
log_slope = primitive(
    "log_slope", 3, [lambda g, y, c, x, base: log_slope(g, x, base), lambda g, y, c, x, base: -g * y / x,
                     lambda g, y, c, x, base: reciprocal_log(g * c, base, attribute=1) / x],
    lambda c, x, base: ieee.divide(ieee.divide(c, ieee.log(base)), x), hidden=True,
    means=lambda c, x, base: c / log(base) / x, poles=lambda c, x, base: (x == 0 or base == 1) and c != 0,
    at=[(1.0, 243.0, 3.0), (-2.0, 0.3, 10.0), (1.0, 1e-300, 7.0), (1e-200, 1e-310, 7.0)],
    doc="c/log(base)/x", domain="x != 0, base > 0, base != 1")
log_to_base = primitive(
    "log", 2, [lambda g, y, x, base: log_slope(g, x, base),
               lambda g, y, x, base: reciprocal_log(g * log(x), base, attribute=1)],
    lazily("powers", "logarithm"), exact=lazily("rational", "logarithm"),
    reals=lambda x, base: log(x) / log(base), grad_fn="LogBackward1",
    poles=lambda x, base: x == 0 or base == 1,
    at=[(243.0, 3.0), (0.3, 10.0), (1e-300, 7.0), (1e300, 1e-10), (3.0, 1.0000001)],
    latex=r"\log_{#2}\left(#1\right)", doc="logarithm to a base", domain="x > 0, base > 0, base != 1")
