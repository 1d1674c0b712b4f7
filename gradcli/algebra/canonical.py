"""Tape to tape: what the slots say, in the form a person would write it.

Coming in, a tape; going out, a tape whose root is built of sums of products, like terms and powers collected, highest
power first, quotients as quotients. Of a sum and the product that its common factors make of it the shorter is written.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import inf
from typing import Any

from gradcli.algebra.arithmetic import Algebra
from gradcli.algebra.budget import Budget, Spent
from gradcli.algebra.forms import Base, Exponent, Form, Number, Term, in_order, plain
from gradcli.algebra.fractions import in_factors
from gradcli.algebra.shorter import shortest
from gradcli.core.primitive import CONSTANT, FUNCTIONS, OPERATORS, VARIABLE, Primitive
from gradcli.core.tape import Ref, Tape
from gradcli.engine.passes import expand_hidden

LITTLE = 1_000_000  # operations


def canonical(tape: Tape, roots: list[int], decimals: bool = False, budget: Budget | None = None) -> tuple[Tape, list[int]]:
    """A tape with the formulas of `roots`, and their slots; `decimals` writes 1/5 as 0.2 where it terminates."""
    algebra = Algebra(decimals, budget or Budget(len(tape)))
    reader = Reader(algebra, tape)
    forms = reader.read(roots)
    return write(algebra, forms, reader.variables, decimals)


def rational(tape: Tape, root: int) -> Number | None:
    """The rational number that a slot is whatever the variables are; None where that is not seen with little work."""
    longer, moved = expand_hidden(tape)
    algebra = Algebra(budget=Budget(len(longer), LITTLE))
    try:
        form, = Reader(algebra, longer).read([moved[root]])
        return shortest(algebra, form).number
    except Spent:
        return None


def write(algebra: Algebra, forms: list[Form], variables: Iterable[str], decimals: bool) -> tuple[Tape, list[int]]:
    """A tape with `variables` and these forms, and the forms' slots."""
    writer = _Writer(algebra, variables, decimals)
    return writer.tape, [writer.write(form) for form in forms]


class Reader:
    """Slots to forms. A sum that only another sum uses is not made: the outer one gathers all its terms at once."""

    def __init__(self, algebra: Algebra, tape: Tape) -> None:
        self.algebra, self.tape = algebra, tape
        self.variables: list[str] = []
        self.forms: dict[int, Form] = {}

    def read(self, roots: list[int]) -> list[Form]:
        tape = self.tape
        uses, inner = {root: 2 for root in roots}, set()
        for slot in range(max(roots), -1, -1):
            if slot in uses:
                kind = _kind(tape.operations[slot])
                for a in tape.arguments[slot]:
                    uses[a] = uses.get(a, 0) + 1
                    if kind and _kind(tape.operations[a]) == kind and kind:
                        inner.add(a)
        inner = {slot for slot in inner if uses[slot] == 1}
        for slot in sorted(uses):
            if slot not in inner:
                self.forms[slot] = self.form(slot, inner)
        return [self.forms[root] for root in roots]

    def form(self, slot: int, inner: set[int]) -> Form:
        algebra, tape = self.algebra, self.tape
        row, arguments, attribute = tape.operations[slot], tape.arguments[slot], tape.attributes[slot]
        kind = _kind(row)
        if row is CONSTANT:
            return algebra.number(attribute)
        if row is VARIABLE:
            self.variables.append(attribute)
            return algebra.of(algebra.base(VARIABLE, (), attribute))
        if kind == "terms":
            return algebra.sum((w, f) for f, w in self.gather(slot, inner))
        if kind == "powers":
            return algebra.product(self.gather(slot, inner))
        if not arguments and row.means:
            return meaning(algebra, row)
        forms = tuple(self.forms[a] for a in arguments)
        if row.powers == "exponent":
            base, exponent = forms
            return algebra.product([(base, plain(exponent))])
        if row.powers:
            return algebra.product((f, Fraction(p)) for f, p in zip(forms, row.powers, strict=True))
        if row is OPERATORS["if"]:
            return algebra.choice(*forms)
        return self.call(row, forms, attribute)

    def call(self, row: Primitive, forms: tuple[Form, ...], attribute: Any) -> Form:
        algebra = self.algebra
        row, forms = once(row, forms, forms)
        if row.idempotent and len(forms) == 1:
            return forms[0]
        if row.syntax and row.syntax.chains:
            difference = algebra.sum([(1, forms[0]), (-1, forms[1])]).number
            if difference is not None:
                return algebra.number(row.exact(difference, 0))  # type: ignore[misc]
        numbers = [form.number for form in forms]
        if row.exact and None not in numbers:
            value = row.exact(*numbers)
            if value is not None:
                return algebra.number(value)
        value = turned(algebra, row, forms)
        if value is not None and value != inf:
            return algebra.number(value)
        if row.undoes and len(forms) == 1:
            call = algebra.single(forms[0])
            if call and call.row is row.undoes:
                return call.arguments[0]
        if row.parity and len(forms) == 1 and forms[0].negative:
            opposite = algebra.sum([(-1, forms[0])])
            return algebra.sum([(row.parity, self.call(row, (opposite,), attribute))])
        return algebra.of(algebra.base(row, forms, attribute))

    def gather(self, slot: int, inner: set[int]) -> list[tuple[Form, Number]]:
        """The forms below a sum (product) and their coefficients (exponents)."""
        found: list[tuple[Form, Number]] = []
        work: list[tuple[int, Number]] = [(slot, 1)]
        while work:
            at, weight = work.pop()
            if at in inner or at == slot:
                weights = self.tape.operations[at].terms or self.tape.operations[at].powers
                below = zip(self.tape.arguments[at], weights, strict=True)
                work.extend(reversed([(a, w * weight) for a, w in below]))
            else:
                found.append((self.forms[at], weight))
        return found


