"""The rows of a table's answer: one tape, prepared once, for any number of points.

Comes in: questions whose free names are columns. Goes out: rows of results, the same doubles as single answers.
"""

import math
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations_with_replacement, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from gradcli.analysis.high_order import HighOrder
from gradcli.analysis.ranges import leave_range
from gradcli.calc.derivatives import derivatives
from gradcli.calc.matrices import hessian, jacobian, names_of_all
from gradcli.calc.numbers import Numbers
from gradcli.calc.question import Question, orders_of
from gradcli.calc.values import evaluate
from gradcli.core.primitive import CONSTANT, VARIABLE
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import nearest_double, run
from gradcli.engine.codegen import MAX_COMPILED, Block, Row, generate
from gradcli.engine.forward import append_second_derivatives
from gradcli.engine.passes import HashConsedTape, append_copy, optimize
from gradcli.engine.work import check_order
from gradcli.ops import SELECT
from gradcli.report.base import Number, label

if TYPE_CHECKING:
    from gradcli.calc.tables.traced import TracedRows

MIN_COMPILED_ROWS = 100  # rows up to which generating code takes longer than it saves
TESTED = 50  # rows at which a trace is tested
TRIED = sys.maxsize // 2  # more rows than any table has, for their number once a trace has been tried
Answer = Callable[[Sequence[Question]], Sequence[Number]]


