"""Rows with kinks and jumps."""

import math
import operator as op
from collections.abc import Callable, Sequence
from functools import reduce
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from gradcli.core.constructors import function, kernel, relate
from gradcli.core.facets import Doc, Laws, Notation, Numerics, Singular, Torch
from gradcli.core.primitive import Primitive
from gradcli.lazy import lazy_kernel
from gradcli.numeric.ieee import rounding_function
from gradcli.ops.logic import where
from gradcli.ops.points import REALS

if TYPE_CHECKING:
    from gradcli.core.primitive import JointRule, Rule
    from gradcli.core.tape import Ref

ALL = "all numbers"
FLAT = "the derivative is 0, at a jump too"
STEPS = [*REALS, 0.5 - 2.0**-54, -1.5 + 2.0**-52, 2.75]
PAIRS = [(2.0, 3.0), (2.0, -1.0), (1e-310, -1e-310), (1e300, 1e299)]

absolute = function(
    "abs", 1,
    rules=[lambda g, y, x: g * sign(x)],
    float64=abs,
    numerics=Numerics(rational=abs),
    singular=Singular(kinks=lambda x: (-1.0, 1.0) if x == 0 else None),
    laws=Laws(parity=1),
    notation=Notation(r"\left|#1\right|", synonyms="|x|", foreign_names="fabs"),
    doc=Doc("absolute value", ALL, "the derivative at 0 is 0"),
    samples=REALS)
sign: Primitive = function(
    "sign", 1,
    rules=[None],
    float64=lambda x: math.copysign(1.0, x) if x and x == x else x,
    numerics=Numerics(rational=lambda x: (x > 0) - (x < 0)),
    singular=Singular(jumps=lambda x: x == 0),
    laws=Laws(parity=-1),
    doc=Doc("-1, 0 or 1", ALL, FLAT),
    samples=REALS)
relate(sign, size=absolute)
relu = function(
    "relu", 1,
    rules=[lambda g, y, x: where(x > 0, g, 0)],
    float64=lambda x: x if x >= 0 or x != x else 0.0,
    numerics=Numerics(rational=lambda x: max(x, 0)),
    singular=Singular(kinks=lambda x: (0.0, 1.0) if x == 0 else None),
    doc=Doc("max(x, 0)", ALL, "the derivative at 0 is 0", "flat here"),
    samples=REALS)
floor = function(
    "floor", 1,
    rules=[None],
    float64=rounding_function(math.floor),
    numerics=Numerics(rational=math.floor),
    singular=Singular(jumps=lambda x: x % 1 == 0),
    notation=Notation(r"\left\lfloor #1 \right\rfloor"),
    doc=Doc("the next whole number below", ALL, FLAT),
    samples=STEPS)
ceil = function(
    "ceil", 1,
    rules=[None],
    float64=rounding_function(math.ceil),
    numerics=Numerics(rational=math.ceil),
    singular=Singular(jumps=floor.singular.jumps),
    notation=Notation(r"\left\lceil #1 \right\rceil"),
    doc=Doc("the next whole number above", ALL, FLAT),
    samples=STEPS)
round_ = function(
    "round", 1,
    rules=[None],
    float64=rounding_function(round),
    numerics=Numerics(rational=round),
    singular=Singular(jumps=lambda x: x % 1 == 0.5),
    laws=Laws(parity=-1),
    doc=Doc("the nearest whole number, of two the even one", ALL, FLAT),
    samples=STEPS)
trunc = function(
    "trunc", 1,
    rules=[None],
    float64=rounding_function(math.trunc),
    numerics=Numerics(rational=math.trunc),
    singular=Singular(jumps=lambda x: x != 0 and x % 1 == 0),
    laws=Laws(parity=-1),
    doc=Doc("the whole number next to it towards 0", ALL, FLAT),
    samples=STEPS)
heaviside = function(
    "heaviside", 1,
    rules=[None],
    float64=lambda x: x if x != x else 0.5 * ((x > 0) + (x >= 0)),
    numerics=Numerics(rational=lazy_kernel("rational", "heaviside")),
    singular=Singular(jumps=sign.singular.jumps),
    torch=Torch("NotImplemented"),
    doc=Doc("0 below 0, 1 above, 1/2 at 0", ALL, FLAT),
    samples=REALS)

tie = kernel(
    "tie", 2,
    rules=None,
    float64=lambda *xs: 1 / xs.count(xs[0]),
    variadic=True,
    numerics=Numerics(
        exact=lazy_kernel("rational", "tie"),
        definition=lambda *xs: xs[0].number(1),  # a formula takes a tie for what it is generically, none
        at_singularity=lambda *xs: xs[0].number(1) / xs.count(xs[0])),
    doc=Doc("the share of the first among those equal to it", ALL),
    samples=PAIRS)


even_share = kernel(
    "even_share", 2,
    rules=None,
    float64=lambda y, *xs: 1 / max(xs.count(y), 1),
    variadic=True,
    numerics=Numerics(
        exact=lazy_kernel("rational", "even_share"),
        definition=lambda y, *xs: y.number(1),  # a formula takes a tie for what it is generically, none
        at_singularity=lambda y, *xs: y.number(1) / max(xs.count(y), 1)),
    doc=Doc("the share of each of the arguments equal to the first", ALL),
    samples=PAIRS)


