"""gradcli eval: the value and every partial derivative at a point."""

from functools import partial
from typing import Any

import click

from gradcli.cli.arguments import Command, bound, names, precise, read, shared, strict_option
from gradcli.cli.output import finish, show
from gradcli.cli.points import Points, answer_rows, points_options


@click.command(cls=Command)
@click.argument("expression")
@shared("csv", "latex")
@click.option("--wrt", metavar="NAMES", help="The partials wanted, with commas; all without it.")
@click.option("--only", metavar="NAME", help="Print that number alone: value, or d/dNAME.")
@points_options
@precise
@strict_option
def command(expression: str, at: tuple[str, ...], form: str, limit: int,
            wrt: str | None, only: str | None, strict: bool, points: Points | None, numbers: Any) -> None:
    """\b
    gradcli eval "u**3+v**2+4*u*v" --at u=3 v=4
    gradcli eval "sin(x)/x" --at x=pi/4 --only d/dx
    echo "x**2" | gradcli eval - --at x=3 -f json
    gradcli eval "(1-cos(x))/x**2" --at x=1e-9 --digits 15
    gradcli eval "a*sin(x)" --points table.csv --at a=2

    The value and the partial derivatives of EXPRESSION: at a point, or at each point of a table.
    """
    from gradcli.calc.question import Question
    from gradcli.calc.values import evaluate
    from gradcli.report import label

    if points:
        from gradcli.calc.points import value_table

        answer_rows(points, [expression], at, limit, form, strict, partial(value_table, names(wrt)), numbers, only)
        return
    question = Question(read(expression), bound(at), limit)
    answer = evaluate(question, names(wrt), numbers)
    found = {"value": answer.value, **{label([name]): slope for name, slope in answer.partials.items()}}
    if only is None:
        show("answer", answer, form)
    elif only in found:
        from gradcli.render.as_plain import number

        click.echo(number(found[only]))
    else:
        from gradcli.errors import GradcliError

        raise GradcliError(f"--only {only}: there is no such number", help=f"it is one of {', '.join(found)}")
    finish(answer.warnings, found.values(), strict)

