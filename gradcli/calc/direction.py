"""A direction, and a question along the line through its point: a variable u becomes u + s*a, a its component.

The step s is a variable that is bound to 0, so that its derivatives are those along the line, of any order and in any number
type, and kinks, jumps and lost digits are found along the line too.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from math import isfinite

from gradcli.calc.numbers import Numbers
from gradcli.calc.question import Bindings, Question
from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import run
from gradcli.engine.lower import Lowered, lower
from gradcli.engine.passes import append_copy
from gradcli.errors import GradcliError, brief
from gradcli.report.base import DIRECTION, Number, Warning
from gradcli.syntax.nodes import Program
from gradcli.syntax.parser import parse


class Direction:
    """The components of a direction by name, programs of constants; one of `unit` length is divided by its length.

    Raises GradcliError for one that is not finite, or that has no length to be divided by.
    """

    def __init__(self, programs: Mapping[str, Program], unit: bool = False) -> None:
        self.programs, self.unit = dict(programs), unit
        tape = Tape()
        slots = self.append(tape)
        values = run(tape, {})
        self.components = {name: values[slot] for name, slot in slots.items()}
        for name, component in self.components.items():
            if not isfinite(component):
                raise GradcliError(f"--along {brief(f'{name}={self.programs[name].source.strip()}')}: a component of a "
                                   "direction is a finite number")
        if unit and not any(self.components.values()):
            raise GradcliError("a direction of length 0 has no unit", help="leave out --unit, or name another --along")

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the components."""
        return iter(self.programs)

    def at(self, numbers: Numbers) -> Mapping[str, Number]:
        """Return the components as in reports, as the point is."""
        return self.components if numbers.rounded else {name: each.source.strip() for name, each in self.programs.items()}

    def append(self, tape: Tape) -> dict[str, int]:
        """Append the components as they were given; return their slots."""
        found = {}
        for name, program in self.programs.items():
            constant = lower(program)
            found[name] = append_copy(constant.tape, tape)[constant.root]
        return found

    def append_divided(self, tape: Tape) -> dict[str, int]:
        """Append the components, divided by the length if that is to be 1; return their slots."""
        found = self.append(tape)
        if not self.unit:
            return found
        size = self.append_length(tape, found)
        return {name: (Ref(tape, slot) / Ref(tape, size)).slot for name, slot in found.items()}

    def append_length(self, tape: Tape, components: Mapping[str, int]) -> int:
        """Append the length of the vector in these slots; return its slot."""
        moving = [Ref(tape, slot) for name, slot in components.items() if self.components[name]]
        if len(moving) == 1:
            return abs(moving[0]).slot
        total = moving[0] ** 2
        for component in moving[1:]:
            total = total + component ** 2
        return (total ** Fraction(1, 2)).slot


class Line(Question):
    """A question along a line through its point."""

    def __init__(self, question: Question, direction: Direction) -> None:
        super().__init__(question.source, {**question.given, DIRECTION: parse("0")}, question.limit, question.columns,
                         question.wrt)
        self.question, self.direction = question, direction
        self.program = question.program

    def unbound(self, limit: int) -> "Line":
        line = Line(self.question.unbound(limit), self.direction)
        line.given = Bindings()
        return line

    def unused(self) -> list[Warning]:
        return self.question.unused()

    def at_point(self, texts: Mapping[str, str]) -> "Line":
        return Line(self.question.at_point(texts), self.direction)

    @cached_property
    def lowered(self) -> Lowered:
        """Return the tape of the expression, with each variable moved along the line."""
        straight, tape = self.question.lowered, Tape()
        components = self.direction.append(tape)
        moving = {name for name in components if self.direction.components[name] and name in straight.variables}
        if not moving:
            return straight
        leaf = step = Ref(tape, tape.variable(DIRECTION))
        if self.direction.unit:
            step = leaf / Ref(tape, self.direction.append_length(tape, components))
        leaves = {}

        def rewrite(slot: int, _: tuple[int, ...]) -> int | None:
            name, span = straight.tape.attributes[slot], straight.tape.spans[slot]
            if straight.tape.operations[slot] is not VARIABLE:
                return None
            leaves[name] = tape.variable(name, span)
            if name not in moving:
                return leaves[name]
            return (Ref(tape, leaves[name], span) + step * Ref(tape, components[name])).slot

        root = append_copy(straight.tape, tape, rewrite)[straight.root]
        return Lowered(tape, root, {name: leaves[name] for name in straight.variables} | {DIRECTION: leaf.slot})
