"""Rows of comparisons and logic, whose value is 1 or 0 and whose derivative is 0, and of the choice between two values."""

from collections.abc import Callable
from typing import Any

from gradcli.core.constructors import operator
from gradcli.core.facets import Doc, Notation, Numerics, Singular, Syntax, Torch
from gradcli.core.primitive import Primitive

PAIRS = [(2.0, 3.0), (3.0, 2.0), (2.0, 2.0), (0.0, -1.0), (0.0, 0.0)]


def _predicate(name: str, syntax: Syntax, holds: Callable[..., Any], summary: str, latex: str,
               jumps: Callable[..., bool]) -> Primitive:
    """Make the row of a predicate of one or two numbers."""
    arity = 1 if syntax.kind == "prefix" else 2
    return operator(
        name, arity,
        rules=None,
        float64=lambda *xs: float(bool(holds(*xs))),
        numerics=Numerics(rational=lambda *xs: int(bool(holds(*xs)))),
        singular=Singular(jumps=jumps),
        torch=Torch(""),
        syntax=syntax,
        notation=Notation(latex),
        doc=Doc(summary, "all numbers", "the derivative is 0, where the truth changes too"),
        samples=PAIRS if arity == 2 else [2.0, 0.0])


def _comparison(name: str, symbols: str, holds: Callable[[Any, Any], bool], summary: str, latex: str) -> Primitive:
    return _predicate(name, Syntax("infix", symbols, 11, 11, True), holds, summary, latex, lambda a, b: bool(a == b))


lt = _comparison("lt", "<", lambda a, b: a < b, "less than", "#1 < #2")
le = _comparison("le", "<= ≤", lambda a, b: a <= b, "less than or equal", r"#1 \le #2")
gt = _comparison("gt", ">", lambda a, b: a > b, "greater than", "#1 > #2")
ge = _comparison("ge", ">= ≥", lambda a, b: a >= b, "greater than or equal", r"#1 \ge #2")
eq = _comparison("eq", "==", lambda a, b: a == b, "equal", "#1 = #2")
ne = _comparison("ne", "!= ≠", lambda a, b: a != b, "not equal", r"#1 \ne #2")
logical_and = _predicate("logical_and", Syntax("infix", "and", 6, 7), lambda a, b: a and b, "both", r"#1 \land #2",
                         lambda a, b: (a == 0) != (b == 0))
logical_or = _predicate("logical_or", Syntax("infix", "or", 4, 5), lambda a, b: a or b, "either or both", r"#1 \lor #2",
                        lambda a, b: a == 0 and b == 0)
logical_not = _predicate("logical_not", Syntax("prefix", "not", 0, 8), lambda a: not a, "1 for 0, else 0", r"\lnot #1",
                         lambda x: x == 0)

# where(c, a, b) is `a if c else b`; its condition is its first argument
where: Primitive = operator(
    "where", 3,
    rules=[
        None,
        lambda g, y, c, a, b: where(c, g, 0),
        lambda g, y, c, a, b: where(c, 0, g),
    ],
    float64=lambda c, a, b: a if c else b,
    numerics=Numerics(rational=lambda c, a, b: a if c else b),
    syntax=Syntax("ternary", "if", 3, 2),
    notation=Notation(r"\begin{cases} #2 & \text{if $#1$} \\ #3 & \text{otherwise} \end{cases}"),
    doc=Doc("a where c is not 0, else b", "all numbers", "the derivative of the branch taken; the other adds nothing"),
    samples=[(1.0, 2.0, 3.0), (0.0, 2.0, 3.0)])