def once(row: Primitive, arguments: tuple[Any, ...], forms: tuple[Form, ...]) -> tuple[Primitive, tuple[Any, ...]]:
    """The row and its arguments, of those with equal `forms` the first where one is enough."""
    if not row.idempotent or len(set(forms)) == len(forms):
        return row, arguments
    first: dict[Form, Any] = {}
    for form, argument in zip(forms, arguments, strict=True):
        first.setdefault(form, argument)
    return next((other for other in row.overloads if other.takes(len(first))), row), tuple(first.values())


def turned(algebra: Algebra, row: Primitive, forms: Sequence[Form]) -> Number | None:
    """The value of a row at so many half turns, inf at a pole; None where it is not rational."""
    if row.turns is None or len(forms) != 1 or len(forms[0].items) != 1:
        return None
    (term, coefficient), = forms[0].items.items()
    constant = algebra.lone(term)
    if constant and constant.row and not constant.row.least and constant.row.turns:
        return row.turns(coefficient * constant.row.turns)
    return None


def meaning(algebra: Algebra, row: Primitive) -> Form:
    """The form of a constant that stands for an expression."""
    tape = Tape()
    return Reader(algebra, tape).read([row.means(Ref(tape, 0)).slot])[0]  # type: ignore[misc]


def _kind(row: Primitive) -> str | None:
    """Which of the two chains a row belongs to."""
    if row.terms:
        return "terms"
    return "powers" if isinstance(row.powers, tuple) and all(p in (1, -1) for p in row.powers) else None


