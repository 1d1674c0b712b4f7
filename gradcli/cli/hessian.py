"""gradcli hessian: the matrix of second derivatives."""

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
@click.argument("expression")
<<<<<<< HEAD
@shared("latex")
@click.option("--wrt", metavar="NAMES", help="The variables wanted, with commas; all without it.")
@points_options
@precise
@strict_option
def command(expression: str, at: tuple[str, ...], form: str, limit: int, wrt: str | None, strict: bool,
            points: Points | None, numbers: Any) -> None:
=======
@common_options("csv", "latex", more=[wrt_option(), only_option("Print this entry alone, such as d2/dxdy.")])
@number_options
def command(expression: str, at: tuple[str, ...], form: str, limit: int, wrt: tuple[str, ...], only: tuple[str, ...],
            strict: bool, numbers: Any) -> None:
>>>>>>> a7c63f0 (Command line: a formula without a command, options that add up, --wrt of constants and of absent names, --only and csv of all, literal words after --, groups in the help, colours of errors, limits of input)
    """\b
    gradcli hessian "x**2*y + y**3"
    gradcli hessian "(1-x)**2 + 100*(y-x**2)**2" --at x=1 y=1

    The second derivatives of EXPRESSION: formulas in what is free, numbers where all is bound.
    """
    from gradcli.calc.matrices import hessian
    from gradcli.calc.question import Question
    from gradcli.report import entries

<<<<<<< HEAD
    if points:
        from gradcli.calc.points import hessian_table

        answer_rows(points, [expression], at, limit, form, strict, partial(hessian_table, names(wrt)), numbers)
        return
    question = Question(read(expression), bound(at), limit)
    report = hessian(question, names(wrt), numbers)
    show("hessian", report, form)
    finish(report.warnings, [entry for row in report.hessian for entry in row], strict)
=======
    names = parse_wrt(wrt)
    report = hessian(Question(read(expression), parse_bindings(at), limit, wrt=names), names, numbers)
    results = entries(report)
    show("hessian", report, form, only, results)
    exit_with_warnings(report.warnings, results.values(), strict)
>>>>>>> a7c63f0 (Command line: a formula without a command, options that add up, --wrt of constants and of absent names, --only and csv of all, literal words after --, groups in the help, colours of errors, limits of input)
