"""Rows with kinks, jumps and branches; comparisons and logic, whose value is 1 or 0 and whose derivative is 0."""

import math

from gradcli.core.ieee import stepped
from gradcli.core.primitive import Syntax, primitive


def _truth(name, symbols, holds, kind="infix", left=11, right=11, arity=2, chains=True):
    return primitive(name, arity, None, lambda *xs: float(holds(*xs)), grad_fn="",
                     syntax=Syntax(kind, symbols, left, right, chains))


lt = _truth("lt", "<", lambda a, b: a < b)
le = _truth("le", "<= ≤", lambda a, b: a <= b)
gt = _truth("gt", ">", lambda a, b: a > b)
ge = _truth("ge", ">= ≥", lambda a, b: a >= b)
eq = _truth("eq", "==", lambda a, b: a == b)
ne = _truth("ne", "!= ≠", lambda a, b: a != b)
logical_and = _truth("logical_and", "and", lambda a, b: a and b, left=6, right=7, chains=False)
logical_or = _truth("logical_or", "or", lambda a, b: a or b, left=4, right=5, chains=False)
logical_not = _truth("logical_not", "not", lambda a: not a, "prefix", 0, 8, 1, False)
# where(c, a, b) is `a if c else b`; its condition is its first argument
where = primitive("where", 3, [None, lambda g, y, c, a, b: where(c, g, 0), lambda g, y, c, a, b: where(c, 0, g)],
                  lambda c, a, b: a if c else b, syntax=Syntax("ternary", "if", 3, 2),
                  at=[(1.0, 2.0, 3.0), (0.0, 2.0, 3.0)])
absolute = primitive("abs", 1, [lambda g, y, x: g * sign(x)], abs, exact=abs, at=[-2.0, 3.0])
sign = primitive("sign", 1, [None], lambda x: math.copysign(1.0, x) if x else x, at=[-2.0, 3.0])
relu = primitive("relu", 1, [lambda g, y, x: where(x > 0, g, 0)], lambda x: x if x > 0 or x != x else 0.0,
                 at=[-2.0, 3.0])
floor = primitive("floor", 1, [None], stepped(math.floor), at=[0.5])
ceil = primitive("ceil", 1, [None], stepped(math.ceil), at=[0.5])
round_ = primitive("round", 1, [None], stepped(round), at=[0.7])
trunc = primitive("trunc", 1, [None], stepped(math.trunc), at=[0.5])
heaviside = primitive("heaviside", 1, [None], lambda x: x if x != x else 0.5 * ((x > 0) + (x >= 0)), at=[-2.0, 3.0],
                      grad_fn="NotImplemented")


def _tie(wins):
    """The adjoint of one argument of max or min: nothing unless it wins, an even share of a tie."""

    def rule(g, y, i, *xs):
        others = [x for j, x in enumerate(xs) if j != i]
        condition = wins(xs[i], others[0])
        ties = 1 + (xs[i] == others[0])
        for other in others[1:]:
            condition, ties = condition & wins(xs[i], other), ties + (xs[i] == other)
        return where(condition, g / ties, 0)

    return rule


def _extreme(function):
    return lambda *xs: math.nan if any(x != x for x in xs) else function(xs)


maximum = primitive("max", 2, _tie(lambda a, b: a >= b), _extreme(max), variadic=True, grad_fn="MaximumBackward0",
                    at=[(2.0, 3.0), (2.0, -1.0)])
minimum = primitive("min", 2, _tie(lambda a, b: a <= b), _extreme(min), variadic=True, grad_fn="MinimumBackward0",
                    at=[(2.0, 3.0), (2.0, -1.0)])
clamp = primitive("clamp", 3, [lambda g, y, x, lo, hi: where((lo <= x) & (x <= hi), g, 0),
                               lambda g, y, x, lo, hi: where((x < lo) & (lo < hi), g, 0),
                               lambda g, y, x, lo, hi: where((x > hi) | (lo > hi), g, 0)],
                  lambda x, lo, hi: x if x != x else min(max(x, lo), hi), at=[(2.0, 0.0, 5.0)],
                  grad_fn={"tnn": "ClampBackward1", "tt": "ClampBackward0"})
