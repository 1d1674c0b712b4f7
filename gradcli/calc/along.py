"""Directional derivatives: of any order, and the products of a Hessian and of a Jacobian with a direction."""

from collections.abc import Mapping, Sequence
from typing import Any

from gradcli.calc.derivatives import derivatives
from gradcli.calc.direction import Direction, Line
from gradcli.calc.formulas import Formulas
from gradcli.calc.matrices import names_of_all, second_numbers, unused_in_all
from gradcli.calc.numbers import FLOAT64, Numbers, numbers_at
from gradcli.calc.question import Question
from gradcli.calc.values import evaluate
from gradcli.core.tape import Tape
from gradcli.engine.forward import forward
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError
from gradcli.report.base import DIRECTION, Number, Warning, label
from gradcli.report.directions import Along, DerivativeAlong, HessianAlong, JacobianAlong


def evaluate_along(question: Question, wrt: Sequence[str] | None, direction: Direction,
                   numbers: Numbers = FLOAT64) -> Along:
    """Return the value, the partial derivatives, and the derivative along a direction."""
    found = evaluate(question, wrt, numbers)
    (along,), warnings = _slopes(_line(question, direction, numbers), numbers)
    return Along(found.expression, found.at, found.value, found.grad_fn, found.partials, direction.at(numbers),
                 direction.unit, along, found.warnings + warnings, question)


def _line(question: Question, direction: Direction, numbers: Any) -> Line:
    """Return the question along the line. Raises GradcliError where its length has no exact value."""
    if direction.unit and not numbers.rounded:
        tape, domain = Tape(), numbers.make("")
        length = direction.append_length(tape, direction.append(tape))
        try:
            domain.run(tape, {}, [length])
        except GradcliError as error:
            raise GradcliError("the length of the direction has no exact value", code=error.code,
                               help="leave out --unit or --exact, or take --digits N") from None
    return Line(question, direction)


def _slopes(line: Line, numbers: Numbers) -> tuple[list[Any], list[Warning]]:
    """Return the derivative along a line, with the warnings about it."""
    sweep = line.sweep([DIRECTION])
    slot = sweep.adjoints.get(line.variables.get(DIRECTION, -1))
    labels = {} if slot is None else {slot: label([DIRECTION])}
    found, warnings, _ = numbers_at(line, sweep, [slot], numbers, labels)
    return found, warnings


def derivatives_along(question: Question, direction: Direction, order: int, every: bool, formulas: bool,
                      numbers: Numbers = FLOAT64) -> list[DerivativeAlong]:
    """Return the derivative of an order along a direction, with `every` those of all orders from 0 on.

    Each is a number if all is bound, else a formula; with `formulas` both, unless the formula is beyond the limit.
    """
    orders = range(0 if every else order, order + 1)
    written: list[Any] = [None] * len(orders)
    if formulas or question.free:
        try:
            written = _formulas(question, direction, order)[orders.start:]
        except GradcliError as error:
            if question.free or error.code != 1:
                raise
    at: Mapping[str, Number] | None = question.at or None
    values: list[tuple[Number | None, list[Warning]]] = [(None, question.unused())] * len(orders)
    if not question.free:
        at = numbers.at(question)
        values = [(each.value, each.warnings) for each in
                  derivatives(_line(question, direction, numbers), [DIRECTION] * order, every, False, numbers)]
    components = direction.at(numbers)
    return [DerivativeAlong(question.source, components, direction.unit, k, formula, at, value, warnings, question)
            for k, formula, (value, warnings) in zip(orders, written, values, strict=True)]


def _formulas(question: Question, direction: Direction, order: int) -> list[Any]:
    """Return the ASTs of the derivatives of order 0 to `order` along a direction."""
    formulas = Formulas(question, [*direction.components])
    found = [formulas.formula()]
    for _ in range(order):
        tape, root = formulas.tape, formulas.root
        tangent = forward(tape, [root], _seeds(formulas, direction)).get(root)
        formulas.tape, (formulas.root,) = formulas.simplify(tape, [tape.constant(0) if tangent is None else tangent])
        found.append(formulas.formula())
    return found


def _seeds(formulas: Formulas, direction: Direction) -> dict[int, int]:
    """Append the direction to the tape of formulas; return the slot of each component by that of its variable."""
    components = direction.append_divided(formulas.tape)
    return dict(zip(formulas.slots([*components]), components.values(), strict=True))


def hessian_along(question: Question, wrt: Sequence[str] | None, direction: Direction,
                  numbers: Numbers = FLOAT64) -> HessianAlong:
    """Return the product of the Hessian and a direction, by a forward sweep over a reverse sweep."""
    names = question.resolve_wrt(wrt)
    if question.free:
        formulas = Formulas(question, [*names, *direction.components])
        tape, slots = formulas.tape, formulas.slots(names)
        adjoints = reverse(tape, formulas.root, slots)
        tangents = forward(tape, list(adjoints.values()), _seeds(formulas, direction))
        written = formulas.write_asts([tangents.get(adjoints.get(slot, -1)) for slot in slots])
        return HessianAlong(question.source, direction.at(numbers), direction.unit, question.at or None,
                            dict(zip(names, written, strict=True)), question.unused())
    question.point()
    line = _line(question, direction, numbers)
    known = [name for name in names if name in question.variables and DIRECTION in line.variables]
    sweep = line.sweep([*known, DIRECTION])
    slopes = {name: sweep.adjoints[line.variables[name]] for name in known if line.variables[name] in sweep.adjoints}
    seeds = {line.variables[DIRECTION]: sweep.tape.constant(1)} if known else {}
    bent = forward(sweep.tape, list(slopes.values()), seeds)
    seconds = {(name, DIRECTION): bent[slot] for name, slot in slopes.items() if slot in bent}
    entries, _, warnings = second_numbers(line, sweep, seconds, [(name, DIRECTION) for name in names], numbers)
    return HessianAlong(question.source, direction.at(numbers), direction.unit, numbers.at(question),
                        {name: entries[name, DIRECTION] for name in names}, numbers.binding_warnings(line) + warnings)


def jacobian_along(questions: Sequence[Question], direction: Direction, numbers: Numbers = FLOAT64) -> JacobianAlong:
    """Return the product of the Jacobian and a direction: the derivative of each expression along it."""
    names_of_all(questions, None)  # raises if there is no variable
    along: list[Any] = []
    warnings: list[Warning] = []
    formulas = any(question.free for question in questions)
    for question in questions:
        if formulas:
            along.append(_formulas(question, direction, 1)[1])
        else:
            found, about = _slopes(_line(question, direction, numbers), numbers)
            along += found
            warnings += [each for each in numbers.binding_warnings(question) if each not in question.unused()] + about
    at = questions[0].at or None if formulas else numbers.at(questions[0])
    return JacobianAlong(tuple(question.source for question in questions), direction.at(numbers), direction.unit, at, along,
                         warnings + unused_in_all(questions))