class Rows:
    """The rows of an answer: `inputs` are the names of the columns used, `answer` answers single points.

    Where the first result of a row is nan, all are.
    """

    def __init__(self, questions: Sequence[Question], answer: Answer) -> None:
        self.questions, self.answer = questions, answer
        self.inputs = list(dict.fromkeys(name for question in questions for name in question.free))
        self.fixed = {name: question.at[name] for question in questions for name in question.variables
                      if name in question.given}

    def at(self, point: Row) -> dict[str, float]:
        """Return the double of each variable, from those of the inputs."""
        return {**self.fixed, **dict(zip(self.inputs, point, strict=True))}

    def single(self, texts: Iterable[str]) -> tuple[Any, ...]:
        """Return the answer at a single point, whose numbers are given as texts."""
        bound = dict(zip(self.inputs, texts, strict=True))
        return tuple(self.answer([question.at_point(bound) for question in self.questions]))

    def row(self, point: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the results of one row."""
        raise NotImplementedError

    def as_tape_rows(self, columns: Sequence[Any], count: int) -> "TapeRows | None":
        """Return these rows as TapeRows, if that is possible for `count` rows more."""
        return None

    def block(self, columns: Sequence[Sequence[float]], count: int) -> list[Row]:
        """Return the results of `count` rows, from a column for each of the inputs."""
        if not self.inputs:
            return [self.row(())] * count
        return [self.row(point) for point in zip(*columns, strict=True)]


class Table(NamedTuple):
    """The rows of a table's answer, and the names of their results; a result without a name is not written."""

    rows: Rows
    names: list[str]


class SingleRows(Rows):
    """Rows that are answered one by one as single points; a point is the texts of its numbers."""

    def row(self, point: tuple[str, ...]) -> tuple[Number, ...]:
        return self.single(point)


class TapeRows(Rows):
    """Rows of slots of a tape, 0 for None; domains may run the tape over whole columns.

    A row that depends on very large or small numbers, or whose derivatives the sweep does not find, is answered as a single
    point. The results begin at `offset`.
    """

    offset = 0

    def __init__(self, questions: Sequence[Question], answer: Answer, tape: Tape, slots: Sequence[int | None]) -> None:
        super().__init__(questions, answer)
        zero = tape.constant(0)
        self.tape, self.results = optimize(tape, [zero if slot is None else slot for slot in slots])
        places = {self.tape.attributes[slot]: slot for slot, row in enumerate(self.tape.operations) if row is VARIABLE}
        self.slots = [places[name] for name in self.inputs]
        self.seen = 0
        self.compute_block: Block | None = None

    def as_tape_rows(self, columns: Sequence[Any], count: int) -> "TapeRows | None":
        """Return these rows, or None if the tape is too long."""
        return self if len(self.tape) <= MAX_COMPILED else None

    def leaf(self, slot: int) -> float:
        """Return the double of a leaf that is not an input."""
        attribute = self.tape.attributes[slot]
        return nearest_double(attribute) if self.tape.operations[slot] is CONSTANT else self.fixed[attribute]

    def block(self, columns: Sequence[Sequence[float]], count: int) -> list[Row]:
        self.seen += count
        if not self.inputs or self.seen < MIN_COMPILED_ROWS or len(self.tape) > MAX_COMPILED:
            return super().block(columns, count)
        if self.compute_block is None:
            self.compute_block = generate(self.tape, self.slots, self.results, self.leaf, self.row)
        return self.compute_block(columns)

    def row(self, point: Row) -> Row:
        values = run(self.tape, self.at(point))
        found = tuple(values[slot] for slot in self.results)
        exists = found[0] == found[0]
        if leave_range(self.tape, values, self.results) or exists and any(map(math.isnan, found)):
            return self.single(map(repr, point))
        return found if exists else (math.nan,) * len(found)


class SeriesRows(Rows):
    """Rows of the derivatives along each of `orders`, which are prefixes of the longest.

    The recurrences of the series are traced at one row, and run as a tape at rows with the same decisions.
    """

    def __init__(self, question: Question, answer: Answer, orders: Sequence[tuple[str, ...]]) -> None:
        super().__init__([question], answer)
        check_order(question.lowered, orders[-1], question.limit)
        known = [names for names in orders if question.variables.keys() >= set(names)]
        self.zeros = (0.0,) * (len(orders) - len(known))  # along names that do not occur
        self.sweeps = HighOrder(question.lowered, known) if known else None
        self.seen = 0
        self.traced: TracedRows | None = None

    def row(self, point: Row) -> Row:
        if self.sweeps is None:
            return self.zeros
        sweeps, at = self.sweeps, self.at(point)
        values = run(sweeps.tape, at)
        swept = [sweeps.root, *sweeps.adjoints.values(), *(() if sweeps.second is None else (sweeps.second,))]
        if not leave_range(sweeps.tape, values, swept):
            found = [each.number for each in sweeps.estimates(at, values)]
            if values[sweeps.root] != values[sweeps.root] or not any(map(math.isnan, found)):
                return *found, *self.zeros
        return self.single(map(repr, point))

    def as_tape_rows(self, columns: Sequence[Any], count: int) -> TapeRows | None:
        """Return these rows as TapeRows once there are many; None if that is not possible."""
        self.seen += count
        if MIN_COMPILED_ROWS <= self.seen < TRIED and self.inputs and self.sweeps and len(self.sweeps.names) > 1:
            from gradcli.calc.tables.traced import trace_series

            rows = islice(zip(*columns, strict=True), TESTED)
            self.traced, self.seen = trace_series(self, [tuple(map(float, row)) for row in rows]), TRIED
        return self.traced

    def block(self, columns: Sequence[Sequence[float]], count: int) -> list[Row]:
        traced = self.as_tape_rows(columns, count)
        return super().block(columns, count) if traced is None else [row[1:-1] for row in traced.block(columns, count)]


def value_table(wrt: Sequence[str] | None, questions: Sequence[Question], numbers: Numbers) -> Table:
    """Return the value, and the partials along `wrt`, by default along all variables."""
    question, = questions
    return _gradient_table(question, list(question.variables if wrt is None else wrt), numbers,
                           label([]))


def gradient_table(wrt: Sequence[str] | None, questions: Sequence[Question], numbers: Numbers) -> Table:
    """Return the partials along `wrt`, by default along all variables that are columns."""
    question, = questions
    return _gradient_table(question, question.resolve_wrt(wrt), numbers, "")


def _gradient_table(question: Question, names: Sequence[str], numbers: Numbers, value: str) -> Table:
    def answer(questions: Sequence[Question]) -> list[Number]:
        found = evaluate(questions[0], names, numbers)
        return [found.value, *found.partials.values()]

    return Table(gradient_rows(question, names, answer) if numbers.rounded else SingleRows([question], answer),
                 [value, *(label([name]) for name in names)])


def gradient_rows(question: Question, names: Sequence[str], answer: Answer) -> TapeRows:
    """Return rows of the value and the partials."""
    tape, root, adjoints = question.sweep(names)
    return TapeRows([question], answer, tape, [root, *(adjoints.get(question.variables.get(name, -1)) for name in names)])


def hessian_table(wrt: Sequence[str] | None, questions: Sequence[Question], numbers: Numbers) -> Table:
    """Return the second derivatives along each pair of `wrt`, by default of all variables that are columns."""
    question, = questions
    names = question.resolve_wrt(wrt)
    pairs = list(combinations_with_replacement(range(len(names)), 2))

    def answer(questions: Sequence[Question]) -> list[Number]:
        found = hessian(questions[0], names, numbers).hessian
        return [0.0, *(found[i][j] for i, j in pairs)]

    return Table(_hessian_rows(question, names, pairs, answer) if numbers.rounded else SingleRows(questions, answer),
                 ["", *(label([names[i], names[j]]) for i, j in pairs)])


def _hessian_rows(question: Question, names: Sequence[str], pairs: Sequence[tuple[int, int]], answer: Answer) -> TapeRows:
    tape, root, adjoints = question.sweep(names)
    leaves = [question.variables.get(name, -1) for name in names]
    seconds, slopes = append_second_derivatives(tape, adjoints, leaves), [adjoints.get(leaf) for leaf in leaves]
    return TapeRows([question], answer, tape, [root, *(
        _unless_nan(tape, seconds.get((leaves[i], leaves[j])), {slopes[i], slopes[j]}) for i, j in pairs)])


def jacobian_table(wrt: Sequence[str] | None, questions: Sequence[Question], numbers: Numbers) -> Table:
    """Return the partials of each expression along `wrt`, by default along all variables that are columns."""
    names = names_of_all(questions, wrt)

    def answer(questions: Sequence[Question]) -> list[Number]:
        return [0.0, *(entry for row in jacobian(questions, names, numbers).jacobian for entry in row)]

    return Table(_jacobian_rows(questions, names, answer) if numbers.rounded else SingleRows(questions, answer),
                 ["", *(f"df{i}/d{name}" for i in range(1, len(questions) + 1) for name in names)])


def _jacobian_rows(questions: Sequence[Question], names: Sequence[str], answer: Answer) -> TapeRows:
    """Return rows of all partials, from one tape that all expressions share."""
    tape, slots = HashConsedTape(), list[int | None]()
    for question in questions:
        known = [name for name in names if name in question.variables]
        sweep = question.sweep(known)
        moved = append_copy(sweep.tape, tape)
        for name in names:
            slot = sweep.adjoints.get(question.variables[name], -1) if name in known else -1
            partial = None if slot < 0 else moved[slot]
            slots.append(_unless_nan(tape, partial, {moved[sweep.root]}) if name in known else None)
    return TapeRows(questions, answer, tape, [tape.constant(0), *slots])


def _unless_nan(tape: Tape, slot: int | None, others: set[int | None]) -> int:
    """Extend `tape` by a slot (0 for None) that is nan where one of `others` is."""
    found = Ref(tape, tape.constant(0) if slot is None else slot)
    for other in others:
        if other is None or other == slot:
            continue
        ref = Ref(tape, other)
        found = found.apply(SELECT, ref == ref, found, ref)
    return found.slot


def derivative_table(along: Callable[[Question], Sequence[str]], every: bool, questions: Sequence[Question],
                     numbers: Numbers) -> Table:
    """Return the derivative `along` some names, or `every` order up to it."""
    question, = questions
    names = along(question)
    orders = orders_of(names, every)

    def answer(questions: Sequence[Question]) -> list[Number]:
        reports = derivatives(questions[0], names, every, False, numbers)
        return [each.value for each in reports if each.value is not None]

    return Table(SeriesRows(question, answer, orders) if numbers.rounded else SingleRows(questions, answer),
                 [label(each) for each in orders])
