"""The slots of a tape at the point of an expansion: a form of each, a number where no name is free, and what is not smooth.

Comes in: the tape of an expansion, and of each variable that moves the tape of its value. Two constants that cannot be told
apart in double precision are taken as equal: there is no expansion where one of two sides would have to be guessed.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import inf, isfinite
from typing import Any

from gradcli.algebra.forms import Form
from gradcli.algebra.normal import Algebra
from gradcli.algebra.number import Symbolic
from gradcli.algebra.read import Reader, value_at_pi_multiple
from gradcli.analysis.kinks import find_kinks
from gradcli.analysis.rounding import bounds
from gradcli.core.primitive import VARIABLE, Primitive
from gradcli.core.tape import Tape
from gradcli.domains.float64 import run
from gradcli.engine.lower import Lowered
from gradcli.engine.passes import expand_hidden, substitute
from gradcli.engine.taylor import Expansion
from gradcli.errors import GradcliError, brief

Point = dict[str, tuple[Tape, int]]  # of each name the tape of its value, and the slot


class AtPoint:
    """`forms` are those of the slots, `variables` the names that are free in any of them."""

    def __init__(self, algebra: Algebra, tape: Tape, point: Point) -> None:
        self.algebra = algebra
        there, moved = substitute(tape, point)
        folded = Tape()  # so that a row can say what it means at a number, as sinc's derivative at 0
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

    def _measure(self, tape: Tape) -> None:
        """Run a tape in double precision: its values, their errors, and where they rest on no free name."""
        self._values = run(tape, {attribute: 0.0 for row, _, attribute, _ in tape if row is VARIABLE})
        self._errors = bounds(tape, self._values)
        self._constant: list[bool] = []
        for row, arguments, _, _ in tape:
            self._constant.append(row is not VARIABLE and all(self._constant[a] for a in arguments))

    def _decide(self, tape: Tape) -> tuple[Tape, list[int]]:
        """Return a tape on which constant steps are their values and max(e, 1) is e; and where each slot went."""
        decided, moved = Tape(), list[int]()
        for slot, (row, arguments, attribute, span) in enumerate(tape):
            xs = self._told_apart(arguments) if self._constant[slot] and (row.is_step or row.singular.kinks) else []
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

    def _told_apart(self, slots: Sequence[int]) -> list[float]:
        """Return the values of slots, equal where they may be, and whole where they may be."""
        found = []
        for slot in slots:
            value, error = self._values[slot], self._errors[slot]
            found.append(float(round(value)) if isfinite(value) and abs(value - round(value)) <= error else value)
        for i, j in combinations(range(len(found)), 2):
            if abs(found[i] - found[j]) <= self._errors[slots[i]] + self._errors[slots[j]]:
                found[j] = found[i]
        return found

    def numbers(self, slots: Sequence[int]) -> list[Any] | None:
        """Return the numbers of slots, exact ones where they are rational; None where a name is free in one."""
        exact = [self.forms[slot].number for slot in slots]
        places = [self._slots[slot] for slot in slots]
        if None not in exact or not all(self._constant[place] for place in places):
            return None if None in exact else exact
        found = self._told_apart(places)
        return [number if known is None else known for number, known in zip(found, exact, strict=True)]


def refuse_rough(source: str, expansion: Expansion, there: AtPoint, lowered: Lowered, at: dict[str, float] | None) -> None:
    """Raise GradcliError where a part of the expression has a kink, a jump, a pole or an infinite derivative at the point.

    `at` is the point where all is bound: what is infinite by the chain rule may be a kink, as acos(1 - x**2) has at 0.
    """
    tape, level = expansion.tape, list[bool]()
    for row, arguments, _, _ in tape:  # constant beside the point, but for jumps
        level.append(row is not VARIABLE and (row.is_step or all(level[a] for a in arguments)))
    felt = {expansion.root, *expansion.orders}
    for slot in reversed(expansion.dependencies):  # steps have no series, but what they jump at counts
        if slot in felt:
            step = tape.operations[slot].is_step
            felt.update(a for a in tape.arguments[slot] if step or tape.operations[a].is_step)
    for slot in expansion.dependencies:
        moving = slot in felt and not all(level[a] for a in tape.arguments[slot])
        what, span = _roughness(expansion, there, slot, moving), tape.spans[slot]
        if what == "an infinite derivative" and at is not None and any(
                kink.slopes for part, place in enumerate(lowered.tape.spans) if place == span
                for kink in find_kinks(lowered.tape, part, at, [part], {})):
            what = "a kink"
        if what:
            part = brief(source[slice(*span)]) if span else "this"
            raise GradcliError(f"{part} has no Taylor expansion at this point: it has {what} there", span=span,
                               source=source, help="expand around another", code=1)


def _roughness(expansion: Expansion, there: AtPoint, slot: int, moving: bool) -> str:
    """Say what keeps a slot from being smooth; `moving` says that its arguments are not constant beside the point."""
    tape = expansion.tape
    row, arguments, attribute = tape.operations[slot], tape.arguments[slot], tape.attributes[slot]
    xs, what = there.numbers(arguments), ""
    if moving and xs is not None:
        what = "a kink" if row.at_kink(xs) else "a jump" if row.at_jump(xs) else ""
    if xs is not None and row.at_pole(xs, attribute) or (
            value_at_pi_multiple(there.algebra, row, [there.forms[a] for a in arguments]) == inf):
        what = "a pole" if slot < expansion.primal else "an infinite derivative"
    if row.laws.multiplicative and (there.forms[arguments[0]].number == 0 or xs is not None and xs[0] == 0):
        if _smooth_order(row, there.algebra, [there.forms[a] for a in arguments]) < expansion.orders.get(slot, 0):
            what = "an infinite derivative"
    return what


def _smooth_order(row: Primitive, algebra: Algebra, arguments: Sequence[Form]) -> Any:
    """Return the exponent of a power, above which order it has no derivatives at 0; inf where it has them all."""
    exponent = Symbolic(algebra, arguments[1]).number if row.laws.is_power else Fraction(row.laws.monomial[0])
    return exponent if exponent % 1 else inf
