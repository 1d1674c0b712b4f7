"""Derivatives of high order as polynomials in the generators of a formula.

Comes in: a slot. Goes out: its derivatives, one after the other, each a tape.

The generators are variables, calls, and sums under an exponent; the derivative of each is a polynomial in generators too,
which is found once. So a derivative costs a step for each of its terms and factors, and like terms meet. Rules keep the
terms few: of two functions whose squares add up to a constant, one never stands to a power above 1, and over a sum stands
nothing that the sum divides, as in partial fractions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from gradcli.algebra.forms import Base, Form, Inapplicable, is_whole
from gradcli.algebra.normal import Algebra
from gradcli.algebra.rationals import Number, quotient
from gradcli.algebra.read import Reader
from gradcli.algebra.write import write
from gradcli.core.tape import Tape
from gradcli.engine.passes import expand_hidden
from gradcli.engine.reverse import reverse
from gradcli.ops import SELECT

Monomial = tuple[tuple[int, Number], ...]  # generators in order, each with its exponent, which is not 0
Polynomial = Mapping[Monomial, Number]  # no coefficient is 0
PARENTHESES = 2  # the characters that a group costs


class Rule(NamedTuple):
    """A generator to `power` is `replacement`; if `under` is not None, only over a power of that sum."""

    place: int
    power: int
    under: int | None
    replacement: Polynomial

    def applies(self, monomial: Monomial) -> bool:
        """Return whether the power divides a monomial."""
        powers = dict(monomial)
        e = powers.get(self.place, 0)
        return is_whole(e) and e >= self.power and (self.under is None or powers.get(self.under, 0) < 0)


class Ring:
    """A formula as a `polynomial`, which its derivatives replace one after the other."""

    def __init__(self, algebra: Algebra, tape: Tape, root: int) -> None:
        """Read the formula in a slot. Raises Inapplicable, Spent."""
        self.algebra = algebra
        self.places: dict[Base, int] = {}  # of the generators, in order
        self.rules: list[Rule] = []
        self.slopes: dict[tuple[Base, str], Polynomial] = {}
        reader = Reader(algebra, tape)
        form, = reader.read([root])
        self.variables = reader.variables
        self.polynomial = self._read(form)

    def differentiate(self, name: str) -> None:
        """Replace the polynomial by its derivative. Raises Inapplicable, Spent."""
        generators = [*self.places]
        found: defaultdict[Monomial, Number] = defaultdict(int)
        for monomial, coefficient in self.polynomial.items():
            for place, exponent in monomial:
                slope = self._slope(generators[place], name)
                self.algebra.budget.spend(len(slope))
                for factor, number in slope.items():
                    found[_multiply(*monomial, (place, -1), *factor)] += coefficient * exponent * number
        self.polynomial = self._reduce(found)

    def write(self) -> tuple[Tape, int]:
        """Return a tape with the polynomial, its terms grouped by common factors, and the slot of it."""
        grouped = _Groups(self.algebra, [*self.places]).group(self.polynomial)
        tape, (slot,) = write(self.algebra, [grouped], self.variables, self.algebra.decimals, rewrite=lambda _, form: form)
        return tape, slot

    def _slope(self, base: Base, name: str) -> Polynomial:
        """Return the derivative of a generator."""
        if (base, name) not in self.slopes:
            names = dict.fromkeys([name, *self.variables])
            tape, (root,) = write(self.algebra, [_form(self.algebra, base)], names, self.algebra.decimals)
            adjoint = reverse(tape, root, [0]).get(0)
            longer, moved = expand_hidden(tape)
            self.slopes[base, name] = {} if adjoint is None else \
                self._read(Reader(self.algebra, longer).read([moved[adjoint]])[0])
        return self.slopes[base, name]

    def _read(self, form: Form) -> Polynomial:
        """Return a form as a polynomial; a factor that is a sum is expanded, unless it is a generator already."""
        found: defaultdict[Monomial, Number] = defaultdict(int)
        for term, coefficient in form.items.items():
            product: Polynomial = {(): coefficient}
            for base, e in term.powers.items():
                if isinstance(e, Form):
                    raise Inapplicable
                expanded = base.row is None and e == 1 and base not in self.places
                product = self._product(product, self._read(base.arguments[0]) if expanded else
                                        {((self._place(base), e),): 1})
            for monomial, number in product.items():
                found[monomial] += number
        return self._reduce(found)

    def _place(self, base: Base) -> int:
        """Return the index of a generator; a new one may add a rule."""
        if base.row is SELECT:
            raise Inapplicable
        if base not in self.places:
            if base.row is None:
                under = self._read(base.arguments[0])
                place = self.places[base] = len(self.places)
                self._add_division(place, under)
            else:
                place = self.places[base] = len(self.places)
                if base.row.laws.square:
                    other, constant, factor = base.row.laws.square
                    partner = self.places.get(self.algebra.base(other, base.arguments))
                    if partner is not None:
                        self.rules.append(Rule(place, 2, None, {(): constant, ((partner, 2),): factor}))
        return self.places[base]

    def _add_division(self, place: int, polynomial: Polynomial) -> None:
        """Add the rule that replaces the leading power of a sum by the sum less its other terms.

        There is none where a product leads, or an exponent is not whole.
        """
        lead = max(polynomial, key=_order, default=())
        if len(lead) == 1 and all(is_whole(e) and e > 0 for monomial in polynomial for _, e in monomial):
            (generator, power), = lead
            rest = {**polynomial, ((place, 1),): -1}
            divisor = -rest.pop(lead)
            replacement = {monomial: quotient(c, divisor) for monomial, c in rest.items()}
            self.rules.append(Rule(generator, int(power), place, replacement))

    def _product(self, a: Polynomial, b: Polynomial) -> Polynomial:
        self.algebra.budget.spend(len(a) * len(b))
        found: defaultdict[Monomial, Number] = defaultdict(int)
        for left, p in a.items():
            for right, q in b.items():
                found[_multiply(*left, *right)] += p * q
        return found

    def _reduce(self, polynomial: Polynomial) -> Polynomial:
        """Return a polynomial to which no rule applies."""
        found: defaultdict[Monomial, Number] = defaultdict(int)
        while polynomial:
            replaced: defaultdict[Monomial, Number] = defaultdict(int)
            for monomial, coefficient in polynomial.items():
                rule = next((rule for rule in self.rules if coefficient and rule.applies(monomial)), None)
                if rule is None:
                    found[monomial] += coefficient
                    continue
                rest = _multiply(*monomial, (rule.place, -rule.power))
                for each, number in self._product({rest: coefficient}, rule.replacement).items():
                    replaced[each] += number
            polynomial = replaced
        return {monomial: c for monomial, c in found.items() if c}


class _Groups:
    """Polynomials in `generators` written with parentheses, as forms of an algebra."""

    def __init__(self, algebra: Algebra, generators: list[Base]) -> None:
        self.algebra, self.generators = algebra, generators

    def group(self, polynomial: Polynomial) -> Form:
        """Return a polynomial as a form: common factors first, then grouped by the powers that this saves most of."""
        self.algebra.budget.spend(len(polynomial))
        common = _common_factor(polynomial)
        if common:
            inverse = [(place, -e) for place, e in common]
            rest = self.group({_multiply(*monomial, *inverse): c for monomial, c in polynomial.items()})
            return self._product(common, rest)
        groups = self._best_groups(polynomial)
        if groups is None:
            return self.algebra.sum((c, self._product(monomial)) for monomial, c in polynomial.items())
        return self.algebra.sum((1, self.group(group)) for group in groups)

    def _best_groups(self, polynomial: Polynomial) -> list[Polynomial] | None:
        """Return a polynomial divided by the powers of one generator; None where no division makes it shorter."""
        best, most = None, 0
        for place in sorted({place for monomial in polynomial for place, _ in monomial}):
            groups: dict[Number, dict[Monomial, Number]] = defaultdict(dict)
            for monomial, c in polynomial.items():
                groups[dict(monomial).get(place, 0)][monomial] = c
            saved = sum((len(group) - 1) * self._product([(place, e)]).length - PARENTHESES
                        for e, group in groups.items() if e and len(group) > 1)
            if saved > most:
                best, most = list[Polynomial](groups.values()), saved
        return best

    def _product(self, powers: Iterable[tuple[int, Number]], *others: Form) -> Form:
        return self.algebra.product([*((_form(self.algebra, self.generators[place]), e) for place, e in powers),
                                     *((form, 1) for form in others)])


def _form(algebra: Algebra, generator: Base) -> Form:
    """Return a generator as a form: a sum without its exponent."""
    return algebra.of(generator) if generator.row else generator.arguments[0]


def _common_factor(polynomial: Polynomial) -> Monomial:
    """Return the lowest power of each generator, if there are several terms."""
    if len(polynomial) < 2:
        return ()
    powers: dict[int, list[Number]] = defaultdict(list)
    for monomial in polynomial:
        for place, e in monomial:
            powers[place].append(e)
    return _multiply(*((place, min(es) if len(es) == len(polynomial) else min(0, *es)) for place, es in powers.items()))


def _order(monomial: Monomial) -> tuple[Number, tuple[tuple[int, Number], ...]]:
    """Return the key of an order in which every rule leads down, so that they come to an end: by degree, then by powers."""
    return sum(e for _, e in monomial), monomial[::-1]


def _multiply(*factors: tuple[int, Number]) -> Monomial:
    """Return the product of powers of generators."""
    powers: dict[int, Number] = {}
    for place, e in factors:
        powers[place] = powers.get(place, 0) + e
    return tuple(sorted((place, e) for place, e in powers.items() if e))
