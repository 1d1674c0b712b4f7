"""gradcli grad: the gradient."""

from functools import partial
from typing import Any

import click

from gradcli.cli.arguments import Command, bound, names, precise, read, shared, strict_option
from gradcli.cli.output import finish, show
from gradcli.cli.points import Points, answer_rows, points_options


@click.command(cls=Command)
@click.argument("expression")
@shared("latex")
@click.option("--wrt", metavar="NAMES", help="The partials wanted, with commas; all without it.")
@points_options
@precise
@strict_option
def command(expression: str, at: tuple[str, ...], form: str, limit: int, wrt: str | None, strict: bool,
            points: Points | None, numbers: Any) -> None:
    """\b
    gradcli grad "u**3+v**2+4*u*v"
    gradcli grad "a*x**2 + b*x" --at a=3
    gradcli grad "x/(x**2+1)" -f latex

    The partial derivatives of EXPRESSION: formulas in what is free, numbers where all is bound.
    """
    from gradcli.calc.matrices import gradient
    from gradcli.calc.question import Question

    if points:
        from gradcli.calc.points import gradient_table

        answer_rows(points, [expression], at, limit, form, strict, partial(gradient_table, names(wrt)), numbers)
        return
    question = Question(read(expression), bound(at), limit)
    report = gradient(question, names(wrt), numbers)
    show("gradient", report, form)
    finish(report.warnings, report.partials.values(), strict)
