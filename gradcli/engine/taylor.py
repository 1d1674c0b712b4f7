"""All derivatives to order n along a direction, at a point: Taylor coefficients over the tape, in O(n**2) per slot.

For y = f(u) the chain rule is y' = p*u', with p the row's adjoint rule for g = 1; so p is appended to the tape, and its
coefficients up to order k - 1 give that of order k of y. The slots that p depends on are expanded too, to one order less:
where this does not close, as from gamma to digamma to polygamma(n), it ends with the order.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from gradcli.core.primitive import CONSTANT, VARIABLE, Primitive
from gradcli.core.tape import Attribute, Ref, Tape
from gradcli.engine import series
from gradcli.engine.passes import HashConsedTape, append_copy
from gradcli.engine.rules import JOINT_FROM
from gradcli.engine.series import Coefficient
from gradcli.ops import SELECT

MAX_PRODUCT_POWER = 64  # whole powers up to this are products, which keep the zeros of a polynomial exact

Values: TypeAlias = "Mapping[int, Coefficient] | list[Coefficient]"
Step = Callable[[int], Coefficient]  # from k to coefficient k of a slot


class Expansion:
    """A tape extended for the Taylor series of `root` up to `order` in the slots `variables`.

    A domain runs `tape`; the values of its slots are the coefficients of order 0. Slots from `primal` on are derivatives.
    """

    def __init__(self, tape: Tape, root: int, variables: list[int], order: int) -> None:
        self.tape = _PowersAsProducts()
        moved = append_copy(tape, self.tape)
        self.primal = len(self.tape)
        self.root, self.order, self.variables = moved[root], order, [moved[slot] for slot in variables]
        self.active: list[bool] = []  # True of slots with a series: steps are constant beside the point
        self.moving: list[bool] = []  # True of slots that depend on the variables, steps too
        self.orders: dict[int, int] = {}
        self.partials: dict[int, list[tuple[int, int]]] = {}  # of a slot without a recurrence: (argument, its p)
        self._need(self.root, order)

    def _need(self, root: int, order: int) -> None:
        work = [(root, order)]
        while work:
            slot, order = work.pop()
            self._mark()
            if not self.active[slot] or self.orders.get(slot, 0) >= order:
                continue
            self.orders[slot] = order
            row, arguments = self.tape.operations[slot], self.tape.arguments[slot]
            if row.rules is None and not row.laws.linear:
                continue
            if slot not in self.partials:
                self._derive(slot)
            work.extend((p, order - 1) for _, p in self.partials.get(slot, ()))
            work.extend((a, order) for a in arguments)

    @property
    def dependencies(self) -> list[int]:
        """Return the slots depending on the variables that the coefficients depend on."""
        found, work = set[int](), [self.root]
        while work:
            slot = work.pop()
            if self.moving[slot] and slot not in found:
                found.add(slot)
                work += self.tape.arguments[slot]
                work += [p for _, p in self.partials.get(slot, ())]
        return sorted(found)

    def _mark(self) -> None:
        for slot in range(len(self.active), len(self.tape)):
            row, arguments, own = self.tape.operations[slot], self.tape.arguments[slot], slot in self.variables
            self.moving.append(own or any(self.moving[a] for a in arguments))
            self.active.append(own or not row.is_step and any(self.active[a] for a in arguments))

    def _derive(self, slot: int) -> None:
        """Append the row's partial derivatives to the tape, unless a recurrence replaces them."""
        tape, row = self.tape, self.tape.operations[slot]
        if row.laws.linear or row is SELECT or row.laws.monomial:
            return
        y, xs = Ref(tape, slot, tape.spans[slot]), [Ref(tape, a, tape.spans[slot]) for a in tape.arguments[slot]]
        if row.laws.multiplicative and not self.active[xs[1].slot]:
            return
        found = []
        if row.joint_rule and len(xs) > JOINT_FROM:
            partials = row.joint_rule(y.number(1), y, xs)
            self.partials[slot] = [(x.slot, p.slot) for x, p in zip(xs, partials, strict=True) if self.active[x.slot]]
            return
        for index, x in enumerate(xs):
            if self.active[x.slot]:
                rule = (lambda g, y, a, b: b * y / a) if row.laws.multiplicative and index == 0 else row.rule(index)
                if rule is not None:
                    found.append((x.slot, rule(y.number(1), y, *xs).slot))
        self.partials[slot] = found

    def coefficients(self, values: Values, seeds: list[Coefficient], divide: series.Divide,
                     convert: Callable[[Coefficient], Coefficient] = lambda number: number) -> list[Coefficient]:
        """Return the coefficients of the root, order 0 to n, from the values of all slots; `seeds` is the direction.

        `convert` is applied to each coefficient, and to constants of rows, before others are computed from it.
        """
        if not seeds:
            return [values[self.root]]
        recurrences = _Recurrences(self, values, seeds, divide, convert)
        steps = [(slot, order, recurrences.step(slot)) for slot, order in sorted(self.orders.items())]
        for k in range(1, self.order + 1):
            for slot, order, step in steps:
                if order >= k:
                    coefficient = convert(step(k))
                    recurrences.table[slot].append(coefficient)
                    recurrences.slopes[slot].append(k * coefficient)
        zero = recurrences.zero
        found = recurrences.table.get(self.root, [values[self.root]] + [zero] * self.order)
        return [found[0], *(zero + coefficient for coefficient in found[1:])]  # an exact 0 gets the type of the others


