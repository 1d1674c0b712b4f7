"""The value and the gradient of a long sum whose terms differ only in their numbers, computed as tables.

Comes in: a question. Goes out: the answer of its own tape, to the last bit, if it has no warnings but for bindings; else
None. Only a term of each shape, and the expression around the sum, are lowered and swept.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from math import isfinite
from typing import NamedTuple

from gradcli.analysis.diagnose import diagnose
from gradcli.analysis.evaluation import TRUSTED, Evaluation
from gradcli.analysis.rounding import UNIT, bounds
from gradcli.calc.longsum.columns import Table, fresh_name, table
from gradcli.calc.longsum.folds import FoldTerms, find_fold
from gradcli.calc.longsum.shapes import NotBatchable, Terms, find_homogeneous_sum
from gradcli.calc.question import Question
from gradcli.engine.torch_view import TorchView
from gradcli.errors import GradcliError
from gradcli.numeric.ieee import divide
from gradcli.report.values import Answer
from gradcli.syntax.bindings import bindings
from gradcli.syntax.nodes import Program
from gradcli.syntax.parser import is_latex


def answer_long_sum(question: Question, wrt: Sequence[str] | None) -> Answer | None:
    """Return the answer if the expression is a sum of like terms, else None."""
    if is_latex(question.source):
        return None
    try:
        terms = find_fold(question) if question.has_folds else find_homogeneous_sum(question.source)
        return None if terms is None else _answer(question, terms, wrt)
    except (GradcliError, NotBatchable):  # the tape of the whole has the place of a mistake, and the texts of warnings
        return None


class _Bounded(NamedTuple):
    """A number and a bound of its rounding error."""

    number: float
    error: float

    def trusted(self) -> float:
        """Return the number. Raises NotBatchable where it is not finite, or has lost digits."""
        if not (isfinite(self.number) and self.error <= TRUSTED * abs(self.number)):
            raise NotBatchable
        return self.number


def _answer(question: Question, terms: Terms | FoldTerms, wrt: Sequence[str] | None) -> Answer:
    shapes, order, head, tail = terms[:4]
    if not shapes[0].columns:  # it may be a name alone, which the sweep meets before all other terms if it is the first
        raise NotBatchable
    text, count = terms.short()
    short = Question(text, question.given, question.limit, wrt=wrt)
    if len(short.lowered.tape) * len(order) // count > question.limit:
        raise NotBatchable
    at = short.point()
    names = list(short.variables) if wrt is None else list(wrt)
    if not short.variables.keys() >= set(names):
        raise NotBatchable
    tables = [table(shape, at, names) for shape in shapes]
    following = [iter(each.terms).__next__ for each in tables]
    total = _sum_in_order([following[i]() for i in order], [each.errors[""] for each in tables])
    value, slope, others = _evaluate_around(head, tail, question.given, names, total)
    if slope.number != 1:
        tables = [table(shape, at, names, slope.number) for shape in shapes]
    inner = _partials(tables, order, slope)
    if not inner.keys().isdisjoint(others):  # contributions to a partial from both sides of the sum have another order
        raise NotBatchable
    found = inner | others
    partials = {name: found[name].trusted() if name in found else 0.0 for name in names}
    grad_fn = TorchView(short.lowered.tape).grad_fn(short.lowered.root)
    return Answer(question.source, at or None, value.trusted(), grad_fn, partials, short.binding_warnings(), question)


def _evaluate_around(head: str, tail: str, given: Mapping[str, Program], names: Sequence[str],
                     total: _Bounded) -> tuple[_Bounded, _Bounded, dict[str, _Bounded]]:
    """Return the value of the expression around a sum, its derivative along the sum, and its other partials."""
    name = fresh_name("sum", given)
    outer = Question(f"{head}{name}{tail}", {**given, **bindings([f"{name}={total.number!r}"])})
    variables = outer.variables
    tape, root, adjoints = outer.sweep([each for each in (name, *names) if each in variables])
    evaluation = Evaluation(outer.source, tape, root, adjoints, outer.at)
    if variables[name] not in adjoints or diagnose(evaluation, [root, *adjoints.values()]):
        raise NotBatchable
    errors = bounds(tape, evaluation.values, {variables[name]: total.error})
    found = {each: _Bounded(evaluation.values[adjoints[slot]], errors[adjoints[slot]])
             for each, slot in variables.items() if slot in adjoints}
    slope = found.pop(name)
    if not isfinite(slope.number):
        raise NotBatchable
    return _Bounded(evaluation.values[root], errors[root]), slope, found


def _partials(tables: Sequence[Table], order: Sequence[int], slope: _Bounded) -> dict[str, _Bounded]:
    """Add up the contributions of the terms to partials, the last term first, as the sweep does."""
    found: dict[str, list[float]] = {name: [] for each in tables for name, _ in each.uses}
    uses = [[(found[name].append, reversed(column).__next__) for name, column in each.uses] for each in tables]
    for i in reversed(order):
        for append, following in uses[i]:
            append(following())
    partials = {}
    for name, numbers in found.items():
        number, error = _sum_in_order(numbers, [each.errors.get(name, 0.0) for each in tables])
        partials[name] = _Bounded(number, error + sum(map(abs, numbers)) * abs(divide(slope.error, slope.number)))
    return partials


def _sum_in_order(numbers: Iterable[float], errors: Iterable[float]) -> _Bounded:
    """Return the sum from left to right; `errors` are those of the tables, in units of UNIT."""
    totals = list(accumulate(numbers))
    return _Bounded(totals[-1], (sum(errors) + len(totals) * max(map(abs, totals))) * UNIT)
