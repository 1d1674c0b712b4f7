"""What formulas are made of: sums of products with rational coefficients, each distinct one made once.

A Form is a sum: {term: coefficient}. A Term is a product: {base: exponent}, an exponent being a rational or a Form.
A Base is what the algebra does not look into: a variable, a call, or a Form that stands under an exponent. Equal ones
are the same object, so comparing and hashing cost nothing, however deep they are; each knows its length in characters.
"""

from typing import Any

from gradcli.core.primitive import VARIABLE, Primitive

BITS = 4096  # exact numbers are folded up to this size
LONGEST = 10**9  # lengths are counted up to here
Number = Any  # int or Fraction
Exponent = Any  # a Number or a Form


class Base:
    """A variable (`attribute` is its name), a row's call on forms, or, where `row` is None, the one form it holds.

    `place` is that of the row in the table.
    """

    __slots__ = ("row", "arguments", "attribute", "index", "length", "degree", "weight", "order")

    def __init__(self, row: Primitive | None, arguments: tuple["Form", ...], attribute: Any, index: int, place: int) -> None:
        self.row, self.arguments, self.attribute, self.index = row, arguments, attribute, index
        inside = sum(a.length + 2 for a in arguments) - 2 * (row is None and arguments[0].number is not None
                                                             and arguments[0].atomic)
        name = attribute if row is VARIABLE else row.name if row else ""
        self.length: int = min(len(name) + inside, LONGEST)
        self.degree: Number = 1 if row is VARIABLE else arguments[0].degree if row is None else 0
        self.weight: Number = 0 if row is VARIABLE else arguments[0].leading if row and row.joins else 1  # exp(2*x): 2
        self.order = (self.length, place, index)

    @property
    def number(self) -> Number | None:
        return self.arguments[0].number if self.row is None else None


def _digits(value: Number) -> int:
    """How many characters a rational takes; of a long one about, since str() refuses more than 4300 digits."""
    bits: int = value.numerator.bit_length() + value.denominator.bit_length()
    return len(str(value)) if bits < BITS else bits * 3 // 10


def _factors(powers: dict[Base, Exponent]) -> tuple[int, int, int, int]:
    """How many factors a product has above and below the line, and the characters of each, those between them included."""
    above = below = top = bottom = 0
    for base, e in powers.items():
        if isinstance(e, Form):
            above, top = above + 1, top + base.length + e.length + 3 + 2 * (not e.atomic)
            continue
        size = abs(e)
        length = base.length + 1
        if 2 * size == 1:
            length += 4 if base.row is None else 6
        elif size != 1:
            length += 2 + _digits(size) + 2 * (size.denominator != 1)
        if e > 0:
            above, top = above + 1, top + length
        else:
            below, bottom = below + 1, bottom + length
    return above, below, top, bottom


class Term:
    """A product. `rank` is its place in a sum, `turns` the factor that can take a minus: -(x - 1)/x is (1 - x)/x."""

    __slots__ = ("powers", "factors", "degree", "rank", "turns")

    def __init__(self, powers: dict[Base, Exponent], index: int) -> None:
        self.powers = powers
        self.factors = _factors(powers)
        known = [(b, e) for b, e in powers.items() if not isinstance(e, Form)]
        self.degree: Number = sum(b.degree * e for b, e in known)
        plain = sorted((b.index, -e) for b, e in known if b.row is VARIABLE)
        calls = sorted(b.order for b in powers if b.row is not VARIABLE)
        self.rank: tuple[Any, ...] = (-self.degree, sum(e for _, e in plain), plain,
                                      -sum(b.weight * e for b, e in known), not powers), (calls, index)
        self.turns = max((b for b, e in known if b.row is None and e.denominator == 1 and e % 2 and b.arguments[0].turns),
                         key=lambda b: (powers[b] > 0, b.order), default=None)

    def length(self, size: Number) -> int:
        """How many characters it takes with a positive coefficient."""
        above, below, top, bottom = self.factors
        if size.numerator != 1 or not above:
            top += _digits(size.numerator) + 1
        if size.denominator != 1:
            below, bottom = below + 1, bottom + _digits(size.denominator) + 1
        return min(top + bottom - 1 + 2 * (below > 1), LONGEST)


class Form:
    """A sum. `leading` is the coefficient of its first term; `turns`: its opposite is as short, as 1 - x for x - 1."""

    __slots__ = ("items", "index", "length", "degree", "leading", "turns")

    def __init__(self, items: dict[Term, Number], index: int) -> None:
        self.items, self.index = items, index
        first = min(items, key=lambda term: rank(term, items[term]), default=None)
        self.leading: Number = 0 if first is None else items[first]
        mixed = len(items) == 2 and min(items.values()) < 0 < max(items.values())
        self.turns = mixed and self.leading > 0
        minus = first is not None and self.leading < 0 and not mixed and first.turns is None
        written = sum(term.length(abs(c)) for term, c in items.items())
        self.length: int = min(max(written + 3 * len(items) - 3, 1) + minus, LONGEST)
        self.degree: Number = max((t.degree for t in items), default=0)

    @property
    def number(self) -> Number | None:
        """The value of a form that is a rational number."""
        if not self.items:
            return 0
        (term, coefficient), *more = self.items.items()
        return None if more or term.powers else coefficient

    @property
    def atomic(self) -> bool:
        """Whether it is a whole number, a name, a call or a power, which need no parentheses in an exponent."""
        if self.number is not None:
            return bool(self.number >= 0 and self.number.denominator == 1)
        (term, coefficient), *more = self.items.items()
        return bool(not more and coefficient == 1 and term.factors[:2] == (1, 0))

    @property
    def negative(self) -> bool:
        """Whether its first term has a minus."""
        return bool(self.leading < 0)


def rank(term: Term, coefficient: Number) -> tuple[Any, ...]:
    """The place of a term in a sum: highest power first; of equal ones those without a minus, then in the table's order."""
    first, last = term.rank
    return first, coefficient < 0, last


def in_order(form: Form) -> list[tuple[Term, Number]]:
    """Terms and coefficients as they are written: of two the one with a minus comes last, 1 - x being shorter."""
    items = sorted(form.items.items(), key=lambda item: rank(*item))
    return items[::-1] if len(items) == 2 and items[0][1] < 0 < items[1][1] else items


def plain(form: Form) -> Exponent:
    """A form as an exponent: the number that it is, if it is one."""
    return form if form.number is None else form.number
