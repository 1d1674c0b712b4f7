"""Rows of the circular functions and their inverses."""

import math

from gradcli.core.primitive import primitive
from gradcli.ops.elementary import sqrt

sin = primitive("sin", 1, [lambda g, y, x: g * cos(x)], at=[-0.7, 2.0])
cos = primitive("cos", 1, [lambda g, y, x: -g * sin(x)], at=[-0.7, 2.0])
tan = primitive("tan", 1, [lambda g, y, x: g / cos(x) ** 2], at=[-0.7, 2.0])
asin = primitive("asin", 1, [lambda g, y, x: g / sqrt((1 - x) * (1 + x))], synonyms="arcsin", at=[-0.7, 0.2])
acos = primitive("acos", 1, [lambda g, y, x: -g / sqrt((1 - x) * (1 + x))], synonyms="arccos", at=[-0.7, 0.2])
atan = primitive("atan", 1, [lambda g, y, x: g / (1 + x ** 2)], synonyms="arctan", at=[-0.7, 2.0])
atan2 = primitive("atan2", 2, [lambda g, y, a, b: g * b / (a ** 2 + b ** 2), lambda g, y, a, b: -g * a / (a ** 2 + b ** 2)],
                  math.atan2, synonyms="arctan2", at=[(1.0, -2.0)])
