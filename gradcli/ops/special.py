"""Rows of the error function and of the activation functions."""

import math

from gradcli.core.primitive import primitive
from gradcli.ops.elementary import exp, sqrt


def _sigmoid(x: float) -> float:
    e = math.exp(-abs(x))
    return (1 if x >= 0 else e) / (1 + e)


def _two_over_root_pi(x):
    from gradcli.core.primitive import FUNCTIONS

    return 2 / sqrt(x.apply(FUNCTIONS["pi"]))


erf = primitive("erf", 1, [lambda g, y, x: g * _two_over_root_pi(x) * exp(-x ** 2)], at=[-0.7, 2.0])
erfc = primitive("erfc", 1, [lambda g, y, x: -g * _two_over_root_pi(x) * exp(-x ** 2)], at=[-0.7, 2.0])
# s(x)s(-x), not s(1-s), which is 0 at 37
sigmoid = primitive("sigmoid", 1, [lambda g, y, x: g * y * sigmoid(-x)], _sigmoid, at=[-40.0, 0.3, 40.0])
softplus = primitive("softplus", 1, [lambda g, y, x: g * sigmoid(x)],
                     lambda x: max(x, 0.0) + math.log1p(math.exp(-abs(x))), at=[-2.0, 22.0])
silu = primitive("silu", 1, [lambda g, y, x: g * sigmoid(x) * (1 + x * sigmoid(-x))],
                 lambda x: x * _sigmoid(x), at=[-2.0, 3.0])
