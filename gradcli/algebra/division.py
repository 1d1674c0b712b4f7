"""Products of sums in other factors: fractions within fractions cleared, and what divides exactly divided.

Comes in: a form. Goes out: an equal one, the same object where there is nothing to do.
"""

from collections.abc import Callable

from gradcli.algebra.forms import Base, Exponent, Form, Term, is_whole
from gradcli.algebra.normal import Algebra
from gradcli.algebra.rationals import Number, quotient

MOST = 64  # terms of sums that are divided, and of quotients: long division takes their product in steps


def in_factors(algebra: Algebra, form: Form, change: Callable[[Form], Form]) -> Form:
    """Return the form with the sums in its products, where they stand under whole exponents, changed."""
    parts: list[tuple[Number, Form]] = []
    for term, coefficient in form.items.items():
        factors = [(change(b.arguments[0]) if _whole_sum(b, e) else algebra.of(b), e) for b, e in term.powers.items()]
        parts.append((coefficient, algebra.product(factors)))
    return algebra.sum(parts)


def cancelled(algebra: Algebra, form: Form) -> Form:
    """Return the form with a sum in each product written as another of its sums times the quotient, where that is exact."""
    return algebra.sum((coefficient, _cancelled(algebra, term)) for term, coefficient in form.items.items())


def _cancelled(algebra: Algebra, term: Term) -> Form:
    sums = [b for b, e in term.powers.items() if _whole_sum(b, e)]
    for base in sums:
        exponent = term.powers[base]
        for other in sums if not isinstance(exponent, Form) and exponent > 0 else ():
            found = exact_quotient(algebra, base.arguments[0], other.arguments[0]) if other is not base else None
            if found is not None:
                rest = algebra.form({algebra.term({b: e for b, e in term.powers.items() if b is not base}): 1})
                return algebra.product([(rest, 1), (found, exponent), (algebra.of(other), exponent)])
    return algebra.form({term: 1})


def _whole_sum(base: Base, exponent: Exponent) -> bool:
    return base.row is None and base.number is None and is_whole(exponent)


def exact_quotient(algebra: Algebra, numerator: Form, denominator: Form) -> Form | None:
    """Return numerator/denominator by long division, None where a remainder is left or an exponent is not whole."""
    if not 1 < len(denominator.items) <= len(numerator.items) + 1 <= MOST:
        return None
    bases = sorted({b for form in (numerator, denominator) for term in form.items for b in term.powers},
                   key=lambda b: b.index)
    rest, divisor = _monomials(numerator, bases), _monomials(denominator, bases)
    if rest is None or divisor is None:
        return None
    first = max(divisor)
    found: dict[tuple[int, ...], Number] = {}
    while rest and len(found) < MOST:
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
    """Return the exponents of `bases` in each term, where they are whole and not negative."""
    found: dict[tuple[int, ...], Number] = {}
    for term, coefficient in form.items.items():
        exponents = [int(e) for e in (term.powers.get(b, 0) for b in bases) if is_whole(e) and e >= 0]
        if len(exponents) < len(bases):
            return None
        found[tuple(exponents)] = coefficient
    return found
