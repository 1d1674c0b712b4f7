"""Several expressions as one question: their sum, each times its weight; `roots` are their slots on its tape.

The gradient of that is the product of the weights and the Jacobian. Divergence and curl are sums of entries of the Jacobian,
which are made on the same tape, so that digits that are lost in them are found, and exact and proven numbers stay so.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, reduce
from itertools import product
from operator import add
from typing import Any

from gradcli.calc.formulas import Formulas
from gradcli.calc.matrices import jacobian, names_of_all, unused_in_all
from gradcli.calc.numbers import FLOAT64, Numbers, is_nan, is_rounded, numbers_at
from gradcli.calc.question import Question
from gradcli.calc.totals import Entry, Matrix, curl, trace
from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import run
from gradcli.engine.lower import Lowered, lower
from gradcli.engine.passes import HashConsedTape, append_copy
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError
from gradcli.report.base import Number, Warning
from gradcli.report.directions import JacobianWeighted
from gradcli.report.matrices import CURL, DIVERGENCE, Jacobian
from gradcli.syntax.nodes import Program

FIELDS: Mapping[str, Callable[[Matrix], list[Entry | None]]] = {DIVERGENCE: lambda matrix: [trace(matrix)], CURL: curl}
AXES = "xyz"  # of the curl, whatever the variables are called


class System(Question):
    """Expressions with the same bindings; their texts are lines of one."""

    def __init__(self, questions: Sequence[Question], weights: Sequence[Program] = ()) -> None:
        first = questions[0]
        super().__init__("\n".join(question.source for question in questions), first.given, first.limit, first.columns,
                         first.wrt)
        self.questions, self.weights = questions, weights
        self.roots: list[int] = []

    @property
    def programs(self) -> list[Program]:
        return [*(question.program for question in self.questions), *self.weights]

    def unused(self) -> list[Warning]:
        return unused_in_all(self.questions)

    def check_formula(self) -> None:
        for question in self.questions:
            question.check_formula()

    @cached_property
    def lowered(self) -> Lowered:
        return self._join([question.lowered for question in self.questions])

    def substituted(self, programs: Mapping[str, Program]) -> Lowered:
        return self._join([question.substituted(programs) for question in self.questions])

    def _join(self, parts: Sequence[Lowered]) -> Lowered:
        """Return one tape of several, with the spans of the joined text."""
        tape, variables, place = Tape(), dict[str, int](), 0
        self.roots = []
        for question, part in zip(self.questions, parts, strict=True):
            moved: list[int] = []
            for row, arguments, attribute, span in part.tape:
                known = variables.get(attribute) if row is VARIABLE else None
                moved.append(tape.emit(row, tuple([moved[a] for a in arguments]), attribute, span and (
                    span[0] + place, span[1] + place)) if known is None else known)
            variables |= {name: moved[slot] for name, slot in part.variables.items()}
            self.roots.append(moved[part.root])
            place += len(question.source) + 1
        terms = [Ref(tape, root, tape.spans[root]) for root in self.roots]
        for i, weight in enumerate(map(lower, self.weights)):
            terms[i] = terms[i] * Ref(tape, append_copy(weight.tape, tape)[weight.root])
        for term in terms:
            term.span = None
        return Lowered(tape, reduce(add, terms).slot, variables)

    def own(self, warning: Warning) -> Warning:
        """Return a warning about the text of its own expression; without a place where it is about several."""
        if warning.span is None:
            return warning
        start, end = warning.span
        for question in self.questions:
            if end <= len(question.source):
                return warning._replace(span=(start, end), source=question.source)
            start, end = start - len(question.source) - 1, end - len(question.source) - 1
            if start < 0:
                break
        return warning._replace(span=None, source=None, expression=", ".join(each.source for each in self.questions))


def weighted(questions: Sequence[Question], weights: Sequence[Program], wrt: Sequence[str] | None = None,
             numbers: Numbers = FLOAT64) -> JacobianWeighted:
    """Return the product of weights, one for each expression, and the Jacobian: the gradient of the weighted sum."""
    if len(weights) != len(questions):
        raise GradcliError(f"--weights has {len(weights)} number{'s' * (len(weights) != 1)} for {len(questions)} "
                           f"expression{'s' * (len(questions) != 1)}", help="it has one for each")
    names, system = names_of_all(questions, wrt), System(questions, weights)
    written: list[Any]
    at: Mapping[str, Number] | None
    given: list[Any]
    if system.free:
        formulas = Formulas(system, names)
        slots = formulas.slots(names)
        adjoints = reverse(formulas.tape, formulas.root, slots)
        written, warnings = formulas.write_asts([adjoints.get(slot) for slot in slots]), system.unused()
        at = system.at or None
    else:
        system.point()
        sweep = system.sweep(names)
        partials = [sweep.adjoints.get(system.variables.get(name, -1)) for name in names]
        (_, *written), found, _ = numbers_at(system, sweep, [sweep.root, *partials], numbers)
        at, warnings = numbers.at(system), numbers.binding_warnings(system) + [system.own(each) for each in found]
    given = [program.source.strip() for program in weights] if not numbers.rounded else [
        run(constant.tape, {})[constant.root] for constant in map(lower, weights)]
    return JacobianWeighted(tuple(question.source for question in questions), tuple(names), at, given,
                            dict(zip(names, written, strict=True)), warnings)


def field(questions: Sequence[Question], kinds: Sequence[str], wrt: Sequence[str] | None = None,
          numbers: Numbers = FLOAT64) -> Jacobian:
    """Return the Jacobian with totals of it, those of `kinds`: div, curl."""
    names = names_of_all(questions, wrt)
    for kind in kinds:
        _check_field(kind, len(questions), names)
    if wrt is None and names != sorted(names):
        raise GradcliError(f"{kinds[0]} needs to know which variable belongs to which expression",
                           help=f"name them in that order, as in --wrt {','.join(sorted(names))}")
    found, system = jacobian(questions, names, numbers), System(questions)
    if system.free:
        formulas = Formulas(system, names)
        joined = system.substituted(formulas.early) if formulas.early else system.lowered
        formulas.tape, roots = formulas.simplify(joined.tape, system.roots)
        matrix = _matrix(formulas.tape, roots, formulas.slots(names))
        totals = _totals(kinds, _in_order(formulas, matrix))
        written = formulas.write_asts([None if total is None else total.slot for total in totals.values()])
        return found._replace(totals=dict(zip(totals, written, strict=True)))
    sweep = system.sweep(names)
    totals = _totals(kinds, _matrix(sweep.tape, system.roots, [system.variables.get(name, -1) for name in names]))
    slots = [None if total is None else total.slot for total in totals.values()]
    labels = {slot: name for name, slot in zip(totals, slots, strict=True) if slot is not None}
    values, warnings, _ = numbers_at(system, sweep, slots, numbers, labels)
    if any(map(is_nan, values)):
        values = list(_totals(kinds, _as_numbers(found)).values())
        values = [numbers.zero if value is None else value if isinstance(value, float) else str(value) for value in values]
    lost = [system.own(warning) for warning in warnings if warning.kind == "cancellation"]
    return found._replace(totals=dict(zip(totals, values, strict=True)), warnings=found.warnings + lost)


def _check_field(kind: str, count: int, names: Sequence[str]) -> None:
    """Raise GradcliError where there are not as many variables as expressions, of the curl three or two."""
    if len(names) != count or kind == CURL and count not in (2, 3):
        needed = "as many variables as expressions" if kind == DIVERGENCE else \
            "three expressions and three variables, or two of each"
        raise GradcliError(f"{kind} takes {needed}, not {count} expression{'s' * (count != 1)} and {len(names)} "
                           f"variable{'s' * (len(names) != 1)}", help="name the variables with --wrt, as in --wrt x,y,z")


def _matrix(tape: Tape, roots: Sequence[int], slots: Sequence[int]) -> list[list[Ref | None]]:
    """Append the Jacobian of some slots along others, -1 for a missing one; None is 0."""
    rows = []
    for root in roots:
        adjoints = reverse(tape, root, [slot for slot in slots if slot >= 0])
        rows.append([Ref(tape, adjoints[slot]) if slot in adjoints else None for slot in slots])
    return rows


def _in_order(formulas: Formulas, matrix: Sequence[Sequence[Ref | None]]) -> list[list[Ref | None]]:
    """Simplify the entries onto another tape, the diagonal first, which decides in what order a divergence has its terms."""
    size = len(matrix)
    places = sorted(product(range(size), range(size)), key=lambda place: place[0] != place[1])
    refs = {place: ref for place in places if (ref := matrix[place[0]][place[1]]) is not None}
    if not refs:
        return [[None] * size] * size
    tape, slots = formulas.simplify(formulas.tape, [ref.slot for ref in refs.values()])
    formulas.tape = HashConsedTape()
    found: dict[tuple[int, int], Ref] = {}
    for place, slot in zip(refs, slots, strict=True):
        live = {*tape.dependencies([slot])}
        found[place] = Ref(formulas.tape, append_copy(tape, formulas.tape, live=live)[slot])
    return [[found.get((i, j)) for j in range(size)] for i in range(size)]


def _totals(kinds: Sequence[str], matrix: Matrix) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind in kinds:
        totals = FIELDS[kind](matrix)
        found |= zip([f"{kind}_{axis}" for axis in AXES] if len(totals) > 1 else [kind], totals, strict=True)
    return found


def _as_numbers(found: Jacobian) -> list[list[Any]]:
    """Return a matrix of doubles or rationals; proven digits are no more proven in a sum, so that these are nan."""
    def convert(number: Number) -> Any:
        if isinstance(number, float):
            return number
        return math.nan if is_rounded(number) else Fraction(number)

    return [[convert(number) for number in row] for row in found.jacobian]


def labels_of(kind: str, count: int) -> list[str]:
    """Return the names of the results of div or curl for so many expressions."""
    return [f"{kind}_{axis}" for axis in AXES] if kind == CURL and count != 2 else [kind]
