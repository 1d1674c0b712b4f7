"""Rows of arithmetic: + - * / // % **, and what PyTorch records for them."""

import math
import operator

from gradcli.core import ieee
from gradcli.core.primitive import Syntax, primitive

TWO = [(2.0, 3.0), (-1.5, 0.25)]

add = primitive("add", 2, [lambda g, y, a, b: g, lambda g, y, a, b: g], operator.add, exact=operator.add,
                terms=(1, 1), syntax=Syntax("infix", "+", 12, 13), at=TWO)
sub = primitive("sub", 2, [lambda g, y, a, b: g, lambda g, y, a, b: -g], operator.sub, exact=operator.sub,
                terms=(1, -1), syntax=Syntax("infix", "- −", 12, 13), at=TWO,
                grad_fn={"tt": "SubBackward0", "nt": "RsubBackward1"})
mul = primitive("mul", 2, [lambda g, y, a, b: g * b, lambda g, y, a, b: g * a], operator.mul, exact=operator.mul,
                powers=(1, 1), syntax=Syntax("infix", "* × ·", 14, 15), at=TWO)
reciprocal = primitive("reciprocal", 1, [lambda g, y, x: -g * y / x], lambda x: ieee.divide(1.0, x),
                       powers=(-1,), hidden=True, means=lambda x: 1 / x, at=[2.0, -0.5])
# -(a/b)/b keeps the digits that b**2 loses to over- and underflow. A Python number over a tensor is recorded
# by PyTorch as the reciprocal times the number.
div = primitive("div", 2, [lambda g, y, a, b: g / b, lambda g, y, a, b: -g * y / b], ieee.divide,
                powers=(1, -1), syntax=Syntax("infix", "/ ÷", 14, 15), at=TWO,
                records=lambda a, b: reciprocal(b) * a)
floordiv = primitive("floordiv", 2, [None, None],
                     lambda a, b: float(a // b) if b and math.isfinite(a) else ieee.divide(a, b),
                     syntax=Syntax("infix", "//", 14, 15), at=[(7.5, 2.0)], grad_fn="NotImplemented")
remainder = primitive("remainder", 2, [lambda g, y, a, b: g, lambda g, y, a, b: -g * floordiv(a, b)], ieee.remainder,
                      syntax=Syntax("infix", "%", 14, 15), at=[(7.5, 2.0), (-7.0, 3.0)],
                      grad_fn={"tt": "RemainderBackward1", "tn": "RemainderBackward0", "nt": "NotImplemented"})
neg = primitive("neg", 1, [lambda g, y, x: -g], operator.neg, exact=operator.neg,
                terms=(-1,), syntax=Syntax("prefix", "- −", 0, 16), at=[2.0])
pos = primitive("pos", 1, [lambda g, y, x: g], operator.pos, syntax=Syntax("prefix", "+", 0, 16), at=[2.0])


def _exponent_adjoint(g, y, a, b):
    from gradcli.ops.elementary import log
    from gradcli.ops.piecewise import where

    # 0**b is flat for b > 0, where log(0) would give nan; at 0**0 there is no derivative, and nan it is
    return where((a == 0) & (b > 0), 0, where((a == 0) & (b == 0), 0 * log(a), g * y * log(a)))


# The derivative in a as a row of its own: b*a**(b-1) is nan at 0 where a factor is 0.
falling_power = primitive(
    "falling_power", 2,
    [lambda g, y, a, b: g * falling_power(a, b, attribute=y.attribute + 1), None], ieee.falling_power, hidden=True)
power = primitive("pow", 2, [lambda g, y, a, b: g * falling_power(a, b, attribute=1), _exponent_adjoint],
                  ieee.power, syntax=Syntax("infix", "** ^", 19, 18), at=[(2.0, 3.0), (0.7, -1.5)],
                  grad_fn={"tt": "PowBackward1", "tn": "PowBackward0", "nt": "PowBackward2"})
