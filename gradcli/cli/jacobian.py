"""gradcli jacobian: the gradients of several expressions."""

from functools import partial
from typing import Any

import click

from gradcli.cli.arguments import Command, bound, names, precise, read, shared, strict_option
from gradcli.cli.output import finish, show
from gradcli.cli.points import Points, answer_rows, points_options


@click.command(cls=Command)
@click.argument("expressions", nargs=-1, required=True, metavar="EXPRESSION...")
@shared("latex")
@click.option("--wrt", metavar="NAMES", help="The variables wanted, with commas; all without it.")
@points_options
@precise
@strict_option
def command(expressions: tuple[str, ...], at: tuple[str, ...], form: str, limit: int, wrt: str | None, strict: bool,
            points: Points | None, numbers: Any) -> None:
    """\b
    gradcli jacobian "r*cos(t)" "r*sin(t)"
    gradcli jacobian "r*cos(t)" "r*sin(t)" --at r=2 t=pi/3 --wrt r,t

    The partial derivatives of each EXPRESSION, a row for each.
    """
    from gradcli.calc.matrices import jacobian
    from gradcli.calc.question import Question

    if points:
        from gradcli.calc.points import jacobian_table

        answer_rows(points, list(expressions), at, limit, form, strict, partial(jacobian_table, names(wrt)), numbers)
        return
    given = bound(at)
    report = jacobian([Question(read(each), given, limit) for each in expressions], names(wrt), numbers)
    show("jacobian", report, form)
    finish(report.warnings, [entry for row in report.jacobian for entry in row], strict)
