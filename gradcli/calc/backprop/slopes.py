"""Local derivatives: a row's rule for a gradient of 1, as a slot of the tape and as a formula in the arguments."""


from typing import TypeAlias

from gradcli.algebra.canonical import canonical
from gradcli.core.facets import Rational
from gradcli.core.primitive import CONSTANT, VARIABLE, Primitive
from gradcli.core.tape import Attribute, Tape
from gradcli.domains.float64 import nearest_double, run
from gradcli.engine.passes import eliminate_dead_code, expand_hidden
from gradcli.engine.rules import compile_rule, splice
from gradcli.errors import GradcliError
from gradcli.syntax.nodes import Apply, Node, Number

Numbers: TypeAlias = "tuple[Rational | None, ...]"
MAX_ARGUMENTS = 8  # up to which the formula of a local derivative is readable
TOLERANCE = 1e-12  # relative difference from the number beside it up to which a formula is shown


class Slope:
    """The formula of a local derivative over placeholders for the arguments."""

    def __init__(self, tape: Tape, root: int) -> None:
        self.tape, self.root = tape, root

    def gives(self, number: float, xs: list[float]) -> bool:
        """Return whether the value of the formula at `xs` is `number`, but for rounding."""
        row, attribute = self.tape.operations[self.root], self.tape.attributes[self.root]
        if row is VARIABLE:  # as for most
            value = xs[int(attribute)]
        elif row is CONSTANT:
            value = nearest_double(attribute)
        else:
            value = run(self.tape, {str(place): x for place, x in enumerate(xs)})[self.root]
        return value == number or abs(value - number) <= TOLERANCE * abs(number) or value != value and number != number

    def formula(self, names: list[Node]) -> Node:
        """Return the AST over the names of the arguments."""
        if self.tape.operations[self.root] is VARIABLE:
            return names[int(self.tape.attributes[self.root])]
        asts: list[Node] = []
        for row, arguments, attribute, _ in self.tape:
            asts.append(names[int(attribute)] if row is VARIABLE else Number(attribute) if row is CONSTANT else
                        Apply(row, tuple([asts[a] for a in arguments])))
        return asts[self.root]


class Slopes:
    """A cache of formulas of local derivatives; with `decimals`, numbers are written as decimals."""

    def __init__(self, decimals: bool) -> None:
        self.decimals = decimals
        self._known: dict[tuple[Primitive, int, Attribute, Numbers], Slope | None] = {}

    def of(self, row: Primitive, place: int, attribute: Attribute, numbers: Numbers) -> Slope | None:
        """Return the derivative of `row` along an argument; `numbers` has the exact number of each argument, or None."""
        key = row, place, attribute, numbers
        if len(numbers) > MAX_ARGUMENTS:
            return None
        if key not in self._known:
            try:
                self._known[key] = self._make(row, place, attribute, numbers)
            except GradcliError:  # too long, or without a rule
                self._known[key] = None
        return self._known[key]

    def _make(self, row: Primitive, place: int, attribute: Attribute, numbers: Numbers) -> Slope:
        tape = Tape()
        arguments = [tape.variable(str(i)) if number is None else tape.constant(number) for i, number in enumerate(numbers)]
        node, one = tape.emit(row, tuple(arguments), attribute), tape.constant(1)
        value, _ = append_local_derivative(tape, one, node, place)
        if value in arguments or value == one:
            return Slope(tape, value)
        longer, moved = expand_hidden(tape)
        formula, (root,) = canonical(longer, [moved[value]], self.decimals)
        live, kept = eliminate_dead_code(formula, [root])
        return Slope(live, kept[root])


def append_local_derivative(tape: Tape, one: int, slot: int, place: int) -> tuple[int, int | None]:
    """Append a local derivative, the row's rule for a gradient of 1; return its slot, and that of its mask."""
    arguments = tape.arguments[slot]
    rule = compile_rule(tape.operations[slot], place, len(arguments), tape.attributes[slot], True)
    assert rule is not None
    slots = splice(tape, rule, [one, slot, *arguments], tape.spans[slot])
    return slots[rule.value], None if rule.mask is None else slots[rule.mask]
