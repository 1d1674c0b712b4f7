"""Slots to forms: the operations of a tape in the algebra."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any, TypeVar

from gradcli.algebra.forms import Form, as_base, as_exponent, as_factor
from gradcli.algebra.normal import Algebra
from gradcli.algebra.rationals import Number, magnitude, power, quotient, rational
from gradcli.core.primitive import CONSTANT, VARIABLE, Primitive
from gradcli.core.tape import Attribute, Ref, Tape
from gradcli.ops import SELECT

Argument = TypeVar("Argument")


class Reader:
    """Reads slots as forms. A sum that only another sum uses is not made: the outer one gathers all terms at once."""

    def __init__(self, algebra: Algebra, tape: Tape) -> None:
        self.algebra, self.tape = algebra, tape
        self.variables: list[str] = []
        self.forms: dict[int, Form] = {}

    def read(self, roots: list[int]) -> list[Form]:
        """Return the forms of `roots`."""
        tape = self.tape
        uses, inner = {root: 2 for root in roots}, set()
        for slot in range(max(roots), -1, -1):
            if slot in uses:
                kind = _kind(tape.operations[slot])
                for a in tape.arguments[slot]:
                    uses[a] = uses.get(a, 0) + 1
                    if kind and _kind(tape.operations[a]) == kind:
                        inner.add(a)
        inner = {slot for slot in inner if uses[slot] == 1}
        for slot in sorted(uses):
            if slot not in inner:
                self.forms[slot] = self.form(slot, inner)
        return [self.forms[root] for root in roots]

    def form(self, slot: int, inner: set[int]) -> Form:
        """Return the form of a slot, whose arguments have theirs."""
        algebra, tape = self.algebra, self.tape
        row, arguments, attribute = tape.operations[slot], tape.arguments[slot], tape.attributes[slot]
        kind = _kind(row)
        if row is CONSTANT:
            return algebra.number(attribute)
        if row is VARIABLE:
            self.variables.append(attribute)
            return algebra.of(algebra.base(VARIABLE, (), attribute))
        if kind == "terms":
            return algebra.sum((w, f) for f, w in self.gather(slot, inner))
        if kind == "powers":
            return algebra.product(self.gather(slot, inner))
        if not arguments and row.numerics.definition:
            return definition_form(algebra, row)
        forms = tuple(self.forms[a] for a in arguments)
        if row.laws.is_power:
            base, exponent = forms
            return algebra.product([(base, as_exponent(exponent))])
        if row.laws.monomial:
            return algebra.product((f, rational(p)) for f, p in zip(forms, row.laws.monomial, strict=True))
        if row is SELECT:
            return algebra.select(*forms)
        return self.call(row, forms, attribute)

    def call(self, row: Primitive, forms: tuple[Form, ...], attribute: Attribute) -> Form:
        """Return the form of a row applied to forms, by the laws of the row."""
        algebra = self.algebra
        row, forms = drop_equal_arguments(row, forms, forms)
        if row.laws.drops_equal_arguments and len(forms) == 1:
            return forms[0]
        value = self._exact_value(row, forms)
        if value is not None:
            return algebra.number(value)
        if self.algebra.surds and (square := square_at_pi_multiple(row, forms)) not in (None, inf):
            return self._surd(square)
        if row.laws.inverse and len(forms) == 1:
            call = as_base(forms[0])
            if call and call.row is row.laws.inverse:
                return call.arguments[0]
        if row.laws.parity and len(forms) == 1 and forms[0].negative:
            opposite = algebra.sum([(-1, forms[0])])
            return algebra.sum([(row.laws.parity, self.call(row, (opposite,), attribute))])
        return algebra.of(algebra.base(row, forms, attribute))

    def _exact_value(self, row: Primitive, forms: tuple[Form, ...]) -> Number | None:
        """Return the rational that a row has at these forms: a comparison by the difference, a circular one at pi/6."""
        numbers = [form.number for form in forms]
        if row.syntax and row.syntax.chains:
            numbers = [self.algebra.sum([(1, forms[0]), (-1, forms[1])]).number, 0]
        value = row.numerics.exact(*numbers) if row.numerics.exact and None not in numbers else None
        if value is None:
            square = square_at_pi_multiple(row, forms)
            value = None if square is None or square == inf else power(magnitude(square), quotient(1, 2))
            return -value if value and square < 0 else value
        return value

    def _surd(self, square: Number) -> Form:
        """Return the form of the root of a signed square, a multiple of the root of a whole number without squares."""
        whole, factor = abs(square.numerator * square.denominator), quotient(1 if square > 0 else -1, square.denominator)
        for prime in (2, 3):  # of which those at multiples of pi/4 and pi/6 are made
            while whole % prime**2 == 0:
                whole, factor = whole // prime**2, factor * prime
        return self.algebra.product([(self.algebra.number(factor), 1), (self.algebra.number(whole), quotient(1, 2))])

    def gather(self, slot: int, inner: set[int]) -> list[tuple[Form, Number]]:
        """Return the forms below a sum (product) and their coefficients (exponents)."""
        found: list[tuple[Form, Number]] = []
        work: list[tuple[int, Number]] = [(slot, 1)]
        while work:
            at, weight = work.pop()
            if at in inner or at == slot:
                weights = self.tape.operations[at].laws.linear or self.tape.operations[at].laws.monomial
                below = zip(self.tape.arguments[at], weights, strict=True)
                work.extend(reversed([(a, w * weight) for a, w in below]))
            else:
                found.append((self.forms[at], weight))
        return found


def drop_equal_arguments(row: Primitive, arguments: tuple[Argument, ...],
                         forms: tuple[Form, ...]) -> tuple[Primitive, tuple[Argument, ...]]:
    """Return the row and its arguments, of those with equal `forms` only the first where the row allows it."""
    if not row.laws.drops_equal_arguments or len(set(forms)) == len(forms):
        return row, arguments
    first: dict[Form, Argument] = {}
    for form, argument in zip(forms, arguments, strict=True):
        first.setdefault(form, argument)
    return next((other for other in row.overloads if other.takes(len(first))), row), tuple(first.values())


def square_at_pi_multiple(row: Primitive, forms: Sequence[Form]) -> Any:
    """Return the square of a row's value, with its sign, at a rational multiple of pi, inf at a pole; None if irrational."""
    if row.laws.square_at_half_turns is None or len(forms) != 1 or len(forms[0].items) != 1:
        return None
    (term, coefficient), = forms[0].items.items()
    constant = as_factor(term)
    if constant and constant.row and not constant.row.least and constant.row.laws.half_turns:
        return row.laws.square_at_half_turns(coefficient * constant.row.laws.half_turns)
    return None


def definition_form(algebra: Algebra, row: Primitive) -> Form:
    """Return the form of the definition of a constant."""
    tape = Tape()
    expansion = row.definition([Ref(tape, 0)])
    assert isinstance(expansion, Ref)
    return Reader(algebra, tape).read([expansion.slot])[0]


def _kind(row: Primitive) -> str | None:
    """Return the kind of chain that a row belongs to, terms of a sum or powers of a product; None for others."""
    if row.laws.linear:
        return "terms"
    return "powers" if row.laws.monomial and all(p in (1, -1) for p in row.laws.monomial) else None
