"""The algebra of forms: sums, products, powers and choices, each in its one normal form.

What holds only generically is taken as holding: x/x is 1, 0*x is 0, x**0 is 1, sqrt(x)**2 is x, sign(x)/abs(x) is 1/x,
(x**2 - 1)/(x - 1) is x + 1, 1/(1 + 1/x) is x/(x + 1), x >= x is 1 (nan's is not). A root of a power is
kept (sqrt(x**2) is not x), and so is a negative number under a root.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from gradcli.algebra.budget import Budget
from gradcli.algebra.forms import Base, Exponent, Form, Number, Term, plain
from gradcli.algebra.rationals import power, quotient
from gradcli.core.primitive import FUNCTIONS, OPERATORS, Primitive

PRODUCT = 4  # steps that a product takes beside those of its factors


class Algebra:
    """All forms made so far."""

    def __init__(self, decimals: bool = False, budget: Budget | None = None) -> None:
        self.decimals = decimals  # fractions are to be written 0.5, so they stay where they are
        self.budget = budget or Budget(0)
        self._bases: dict[Any, Base] = {}
        self._terms: dict[Any, Term] = {}
        self._forms: dict[Any, Form] = {}
        self.one = self.term({})
        self._places = {row: place for place, row in enumerate(FUNCTIONS.values())}
        self.squares: dict[Primitive | None, tuple[Primitive, int, int]] = {}  # f(x)**2 is constant + factor*g(x)**2
        for row in self._places:
            if row.circle:
                other, sign = row.circle
                self.squares[row], self.squares[other] = (other, 1, -sign), (row, sign, -sign)
        self.units: dict[Primitive | None, tuple[Primitive, Primitive]] = {
            each: (row, row.unit) for row in self._places if row.unit for each in (row, row.unit)}
        self.folding = {*self.units, *(row for row in self._places if row.folds)}

    def base(self, row: Primitive | None, arguments: tuple[Form, ...] = (), attribute: Any = None) -> Base:
        key = (row, arguments, attribute)
        found = self._bases.get(key)
        if found is None:
            found = self._bases[key] = Base(row, arguments, attribute, len(self._bases),
                                                 self._places.get(row, -1) if row else -1)
        return found

    def term(self, powers: dict[Base, Exponent]) -> Term:
        key = frozenset(powers.items())
        found = self._terms.get(key)
        if found is None:
            found = self._terms[key] = Term(powers, len(self._terms))
        return found

    def form(self, items: dict[Term, Number]) -> Form:
        key = frozenset(items.items())
        found = self._forms.get(key)
        if found is None:
            found = self._forms[key] = Form(items, len(self._forms))
        return found

    def number(self, value: Number) -> Form:
        return self.form({self.one: value} if value else {})

    def of(self, base: Base) -> Form:
        return self.form({self.term({base: 1}): 1})

    def sum(self, parts: Iterable[tuple[Number, Form]]) -> Form:
        """The linear combination of forms."""
        total: dict[Term, Number] = {}
        steps = 0
        for factor, part in parts:
            steps += len(part.items)
            for term, coefficient in part.items.items():
                total[term] = total.get(term, 0) + factor * coefficient
        self.budget.spend(steps)
        return self.form(self._branches(self._circles({term: c for term, c in total.items() if c})))

    def _circles(self, items: dict[Term, Number]) -> dict[Term, Number]:
        """c*r*f(x)**2 + s*c*r*g(x)**2 as c*r, where the row of f says that f(x)**2 + s*g(x)**2 is 1."""
        for term in list(items):
            for base, e in term.powers.items():
                if e != 2 or not base.row or not base.row.circle or term not in items:
                    continue
                row, sign = base.row.circle
                rest = {b: p for b, p in term.powers.items() if b is not base}
                other = self.base(row, base.arguments)
                partner = self.term({**rest, other: self.plus(2, rest.get(other, 0))})
                if items.get(partner) == sign * items[term]:
                    one, coefficient = self.term(rest), items.pop(term)
                    del items[partner]
                    items[one] = items.get(one, 0) + coefficient
        return {term: c for term, c in items.items() if c}

    def _branches(self, items: dict[Term, Number]) -> dict[Term, Number]:
        """Conditionals on the same condition become one: the sum of either branch."""
        groups: dict[Form, list[tuple[Term, list[Form]]]] = {}
        for term in items:
            call = self.lone(term)
            if call and call.row is OPERATORS["if"]:
                condition, *branches = call.arguments
                opposite = self._opposite(condition)
                if opposite in groups and not branches[1].items:
                    condition, branches = opposite, branches[::-1]
                groups.setdefault(condition, []).append((term, branches))
        for condition, found in groups.items():
            if len(found) > 1:
                weights = [items.pop(term) for term, _ in found]
                merged = self.choice(condition, *(
                    self.sum((c, branches[i]) for c, (_, branches) in zip(weights, found, strict=True)) for i in (0, 1)))
                for term, coefficient in merged.items.items():
                    items[term] = items.get(term, 0) + coefficient
        return {term: c for term, c in items.items() if c} if groups else items

    def _opposite(self, condition: Form) -> Form | None:
        """Of a >= b, b >= a: what holds where it does not, but for ties."""
        call = self.single(condition)
        if call is None or call.row not in (OPERATORS[">="], OPERATORS["<="]):
            return None
        return self.of(self.base(call.row, call.arguments[::-1]))

    def lone(self, term: Term) -> Base | None:
        """The base of a term that is just that base."""
        if len(term.powers) == 1:
            (base, exponent), = term.powers.items()
            if exponent == 1:
                return base
        return None

    def single(self, form: Form) -> Base | None:
        """The base of a form that is just that base."""
        if len(form.items) == 1:
            (term, coefficient), = form.items.items()
            if coefficient == 1:
                return self.lone(term)
        return None

    def choice(self, condition: Form, a: Form, b: Form) -> Form:
        """`a if condition else b`."""
        known = condition.number
        if a is b or known is not None:
            return a if known is None or known else b
        call = self.single(condition)
        if call and call.row in (OPERATORS["and"], OPERATORS["or"]) and len(set(call.arguments)) == 1:
            return self.choice(call.arguments[0], a, b)
        if call and call.row is OPERATORS["prefix not"]:
            return self.choice(call.arguments[0], b, a)
        if call and call.row is OPERATORS["or"] and not b.items and self._within(a, call):
            return a
        return self.of(self.base(OPERATORS["if"], (condition, a, b)))

    def _within(self, form: Form, either: Base) -> bool:
        """Whether every term is 0 outside one of the conditions that `either` joins."""
        conditions, work = set(), [either]
        while work:
            call = work.pop()
            for part in call.arguments:
                inner = self.single(part)
                if inner and inner.row is OPERATORS["or"]:
                    work.append(inner)
                conditions.add(part)
        calls = [self.lone(term) for term in form.items]
        return all(call and call.row is OPERATORS["if"] and call.arguments[0] in conditions and not call.arguments[2].items
                   for call in calls)

    def product(self, factors: Iterable[tuple[Form, Exponent]]) -> Form:
        """The product of powers of forms."""
        coefficient: Number = 1
        powers: dict[Base, Exponent] = {}
        work = list(factors)[::-1]
        while work:
            number, more = self._split(*work.pop())
            coefficient *= number
            for base, e in more:
                total = powers[base] = self.plus(powers[base], e) if base in powers else e
                if total is not e and base.row is None and not isinstance(total, Form) and total.denominator == 1:
                    del powers[base]  # a root that has become whole: (1 - x)**(1/2)*(1 - x)**(1/2) is a sum, and no base
                    work.append((base.arguments[0], total))
        coefficient *= self._unite_opposites(powers)
        self.budget.spend(PRODUCT + len(powers))
        if not coefficient:
            return self.number(0)
        coefficient = self._tidy(coefficient, powers)
        if len(powers) == 1:
            (base, exponent), = powers.items()
            if base.row is None and exponent == 1:  # a sum times a number is a sum
                return self.form({term: c * coefficient for term, c in base.arguments[0].items.items()})
        for base, exponent in powers.items():
            times = self._folded(base, powers) if base.row in self.folding else None
            if times is not None:
                rest = self.form({self.term({b: e for b, e in powers.items() if e != 0}): coefficient})
                return self.product([(rest, 1), (base.arguments[0], times)])
            if base.row is OPERATORS["if"] and exponent == 1 and any(not a.items for a in base.arguments[1:]) and (
                    len(powers) > 1 or coefficient != 1):
                rest = self.form({self.term({b: e for b, e in powers.items() if b is not base}): coefficient})
                condition, *branches = base.arguments
                return self.choice(condition, *(self.product([(rest, 1), (branch, 1)]) for branch in branches))
        return self.form({self.term(powers): coefficient})

    def _folded(self, base: Base, powers: dict[Base, Exponent]) -> int | None:
        """Takes powers of f(x) that are powers of x out of `powers`; the exponent of x then, None where there are none.

        Of x, abs(x) and sign(x) what is left is a power of x, times abs(x), 1/abs(x) or sign(x) where the sign is felt.
        """
        row, e, argument = base.row, powers[base], base.arguments[0]
        if row and row.folds:
            times = 0 if isinstance(e, Form) or e.denominator != 1 else int(Fraction(e) / row.folds)
            if times:
                powers[base] = self.plus(e, -times * row.folds)
            return times or None
        sign, size = (self.base(each, base.arguments) for each in self.units[row])
        x = self.single(argument)  # where it is a factor by itself
        if x is None and len(argument.items) > 1 and self.content(argument) == 1:
            x = self.base(None, (argument,))
        s, a, degree = (powers.get(each, 0) if each else 0 for each in (sign, size, x))
        if isinstance(s, Form) or isinstance(a, Form) or s.denominator != 1 or not (x or s):
            return None
        if isinstance(degree, Form) or degree.denominator != 1:
            degree = 0
        total, odd = degree + int(a), (int(a) + s) % 2
        side = odd * ((total > 0) - (total < 0))
        left: dict[Base, Exponent] = {sign: odd - abs(side), size: a - int(a) + side}
        times = int(total - side - degree)
        if not times and left == {sign: s, size: a}:
            return None
        powers.update(left)
        return times

    def _unite_opposites(self, powers: dict[Base, Exponent]) -> int:
        """Write a whole power of u beside another power of -u as one of -u, in `powers`; return the sign that this makes.

        Sums under whole exponents have a positive first term, so u is the opposite of a base that has a negative one.
        """
        sign = 1
        for base in [b for b in powers if b.row is None and b.arguments[0].negative and b.number is None]:
            opposite = self.base(None, (self.form({term: -c for term, c in base.arguments[0].items.items()}),))
            whole = powers.get(opposite)
            if whole is not None and not isinstance(whole, Form) and whole.denominator == 1:
                del powers[opposite]
                powers[base] = self.plus(powers[base], whole)
                sign *= -1 if whole % 2 else 1
        return sign

    def plus(self, a: Exponent, b: Exponent) -> Exponent:
        """The sum of two exponents."""
        if not isinstance(a, Form) and not isinstance(b, Form):
            return a + b
        return plain(self.sum((1, e if isinstance(e, Form) else self.number(e)) for e in (a, b)))

    def _split(self, form: Form, exponent: Exponent) -> tuple[Number, Iterable[tuple[Base, Any]]]:
        """form**exponent as a number and powers of bases."""
        if isinstance(exponent, Form):
            base = self.single(form)
            if base and base.row and base.row.joins:
                argument = self.product([(base.arguments[0], 1), (exponent, 1)])
                return 1, [(self.base(base.row, (argument,)), 1)]
            return 1, () if form.number == 1 else [(base or self.base(None, (form,)), exponent)]
        if len(form.items) != 1:
            if not form.items:
                return (0, ()) if exponent > 0 else (1, [(self.base(None, (form,)), exponent)])
            content, rest = self._content(form, signed=exponent.denominator == 1)
            folded = power(content, exponent)
            if folded is not None:
                return folded, [(self.base(None, (rest,)), exponent)]
            return 1, [(self.base(None, (form,)), exponent)]
        (term, coefficient), = form.items.items()
        folded = power(coefficient, exponent)
        if exponent == 1 and folded is not None:
            return coefficient, term.powers.items()
        if exponent.denominator == 1:
            scaled = [(b, self.times(e, exponent)) for b, e in term.powers.items()]
            if folded is None:
                return 1, [(self.base(None, (self.number(coefficient),)), exponent), *scaled]
            return folded, scaled
        if folded is None or len(term.powers) > 1 or any(e != 1 and getattr(e, "denominator", 1) == 1
                                                         for e in term.powers.values()):
            if folded is not None and coefficient != 1:
                return folded, [(self.base(None, (self.form({term: 1}),)), exponent)]
            return 1, [(self.base(None, (form,)), exponent)]
        return folded, [(b, self.times(e, exponent)) for b, e in term.powers.items()]

    def times(self, e: Exponent, factor: Number) -> Exponent:
        """An exponent times a number."""
        return plain(self.sum([(factor, e)])) if isinstance(e, Form) else e * factor

    def _content(self, form: Form, signed: bool) -> tuple[Number, Form]:
        """A sum as a number, positive unless `signed`, times a sum."""
        common = self.content(form) if signed else abs(self.content(form))
        return common, form if common == 1 else self.form({term: quotient(c, common) for term, c in form.items.items()})

    def content(self, form: Form) -> Number:
        """What goes out of a sum: the largest number that leaves whole coefficients, with the sign of the first term."""
        below = lcm(*(c.denominator for c in form.items.values()))
        if below != 1 and self.decimals:
            return -1 if form.negative else 1
        above = gcd(*(int(c * below) for c in form.items.values()))
        return quotient(-above if form.negative else above, below)

    def _tidy(self, coefficient: Number, powers: dict[Base, Exponent]) -> Number:
        """Drop exponents of 0, fold numbers, join what f(a)*f(b) = f(a + b) joins; returns the new coefficient."""
        joined: dict[Primitive, list[Base]] = {}
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
            if base.row and base.row.joins:
                joined.setdefault(base.row, []).append(base)
        for row, bases in joined.items():
            if len(bases) > 1 or powers[bases[0]] != 1:
                total = self.sum((1, self.product([(b.arguments[0], 1), (e, 1) if isinstance(e, Form) else
                                                   (self.number(e), 1)])) for b, e in ((b, powers.pop(b)) for b in bases))
                if total.items:
                    powers[self.base(row, (total,))] = 1
        return coefficient
