"""Rows of the hyperbolic functions and their inverses."""

import math

from gradcli.core import ieee
from gradcli.core.primitive import primitive
from gradcli.ops.elementary import hypot, sqrt

sinh = primitive("sinh", 1, [lambda g, y, x: g * cosh(x)],
                 lambda x: math.copysign(math.inf, x) if abs(x) > 711 else math.sinh(x), at=[-0.7, 2.0])
cosh = primitive("cosh", 1, [lambda g, y, x: g * sinh(x)], at=[-0.7, 2.0])
# 1 - y**2 is 0 at 20; squaring the quotient, not cosh, keeps it from overflowing at 356
tanh = primitive("tanh", 1, [lambda g, y, x: g * (1 / cosh(x)) ** 2], at=[-20.0, -0.3, 0.0, 1.5])
asinh = primitive("asinh", 1, [lambda g, y, x: g / hypot(1, x)], synonyms="arcsinh", at=[-0.7, 2.0])
acosh = primitive("acosh", 1, [lambda g, y, x: g / (sqrt(x - 1) * sqrt(x + 1))], synonyms="arccosh", at=[1.5, 2.0])
atanh = primitive("atanh", 1, [lambda g, y, x: g / ((1 - x) * (1 + x))],
                  lambda x: math.copysign(math.inf, x) if abs(x) == 1 else ieee.total(math.atanh)(x),
                  synonyms="arctanh", at=[-0.7, 0.2])
