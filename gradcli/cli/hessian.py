"""gradcli hessian: the matrix of second derivatives."""

from functools import partial
from typing import Any

import click

from gradcli.cli.arguments import Command, bound, names, precise, read, shared, strict_option
from gradcli.cli.output import finish, show
from gradcli.cli.points import Points, answer_rows, points_options


@click.command(cls=Command)
@click.argument("expression")
@shared("latex")
@click.option("--wrt", metavar="NAMES", help="The variables wanted, with commas; all without it.")
@points_options
@precise
@strict_option
def command(expression: str, at: tuple[str, ...], form: str, limit: int, wrt: str | None, strict: bool,
            points: Points | None, numbers: Any) -> None:
    """\b
    gradcli hessian "x**2*y + y**3"
    gradcli hessian "(1-x)**2 + 100*(y-x**2)**2" --at x=1 y=1

    The second derivatives of EXPRESSION: formulas in what is free, numbers where all is bound.
    """
    from gradcli.calc.matrices import hessian
    from gradcli.calc.question import Question

    if points:
        from gradcli.calc.points import hessian_table

        answer_rows(points, [expression], at, limit, form, strict, partial(hessian_table, names(wrt)), numbers)
        return
    question = Question(read(expression), bound(at), limit)
    report = hessian(question, names(wrt), numbers)
    show("hessian", report, form)
    finish(report.warnings, [entry for row in report.hessian for entry in row], strict)
