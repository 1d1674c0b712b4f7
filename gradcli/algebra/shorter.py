"""Forms that say the same in fewer characters: what is common pulled out, like factors gathered, products multiplied out.

Comes in: a form as the algebra made it. Goes out: the shortest of the ways to write it that were tried.
"""

from collections.abc import Callable, Iterator
from functools import reduce
from math import inf, prod
from typing import Any

from gradcli.algebra.arithmetic import Algebra
from gradcli.algebra.forms import Base, Form, Number, Term
from gradcli.algebra.fractions import cancelled, in_factors
from gradcli.algebra.rationals import quotient
from gradcli.core.primitive import VARIABLE

EXPANDED = 64  # sums are multiplied out on trial where that gives up to so many terms, or GROWN times those that they have
GROWN = 4
SLACK = 100  # a start more than twice as long, but for so many characters, is not followed
CUBE = 3  # and powers up to this one
Step = Callable[[Algebra, Form], Form]


def shortest(algebra: Algebra, form: Form) -> Form:
    """The shortest that is found going from each form to its shortest candidate.

    Once with products multiplied out on trial, once without: a power that has been multiplied out is not found again.
    """
    products = any(base.row is None for term in form.items for base in term.powers)
    if len(form.items) == 1 and not products:
        return form
    ways = (multiplied_out, None) if products else (multiplied_out,)
    return min((_followed(algebra, form, trial) for trial in ways), key=lambda found: found.length)


def _followed(algebra: Algebra, form: Form, trial: Step | None) -> Form:
    best, before = form, None
    with algebra.budget.search():
        while best is not before:
            before = best
            for candidate in _candidates(algebra, before, trial):
                if candidate.length < best.length:
                    best = candidate
    return best


def _candidates(algebra: Algebra, form: Form, trial: Step | None) -> Iterator[Form]:
    def cleared(inner: Form) -> Form:
        return pulled(algebra, inner, common(algebra, list(inner.items)), 1)

    def tried(found: Form) -> Form:
        return trial(algebra, found) if trial else found

    starts = [form, tried(form), opened(algebra, form), gathered(algebra, form), in_factors(algebra, form, cleared),
              cancelled(algebra, form), *map(tried, on_circles(algebra, form))]
    for candidate in dict.fromkeys(starts):
        yield candidate
        if len(candidate.items) > 1 and candidate.length <= 2 * form.length + SLACK:
            content = algebra.content(candidate)
            for powers in commons(algebra, list(candidate.items)):
                for number in {1, content}:
                    apart = pulled(algebra, candidate, powers, number)
                    yield apart
                    if trial:
                        yield tried(apart)
                        yield pulled(algebra, candidate, powers, number, trial)
            if content != 1:
                rest = divided(algebra, candidate, {}, content)
                yield algebra.form({algebra.term({algebra.base(None, (rest,)): 1}): content})


def pulled(algebra: Algebra, form: Form, powers: dict[Base, Any], number: Number,
           then: Step | None = None) -> Form:
    """A sum as the product of what its terms have in common and the rest, to which something more may be done."""
    down = algebra.form({algebra.term(powers): number})
    rest = divided(algebra, form, powers, number)
    return algebra.product([(then(algebra, rest) if then else rest, 1), (down, 1)])


def divided(algebra: Algebra, form: Form, powers: dict[Base, Any], number: Number) -> Form:
    inverse = [(algebra.of(base), algebra.times(e, -1)) for base, e in powers.items()]
    return algebra.sum((quotient(c, number), algebra.product([(algebra.form({term: 1}), 1), *inverse]))
                       for term, c in form.items.items())


def commons(algebra: Algebra, terms: list[Term]) -> list[dict[Base, Any]]:
    """The different ways to pull out what is common."""
    found: list[dict[Base, Any]] = []
    for everywhere in (False, True):
        for extreme in (min, max):
            powers = common(algebra, terms, extreme, everywhere)
            if powers and powers not in found:
                found.append(powers)
    return found