class _Recurrences:
    """The recurrences for coefficient k of each slot, from those of its arguments up to k and its own below k.

    `table` holds the series of the slots with one, `slopes` those of their derivatives.
    """

    def __init__(self, expansion: Expansion, values: Values, seeds: list[Coefficient], divide: series.Divide,
                 convert: Callable[[Coefficient], Coefficient]) -> None:
        self.tape, self.partials = expansion.tape, expansion.partials
        self.values, self.divide, self.convert, self.zero = values, divide, convert, 0 * seeds[0]
        self.directions = dict(zip(expansion.variables, seeds, strict=True))
        self.table: dict[int, list[Coefficient]] = {slot: [values[slot]] for slot in expansion.orders}
        self.slopes: dict[int, list[Coefficient]] = {slot: [] for slot in expansion.orders}

    def step(self, slot: int) -> Step:
        """Return the function from k to the coefficient of a slot."""
        row, arguments = self.tape.operations[slot], self.tape.arguments[slot]
        if row is VARIABLE:
            return lambda k: self.directions[slot] if k == 1 else self.zero
        if row.laws.linear:
            return self.linear(row, arguments)
        if row is SELECT:
            branch = self.table.get(arguments[1] if self.values[arguments[0]] else arguments[2])
            return lambda k: branch[k] if branch else self.zero
        if row.laws.monomial == (1, 1):
            return self.product(arguments)
        if row.laws.monomial in ((1, -1), (-1,)):
            return self.quotient(slot, arguments)
        if row.laws.multiplicative and slot not in self.partials:
            exponent = self.values[arguments[1]] if row.laws.is_power else self.convert(row.laws.monomial[0])
            base, y = self.table[arguments[0]], self.table[slot]
            return lambda k: series.power(base, exponent, y, k, self.divide)
        return self.by_partials(slot)

    def linear(self, row: Primitive, arguments: tuple[int, ...]) -> Step:
        parts = [(w, self.table[a]) for w, a in zip(row.laws.linear, arguments, strict=True) if a in self.table]
        return lambda k: series.sum_in_order((w * part[k] for w, part in parts), self.zero)

    def product(self, arguments: tuple[int, ...]) -> Step:
        moving, still = _split(arguments, self.table)
        if len(moving) == len(arguments):
            return lambda k: series.product(moving[0], moving[1], k)
        factor = self.values[still[0]]
        return lambda k: _scale(factor, moving[0][k])

    def quotient(self, slot: int, arguments: tuple[int, ...]) -> Step:
        numerator, _ = _split(arguments[:-1], self.table)
        denominator, y = self.table.get(arguments[-1]), self.table[slot]
        if denominator is None:
            constant = self.values[arguments[-1]]
            return lambda k: self.divide(numerator[0][k], constant)
        return lambda k: series.quotient(numerator[0][k] if numerator else self.zero, denominator, y, k, self.divide)

    def by_partials(self, slot: int) -> Step:
        """Return the step by the chain rule: y' is the sum of p*u' over the arguments u that have a series."""
        found = self.partials.get(slot, [])

        def part(a: int, p: int, k: int) -> Coefficient:
            if p in self.table:
                return series.integral(self.slopes[a], self.table[p], k, self.divide)
            return self.zero if self.values[p] == 0 else _scale(self.values[p], self.table[a][k])

        return lambda k: series.sum_in_order((part(a, p, k) for a, p in found), self.zero)


def _split(arguments: tuple[int, ...], table: dict[int, list[Coefficient]]) -> tuple[list[list[Coefficient]], list[int]]:
    """Return the series of the arguments that have one, and the other arguments."""
    return [table[a] for a in arguments if a in table], [a for a in arguments if a not in table]


def _scale(factor: Coefficient, coefficient: Coefficient) -> Coefficient:
    """Multiply two coefficients; an exact zero stays one beside an infinite factor."""
    return coefficient if coefficient == 0 else factor * coefficient


class _PowersAsProducts(HashConsedTape):
    """A tape on which small whole powers are products, by squaring."""

    __slots__ = ()

    def emit(self, operation: Primitive, arguments: tuple[int, ...] = (), attribute: Attribute = None,
             span: tuple[int, int] | None = None) -> int:
        if not operation.laws.is_power or self.operations[arguments[1]] is not CONSTANT:
            return super().emit(operation, arguments, attribute, span)
        exponent = self.attributes[arguments[1]]
        if not exponent:  # x**0 is 1, at 0 too
            return self.constant(1)
        if exponent.denominator != 1 or not 0 < exponent <= MAX_PRODUCT_POWER:
            return super().emit(operation, arguments, attribute, span)
        square, result = Ref(self, arguments[0], span), None
        for bit in reversed(f"{int(exponent):b}"):
            if bit == "1":
                result = square if result is None else result * square
            square = square * square
        assert result is not None
        return result.slot
