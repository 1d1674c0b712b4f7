"""Gradients, Hessians and Jacobians: formulas in the free names, numbers if all are bound.

A Hessian is a forward sweep for each variable over one reverse sweep: its work is variables times tape.
"""

import math
from collections.abc import Sequence
from itertools import chain, combinations, combinations_with_replacement, product
from typing import Any

from gradcli.analysis.high_order import append_second_derivatives, discontinuity_warnings
from gradcli.calc.numbers import FLOAT64, Numbers, is_nan, numbers_at
from gradcli.calc.question import Question, Sweep
from gradcli.calc.values import evaluate
from gradcli.engine.reverse import reverse
from gradcli.report import base
from gradcli.report.base import Warning, label
from gradcli.report.matrices import Gradient, Hessian, Jacobian
from gradcli.syntax.nodes import Number

MIXED_WORK = 3000  # operations times pairs up to which mixed derivatives are compared on all sides
NONSMOOTH = "kink", "jump", "edge", "pole"


def gradient(question: Question, wrt: Sequence[str] | None = None, numbers: Numbers = FLOAT64) -> Gradient:
    """Return the partial derivatives along `wrt`, by default all free variables, or all if none is free."""
    names = list(question.candidates if wrt is None else wrt)
    if not question.free:
        answer = evaluate(question, names, numbers)
        return Gradient(question.source, answer.at, dict(answer.partials), answer.warnings)
    from gradcli.calc.formulas import Formulas

    formulas = Formulas(question, names)
    adjoints = reverse(formulas.tape, formulas.root, formulas.slots(names))
    written = formulas.write_asts([adjoints.get(slot) for slot in formulas.slots(names)])
    return Gradient(question.source, question.at or None, dict(zip(names, written, strict=True)), question.unused())


def hessian(question: Question, wrt: Sequence[str] | None = None, numbers: Numbers = FLOAT64) -> Hessian:
    """Return the second derivatives along each pair of `wrt`."""
    names = question.resolve_wrt(wrt)
    if question.free:
        return Hessian(question.source, tuple(names), question.at or None, _second_formulas(question, names),
                       question.unused())
    question.point()
    sweep = question.sweep(names)
    slots = _second_slots(question, sweep, names)
    labels: dict[int, str] = {}  # d2/dxdy is d2/dydx
    for pair, slot in slots.items():
        labels.setdefault(slot, label(pair))
    pairs = list(product(names, names))
    found, warnings, evaluation = numbers_at(question, sweep, [slots.get(pair) for pair in pairs], numbers, labels)
    slopes = {name: sweep.adjoints.get(question.variables.get(name, -1)) for name in names}
    lost = {name for name, slope in slopes.items() if slope is not None and is_nan(evaluation.values[slope])}
    entries = {pair: math.nan if lost & {*pair} else number for pair, number in zip(pairs, found, strict=True)}
    if any(map(is_nan, entries.values())) and not is_nan(evaluation.values[sweep.root]):
        entries, warnings = _entry_by_entry(question, names, numbers)
    elif evaluation.boundaries:
        moved = [name for name in names if name in question.variables]
        searched = [(name, name) for name in moved]
        if not any(warning.kind in NONSMOOTH for warning in warnings):  # where slopes jump, mixed derivatives do
            mixed = [pair for pair in combinations(moved, 2) if pair in slots]
            searched += mixed[:MIXED_WORK // len(question.lowered.tape)]
        for pair in searched:
            warnings += discontinuity_warnings(question.source, question.lowered, pair, question.at, entries[pair])
    rows = [[entries[a, b] for b in names] for a in names]
    return Hessian(question.source, tuple(names), numbers.at(question), rows, numbers.binding_warnings(question) + warnings)


def _entry_by_entry(question: Question, names: Sequence[str],
                    numbers: Numbers) -> tuple[dict[tuple[str, str], base.Number], list[Warning]]:
    """Return the second derivatives where a sweep misses some, each by itself, and the warnings about them."""
    entries, warnings = dict.fromkeys(product(names, names), numbers.zero), dict[Warning, None]()
    for pair in combinations_with_replacement([name for name in names if name in question.variables], 2):
        (number, found), = numbers.derivatives(question, [pair])
        entries[pair] = entries[pair[::-1]] = number
        warnings |= dict.fromkeys(found)
    return entries, [*warnings]


def _second_slots(question: Question, sweep: Sweep, names: Sequence[str]) -> dict[tuple[str, str], int]:
    """Append the second derivatives to the tape; return the slots of the pairs of names that have one."""
    known = [name for name in names if name in question.variables]
    rows = append_second_derivatives(sweep.tape, sweep.adjoints, [question.variables[name] for name in known])
    return {pair: slot for pair, slot in zip(product(known, known), chain.from_iterable(rows), strict=True)
            if slot is not None}


def _second_formulas(question: Question, names: Sequence[str]) -> list[list[Any]]:
    """Return the ASTs of the second derivatives, those of the lower half shared with the upper."""
    from gradcli.calc.formulas import Formulas

    formulas = Formulas(question, names)
    slots = formulas.slots(names)
    rows = append_second_derivatives(formulas.tape, reverse(formulas.tape, formulas.root, slots), slots)
    upper = [row[i:] for i, row in enumerate(rows)]
    written = iter(formulas.write_asts([slot for row in upper for slot in row]))
    entries = [[next(written) for _ in row] for row in upper]
    return [[entries[min(i, j)][abs(i - j)] for j in range(len(names))] for i in range(len(names))]


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
    used = {name for question in questions for name in question.variables}
    warnings += [warning for warning in questions[0].unused() if warning.expression not in used]
    return Jacobian(tuple(q.source for q in questions), tuple(names), found.at, rows, warnings)


def names_of_all(questions: Sequence[Question], wrt: Sequence[str] | None) -> list[str]:
    """Return the names along which all are differentiated. Raises GradcliError if there are none."""
    names = list(wrt or dict.fromkeys(name for question in questions for name in question.candidates))
    return names or questions[0].resolve_wrt()
