"""Derivatives of any order along given variables: formulas in the free names, numbers if all are bound."""

from collections.abc import Sequence
from typing import Any

from gradcli.calc.numbers import FLOAT64, Numbers
from gradcli.calc.question import Question, orders_of
from gradcli.errors import GradcliError
from gradcli.report.derivatives import Derivative
from gradcli.syntax.nodes import Number


def derivatives(question: Question, wrt: Sequence[str], every: bool, formulas: bool,
                numbers: Numbers = FLOAT64, order: int | None = None) -> list[Derivative]:
    """Return the derivative along the names `wrt`, with `every` those of all orders from 0 on.

    Each is a number if all is bound, else a formula; with `formulas` both, unless the formula is beyond the limit. An
    expression without variables has no names; its derivative of `order` is 0.
    """
    if order is not None:
        at, binding_warnings = numbers.at(question), question.unused()
        zero = Derivative(question.source, (), order, Number(0), at, numbers.zero, binding_warnings, question)
        return [zero._replace(order=k) for k in range(1, order)] + [zero] if every else [zero]
    orders = orders_of(wrt, every)
    bound = not question.free
    written: list[Any] = [None] * len(orders)
    if formulas or not bound:
        from gradcli.calc.ways import along

        try:
            written = along(question, wrt, len(wrt) + 1 - len(orders))
        except GradcliError as error:
            if not bound or error.code != 1:
                raise
    known = [names for names in orders if question.variables.keys() >= set(names)]  # the derivative along others is 0
    values: list[Any] = [(None, [])] * len(orders)
    if bound:
        values = (numbers.derivatives(question, known) if known else []) + [(numbers.zero, [])] * (len(orders) - len(known))
    at = numbers.at(question) if bound else question.at or None
    binding_warnings = numbers.binding_warnings(question) if bound else question.unused()
    return [Derivative(question.source, names, len(names), formula, at, value, binding_warnings + warnings, question)
            for names, formula, (value, warnings) in zip(orders, written, values, strict=True)]
