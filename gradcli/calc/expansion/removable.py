"""Removable singularities: sin(x)/x at 0 is replaced by its Taylor polynomial.

Comes in: an expression and a point. Goes out: the expression without 0/0 at the point. Sums, products, quotients and whole
powers of slots with a pole are Laurent series: a valuation and the coefficients from there on, as far as they are known.
A function whose slope is 0/0 there, as sin(x)/x of si, is the integral of the series of its slope.
"""

from collections.abc import Mapping, Set
from typing import NamedTuple

from gradcli.algebra.forms import Form
from gradcli.algebra.normal import Algebra
from gradcli.algebra.number import has_variable
from gradcli.algebra.rationals import Number, quotient
from gradcli.algebra.write import write
from gradcli.calc.expansion.at_point import AtPoint, NoExpansion, Point, divides_by_zero
from gradcli.calc.expansion.coefficients import expand_at
from gradcli.core.primitive import Primitive
from gradcli.core.tape import Ref, Tape
from gradcli.engine.lower import Lowered
from gradcli.engine.passes import append_copy, eliminate_dead_code, expand_hidden
from gradcli.errors import GradcliError

MARGINS = 2, 8, 32  # orders beyond the requested one, tried in turn: quotients of zeros lose some
MAX_EXPONENT = 16  # whole powers up to this are multiplied out


class Laurent(NamedTuple):
    """A truncated Laurent series: coefficients[i] is that of the deviation to the power of valuation + i."""

    valuation: int
    coefficients: list[Form]

    @property
    def end(self) -> int:
        """Return the first order that is not known."""
        return self.valuation + len(self.coefficients)


def fill_singularities(source: str, algebra: Algebra, lowered: Lowered, point: Point, axes: Mapping[str, Form],
                       order: int, integrated: Set[Primitive] | None = None) -> Lowered:
    """Return the expression with its removable singularities filled, itself if there are none or several axes.

    Other singularities stay, for check_smooth to refuse. Unless `integrated` is None, functions whose slopes have one are
    filled too, but those in it, of whose slopes the expression is part.
    """
    if len(axes) != 1:
        return lowered
    for margin in MARGINS:
        filling = _Filling(source, algebra, lowered, point, axes, order, margin, integrated)
        filled = filling.run()
        if not filling.known < order:
            return filled
    return lowered


