"""Arithmetic recorded on a tape while it runs at one point, to be run again at others.

Decisions are made with the numbers of that point. Each becomes a guard: a slot that is infinite wherever the decision would
be another.
"""

from collections.abc import Callable
from fractions import Fraction
from math import isfinite
from typing import TypeAlias, cast

from gradcli.core.primitive import OPERATORS
from gradcli.core.tape import Ref, Tape
from gradcli.numeric.ieee import divide as ieee_divide

Operand: TypeAlias = "Traced | float | int | Fraction"


class Untraceable(Exception):
    """Raised by arithmetic that a tape cannot record."""


class Trace:
    """A growing tape, and the guards of the decisions made so far."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.guards: dict[tuple[str, int, float, bool], int] = {}

    def decide(self, symbol: str, a: "Traced", b: float, outcome: bool) -> bool:
        """Record a decision about a number that depends on the point; return it."""
        key = symbol, a.slot, b, outcome
        if key not in self.guards:
            ref = Ref(self.tape, a.slot)
            ref = ref.apply(OPERATORS[symbol], ref, Fraction(b))
            holds = ref if outcome else ref == 0
            self.guards[key] = (1 / holds).slot
        return outcome

    def guard_size(self, slot: int, largest: float) -> None:
        """Guard that the size of a number is at most `largest`."""
        ref = abs(Ref(self.tape, slot)) <= Fraction(largest)
        self.guards["<=", slot, largest, True] = (1 / ref).slot

    def guard(self) -> int:
        """Record the product of all guards; return its slot."""
        product = Ref(self.tape, self.tape.constant(1))
        for slot in self.guards.values():
            product = product * Ref(self.tape, slot)
        return product.slot


class Traced:
    """A double of the point, and the slot that holds it."""

    __slots__ = ("trace", "slot", "value")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, trace: Trace, slot: int, value: float) -> None:
        self.trace, self.slot, self.value = trace, slot, value

    def _ref(self, other: Operand) -> Ref:
        """Return another number on the tape. Raises Untraceable where it has no exact value."""
        if isinstance(other, Traced):
            return Ref(self.trace.tape, other.slot)
        if not isfinite(other) or other == 0 and str(other)[0] == "-":
            raise Untraceable
        return Ref(self.trace.tape, self.trace.tape.constant(Fraction(other)))

    def _apply(self, symbol: str, other: Operand, function: Callable[[float, float], float],
               reflected: bool = False) -> "Traced":
        """Record an operation on this number and another, in this order unless `reflected`."""
        if not isinstance(other, (Traced, int, float, Fraction)):
            return NotImplemented
        a, b = (self._ref(other), self._ref(self)) if reflected else (self._ref(self), self._ref(other))
        x, y = (_value(other), self.value) if reflected else (self.value, _value(other))
        return Traced(self.trace, a.apply(OPERATORS[symbol], a, b).slot, function(x, y))

    def __add__(self, other: Operand) -> "Traced":
        return self._apply("+", other, float.__add__)

    def __radd__(self, other: Operand) -> "Traced":
        return self._apply("+", other, float.__add__, True)

    def __sub__(self, other: Operand) -> "Traced | float":
        return 0.0 if isinstance(other, Traced) and other.slot == self.slot else self._apply("-", other, float.__sub__)

    def __rsub__(self, other: Operand) -> "Traced":
        return self._apply("-", other, float.__sub__, True)

    def __mul__(self, other: Operand) -> "Traced":
        return self._apply("*", other, float.__mul__)

    def __rmul__(self, other: Operand) -> "Traced":
        return self._apply("*", other, float.__mul__, True)

    def __neg__(self) -> "Traced":
        return Traced(self.trace, (-self._ref(self)).slot, -self.value)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Traced):
            if other.slot != self.slot:
                raise Untraceable
            return True
        return self.trace.decide("==", self, _value(cast(Operand, other)), self.value == other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: Operand) -> bool:
        return self.trace.decide("<", self, _value(other), self.value < other)

    def __gt__(self, other: Operand) -> bool:
        return self.trace.decide(">", self, _value(other), self.value > other)

    def __bool__(self) -> bool:
        return not self == 0

    def __pow__(self, other: Operand) -> "Traced":
        raise Untraceable

    __rpow__ = __pow__


def divide(a: Operand, b: Operand) -> "Traced | float":
    """Return a/b as IEEE 754 has it."""
    if isinstance(a, Traced):
        return a._apply("/", b, ieee_divide)
    return b._apply("/", a, ieee_divide, True) if isinstance(b, Traced) else ieee_divide(cast(float, a), cast(float, b))


def _value(number: Operand) -> float:
    if isinstance(number, Traced):
        return number.value
    if not isinstance(number, (int, float, Fraction)):
        raise Untraceable
    return float(number)