def common(algebra: Algebra, terms: list[Term], extreme: Callable[[list[Any]], Any] = min,
           everywhere: bool = False) -> dict[Base, Any]:
    """The powers that every term has at least, where they are more than plain powers of variables.

    Of x**a and x**(a - 1) it is either, as `extreme` says: x**(a - 1)*(x + 1) or x**a*(1 + 1/x). A denominator of some
    terms is common too, unless what is common is to stand `everywhere`: (x + 1)/x or 1 + 1/x.
    """
    shared: dict[Base, Any] = {}
    worth = False  # x*(3*x + 2) is shorter than 3*x**2 + 2*x, but not what a person writes
    found: dict[Base, list[Any]] = {}
    for term in terms:
        for base, e in term.powers.items():
            found.setdefault(base, []).append(e)
    lacking = sum(len(terms) - len(exponents) for exponents in found.values()
                  if any(not isinstance(e, Form) and e < 0 for e in exponents))
    if lacking > EXPANDED + sum(map(len, found.values())):  # 1/x1 + 1/x2 + …: each denominator would go into all terms
        return {}
    for base, exponents in found.items():
        if len(exponents) < len(terms):
            if everywhere:
                continue
            exponents.append(0)
        symbolic = any(isinstance(e, Form) for e in exponents)
        first = exponents[0] if symbolic else 0
        steps = [algebra.plus(e, algebra.times(first, -1)) for e in exponents] if symbolic else exponents
        if not any(isinstance(step, Form) for step in steps):
            least = algebra.plus(first, (extreme if symbolic else min)(steps))
            if isinstance(least, Form) or least:
                shared[base] = least
                worth |= isinstance(least, Form) or least < 0 or base.row is not VARIABLE
    joined = [_joined(term) for term in terms]
    first = joined[0]
    if first and all(base and base.row is first.row for base in joined) and len(set(joined)) > 1:
        arguments = [base.arguments[0].items for base in joined if base]
        alike = [term for term in arguments[0] if all(term in items for items in arguments)
                 and len({items[term] > 0 for items in arguments}) == 1]
        if alike:
            least_of = {term: min((items[term] for items in arguments), key=abs) for term in alike}
            shared[algebra.base(first.row, (algebra.form(least_of),))] = 1
            worth = True
    return shared if worth else {}


def _joined(term: Term) -> Base | None:
    """The factor f(u) of a term where f(a)*f(b) is f(a + b)."""
    return next((base for base, e in term.powers.items() if base.row and base.row.joins and e == 1), None)


def opened(algebra: Algebra, form: Form) -> Form:
    """Multiplied out where a sum is made of sums, which stay as they are: x*((x + 1)**2 + 1) is x*(x + 1)**2 + x."""
    return distributed(algebra, form, EXPANDED, CUBE, _of_sums)


def _of_sums(base: Base) -> bool:
    return any(inner.row is None for term in base.arguments[0].items for inner in term.powers)


def on_circles(algebra: Algebra, form: Form) -> Iterator[Form]:
    """The form with squares of one function for those of another: 1 - sin(x)**2 is cos(x)**2."""
    squared = {b for term in form.items for b, e in term.powers.items()
               if b.row in algebra.squares and not isinstance(e, Form) and e >= 2 and e.denominator == 1}
    for base in sorted(squared, key=lambda b: b.index):
        other, constant, factor = algebra.squares[base.row]
        square = algebra.sum([(constant, algebra.number(1)),
                              (factor, algebra.product([(algebra.of(algebra.base(other, base.arguments)), 2)]))])
        parts: list[tuple[Number, Form]] = []
        for term, coefficient in form.items.items():
            e = term.powers.get(base, 0)
            twice = 0 if isinstance(e, Form) or e < 2 or e.denominator != 1 else e // 2
            rest = algebra.form({algebra.term({b: p for b, p in term.powers.items() if b is not base}): 1})
            parts.append((coefficient, algebra.product(
                [(rest, 1), (square, twice), (algebra.of(base), algebra.plus(e, -2 * twice))])))
        yield algebra.sum(parts)


