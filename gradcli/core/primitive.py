"""One row per operation: everything that anybody needs to know about it, and the registry of all rows."""

from collections.abc import Callable


class Syntax:
    """How an operator is written: its symbols, and how strongly it binds what stands left and right of it."""

    __slots__ = ("kind", "symbols", "left", "right", "chains")

    def __init__(self, kind: str, symbols: str, left: int, right: int, chains: bool = False) -> None:
        self.kind, self.symbols, self.left, self.right, self.chains = kind, symbols.split(), left, right, chains


class Primitive:
    """A row of the table.

    `rules[i](g, y, *arguments)` is the adjoint of argument i, given the adjoint `g` of the result `y`, all as Refs;
    None where no gradient flows. `float64` computes the value on floats and never raises. `means` is the expression
    a hidden row stands for. `identity` are the arguments (left, right) that change nothing. `terms` and `powers`
    say that the row is a sum of its arguments with these coefficients, a product with these exponents.
    """

    __slots__ = ("name", "least", "most", "rules", "float64", "exact", "means", "grad_fn", "syntax", "hidden",
                 "terms", "powers", "records", "at", "doc")

    def __init__(self, name: str, least: int, most: int | None, rules, float64, **more) -> None:
        self.name, self.least, self.most, self.rules, self.float64 = name, least, most, rules, float64
        for field in ("exact", "means", "syntax", "terms", "powers", "records"):
            setattr(self, field, more.get(field))
        self.hidden, self.at, self.doc = more.get("hidden", False), more.get("at", ()), more.get("doc", "")
        self.grad_fn = more.get("grad_fn", "")

    def takes(self, count: int) -> bool:
        return count >= self.least and (self.most is None or count <= self.most)

    def rule(self, index: int) -> Callable | None:
        """The adjoint rule of argument `index`; a variadic row has one rule that is told the index."""
        if callable(self.rules):
            return lambda g, y, *xs: self.rules(g, y, index, *xs)
        return self.rules[index] if self.rules else None

    def grad_fn_for(self, numbers: str) -> str:
        """PyTorch's name of the node; `numbers` has n for a Python number, t for a tensor, per argument."""
        return self.grad_fn if isinstance(self.grad_fn, str) else self.grad_fn.get(numbers, self.grad_fn["tt"])

    def __call__(self, *arguments, attribute=None):
        from gradcli.core.tape import Ref

        handle = next(a for a in arguments if isinstance(a, Ref))
        return handle.apply(self, *arguments, attribute=attribute)

    def __repr__(self) -> str:
        return self.name


FUNCTIONS: dict[str, Primitive] = {}  # what the language can call, by name and synonym
OPERATORS: dict[str, Primitive] = {}  # by symbol; prefix and postfix symbols carry that word before them


def primitive(name: str, arity: int, d=None, float64=None, *, variadic=False, synonyms="", syntax=None, **more):
    """Make a row and enter it: into OPERATORS if it has a syntax, into FUNCTIONS unless hidden.

    `float64` defaults to the function of that name in `math`; the name PyTorch gives is made from the row's own.
    """
    if float64 is None:
        import math

        from gradcli.core.ieee import total

        float64 = total(getattr(math, name))
    more.setdefault("grad_fn", name.capitalize() + "Backward0")
    row = Primitive(name, arity, None if variadic else arity, d, float64, syntax=syntax, **more)
    if syntax:
        for symbol in syntax.symbols:
            OPERATORS[symbol if syntax.kind == "infix" else f"{syntax.kind} {symbol}"] = row
    elif not row.hidden:
        for word in [name, *synonyms.split()]:
            FUNCTIONS[word] = row
    return row


CONSTANT = Primitive("constant", 0, 0, None, None, hidden=True)
VARIABLE = Primitive("variable", 0, 0, None, None, hidden=True)
