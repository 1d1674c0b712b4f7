"""Formulas as numbers, for the recurrences of power series where an expansion is exact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias, cast

from gradcli.algebra.forms import Base, Exponent, Form
from gradcli.algebra.normal import Algebra
from gradcli.algebra.rationals import Number, fraction, rational
from gradcli.algebra.write import write
from gradcli.core.primitive import VARIABLE
from gradcli.domains.float64 import run
from gradcli.errors import GradcliError

Operand: TypeAlias = "Symbolic | Number | float"
FREE_NAME = "the expansion depends on the value of a name that is free"
NO_EXPANSION = "there is no Taylor expansion at this point: a derivative does not exist there"


class Symbolic:
    """A form with its algebra, a number for series. Comparing one with a variable in it raises GradcliError."""

    __slots__ = ("algebra", "form")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, algebra: Algebra, form: Form) -> None:
        self.algebra, self.form = algebra, form

    def _form(self, other: Operand) -> Form:
        if isinstance(other, Symbolic):
            return other.form
        return self.algebra.number(rational(other) if isinstance(other, float) else other)

    def _new(self, form: Form) -> Symbolic:
        return Symbolic(self.algebra, form)

    @property
    def number(self) -> Number | float:
        value = self.form.number
        if value is not None:
            return value
        if has_variable(self.form):
            raise GradcliError(FREE_NAME, help="bind it with --at", code=1)
        tape, (slot,) = write(self.algebra, [self.form], (), False)
        return run(tape, {})[slot]

    def __add__(self, other: Operand) -> Symbolic:
        return self._new(self.algebra.sum([(1, self.form), (1, self._form(other))]))

    def __sub__(self, other: Operand) -> Symbolic:
        return self._new(self.algebra.sum([(1, self.form), (-1, self._form(other))]))

    def __rsub__(self, other: Operand) -> Symbolic:
        return self._new(self.algebra.sum([(1, self._form(other)), (-1, self.form)]))

    def __mul__(self, other: Operand) -> Symbolic:
        return self._new(self.algebra.product([(self.form, 1), (self._form(other), 1)]))

    def __pow__(self, exponent: int) -> Symbolic:
        return self._new(self.algebra.product([(self.form, exponent)]))

    __radd__, __rmul__ = __add__, __mul__

    def __eq__(self, other: object) -> bool:
        return self.form is self._form(cast(Operand, other))

    def __lt__(self, other: Operand) -> bool:
        return bool(self.number < other)

    def __gt__(self, other: Operand) -> bool:
        return bool(self.number > other)

    def __int__(self) -> int:
        return int(self.number)

    def __bool__(self) -> bool:
        return bool(self.number)


def has_variable(form: Form) -> bool:
    """Return whether a form has a variable in it."""
    return any(base.row is VARIABLE for base, _ in _powers(form))


def contains(form: Form, bases: Sequence[Base]) -> bool:
    """Return whether one of `bases` is in a form, however deep."""
    return any(base in bases for base, _ in _powers(form))


def _powers(form: Form) -> Iterator[tuple[Base, Exponent]]:
    """Yield every power in a form, however deep."""
    seen, work = {form}, [form]
    while work:
        for base, exponent in (item for term in work.pop().items for item in term.powers.items()):
            yield base, exponent
            inner = {part for part in (*base.arguments, exponent) if isinstance(part, Form)} - seen
            seen |= inner
            work += inner


def divide_symbolic(a: Operand, b: Operand) -> Operand:
    """Return a/b, an exact 0 where a is. Raises GradcliError where b is 0."""
    if b == 0:
        raise GradcliError(NO_EXPANSION, help="expand around another", code=1)
    if a == 0:
        return a
    assert isinstance(a, Symbolic)
    return Symbolic(a.algebra, a.algebra.product([(a.form, 1), (a._form(b), -1)]))


def divide_rational(a: Number, b: Number) -> Number:
    """Return a/b. Raises GradcliError where b is 0."""
    if b == 0:
        raise GradcliError(NO_EXPANSION, help="expand around another", code=1)
    return fraction(a, b)


def check_finite(form: Form) -> Form:
    """Return the form. Raises GradcliError where it has a division by 0."""
    if any(base.number == 0 and not isinstance(exponent, Form) and exponent < 0 for base, exponent in _powers(form)):
        raise GradcliError(NO_EXPANSION, help="expand around another", code=1)
    return form
