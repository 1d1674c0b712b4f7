"""Formulas: sums of products with rational coefficients, hash-consed.

A Form is a sum: {term: coefficient}. A Term is a product: {base: exponent}, an exponent being a rational or a Form.
A Base is opaque to the algebra: a variable, a call, or a Form under an exponent. Equal ones are one object (hash-consing),
so they compare and hash in constant time, however deep they are; each holds its length in characters.
"""

from __future__ import annotations

from math import gcd, lcm
from typing import Any, TypeAlias, TypeGuard

from gradcli.algebra.rationals import BITS, Number, magnitude, quotient
from gradcli.core.primitive import FUNCTIONS, VARIABLE, Primitive
from gradcli.core.tape import Attribute

MAX_LENGTH = 10**9  # lengths saturate here: nested powers would make them numbers of any size


class Inapplicable(Exception):
    """Raised where a derivative of a form is not found factor by factor.

    A variable exponent has no factors to which a derivative would lead back; a conditional must stay around all factors of
    its branches, which may be infinite where it is 0.
    """


class Form:
    """A sum. `leading` is the coefficient of its first term; `negatable` is true if its negation is as short: 1 - x, x - 1.

    Of a form and its negation exactly one is `negative`.
    """

    __slots__ = ("items", "index", "length", "degree", "leading", "negative", "negatable")

    def __init__(self, items: dict[Term, Number], index: int) -> None:
        self.items, self.index = items, index
        first = min(items, key=lambda term: rank(term, items[term]), default=None)
        self.leading: Number = 0 if first is None else items[first]
        mixed = len(items) == 2 and min(items.values()) < 0 < max(items.values())
        either = self._leaders(first)
        self.negative = self._is_negative(either) if either else self.leading < 0
        self.negatable = not self.negative and (mixed or bool(either))
        minus = first is not None and self.leading < 0 and not mixed and first.negatable is None
        length: int = sum(term.length(magnitude(c)) for term, c in items.items())
        self.length: int = min(max(length + 3 * len(items) - 3, 1) + int(minus), MAX_LENGTH)
        self.degree: Number = max((t.degree for t in items), default=0)

    def _leaders(self, first: Term | None) -> list[Term]:
        """Return the terms of highest power where some have a plus and some a minus, so that either may come first."""
        if self.leading <= 0 or first is None or min(self.items.values()) > 0:
            return []
        found = [term for term in self.items if term.rank[0] == first.rank[0]]
        return found if any(self.items[term] < 0 for term in found) else []

    def _is_negative(self, leaders: list[Term]) -> bool:
        """Return whether most of these terms have a minus; at a tie, the first of the table."""
        balance = sum(1 if self.items[term] > 0 else -1 for term in leaders)
        return balance < 0 or not balance and self.items[min(leaders, key=lambda term: term.rank[1])] < 0

    @property
    def number(self) -> Number | None:
        """Return the value of a form that is a rational number, else None."""
        if not self.items:
            return 0
        (term, coefficient), *more = self.items.items()
        return None if more or term.powers else coefficient

    @property
    def is_atomic(self) -> bool:
        """Return whether it is a whole number, a name, a call or a power, which need no parentheses in an exponent."""
        value = self.number
        if value is not None:
            return value >= 0 and value.denominator == 1
        (term, coefficient), *more = self.items.items()
        return not more and coefficient == 1 and (term.numerators, term.denominators) == (1, 0)


Exponent: TypeAlias = "Number | Form"
Powers = dict["Base", Exponent]


class Term:
    """A product of `numerators` factors over `denominators` ones; their lengths are in characters.

    `rank` is its place in a sum, `negatable` the factor that can take a minus: -(x - 1)/x is (1 - x)/x.
    """

    __slots__ = ("powers", "numerators", "denominators", "numerator_length", "denominator_length", "degree", "rank",
                 "negatable")

    def __init__(self, powers: Powers, index: int) -> None:
        self.powers = powers
        self._measure()
        known = [(b, e) for b, e in powers.items() if not isinstance(e, Form)]
        self.degree: Number = sum(b.degree * e for b, e in known)
        plain = sorted((b.index, -e) for b, e in known if b.row is VARIABLE)
        calls = sorted(b.order for b in powers if b.row is not VARIABLE)
        self.rank: tuple[Any, ...] = (-self.degree, sum(e for _, e in plain), plain,
                                      -sum(b.weight * e for b, e in known), not powers), (calls, index)
        odd = [(e > 0, b.order, b) for b, e in known
               if b.row is None and is_whole(e) and e % 2 and b.arguments[0].negatable]
        self.negatable = max(odd, key=lambda item: item[:2])[2] if odd else None

    def _measure(self) -> None:
        """Count the factors of numerator and denominator, and the characters of either, with those between factors."""
        self.numerators = self.denominators = self.numerator_length = self.denominator_length = 0
        for base, e in self.powers.items():
            if isinstance(e, Form):
                self.numerators += 1
                self.numerator_length += base.length + e.length + 3 + 2 * (not e.is_atomic)
                continue
            size = magnitude(e)
            length = base.length + 1
            if 2 * size == 1:
                length += 4 if base.row is None else 6
            elif size != 1:
                length += 2 + _digits(size) + 2 * (size.denominator != 1)
            if e > 0:
                self.numerators += 1
                self.numerator_length += length
            else:
                self.denominators += 1
                self.denominator_length += length

    def length(self, size: Number) -> int:
        """Return the length in characters with the positive coefficient `size`."""
        numerator, denominator, denominators = self.numerator_length, self.denominator_length, self.denominators
        if size.numerator != 1 or not self.numerators:
            numerator += _digits(size.numerator) + 1
        if size.denominator != 1:
            denominators, denominator = denominators + 1, denominator + _digits(size.denominator) + 1
        return min(numerator + denominator - 1 + 2 * (denominators > 1), MAX_LENGTH)


