"""The coefficients of a Taylor expansion as forms, by the recurrences of series on formulas or rationals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import comb, inf, prod
from typing import NamedTuple

from gradcli.algebra.forms import Form, Term
from gradcli.algebra.normal import Algebra
from gradcli.algebra.number import FREE_NAME, Symbolic, check_finite, contains, divide_rational, divide_symbolic
from gradcli.algebra.rationals import Number, quotient
from gradcli.algebra.simplify import expand_within
from gradcli.algebra.ties import resolve_ties
from gradcli.calc.expansion.at_point import AtPoint, Point, check_smooth
from gradcli.core.primitive import VARIABLE
from gradcli.domains.float64 import run
from gradcli.engine.lower import Lowered
from gradcli.engine.taylor import Expansion
from gradcli.errors import GradcliError
from gradcli.ops import SELECT

Exponents = tuple[int, ...]
RATIONAL_PRODUCTS = 20  # products of rationals that take as long as handling one term of a form


class Expanded(NamedTuple):
    """The coefficient of each product of deviations, lowest degree first, and the names free in them."""

    coefficients: dict[Exponents, Form]
    free: list[str]


def expand_at(source: str, algebra: Algebra, lowered: Lowered, point: Point, axes: Mapping[str, Form],
              order: int) -> Expanded:
    """Expand to a total degree in the names of `axes`. Raises GradcliError where a part is not smooth at the point."""
    tape, moved = resolve_ties(lowered.tape, lowered.root)
    expansion = Expansion(tape, moved[lowered.root], [moved[lowered.variables[name]] for name in axes], order)
    there = AtPoint(algebra, expansion.tape, point)
    check_smooth(source, expansion, there, lowered, as_doubles(point, lowered))
    found = _rational(algebra, expansion, there.forms)
    if found is None:
        found = _collect(algebra, _sum_terms(algebra, expansion, there.forms, axes), list(axes))
    return Expanded(found, there.variables)


def expand_powers(algebra: Algebra, found: Mapping[Exponents, Form], centers: Sequence[Form]) -> dict[Exponents, Form]:
    """Return the coefficients of powers of the names, from those of powers of their deviations from the centers."""
    parts: dict[Exponents, list[tuple[Number, Form]]] = {}
    for exponents, coefficient in found.items():
        for lower in product(*(range(e + 1) for e in exponents)):
            left = [e - k for e, k in zip(exponents, lower, strict=True)]
            weight = prod(comb(e, k) for e, k in zip(exponents, lower, strict=True)) * (-1) ** sum(left)
            powers = [(center, e) for center, e in zip(centers, left, strict=True) if e]
            parts.setdefault(lower, []).append((weight, algebra.product([(coefficient, 1), *powers])))
    sums = {exponents: algebra.sum(terms) for exponents, terms in parts.items()}
    return {exponents: sums[exponents] for exponents in _in_order(sums) if sums[exponents].items}


def _in_order(found: Iterable[Exponents]) -> list[Exponents]:
    """Return the exponents of products, lowest degree first."""
    return sorted(found, key=lambda exponents: (sum(exponents), [-e for e in exponents]))


def as_doubles(point: Point, lowered: Lowered) -> dict[str, float] | None:
    """Return the point as doubles; None if a name is free in it or in the expression."""
    if point.keys() != lowered.variables.keys() or any(VARIABLE in tape.operations for tape, _ in point.values()):
        return None
    return {name: run(tape, {})[slot] for name, (tape, slot) in point.items()}


def _rational(algebra: Algebra, expansion: Expansion, values: Sequence[Form]) -> dict[Exponents, Form] | None:
    """Return the coefficients of the powers of one deviation if all numbers on the way are rational, else None."""
    used = {expansion.root, *expansion.orders}
    for slot in expansion.orders:
        used.update(expansion.tape.arguments[slot], (p for _, p in expansion.partials.get(slot, ())))
    numbers = {slot: number for slot in used if (number := values[slot].number) is not None}
    if len(expansion.variables) != 1 or len(numbers) < len(used):
        return None
    algebra.budget.spend(len(expansion.orders) * expansion.order**2 // RATIONAL_PRODUCTS)
    coefficients = expansion.coefficients(numbers, [Fraction(1)], divide_rational,
                                          lambda c: Fraction(c) if isinstance(c, float) else c)  # sqrt's 0.5
    return {(k,): algebra.number(quotient(c, 1)) for k, c in enumerate(coefficients) if c}


def _sum_terms(algebra: Algebra, expansion: Expansion, values: Sequence[Form], axes: Mapping[str, Form]) -> Form:
    """Return the expanded polynomial in the deviations."""
    parts = expansion.coefficients([Symbolic(algebra, form) for form in values],
                                   [Symbolic(algebra, axis) for axis in axes.values()], divide_symbolic)
    total, before = algebra.sum((1, part.form) for part in parts), None
    while total is not before:  # sums may be nested; none to a higher power holds a deviation
        total, before = expand_within(algebra, total, inf, expansion.order), total
    return check_finite(total)


def _collect(algebra: Algebra, total: Form, names: Sequence[str]) -> dict[Exponents, Form]:
    """Return the coefficient of each product of deviations, lowest degree first.

    Raises GradcliError where a deviation is within a conditional that a free name decides.
    """
    bases = [algebra.base(VARIABLE, (), name) for name in names]
    found: dict[Exponents, dict[Term, Number]] = {}
    for term, coefficient in total.items.items():
        if any(base.row is SELECT and contains(algebra.of(base), bases) for base in term.powers):
            raise GradcliError(FREE_NAME, help="bind it with --at", code=1)
        exponents = tuple(int(e) for e in (term.powers.get(base, 0) for base in bases) if not isinstance(e, Form))
        rest = algebra.term({base: e for base, e in term.powers.items() if base not in bases})
        found.setdefault(exponents, {})[rest] = coefficient
    return {exponents: algebra.form(found[exponents]) for exponents in _in_order(found)}
