"""The rows of a table's answers along a direction: those of eval and nth, the same doubles as single answers."""

from collections.abc import Sequence

from gradcli.calc.along import evaluate_along
from gradcli.calc.direction import Direction, Line
from gradcli.calc.numbers import Numbers
from gradcli.calc.question import Question
from gradcli.calc.tables.points import SingleRows, Table, TapeRows, derivative_table
from gradcli.engine.passes import HashConsedTape, append_copy
from gradcli.report.base import DIRECTION, Number, label


def value_table_along(direction: Direction, wrt: Sequence[str] | None, questions: Sequence[Question],
                      numbers: Numbers) -> Table:
    """Return the value, the partials along `wrt`, by default along all variables, and the derivative along the direction."""
    question, = questions
    names = list(question.variables if wrt is None else wrt)
    labels = [label([]), *(label([name]) for name in names), label([DIRECTION])]

    def answer(questions: Sequence[Question]) -> list[Number]:
        found = evaluate_along(questions[0], names, direction, numbers)
        return [found.value, *found.partials.values(), found.along]

    if not numbers.rounded:
        return Table(SingleRows(questions, answer), labels)
    line, tape = Line(question, direction), HashConsedTape()
    slots: list[int | None] = []
    for each, along in (question, names), (line, [DIRECTION]):
        sweep = each.sweep(along)
        moved = append_copy(sweep.tape, tape)
        found = [sweep.adjoints.get(each.variables.get(name, -1)) for name in along]
        slots += [] if slots else [moved[sweep.root]]
        slots += [None if slot is None else moved[slot] for slot in found]
    return Table(TapeRows([question, line], answer, tape, slots), labels)


def derivative_table_along(direction: Direction, order: int, every: bool, questions: Sequence[Question],
                           numbers: Numbers) -> Table:
    """Return the derivative of an order along the direction, or `every` order up to it."""
    question, = questions
    return derivative_table(lambda _: [DIRECTION] * order, every, [Line(question, direction)], numbers)