class Base:
    """A variable (`attribute` is its name), a row's call on forms, or, where `row` is None, the one form it holds.

    `place` is that of the row in the table.
    """

    __slots__ = ("row", "arguments", "attribute", "index", "length", "degree", "weight", "order")

    def __init__(self, row: Primitive | None, arguments: tuple[Form, ...], attribute: Attribute, index: int,
                 place: int) -> None:
        self.row, self.arguments, self.attribute, self.index = row, arguments, attribute, index
        inside = sum(a.length + 2 for a in arguments) - 2 * (row is None and arguments[0].number is not None
                                                             and arguments[0].is_atomic)
        name = attribute if row is VARIABLE else row.name if row else ""
        self.length: int = min(len(name) + inside, MAX_LENGTH)
        self.degree: Number = 1 if row is VARIABLE else arguments[0].degree if row is None else 0
        self.weight: Number = 1  # of exp(2*x): 2
        if row:
            self.weight = 0 if row is VARIABLE else arguments[0].leading if row.laws.exponential else 1
        self.order = (self.length, place, index)

    @property
    def number(self) -> Number | None:
        """Return the rational number under an exponent, as 2 in 2**x, else None."""
        return self.arguments[0].number if self.row is None else None


class Forms:
    """The table of all forms made so far, in which equal ones are one object."""

    def __init__(self) -> None:
        self._bases: dict[tuple[Primitive | None, tuple[Form, ...], Attribute], Base] = {}
        self._terms: dict[frozenset[tuple[Base, Exponent]], Term] = {}
        self._forms: dict[frozenset[tuple[Term, Number]], Form] = {}
        self._places = {word: place for place, word in enumerate(FUNCTIONS)}
        self.one = self.term({})

    def base(self, row: Primitive | None, arguments: tuple[Form, ...] = (), attribute: Attribute = None) -> Base:
        """Return the base of a call, or of the one form that stands under an exponent."""
        key = (row, arguments, attribute)
        found = self._bases.get(key)
        if found is None:
            found = self._bases[key] = Base(row, arguments, attribute, len(self._bases),
                                            self._places.get(row.name, -1) if row and row.overloads[0] is row else -1)
        return found

    def term(self, powers: Powers) -> Term:
        """Return the product of these powers, which must be in normal form."""
        key = frozenset(powers.items())
        found = self._terms.get(key)
        if found is None:
            found = self._terms[key] = Term(powers, len(self._terms))
        return found

    def form(self, items: dict[Term, Number]) -> Form:
        """Return the sum of these terms, which must be in normal form."""
        key = frozenset(items.items())
        found = self._forms.get(key)
        if found is None:
            found = self._forms[key] = Form(items, len(self._forms))
        return found

    def number(self, value: Number) -> Form:
        """Return the form of a rational number."""
        return self.form({self.one: value} if value else {})

    def of(self, base: Base) -> Form:
        """Return the form of one base."""
        return self.form({self.term({base: 1}): 1})


def as_factor(term: Term) -> Base | None:
    """Return the base that a term is, None if it is another product."""
    if len(term.powers) == 1:
        (base, exponent), = term.powers.items()
        if exponent == 1:
            return base
    return None


def as_base(form: Form) -> Base | None:
    """Return the base that a form is, None if it is another sum."""
    if len(form.items) == 1:
        (term, coefficient), = form.items.items()
        if coefficient == 1:
            return as_factor(term)
    return None


def is_whole(exponent: Exponent) -> TypeGuard[Number]:
    """Return whether an exponent is a whole number."""
    return not isinstance(exponent, Form) and exponent.denominator == 1


def as_exponent(form: Form) -> Exponent:
    """Return a form as an exponent: as a number if it is one."""
    number = form.number
    return form if number is None else number


def content(form: Form, decimals: bool) -> Number:
    """Return the content of a sum: the largest factor that leaves integer coefficients, signed as the first term.

    With `decimals` fractions stay in the sum: 0.5*x + 1 is not (x + 2)/2.
    """
    denominator = lcm(*(c.denominator for c in form.items.values()))
    if denominator != 1 and decimals:
        return -1 if form.negative else 1
    numerator = gcd(*(int(c * denominator) for c in form.items.values()))
    return quotient(-numerator if form.negative else numerator, denominator)


def rank(term: Term, coefficient: Number) -> tuple[Any, ...]:
    """Return the sort key of a term in a sum: highest power first, of equal ones those without a minus, then table order."""
    first, last = term.rank
    return first, coefficient < 0, last


def ordered_terms(form: Form) -> list[tuple[Term, Number]]:
    """Return terms and coefficients in the order of writing: of two, one with a minus comes last, since 1 - x is shorter."""
    items = sorted(form.items.items(), key=lambda item: rank(*item))
    return items[::-1] if len(items) == 2 and items[0][1] < 0 < items[1][1] else items


def _digits(value: Number) -> int:
    """Return the length of a rational in characters; estimate that of a long one, since str() refuses over 4300 digits."""
    bits: int = value.numerator.bit_length() + value.denominator.bit_length()
    return len(str(value)) if bits < BITS else bits * 3 // 10
