"""A formula without a command: its value and partials if all variables are bound, else its gradient."""

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
from gradcli.cli.nth import order_option
from gradcli.cli.points import Points, answer_rows, rows_options


class _Formula(Command):
    """A command without a name."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path.strip(), " ".join(self.collect_usage_pieces(ctx)))


@click.command(cls=_Formula)
@click.argument("expression")
@common_options("csv", "latex", more=[wrt_option(), order_option, only_option("Print this result alone.")])
@rows_options
@number_options
def command(expression: str, at: tuple[str, ...], form: str, limit: int, wrt: tuple[str, ...], order: int | None,
            only: tuple[str, ...], strict: bool, points: Points | None, numbers: Any) -> None:
    """\b
    gradcli "3x²" --at x=3
    gradcli "3x²"
    gradcli "x**5" -n 2

    Answer as eval if all variables of EXPRESSION are bound, else as grad; with -n as nth.
    """
    from gradcli.calc.question import Question
    from gradcli.cli import eval, grad, nth

    names = parse_wrt(wrt)
    if points:
        from gradcli.calc.tables.points import value_table

        make_table = partial(value_table, names) if order is None else nth.table(names, order, False)
        answer_rows(points, [expression], at, limit, form, strict, make_table, numbers, only, names)
        return
    deviations: dict[str, Any] = {}
    given = parse_bindings(at, deviations=None if order is not None else deviations)
    question = Question(read(expression), given, limit, wrt=names)
    if order is not None:
        nth.answer_question(question, names, order, False, form, only, strict, numbers)
    elif question.free and not deviations:
        grad.answer_question(question, names, form, only, strict, numbers)
    else:
        eval.answer_question(question, names, form, only, strict, numbers, deviations)
