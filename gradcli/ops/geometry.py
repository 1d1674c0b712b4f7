"""The rows of hypot and atan2, and hidden ones for the sides and angles of right triangles."""

import math

from gradcli.core.ieee import lazily
from gradcli.core.primitive import primitive
from gradcli.ops.elementary import sqrt
from gradcli.ops.points import BEYOND, LINE, PLANE, UNIT

# x**2 overflows and 1 - x**2 cancels where the root of it has all its digits
semicircle = primitive("semicircle", 1, [lambda g, y, x: -g * x / y], lazily("geometry", "semicircle"), hidden=True,
                       means=lambda x: sqrt(1 - x ** 2), at=UNIT, doc="sqrt(1 - x**2)", domain="-1 <= x <= 1")
side_hyperbola = primitive("side_hyperbola", 1, [lambda g, y, x: g * x / y], lazily("geometry", "side_hyperbola"),
                           hidden=True, means=lambda x: sqrt(x ** 2 - 1), at=BEYOND, doc="sqrt(x**2 - 1)",
                           domain="x <= -1 or x >= 1")
upper_hyperbola = primitive("upper_hyperbola", 1, [lambda g, y, x: g * x / y], lambda x: math.hypot(1.0, x), hidden=True,
                            means=lambda x: sqrt(x ** 2 + 1), at=LINE, doc="sqrt(x**2 + 1)", domain="all numbers")


def _direction_rule(g, y, i, *xs):
    """(others/h)**2/h in the argument itself, without 1/h - x**2/h**3, which cancels; -x*other/h**3 in another."""
    own = y.attribute
    if i != own:
        return -g * y * direction(*xs, attribute=i) / hypot(*xs)
    others = [direction(*xs, attribute=j) for j in range(len(xs)) if j != own]
    squares = [other * (other / hypot(*xs)) for other in others]  # the square alone may underflow
    return g * sum(squares[1:], squares[0])


def _direction(*xs_and_own):
    *xs, own = xs_and_own
    return xs[own] / hypot(*xs)


direction = primitive("direction", 2, _direction_rule, lazily("geometry", "direction"), variadic=True, hidden=True,
                      means=_direction, at=PLANE,
                      doc="one argument, of the attribute's index, over hypot of all", domain="not all 0")
hypot = primitive("hypot", 2, lambda g, y, i, *xs: g * direction(*xs, attribute=i), math.hypot, variadic=True,
                  exact=lazily("rational", "hypot"), reals=lambda *xs: sqrt(sum(x ** 2 for x in xs)),
                  at=[*PLANE, (2.0, -3.0, 6.0), (1e-200, 0.0, -1e-180)],
                  kinks=lambda *xs: (-1.0, 1.0) if not any(xs) else None, doc="sqrt(x**2 + y**2 + …), without overflow",
                  domain="all numbers", convention="where all are 0 the derivatives are nan")
angle_twist = primitive(
    "angle_twist", 2,
    [lambda g, y, a, b: g * angle_slope(a, b) * (angle_slope(a, b) ** 2 - 3 * angle_slope(b, a) ** 2),
     lambda g, y, a, b: g * angle_slope(b, a) * (angle_slope(b, a) ** 2 - 3 * angle_slope(a, b) ** 2)],
    lazily("geometry", "angle_twist"), hidden=True, means=lambda a, b: a * b / (a ** 2 + b ** 2) ** 2, at=PLANE[:3],
    doc="a*b/(a**2 + b**2)**2", domain="not both 0")
angle_slope = primitive(
    "angle_slope", 2, [lambda g, y, a, b: -2 * g * angle_twist(a, b), lambda g, y, a, b: g * angle_curvature(a, b)],
    lazily("geometry", "angle_slope"), hidden=True, means=lambda a, b: b / (a ** 2 + b ** 2), at=PLANE,
    doc="b/(a**2 + b**2)", domain="not both 0")
angle_curvature = primitive(
    "angle_curvature", 2,
    [lambda g, y, a, b: 2 * g * angle_slope(b, a) * (3 * angle_slope(a, b) ** 2 - angle_slope(b, a) ** 2),
     lambda g, y, a, b: 2 * g * angle_slope(a, b) * (angle_slope(a, b) ** 2 - 3 * angle_slope(b, a) ** 2)],
    lazily("geometry", "angle_curvature"), hidden=True, means=lambda a, b: (a ** 2 - b ** 2) / (a ** 2 + b ** 2) ** 2,
    at=PLANE[:3], doc="(a**2 - b**2)/(a**2 + b**2)**2", domain="not both 0")
atan2 = primitive("atan2", 2, [lambda g, y, a, b: g * angle_slope(a, b), lambda g, y, a, b: -g * angle_slope(b, a)],
                  math.atan2, synonyms="arctan2", exact=lambda a, b: 0 if a == 0 and b > 0 else None,
                  reals=lambda a, b: a.native("atan2", b), at=PLANE,
                  doc="the angle of the point (b, a), from -pi to pi", domain="all numbers; no derivative at (0, 0)",
                  jumps=lambda a, b: a == 0 and b <= 0, convention="on the negative axis the derivatives along it")
