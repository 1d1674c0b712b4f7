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
        inside = sum(a.length + 2 for a in arguments)
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


def _length(powers: dict[Base, Exponent]) -> int:
    """About how many characters a product takes."""
    above = below = 0
    length = max(len(powers) - 1, 0)
    for base, e in powers.items():
        if isinstance(e, Form):
            above, length = above + 1, length + base.length + e.length + 4
        else:
            size = abs(e)
            above, below = above + (e > 0), below + (e < 0)
            exponent = 2 + _digits(size) + 2 * (size.denominator != 1)
            length += base.length + (0 if size == 1 else 4 if 2 * size == 1 else exponent)
    return length + (2 if below and not above else 0) + (2 if below > 1 else 0)


class Term:
    __slots__ = ("powers", "length", "degree", "rank")

    def __init__(self, powers: dict[Base, Exponent], index: int) -> None:
        self.powers = powers
        self.length: int = min(_length(powers), LONGEST)
        known = [(b, e) for b, e in powers.items() if not isinstance(e, Form)]
        self.degree: Number = sum(b.degree * e for b, e in known)
        plain = sorted((b.index, -e) for b, e in known if b.row is VARIABLE)
        calls = sorted(b.order for b in powers if b.row is not VARIABLE)
        self.rank: tuple[Any, ...] = (-self.degree, sum(e for _, e in plain), plain,
                                      -sum(b.weight * e for b, e in known), not powers), (calls, index)


class Form:
    __slots__ = ("items", "index", "length", "degree")

    def __init__(self, items: dict[Term, Number], index: int) -> None:
        self.items, self.index = items, index
        written = sum(t.length + (_digits(abs(c)) + bool(t.powers) if abs(c) != 1 or not t.powers else 0)
                      for t, c in items.items())
        self.length: int = min(max(written + 3 * len(items) - 3, 1), LONGEST)
        self.degree: Number = max((t.degree for t in items), default=0)

    @property
    def number(self) -> Number | None:
        """The value of a form that is a rational number."""
        if not self.items:
            return 0
        (term, coefficient), *more = self.items.items()
        return None if more or term.powers else coefficient

    @property
    def leading(self) -> Number:
        """The coefficient of its first term."""
        return self.items[min(self.items, key=lambda t: rank(t, self.items[t]))] if self.items else 0

    @property
    def negative(self) -> bool:
        """Whether its first term has a minus."""
        return bool(self.leading < 0)


def rank(term: Term, coefficient: Number) -> tuple[Any, ...]:
    """The place of a term in a sum: highest power first; of equal ones those without a minus, then in the table's order."""
    first, last = term.rank
    return first, coefficient < 0, last


def in_order(form: Form) -> list[tuple[Term, Number]]:
    """Terms and coefficients as they are written: of two the one with a minus comes last, 1 - x being shorter than -x + 1."""
    items = sorted(form.items.items(), key=lambda item: rank(*item))
    return items[::-1] if len(items) == 2 and items[0][1] < 0 < items[1][1] else items


def plain(form: Form) -> Exponent:
    """A form as an exponent: the number that it is, if it is one."""
    return form if form.number is None else form.number
