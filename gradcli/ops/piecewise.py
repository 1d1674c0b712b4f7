"""Rows with kinks, jumps and branches."""

import math

from gradcli.core.ieee import lazily, stepped
from gradcli.core.primitive import Syntax, primitive
from gradcli.ops.points import LINE

ALL = "all numbers"
FLAT = "the derivative is 0, at a jump too"
STEPS = [*LINE, 0.5 - 2.0**-54, -1.5 + 2.0**-52, 2.75]
PAIRS = [(2.0, 3.0), (2.0, -1.0), (1e-310, -1e-310), (1e300, 1e299)]

# where(c, a, b) is `a if c else b`; its condition is its first argument
where = primitive("where", 3, [None, lambda g, y, c, a, b: where(c, g, 0), lambda g, y, c, a, b: where(c, 0, g)],
                  lambda c, a, b: a if c else b, exact=lambda c, a, b: a if c else b, syntax=Syntax("ternary", "if", 3, 2),
                  at=[(1.0, 2.0, 3.0), (0.0, 2.0, 3.0)], doc="a where c is not 0, else b", domain=ALL,
                  latex=r"\begin{cases} #2 & \text{if $#1$} \\ #3 & \text{otherwise} \end{cases}",
                  convention="the derivative of the branch taken; the other adds nothing")
absolute = primitive("abs", 1, [lambda g, y, x: g * sign(x)], abs, synonyms="|x|", exact=abs, parity=1, at=LINE,
                     latex=r"\left|#1\right|",
                     kinks=lambda x: (-1.0, 1.0) if x == 0 else None, elsewhere="fabs", doc="absolute value", domain=ALL,
                     convention="the derivative at 0 is 0")
sign = primitive("sign", 1, [None], lambda x: math.copysign(1.0, x) if x else x, exact=lambda x: (x > 0) - (x < 0),
                 parity=-1, unit=absolute, at=LINE, jumps=lambda x: x == 0, doc="-1, 0 or 1", domain=ALL, convention=FLAT)
relu = primitive("relu", 1, [lambda g, y, x: where(x > 0, g, 0)], lambda x: x if x >= 0 or x != x else 0.0,
                 exact=lambda x: max(x, 0), at=LINE, kinks=lambda x: (0.0, 1.0) if x == 0 else None, doc="max(x, 0)",
                 domain=ALL, convention="the derivative at 0 is 0", idle="flat here")
floor = primitive("floor", 1, [None], stepped(math.floor), exact=math.floor, at=STEPS,
                  latex=r"\left\lfloor #1 \right\rfloor", jumps=lambda x: x % 1 == 0,
                  doc="the next whole number below", domain=ALL, convention=FLAT)
ceil = primitive("ceil", 1, [None], stepped(math.ceil), exact=math.ceil, at=STEPS, latex=r"\left\lceil #1 \right\rceil",
                 jumps=floor.jumps, doc="the next whole number above", domain=ALL, convention=FLAT)
round_ = primitive("round", 1, [None], stepped(round), exact=round, at=STEPS, parity=-1,
                   jumps=lambda x: x % 1 == 0.5, doc="the nearest whole number, of two the even one", domain=ALL,
                   convention=FLAT)
trunc = primitive("trunc", 1, [None], stepped(math.trunc), exact=math.trunc, at=STEPS, parity=-1,
                  jumps=lambda x: x != 0 and x % 1 == 0, doc="the whole number next to it towards 0", domain=ALL,
                  convention=FLAT)
heaviside = primitive("heaviside", 1, [None], lambda x: x if x != x else 0.5 * ((x > 0) + (x >= 0)),
                      exact=lazily("rational", "heaviside"), at=LINE, jumps=sign.jumps, grad_fn="NotImplemented",
                      doc="0 below 0, 1 above, 1/2 at 0", domain=ALL, convention=FLAT)


# A formula takes a tie for what it is generically, none.
tie = primitive("tie", 2, None, lambda *xs: 1 / xs.count(xs[0]), variadic=True, hidden=True,
                means=lambda *xs: xs[0].number(1), exact=lazily("rational", "tie"),
                reals=lambda *xs: xs[0].number(1) / xs.count(xs[0]), at=PAIRS,
                doc="the share of the first among those equal to it", domain=ALL)


def _tie(wins):
    """The adjoint of one argument of max or min: nothing unless it wins, an even share of a tie."""

    def rule(g, y, i, *xs):
        others = [x for j, x in enumerate(xs) if j != i]
        condition = wins(xs[i], others[0])
        for other in others[1:]:
            condition = condition & wins(xs[i], other)
        return where(condition, g * tie(xs[i], *others), 0)

    return rule


def _extreme(name, function, wins, doc, idle):
    """The row of two arguments and the one of more, which PyTorch records as another operation (over a stack)."""
    columns = {"exact": lambda *xs: function(xs), "domain": ALL, "doc": doc, "latex": f"\\{name}", "idempotent": True,
               "kinks": lambda *xs: (0.0, 1.0) if xs.count(function(xs)) > 1 else None,
               "convention": "a tie is shared evenly", "idle": idle}
    rule, value = _tie(wins), lambda *xs: math.nan if any(x != x for x in xs) else function(xs)
    two = primitive(name, 2, rule, value, grad_fn=f"{name.capitalize()}imumBackward0", at=PAIRS, elsewhere=f"f{name}",
                    **columns)
    primitive(name, 3, rule, value, variadic=True, grad_fn=f"{name.capitalize()}Backward1",
              at=[(2.0, 3.0, -1.0), (-1.0, 2.0, 3.0, 2.5)], **columns)
    return two


maximum = _extreme("max", max, lambda a, b: a >= b, "the largest", "not the largest")
minimum = _extreme("min", min, lambda a, b: a <= b, "the smallest", "not the smallest")
clamp = primitive("clamp", 3, [lambda g, y, x, lo, hi: where((lo <= x) & (x <= hi), g, 0),
                               lambda g, y, x, lo, hi: where((x < lo) & (lo < hi), g, 0),
                               lambda g, y, x, lo, hi: where((x > hi) | (lo > hi), g, 0)],
                  lambda x, lo, hi: min(max(x, lo), hi) if x == x and lo == lo and hi == hi else math.nan,
                  exact=lambda x, lo, hi: min(max(x, lo), hi), at=[(2.0, 0.0, 5.0), (-1.0, 0.0, 5.0), (6.0, 0.0, 5.0)],
                  kinks=lambda x, lo, hi: (0.0, 1.0) if x == lo < hi else (
                      (1.0, 0.0) if lo < hi == x or x <= lo == hi else None),
                  grad_fn={"tnn": "ClampBackward1", "tt": "ClampBackward0"}, doc="x, but not below lo or above hi",
                  domain=ALL, convention="the derivative at an edge is 1", idle="flat here")
