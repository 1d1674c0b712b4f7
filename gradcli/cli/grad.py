"""gradcli grad: the gradient."""

<<<<<<< HEAD
from functools import partial
from typing import Any

import click

from gradcli.cli.arguments import Command, bound, names, precise, read, shared, strict_option
from gradcli.cli.output import finish, show
from gradcli.cli.points import Points, answer_rows, points_options
=======
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

if TYPE_CHECKING:
    from gradcli.calc.question import Question
>>>>>>> a7c63f0 (Command line: a formula without a command, options that add up, --wrt of constants and of absent names, --only and csv of all, literal words after --, groups in the help, colours of errors, limits of input)


@click.command(cls=Command)
@click.argument("expression")
<<<<<<< HEAD
@shared("latex")
@click.option("--wrt", metavar="NAMES", help="The partials wanted, with commas; all without it.")
@points_options
@precise
@strict_option
def command(expression: str, at: tuple[str, ...], form: str, limit: int, wrt: str | None, strict: bool,
            points: Points | None, numbers: Any) -> None:
=======
@common_options("csv", "latex", more=[wrt_option(), only_option("Print this derivative alone, such as d/dx.")])
@number_options
def command(expression: str, at: tuple[str, ...], form: str, limit: int, wrt: tuple[str, ...], only: tuple[str, ...],
            strict: bool, numbers: Any) -> None:
>>>>>>> a7c63f0 (Command line: a formula without a command, options that add up, --wrt of constants and of absent names, --only and csv of all, literal words after --, groups in the help, colours of errors, limits of input)
    """\b
    gradcli grad "u**3+v**2+4*u*v"
    gradcli grad "a*x**2 + b*x" --at a=3
    gradcli grad "x/(x**2+1)" -f latex

    The partial derivatives of EXPRESSION: formulas in what is free, numbers where all is bound.
    """
    from gradcli.calc.question import Question

<<<<<<< HEAD
    if points:
        from gradcli.calc.points import gradient_table

        answer_rows(points, [expression], at, limit, form, strict, partial(gradient_table, names(wrt)), numbers)
        return
    question = Question(read(expression), bound(at), limit)
    report = gradient(question, names(wrt), numbers)
    show("gradient", report, form)
    finish(report.warnings, report.partials.values(), strict)
=======
    names = parse_wrt(wrt)
    answer_question(Question(read(expression), parse_bindings(at), limit, wrt=names), names, form, only, strict, numbers)


def answer_question(question: "Question", names: list[str] | None, form: str, only: tuple[str, ...], strict: bool,
                    numbers: Any) -> None:
    """Print the gradient of a question."""
    from gradcli.calc.matrices import gradient
    from gradcli.report import entries

    report = gradient(question, names, numbers)
    show("gradient", report, form, only, entries(report))
    exit_with_warnings(report.warnings, report.partials.values(), strict)
>>>>>>> a7c63f0 (Command line: a formula without a command, options that add up, --wrt of constants and of absent names, --only and csv of all, literal words after --, groups in the help, colours of errors, limits of input)
