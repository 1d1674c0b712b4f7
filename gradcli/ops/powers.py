"""The row of a**b, and a hidden one for its derivatives in a: b*a**(b-1) alone is nan at 0 where a factor is 0."""

from math import prod
from typing import TYPE_CHECKING

from gradcli.core.constructors import kernel, operator
from gradcli.core.facets import Doc, Laws, Notation, Numerics, Singular, Syntax, Torch
from gradcli.core.primitive import CONSTANT, Primitive
from gradcli.core.tape import Ref
from gradcli.lazy import LazyModule, lazy_kernel
from gradcli.numeric import ieee

if TYPE_CHECKING:
    from gradcli.core.operand import Operand
    from gradcli.ops import power_slopes
else:
    power_slopes = LazyModule("gradcli.ops.power_slopes")

POSITIVE_BASES = [(2.0, 3.0), (0.7, -1.5), (1.7e308, 0.25), (1.7e308, 1 / 3), (1e-300, -1e-10), (1e-310, 0.5), (3.0, 1e-300),
                  (1e-5, -60.0)]
WHOLE = 2**53  # up to here a double holds every whole number
POINTS = [*POSITIVE_BASES, (-2.0, 3.0), (-1.5, -2.0), (-1e-100, 1.0)]


def _for_whole_exponent(a: "Ref", b: "Ref", order: int) -> "Ref | None":
    """Write factor * a**(b - order) for a whole constant b, as falling_power computes it; None for any other b."""
    number = b.attribute
    if b.tape.operations[b.slot] is not CONSTANT or number.denominator != 1 or abs(number) > WHOLE:
        return None
    factor = prod(number - i for i in range(order))
    if not factor:
        return b.number(0)
    return a ** (number - order) * factor if abs(factor) <= WHOLE else None


def _falling(a: "Operand", b: "Operand", order: int) -> "Operand":
    return prod((b - i for i in range(order)), start=b.number(1)) * a ** (b - order)


def _where_factors_vanish(a: "Operand", b: "Operand", order: int) -> "Operand | None":
    factor = prod((b - i for i in range(order)), start=b.number(1))
    return None if factor else factor


falling_power: Primitive = kernel(
    "falling_power", 2,
    rules=[
        lambda g, y, a, b: g * falling_power(a, b, attribute=y.attribute + 1),
        lambda g, y, a, b: g * power_slopes.power_partial(a, b, attribute=(y.attribute, 1)),
    ],
    float64=lazy_kernel("powers", "falling_power"),
    numerics=Numerics(
        definition=_falling,
        at_singularity=_where_factors_vanish,
        strength_reduction=_for_whole_exponent,
        condition=lambda b, k: b - k),
    singular=Singular(poles=lambda a, b, k: a == 0 and b < k),
    doc=Doc("the derivative of a**b, so often in a", "as a**b"),
    samples=POINTS,
    sampled=1)
power = operator(
    "pow", 2,
    rules=[
        lambda g, y, a, b: g * falling_power(a, b, attribute=1),
        lambda g, y, a, b: g * power_slopes.power_log(a, b),
    ],
    float64=ieee.power,
    numerics=Numerics(definition=pow, condition=lambda b, _: b),
    singular=Singular(poles=lambda a, b: a == 0 and b < 0, jumps=lambda a, b: a == 0 and b == 0),
    laws=Laws(is_power=True, identities=(None, 1)),
    torch=Torch({"tt": "PowBackward1", "tn": "PowBackward0", "nt": "PowBackward2"}),
    syntax=Syntax("infix", "** ^", 19, 18),
    notation=Notation(foreign_names="pow power"),
    doc=Doc(
        "power",
        "a > 0; a < 0 where b is whole; a = 0 where b >= 0",
        "0**0 is 1; there 0**b jumps, and the derivative in b is nan"),
    samples=POINTS)
