"""Derivatives of any order along given variables: formulas in what is free, numbers where all is bound."""

import math
from collections.abc import Sequence
from typing import Any

from gradcli.calc.question import Question
from gradcli.calc.statuses import Statuses
from gradcli.core.ieee import divide
from gradcli.domains.float64 import multiplied, run
from gradcli.engine.lower import Lowered
from gradcli.engine.reverse import reverse
from gradcli.report import Derivative, Warning


def derivatives(question: Question, wrt: Sequence[str], every: bool, formulas: bool) -> list[Derivative]:
    """The derivative along the names `wrt`, one for each order, or `every` order from 0 on.

    A number where all is bound, else a formula; `formulas` asks for that in any case.
    """
    question.checked(wrt)
    orders = [tuple(wrt[:n]) for n in range(0 if every else len(wrt), len(wrt) + 1)]
    bound = not question.free
    written: list[Any] = [None] * len(orders)
    if formulas or not bound:
        from gradcli.calc.formulas import along

        written = along(question, wrt)[-len(orders):]
    values: list[Any] = [(None, [])] * len(orders)
    if bound:
        values = _numbers(question, orders, question.point())
    return [Derivative(question.source, names, len(names), formula, question.at or None, value, question.unused() + warnings)
            for names, formula, (value, warnings) in zip(orders, written, values, strict=True)]


def _numbers(question: Question, orders: list[tuple[str, ...]], at: dict[str, float]) -> list[tuple[float, list[Warning]]]:
    """The derivatives along each of `orders`, the longest of which begins with all the others."""
    longest = orders[-1]
    if len(set(longest)) <= 1:
        found = _series(question.lowered, longest, at)[-len(orders):]
    else:
        found = [_series(question.lowered, names, at)[-1] for names in orders]
    tape, root = question.lowered.tape, question.lowered.root
    adjoints = reverse(tape, root, [question.variables[name] for name in set(longest)])
    statuses = Statuses(question.source, tape, root, adjoints, at)
    warnings = statuses.explain([root], [root] if () in orders else [])
    lost = statuses.values[root] != statuses.values[root]
    answers = []
    for names, (coefficient, factor) in zip(orders, found, strict=True):
        number = math.nan if lost else multiplied(coefficient, factor)
        answers.append((number, warnings + statuses.doubtful(number, coefficient, len(names))))
    return answers


def _series(lowered: Lowered, names: tuple[str, ...], at: dict[str, float]) -> list[tuple[float, int]]:
    """All derivatives of order 0 to n where `names` has one variable n times; else the mixed one alone; each as a
    coefficient and the factorials that it is to be multiplied by.

    Mixed ones are coefficients of one series too: along the direction s*e1 + t*e2 + …, with polynomials in s, t, … for
    numbers. Nothing is interpolated, so no digits are lost to that.
    """
    from gradcli.domains.directions import Direction, divided
    from gradcli.engine.taylor import Expansion

    counts = {name: names.count(name) for name in dict.fromkeys(names)}
    if not counts:
        return [(run(lowered.tape, at)[lowered.root], 1)]
    expansion = Expansion(lowered.tape, lowered.root, [lowered.variables[name] for name in counts], len(names))
    values = run(expansion.tape, at)
    if len(counts) == 1:
        coefficients = expansion.coefficients(values, [1.0], divide)
        return [(coefficient, math.factorial(k)) for k, coefficient in enumerate(coefficients)]
    most = tuple(counts.values())
    last = expansion.coefficients(values, Direction.axes(most), divided)[-1]
    return [(last.part(most) if isinstance(last, Direction) else last, math.prod(map(math.factorial, most)))]
