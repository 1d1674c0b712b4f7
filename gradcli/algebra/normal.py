"""The normal form: sums, products, powers and conditionals of forms, each in one canonical way.

The results of `sum`, `product` and `select`, and all forms within them, satisfy (tests/invariants.py checks it):
- Equal forms, terms and bases are one object. No coefficient and no exponent is 0; an exponent that is a number is no Form.
- A Form under an exponent is neither a single base nor 1. Under a whole exponent it is a sum of content 1, which is to say
  with integer coefficients, coprime, and not negative, or a number whose power would be too large. So under a root or a
  symbolic exponent alone u may stand beside -u, and nothing that has become whole is left under an exponent.
- A product holds at most one exponential f(a)*f(b) = f(a + b) of each kind, not of 0, and to the power of 1; of an odd
  root f(x)**n = x only whole powers below n.
- A conditional has two different branches and a condition that is neither a number nor a negation.

Identities that hold only generically are applied: x/x is 1, 0*x is 0, x**0 is 1, sqrt(x)**2 is x, sign(x)/abs(x) is 1/x,
(x**2 - 1)/(x - 1) is x + 1, 1/(1 + 1/x) is x/(x + 1), x >= x is 1 (nan's is not), 0**x*log(0) is 0. A root of a power is
kept (sqrt(x**2) is not x), and so is a negative number under a root.
"""

from __future__ import annotations

from collections.abc import Iterable

from gradcli.algebra.budget import Budget
from gradcli.algebra.forms import (
    Base,  # isort: skip
    Exponent,
    Form,
    Forms,
    Powers,
    Term,
    as_base,
    as_exponent,
    as_factor,
    content,
    is_whole,
)
from gradcli.algebra.rationals import Number, fraction, magnitude, power, quotient
from gradcli.core.facets import Laws
from gradcli.core.primitive import Primitive
from gradcli.ops import AND, GE, GT, LE, LT, NOT, OR, SELECT

PRODUCT_STEPS = 4  # of a product beside those of its factors: it takes 8 us, and 3 us a factor
MAX_NESTING = 16  # depth to which conditionals are merged and multiplied: each step costs as much as all within it
_NEGATIONS: dict[Primitive | None, tuple[Primitive, Primitive]] = {GE: (LT, GT), GT: (LE, GE), LE: (GT, LT), LT: (GE, LE)}


