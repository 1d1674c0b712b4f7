"""Rows of arithmetic: + - * / // % **, and what PyTorch records for them."""

import operator

from gradcli.core import ieee
from gradcli.core.ieee import lazily
from gradcli.core.primitive import Syntax, primitive
from gradcli.ops.points import LINE, PLANE

ALL = "all numbers"
STEPS = [(7.5, 2.0), (-7.0, 3.0), (7.0, -3.0), (0.3, 0.1), (-1e-8, 0.5), (1e16, 3.0), (1e-310, 2.5)]
LOW = (-4.955e-321, -1.4469105410876444e-05)  # whose quotient is subnormal, and the derivatives of it less and less so

quotient = lazily("rational", "quotient")  # Python's own gives a float
add = primitive("add", 2, [lambda g, y, a, b: g, lambda g, y, a, b: g], operator.add, exact=operator.add,
                inline="{0} + {1}", terms=(1, 1), syntax=Syntax("infix", "+", 12, 13), at=PLANE, latex=r"#1 + #2",
                doc="sum", domain=ALL)
sub = primitive("sub", 2, [lambda g, y, a, b: g, lambda g, y, a, b: -g], operator.sub, exact=operator.sub,
                inline="{0} - {1}", terms=(1, -1), identities=(None, 0), syntax=Syntax("infix", "- −", 12, 13), at=PLANE,
                latex=r"#1 - #2", doc="difference", domain=ALL, grad_fn={"tt": "SubBackward0", "nt": "RsubBackward1"})
mul = primitive("mul", 2, [lambda g, y, a, b: g * b, lambda g, y, a, b: g * a], operator.mul, exact=operator.mul,
                inline="{0} * {1}", powers=(1, 1), identities=(1, 1), syntax=Syntax("infix", "* × ·", 14, 15), at=PLANE,
                latex=r"#1 #2", doc="product", domain=ALL)
reciprocal = primitive("reciprocal", 1, [lambda g, y, x: -g * y / x], lambda x: ieee.divide(1.0, x),
                       exact=lambda x: quotient(1, x), powers=(-1,), hidden=True, means=lambda x: 1 / x,
                       poles=lambda x: x == 0, at=LINE, latex=r"\frac{1}{#1}", doc="1/x", domain="x != 0")
# -(a/b)/b keeps the digits that b**2 loses to over- and underflow, but where a/b is subnormal.
over_square = primitive(
    "over_square", 3, [lambda g, y, c, a, b: over_square(g, a, b), lambda g, y, c, a, b: over_square(g, c, b),
                       lambda g, y, c, a, b: over_square(-2 * g * c / b, a, b)],
    ieee.over_square, exact=lambda c, a, b: quotient(c * a, b * b), hidden=True, means=lambda c, a, b: c * (a / b) / b,
    plainly=True,
    inline=f"{{0}}*q/{{2}} if (q := {{1}}/{{2}}) > {ieee.NORMAL} or q < -{ieee.NORMAL} else {{f}}({{0}}, {{1}}, {{2}})",
    poles=lambda c, a, b: b == 0 and c * a != 0, ulps=2, at=[(-1.0, *point) for point in [*PLANE, LOW]], doc="c*a/b**2",
    domain="b != 0")
# A Python number over a tensor is recorded by PyTorch as the reciprocal times the number.
div = primitive("div", 2, [lambda g, y, a, b: g / b, lambda g, y, a, b: over_square(-g, a, b)], ieee.divide, exact=quotient,
                inline="{0} / {1}", reals=operator.truediv, powers=(1, -1), identities=(None, 1),
                syntax=Syntax("infix", "/ ÷", 14, 15), at=[*PLANE, LOW], latex=r"\frac{#1}{#2}", doc="quotient",
                domain="b != 0", poles=lambda a, b: b == 0 and a != 0, records=lambda a, b: reciprocal(b) * a)
floordiv = primitive("floordiv", 2, [None, None], ieee.floor_divide, exact=lambda a, b: a // b if b else None,
                     syntax=Syntax("infix", "//", 14, 15), at=STEPS, grad_fn="NotImplemented",
                     latex=r"\left\lfloor \frac{#1}{#2} \right\rfloor", doc="the floor of a/b", domain="b != 0",
                     convention="the derivative is 0, at a jump too", poles=div.poles,
                     jumps=lambda a, b: b != 0 and a % b == 0)
remainder = primitive("remainder", 2, [lambda g, y, a, b: g, lambda g, y, a, b: -g * floordiv(a, b)], ieee.remainder,
                      exact=lambda a, b: a % b if b else None, syntax=Syntax("infix", "%", 14, 15), at=STEPS,
                      elsewhere="mod modulo remainder",
                      grad_fn={"tt": "RemainderBackward1", "tn": "RemainderBackward0", "nt": "NotImplemented"},
                      latex=r"#1 \bmod #2", doc="a - b*(a//b), which has the sign of b", domain="b != 0",
                      convention="at a jump the derivative on its right", jumps=floordiv.jumps)
neg = primitive("neg", 1, [lambda g, y, x: -g], operator.neg, exact=operator.neg, inline="-{0}", terms=(-1,),
                syntax=Syntax("prefix", "- −", 0, 16), at=LINE, latex=r"-#1", doc="the opposite", domain=ALL)
pos = primitive("pos", 1, [lambda g, y, x: g], operator.pos, exact=operator.pos, inline="+{0}", terms=(1,),
                syntax=Syntax("prefix", "+", 0, 16), at=LINE, latex=r"+#1", doc="the number itself", domain=ALL, grad_fn="")
