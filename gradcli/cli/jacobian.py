"""gradcli jacobian: the gradients of several expressions."""

from functools import partial
from typing import Any

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


@click.command(cls=Command)
@click.argument("expressions", nargs=-1, required=True, metavar="EXPRESSION...")
@common_options("csv", "latex", more=[wrt_option(), only_option("Print this entry alone, such as df1/dx.")])
@points_options
@number_options
def command(expressions: tuple[str, ...], at: tuple[str, ...], form: str, limit: int, wrt: tuple[str, ...],
            only: tuple[str, ...], strict: bool, points: Points | None, numbers: Any) -> None:
    """\b
    gradcli jacobian "r*cos(t)" "r*sin(t)"
    gradcli jacobian "r*cos(t)" "r*sin(t)" --at r=2 t=pi/3 --wrt r,t

    The partial derivatives of each EXPRESSION, a row for each.
    """
    from gradcli.calc.matrices import jacobian
    from gradcli.calc.question import Question

    names = parse_wrt(wrt)
    if points:
        from gradcli.calc.points import jacobian_table

        answer_rows(points, list(expressions), at, limit, form, strict, partial(jacobian_table, names), numbers, only, names)
        return
    given = parse_bindings(at)
    report = jacobian([Question(read(each), given, limit, wrt=names) for each in expressions], names, numbers)
    results = report.entries()
    show("jacobian", report, form, only, results)
    exit_with_warnings(report.warnings, results.values(), strict)
