"""Derivatives of any order along given variables: formulas in what is free, numbers where all is bound."""

from collections.abc import Sequence
from typing import Any

from gradcli.calc.numbers import FLOAT64, Numbers
from gradcli.calc.question import Question, orders_of
from gradcli.report import Derivative


def derivatives(question: Question, wrt: Sequence[str], every: bool, formulas: bool,
                numbers: Numbers = FLOAT64) -> list[Derivative]:
    """Return the derivative along the names `wrt`, one for each order, or `every` order from 0 on.

    A number where all is bound, else a formula; with `formulas` it has that in any case.
    """
    question.validate_names(wrt)
    orders = orders_of(wrt, every)
    bound = not question.free
    written: list[Any] = [None] * len(orders)
    if formulas or not bound:
        from gradcli.calc.formulas import along

        written = along(question, wrt)[-len(orders):]
    values: list[Any] = numbers.derivatives(question, orders) if bound else [(None, [])] * len(orders)
    at = numbers.at(question) if bound else question.at or None
    remarks = numbers.remarks(question) if bound else question.unused()
    return [Derivative(question.source, names, len(names), formula, at, value, remarks + warnings, question)
            for names, formula, (value, warnings) in zip(orders, written, values, strict=True)]
