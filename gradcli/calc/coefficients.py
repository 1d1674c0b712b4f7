"""The coefficients of a Taylor expansion as forms: the series that numbers run through, run over formulas or rationals."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import inf
from typing import NamedTuple

from gradcli.algebra.forms import Form, Term
from gradcli.algebra.normal import Algebra
from gradcli.algebra.number import FREE_NAME, Symbolic, check_finite, contains, divide_rational, divide_symbolic
from gradcli.algebra.rationals import Number, quotient
from gradcli.algebra.simplify import expand_within
from gradcli.algebra.ties import resolve_ties
from gradcli.calc.at_point import AtPoint, Point, refuse_rough
from gradcli.core.primitive import VARIABLE
from gradcli.domains.float64 import run
from gradcli.engine.lower import Lowered
from gradcli.engine.taylor import Expansion
from gradcli.errors import GradcliError
from gradcli.ops import SELECT

Exponents = tuple[int, ...]
CHEAPER = 20  # products of rationals that are as dear as one of a form's terms


class Expanded(NamedTuple):
    """Return what stands before each product of deviations, lowest degree first, and the names that are free in it."""

    coefficients: dict[Exponents, Form]
    free: list[str]


def expand_at(source: str, algebra: Algebra, lowered: Lowered, point: Point, axes: Mapping[str, Form],
              order: int) -> Expanded:
    """Expand to a total degree in the names of `axes`. Raises GradcliError where a part is not smooth at the point."""
    tape, moved = resolve_ties(lowered.tape, lowered.root)
    expansion = Expansion(tape, moved[lowered.root], [moved[lowered.variables[name]] for name in axes], order)
    there = AtPoint(algebra, expansion.tape, point)
    refuse_rough(source, expansion, there, lowered, doubles(point, lowered))
    found = _rational(algebra, expansion, there.forms)
    if found is None:
        found = _collected(algebra, _total(algebra, expansion, there.forms, axes), list(axes))
    return Expanded(found, there.variables)


def doubles(point: Point, lowered: Lowered) -> dict[str, float] | None:
    """Return the point as doubles, None where a name is free there or in the expression."""
    if point.keys() != lowered.variables.keys() or any(VARIABLE in tape.operations for tape, _ in point.values()):
        return None
    return {name: run(tape, {})[slot] for name, (tape, slot) in point.items()}


def _rational(algebra: Algebra, expansion: Expansion, values: Sequence[Form]) -> dict[Exponents, Form] | None:
    """Return what stands before each power of one deviation where all numbers on the way are rational, else None."""
    used = {expansion.root, *expansion.orders}
    for slot in expansion.orders:
        used.update(expansion.tape.arguments[slot], (p for _, p in expansion.partials.get(slot, ())))
    numbers = {slot: number for slot in used if (number := values[slot].number) is not None}
    if len(expansion.variables) != 1 or len(numbers) < len(used):
        return None
    algebra.budget.spend(len(expansion.orders) * expansion.order**2 // CHEAPER)
    coefficients = expansion.coefficients(numbers, [Fraction(1)], divide_rational,
                                          lambda c: Fraction(c) if isinstance(c, float) else c)  # sqrt's 0.5
    return {(k,): algebra.number(quotient(c, 1)) for k, c in enumerate(coefficients) if c}


def _total(algebra: Algebra, expansion: Expansion, values: Sequence[Form], axes: Mapping[str, Form]) -> Form:
    """Return the polynomial in the deviations, none of which stands within a sum."""
    parts = expansion.coefficients([Symbolic(algebra, form) for form in values],
                                   [Symbolic(algebra, axis) for axis in axes.values()], divide_symbolic)
    total, before = algebra.sum((1, part.form) for part in parts), None
    while total is not before:  # sums may stand within sums; to a higher power there are none with a deviation
        total, before = expand_within(algebra, total, inf, expansion.order), total
    return check_finite(total)


def _collected(algebra: Algebra, total: Form, names: Sequence[str]) -> dict[Exponents, Form]:
    """Return what stands before each product of deviations, lowest degree first.

    Raises GradcliError where a deviation is left within a conditional, which a free name would have to decide.
    """
    bases = [algebra.base(VARIABLE, (), name) for name in names]
    found: dict[Exponents, dict[Term, Number]] = {}
    for term, coefficient in total.items.items():
        if any(base.row is SELECT and contains(algebra.of(base), bases) for base in term.powers):
            raise GradcliError(FREE_NAME, help="bind it with --at", code=1)
        exponents = tuple(int(e) for e in (term.powers.get(base, 0) for base in bases) if not isinstance(e, Form))
        rest = algebra.term({base: e for base, e in term.powers.items() if base not in bases})
        found.setdefault(exponents, {})[rest] = coefficient
    order = sorted(found, key=lambda exponents: (sum(exponents), [-e for e in exponents]))
    return {exponents: algebra.form(found[exponents]) for exponents in order}
