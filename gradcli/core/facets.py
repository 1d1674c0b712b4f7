"""The facets of a row: its numerics, singularities, algebraic laws, PyTorch's view of it, notation and documentation.

All columns have defaults; rows that set none of a facet share one object.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self, TypeAlias

if TYPE_CHECKING:
    from fractions import Fraction

    from gradcli.core.operand import Operand
    from gradcli.core.primitive import Primitive
    from gradcli.core.tape import Ref

Rational: TypeAlias = "int | Fraction"  # both have a numerator and a denominator
Definition: TypeAlias = Callable[..., "Operand | None"]
Exact: TypeAlias = Callable[..., "Rational | None"]


class Facet:
    """A group of columns, never changed in place; `changed` makes a copy with other values."""

    __slots__: tuple[str, ...] = ()

    def changed(self, **values: Any) -> Self:
        copy = object.__new__(type(self))
        for name in self.__slots__:
            setattr(copy, name, values[name] if name in values else getattr(self, name))
        return copy


class Numerics(Facet):
    """The value beyond floats. One of `rational`, `definition` and `arb` is needed: --digits rests on it.

    A row with an attribute gets it as the last argument, in every column.

    rational               the value as an expression of exact numbers, where rationals give a rational: of Fractions and of
                           balls; None where it is not defined
    exact                  the value on rationals (int or Fraction), None where it is irrational; `rational` is that too
    definition             the value as an expression of other rows: of exact numbers and balls, None where it is none; of
                           Refs too if hidden, a constant or `composed`, since formulas and programs show that
    composed               True of a row made by `defined`
    at_singularity         the value where `definition` would divide by 0 or take the log of 0, else None
    arb                    the name of Arb's method for the value
    arb_series             the series as an expression of other rows, where Arb has no method for it
    definition_is_exact    True if float64 computes `definition`, in its order, where nothing underflows
    bounds                 of the value and the argument, beyond both of which generated code must not call float64's raw
                           function: (low, high, size of the argument); None if there are none
    python_template        float64 as a Python expression: {0} and so on for the arguments, {f} for float64; it may raise
    strength_reduction     of Refs, what gives the same doubles to the last bit at less cost; None if nothing does
    condition              of a power: the factor by which a relative error of the base grows, of exponent and attribute
    ulps                   the error that float64 may have, in units of the last place: 2 unless given, of a kernel 4
    """

    __slots__ = ("rational", "exact", "definition", "composed", "at_singularity", "arb", "arb_series", "definition_is_exact",
                 "bounds", "python_template", "strength_reduction", "condition", "ulps")

    def __init__(self, *, rational: Exact | None = None, exact: Exact | None = None, definition: Definition | None = None,
                 composed: bool = False, at_singularity: Callable[..., "Operand | None"] | None = None, arb: str = "",
                 arb_series: Callable[..., "Operand"] | None = None,
                 definition_is_exact: bool = False, bounds: tuple[float, float, float] | None = None,
                 python_template: str = "",
                 strength_reduction: Callable[..., "Ref | None"] | None = None,
                 condition: Callable[..., float] | None = None, ulps: int = 0) -> None:
        self.rational, self.exact = rational, exact or rational
        self.definition, self.composed, self.at_singularity, self.arb = definition, composed, at_singularity, arb
        self.arb_series = arb_series
        self.definition_is_exact, self.bounds, self.python_template = definition_is_exact, bounds, python_template
        self.strength_reduction, self.condition, self.ulps = strength_reduction, condition, ulps


class Singular(Facet):
    """Where the value or its derivative does not exist, as functions of floats or exact numbers.

    poles    true where an infinite value belongs to a pole, not to an overflow
    kinks    (slope on the left, slope on the right) where there is a kink, else None
    jumps    true where the value jumps
    """

    __slots__ = ("poles", "kinks", "jumps")

    def __init__(self, *, poles: Callable[..., bool] | None = None, kinks: Callable[..., Any] | None = None,
                 jumps: Callable[..., bool] | None = None) -> None:
        self.poles, self.kinks, self.jumps = poles, kinks, jumps


class Laws(Facet):
    """The identities by which formulas may be rewritten.

    linear                  the coefficients of the sum that the row is
    monomial                the exponents of the product that the row is
    is_power                True of a**b
    identities              for each argument the number that changes nothing there, or None
    parity                  1 where f(-x) is f(x), -1 where it is -f(x)
    exponential             True where f(a)*f(b) is f(a + b) and f(a)**b is f(a*b)
    half_turns              of a constant: how many times pi it is
    square_at_half_turns    the square of the value, with its sign, at a multiple of pi; inf at a pole, None if irrational
    pythagorean             a row g and a sign s with f(x)**2 + s*g(x)**2 = 1
    square                  the row g and the numbers c and d with f(x)**2 = c + d*g(x)**2; on both rows of `pythagorean`
    drops_equal_arguments   True where of equal arguments one is enough, and one alone is the result
    inverse                 the row g with f(g(x)) = x wherever g(x) is defined
    odd_root                the whole number n with f(x)**n = x
    sign_and_size           the two rows whose product is x; on both of them
    """

    __slots__ = ("linear", "monomial", "is_power", "identities", "parity", "exponential", "half_turns",
                 "square_at_half_turns", "pythagorean", "square", "drops_equal_arguments", "inverse", "odd_root",
                 "sign_and_size")

    def __init__(self, *, linear: tuple[int, ...] = (), monomial: tuple[Any, ...] = (), is_power: bool = False,
                 identities: tuple[int | None, ...] = (), parity: int = 0, exponential: bool = False, half_turns: int = 0,
                 square_at_half_turns: Callable[["Rational"], Any] | None = None,
                 pythagorean: "tuple[Primitive, int] | None" = None, drops_equal_arguments: bool = False,
                 square: "tuple[Primitive, int, int] | None" = None, inverse: "Primitive | None" = None, odd_root: int = 0,
                 sign_and_size: "tuple[Primitive, Primitive] | None" = None) -> None:
        self.linear, self.monomial, self.is_power, self.identities = linear, monomial, is_power, identities
        self.parity, self.exponential, self.half_turns = parity, exponential, half_turns
        self.square_at_half_turns, self.pythagorean, self.square = square_at_half_turns, pythagorean, square
        self.drops_equal_arguments = drops_equal_arguments
        self.inverse, self.odd_root, self.sign_and_size = inverse, odd_root, sign_and_size

    @property
    def multiplicative(self) -> bool:
        """Return whether the row is a product of powers, with constant exponents or not."""
        return self.is_power or bool(self.monomial)


class Torch(Facet):
    """PyTorch's side of a row.

    grad_fn    the name of the node: a text, or a dict from "nt" (number, tensor) for each argument, default "tt"; a node
               that is named for its numbers keeps them in itself, others have them as inputs
    form       of Refs: what PyTorch records instead where a Python number stands left of a tensor
    """

    __slots__ = ("grad_fn", "form")

    def __init__(self, grad_fn: str | dict[str, str] = "", form: Callable[..., "Ref"] | None = None) -> None:
        self.grad_fn, self.form = grad_fn, form

    def name(self, numbers: str) -> str:
        """Name the node; `numbers` has n for a Python number, t for a tensor, per argument."""
        return self.grad_fn if isinstance(self.grad_fn, str) else self.grad_fn.get(numbers, self.grad_fn["tt"])

    def stores_scalars(self, numbers: str) -> bool:
        """Return whether the node keeps the Python numbers among its arguments in itself."""
        return isinstance(self.grad_fn, dict) and numbers in self.grad_fn


class Syntax(Facet):
    """How an operator is written.

    `kind` is infix, prefix, postfix or ternary; `symbols` are its spellings, the one that is printed first; `left`
    and `right` say how strongly it binds what stands on either side; `chains` is true of a comparison.
    """

    __slots__ = ("kind", "symbols", "left", "right", "chains")

    def __init__(self, kind: str, symbols: str, left: int = 0, right: int = 0, chains: bool = False) -> None:
        self.kind, self.symbols, self.left, self.right, self.chains = kind, symbols.split(), left, right, chains


class Notation(Facet):
    """How a row is written.

    latex           a macro that stands before the arguments, or a text with #1, #2 for them, in braces or bare
    synonyms        other names that are read, separated by blanks
    foreign_names   names in other notations, which are not read: the error suggests the name here
    """

    __slots__ = ("latex", "synonyms", "foreign_names")

    def __init__(self, latex: str = "", *, synonyms: str = "", foreign_names: str = "") -> None:
        self.latex, self.synonyms, self.foreign_names = latex, synonyms.split(), foreign_names.split()


class Doc(Facet):
    """The documentation of a row: a summary, the domain, the convention at kinks, ties and jumps.

    `idle` is the reason why an argument gets no gradient where the rule's mask is 0; by default, another branch.
    """

    __slots__ = ("summary", "domain", "convention", "idle")

    def __init__(self, summary: str, domain: str, convention: str = "", idle: str = "") -> None:
        self.summary, self.domain, self.convention, self.idle = summary, domain, convention, idle


def exact_only_at(x: int, y: int) -> Exact:
    """Return the exact column of a function whose one rational value at a rational argument is y at x."""
    return lambda argument: y if argument == x else None


SMOOTH, LAWLESS, PLAIN = Singular(), Laws(), Notation()
