"""One row per operation: everything that anybody needs to know about it, and the registry of all rows."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from gradcli.errors import GradcliError

Rule = Callable[..., Any]


class Syntax:
    """How an operator is written.

    `kind` is infix, prefix, postfix or ternary; `symbols` are its spellings, the one that is printed first; `left`
    and `right` say how strongly it binds what stands on either side; `chains` is true of a comparison.
    """

    __slots__ = ("kind", "symbols", "left", "right", "chains")

    def __init__(self, kind: str, symbols: str, left: int = 0, right: int = 0, chains: bool = False) -> None:
        self.kind, self.symbols, self.left, self.right, self.chains = kind, symbols.split(), left, right, chains


class Primitive:
    """A row of the table.

    name        as it is called; rows of one name differ in their number of arguments (`overloads`)
    least, most number of arguments; `most` is None where there is no bound
    rules       the adjoint of each argument, `rule(g, y, *arguments)` with `g` the adjoint of the result `y`, all Refs;
                None where no gradient flows; a text that says so where it is not offered. One callable, of a variadic
                row, is told the index: `rule(g, y, i, *arguments)`
    float64     the value, a total function of floats: nan, inf and signed zeros as IEEE 754 has them, never an exception
    exact       the value on exact rationals (int or Fraction), None where the result is none
    reals       the value on exact rationals and balls, an expression of them and of other rows, which is told the
                attribute by name: where neither `means` nor `exact` nor Arb's method of that name says it. Of a constant,
                a function of any number
    means       the expression that a hidden row stands for, a function of Refs; formulas show that. Of a constant, a
                function of any Ref; formulas compute with that
    plainly     says that float64 does what `means` says, in its order, where nothing underflows
    inline      float64 as an expression of Python, {0} and so on for the arguments, {f} for float64 itself; it may raise
    cheaper     of Refs: what gives the same doubles to the last bit at less cost, where some are constants; else None
    records     what PyTorch records instead, where a Python number stands left of a tensor
    grad_fn     PyTorch's name of the node: a text, or a dict from "nt" (number, tensor) for each argument, default "tt";
                a node that is named for its numbers keeps them in itself, others have them as inputs
    terms       says that the row is the sum of its arguments with these coefficients
    powers      says that the row is the product of its arguments with these exponents; "exponent": that it is a power
    identities  for each argument the number that changes nothing there, or None
    parity      of one argument: 1 where f(-x) is f(x), -1 where it is -f(x)
    joins       says that f(a)*f(b) is f(a + b) and f(a)**b is f(a*b)
    turns       of a constant, how many half turns it is; of a function, its value there, inf at a pole; None if not rational
    circle      a row g and a sign s with f(x)**2 + s*g(x)**2 = 1
    idempotent  says that of equal arguments one is enough, and one alone is the result
    undoes      the row g with f(g(x)) = x wherever g(x) is defined
    folds       the whole number n with f(x)**n = x
    unit        the row g with f(x) = x/g(x) = g(x)/x
    kinks       of floats: (slope on the left, slope on the right) where the row has a kink there, else None
    jumps       of floats: true where the value jumps
    poles       of floats: true where an infinite value is a pole, not an overflow
    condition   of a power: the factor by which a relative error of the base grows, a function of exponent and attribute
    ulps        how far float64's value may be from the true one, in units of the last place
    latex       TeX of it: a macro that stands before the arguments, or a text with #1, #2 for them, in braces or bare
    at          points at which tests hold the row against mpmath: ordinary ones and hard ones
    elsewhere   names of it in other notations, which are not read: who writes one is told the name here
    doc, domain, convention   words: what it is; where it is defined; what is taken at kinks, ties and jumps
    idle        words: why an argument gets no gradient where the rule's condition does not hold, by default another branch
    """

    __slots__ = ("name", "least", "most", "rules", "float64", "exact", "reals", "means", "plainly", "inline", "cheaper",
                 "records", "grad_fn", "syntax", "hidden", "terms", "powers", "identities", "parity", "joins", "turns",
                 "circle", "idempotent", "undoes", "folds", "unit", "kinks", "jumps", "poles", "condition", "ulps",
                 "latex", "at", "elsewhere", "doc", "domain", "convention", "idle", "overloads")

    def __init__(self, name: str, least: int, most: int | None, rules: Any, float64: Any, *, exact: Rule | None = None,
                 reals: Rule | None = None, means: Rule | None = None, plainly: bool = False, inline: str = "",
                 cheaper: Rule | None = None, records: Rule | None = None, grad_fn: Any = "",
                 syntax: Syntax | None = None, hidden: bool = False, terms: Any = None, powers: Any = None,
                 identities: Any = (), parity: int = 0, joins: bool = False, turns: Any = None, circle: Any = None,
                 idempotent: bool = False, undoes: "Primitive | None" = None,
                 folds: int = 0, unit: "Primitive | None" = None, kinks: Rule | None = None, jumps: Rule | None = None,
                 poles: Rule | None = None, condition: Rule | None = None, ulps: int = 2, latex: str = "", at: Any = (),
                 elsewhere: str = "", doc: str = "", domain: str = "", convention: str = "", idle: str = "") -> None:
        self.name, self.least, self.most, self.rules, self.float64 = name, least, most, rules, float64
        self.exact, self.reals, self.means, self.plainly, self.inline = exact, reals, means, plainly, inline
        self.cheaper, self.records, self.grad_fn, self.syntax = cheaper, records, grad_fn, syntax
        self.hidden, self.terms, self.powers, self.identities = hidden, terms, powers, identities
        self.parity, self.joins, self.turns, self.circle = parity, joins, turns, circle
        self.idempotent, self.undoes, self.folds, self.unit = idempotent, undoes, folds, unit
        self.kinks, self.jumps, self.poles, self.condition, self.ulps = kinks, jumps, poles, condition, ulps
        self.latex, self.at, self.elsewhere = latex, at, elsewhere.split()
        self.doc, self.domain, self.convention, self.idle = doc, domain, convention, idle
        self.overloads: list[Primitive] = [self]

    def takes(self, count: int) -> bool:
        return count >= self.least and (self.most is None or count <= self.most)

    def taking(self, count: int) -> "Primitive | None":
        """The row of this name that takes `count` arguments."""
        return next((row for row in self.overloads if row.takes(count)), None)

    def value(self, xs: Sequence[float], attribute: Any = None) -> float:
        """Return the double of the row at these doubles."""
        y: float = self.float64(*xs) if attribute is None else self.float64(*xs, attribute)
        return y

    def definition(self, xs: Sequence[Any], attribute: Any = None) -> Any:
        """Write out what a hidden row stands for, as an expression of Refs."""
        assert self.means is not None
        return self.means(*xs) if attribute is None else self.means(*xs, attribute)

    def at_pole(self, xs: Sequence[Any], attribute: Any = None) -> bool:
        """Return whether a value that is not finite here belongs to a pole."""
        return bool(self.poles and (self.poles(*xs) if attribute is None else self.poles(*xs, attribute)))

    def rule(self, index: int) -> Rule | None:
        """The adjoint rule of argument `index`."""
        if callable(self.rules):
            return lambda g, y, *xs: self.rules(g, y, index, *xs)
        rule: Rule | str | None = self.rules[index] if self.rules else None
        return (lambda g, y, *xs: UNOFFERED(g, *xs, attribute=rule)) if isinstance(rule, str) else rule

    def grad_fn_for(self, numbers: str) -> str:
        """PyTorch's name of the node; `numbers` has n for a Python number, t for a tensor, per argument."""
        return self.grad_fn if isinstance(self.grad_fn, str) else self.grad_fn.get(numbers, self.grad_fn["tt"])

    def keeps(self, numbers: str) -> bool:
        """Whether PyTorch's node keeps the Python numbers among its arguments in itself."""
        return isinstance(self.grad_fn, dict) and numbers in self.grad_fn

    def __call__(self, *arguments: Any, attribute: Any = None) -> Any:
        """The row applied to Refs and exact numbers, at least one of them a Ref, on its tape."""
        handle = next(a for a in arguments if hasattr(a, "apply"))
        return handle.apply(self, *arguments, attribute=attribute)

    def __repr__(self) -> str:
        return self.name


