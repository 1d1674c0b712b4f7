"""Simplification: what is common factored out, like factors collected, products expanded, squares replaced.

Comes in: a form as the algebra made it. Goes out: the shortest of the ways to write it that are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from math import inf, prod

from gradcli.algebra.division import cancel_sums, map_factors
from gradcli.algebra.forms import Base, Exponent, Form, Powers, Term, content
from gradcli.algebra.normal import Algebra
from gradcli.algebra.rationals import Number, magnitude, quotient
from gradcli.core.primitive import VARIABLE

MAX_EXPANSION = 64  # terms up to which sums are expanded on trial, or MAX_GROWTH times those that they have
MAX_GROWTH = 4  # a product of two binomials has four terms
MAX_POWER = 3  # powers up to this are expanded: (x + 1)**4 is shorter than its five terms, whatever stands beside it
SLACK = 100  # characters by which a start may exceed twice the length and still be followed: of short ones, all are
Step = Callable[[Algebra, Form], Form]


def shortest(algebra: Algebra, form: Form) -> Form:
    """Return the shortest form found by greedy descent: move to the shortest candidate until none is shorter.

    Once with products expanded on trial, once without: the descent does not find an expanded power again.
    """
    products = any(base.row is None for term in form.items for base in term.powers)
    if len(form.items) == 1 and not products:
        return form
    ways = (expand, None) if products else (expand,)
    return min((_descend(algebra, form, trial) for trial in ways), key=lambda found: found.length)


def _descend(algebra: Algebra, form: Form, trial: Step | None) -> Form:
    best, before = form, None
    with algebra.budget.search():
        while best is not before:
            before = best
            for candidate in _candidates(algebra, before, trial):
                if candidate.length < best.length:
                    best = candidate
    return best


def _candidates(algebra: Algebra, form: Form, trial: Step | None) -> Iterator[Form]:
    def clear(inner: Form) -> Form:
        return factor_out(algebra, inner, common_factor(algebra, list(inner.items)), 1)

    def try_expanding(found: Form) -> Form:
        return trial(algebra, found) if trial else found

    starts = [form, try_expanding(form), expand_nested(algebra, form), collect(algebra, form),
              map_factors(algebra, form, clear), cancel_sums(algebra, form),
              *map(try_expanding, pythagorean_rewrites(algebra, form))]
    for candidate in dict.fromkeys(starts):
        yield candidate
        if len(candidate.items) > 1 and candidate.length <= 2 * form.length + SLACK:
            number = content(candidate, algebra.decimals)
            for powers in common_factor_candidates(algebra, list(candidate.items)):
                for factor in {1, number}:
                    apart = factor_out(algebra, candidate, powers, factor)
                    yield apart
                    if trial:
                        yield try_expanding(apart)
                        yield factor_out(algebra, candidate, powers, factor, trial)
            if number != 1:
                rest = divide(algebra, candidate, {}, number)
                yield algebra.form({algebra.term({algebra.base(None, (rest,)): 1}): number})


def factor_out(algebra: Algebra, form: Form, powers: Powers, number: Number,
               then: Step | None = None) -> Form:
    """Return a sum as the product of a common factor and the rest, to which `then` is applied."""
    factor = algebra.form({algebra.term(powers): number})
    rest = divide(algebra, form, powers, number)
    return algebra.product([(then(algebra, rest) if then else rest, 1), (factor, 1)])


def divide(algebra: Algebra, form: Form, powers: Powers, number: Number) -> Form:
    """Return a sum divided by a product, term by term."""
    inverse = [(algebra.of(base), algebra.times(e, -1)) for base, e in powers.items()]
    return algebra.sum((quotient(c, number), algebra.product([(algebra.form({term: 1}), 1), *inverse]))
                       for term, c in form.items.items())


def common_factor_candidates(algebra: Algebra, terms: list[Term]) -> list[Powers]:
    """Return the different common factors of some terms."""
    found: list[Powers] = []
    for everywhere in (False, True):
        for extreme in (min, max):
            powers = common_factor(algebra, terms, extreme, everywhere)
            if powers and powers not in found:
                found.append(powers)
    return found


def common_factor(algebra: Algebra, terms: list[Term], extreme: Callable[[list[Number]], Number] = min,
                  everywhere: bool = False) -> Powers:
    """Return the powers that every term has at lowest, where they are more than plain powers of variables.

    Of x**a and x**(a - 1) it is either, as `extreme` says: x**(a - 1)*(x + 1) or x**a*(1 + 1/x). A denominator of some
    terms is common too, unless what is common is to stand `everywhere`: (x + 1)/x or 1 + 1/x.
    """
    shared: Powers = {}
    worth = False  # x*(3*x + 2) is shorter than 3*x**2 + 2*x, but not what a person writes
    found: dict[Base, list[Exponent]] = {}
    for term in terms:
        for base, e in term.powers.items():
            found.setdefault(base, []).append(e)
    missing = sum(len(terms) - len(exponents) for exponents in found.values()
                  if any(not isinstance(e, Form) and e < 0 for e in exponents))
    if missing > MAX_EXPANSION + sum(map(len, found.values())):  # 1/x1 + 1/x2 + …: each denominator would go into all terms
        return {}
    for base, exponents in found.items():
        if len(exponents) < len(terms):
            if everywhere:
                continue
            exponents.append(0)
        lowest = _lowest(algebra, exponents, extreme)
        if isinstance(lowest, Form) or lowest:
            shared[base] = lowest
            worth |= isinstance(lowest, Form) or lowest < 0 or base.row is not VARIABLE
    exponential = _common_exponential(algebra, terms)
    if exponential:
        shared[exponential] = 1
        worth = True
    return shared if worth else {}


def _lowest(algebra: Algebra, exponents: list[Exponent], extreme: Callable[[list[Number]], Number]) -> Exponent:
    """Return the lowest exponent, of symbolic ones that differ by numbers the `extreme`; 0 of others."""
    numbers = [e for e in exponents if not isinstance(e, Form)]
    if len(numbers) == len(exponents):
        return min(numbers)
    first = exponents[0]
    steps = [step for step in (algebra.plus(e, algebra.times(first, -1)) for e in exponents) if not isinstance(step, Form)]
    return algebra.plus(first, extreme(steps)) if len(steps) == len(exponents) else 0


def _common_exponential(algebra: Algebra, terms: list[Term]) -> Base | None:
    """Return the exponential that divides those of all terms: exp(x) for exp(2*x) and exp(x + y)."""
    exponentials = [base for base in map(_exponential_factor, terms) if base]
    if len(exponentials) < len(terms) or len({base.row for base in exponentials}) > 1 or len(set(exponentials)) == 1:
        return None
    first, *others = [base.arguments[0].items for base in exponentials]
    lowest: dict[Term, Number] = {}
    for term, coefficient in first.items():
        coefficients = [coefficient, *(items[term] for items in others if term in items)]
        if len(coefficients) == len(terms) and len({c > 0 for c in coefficients}) == 1:
            lowest[term] = min(coefficients, key=magnitude)
    return algebra.base(exponentials[0].row, (algebra.form(lowest),)) if lowest else None


def _exponential_factor(term: Term) -> Base | None:
    """Return the exponential factor f(u) of a term: f(a)*f(b) is f(a + b)."""
    return next((base for base, e in term.powers.items() if base.row and base.row.laws.exponential and e == 1), None)


def expand_nested(algebra: Algebra, form: Form) -> Form:
    """Expand products of sums of sums, but not the inner sums: x*((x + 1)**2 + 1) is x*(x + 1)**2 + x."""
    return expand_within(algebra, form, MAX_EXPANSION, MAX_POWER, _holds_products)


def _holds_products(base: Base) -> bool:
    return any(inner.row is None for term in base.arguments[0].items for inner in term.powers)


def pythagorean_rewrites(algebra: Algebra, form: Form) -> Iterator[Form]:
    """Yield the form with the squares of a function replaced by those of another: 1 - sin(x)**2 is cos(x)**2."""
    squared = {b for term in form.items for b, e in term.powers.items()
               if b.row and b.row.laws.square and not isinstance(e, Form) and e >= 2 and e.denominator == 1}
    for base in sorted(squared, key=lambda b: b.index):
        assert base.row and base.row.laws.square
        other, constant, factor = base.row.laws.square
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


def collect(algebra: Algebra, form: Form) -> Form:
    """Collect the terms that share a power of a sum: that power times their quotients, themselves factored."""
    shares: dict[tuple[Base, Exponent], list[Term]] = {}
    for term in form.items:
        for base, e in term.powers.items():
            if base.row is None and base.number is None:
                shares.setdefault((base, e), []).append(term)
    found = max(shares.items(), key=lambda item: (len(item[1]) - 1) * item[0][0].length, default=None)
    if found is None or not 1 < len(found[1]) < len(form.items):
        return form
    (base, e), terms = found
    rest = divide(algebra, algebra.form({term: form.items[term] for term in terms}), {base: e}, 1)
    powers = common_factor(algebra, list(rest.items)) if len(rest.items) > 1 else {}
    left = factor_out(algebra, rest, powers, content(rest, algebra.decimals)) if powers else rest
    apart = set(terms)
    others = algebra.form({term: c for term, c in form.items.items() if term not in apart})
    return algebra.sum([(1, others), (1, algebra.product([(left, 1), (algebra.of(base), e)]))])


def expand(algebra: Algebra, form: Form) -> Form:
    """Expand products and small powers of sums, where that gives few terms."""
    return expand_within(algebra, form, max(MAX_EXPANSION, MAX_GROWTH * _count_terms(form)), MAX_POWER)


def expand_within(algebra: Algebra, form: Form, most: float, highest: float,
                only: Callable[[Base], bool] = lambda base: True) -> Form:
    """Expand products and powers of sums, to the `highest`; return the form itself where that gives over `most` terms."""
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
        parts.append((coefficient, reduce(lambda a, b: _times(algebra, a, b), factors, _merge_denominators(algebra, rest))))
    return algebra.sum(parts)


def _times(algebra: Algebra, a: Form, b: Form) -> Form:
    """Return the product of two sums, term by term."""
    left, right = ([(c, algebra.form({term: 1})) for term, c in form.items.items()] for form in (a, b))
    return algebra.sum((p * q, algebra.product([(s, 1), (t, 1)])) for p, s in left for q, t in right)


def _count_terms(form: Form) -> int:
    """Return the number of terms of a form and of the sums in its products."""
    return sum(1 + sum(len(b.arguments[0].items) for b in term.powers if b.row is None) for term in form.items)


def _merge_denominators(algebra: Algebra, powers: Powers) -> Form:
    """Return a product, with two sums under the same negative power merged into one where their product is shorter."""
    sums = [b for b, e in powers.items() if b.row is None and b.number is None and not isinstance(e, Form) and e < 0]
    for i, a in enumerate(sums):
        for b in sums[i + 1:]:
            if powers[a] == powers[b] and len(a.arguments[0].items) * len(b.arguments[0].items) <= MAX_EXPANSION:
                both = algebra.form({algebra.term({a: 1, b: 1}): 1})
                out = expand(algebra, both)
                if out.length < both.length and len(out.items) > 1:
                    rest = {base: e for base, e in powers.items() if base not in (a, b)}
                    return algebra.product([(algebra.form({algebra.term(rest): 1}), 1), (out, powers[a])])
    return algebra.form({algebra.term(powers): 1})
