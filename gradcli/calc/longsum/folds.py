"""A sum over an index as a table: its terms differ only in the number that the index has.

Comes in: a question. Goes out: the terms of the only sum in it, as those of a sum that is written out, or None.
"""

from collections.abc import Sequence
from typing import NamedTuple

from gradcli.calc.longsum.shapes import MIN_TERMS
from gradcli.calc.question import Question
from gradcli.core.primitive import CONSTANT, VARIABLE
from gradcli.core.tape import Tape
from gradcli.engine.lower import lower
from gradcli.engine.passes import WHOLE
from gradcli.engine.unfold import find_range
from gradcli.ops import ADD
from gradcli.syntax.folds import JOINS
from gradcli.syntax.nodes import Fold
from gradcli.syntax.parser import parse


class FoldShape(NamedTuple):
    """The terms of a sum over an index: their text, the `name` of the index and its `values`, which are the only column."""

    text: str
    name: str
    values: range

    @property
    def size(self) -> int:
        return len(self.values)

    @property
    def columns(self) -> list[range]:
        return [self.values]

    def at(self, row: int) -> str:
        """Return the text of a term, with its sign."""
        value = self.values[row]
        return f"+ sum({self.text}, {self.name}, {value}, {value})"

    def constants(self, tape: Tape) -> dict[int, Sequence[float]]:
        """Return the column of the index, by its slots on the tape of the first term: those that differ in the next."""
        names = [name for name, row in zip(tape.attributes, tape.operations, strict=True) if row is VARIABLE]
        following = lower(parse(f"{names[0]} {self.at(1)}"), names=names).tape
        slots = [slot for slot, row in enumerate(tape.operations) if row is CONSTANT
                 and tape.attributes[slot] != following.attributes[slot]]
        return dict.fromkeys(slots, list(map(float, self.values)))


class FoldTerms(NamedTuple):
    """The terms of a sum over an index, as Terms; `first` and `last` are the texts of its bounds."""

    shapes: list[FoldShape]
    order: Sequence[int]
    head: str
    tail: str
    first: str
    last: str

    def short(self) -> tuple[str, int]:
        """Return the text with the first two terms alone, and their number; all names in it are kept."""
        shape, = self.shapes
        return (f"{self.head}sum({shape.text}, {shape.name}, {self.first}, ({self.last}) - {shape.size - 2}){self.tail}", 2)


def find_fold(question: Question) -> FoldTerms | None:
    """Return the terms of the only sum over an index in an expression without definitions, if it is long, else None."""
    program, source = question.parsed, question.source
    found = [head for head, _, _ in program.code if isinstance(head, Fold)]
    if len(found) != 1 or program.definitions or JOINS[found[0].name] is not ADD:
        return None
    fold, = found
    values = find_range(program, fold, question.given, question.limit)
    if len(fold.code) < 2 or any(isinstance(head, Fold) for head, _, _ in fold.code) or fold.span is None or not (
            MIN_TERMS <= values.stop - values.start <= question.limit and -WHOLE < values.start and values.stop < WHOLE):
        return None
    body, name, first, last = (source[begin:end].strip() for begin, end in fold.parts)
    begin, end = fold.span
    shape = FoldShape(body, name, values)
    return FoldTerms([shape], [0] * shape.size, f"{source[:begin]}(", f"){source[end:]}", first, last)