FUNCTIONS: dict[str, Primitive] = {}  # what the language can call, by name and synonym
OPERATORS: dict[str, Primitive] = {}  # by symbol; a prefix operator as "prefix -", a postfix one as "postfix !"


def primitive(name: str, arity: int, d: Any = None, float64: Any = None, *, variadic: bool = False, synonyms: str = "",
              syntax: Syntax | None = None, hidden: bool = False, **columns: Any) -> Primitive:
    """Make a row and enter it: into OPERATORS if it has a syntax, into FUNCTIONS unless it is an operator or hidden.

    `float64` defaults to the function of that name in `math`; PyTorch's name of it is made from the row's own. A hidden
    row may be twice as far off: what it holds is a derivative.
    """
    if float64 is None:
        from gradcli.core.ieee import total

        float64 = total(getattr(math, name))
    columns.setdefault("grad_fn", name.capitalize() + "Backward0")
    columns.setdefault("ulps", 4 if hidden else 2)
    row = Primitive(name, arity, None if variadic else arity, d, float64, syntax=syntax, hidden=hidden, **columns)
    if syntax:
        for symbol in syntax.symbols:
            OPERATORS[symbol if syntax.kind in ("infix", "ternary") else f"{syntax.kind} {symbol}"] = row
    elif not hidden and name in FUNCTIONS:
        FUNCTIONS[name].overloads.append(row)
        row.overloads = FUNCTIONS[name].overloads
    if not hidden and (not syntax or syntax.kind in ("ternary", "postfix")):
        for word in [name, *synonyms.split()]:
            FUNCTIONS.setdefault(word, row)
    return row


def rows() -> Iterator[Primitive]:
    """Every row that the language can say, each once."""
    seen: set[int] = set()
    for first in [*FUNCTIONS.values(), *OPERATORS.values()]:
        for row in first.overloads:
            if id(row) not in seen:
                seen.add(id(row))
                yield row


def _refused(*xs_and_why: Any) -> Any:
    raise GradcliError(xs_and_why[-1], help="name the variables to differentiate along with --wrt", code=1)


UNOFFERED: Primitive = Primitive(  # a derivative that there is no rule for; the attribute says so
    "unoffered", 1, None, lambda g, y, i, *xs: UNOFFERED(g, *xs, attribute=y.attribute), lambda *xs_and_why: math.nan,
    means=_refused, hidden=True)
CONSTANT = Primitive("constant", 0, 0, None, None, hidden=True)
VARIABLE = Primitive("variable", 0, 0, None, None, hidden=True)
