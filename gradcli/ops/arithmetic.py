"""Rows of arithmetic: + - * / // % !, and what PyTorch records for them."""

import operator as op
from typing import TYPE_CHECKING

from gradcli.core.constructors import kernel, operator
from gradcli.core.facets import Doc, Laws, Notation, Numerics, Singular, Syntax, Torch
from gradcli.core.primitive import Primitive
from gradcli.lazy import LazyModule, lazy_kernel
from gradcli.numeric import ieee
from gradcli.ops.points import GAMMA, PLANE, REALS

if TYPE_CHECKING:
    from gradcli.ops import special
else:
    special = LazyModule("gradcli.ops.special")

ALL = "all numbers"
STEPS = [(7.5, 2.0), (-7.0, 3.0), (7.0, -3.0), (0.3, 0.1), (-1e-8, 0.5), (1e16, 3.0), (1e-310, 2.5)]
LOW = (-4.955e-321, -1.4469105410876444e-05)  # whose quotient is subnormal, and the derivatives of it less and less so

quotient = lazy_kernel("rational", "quotient")  # Python's own gives a float
add = operator(
    "add", 2,
    rules=[
        lambda g, y, a, b: g,
        lambda g, y, a, b: g,
    ],
    float64=op.add,
    numerics=Numerics(rational=op.add, python_template="{0} + {1}"),
    laws=Laws(linear=(1, 1)),
    syntax=Syntax("infix", "+", 12, 13),
    notation=Notation(r"#1 + #2"),
    doc=Doc("sum", ALL),
    samples=PLANE)
sub = operator(
    "sub", 2,
    rules=[
        lambda g, y, a, b: g,
        lambda g, y, a, b: -g,
    ],
    float64=op.sub,
    numerics=Numerics(rational=op.sub, python_template="{0} - {1}"),
    laws=Laws(linear=(1, -1), identities=(None, 0)),
    torch=Torch({"tt": "SubBackward0", "nt": "RsubBackward1"}),
    syntax=Syntax("infix", "- −", 12, 13),
    notation=Notation(r"#1 - #2"),
    doc=Doc("difference", ALL),
    samples=PLANE)
mul = operator(
    "mul", 2,
    rules=[
        lambda g, y, a, b: g * b,
        lambda g, y, a, b: g * a,
    ],
    float64=op.mul,
    numerics=Numerics(rational=op.mul, python_template="{0} * {1}"),
    laws=Laws(monomial=(1, 1), identities=(1, 1)),
    syntax=Syntax("infix", "* × ·", 14, 15),
    notation=Notation(r"#1 #2"),
    doc=Doc("product", ALL),
    samples=PLANE)
reciprocal = kernel(
    "reciprocal", 1,
    rules=[lambda g, y, x: -g * y / x],
    float64=lambda x: ieee.divide(1.0, x),
    numerics=Numerics(exact=lambda x: quotient(1, x), definition=lambda x: 1 / x),
    singular=Singular(poles=lambda x: x == 0),
    laws=Laws(monomial=(-1,)),
    notation=Notation(r"\frac{1}{#1}"),
    doc=Doc("1/x", "x != 0"),
    samples=REALS)
# -(a/b)/b keeps the digits that b**2 loses to over- and underflow, but where a/b is subnormal.
over_square: Primitive = kernel(
    "over_square", 3,
    rules=[
        lambda g, y, c, a, b: over_square(g, a, b),
        lambda g, y, c, a, b: over_square(g, c, b),
        lambda g, y, c, a, b: over_square(-2 * g * c / b, a, b),
    ],
    float64=ieee.over_square,
    numerics=Numerics(
        exact=lambda c, a, b: quotient(c * a, b * b),
        definition=lambda c, a, b: c * (a / b) / b,
        definition_is_exact=True,
        python_template="{0}*q/{2} if (q := {1}/{2}) > NORMAL or q < -NORMAL else {f}({0}, {1}, {2})".replace(
            "NORMAL", str(ieee.NORMAL)),
        ulps=2),
    singular=Singular(poles=lambda c, a, b: b == 0 and c * a != 0),
    doc=Doc("c*a/b**2", "b != 0"),
    samples=[(-1.0, *point) for point in [*PLANE, LOW]])