def gathered(algebra: Algebra, form: Form) -> Form:
    """Terms that share a power of a sum as that power times what is left of them, itself pulled apart."""
    shares: dict[tuple[Base, Any], list[Term]] = {}
    for term in form.items:
        for base, e in term.powers.items():
            if base.row is None and base.number is None:
                shares.setdefault((base, e), []).append(term)
    found = max(shares.items(), key=lambda item: (len(item[1]) - 1) * item[0][0].length, default=None)
    if found is None or not 1 < len(found[1]) < len(form.items):
        return form
    (base, e), terms = found
    rest = divided(algebra, algebra.form({term: form.items[term] for term in terms}), {base: e}, 1)
    powers = common(algebra, list(rest.items)) if len(rest.items) > 1 else {}
    left = pulled(algebra, rest, powers, algebra.content(rest)) if powers else rest
    apart = set(terms)
    others = algebra.form({term: c for term, c in form.items.items() if term not in apart})
    return algebra.sum([(1, others), (1, algebra.product([(left, 1), (algebra.of(base), e)]))])


def multiplied_out(algebra: Algebra, form: Form) -> Form:
    """The form with products and small powers of sums expanded, where that makes at most so many terms."""
    return distributed(algebra, form, max(EXPANDED, GROWN * _breadth(form)), CUBE)


def distributed(algebra: Algebra, form: Form, most: float, highest: float,
                only: Callable[[Base], bool] = lambda base: True) -> Form:
    """The form with products and powers, to the `highest`, of sums expanded; itself where that makes too many terms."""
    parts: list[tuple[Number, Form]] = []
    count = 0
    for term, coefficient in form.items.items():
        sums = {b: e for b, e in term.powers.items() if b.row is None and b.number is None and
                not isinstance(e, Form) and e.denominator == 1 and 0 < e <= highest and only(b)}
        factors = [b.arguments[0] for b, e in sums.items() for _ in range(int(e))]
        count += prod(len(factor.items) for factor in factors) if most < inf else 0
        if count > most:
            return form
        rest = {b: e for b, e in term.powers.items() if b not in sums}
        below = algebra.form({algebra.term(_below(algebra, rest)): 1})
        parts.append((coefficient, reduce(lambda a, b: _times(algebra, a, b), factors, below)))
    return algebra.sum(parts)


def _times(algebra: Algebra, a: Form, b: Form) -> Form:
    """The product of two sums, term by term."""
    left, right = ([(c, algebra.form({term: 1})) for term, c in form.items.items()] for form in (a, b))
    return algebra.sum((p * q, algebra.product([(s, 1), (t, 1)])) for p, s in left for q, t in right)


def _breadth(form: Form) -> int:
    """How many terms it and the sums in its products have."""
    return sum(1 + sum(len(b.arguments[0].items) for b in term.powers if b.row is None) for term in form.items)


def _below(algebra: Algebra, powers: dict[Base, Any]) -> dict[Base, Any]:
    """Two sums under the same negative power as one, where their product is the shorter."""
    sums = [b for b, e in powers.items() if b.row is None and b.number is None and not isinstance(e, Form) and e < 0]
    for i, a in enumerate(sums):
        for b in sums[i + 1:]:
            if powers[a] == powers[b] and len(a.arguments[0].items) * len(b.arguments[0].items) <= EXPANDED:
                both = algebra.form({algebra.term({a: 1, b: 1}): 1})
                out = multiplied_out(algebra, both)
                if out.length < both.length and len(out.items) > 1:
                    rest = {base: e for base, e in powers.items() if base not in (a, b)}
                    merged = algebra.base(None, (out,))
                    return {**rest, merged: algebra.plus(powers[a], rest.get(merged, 0))}
    return powers
