"""Forms to slots: each form once, in the shortest way found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from gradcli.algebra.division import map_factors
from gradcli.algebra.forms import Base, Exponent, Form, Term, ordered_terms
from gradcli.algebra.normal import Algebra
from gradcli.algebra.rationals import Number, magnitude, rational
from gradcli.algebra.read import definition_form
from gradcli.algebra.simplify import shortest
from gradcli.core.primitive import VARIABLE, Primitive
from gradcli.core.tape import Ref, Tape
from gradcli.ops import family


def write(algebra: Algebra, forms: list[Form], variables: Iterable[str], decimals: bool,
          rewrite: Callable[[Algebra, Form], Form] = shortest) -> tuple[Tape, list[int]]:
    """Return a tape with `variables` and these forms, each as `rewrite` returns it, and the forms' slots."""
    writer = _Writer(algebra, variables, decimals, rewrite)
    return writer.tape, [writer.write(form) for form in forms]


class _Writer:
    """Writes forms onto a tape, each once."""

    def __init__(self, algebra: Algebra, variables: Iterable[str], decimals: bool,
                 rewrite: Callable[[Algebra, Form], Form]) -> None:
        self.algebra, self.decimals, self.rewrite = algebra, decimals, rewrite
        self.tape = Tape()
        self.variables = {name: Ref(self.tape, self.tape.variable(name)) for name in variables}
        self.slots: dict[Form, Ref] = {}
        self.shortest: dict[Form, Form] = {}
        self.items: dict[Form, list[tuple[Term, Number]]] = {}

    @cached_property
    def constants(self) -> dict[Form, Primitive]:
        """The constants that have a definition, by its form."""
        return {definition_form(self.algebra, row): row for row in family("elementary")
                if not row.least and row.numerics.definition}

    @cached_property
    def roots(self) -> dict[Number, Primitive]:
        """The functions that are powers, by exponent."""
        return {rational(row.laws.monomial[0]): row for row in family("elementary") if len(row.laws.monomial) == 1}

    def write(self, root: Form) -> int:
        """Append a form to the tape; return its slot."""
        work = [root]
        while work:
            form = work[-1]
            short = self.shortest.get(form)
            settled = form if short is None else map_factors(
                self.algebra, short, lambda inner: self.shortest.get(inner, inner))
            if form in self.slots:
                work.pop()
            elif short is None or settled.length < short.length:  # a form within it may have become a product
                settled = self.rewrite(self.algebra, settled)
                self.shortest[form], self.items[form] = settled, self.absorb_sign(ordered_terms(settled))
                work.extend(needed for term, _ in self.items[form] for base, exponent in term.powers.items()
                            for needed in (*base.arguments, exponent) if isinstance(needed, Form))
            else:
                self.slots[form] = self.sum(self.items[form])
                work.pop()
        return self.slots[root].slot

    def absorb_sign(self, items: list[tuple[Term, Number]]) -> list[tuple[Term, Number]]:
        """Return the same items, a leading minus moved into a factor that can take it: -(x - 1)/x is (1 - x)/x."""
        if not items or items[0][1] > 0:
            return items
        (term, coefficient), *rest = items
        if term.negatable is None:
            return items
        opposite = self.algebra.base(None, (self.algebra.sum([(-1, term.negatable.arguments[0])]),))
        powers = {opposite if base is term.negatable else base: e for base, e in term.powers.items()}
        return [(self.algebra.term(powers), -coefficient), *rest]

    def number(self, value: Number) -> Ref:
        """Append a rational, as a quotient where it is not a decimal."""
        if value.denominator == 1 or self.decimals and _terminates(value.denominator):
            return Ref(self.tape, self.tape.constant(value))
        return Ref(self.tape, self.tape.constant(value.numerator)) / int(value.denominator)

    def sum(self, items: list[tuple[Term, Number]]) -> Ref:
        """Append a sum, its terms in this order."""
        if not items:
            return self.number(0)
        total = self.product(*items[0])
        for term, coefficient in items[1:]:
            product = self.product(term, magnitude(coefficient))
            total = total - product if coefficient < 0 else total + product
        return total

    def product(self, term: Term, coefficient: Number) -> Ref:
        """Append a quotient of products, with the sign on the first factor."""
        decimal = self.decimals and _terminates(coefficient.denominator)
        size = magnitude(coefficient)
        top: Number = size if decimal else size.numerator
        bottom = 1 if decimal else size.denominator
        numerator: list[Ref] = []
        denominator = [self.number(bottom)] if bottom != 1 else []
        for base, exponent in sorted(term.powers.items(), key=self.sort_key):
            if isinstance(exponent, Form) or exponent > 0:
                numerator.append(self.power(base, exponent))
            else:
                denominator.append(self.power(base, -exponent))
        if top != 1 or not numerator:
            numerator.insert(0, self.number(-top if coefficient < 0 else top))
        elif coefficient < 0:
            numerator[0] = -numerator[0]
        return _multiply(numerator) / _multiply(denominator) if denominator else _multiply(numerator)

    def power(self, base: Base, exponent: Exponent) -> Ref:
        """Append a power, a root as the function of its name."""
        argument = self.base(base)
        if isinstance(exponent, Form):
            return argument ** self.slots[exponent]
        if exponent == 1:
            return argument
        if exponent.denominator != 1 and exponent in self.roots:
            return argument.apply(self.roots[exponent], argument)
        return argument ** self.number(exponent)

    def base(self, base: Base) -> Ref:
        """Append a base, whose arguments are on the tape."""
        if base.row is None:
            return self.slots[base.arguments[0]]
        if base.row is VARIABLE:
            return self.variables[base.attribute]
        short = self.constants.get(self.algebra.of(base))
        if short:
            return Ref(self.tape, self.tape.emit(short))
        slots = tuple(self.slots[a].slot for a in base.arguments)
        return Ref(self.tape, self.tape.emit(base.row, slots, base.attribute))

    def sort_key(self, item: tuple[Base, Exponent]) -> tuple[Any, ...]:
        """Return the sort key of a factor: numbers, constants, variables, powers of numbers, calls by length, sums."""
        base, exponent = item
        variable = isinstance(exponent, Form)
        if base.row is VARIABLE:
            return 2, variable, base.attribute
        if base.row is None:
            kind = 5 if base.number is None else 3 if variable else 0
        else:
            kind = 4 if base.arguments and self.algebra.of(base) not in self.constants else 1
        last = base.arguments[0].items.get(self.algebra.one, 0) if kind == 5 else 0  # (x + 1)*(x + 2)
        return kind, variable, base.length, magnitude(last), base.order


def _multiply(factors: list[Ref]) -> Ref:
    product = factors[0]
    for factor in factors[1:]:
        product = product * factor
    return product


def _terminates(denominator: int) -> bool:
    """Return whether a fraction with this denominator is a finite decimal."""
    return bool(10**denominator.bit_length() % denominator == 0)
