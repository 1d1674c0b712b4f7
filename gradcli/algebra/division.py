"""Division of sums: the sums in products rewritten, and cancelled where one divides another exactly.

Comes in: a form. Goes out: an equal one, the same object where nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable

from gradcli.algebra.forms import Base, Exponent, Form, Term, is_whole
from gradcli.algebra.normal import Algebra
from gradcli.algebra.rationals import Number, quotient

MAX_TERMS = 64  # terms of sums that are divided, and of quotients: long division takes their product in steps


def map_factors(algebra: Algebra, form: Form, change: Callable[[Form], Form]) -> Form:
    """Apply `change` to the sums under whole exponents in the products of a form."""
    parts: list[tuple[Number, Form]] = []
    for term, coefficient in form.items.items():
        factors = [(change(b.arguments[0]) if _is_sum_power(b, e) else algebra.of(b), e) for b, e in term.powers.items()]
        parts.append((coefficient, algebra.product(factors)))
    return algebra.sum(parts)


def cancel_sums(algebra: Algebra, form: Form) -> Form:
    """Replace a sum in each product by another sum of it times their quotient, where that is exact."""
    return algebra.sum((coefficient, _cancel_in_term(algebra, term)) for term, coefficient in form.items.items())


def _cancel_in_term(algebra: Algebra, term: Term) -> Form:
    sums = [b for b, e in term.powers.items() if _is_sum_power(b, e)]
    for base in sums:
        exponent = term.powers[base]
        for other in sums if not isinstance(exponent, Form) and exponent > 0 else ():
            found = exact_quotient(algebra, base.arguments[0], other.arguments[0]) if other is not base else None
            if found is not None:
                rest = algebra.form({algebra.term({b: e for b, e in term.powers.items() if b is not base}): 1})
                return algebra.product([(rest, 1), (found, exponent), (algebra.of(other), exponent)])
    return algebra.form({term: 1})


def _is_sum_power(base: Base, exponent: Exponent) -> bool:
    return base.row is None and base.number is None and is_whole(exponent)


def exact_quotient(algebra: Algebra, numerator: Form, denominator: Form) -> Form | None:
    """Return numerator/denominator by long division; None where a remainder is left or an exponent is not whole."""
    if not 1 < len(denominator.items) <= len(numerator.items) + 1 <= MAX_TERMS:
        return None
    bases = sorted({b for form in (numerator, denominator) for term in form.items for b in term.powers},
                   key=lambda b: b.index)
    rest, divisor = _monomials(numerator, bases), _monomials(denominator, bases)
    if rest is None or divisor is None:
        return None
    first = max(divisor)
    found: dict[tuple[int, ...], Number] = {}
    while rest and len(found) < MAX_TERMS:
        lead = max(rest)
        step = tuple(a - b for a, b in zip(lead, first, strict=True))
        if min(step, default=0) < 0:
            return None
        factor = found[step] = quotient(rest[lead], divisor[first])
        for exponents, coefficient in divisor.items():
            at = tuple(a + b for a, b in zip(exponents, step, strict=True))
            left = rest.get(at, 0) - factor * coefficient
            rest[at] = left
            if not left:
                del rest[at]
    if rest:
        return None
    return algebra.form({algebra.term({b: e for b, e in zip(bases, step, strict=True) if e}): factor
                         for step, factor in found.items()})


def _monomials(form: Form, bases: list[Base]) -> dict[tuple[int, ...], Number] | None:
    """Map the exponents of `bases` in each term to its coefficient; None where one is not whole or negative."""
    found: dict[tuple[int, ...], Number] = {}
    for term, coefficient in form.items.items():
        exponents = [int(e) for e in (term.powers.get(b, 0) for b in bases) if is_whole(e) and e >= 0]
        if len(exponents) < len(bases):
            return None
        found[tuple(exponents)] = coefficient
    return found
