"""Rows of Bessel functions, of the first and second kind, modified and scaled, and of Airy functions."""

import math
from collections.abc import Callable
from math import comb
from typing import TYPE_CHECKING, Any

from gradcli.core.constructors import function, kernel, no_rule
from gradcli.core.facets import SMOOTH, Doc, Exact, Notation, Numerics, Rational, Singular, Torch, exact_only_at
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.numeric.nearest import COSTLY, USUAL, nearest, nearest_slope
from gradcli.ops.elementary import exp
from gradcli.ops.piecewise import absolute, sign

if TYPE_CHECKING:
    from gradcli.core.operand import Operand
    from gradcli.core.tape import Ref

ALL, POSITIVE = "all numbers", "abs(n) <= 1000, x > 0"
LINE = [1e-8, -0.7, 0.3, 2.5, -4.5, 20.0]
PLANE = [(0.0, 0.3), (1.0, 2.5), (0.5, 1.7), (-1.5, 0.9), (3.0, 20.0)]
ANY = "abs(n) <= 1000; x >= 0, or n whole"
NAN = math.nan


def _slope(row: "Primitive", sign_between: int, whole: int) -> Any:
    """Return the definition of the k-th derivative in x, from f' = (f[n-1] -+ f[n+1])/2."""

    def definition(n: "Operand", x: "Operand", order: int) -> "Operand":
        terms = [row(n + (2 * i - order), x) * (sign_between**i * comb(order, i)) for i in range(order + 1)]
        written: Operand = sum(terms[1:], terms[0]) * whole**order / 2**order
        return written

    return definition


def _bessel(name: str, slopes: Callable[[], Primitive], letter: str, summary: str, domain: str, ends: tuple[float, float],
            singular: Singular = SMOOTH, exact: Exact | None = None, work: int = USUAL) -> Primitive:
    """Make the row of a Bessel function of order n and argument x."""
    return function(
        name, 2,
        rules=[no_rule(name, "n"), lambda g, y, n, x: g * slopes()(n, x, attribute=1)],
        float64=nearest("decimal_bessel", name, *ends, work),
        numerics=Numerics(exact=exact, definition=lambda n, x: x.native(f"bessel_{letter.lower()}", n)),
        singular=singular,
        notation=Notation(letter + r"_{#1}\left(#2\right)"),
        doc=Doc(summary, domain),
        samples=PLANE)


def _slopes(name: str, row: Primitive, letter: str, signs: tuple[int, int]) -> Primitive:
    """Make the hidden row of its derivatives of all orders in x."""
    made: Primitive = kernel(
        name, 2,
        rules=[no_rule(row.name, "n"), lambda g, y, n, x: g * made(n, x, attribute=y.attribute + 1)],
        float64=nearest_slope("decimal_bessel", "bessel_slope", letter),
        numerics=Numerics(definition=_slope(row, *signs)),
        singular=row.singular,
        doc=Doc(f"the derivatives of {row.name} in x", row.doc.domain),
        samples=PLANE,
        sampled=1)
    return made


def _at_0(n: Rational, x: Rational) -> int | None:
    """Return the value at x = 0 of a whole order, rational as no other."""
    return None if x or n.denominator != 1 else int(n == 0)


AT_0 = Singular(poles=lambda n, x, *order: x == 0)
besselj: Primitive = _bessel(
    "besselj", lambda: besselj_slope, "J", "Bessel function of the first kind, of order n", ANY, (0.0, 0.0),
    exact=_at_0)
besselj_slope: Primitive = _slopes("besselj_slope", besselj, "j", (-1, 1))
bessely: Primitive = _bessel(
    "bessely", lambda: bessely_slope, "Y", "Bessel function of the second kind, of order n", POSITIVE, (NAN, 0.0), AT_0,
    work=COSTLY)
bessely_slope: Primitive = _slopes("bessely_slope", bessely, "y", (-1, 1))
besseli: Primitive = _bessel(
    "besseli", lambda: besseli_slope, "I", "modified Bessel function of the first kind, of order n", ANY, (NAN, math.inf),
    exact=_at_0)
besseli_slope: Primitive = _slopes("besseli_slope", besseli, "i", (1, 1))
besselk: Primitive = _bessel(
    "besselk", lambda: besselk_slope, "K", "modified Bessel function of the second kind, of order n", POSITIVE, (NAN, 0.0),
    AT_0, work=COSTLY)
besselk_slope: Primitive = _slopes("besselk_slope", besselk, "k", (1, -1))
i0 = function(
    "i0", 1,
    rules=[lambda g, y, x: g * i1(x)],
    float64=nearest("decimal_bessel", "i0", math.inf, math.inf),
    numerics=Numerics(exact=exact_only_at(0, 1), definition=lambda x: besseli(0, x)),
    notation=Notation("I_{0}"),
    doc=Doc("besseli(0, x)", ALL),
    samples=LINE)
i1: Primitive = function(
    "i1", 1,
    rules=[lambda g, y, x: g * (i0(x) + besseli(2, x)) / 2],
    float64=nearest("decimal_bessel", "i1", -math.inf, math.inf),
    numerics=Numerics(exact=exact_only_at(0, 0), definition=lambda x: besseli(1, x)),
    torch=Torch("SpecialI1Backward0"),
    notation=Notation("I_{1}"),
    doc=Doc("besseli(1, x)", ALL),
    samples=LINE)


