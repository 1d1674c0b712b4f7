"""Samples of an expression: its value and derivatives at any point, from one tape that is compiled once."""

import math
from collections.abc import Sequence

from gradcli.analysis.rounding import bounds
from gradcli.calc.question import Question
from gradcli.core.primitive import CONSTANT, VARIABLE
from gradcli.core.tape import Tape
from gradcli.domains.float64 import nearest_double, run
from gradcli.engine.codegen import MAX_COMPILED, Row, generate
from gradcli.engine.forward import forward
from gradcli.engine.passes import optimize
from gradcli.errors import GradcliError
from gradcli.numeric import nearest

MAX_WORK = 100_000_000  # operations, half a minute
OVERHEAD = 50  # operations that take as long as a call
REFINEMENT = 0.2  # of it for places beside the columns of dots


class Samples:
    """Slots of a tape at any values of the variables `names`, the value of the expression first; each is computed once.

    `left` is the work that may still be done, of that which `given`, --limit, allows; `refused` is true once something took
    more.
    """

    def __init__(self, question: Question, tape: Tape, slots: Sequence[int], names: Sequence[str],
                 given: int | None) -> None:
        self.names, self.at, self.left, self.refused = names, question.at, given or REFINEMENT * MAX_WORK, False
        zeros = [tape.variable(name) for name in names if name not in question.variables]
        self.tape, moved = optimize(tape, [*slots, *zeros])
        self.slots = moved[:len(slots)]
        self.work = _work(self.tape) + OVERHEAD  # of one sample
        places = {self.tape.attributes[slot]: slot for slot, row in enumerate(self.tape.operations) if row is VARIABLE}
        self._block = generate(self.tape, [places[name] for name in names], self.slots, self._leaf, self._run) \
            if len(self.tape) <= MAX_COMPILED else None
        self._known: dict[Row, Row] = {}

    @classmethod
    def along(cls, question: Question, name: str, order: int, least: int, given: int | None) -> "Samples":
        """Return samples of the derivatives of orders 0 to `order` along a variable.

        Raises GradcliError where `least` samples take more work than is allowed.
        """
        tape, slots = question.lowered.tape.copy(), [question.lowered.root]
        for _ in range(order):
            _check(tape, least, given)
            leaf = next((slot for slot, row in enumerate(tape.operations) if row is VARIABLE and
                         tape.attributes[slot] == name), None)
            slope = None if leaf is None else forward(tape, slots[-1:], {leaf: tape.constant(1)}).get(slots[-1])
            tape, slots = optimize(tape, [*slots, tape.constant(0) if slope is None else slope])
        _check(tape, least, given)
        return cls(question, tape, slots, [name], given)

    @classmethod
    def of_gradient(cls, question: Question, names: Sequence[str], least: int, given: int | None) -> "Samples":
        """Return samples of the value and the partials along `names`; raises GradcliError as `along`."""
        tape, root, adjoints = question.sweep(names)
        zero = tape.constant(0)
        _check(tape, least, given)
        return cls(question, tape, [root, *(adjoints.get(question.variables.get(name, -1), zero) for name in names)], names,
                   given)

    def _leaf(self, slot: int) -> float:
        attribute = self.tape.attributes[slot]
        return nearest_double(attribute) if self.tape.operations[slot] is CONSTANT else self.at[attribute]

    def _values(self, point: Row) -> list[float]:
        return run(self.tape, {**self.at, **dict(zip(self.names, point, strict=True))})

    def _run(self, point: Row) -> Row:
        values = self._values(point)
        found = tuple(values[slot] for slot in self.slots)
        return found if found[0] == found[0] else (math.nan,) * len(found)

    def at_once(self, points: Sequence[Row]) -> None:
        """Compute the samples at many points, in the fastest way."""
        if self._block:
            self._known.update(zip(points, self._block(list(zip(*points, strict=True))), strict=True))

    def __call__(self, *point: float) -> Row:
        """Return the value and the derivatives at a point."""
        found = self._known.get(point)
        if found is None:
            self.left -= self.work
            found = self._known[point] = self._block([[x] for x in point])[0] if self._block else self._run(point)
        return found

    def affords(self, count: int) -> bool:
        """Return whether there is work left for so many samples."""
        enough = count * self.work <= self.left
        self.refused |= not enough
        return enough

    def error(self, x: float, order: int) -> float:
        """Return a bound of the rounding error of a derivative along the only variable."""
        self.left -= 4 * self.work
        return bounds(self.tape, self._values((x,)))[self.slots[order]]


def _work(tape: Tape) -> int:
    """Return how many operations on doubles a run of a tape takes as long as."""
    return sum(nearest.WORK.get(row.float64, 1) for row in tape.operations)


def _check(tape: Tape, least: int, given: int | None) -> None:
    work, most = _work(tape) * least, given or MAX_WORK
    if work > most:
        raise GradcliError(f"the plot takes about {work} operations, beyond the limit of {most}", code=1,
                           help="raise it with --limit")
