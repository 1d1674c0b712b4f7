"""Gradients, Hessians and Jacobians: formulas in what is free, numbers where all is bound.

A Hessian is a forward sweep for each variable over one reverse sweep: its work is variables times tape.
"""

import math
from collections.abc import Sequence
from typing import Any

from gradcli.calc.derivatives import leap, seconds, twice
from gradcli.calc.question import Question
from gradcli.calc.statuses import Statuses
from gradcli.calc.values import evaluate
from gradcli.engine.reverse import reverse
from gradcli.report import Gradient, Hessian, Jacobian, Warning
from gradcli.syntax.nodes import Number


def gradient(question: Question, wrt: Sequence[str] | None = None) -> Gradient:
    """The partial derivatives along `wrt`, by default all variables that are free, or all where none is."""
    names = question.wanted(wrt)
    if not question.free:
        answer = evaluate(question, names)
        return Gradient(question.source, answer.at, dict(answer.partials), answer.warnings)
    from gradcli.calc.formulas import Formulas

    formulas = Formulas(question, names)
    adjoints = reverse(formulas.tape, formulas.root, formulas.slots(names))
    written = formulas.written([adjoints.get(slot) for slot in formulas.slots(names)])
    return Gradient(question.source, question.at or None, dict(zip(names, written, strict=True)), question.unused())


def hessian(question: Question, wrt: Sequence[str] | None = None) -> Hessian:
    """The second derivatives along each pair of `wrt`."""
    names = question.wanted(wrt)
    if question.free:
        from gradcli.calc.formulas import Formulas

        formulas = Formulas(question, names)
        slots = formulas.slots(names)
        rows = seconds(formulas.tape, reverse(formulas.tape, formulas.root, slots), slots)
        upper = [row[i:] for i, row in enumerate(rows)]  # the lower half is the same formulas
        written = iter(formulas.written([slot for row in upper for slot in row]))
        entries: list[list[Any]] = [[next(written) for _ in row] for row in upper]
        full = [[entries[min(i, j)][abs(i - j)] for j in range(len(names))] for i in range(len(names))]
        return Hessian(question.source, tuple(names), question.at or None, full, question.unused())
    tape, root = question.lowered.tape, question.lowered.root
    slots = [question.variables[name] for name in names]
    adjoints = reverse(tape, root, slots)
    rows = seconds(tape, adjoints, slots)
    statuses = Statuses(question.source, tape, root, adjoints, question.point())
    values = statuses.values
    printed = {slot: twice(a, b) for a, row in zip(names, rows, strict=True) for b, slot in zip(names, row, strict=True)
               if slot is not None}
    slopes = [values[adjoints[slot]] if slot in adjoints else 0.0 for slot in slots]
    numbers = [[math.nan if any(n != n for n in (values[root], a, b)) else 0.0 if slot is None else values[slot]
                for b, slot in zip(slopes, row, strict=True)] for a, row in zip(slopes, rows, strict=True)]
    infinite = not all(math.isfinite(n) for row in numbers for n in row)  # a slope may be so already
    warnings = statuses.explain([root, *(adjoints.values() if infinite else []), *printed], printed)
    if statuses.edges:
        warnings += [found for name in names for found in leap(question, (name, name), question.point())]
    return Hessian(question.source, tuple(names), question.at or None, numbers, question.remarks() + warnings)


def jacobian(questions: Sequence[Question], wrt: Sequence[str] | None = None, proven: Any = None) -> Jacobian:
    """The gradient of each expression, all along the same names: `wrt`, or every variable of any of them.

    `proven` makes the one who answers where all is bound in a question, if floats shall not.
    """
    names = list(wrt or dict.fromkeys(name for question in questions for name in question.candidates))
    names = names or questions[0].wanted()  # which says that there is none
    if wrt:
        for name in names:
            if not any(name in question.variables for question in questions):
                questions[0].checked([name])
    rows: list[list[Any]] = []
    warnings: list[Warning] = []
    numeric = all(not question.free for question in questions)
    for question in questions:
        known = [name for name in names if name in question.variables]
        found = proven(question).gradient(known) if proven and not question.free else gradient(question, known)
        zero: Any = Number(0) if not numeric else "0" if proven else 0.0
        rows.append([found.partials.get(name, zero) for name in names])
        warnings += [warning for warning in found.warnings if warning not in question.unused()]
    used = {name for question in questions for name in question.variables}
    warnings += [warning for warning in questions[0].unused() if warning.expression not in used]
    return Jacobian(tuple(q.source for q in questions), tuple(names), found.at, rows, warnings)
