"""Gradients, Hessians and Jacobians: formulas in the free names, numbers if all are bound.

A Hessian is a forward sweep for each variable over one reverse sweep: its work is variables times tape.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations_with_replacement, product
from typing import Any, TypeAlias

from gradcli.analysis.discontinuities import discontinuity_warnings
from gradcli.analysis.high_order import append_second_derivatives
from gradcli.calc.numbers import FLOAT64, Numbers, is_nan, is_rounded, numbers_at
from gradcli.calc.question import Question, Sweep
from gradcli.calc.totals import SCALARS, work
from gradcli.calc.values import evaluate
from gradcli.core.tape import Ref
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError
from gradcli.report import base
from gradcli.report.base import Warning, label
from gradcli.report.matrices import Gradient, Hessian, Jacobian
from gradcli.syntax.nodes import Number

MIXED_WORK = 3000  # operations times pairs up to which mixed derivatives are compared on all sides
NONSMOOTH = "kink", "jump", "edge", "pole"
Pair: TypeAlias = tuple[str, str]


def gradient(question: Question, wrt: Sequence[str] | None = None, numbers: Numbers = FLOAT64) -> Gradient:
    """Return the partial derivatives along `wrt`, by default all free variables, or all if none is free."""
    names = list(question.candidates if wrt is None else wrt)
    if not question.free and (question.given or not names):
        answer = evaluate(question, names, numbers)
        return Gradient(question.source, answer.at, dict(answer.partials), answer.warnings)
    from gradcli.calc.formulas import Formulas

    formulas = Formulas(question, names)
    adjoints = reverse(formulas.tape, formulas.root, formulas.slots(names))
    written = formulas.write_asts([adjoints.get(slot) for slot in formulas.slots(names)])
    return Gradient(question.source, question.at or None, dict(zip(names, written, strict=True)), question.unused())


def hessian(question: Question, wrt: Sequence[str] | None = None, numbers: Numbers = FLOAT64,
            totals: Sequence[str] = ()) -> Hessian:
    """Return the second derivatives along each pair of `wrt`, and the `totals` of the matrix: laplacian, det."""
    names = question.resolve_wrt(wrt)
    if totals:
        _check_totals(question, len(names))
    if question.free or not question.given:
        rows, scalars = _second_formulas(question, names, totals)
        return Hessian(question.source, tuple(names), question.at or None, rows, question.unused(), scalars)
    question.point()
    sweep = question.sweep(names)
    slots = _second_slots(question, sweep, names)
    found, scalars, warnings = second_numbers(question, sweep, slots, list(combinations_with_replacement(names, 2)), numbers,
                                              names, totals)
    rows = [[found[a, b] if (a, b) in found else found[b, a] for b in names] for a in names]
    return Hessian(question.source, tuple(names), numbers.at(question), rows, numbers.binding_warnings(question) + warnings,
                   scalars)


def _check_totals(question: Question, size: int) -> None:
    """Raise GradcliError where the determinant takes more work than the limit allows."""
    products = work(size)
    if products > question.limit:
        raise GradcliError(f"the determinant of {size} rows takes {products} products, beyond the limit of {question.limit}",
                           help="raise it with --limit", code=1)


def second_numbers(question: Question, sweep: Sweep, slots: Mapping[Pair, int], pairs: Sequence[Pair], numbers: Numbers,
                   names: Sequence[str] = (), totals: Sequence[str] = ()) -> tuple[
                       dict[Pair, base.Number], dict[str, base.Number], list[Warning]]:
    """Return the second derivatives along `pairs`, the `totals` of the matrix along `names`, and the warnings about them.

    `slots` has the pairs on the sweep's tape, in either order; one that is missing is 0.
    """
    labels: dict[int, str] = {}
    for pair in pairs:
        if pair in slots:
            labels.setdefault(slots[pair], label(pair))
    refs = {pair: Ref(sweep.tape, slot) for pair, slot in slots.items()}
    matrix = [[refs.get((a, b)) for b in names] for a in names]
    sums = [SCALARS[name](matrix) for name in totals]
    for name, total in zip(totals, sums, strict=True):
        if total is not None:
            labels.setdefault(total.slot, name)
    results = [*(slots.get(pair) for pair in pairs), *(None if total is None else total.slot for total in sums)]
    found, warnings, evaluation = numbers_at(question, sweep, results, numbers, labels)
    slopes = {name: sweep.adjoints.get(question.variables.get(name, -1)) for name in chain.from_iterable(pairs)}
    lost = {name for name, slope in slopes.items() if slope is not None and is_nan(evaluation.values[slope])}
    entries = {pair: math.nan if lost & {*pair} else number for pair, number in zip(pairs, found, strict=False)}
    scalars = {name: math.nan if lost else number for name, number in zip(totals, found[len(pairs):], strict=True)}
    moved = [pair for pair in entries if question.variables.keys() >= {*pair}]
    if any(map(is_nan, entries.values())) and not is_nan(evaluation.values[sweep.root]):
        entries, warnings = _entry_by_entry(question, entries, moved, numbers)
        scalars = _totals_of_numbers(entries, names, totals)
    elif evaluation.slopes_may_jump:
        searched = [pair for pair in moved if pair[0] == pair[1]]
        if not any(warning.kind in NONSMOOTH for warning in warnings):  # where slopes jump, mixed derivatives do
            mixed = [pair for pair in moved if pair[0] != pair[1] and pair in slots]
            searched += mixed[:MIXED_WORK // len(question.lowered.tape)]
        for pair in searched:
            warnings += discontinuity_warnings(question.source, question.lowered, pair, question.at, entries[pair])
    return entries, scalars, warnings


def _totals_of_numbers(entries: Mapping[Pair, base.Number], names: Sequence[str],
                       totals: Sequence[str]) -> dict[str, base.Number]:
    """Return the totals of a matrix whose entries were found one by one, of which proven digits are no more proven."""
    if not totals:
        return {}
    if any(isinstance(number, str) and is_rounded(number) for number in entries.values()):
        raise GradcliError(f"{totals[0]}: some entries are found only one by one", help="leave out --digits", code=1)
    numbers = {pair: Fraction(number) if isinstance(number, str) else number for pair, number in entries.items()}
    rows = [[numbers[a, b] if (a, b) in numbers else numbers[b, a] for b in names] for a in names]
    found: dict[str, Any] = {name: SCALARS[name](rows) for name in totals}
    return {name: total if isinstance(total, float) else str(total) for name, total in found.items()}


def _entry_by_entry(question: Question, pairs: Iterable[Pair], moved: Sequence[Pair],
                    numbers: Numbers) -> tuple[dict[Pair, base.Number], list[Warning]]:
    """Return the second derivatives where a sweep misses some, each by itself, and the warnings about them.

    Those along pairs that are not among `moved` are 0.
    """
    entries, warnings = dict.fromkeys(pairs, numbers.zero), dict[Warning, None]()
    for pair in moved:
        (entries[pair], found), = numbers.derivatives(question, [pair])
        warnings |= dict.fromkeys(found)
    return entries, [*warnings]


def _second_slots(question: Question, sweep: Sweep, names: Sequence[str]) -> dict[Pair, int]:
    """Append the second derivatives to the tape; return the slots of the pairs of names that have one."""
    known = [name for name in names if name in question.variables]
    rows = append_second_derivatives(sweep.tape, sweep.adjoints, [question.variables[name] for name in known])
    return {pair: slot for pair, slot in zip(product(known, known), chain.from_iterable(rows), strict=True)
            if slot is not None}


def _second_formulas(question: Question, names: Sequence[str],
                     totals: Sequence[str]) -> tuple[list[list[Any]], dict[str, Any]]:
    """Return the ASTs of the second derivatives, those of the lower half shared with the upper, and of the totals."""
    from gradcli.calc.formulas import Formulas

    formulas = Formulas(question, names)
    tape, slots = formulas.tape, formulas.slots(names)
    rows = append_second_derivatives(tape, reverse(tape, formulas.root, slots), slots)
    matrix = [[None if slot is None else Ref(tape, slot) for slot in row] for row in rows]
    sums = [SCALARS[name](matrix) for name in totals]
    upper = [row[i:] for i, row in enumerate(rows)]
    slots_of_sums = [None if total is None else total.slot for total in sums]
    written = iter(formulas.write_asts([*chain.from_iterable(upper), *slots_of_sums]))
    entries = [[next(written) for _ in row] for row in upper]
    return [[entries[min(i, j)][abs(i - j)] for j in range(len(names))] for i in range(len(names))], \
        dict(zip(totals, written, strict=True))


def jacobian(questions: Sequence[Question], wrt: Sequence[str] | None = None, numbers: Numbers = FLOAT64) -> Jacobian:
    """Return the gradient of each expression, all along the same names: `wrt`, or every variable of any of them."""
    names = names_of_all(questions, wrt)
    zero: Any = numbers.zero if not any(question.free for question in questions) else Number(0)
    rows: list[list[Any]] = []
    warnings: list[Warning] = []
    for question in questions:
        found = gradient(question, names, numbers)
        rows.append([found.partials.get(name, zero) for name in names])
        warnings += [warning for warning in found.warnings if warning not in question.unused()]
    return Jacobian(tuple(q.source for q in questions), tuple(names), found.at, rows, warnings + unused_in_all(questions))


def unused_in_all(questions: Sequence[Question]) -> list[Warning]:
    """Warn about names that are bound, or along which is differentiated, but occur in none of the expressions."""
    used = {name for question in questions for name in question.variables}
    return [warning for warning in questions[0].unused() if warning.expression not in used]


def names_of_all(questions: Sequence[Question], wrt: Sequence[str] | None) -> list[str]:
    """Return the names along which all are differentiated. Raises GradcliError if there are none."""
    names = list(wrt or dict.fromkeys(name for question in questions for name in question.candidates))
    return names or questions[0].resolve_wrt()
