"""Rows of roots, exponentials and logarithms."""

import math

from gradcli.core import ieee
from gradcli.core.primitive import primitive

sqrt = primitive("sqrt", 1, [lambda g, y, x: g / (2 * y)], at=[0.25, 2.0])
cbrt = primitive("cbrt", 1, [lambda g, y, x: g / (3 * y ** 2)], at=[-8.0, 0.3])
exp = primitive("exp", 1, [lambda g, y, x: g * y], at=[-2.0, 0.5])
exp2 = primitive("exp2", 1, [lambda g, y, x: g * y * log(x.number(2))], at=[-2.0, 0.5])
expm1 = primitive("expm1", 1, [lambda g, y, x: g * exp(x)], at=[-40.0, 0.5])  # y + 1 is 0 at -40
log = primitive("log", 1, [lambda g, y, x: g / x], ieee.logarithm(math.log), synonyms="ln", at=[0.5, 3.0])
log2 = primitive("log2", 1, [lambda g, y, x: g / x / log(x.number(2))], ieee.logarithm(math.log2), at=[0.5, 3.0])
log10 = primitive("log10", 1, [lambda g, y, x: g / x / log(x.number(10))], ieee.logarithm(math.log10), at=[0.5, 3.0])
log1p = primitive("log1p", 1, [lambda g, y, x: g / (1 + x)],
                  lambda x: -math.inf if x == -1 else ieee.total(math.log1p)(x), at=[-0.5, 3.0], grad_fn="Log1PBackward0")
hypot = primitive("hypot", 2, [lambda g, y, a, b: g * (a / y), lambda g, y, a, b: g * (b / y)], math.hypot,
                  at=[(3.0, 4.0)])
