"""The slots of a tape at the point of an expansion: their forms, which are numbers if no name is free, and singularities.

Comes in: the tape of an expansion, and the tape of the value of each variable. Constants that are equal within their error
bounds in double precision count as equal: there is no expansion where one of two sides would have to be guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import inf, isfinite
from typing import Any

from gradcli.algebra.forms import Form
from gradcli.algebra.normal import Algebra
from gradcli.algebra.number import Symbolic
from gradcli.algebra.rationals import Number
from gradcli.algebra.read import Reader, square_at_pi_multiple
from gradcli.analysis.kinks import find_kinks
from gradcli.analysis.rounding import bounds
from gradcli.core.primitive import VARIABLE, Primitive
from gradcli.core.tape import Tape
from gradcli.domains.float64 import run
from gradcli.engine.lower import Lowered
from gradcli.engine.passes import expand_hidden, substitute
from gradcli.engine.taylor import Expansion
from gradcli.errors import GradcliError, brief
from gradcli.ops import SELECT

Point = dict[str, tuple[Tape, int]]  # of each name the tape of its value, and the slot

STEEP = "has an infinite derivative"  # the fault of a root at 0
LIMIT = "has a derivative that is only a limit"  # the fault of a definition that divides 0 by 0, as si's slope sin(x)/x


class NoExpansion(GradcliError):
    """A part that has no expansion: it has a singularity, or a derivative that is `only_a_limit`."""

    def __init__(self, message: str, only_a_limit: bool, **place: Any) -> None:
        super().__init__(message, help="expand around another", code=1, **place)
        self.only_a_limit = only_a_limit


class AtPoint:
    """The slots of a tape at a point: `forms` in the order of slots, `variables` free in any of them."""

    def __init__(self, algebra: Algebra, tape: Tape, point: Point) -> None:
        self.algebra = algebra
        there, moved = substitute(tape, point)
        folded = Tape()  # definitions may depend on numbers, as that of sinc's derivative at 0
        for (row, arguments, attribute, span), form in zip(there, Reader(algebra, there).read(list(range(len(there)))),
                                                           strict=True):
            if form.number is None:
                folded.emit(row, arguments, attribute, span)
            else:
                folded.constant(form.number)
        longer, shown = expand_hidden(folded)
        self._measure(longer)
        self._slots = [shown[slot] for slot in moved]
        decided, settled = self._decide(longer)
        reader = Reader(algebra, decided)
        self.forms, self.variables = reader.read([settled[slot] for slot in self._slots]), reader.variables
        undefined = self._divisions_by_zero(longer)
        self.undefined = {place for place, slot in enumerate(self._slots)
                          if slot in undefined and tape.operations[place].hidden}

    def _measure(self, tape: Tape) -> None:
        """Run a tape in double precision: its values, their errors, and which of them depend on a free name."""
        self._values = run(tape, {attribute: 0.0 for row, _, attribute, _ in tape if row is VARIABLE})
        self._errors = bounds(tape, self._values)
        self._moving = tape.moving()

    def _divisions_by_zero(self, tape: Tape) -> set[int]:
        """Return the slots that divide by a constant 0, and those that depend on them by a branch that is taken."""
        found: set[int] = set()
        for slot, (row, arguments, _, _) in enumerate(tape):
            zeros = [not self._moving[a] and abs(self._values[a]) <= self._errors[a] for a in arguments]
            if row is SELECT and not self._moving[arguments[0]]:
                arguments = arguments[1:2] if self._values[arguments[0]] else arguments[2:]
            if not found.isdisjoint(arguments) or row.laws.is_power and zeros[0] and self._values[arguments[1]] < 0 or any(
                    zero and e < 0 for zero, e in zip(zeros, row.laws.monomial, strict=False)):
                found.add(slot)
        return found

    def _decide(self, tape: Tape) -> tuple[Tape, list[int]]:
        """Return a tape on which constant steps are numbers and max(e, 1) is e, and where each slot went."""
        decided, moved = Tape(), list[int]()
        for slot, (row, arguments, attribute, span) in enumerate(tape):
            xs = [] if self._moving[slot] or not (row.is_step or row.singular.kinks) else self._identified_values(arguments)
            if xs and all(map(isfinite, xs)):
                value = row.value(xs, attribute)
                if row.is_step and isfinite(value) and (row.syntax and row.syntax.chains or not row.at_jump(xs)):
                    moved.append(decided.constant(Fraction(value)))
                    continue
                if not row.is_step and value in xs and not row.at_kink(xs):
                    moved.append(moved[arguments[xs.index(value)]])
                    continue
            moved.append(decided.emit(row, tuple(moved[a] for a in arguments), attribute, span))
        return decided, moved

    def _identified_values(self, slots: Sequence[int]) -> list[float]:
        """Return the values of slots, those equal or whole within their error bounds made so."""
        found = []
        for slot in slots:
            value, error = self._values[slot], self._errors[slot]
            found.append(float(round(value)) if isfinite(value) and abs(value - round(value)) <= error else value)
        for i, j in combinations(range(len(found)), 2):
            if abs(found[i] - found[j]) <= self._errors[slots[i]] + self._errors[slots[j]]:
                found[j] = found[i]
        return found

    def numbers(self, slots: Sequence[int]) -> list[Number | float] | None:
        """Return the numbers of slots, exact ones where they are rational; None where a name is free in one."""
        exact = [self.forms[slot].number for slot in slots]
        rational = [number for number in exact if number is not None]
        if len(rational) == len(exact):
            return [*rational]
        places = [self._slots[slot] for slot in slots]
        if any(self._moving[place] for place in places):
            return None
        found = self._identified_values(places)
        return [number if known is None else known for number, known in zip(found, exact, strict=True)]


def divides_by_zero(row: Primitive, arguments: list[Form]) -> bool:
    """Return whether a row of arithmetic has a denominator of 0."""
    if row.laws.is_power:
        exponent = arguments[1].number
        return arguments[0].number == 0 and exponent is not None and exponent < 0
    return bool(row.laws.monomial) and any(e < 0 and argument.number == 0 for e, argument in zip(
        row.laws.monomial, arguments, strict=True))


def check_smooth(source: str, expansion: Expansion, there: AtPoint, lowered: Lowered, at: dict[str, float] | None) -> None:
    """Raise GradcliError where a part of the expression has a kink, a jump, a pole or an infinite derivative at the point.

    `at` is the point if all is bound; an infinite derivative by the chain rule may be a kink, as of acos(1 - x**2) at 0.
    """
    tape, constant = expansion.tape, list[bool]()
    for row, arguments, _, _ in tape:  # True of slots that are constant beside the point, but for jumps
        constant.append(row is not VARIABLE and (row.is_step or all(constant[a] for a in arguments)))
    expanded = {expansion.root, *expansion.orders}
    for slot in reversed(expansion.dependencies):  # steps have no series, but their arguments matter
        if slot in expanded:
            step = tape.operations[slot].is_step
            expanded.update(a for a in tape.arguments[slot] if step or tape.operations[a].is_step)
    for slot in expansion.dependencies:
        moving = slot in expanded and not all(constant[a] for a in tape.arguments[slot])
        fault, span = _singularity(expansion, there, slot, moving), tape.spans[slot]
        if fault == STEEP and at is not None and any(
                kink.slopes for part, place in enumerate(lowered.tape.spans) if place == span
                for kink in find_kinks(lowered.tape, part, at, [part], {})):
            fault = "has a kink"
        if fault:
            part = brief(source[slice(*span)]) if span else "this"
            raise NoExpansion(f"{part} has no Taylor expansion at this point: it {fault} there", fault == LIMIT, span=span,
                              source=source)


def _singularity(expansion: Expansion, there: AtPoint, slot: int, moving: bool) -> str:
    """Return the singularity of a slot, "" if it is smooth; `moving` is true if its arguments vary beside the point."""
    tape = expansion.tape
    row, arguments, attribute = tape.operations[slot], tape.arguments[slot], tape.attributes[slot]
    xs, fault = there.numbers(arguments), ""
    if moving and xs is not None:
        fault = "has a kink" if row.at_kink(xs) else "jumps" if row.at_jump(xs) else ""
    if fault == "jumps" and row.laws.multiplicative and expansion.moving[arguments[0]]:
        fault = "is not analytic"  # x**x at 0
    if moving and xs is None and (row.picks or row.is_truth) and _is_tied(expansion, there, arguments):
        fault = "has a kink" if row.picks else "jumps"
    if xs is not None and row.at_pole(xs, attribute) or (
            square_at_pi_multiple(row, [there.forms[a] for a in arguments]) == inf):
        fault = "is infinite" if slot < expansion.primal else STEEP
    if row.laws.multiplicative and (there.forms[arguments[0]].number == 0 or xs is not None and xs[0] == 0):
        if _smooth_order(row, there.algebra, [there.forms[a] for a in arguments]) < expansion.orders.get(slot, 0):
            fault = STEEP
    if not fault and slot in there.undefined:
        fault = LIMIT
    return "has a derivative that jumps" if fault == "jumps" and slot >= expansion.primal else fault


def _is_tied(expansion: Expansion, there: AtPoint, arguments: Sequence[int]) -> bool:
    """Return whether an argument that varies equals another at the point, as in min(x + y, y) at x = 0."""
    forms = [there.forms[a] for a in arguments]
    return any(expansion.moving[a] and forms.count(form) > 1 for a, form in zip(arguments, forms, strict=True))


def _smooth_order(row: Primitive, algebra: Algebra, arguments: Sequence[Form]) -> Number | float:
    """Return the order up to which a power has derivatives at 0: its exponent, inf if that is whole."""
    exponent = Symbolic(algebra, arguments[1]).number if row.laws.is_power else Fraction(row.laws.monomial[0])
    return exponent if exponent % 1 else inf
