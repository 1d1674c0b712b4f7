"""The usual slip behind a wrong derivative, where it is one.

Each kind of slip is a change of the rules at some node of the expression: a forward sweep with that change gives the
derivative of somebody who makes it. A slip is named only if the claim is equal to that at every point tried.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum, auto
from fractions import Fraction
from functools import cached_property
from math import isfinite
from typing import NamedTuple

from gradcli.analysis.rounding import bounds
from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import run
from gradcli.engine.lift import lift
from gradcli.engine.passes import HashConsedTape, append_copy, expand_hidden
from gradcli.engine.rules import JOINT_FROM, compile_rule, splice
from gradcli.ops import ADD, DIV, MUL, SELECT
from gradcli.syntax.printer import text

MAX_NODES = 60  # operations of an expression in which slips are searched: for each of them it is swept some times
ENOUGH = 6  # points at which all of derivative, claim and slip must be finite
SAME, OTHER = 1e-9, 1e-6  # relative differences up to which two numbers are one, and above which they are two
SHOWN = 40  # characters of a part that is quoted
SIMPLE = 1000  # the largest denominator of a factor that is told as a fraction

Place = tuple[int, int]  # a node, and the place of one of its arguments


NONE: Mapping[str, tuple[Tape, int]] = {}


class Change(Enum):
    """What is done wrong at a node."""

    FACTORS = auto()  # the derivatives of two factors are multiplied, or divided
    INNER = auto()  # the derivative of the argument is left out
    POWER = auto()  # the exponent becomes a factor, but is not lowered
    MINUS = auto()  # the other sign


PRODUCT = "the product of the derivatives, where f'*g + f*g' is that of {}"
QUOTIENT = "the quotient of the derivatives, where (f'*g - f*g')/g**2 is that of {}"
INNER = "the inner derivative is missing, in that of {}"
POWER = "the power is not lowered, in the derivative of {}"
SIGN = "a sign, in the derivative of {}"
WHOLE = "the sign: the derivative is minus this"
SEVERAL = {Change.FACTORS: "the products of the derivatives, instead of the product rule",
           Change.INNER: "the inner derivatives are missing", Change.POWER: "the powers are not lowered"}


class Expression(NamedTuple):
    """An expression, and the leaf along which it is differentiated; its spans are of `source` if that is given."""

    tape: Tape
    root: int
    leaf: int
    source: str = ""


def find_slip(expression: Expression, claim: tuple[Tape, int], truth: tuple[Tape, int],
              points: Sequence[Mapping[str, float]], others: Mapping[str, tuple[Tape, int]] = NONE) -> str | None:
    """Return the slip that makes the claim of the derivative, in words; None if it is none of the usual ones.

    `claim` and `truth` are slots on tapes of their own, as are `others` that may have been taken for the derivative.
    """
    if len(expression.tape) > MAX_NODES:
        return None
    tape = HashConsedTape()
    moved: list[int] = []
    for operation, arguments, attribute, span in expression.tape:  # a node for each operation of the text, equal ones too
        emit = tape.emit if operation is VARIABLE else super(HashConsedTape, tape).emit
        moved.append(emit(operation, tuple([moved[a] for a in arguments]), attribute, span))
    claimed, true = (append_copy(each, tape)[slot] for each, slot in (claim, truth))
    slips: list[tuple[str, int | None, int]] = [
        (words, None, append_copy(each, tape)[slot]) for words, (each, slot) in others.items()]
    slips += _Slips(tape, moved[expression.root], moved[expression.leaf]).all()
    rows = [row for at in points if isfinite((row := _Row(tape, at)).values[claimed]) and isfinite(row.values[true])]
    if len(rows) < ENOUGH or not any(_distance(row.values[claimed], row.values[true]) > OTHER for row in rows):
        return None
    for words, part, slot in slips:
        usable = [row for row in rows if isfinite(row.values[slot])]
        if len(usable) >= ENOUGH and all(row.has_same(claimed, slot, true) for row in usable):
            return words if part is None else words.format(_quote(expression, moved.index(part) if part in moved else -1))
    return _constant_factor([(row.values[true], row.values[claimed]) for row in rows])


class _Row:
    """The values of a tape at a point, and bounds of their errors if they are needed."""

    def __init__(self, tape: Tape, at: Mapping[str, float]) -> None:
        self.tape, self.values = tape, run(tape, dict(at))

    @cached_property
    def errors(self) -> list[float]:
        return bounds(self.tape, self.values)

    def has_same(self, a: int, b: int, scale: int) -> bool:
        """Return whether two slots have one value; what is small beside another one may differ by its rounding errors."""
        x, y = self.values[a], self.values[b]
        if _distance(x, y) <= SAME:
            return True
        return abs(x - y) <= SAME * abs(self.values[scale]) and abs(x - y) <= 4 * (self.errors[a] + self.errors[b])


def _distance(a: float, b: float) -> float:
    """Return the relative difference of two numbers."""
    return abs(a - b) / max(abs(a), abs(b)) if a != b else 0.0


def _constant_factor(pairs: Sequence[tuple[float, float]]) -> str | None:
    """Return the slip of a factor that is the same at all points, of the derivative and the claim there."""
    ratios = [true / claimed for true, claimed in pairs if true and claimed]
    if len(ratios) < ENOUGH or not all(map(isfinite, ratios)) or any(
            bool(true) != bool(claimed) for true, claimed in pairs) or any(
            _distance(ratio, ratios[0]) > SAME for ratio in ratios):
        return None
    simple = Fraction(ratios[0]).limit_denominator(SIMPLE)
    shown = str(simple) if _distance(float(simple), ratios[0]) <= SAME else f"{ratios[0]:.6g}"
    return f"a constant factor: the derivative is {shown} times this"


def _quote(expression: Expression, slot: int) -> str:
    """Return a part of the expression as it was typed, or as it is printed."""
    slot = expression.root if slot < 0 else slot
    span = expression.tape.spans[slot]
    if expression.source and span:
        shown = expression.source[slice(*span)]
    else:
        tape, moved = expand_hidden(expression.tape)
        shown = text(lift(tape)[moved[slot]])
    shown = " ".join(shown.split())
    return shown if len(shown) <= SHOWN else "a part of it"


class _Slips:
    """The derivatives of a tape with slips; each extends the tape."""

    def __init__(self, tape: Tape, root: int, leaf: int) -> None:
        self.tape, self.root, self.leaf = tape, root, leaf
        self.moving: list[bool] = []
        for slot in range(root + 1):
            row, arguments = tape.operations[slot], tape.arguments[slot]
            self.moving.append(slot == leaf or not row.is_step and any(self.moving[a] for a in arguments))
        self.places = [(slot, place) for slot in range(root + 1) if self.moving[slot]
                       for place, a in enumerate(tape.arguments[slot]) if self.moving[a] and compile_rule(
                           tape.operations[slot], place, len(tape.arguments[slot]), tape.attributes[slot])]
        self._known = set(self.places)

    def all(self) -> Iterator[tuple[str, int | None, int]]:
        """Yield the words of each slip, the node where it is made, or None, and the slot of the derivative.

        The most particular come first.
        """
        tape = self.tape
        if not self.moving[self.root] or any(len(arguments) > JOINT_FROM for arguments in tape.arguments[:self.root + 1]):
            return
        factors = [(slot, 0) for slot, place in self.places if place and tape.operations[slot] in (MUL, DIV)
                   and self.moving[tape.arguments[slot][0]]]
        found = {Change.FACTORS: factors, Change.INNER: list(filter(self._is_outer, self.places)),
                 Change.POWER: list(filter(self._is_power, self.places))}
        for change, places in found.items():
            for slot, place in places:
                words = {Change.FACTORS: PRODUCT if tape.operations[slot] is MUL else QUOTIENT, Change.INNER: INNER,
                         Change.POWER: POWER}[change]
                yield words, slot, self._sweep(change, {(slot, place)})
            if len(places) > 1:
                yield SEVERAL[change], None, self._sweep(change, set(places))
        yield WHOLE, None, self._sweep(Change.MINUS, {place for place in self.places if place[0] == self.root})
        # of functions first, and of inner ones: rather cos(x) than x*cos(x)
        for slot, place in sorted(self.places, key=lambda each: (tape.operations[each[0]].syntax is not None, each)):
            part = tape.arguments[slot][place] if tape.operations[slot].laws.linear else slot
            yield SIGN, part, self._sweep(Change.MINUS, {(slot, place)})

    def _is_outer(self, place: Place) -> bool:
        """Return whether a node is a function of more than the variable, along this argument."""
        slot, index = place
        row, arguments = self.tape.operations[slot], self.tape.arguments[slot]
        if row.laws.linear or row in (MUL, SELECT) or row is DIV and (index == 0 or self.moving[arguments[0]]):
            return False
        return arguments[index] != self.leaf

    def _is_power(self, place: Place) -> bool:
        """Return whether a node is a power of this argument, its exponent a constant."""
        slot, index = place
        row, arguments = self.tape.operations[slot], self.tape.arguments[slot]
        return index == 0 and (row.laws.is_power and not self.moving[arguments[1]] or len(row.laws.monomial) == 1)

    def _sweep(self, change: Change, chosen: Collection[Place]) -> int:
        """Append the derivative with a change at some places; return its slot."""
        tape = self.tape
        one = tape.constant(1)
        tangents = {self.leaf: one}
        for slot in range(self.root + 1):
            if not self.moving[slot] or slot == self.leaf:
                continue
            xs = tape.arguments[slot]
            if change is Change.FACTORS and (slot, 0) in chosen:
                tangents[slot] = tape.emit(tape.operations[slot], (tangents[xs[0]], tangents[xs[1]]))
                continue
            total: int | None = None
            for place, x in enumerate(xs):
                if (slot, place) not in self._known:
                    continue
                here = (slot, place) in chosen
                part = self._part(slot, place, one if here and change is Change.INNER else tangents[x])
                if here and change is Change.POWER:
                    part = tape.emit(MUL, (part, x))
                if here and change is Change.MINUS:
                    part = (-Ref(tape, part)).slot
                total = part if total is None else tape.emit(ADD, (total, part))
            tangents[slot] = tape.constant(0) if total is None else total
        return tangents[self.root]

    def _part(self, slot: int, place: int, g: int) -> int:
        """Append the tangent of a node that an argument causes whose tangent is g; return its slot."""
        tape, xs = self.tape, self.tape.arguments[slot]
        rule = compile_rule(tape.operations[slot], place, len(xs), tape.attributes[slot])
        assert rule is not None
        slots = splice(tape, rule, [g, slot, *xs], tape.spans[slot])
        if rule.mask is None:
            return slots[rule.value]
        return tape.emit(SELECT, (slots[rule.mask], slots[rule.value], tape.constant(0)))
