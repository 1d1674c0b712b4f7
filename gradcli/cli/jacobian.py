"""gradcli jacobian: the gradients of several expressions."""

from functools import partial
from typing import Any

import click

<<<<<<< HEAD
from gradcli.cli.arguments import Command, bound, names, precise, read, shared, strict_option
from gradcli.cli.output import finish, show
from gradcli.cli.points import Points, answer_rows, points_options
=======
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
>>>>>>> a7c63f0 (Command line: a formula without a command, options that add up, --wrt of constants and of absent names, --only and csv of all, literal words after --, groups in the help, colours of errors, limits of input)


@click.command(cls=Command)
@click.argument("expressions", nargs=-1, required=True, metavar="EXPRESSION...")
<<<<<<< HEAD
@shared("latex")
@click.option("--wrt", metavar="NAMES", help="The variables wanted, with commas; all without it.")
@points_options
@precise
@strict_option
def command(expressions: tuple[str, ...], at: tuple[str, ...], form: str, limit: int, wrt: str | None, strict: bool,
            points: Points | None, numbers: Any) -> None:
=======
@common_options("csv", "latex", more=[wrt_option(), only_option("Print this entry alone, such as df1/dx.")])
@number_options
def command(expressions: tuple[str, ...], at: tuple[str, ...], form: str, limit: int, wrt: tuple[str, ...],
            only: tuple[str, ...], strict: bool, numbers: Any) -> None:
>>>>>>> a7c63f0 (Command line: a formula without a command, options that add up, --wrt of constants and of absent names, --only and csv of all, literal words after --, groups in the help, colours of errors, limits of input)
    """\b
    gradcli jacobian "r*cos(t)" "r*sin(t)"
    gradcli jacobian "r*cos(t)" "r*sin(t)" --at r=2 t=pi/3 --wrt r,t

    The partial derivatives of each EXPRESSION, a row for each.
    """
    from gradcli.calc.matrices import jacobian
    from gradcli.calc.question import Question
    from gradcli.report import entries

<<<<<<< HEAD
    if points:
        from gradcli.calc.points import jacobian_table

        answer_rows(points, list(expressions), at, limit, form, strict, partial(jacobian_table, names(wrt)), numbers)
        return
    given = bound(at)
    report = jacobian([Question(read(each), given, limit) for each in expressions], names(wrt), numbers)
    show("jacobian", report, form)
    finish(report.warnings, [entry for row in report.jacobian for entry in row], strict)
=======
    given, names = parse_bindings(at), parse_wrt(wrt)
    report = jacobian([Question(read(each), given, limit, wrt=names) for each in expressions], names, numbers)
    results = entries(report)
    show("jacobian", report, form, only, results)
    exit_with_warnings(report.warnings, results.values(), strict)
>>>>>>> a7c63f0 (Command line: a formula without a command, options that add up, --wrt of constants and of absent names, --only and csv of all, literal words after --, groups in the help, colours of errors, limits of input)
