"""The invariants of the normal form, as gradcli.algebra.normal states them, checked on any form."""

from collections.abc import Iterator
from fractions import Fraction

from gradcli.algebra.forms import Base, Form, Term, as_base, content, is_whole
from gradcli.algebra.normal import Algebra
from gradcli.algebra.rationals import power
from gradcli.core.primitive import OPERATORS


def violations(algebra: Algebra, form: Form, seen: set[Form] | None = None) -> Iterator[str]:
    """Yield the violations of invariants in a form and all forms in it, except those in `seen`, already checked."""
    seen = set() if seen is None else seen
    work = [form]
    while work:
        form = work.pop()
        if form in seen:
            continue
        seen.add(form)
        if algebra.form(dict(form.items)) is not form:
            yield "two equal forms"
        for term, coefficient in form.items.items():
            if not coefficient or not isinstance(coefficient, int | Fraction):
                yield f"coefficient {coefficient!r}"
            yield from _of_term(algebra, term)
            work += [part for base, e in term.powers.items() for part in (*base.arguments, e) if isinstance(part, Form)]


def _of_term(algebra: Algebra, term: Term) -> Iterator[str]:
    if algebra.term(dict(term.powers)) is not term:
        yield "two equal terms"
    exponentials = [base.row for base in term.powers if base.row and base.row.laws.exponential]
    if len(set(exponentials)) < len(exponentials):
        yield "two exponentials"
    for base, exponent in term.powers.items():
        if algebra.base(base.row, base.arguments, base.attribute) is not base:
            yield "two equal bases"
        if isinstance(exponent, Form):
            if exponent.number is not None:
                yield f"the exponent {exponent.number} is a form"
        elif exponent == 0:
            yield "an exponent 0"
        if base.row is None:
            yield from _of_inner(algebra, term, base)
        elif base.row.laws.exponential and (exponent != 1 or not base.arguments[0].items):
            yield "a power of an exponential, or that of 0"
        elif base.row.laws.odd_root and is_whole(exponent) and abs(exponent) >= base.row.laws.odd_root:
            yield "an odd root that is a power"
        elif base.row is OPERATORS["if"]:
            condition, a, b = base.arguments
            call = as_base(condition)
            if a is b or condition.number is not None or call and call.row is OPERATORS["prefix not"]:
                yield "a conditional that is decided"


def _of_inner(algebra: Algebra, term: Term, base: Base) -> Iterator[str]:
    """Of a form under an exponent."""
    form, exponent = base.arguments[0], term.powers[base]
    number = form.number
    if as_base(form):
        yield "a base in a base"
    elif number is not None:
        if number == 1 or is_whole(exponent) and power(number, exponent) is not None:
            yield f"{number} under an exponent"
    elif is_whole(exponent):
        if len(form.items) == 1:
            yield "a product under a whole exponent"
        elif content(form, algebra.decimals) != 1:
            yield f"a sum of content {content(form, algebra.decimals)} under a whole exponent"
    if form.items:
        opposite = algebra.base(None, (algebra.form({inner: -c for inner, c in form.items.items()}),))
        if number is None and opposite in term.powers and (is_whole(exponent) or is_whole(term.powers[opposite])):
            yield "u beside -u"
