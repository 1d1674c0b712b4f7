"""Rows of comparisons and logic, whose value is 1 or 0 and whose derivative is 0."""

from collections.abc import Callable
from typing import Any

from gradcli.core.primitive import Primitive, Syntax, primitive

PAIRS = [(2.0, 3.0), (3.0, 2.0), (2.0, 2.0), (0.0, -1.0), (0.0, 0.0)]


def _truth(name: str, symbols: str, holds: Callable[..., Any], doc: str, latex: str, syntax: Any = ("infix", 11, 11, True),
           arity: int = 2, jumps: Callable[..., Any] = lambda a, b: a == b) -> Primitive:
    kind, left, right, chains = syntax
    return primitive(name, arity, None, lambda *xs: float(bool(holds(*xs))), exact=lambda *xs: int(bool(holds(*xs))),
                     grad_fn="", syntax=Syntax(kind, symbols, left, right, chains), doc=doc, domain="all numbers",
                     convention="the derivative is 0, where the truth changes too", at=PAIRS if arity == 2 else [2.0, 0.0],
                     latex=latex, jumps=jumps)


lt = _truth("lt", "<", lambda a, b: a < b, "less than", "#1 < #2")
le = _truth("le", "<= ≤", lambda a, b: a <= b, "less than or equal", r"#1 \le #2")
gt = _truth("gt", ">", lambda a, b: a > b, "greater than", "#1 > #2")
ge = _truth("ge", ">= ≥", lambda a, b: a >= b, "greater than or equal", r"#1 \ge #2")
eq = _truth("eq", "==", lambda a, b: a == b, "equal", "#1 = #2")
ne = _truth("ne", "!= ≠", lambda a, b: a != b, "not equal", r"#1 \ne #2")
logical_and = _truth("logical_and", "and", lambda a, b: a and b, "both", r"#1 \land #2", ("infix", 6, 7, False),
                     jumps=lambda a, b: (a == 0) != (b == 0))
logical_or = _truth("logical_or", "or", lambda a, b: a or b, "either or both", r"#1 \lor #2", ("infix", 4, 5, False),
                    jumps=lambda a, b: a == 0 and b == 0)
logical_not = _truth("logical_not", "not", lambda a: not a, "1 for 0, else 0", r"\lnot #1", ("prefix", 0, 8, False), 1,
                     jumps=lambda x: x == 0)