class _Writer:
    """Forms to slots, each once."""

    def __init__(self, algebra: Algebra, variables: Iterable[str], decimals: bool) -> None:
        self.algebra, self.decimals = algebra, decimals
        self.tape = Tape()
        self.variables = {name: Ref(self.tape, self.tape.variable(name)) for name in variables}
        self.slots: dict[Form, Ref] = {}
        self.shorts: dict[Form, Form] = {}
        self.items: dict[Form, list[tuple[Term, Number]]] = {}
        self.constants = {meaning(algebra, row): row for row in FUNCTIONS.values() if not row.least and row.means}
        self.roots = {Fraction(row.powers[0]): row for row in FUNCTIONS.values()
                      if isinstance(row.powers, tuple) and len(row.powers) == 1}

    def write(self, root: Form) -> int:
        work = [root]
        while work:
            form = work[-1]
            short = self.shorts.get(form)
            settled = form if short is None else in_factors(self.algebra, short, lambda inner: self.shorts.get(inner, inner))
            if form in self.slots:
                work.pop()
            elif short is None or settled.length < short.length:  # what stands within may have become a product
                settled = shortest(self.algebra, settled)
                self.shorts[form], self.items[form] = settled, self.signed(in_order(settled))
                work.extend(needed for term, _ in self.items[form] for base, exponent in term.powers.items()
                            for needed in (*base.arguments, exponent) if isinstance(needed, Form))
            else:
                self.slots[form] = self.sum(self.items[form])
                work.pop()
        return self.slots[root].slot

    def signed(self, items: list[tuple[Term, Number]]) -> list[tuple[Term, Number]]:
        """The same sum, without a minus in front where a factor can take it: -(x - 1)/x is (1 - x)/x."""
        if not items or items[0][1] > 0:
            return items
        (term, coefficient), *rest = items
        if term.turns is None:
            return items
        opposite = self.algebra.base(None, (self.algebra.sum([(-1, term.turns.arguments[0])]),))
        turned = {opposite if base is term.turns else base: e for base, e in term.powers.items()}
        return [(self.algebra.term(turned), -coefficient), *rest]

    def number(self, value: Number) -> Ref:
        """A rational."""
        if value.denominator == 1 or self.decimals and _terminates(value.denominator):
            return Ref(self.tape, self.tape.constant(value))
        above = Ref(self.tape, self.tape.constant(value.numerator))
        return above / int(value.denominator)

    def sum(self, items: list[tuple[Term, Number]]) -> Ref:
        if not items:
            return self.number(0)
        total = self.product(*items[0])
        for term, coefficient in items[1:]:
            product = self.product(term, abs(coefficient))
            total = total - product if coefficient < 0 else total + product
        return total

    def product(self, term: Term, coefficient: Number) -> Ref:
        """A quotient of products; its sign stands before the first factor."""
        decimal = self.decimals and _terminates(coefficient.denominator)
        size = abs(coefficient)
        top, bottom = (size, 1) if decimal else (size.numerator, size.denominator)
        above: list[Ref] = []
        below = [self.number(bottom)] if bottom != 1 else []
        for base, exponent in sorted(term.powers.items(), key=self.place):
            negative = not isinstance(exponent, Form) and exponent < 0
            (below if negative else above).append(self.power(base, -exponent if negative else exponent))
        if top != 1 or not above:
            above.insert(0, self.number(-top if coefficient < 0 else top))
        elif coefficient < 0:
            above[0] = -above[0]
        return _times(above) / _times(below) if below else _times(above)

    def power(self, base: Base, exponent: Exponent) -> Ref:
        bottom = self.base(base)
        if isinstance(exponent, Form):
            return bottom ** self.slots[exponent]
        if exponent in self.roots:
            return bottom.apply(self.roots[exponent], bottom)
        return bottom if exponent == 1 else bottom ** self.number(exponent)

    def base(self, base: Base) -> Ref:
        if base.row is None:
            return self.slots[base.arguments[0]]
        if base.row is VARIABLE:
            return self.variables[base.attribute]
        short = self.constants.get(self.algebra.of(base))
        if short:
            return Ref(self.tape, self.tape.emit(short))
        slots = tuple(self.slots[a].slot for a in base.arguments)
        return Ref(self.tape, self.tape.emit(base.row, slots, base.attribute))

    def place(self, item: tuple[Base, Any]) -> tuple[Any, ...]:
        """Of factors: numbers, then constants, variables, powers of numbers, calls, the shorter first, then sums."""
        base, exponent = item
        variable = isinstance(exponent, Form)
        if base.row is VARIABLE:
            return 2, variable, base.attribute
        if base.row is None:
            kind = 5 if base.number is None else 3 if variable else 0
        else:
            kind = 4 if base.arguments and self.algebra.of(base) not in self.constants else 1
        last = base.arguments[0].items.get(self.algebra.one, 0) if kind == 5 else 0  # (x + 1)*(x + 2)
        return kind, variable, base.length, abs(last), base.order


def _times(factors: list[Ref]) -> Ref:
    product = factors[0]
    for factor in factors[1:]:
        product = product * factor
    return product


def _terminates(denominator: int) -> bool:
    """Whether a fraction with this denominator is a finite decimal."""
    return bool(10**denominator.bit_length() % denominator == 0)