# A Python number over a tensor is recorded by PyTorch as the reciprocal times the number.
div = operator(
    "div", 2,
    rules=[
        lambda g, y, a, b: g / b,
        lambda g, y, a, b: over_square(-g, a, b),
    ],
    float64=ieee.divide,
    numerics=Numerics(exact=quotient, definition=op.truediv, python_template="{0} / {1}"),
    singular=Singular(poles=lambda a, b: b == 0 and a != 0),
    laws=Laws(monomial=(1, -1), identities=(None, 1)),
    torch=Torch("DivBackward0", form=lambda a, b: reciprocal(b) * a),
    syntax=Syntax("infix", "/ ÷", 14, 15),
    notation=Notation(r"\frac{#1}{#2}"),
    doc=Doc("quotient", "b != 0"),
    samples=[*PLANE, LOW])
floordiv = operator(
    "floordiv", 2,
    rules=[
        None,
        None,
    ],
    float64=ieee.floor_divide,
    numerics=Numerics(rational=lambda a, b: a // b if b else None),
    singular=Singular(poles=div.singular.poles, jumps=lambda a, b: b != 0 and a % b == 0),
    torch=Torch("NotImplemented"),
    syntax=Syntax("infix", "//", 14, 15),
    notation=Notation(r"\left\lfloor #1 \div #2 \right\rfloor"),
    doc=Doc("the floor of a/b", "b != 0", "the derivative is 0, at a jump too"),
    samples=STEPS)
remainder = operator(
    "remainder", 2,
    rules=[
        lambda g, y, a, b: g,
        lambda g, y, a, b: -g * floordiv(a, b),
    ],
    float64=ieee.remainder,
    numerics=Numerics(rational=lambda a, b: a % b if b else None),
    singular=Singular(jumps=floordiv.singular.jumps),
    torch=Torch({"tt": "RemainderBackward1", "tn": "RemainderBackward0", "nt": "NotImplemented"}),
    syntax=Syntax("infix", "%", 14, 15),
    notation=Notation(r"#1 \bmod #2", foreign_names="mod modulo remainder"),
    doc=Doc("a - b*(a//b), which has the sign of b", "b != 0", "at a jump the derivative on its right"),
    samples=STEPS)
neg = operator(
    "neg", 1,
    rules=[lambda g, y, x: -g],
    float64=op.neg,
    numerics=Numerics(rational=op.neg, python_template="-{0}"),
    laws=Laws(linear=(-1,)),
    syntax=Syntax("prefix", "- −", 0, 16),
    notation=Notation(r"-#1"),
    doc=Doc("the opposite", ALL),
    samples=REALS)
pos = operator(
    "pos", 1,
    rules=[lambda g, y, x: g],
    float64=op.pos,
    numerics=Numerics(rational=op.pos, python_template="+{0}"),
    laws=Laws(linear=(1,)),
    torch=Torch(""),
    syntax=Syntax("prefix", "+", 0, 16),
    notation=Notation(r"+#1"),
    doc=Doc("the number itself", ALL),
    samples=REALS)
factorial = operator(
    "factorial", 1,
    rules=[lambda g, y, x: g * y * special.harmonic(x)],
    float64=lazy_kernel("gamma", "factorial"),
    numerics=Numerics(exact=lazy_kernel("rational", "factorial"), definition=lambda x: special.gamma(x + 1), ulps=16),
    singular=Singular(poles=lambda x: x < 0 and x % 1 == 0),
    syntax=Syntax("postfix", "!", 20, 0),
    notation=Notation("#1!", foreign_names="fact"),
    doc=Doc("x!, gamma(x + 1)", "all numbers but -1, -2, …"),
    samples=[*GAMMA[3:], 169.5])
