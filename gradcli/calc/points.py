"""What is computed for each row of a table: one tape, prepared once, for as many points as come.

Comes in: a question whose free names are columns. Goes out: rows of results, the same doubles as single answers.
"""

import math
from collections.abc import Sequence

from gradcli.analysis.high_order import HighOrder
from gradcli.calc.question import Question
from gradcli.core.primitive import CONSTANT, VARIABLE
from gradcli.domains.float64 import rounded, run
from gradcli.engine.codegen import Block, Row, generated
from gradcli.engine.passes import optimize

FEW = 100  # rows below which generating code costs more than it saves
LONG = 20_000  # operations above which a row is best run slot by slot, whatever the number of rows


class Rows:
    """`inputs` are the names of the columns that are needed. Where the value is nan, all results of the row are."""

    def __init__(self, question: Question) -> None:
        self.inputs = question.free
        self.fixed = {name: question.at[name] for name in question.variables if name in question.given}

    def at(self, point: Row) -> dict[str, float]:
        """The double of each variable, from those of the inputs."""
        return {**self.fixed, **dict(zip(self.inputs, point, strict=True))}

    def row(self, point: Row) -> Row:
        """The results of one row."""
        raise NotImplementedError

    def block(self, columns: Sequence[Sequence[float]], count: int) -> list[Row]:
        """The results of `count` rows, from a column for each of the inputs."""
        if not self.inputs:
            return [self.row(())] * count
        return [self.row(point) for point in zip(*columns, strict=True)]


class Gradients(Rows):
    """The value and the partials along `wrt`; the tape is there for domains that take whole columns."""

    def __init__(self, question: Question, wrt: Sequence[str]) -> None:
        super().__init__(question)
        variables = question.variables
        tape, root, adjoints = question.swept(wrt)
        zero = tape.constant(0)
        self.tape, self.results = optimize(tape, [root, *(adjoints.get(variables[name], zero) for name in wrt)])
        slots = {self.tape.attributes[slot]: slot for slot, row in enumerate(self.tape.operations) if row is VARIABLE}
        self.slots = [slots[name] for name in self.inputs]
        self.seen = 0
        self.generated: Block | None = None

    def leaf(self, slot: int) -> float:
        """The double of a leaf that is no input."""
        attribute = self.tape.attributes[slot]
        return rounded(attribute) if self.tape.operations[slot] is CONSTANT else self.fixed[attribute]

    def block(self, columns: Sequence[Sequence[float]], count: int) -> list[Row]:
        self.seen += count
        if not self.inputs or self.seen < FEW or len(self.tape) > LONG:
            return super().block(columns, count)
        if self.generated is None:
            self.generated = generated(self.tape, self.slots, self.results, self.leaf, self.row)
        return self.generated(columns)

    def row(self, point: Row) -> Row:
        values = run(self.tape, self.at(point))
        if values[self.results[0]] != values[self.results[0]]:
            return (math.nan,) * len(self.results)
        return tuple(values[slot] for slot in self.results)


class Derivatives(Rows):
    """The derivatives along each of `orders`, the longest of which begins with all the others."""

    def __init__(self, question: Question, orders: Sequence[tuple[str, ...]]) -> None:
        super().__init__(question)
        self.sweeps = HighOrder(question.lowered, orders)

    def row(self, point: Row) -> Row:
        return tuple(each.number for each in self.sweeps.at(self.at(point)))
