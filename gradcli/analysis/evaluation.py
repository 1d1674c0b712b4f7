"""One run of a tape at a point: the values of its slots, bounds of their rounding errors, and the live slots."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from math import copysign, inf, isfinite, isnan, nan
from typing import TYPE_CHECKING, Any, Protocol

from gradcli.analysis.boundaries import boundary_slots
from gradcli.analysis.rounding import bounds, underflow
from gradcli.core.primitive import CONSTANT, UNOFFERED, VARIABLE
from gradcli.core.tape import Tape
from gradcli.domains.float64 import FLOATS
from gradcli.engine.lower import Lowered
from gradcli.numeric.ieee import NORMAL
from gradcli.ops import SELECT

if TYPE_CHECKING:
    from gradcli.analysis.missing import Slope
    from gradcli.core.facets import Rational

TRUSTED = 1e-8  # the largest relative error without a warning: eight digits are right


class Numbers(Protocol):
    """A number type that runs a tape; `rounded` is true of floats, which lose digits."""

    rounded: bool

    def run(self, tape: Tape, point: Mapping[str, Any], root: int) -> Any:
        """Return the value of each slot, by its index; slots beyond `root` are derivatives."""


NONE: Mapping[str, Lowered] = {}


class Evaluation:
    """The expression `root` of a tape and its `adjoints` (slot to slot) at a point.

    `at` has the doubles nearest to the bindings, `constants` the tapes of these; `point` has the numbers of the type
    `numbers`.
    """

    def __init__(self, source: str, tape: Tape, root: int, adjoints: Mapping[int, int], at: Mapping[str, float],
                 constants: Mapping[str, Lowered] = NONE, numbers: Numbers = FLOATS,
                 point: Mapping[str, Any] | None = None) -> None:
        self.source, self.tape, self.root, self.adjoints, self.at = source, tape, root, adjoints, at
        self.constants, self.numbers, self.point = constants, numbers, at if point is None else point
        self.rounded = numbers.rounded
        self._known: dict[int, Rational | None] = {}
        self._missing: dict[int, Slope | None] = {}
        self.settled: set[int] = set()  # slots whose values have been computed in wider numbers

    @cached_property
    def values(self) -> Any:
        """Return the value of each slot; exact types compute them on demand, and never those of a branch not taken."""
        return self.numbers.run(self.tape, self.point, self.root)

    @cached_property
    def errors(self) -> list[float]:
        """Return a bound of the rounding error of each slot."""
        return bounds(self.tape, self.values) if self.rounded else [0.0] * len(self.tape)

    @cached_property
    def range_marks(self) -> Sequence[int]:
        """Return 1 for each slot whose value depends on an over- or underflow, else 0; empty if there is none."""
        origins = over_or_underflows(self.tape, self.values) if self.rounded else []
        if not origins:
            return ()
        marks = bytearray(len(self.tape))
        for slot in origins:
            marks[slot] = 1
        for slot in range(origins[0], len(self.tape)):
            marks[slot] = marks[slot] or any(marks[a] for a in self.used(slot))
        return marks

    def settle(self, slots: Sequence[int]) -> None:
        """Replace those of `slots` that rounding or the range of a double has made wrong by what they are.

        Those that depend on an over- or underflow are computed in wider numbers; if only the error bound does, they are
        confirmed. Those that are 0 for what was typed, by exact arithmetic or algebra, are 0.
        """
        if self.rounded:
            self._widen(slots)
            self._cancel(slots)

    def _cancel(self, slots: Iterable[int]) -> None:
        """Put 0 for what rounding has left of it."""
        for slot in slots:
            value = self.values[slot]
            if value and isfinite(value) and slot not in self.settled and self.is_unreliable(slot) and self.known(slot) == 0:
                self.values[slot] = 0.0
                self.settled.add(slot)

    def known(self, slot: int) -> "Rational | None":
        """Return the exact value of a slot at the numbers as they were typed, if it is found to be rational, else None."""
        if slot not in self._known:
            from gradcli.analysis.digits import known_value

            self._known[slot] = known_value(self, slot)
        return self._known[slot]

    def _widen(self, slots: Sequence[int]) -> None:
        """Put the doubles nearest to wider numbers for what depends on an over- or underflow."""
        marked = {slot for slot in slots if self.range_marks and self.range_marks[slot]}
        unbounded = {slot for slot in slots if isfinite(self.values[slot]) and not isfinite(self.errors[slot])}
        targets = [slot for slot in dict.fromkeys(slots) if slot in marked or slot in unbounded]
        if UNOFFERED in self.tape.operations:  # there is no such derivative at any precision
            targets = [slot for slot in targets
                       if all(self.tape.operations[below] is not UNOFFERED for below in self.tape.dependencies([slot]))]
        if not targets:
            return
        from gradcli.analysis.wider import wider_values

        for slot, value in wider_values(self.tape, targets, self.at).items():
            if not isfinite(value):  # the sign of an infinity is that of IEEE 754, or of the side that exists
                continue
            before = self.values[slot]
            if slot in marked or abs(value - before) <= TRUSTED * abs(value):
                self.settled.add(slot)
            if slot in marked:
                self.values[slot] = value if value or isnan(before) else copysign(0.0, before)

    @cached_property
    def live(self) -> set[int]:
        """Return the slots that the value of the expression depends on."""
        return self._used_by([self.root])

    def _used_by(self, roots: Iterable[int]) -> set[int]:
        found, work = set(roots), [*roots]
        while work:
            below = [a for a in self.used(work.pop()) if a not in found]
            found.update(below)
            work.extend(below)
        return found

    @cached_property
    def boundaries(self) -> list[int]:
        """Return the live slots at a kink or a jump of their row, or at the boundary of a branch."""
        values = self.values
        if not self.rounded:
            values = [self.values[slot] if slot in self.live else nan for slot in range(self.root + 1)]
        return [slot for slot in boundary_slots(self.tape, values[:self.root + 1], self.errors) if slot in self.live]

    @cached_property
    def slopes_may_jump(self) -> bool:
        """Return whether the value or a first derivative depends on a slot at a boundary: x/(1+abs(x)) has a smooth one."""
        if not self.rounded:  # their slots may not exist, and a suspicion is as good in floats
            return Evaluation(self.source, self.tape, self.root, self.adjoints, self.at).slopes_may_jump
        if not isfinite(self.values[self.root]):
            return bool(self.boundaries)
        live = self._used_by([self.root, *self.adjoints.values()])
        return any(slot in live for slot in boundary_slots(self.tape, self.values, self.errors))

    def used(self, slot: int) -> tuple[int, ...]:
        """Return the arguments that a slot's value depends on: of a conditional, the condition and the branch taken."""
        arguments = self.tape.arguments[slot]
        if self.tape.operations[slot] is SELECT:
            return arguments[0], arguments[1] if self.values[arguments[0]] else arguments[2]
        return arguments

    @cached_property
    def names(self) -> dict[int, str]:
        """Return the variable of each slot that is a partial derivative."""
        return {adjoint: self.tape.attributes[leaf] for leaf, adjoint in self.adjoints.items()
                if self.tape.operations[leaf] is VARIABLE}

    def missing(self, slot: int) -> "Slope | None":
        """Return the slope that exists where a partial derivative is not finite; None if there is none."""
        if slot not in self.names or not self.rounded or isfinite(self.values[slot]):
            return None
        if slot not in self._missing:
            from gradcli.analysis.missing import missing_slope

            self._missing[slot] = missing_slope(self.tape, self.root, slot, self.at, self.names[slot], self.values[slot])
        return self._missing[slot]

    def is_unreliable(self, slot: int) -> bool:
        """Return whether fewer than eight digits of a slot can be trusted."""
        return self.rounded and not self.errors[slot] <= abs(self.values[slot]) * TRUSTED


def over_or_underflows(tape: Tape, values: Sequence[float]) -> list[int]:
    """Return the slots that are non-finite with finite arguments, or too small to have all digits."""
    found = []
    for slot, y in enumerate(values):
        if NORMAL <= y < inf or -inf < y <= -NORMAL:
            continue
        row, attribute = tape.operations[slot], tape.attributes[slot]
        if row is CONSTANT:
            leaves_range = bool(attribute)
        elif row is VARIABLE or not tape.arguments[slot]:
            leaves_range = False
        else:
            xs = [values[a] for a in tape.arguments[slot]]
            leaves_range = bool(underflow(row, y, xs, attribute)) if isfinite(y) else (
                all(map(isfinite, xs)))
        if leaves_range:
            found.append(slot)
    return found
