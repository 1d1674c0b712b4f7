"""gradcli grad: the gradient."""

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from gradcli.cli.arguments import (
    Command,
    common_options,
    number_options,
    only_option,
    parse_bindings,
    parse_wrt,
    read,
    wrt_option,
)
from gradcli.cli.output import exit_with_warnings, show
from gradcli.cli.points import Points, answer_rows, points_options

if TYPE_CHECKING:
    from gradcli.calc.question import Question


@click.command(cls=Command)
@click.argument("expression")
@common_options("csv", "latex", more=[wrt_option(), only_option("Print this derivative alone, such as d/dx.")])
@points_options
@number_options
def command(expression: str, at: tuple[str, ...], form: str, limit: int, wrt: tuple[str, ...], only: tuple[str, ...],
            strict: bool, points: Points | None, numbers: Any) -> None:
    """\b
    gradcli grad "u**3+v**2+4*u*v"
    gradcli grad "a*x**2 + b*x" --at a=3
    gradcli grad "x/(x**2+1)" -f latex

    The partial derivatives of EXPRESSION: formulas in the free variables, numbers if all are bound.
    """
    from gradcli.calc.question import Question

    names = parse_wrt(wrt)
    if points:
        from gradcli.calc.tables.points import gradient_table

        answer_rows(points, [expression], at, limit, form, strict, partial(gradient_table, names), numbers, only, names)
        return
    answer_question(Question(read(expression), parse_bindings(at), limit, wrt=names), names, form, only, strict, numbers)


def answer_question(question: "Question", names: list[str] | None, form: str, only: tuple[str, ...], strict: bool,
                    numbers: Any) -> None:
    """Print the gradient of a question."""
    from gradcli.calc.matrices import gradient

    report = gradient(question, names, numbers)
    show("gradient", report, form, only, report.entries())
    exit_with_warnings(report.warnings, report.partials.values(), strict)
