"""Formulas as numbers: what the recurrences of power series compute with, where an expansion is to be exact."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from gradcli.algebra.forms import Base, Exponent, Form
from gradcli.algebra.normal import Algebra
from gradcli.algebra.rationals import Number
from gradcli.algebra.write import write
from gradcli.core.primitive import VARIABLE
from gradcli.domains.float64 import run
from gradcli.errors import GradcliError

FREE = "the expansion depends on the value of a name that is free"
NONE = "there is no Taylor expansion at this point: a derivative does not exist there"


class Symbolic:
    """A form and the algebra it belongs to. Comparing it with numbers raises GradcliError where a variable is in it."""

    __slots__ = ("algebra", "form")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, algebra: Algebra, form: Form) -> None:
        self.algebra, self.form = algebra, form

    def _form(self, other: Any) -> Form:
        if isinstance(other, Symbolic):
            return other.form
        return self.algebra.number(Fraction(other) if isinstance(other, float) else other)

    def _new(self, form: Form) -> "Symbolic":
        return Symbolic(self.algebra, form)

    @property
    def number(self) -> Any:
        value = self.form.number
        if value is not None:
            return value
        if depends(self.form):
            raise GradcliError(FREE, help="bind it with --at", code=1)
        tape, (slot,) = write(self.algebra, [self.form], (), False)
        return run(tape, {})[slot]

    def __add__(self, other: Any) -> "Symbolic":
        return self._new(self.algebra.sum([(1, self.form), (1, self._form(other))]))

    def __sub__(self, other: Any) -> "Symbolic":
        return self._new(self.algebra.sum([(1, self.form), (-1, self._form(other))]))

    def __rsub__(self, other: Any) -> "Symbolic":
        return self._new(self.algebra.sum([(1, self._form(other)), (-1, self.form)]))

    def __mul__(self, other: Any) -> "Symbolic":
        return self._new(self.algebra.product([(self.form, 1), (self._form(other), 1)]))

    def __pow__(self, exponent: int) -> "Symbolic":
        return self._new(self.algebra.product([(self.form, exponent)]))

    __radd__, __rmul__ = __add__, __mul__

    def __eq__(self, other: object) -> bool:
        return self.form is self._form(other)

    def __lt__(self, other: Any) -> bool:
        return bool(self.number < other)

    def __gt__(self, other: Any) -> bool:
        return bool(self.number > other)

    def __int__(self) -> int:
        return int(self.number)

    def __bool__(self) -> bool:
        return bool(self.number)


def depends(form: Form) -> bool:
    """Return whether there is a variable in it."""
    return any(base.row is VARIABLE for base, _ in _powers(form))


def contains(form: Form, bases: Sequence[Base]) -> bool:
    """Test whether one of `bases` is in it, however deep."""
    return any(base in bases for base, _ in _powers(form))


def _powers(form: Form) -> Iterator[tuple[Base, Exponent]]:
    """Every power in it, however deep."""
    seen, work = {form}, [form]
    while work:
        for base, exponent in (item for term in work.pop().items for item in term.powers.items()):
            yield base, exponent
            inner = {part for part in (*base.arguments, exponent) if isinstance(part, Form)} - seen
            seen |= inner
            work += inner


def divided(a: Any, b: Any) -> Any:
    """a/b, a Symbolic but where it is 0. Raises GradcliError where b is 0."""
    if b == 0:
        raise GradcliError(NONE, help="expand around another", code=1)
    return a if a == 0 else Symbolic(a.algebra, a.algebra.product([(a.form, 1), (a._form(b), -1)]))


def divided_exactly(a: Number, b: Number) -> Number:
    """Return a/b. Raises GradcliError where b is 0."""
    if b == 0:
        raise GradcliError(NONE, help="expand around another", code=1)
    return Fraction(a) / b


def checked(form: Form) -> Form:
    """Return the form. Raises GradcliError where something in it is divided by 0."""
    if any(base.number == 0 and not isinstance(exponent, Form) and exponent < 0 for base, exponent in _powers(form)):
        raise GradcliError(NONE, help="expand around another", code=1)
    return form