class Algebra(Forms):
    """The arithmetic of forms, and the table of all made so far."""

    def __init__(self, decimals: bool = False, budget: Budget | None = None, surds: bool = False) -> None:
        super().__init__()
        self.decimals = decimals  # True where fractions are written as decimals, 0.5, and so stay in sums
        self.surds = surds  # True where sin(pi/4) is sqrt(2)/2, to decide, not to be shown
        self.budget = budget or Budget(0)
        self._nesting = 0  # of conditionals that are being merged

    def sum(self, parts: Iterable[tuple[Number, Form]]) -> Form:
        """Return a linear combination of forms."""
        total: dict[Term, Number] = {}
        steps = 0
        for factor, part in parts:
            steps += len(part.items)
            for term, coefficient in part.items.items():
                total[term] = total.get(term, 0) + factor * coefficient
        self.budget.spend(steps)
        return self.form(self._merge_conditionals(self._apply_pythagoras({term: c for term, c in total.items() if c})))

    def _apply_pythagoras(self, items: dict[Term, Number]) -> dict[Term, Number]:
        """Replace c*r*f(x)**2 + s*c*r*g(x)**2 by c*r, where the row of f says that f(x)**2 + s*g(x)**2 is 1."""
        for term in list(items):
            for base, e in term.powers.items():
                if e != 2 or not base.row or not base.row.laws.pythagorean or term not in items:
                    continue
                row, sign = base.row.laws.pythagorean
                rest = {b: p for b, p in term.powers.items() if b is not base}
                other = self.base(row, base.arguments)
                partner = self.term({**rest, other: self.plus(2, rest.get(other, 0))})
                if items.get(partner) == sign * items[term]:
                    one, coefficient = self.term(rest), items.pop(term)
                    del items[partner]
                    items[one] = items.get(one, 0) + coefficient
        return {term: c for term, c in items.items() if c}

    def _merge_conditionals(self, items: dict[Term, Number]) -> dict[Term, Number]:
        """Merge conditionals on the same condition into one: the sum of either branch."""
        groups: dict[Form, list[tuple[Term, list[Form]]]] = {}
        for term in items:
            call = as_factor(term)
            if call and call.row is SELECT:
                condition, *branches = call.arguments
                opposite = next((each for each in self._opposites(condition) if each in groups), None)
                if opposite and not branches[1].items:
                    condition, branches = opposite, branches[::-1]
                groups.setdefault(condition, []).append((term, branches))
        for condition, found in groups.items():
            if len(found) > 1 and self._nesting < MAX_NESTING:
                weights = [items.pop(term) for term, _ in found]
                self._nesting += 1
                try:
                    merged = self.select(condition, *(
                        self.sum((c, branches[i]) for c, (_, branches) in zip(weights, found, strict=True)) for i in (0, 1)))
                finally:
                    self._nesting -= 1
                for term, coefficient in merged.items.items():
                    items[term] = items.get(term, 0) + coefficient
        return {term: c for term, c in items.items() if c} if groups else items

    def _opposites(self, condition: Form) -> list[Form]:
        """List the two ways to write the negation of a comparison: of a >= b they are a < b and b > a."""
        call = as_base(condition)
        found = _NEGATIONS.get(call.row) if call else None
        if call is None or found is None:
            return []
        return [self.of(self.base(found[0], call.arguments)), self.of(self.base(found[1], call.arguments[::-1]))]

    def select(self, condition: Form, a: Form, b: Form) -> Form:
        """Return `a if condition else b`."""
        while True:
            known = condition.number
            if a is b or known is not None:
                return a if known is None or known else b
            call = as_base(condition)
            if call and call.row in (AND, OR) and len(set(call.arguments)) == 1:
                condition = call.arguments[0]
            elif call and call.row is NOT:
                condition, a, b = call.arguments[0], b, a
            elif call and call.row is OR and not b.items and self._covered_by(a, call):
                return a
            else:
                return self.of(self.base(SELECT, (condition, a, b)))

    def _covered_by(self, form: Form, either: Base) -> bool:
        """Return whether every term is 0 outside the conditions that `either` joins."""
        conditions, work = set(), [either]
        while work:
            call = work.pop()
            for part in call.arguments:
                inner = as_base(part)
                if inner and inner.row is OR:
                    work.append(inner)
                conditions.add(part)
        calls = [as_factor(term) for term in form.items]
        return all(call and call.row is SELECT and call.arguments[0] in conditions and not call.arguments[2].items
                   for call in calls)

    def product(self, factors: Iterable[tuple[Form, Exponent]]) -> Form:
        """Return the product of powers of forms; a conditional with a branch of 0 takes the other factors into the other."""
        outer: list[tuple[Form, bool]] = []  # the conditions around the product, and the value with which it is not 0
        more: list[tuple[Form, Exponent]] | None = list(factors)
        while more is not None:
            coefficient, powers = self._multiply(more)
            more = self._distribute(coefficient, powers, outer)
        form = self._as_form(coefficient, powers)
        for condition, holds in reversed(outer):
            form = self.select(condition, *((form, self.number(0)) if holds else (self.number(0), form)))
        return form

    def _multiply(self, factors: list[tuple[Form, Exponent]]) -> tuple[Number, Powers]:
        """Return a product as a number and powers of bases."""
        coefficient: Number = 1
        powers: Powers = {}
        work = factors[::-1]
        while work:
            number, more = self._as_powers(*work.pop())
            coefficient *= number
            for base, e in more:
                total = powers[base] = self.plus(powers[base], e) if base in powers else e
                if base.row is None and is_whole(total) and not self._is_primitive(base.arguments[0]):
                    del powers[base]  # a root that has become whole: sqrt(x*y)**2 is x*y, sqrt(2*x + 2)**2 is 2*(x + 1)
                    work.append((base.arguments[0], total))
        coefficient *= self._unite_opposites(powers)
        self.budget.spend(PRODUCT_STEPS + len(powers))
        coefficient = coefficient and self._fold_numbers(coefficient, powers)
        return (0, {}) if not coefficient or self._vanishes(powers) else (coefficient, powers)

    def _distribute(self, coefficient: Number, powers: Powers,
                    outer: list[tuple[Form, bool]]) -> list[tuple[Form, Exponent]] | None:
        """Return the factors of a product to be made instead; None where this one is in normal form."""
        for base, exponent in powers.items():
            times = self._fold_roots(base, base.row.laws, powers) if base.row else None
            if times is not None:
                rest = self.form({self.term({b: e for b, e in powers.items() if e != 0}): coefficient})
                return [(rest, 1), (base.arguments[0], times)]
            if base.row is SELECT and exponent == 1 and (len(powers) > 1 or coefficient != 1):
                condition, a, b = base.arguments
                if (not a.items or not b.items) and len(outer) < MAX_NESTING:
                    rest = self.form({self.term({b: e for b, e in powers.items() if b is not base}): coefficient})
                    outer.append((condition, not b.items))
                    return [(rest, 1), (b if not a.items else a, 1)]
        return None

    def _as_form(self, coefficient: Number, powers: Powers) -> Form:
        """Return the form of a number times powers; a number times a sum is a sum."""
        if len(powers) == 1:
            (base, exponent), = powers.items()
            if base.row is None and exponent == 1:
                return self.form({term: c * coefficient for term, c in base.arguments[0].items.items()})
        return self.form({self.term(powers): coefficient} if coefficient else {})

    def _fold_roots(self, base: Base, laws: Laws, powers: Powers) -> int | None:
        """Replace f(x)**(n*k) by x**k in `powers` (mutated), where f(x)**n is x. Return k, or None.

        Products of x, abs(x) and sign(x) become a power of x, times abs(x), 1/abs(x) or sign(x) if the sign matters.
        """
        if laws.odd_root:
            e = powers[base]
            times = int(fraction(e, laws.odd_root)) if is_whole(e) else 0
            if times:
                powers[base] = self.plus(e, -times * laws.odd_root)
            return times or None
        if not laws.sign_and_size:
            return None
        argument = base.arguments[0]
        sign, size = (self.base(each, base.arguments) for each in laws.sign_and_size)
        x = as_base(argument)  # where it is a factor by itself
        if x is None and len(argument.items) > 1 and content(argument, self.decimals) == 1:
            x = self.base(None, (argument,))
        s, a, degree = (powers.get(each, 0) if each else 0 for each in (sign, size, x))
        if isinstance(a, Form) or not is_whole(s) or not (x or s):
            return None
        whole = degree if is_whole(degree) else 0
        total, odd = whole + int(a), (int(a) + s) % 2
        side = odd * ((total > 0) - (total < 0))
        left: Powers = {sign: odd - magnitude(side), size: a - int(a) + side}
        times = int(total - side - whole)
        if not times and left == {sign: s, size: a}:
            return None
        powers.update(left)
        return times

    def _vanishes(self, powers: Powers) -> bool:
        """Return whether this is as 0**x*log(0): the derivative of 0**x, which is 0 wherever it exists, for x > 0."""
        zero_power = any(base.number == 0 and isinstance(e, Form) for base, e in powers.items())
        return zero_power and any(base.row and base.arguments and all(a.number is not None for a in base.arguments)
                               and base.row.at_pole([a.number for a in base.arguments], base.attribute) for base in powers)

    def _is_primitive(self, form: Form) -> bool:
        """Return whether a form is admitted under a whole exponent: a sum of content 1, or a number."""
        return len(form.items) > 1 and content(form, self.decimals) == 1 or form.number is not None

    def _unite_opposites(self, powers: Powers) -> int:
        """Merge a whole power of u into a power of -u in `powers` (mutated); return the sign of the product.

        Sums under whole exponents have a positive first term, so u is the opposite of a base that has a negative one.
        """
        sign = 1
        for base in [b for b in powers if b.row is None and b.arguments[0].negative and b.number is None]:
            opposite = self.base(None, (self.form({term: -c for term, c in base.arguments[0].items.items()}),))
            whole = powers.get(opposite)
            if whole is not None and is_whole(whole):
                del powers[opposite]
                powers[base] = self.plus(powers[base], whole)
                sign *= -1 if whole % 2 else 1
        return sign

    def plus(self, a: Exponent, b: Exponent) -> Exponent:
        """Return the sum of two exponents."""
        if not isinstance(a, Form) and not isinstance(b, Form):
            return a + b
        return as_exponent(self.sum((1, e if isinstance(e, Form) else self.number(e)) for e in (a, b)))

    def _as_powers(self, form: Form, exponent: Exponent) -> tuple[Number, Iterable[tuple[Base, Exponent]]]:
        """Return form**exponent as a number and powers of bases."""
        if isinstance(exponent, Form):
            return 1, self._symbolic_power(form, exponent)
        if not form.items:
            return (0, ()) if exponent > 0 else (1, [(self.base(None, (form,)), exponent)])
        if len(form.items) == 1:
            return self._power_of_term(form, exponent)
        number, rest = self._extract_content(form, signed=exponent.denominator == 1)
        folded = power(number, exponent)
        if folded is not None:
            return folded, [(self.base(None, (rest,)), exponent)]
        if exponent.denominator == 1:  # too long a number to be written out
            return 1, [(self.base(None, (self.number(number),)), exponent), (self.base(None, (rest,)), exponent)]
        return 1, [(self.base(None, (form,)), exponent)]

    def _symbolic_power(self, form: Form, exponent: Form) -> Iterable[tuple[Base, Exponent]]:
        """Return form**exponent as powers of bases; exp(a)**b is exp(a*b)."""
        base = as_base(form)
        if base and base.row and base.row.laws.exponential:
            argument = self.product([(base.arguments[0], 1), (exponent, 1)])
            return [(self.base(base.row, (argument,)), 1)]
        return () if form.number == 1 else [(base or self.base(None, (form,)), exponent)]

    def _power_of_term(self, form: Form, exponent: Number) -> tuple[Number, Iterable[tuple[Base, Exponent]]]:
        """Return a form of one term to a rational power as a number and powers of bases."""
        (term, coefficient), = form.items.items()
        folded = power(coefficient, exponent)
        if exponent == 1 and folded is not None:
            return coefficient, term.powers.items()
        if exponent.denominator == 1:
            scaled = [(b, self.times(e, exponent)) for b, e in term.powers.items()]
            if folded is None:
                return 1, [(self.base(None, (self.number(coefficient),)), exponent), *scaled]
            return folded, scaled
        if folded is None or len(term.powers) > 1 or any(e != 1 and (isinstance(e, Form) or e.denominator == 1)
                                                         for e in term.powers.values()):
            if folded is not None and coefficient != 1:
                return folded, [(self.base(None, (self.form({term: 1}),)), exponent)]
            return 1, [(self.base(None, (form,)), exponent)]
        return folded, [(b, self.times(e, exponent)) for b, e in term.powers.items()]

    def times(self, e: Exponent, factor: Number) -> Exponent:
        """Return an exponent times a number."""
        return as_exponent(self.sum([(factor, e)])) if isinstance(e, Form) else e * factor

    def _extract_content(self, form: Form, signed: bool) -> tuple[Number, Form]:
        """Return a sum as a number, positive unless `signed`, times a sum."""
        number = content(form, self.decimals)
        common = number if signed else magnitude(number)
        return common, form if common == 1 else self.form({term: quotient(c, common) for term, c in form.items.items()})

    def _fold_numbers(self, coefficient: Number, powers: Powers) -> Number:
        """Drop exponents of 0, fold numbers, join exponentials in `powers` (mutated); return the new coefficient."""
        exponentials: dict[Primitive, list[Base]] = {}
        for base, exponent in list(powers.items()):
            if not isinstance(exponent, Form):
                if exponent == 0:
                    del powers[base]
                    continue
                value = base.number
                folded = None if value is None or exponent.denominator != 1 else power(value, exponent)
                if folded is not None:
                    coefficient *= folded
                    del powers[base]
            if base.row and base.row.laws.exponential:
                exponentials.setdefault(base.row, []).append(base)
        for row, bases in exponentials.items():
            if len(bases) > 1 or powers[bases[0]] != 1:
                total = self.sum((1, self.product([(b.arguments[0], 1), (e, 1) if isinstance(e, Form) else
                                                   (self.number(e), 1)])) for b, e in ((b, powers.pop(b)) for b in bases))
                if total.items:
                    powers[self.base(row, (total,))] = 1
        return coefficient
