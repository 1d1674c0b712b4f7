"""The value and the gradient of a long sum whose terms are alike but for their numbers, computed as tables.

Comes in: a question. Goes out: the answer that its own tape would give, to the last bit, where nothing is to be warned of
but bindings; else None. What is lowered and swept is a term of each shape.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, repeat
from math import isfinite
from typing import Any

from gradcli.calc.question import Question
from gradcli.calc.recording import Recording
from gradcli.calc.statuses import TRUSTED
from gradcli.calc.tables import Table, Unlike, table
from gradcli.engine.rounding import UNIT
from gradcli.errors import GradcliError
from gradcli.report import Answer
from gradcli.syntax.terms import Terms, like_terms


def summed(question: Question, wrt: Sequence[str] | None) -> Answer | None:
    """The answer where the expression is a sum of like terms."""
    terms = like_terms(question.source) if len(question.source) <= question.limit else None
    if terms is None:
        return None
    try:
        return _answer(question, terms, wrt)
    except (GradcliError, Unlike):  # the tape of the whole knows the place of a mistake, and the words of a warning
        return None


def _answer(question: Question, terms: Terms, wrt: Sequence[str] | None) -> Answer:
    shapes, order = terms
    if not shapes[0].columns:  # it may be a name alone, which the sweep meets before all other terms if it is the first
        raise Unlike
    last = order[-1]  # it ends the short sum too, whose root is then the same operation
    sample = [shape.at(0) for shape in shapes] + [shapes[last].at(-1)] * (order.count(last) > 1)
    short = Question(" ".join(sample), question.given, question.limit)
    at = short.point()
    wanted = list(short.variables) if wrt is None else short.checked(wrt)
    tables = [table(shape, at, wanted) for shape in shapes]
    value = _folded(_merged(order, [each.terms for each in tables]), "", tables)
    partials = {}
    for name in wanted:  # the sweep comes to the last term first
        rows = [zip(*map(reversed, each.partials[name]), strict=True) if name in each.partials else repeat(())
                for each in tables]
        partials[name] = _folded(chain.from_iterable(_merged(order[::-1], rows)), name, tables)
    grad_fn = Recording(short.lowered.tape).grad_fn(short.lowered.root)
    return Answer(question.source, at or None, value, grad_fn, partials, short.remarks())


def _merged(order: Sequence[int], parts: Iterable[Iterable[Any]]) -> Iterator[Any]:
    """What the parts hold, each in its own order, in that of the whole."""
    return map(next, map(list(map(iter, parts)).__getitem__, order))


def _folded(numbers: Iterable[float], name: str, tables: Sequence[Table]) -> float:
    """The sum from left to right; 0 of nothing. Raises Unlike where too few of its digits can be trusted."""
    totals = list(accumulate(numbers)) or [0.0]
    error = sum(each.errors.get(name, 0.0) for each in tables) + len(totals) * max(map(abs, totals))
    if not (isfinite(totals[-1]) and error * UNIT <= TRUSTED * abs(totals[-1])):
        raise Unlike
    return totals[-1]
