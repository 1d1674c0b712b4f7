"""Derivatives of any order term by term: sums and products stay as they stand, the derivative of a factor is found once.

Comes in: a slot. Goes out: its derivatives, one after the other, each a tape. Nothing is expanded, and no shorter way is
searched: for large formulas, of which a search finds little within its budget.
"""

from __future__ import annotations

from collections.abc import Sequence

from gradcli.algebra.forms import Base, Form, Inapplicable
from gradcli.algebra.normal import Algebra
from gradcli.algebra.rationals import Number
from gradcli.algebra.read import Reader
from gradcli.algebra.write import write
from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Tape
from gradcli.engine.passes import expand_hidden
from gradcli.engine.reverse import reverse
from gradcli.ops import SELECT


class Termwise:
    """A formula that its derivatives replace one after the other."""

    def __init__(self, algebra: Algebra, tape: Tape, root: int) -> None:
        """Read the formula in a slot. Raises Spent."""
        self.algebra = algebra
        reader = Reader(algebra, tape)
        self.begin, = reader.read([root])
        self.form = self.begin
        self.variables = reader.variables
        self.slopes: dict[tuple[Base, str], Form] = {}
        self.partials: dict[tuple[Base, tuple[int, ...]], list[Form]] = {}

    def differentiate(self, name: str) -> None:
        """Replace the formula by its derivative. Raises Inapplicable, Spent."""
        self.form = self._derivative(self.form, name)

    def restart(self) -> None:
        """Return to the formula itself."""
        self.form = self.begin

    def write(self) -> tuple[Tape, int]:
        """Return a tape with the formula, and its slot."""
        tape, (slot,) = write(self.algebra, [self.form], self.variables, self.algebra.decimals, rewrite=lambda _, form: form)
        return tape, slot

    def _derivative(self, form: Form, name: str) -> Form:
        """Return the derivative of a form by the product rule. Raises Inapplicable."""
        parts: list[tuple[Number, Form]] = []
        for term, coefficient in form.items.items():
            for base, exponent in term.powers.items():
                if isinstance(exponent, Form):
                    raise Inapplicable
                slope = self._slope(base, name)
                self.algebra.budget.spend(4 * len(term.powers))  # in the rest, two powers, and the product
                if slope.items:
                    others = {each: power for each, power in term.powers.items() if each is not base}
                    rest = self.algebra.form({self.algebra.term(others): 1})
                    parts.append((coefficient * exponent, self.algebra.product(
                        [(rest, 1), (self.algebra.of(base), exponent - 1), (slope, 1)])))
        return self.algebra.sum(parts)

    def _slope(self, base: Base, name: str) -> Form:
        """Return the derivative of a factor."""
        if base.row is VARIABLE:
            return self.algebra.number(int(base.attribute == name))
        if (base, name) not in self.slopes:
            slopes = {place: slope for place, argument in enumerate(base.arguments)
                      if (slope := self._derivative(argument, name)).items}
            partials = [] if not slopes else [self.algebra.number(1)] if base.row is None else \
                self._partials(base, tuple(slopes))
            self.slopes[base, name] = self.algebra.sum(
                [(1, self.algebra.product([(partial, 1), (slope, 1)]))
                 for partial, slope in zip(partials, slopes.values(), strict=False)])
        return self.slopes[base, name]

    def _partials(self, base: Base, places: tuple[int, ...]) -> list[Form]:
        """Return the derivatives of a call along its arguments at some places."""
        if base.row is SELECT:
            raise Inapplicable
        if (base, places) not in self.partials:
            assert base.row
            tape = Tape()
            arguments = [tape.variable(str(i)) for i, _ in enumerate(base.arguments)]
            along = [arguments[place] for place in places]
            adjoints = reverse(tape, tape.emit(base.row, tuple(arguments), base.attribute), along)
            zero = tape.constant(0)
            longer, moved = expand_hidden(tape)
            self.partials[base, places] = _Placed(self.algebra, longer, base.arguments).read(
                [moved[adjoints.get(slot, zero)] for slot in along])
        return self.partials[base, places]


class _Placed(Reader):
    """Reads slots with forms in place of the variables, which are called 0, 1, …"""

    def __init__(self, algebra: Algebra, tape: Tape, arguments: Sequence[Form]) -> None:
        super().__init__(algebra, tape)
        self.arguments = arguments

    def form(self, slot: int, inner: set[int]) -> Form:
        if self.tape.operations[slot] is VARIABLE:
            return self.arguments[int(self.tape.attributes[slot])]
        return super().form(slot, inner)
