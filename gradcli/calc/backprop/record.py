"""The record of an evaluation as PyTorch keeps it: the nodes, their values, and the gradients along the edges."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from gradcli.calc.backprop.backward import STEP, Backward
from gradcli.calc.backprop.slopes import Slope, Slopes
from gradcli.calc.formulas import has_decimals
from gradcli.calc.numbers import FLOAT64, Numbers
from gradcli.calc.question import Question
from gradcli.core.primitive import CONSTANT, VARIABLE
from gradcli.core.tape import Tape
from gradcli.engine.lift import lift, sizes
from gradcli.engine.lower import lower
from gradcli.engine.passes import expand_hidden
from gradcli.engine.torch_view import TorchView
from gradcli.ops import SELECT
from gradcli.report.nodes import Edge
from gradcli.syntax.nodes import Apply, Name, Number

MAX_SHOWN = 200  # parts up to which a node shows its expression in full: some lines of text
MAX_INLINE = 12  # parts up to which a number is shown where it is used
MAX_BITS = 64  # up to which a formula shows a number evaluated: 20 digits
ZERO = Number(0)


class Record:
    """The nodes of an expression: the slots of its raw tape that are nodes of PyTorch, in the order of the tape.

    `wrt` names the variables that require grad, by default all; one that does not occur has gradient 0.
    """

    def __init__(self, question: Question, wrt: Sequence[str] | None = None, numbers: Numbers = FLOAT64,
                 point: Mapping[str, Any] | None = None) -> None:
        """Record the question's expression; `point` has its bindings as `numbers`, by default doubles."""
        self.question, self.wrt, self.type, self.point = question, wrt, numbers, point
        definitions: dict[str, int] = {}
        known = {*question.given, *question.columns, *question.wrt}
        self.tape, self.root, self.variables = lower(question.program, names=known, limit=question.limit,
                                                     definitions=definitions)
        self.chosen_leaves = None if wrt is None else {self.variables[name] for name in wrt if name in self.variables}
        self.view = TorchView(self.tape, self.chosen_leaves)
        self.requires = [self.view.requires_grad(slot) for slot in range(len(self.tape))]
        self.numbers = [self.view.is_number(slot) for slot in range(len(self.tape))]
        self.inputs = _reachable(self.view, self.root)
        self.ids = {slot: index for index, slot in enumerate(sorted(self.inputs))}
        self.defined: dict[int, str] = {}
        for name, slot in definitions.items():
            if slot in self.ids and self.tape.operations[slot] is not VARIABLE:
                self.defined.setdefault(slot, name)

    @property
    def bound(self) -> bool:
        """Return whether the nodes have values."""
        return bool(self.question.given) or not self.variables

    @cached_property
    def _raw(self) -> tuple[Tape, list[int], list[Any], list[int]]:
        """Return the tape that is shown, where the slots of the raw one went, their ASTs and lengths."""
        longer, moved = expand_hidden(self.tape)
        return longer, moved, lift(longer), sizes(longer)

    @cached_property
    def names(self) -> dict[int, Any]:
        """Return the name of each node in formulas: variables, numbers and definitions as typed, others by their id."""
        _, moved, asts, lengths = self._raw
        found = {}
        for slot, index in self.ids.items():
            if self.tape.operations[slot] is VARIABLE or slot in self.defined:
                found[slot] = Name(self.defined.get(slot) or self.tape.attributes[slot])
            else:
                short = self.numbers[slot] and lengths[moved[slot]] <= MAX_INLINE
                found[slot] = asts[moved[slot]] if short else Name(f"#{index}")
        return found

    @cached_property
    def operations(self) -> dict[int, Any]:
        """Return the operation of each node over the names of its inputs."""
        longer, moved, asts, lengths = self._raw
        names_by_slot = {moved[slot]: name for slot, name in self.names.items()}
        found = {}
        for slot in self.ids:
            ast, arguments = asts[moved[slot]], longer.arguments[moved[slot]]
            if arguments and not (self.numbers[slot] and lengths[moved[slot]] <= MAX_INLINE):
                ast = Apply(ast.row, tuple(names_by_slot.get(a, asts[a]) for a in arguments))
            found[slot] = ast
        return found

    @cached_property
    def signs(self) -> dict[int, Any]:
        """Return the operation of each node with its inputs left blank."""
        longer, moved, asts, _ = self._raw
        inputs = {moved[slot] for slot in self.ids}
        found = {}
        for slot in self.ids:
            ast, arguments = asts[moved[slot]], longer.arguments[moved[slot]]
            if arguments and not self.numbers[slot]:
                blank = Name("" if ast.row.syntax else "_")
                ast = Apply(ast.row, tuple(blank if a in inputs else asts[a] for a in arguments))
            found[slot] = ast
        return found

    @cached_property
    def expressions(self) -> dict[int, Any]:
        """Return the expression of each node; a long one over the ids of its inputs."""
        longer, moved, asts, lengths = self._raw
        names = {moved[slot]: Name(f"#{index}") for slot, index in self.ids.items()}
        found = {}
        for slot in self.ids:
            ast = asts[moved[slot]]
            if lengths[moved[slot]] > MAX_SHOWN:
                ast = Apply(ast.row, tuple(names.get(a, asts[a]) for a in longer.arguments[moved[slot]]))
            found[slot] = ast
        return found

    def op(self, slot: int) -> str:
        """Return the name of the operation."""
        return CONSTANT.name if self.numbers[slot] else self.tape.operations[slot].name

    @cached_property
    def sweep(self) -> Backward:
        """Return the values and gradients. Raises GradcliError where a variable is not bound."""
        return Backward(self, self.type, self.question.point() if self.point is None else self.point)

    def edges(self) -> Iterator[Edge]:
        """Yield every edge, in the order of nodes, then of arguments; the same input twice is two edges."""
        slopes = Slopes(has_decimals(self.question.program))
        exact = _exact_numbers(self.tape, self.numbers)
        for slot in self.ids:
            for place, idle in self.ways[slot]:
                yield self._edge(slot, place, idle, slopes, exact)

    @cached_property
    def ways(self) -> dict[int, list[tuple[int, str | None]]]:
        """Return the places of each node's inputs, each with the reason why no gradient flows there at any point.

        The reason is STEP where the derivative is 0, None where a gradient may flow.
        """
        found = {}
        for slot in self.ids:
            inputs, arguments = self.inputs[slot], self.tape.arguments[slot]
            found[slot] = [(place, self._idle(slot, place, a)) for place, a in enumerate(arguments)
                           if inputs is arguments or a in inputs]
        return found

    def _edge(self, slot: int, place: int, idle: str | None, slopes: Slopes, exact: list[Any]) -> Edge:
        """Return the edge of the argument at `place`."""
        tape, row, arguments = self.tape, self.tape.operations[slot], self.tape.arguments[slot]
        sweep = self.sweep if self.bound else None
        source, node = self.ids[arguments[place]], self.ids[slot]
        if idle == STEP:
            zero, share = (sweep.numbers.zero, sweep.shares.get((slot, place))) if sweep else (None, None)
            return Edge(source, node, ZERO, zero, share, idle)
        if idle:
            return Edge(source, node, idle=idle)
        if sweep and not sweep.live(slot, place):
            return Edge(source, node, idle=row.doc.idle or "branch")
        slope = slopes.of(row, place, tape.attributes[slot], tuple([exact[x] for x in arguments]))
        if sweep is None:
            return Edge(source, node, slope and self._formula(slope, arguments))
        xs, local, share = sweep.floats(arguments), sweep.local(slot, place), sweep.shares.get((slot, place))
        if sweep.numbers.rounded and sweep.values[slot] != sweep.values[slot]:
            return Edge(source, node, local=math.nan)  # where there is no value, there is no derivative
        number = sweep.number(local)
        if slope and slope.gives(float(sweep.values[local]), xs):
            kinks = row.singular.kinks
            return Edge(source, node, self._formula(slope, arguments), number, share, None, kinks(*xs) if kinks else None)
        return Edge(source, node, None, number, share, convention=row.doc.convention or None)

    def _formula(self, slope: Slope, arguments: tuple[int, ...]) -> Any:
        """Return the formula of a local derivative in the names of the nodes."""
        _, moved, asts, _ = self._raw
        return slope.formula([self.names.get(x, asts[moved[x]]) for x in arguments])

    def _idle(self, slot: int, place: int, a: int) -> str | None:
        """Return why no gradient flows along an edge at any point, STEP where the derivative is 0; else None."""
        row = self.tape.operations[slot]
        if self.numbers[a]:
            return "number"
        if not self.requires[slot] or not self.requires[a]:
            logical = row if row.rules is None else self.tape.operations[a]
            return "no grad" if logical.rules is not None or logical is VARIABLE else "comparison"
        if row.rule(place) is None:
            return "condition" if row is SELECT else STEP
        return None


def _reachable(view: TorchView, root: int) -> dict[int, tuple[int, ...]]:
    """Return the inputs of each node from the root down."""
    inputs, work = {root: view.inputs(root)}, [root]
    while work:
        below = {a: view.inputs(a) for a in inputs[work.pop()] if a not in inputs}
        inputs.update(below)
        work.extend(below)
    return inputs


def _exact_numbers(tape: Tape, numbers: list[bool]) -> list[Any]:
    """Return the rational number that each slot is by arithmetic of short literals, else None."""
    found: list[Any] = []
    for slot, number in enumerate(numbers):
        row, value = tape.operations[slot], None
        if number and row is CONSTANT:
            value = tape.attributes[slot]
        elif number and row.numerics.exact and (row.laws.linear or row.laws.monomial):
            xs = [found[a] for a in tape.arguments[slot]]
            value = None if None in xs else row.numerics.exact(*xs)
        short = value is not None and max(abs(value.numerator), value.denominator).bit_length() <= MAX_BITS
        found.append(value if short else None)
    return found