def _order(name: str, symbol: str, holds: Callable[[Any, Any], Any], generic: Callable[[Any, Any], Any]) -> Primitive:
    """Make the comparison of an argument with one before it, which formulas show as strict: of arguments that are equal on
    a whole region, as x and abs(x) are, the first alone counts there.
    """
    return kernel(
        name, 2,
        rules=None,
        float64=lambda a, b: float(holds(a, b)),
        numerics=Numerics(rational=lambda a, b: int(holds(a, b)), definition=generic,
                          python_template=f"1.0 if {{0}} {symbol} {{1}} else 0.0"),
        singular=Singular(jumps=lambda a, b: bool(a == b)),
        doc=Doc(f"a {symbol} b, where b is an earlier argument", ALL, "the derivative is 0, where the truth changes too"),
        samples=PAIRS)


def _winner_rule(wins: "Callable[[Ref, Ref], Ref]", beats: Primitive) -> "Rule":
    """Return the adjoint of one argument of max or min: nothing unless it wins, an even share of a tie."""

    def rule(g: "Ref", y: "Ref", i: int, *xs: "Ref") -> "Ref":
        others = [x for j, x in enumerate(xs) if j != i]
        conditions = [beats(xs[i], x) if j < i else wins(xs[i], x) for j, x in enumerate(xs) if j != i]
        return where(reduce(op.and_, conditions), g * tie(xs[i], *others), 0)

    return rule


def _winner_joint_rule(two: "Callable[[Ref, Ref], Ref]", wins: "Callable[[Ref, Ref], Ref]",
                       beats: Primitive) -> "JointRule":
    """Return the adjoints of many arguments of max or min: each wins against the winners before and after it."""

    def joint_rule(g: "Ref", y: "Ref", xs: "Sequence[Ref]") -> "list[Ref]":
        before = [*accumulate(xs[:-1], two)]
        after = [*accumulate(xs[:0:-1], two)][::-1]
        value = g * even_share(y, *xs)
        conditions = [wins(xs[0], after[0]), *(beats(x, left) & wins(x, right) for x, left, right in zip(
            xs[1:-1], before, after[1:], strict=False)), beats(xs[-1], before[-1])]
        return [where(condition, value, 0) for condition in conditions]

    return joint_rule


def _extreme(name: str, function_of: Callable[[Sequence[Any]], Any], wins: Callable[[Any, Any], Any], beats: Primitive,
             summary: str, idle: str) -> Primitive:
    """Make the row of two arguments and that of more, which PyTorch records as another operation (over a stack)."""
    facets: dict[str, Any] = {
        "rules": _winner_rule(wins, beats),
        "float64": lambda *xs: math.nan if any(x != x for x in xs) else function_of(xs),
        "numerics": Numerics(rational=lambda *xs: function_of(xs)),
        "singular": Singular(kinks=lambda *xs: (0.0, 1.0) if xs.count(function_of(xs)) > 1 else None),
        "laws": Laws(drops_equal_arguments=True),
        "doc": Doc(summary, ALL, "a tie is shared evenly", idle)}
    two = function(
        name, 2,
        torch=Torch(f"{name.capitalize()}imumBackward0"),
        notation=Notation(f"\\{name}", foreign_names=f"f{name} {name}imum"),
        samples=PAIRS,
        **facets)
    function(
        name, 3,
        variadic=True,
        joint_rule=_winner_joint_rule(two, wins, beats),
        torch=Torch(f"{name.capitalize()}Backward1"),
        notation=Notation(f"\\{name}"),
        samples=[(2.0, 3.0, -1.0), (-1.0, 2.0, 3.0, 2.5)],
        **facets)
    return two


over: Primitive = _order("over", ">=", op.ge, op.gt)
under: Primitive = _order("under", "<=", op.le, op.lt)
maximum = _extreme("max", max, op.ge, over, "the largest", "not the largest")
minimum = _extreme("min", min, op.le, under, "the smallest", "not the smallest")
clamp = function(
    "clamp", 3,
    rules=[
        lambda g, y, x, lo, hi: where((lo <= x) & (x <= hi), g, 0),
        lambda g, y, x, lo, hi: where((x < lo) & (lo < hi), g, 0),
        lambda g, y, x, lo, hi: where((x > hi) | (lo > hi), g, 0),
    ],
    float64=lambda x, lo, hi: min(max(x, lo), hi) if x == x and lo == lo and hi == hi else math.nan,
    numerics=Numerics(rational=lambda x, lo, hi: min(max(x, lo), hi)),
    singular=Singular(
        kinks=lambda x, lo, hi: (0.0, 1.0) if x == lo < hi else ( (1.0, 0.0) if lo < hi == x or x <= lo == hi else None)),
    torch=Torch({"tnn": "ClampBackward1", "tt": "ClampBackward0"}),
    doc=Doc("x, but not below lo or above hi", ALL, "the derivative at an edge is 1", "flat here"),
    samples=[(2.0, 0.0, 5.0), (-1.0, 0.0, 5.0), (6.0, 0.0, 5.0)])