class _Filling:
    """An attempt with series to `margin` orders beyond the requested one; `known` is the order that is left of them."""

    def __init__(self, source: str, algebra: Algebra, lowered: Lowered, point: Point, axes: Mapping[str, Form],
                 order: int, margin: int, integrated: Set[Primitive] | None) -> None:
        self.source, self.algebra, self.lowered, self.point, self.axes = source, algebra, lowered, point, axes
        self.order, self.known, self.integrated = order, order + margin, integrated
        (self.name, self.axis), = axes.items()
        self.tape, self.forms, self.free = Tape(), list[Form](), list[str]()
        self.moved: list[int] = []
        self.singular: dict[int, Laurent] = {}  # by slots of the original tape

    def run(self) -> Lowered:
        tape = self.lowered.tape
        there = AtPoint(self.algebra, tape, self.point)
        self.forms, self.free = there.forms, list(dict.fromkeys(there.variables))
        for slot, (row, arguments, attribute, span) in enumerate(tape):
            moved = self.tape.emit(row, tuple(self.moved[a] for a in arguments), attribute, span)
            self.moved.append(moved)
            series = None
            if any(a in self.singular for a in arguments) or divides_by_zero(row, [self.forms[a] for a in arguments]):
                series = self._laurent(row, arguments)
            elif self.integrated is not None and row.rules and not (row.laws.linear or row.laws.multiplicative):
                series = self._integral(slot, row, arguments, self.integrated)
            if self.known < 0 or series and not series.coefficients and series.end <= self.order:
                self.known = -1
                break
            if series and series.valuation < 0:
                self.singular[slot] = series
            elif series:
                self.known = min(self.known, series.end - 1)
                self.moved[slot] = self._polynomial(series)
        if self.known < 0:
            return self.lowered
        variables = {name: self.moved[slot] for name, slot in self.lowered.variables.items()}
        return Lowered(self.tape, self.moved[self.lowered.root], variables)

    def _laurent(self, row: Primitive, arguments: tuple[int, ...]) -> Laurent | None:
        """Return the series of a row of arithmetic; None where it is not known, and for other rows."""
        if row.laws.linear:
            return self._sum(list(zip(row.laws.linear, map(self._series, arguments), strict=True)))
        exponents = row.laws.monomial
        if row.laws.is_power:
            exponents = (self.forms[arguments[1]].number,)
        if not exponents or any(e is None or e != int(e) or abs(e) > MAX_EXPONENT for e in exponents):
            return None
        total = Laurent(0, [self.algebra.number(int(k == 0)) for k in range(self.known + 1)])
        for argument, e in zip(arguments, exponents, strict=False):
            series = self._strip(self._series(argument))
            factor = series if e > 0 else self._inverse(series)
            if factor is None:
                return None
            for _ in range(abs(int(e))):
                total = self._product(total, factor)
        return self._strip(total)

    def _integral(self, slot: int, row: Primitive, arguments: tuple[int, ...],
                  integrated: Set[Primitive]) -> Laurent | None:
        """Return the series of a function by y' = p*u', None where the usual way finds it. Raises NoExpansion."""
        try:
            self._series(slot)
            return None
        except NoExpansion as reason:
            if not reason.only_a_limit or row in integrated:
                raise
        longer, moving = Tape(), self.tape.moving([self.name])
        moved = append_copy(self.tape, longer)
        y, *xs = (Ref(longer, moved[self.moved[a]]) for a in (slot, *arguments))
        slopes = [(rule(y.number(1), y, *xs), a) for i, a in enumerate(arguments)
                  if moving[self.moved[a]] and (rule := row.rule(i)) is not None]
        written, shown = expand_hidden(longer)
        terms: list[list[tuple[Number, Form]]] = [[] for _ in range(self.known)]
        for slope, a in slopes:
            tape, kept = eliminate_dead_code(written, [root := shown[slope.slot]])
            lowered = Lowered(tape, kept[root], {name: kept[shown[moved[place]]] for name, place in self._variables.items()})
            p, u = self._expand(fill_singularities(self.source, self.algebra, lowered, self.point, self.axes, self.known,
                                                   integrated | {row})), self._series(a).coefficients
            for k in range(self.known):
                terms[k] += [(quotient(j, k + 1), self.algebra.product([(u[j], 1), (p[k + 1 - j], 1)]))
                             for j in range(1, k + 2)]
        return Laurent(0, [self.forms[slot], *map(self.algebra.sum, terms)])

    def _series(self, slot: int) -> Laurent:
        """Return the series of an argument, which is regular or known to be singular."""
        if slot in self.singular:
            return self.singular[slot]
        known = self._variables
        if self.name not in known:  # a constant that stands before the variable
            return Laurent(0, [self.forms[slot], *[self.algebra.number(0)] * self.known])
        return Laurent(0, self._expand(Lowered(self.tape, self.moved[slot], known)))

    @property
    def _variables(self) -> dict[str, int]:
        """Return the slots of the variables that have been copied."""
        return {name: self.moved[place] for name, place in self.lowered.variables.items() if place < len(self.moved)}

    def _expand(self, lowered: Lowered) -> list[Form]:
        """Return the coefficients of a regular expression, as far as they are known."""
        found = expand_at(self.source, self.algebra, lowered, self.point, self.axes, self.known).coefficients
        return [found.get((k,), self.algebra.number(0)) for k in range(self.known + 1)]

    def _sum(self, parts: list[tuple[int, Laurent]]) -> Laurent:
        end = min(part.end for _, part in parts)
        start = min(end, *(part.valuation for _, part in parts))
        terms = [[(w, part.coefficients[k - part.valuation]) for w, part in parts if k >= part.valuation]
                 for k in range(start, end)]
        return self._strip(Laurent(start, [self.algebra.sum(each) for each in terms]))

    def _product(self, a: Laurent, b: Laurent) -> Laurent:
        algebra, count = self.algebra, min(len(a.coefficients), len(b.coefficients))
        return Laurent(a.valuation + b.valuation, [algebra.sum(
            (1, algebra.product([(a.coefficients[i], 1), (b.coefficients[k - i], 1)])) for i in range(k + 1))
            for k in range(count)])

    def _inverse(self, b: Laurent) -> Laurent | None:
        """Return the series of 1/b, None where all known coefficients of b are 0, so that this attempt fails."""
        algebra, b = self.algebra, self._strip(b)
        if not b.coefficients:
            self.known = -1
            return None
        found: list[Form] = []
        for k in range(len(b.coefficients)):
            rest = algebra.sum((-1, algebra.product([(b.coefficients[k - i], 1), (found[i], 1)])) for i in range(k))
            found.append(algebra.product([(rest if k else algebra.number(1), 1), (b.coefficients[0], -1)]))
        return Laurent(-b.valuation, found)

    def _strip(self, series: Laurent) -> Laurent:
        """Return a series without its leading zeros."""
        zeros = 0
        while zeros < len(series.coefficients) and self._is_zero(series.coefficients[zeros]):
            zeros += 1
        return Laurent(series.valuation + zeros, series.coefficients[zeros:])

    def _is_zero(self, form: Form) -> bool:
        """Return whether a form is 0. Raises GradcliError for a constant that may be 0, which the algebra cannot decide."""
        if form.number is None and not has_variable(form):
            tape, (slot,) = write(self.algebra, [form], (), False)
            there = AtPoint(self.algebra, tape, {})
            if there.numbers([slot]) == [0]:
                raise GradcliError("there is no Taylor expansion at this point: a coefficient is indistinguishable from 0",
                                   source=self.source, help="expand around another", code=1)
        return form.number == 0

    def _polynomial(self, series: Laurent) -> int:
        """Append a regular series to the tape as a polynomial in the deviation from the point."""
        center, root = self.point[self.name]
        deviation = Ref(self.tape, self.moved[self.lowered.variables[self.name]]) - Ref(
            self.tape, append_copy(center, self.tape)[root])
        written, slots = write(self.algebra, series.coefficients, self.free, self.algebra.decimals)
        placed = append_copy(written, self.tape)
        total = Ref(self.tape, self.tape.constant(0))
        for slot in reversed(slots):
            total = total * deviation + Ref(self.tape, placed[slot])
        for _ in range(series.valuation):
            total = total * deviation
        return total.slot