def _scaled(n: int) -> Any:
    """Return the definition of the k-th derivative of exp(-abs(x))*besseli(n, x), by Leibniz's rule."""

    def definition(x: "Operand", order: int) -> "Operand":
        slope = _slope(besseli, 1, 1)
        terms = [slope(x.number(n), x, j) * ((-sign(x)) ** (order - j) if order > j else 1) * comb(order, j)
                 for j in range(order + 1)]
        written: Operand = exp(-absolute(x)) * sum(terms[1:], terms[0])
        return written

    return definition


JUMP = Singular(jumps=lambda x: x == 0)
i0e_slope: Primitive = kernel(
    "i0e_slope", 1,
    rules=[lambda g, y, x: g * i0e_slope(x, attribute=y.attribute + 1)],
    float64=nearest_slope("decimal_bessel", "scaled_slope", 0, left=0.0, right=-0.0),
    numerics=Numerics(definition=_scaled(0)),
    singular=JUMP,
    doc=Doc("the derivatives of i0e", ALL, "at 0 with sign(0) = 0"),
    samples=LINE,
    sampled=1)
i0e = function(
    "i0e", 1,
    rules=[lambda g, y, x: g * i0e_slope(x, attribute=1)],
    float64=nearest("decimal_bessel", "i0e", 0.0, 0.0),
    numerics=Numerics(exact=exact_only_at(0, 1), definition=lambda x: exp(-absolute(x)) * besseli(0, x)),
    singular=Singular(kinks=lambda x: (1.0, -1.0) if x == 0 else None),
    torch=Torch("SpecialI0EBackward0"),
    doc=Doc("exp(-abs(x))*besseli(0, x)", ALL, "the derivative at 0 is 0"),
    samples=LINE)
i1e_slope: Primitive = kernel(
    "i1e_slope", 1,
    rules=[lambda g, y, x: g * i1e_slope(x, attribute=y.attribute + 1)],
    float64=nearest_slope("decimal_bessel", "scaled_slope", 1, left=0.0, right=-0.0),
    numerics=Numerics(definition=_scaled(1)),
    singular=JUMP,
    doc=Doc("the derivatives of i1e", ALL, "at 0 with sign(0) = 0"),
    samples=LINE,
    sampled=1)
i1e = function(
    "i1e", 1,
    rules=[lambda g, y, x: g * i1e_slope(x, attribute=1)],
    float64=nearest("decimal_bessel", "i1e", -0.0, 0.0),
    numerics=Numerics(exact=exact_only_at(0, 0), definition=lambda x: exp(-absolute(x)) * besseli(1, x)),
    torch=Torch("SpecialI1EBackward0"),
    doc=Doc("exp(-abs(x))*besseli(1, x)", ALL),
    samples=LINE)


def _curvature(name: str, meaning: "Callable[[Operand], Operand]", slope: "Callable[[Ref], Ref]", right: float,
               summary: str) -> Primitive:
    """Make a hidden row of the higher derivatives of Airy functions, whose terms cancel beside their zeros."""
    return kernel(
        name, 1,
        rules=[lambda g, y, x: g * slope(x)],
        float64=nearest("decimal_bessel", name, right=right),
        numerics=Numerics(definition=meaning),
        doc=Doc(summary, ALL),
        samples=LINE)


aip_curvature = _curvature("aip_curvature", lambda x: ai(x) + x * aip(x), lambda x: 2 * aip(x) + x ** 2 * ai(x), 0.0,
                           "the derivative of x*ai(x)")
ai_curvature = _curvature("ai_curvature", lambda x: x * ai(x), lambda x: aip_curvature(x), 0.0, "x*ai(x)")
bip_curvature = _curvature("bip_curvature", lambda x: bi(x) + x * bip(x), lambda x: 2 * bip(x) + x ** 2 * bi(x), math.inf,
                           "the derivative of x*bi(x)")
bi_curvature = _curvature("bi_curvature", lambda x: x * bi(x), lambda x: bip_curvature(x), math.inf, "x*bi(x)")
ai: Primitive = function(
    "ai", 1,
    rules=[lambda g, y, x: g * aip(x)],
    float64=nearest("decimal_bessel", "ai", 0.0, 0.0, COSTLY),
    numerics=Numerics(arb="airy_ai"),
    notation=Notation(r"\operatorname{Ai}", synonyms="airyai"),
    doc=Doc("Airy function of the first kind", ALL),
    samples=LINE)
aip: Primitive = function(
    "aip", 1,
    rules=[lambda g, y, x: g * ai_curvature(x)],
    float64=nearest("decimal_bessel", "aip", NAN, -0.0, COSTLY),
    numerics=Numerics(definition=lambda x: x.native(lazy_kernel("balls", "airy_slope"), 0)),
    notation=Notation(r"\operatorname{Ai}'"),
    doc=Doc("the derivative of ai", ALL),
    samples=LINE)
bi: Primitive = function(
    "bi", 1,
    rules=[lambda g, y, x: g * bip(x)],
    float64=nearest("decimal_bessel", "bi", 0.0, math.inf, COSTLY),
    numerics=Numerics(arb="airy_bi"),
    notation=Notation(r"\operatorname{Bi}", synonyms="airybi"),
    doc=Doc("Airy function of the second kind", ALL),
    samples=LINE)
bip: Primitive = function(
    "bip", 1,
    rules=[lambda g, y, x: g * bi_curvature(x)],
    float64=nearest("decimal_bessel", "bip", NAN, math.inf, COSTLY),
    numerics=Numerics(definition=lambda x: x.native(lazy_kernel("balls", "airy_slope"), 1)),
    notation=Notation(r"\operatorname{Bi}'"),
    doc=Doc("the derivative of bi", ALL),
    samples=LINE)
