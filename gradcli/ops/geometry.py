"""The rows of hypot and atan2, and hidden ones for the sides and angles of right triangles."""

import math
from typing import TYPE_CHECKING, Any

from gradcli.core.constructors import function, kernel
from gradcli.core.facets import Doc, Notation, Numerics, Singular
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.ops.elementary import sqrt
from gradcli.ops.points import OPEN_UNIT, OUTSIDE_UNIT, PLANE, REALS

if TYPE_CHECKING:
    from gradcli.core.operand import Operand
    from gradcli.core.tape import Ref

# x**2 overflows and 1 - x**2 cancels where the root of it has all its digits
semicircle = kernel(
    "semicircle", 1,
    rules=[lambda g, y, x: -g * x / y],
    float64=lazy_kernel("geometry", "semicircle"),
    numerics=Numerics(definition=lambda x: sqrt(1 - x ** 2)),
    doc=Doc("sqrt(1 - x**2)", "-1 <= x <= 1"),
    samples=OPEN_UNIT)
side_hyperbola = kernel(
    "side_hyperbola", 1,
    rules=[lambda g, y, x: g * x / y],
    float64=lazy_kernel("geometry", "side_hyperbola"),
    numerics=Numerics(definition=lambda x: sqrt(x ** 2 - 1)),
    doc=Doc("sqrt(x**2 - 1)", "x <= -1 or x >= 1"),
    samples=OUTSIDE_UNIT)
upper_hyperbola = kernel(
    "upper_hyperbola", 1,
    rules=[lambda g, y, x: g * x / y],
    float64=lambda x: math.hypot(1.0, x),
    numerics=Numerics(definition=lambda x: sqrt(x ** 2 + 1)),
    doc=Doc("sqrt(x**2 + 1)", "all numbers"),
    samples=REALS)


def _direction_rule(g: "Ref", y: "Ref", i: int, *xs: "Ref") -> "Ref":
    """Write (others/h)**2/h in the argument itself, without 1/h - x**2/h**3, which cancels; -x*other/h**3 in another."""
    own = y.attribute
    if i != own:
        return -g * y * direction(*xs, attribute=i) / hypot(*xs)
    others = [direction(*xs, attribute=j) for j in range(len(xs)) if j != own]
    squares = [other * (other / hypot(*xs)) for other in others]  # the square alone may underflow
    return g * sum(squares[1:], squares[0])


def _direction(*xs_and_own: Any) -> "Operand":
    *xs, own = xs_and_own
    ratio: Operand = xs[own] / hypot(*xs)
    return ratio


direction = kernel(
    "direction", 2,
    rules=_direction_rule,
    float64=lazy_kernel("geometry", "direction"),
    variadic=True,
    numerics=Numerics(definition=_direction),
    doc=Doc("one argument, of the attribute's index, over hypot of all", "not all 0"),
    samples=PLANE,
    sampled=0)
hypot = function(
    "hypot", 2,
    rules=lambda g, y, i, *xs: g * direction(*xs, attribute=i),
    float64=math.hypot,
    variadic=True,
    joint_rule=lambda g, y, xs: [g * (x / y) for x in xs],
    numerics=Numerics(exact=lazy_kernel("rational", "hypot"), definition=lambda *xs: sqrt(sum(x ** 2 for x in xs))),
    singular=Singular(kinks=lambda *xs: (-1.0, 1.0) if not any(xs) else None),
    doc=Doc(
        "sqrt(x**2 + y**2 + …), without overflow",
        "all numbers",
        "where all are 0 the derivatives are nan"),
    samples=[*PLANE, (2.0, -3.0, 6.0), (1e-200, 0.0, -1e-180)])
angle_twist = kernel(
    "angle_twist", 2,
    rules=[
        lambda g, y, a, b: g * angle_slope(a, b) * (angle_slope(a, b) ** 2 - 3 * angle_slope(b, a) ** 2),
        lambda g, y, a, b: g * angle_slope(b, a) * (angle_slope(b, a) ** 2 - 3 * angle_slope(a, b) ** 2),
    ],
    float64=lazy_kernel("geometry", "angle_twist"),
    numerics=Numerics(definition=lambda a, b: a * b / (a ** 2 + b ** 2) ** 2),
    doc=Doc("a*b/(a**2 + b**2)**2", "not both 0"),
    samples=PLANE[:3])
angle_slope: Primitive = kernel(
    "angle_slope", 2,
    rules=[
        lambda g, y, a, b: -2 * g * angle_twist(a, b),
        lambda g, y, a, b: g * angle_curvature(a, b),
    ],
    float64=lazy_kernel("geometry", "angle_slope"),
    numerics=Numerics(definition=lambda a, b: b / (a ** 2 + b ** 2)),
    doc=Doc("b/(a**2 + b**2)", "not both 0"),
    samples=PLANE)
angle_curvature: Primitive = kernel(
    "angle_curvature", 2,
    rules=[
        lambda g, y, a, b: 2 * g * angle_slope(b, a) * (3 * angle_slope(a, b) ** 2 - angle_slope(b, a) ** 2),
        lambda g, y, a, b: 2 * g * angle_slope(a, b) * (angle_slope(a, b) ** 2 - 3 * angle_slope(b, a) ** 2),
    ],
    float64=lazy_kernel("geometry", "angle_curvature"),
    numerics=Numerics(definition=lambda a, b: (a ** 2 - b ** 2) / (a ** 2 + b ** 2) ** 2),
    doc=Doc("(a**2 - b**2)/(a**2 + b**2)**2", "not both 0"),
    samples=PLANE[:3])
atan2 = function(
    "atan2", 2,
    rules=[
        lambda g, y, a, b: g * angle_slope(a, b),
        lambda g, y, a, b: -g * angle_slope(b, a),
    ],
    float64=math.atan2,
    numerics=Numerics(
        exact=lambda a, b: 0 if a == 0 and b > 0 else None,
        definition=lambda a, b: a.native("atan2", b)),
    singular=Singular(jumps=lambda a, b: a == 0 and b <= 0),
    notation=Notation(synonyms="arctan2"),
    doc=Doc(
        "the angle of the point (b, a), from -pi to pi",
        "all numbers; no derivative at (0, 0)",
        "on the negative axis the derivatives along it"),
    samples=PLANE)
