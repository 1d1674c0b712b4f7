"""gradcli eval: the value and every partial derivative at a point."""

import click

from gradcli.cli.arguments import Command, bound, names, read, shared, strict_option
from gradcli.cli.output import finish, show


@click.command(cls=Command)
@click.argument("expression")
@shared("latex")
@click.option("--wrt", metavar="NAMES", help="The partials wanted, with commas; all without it.")
@click.option("--only", metavar="NAME", help="Print that number alone: value, or d/dNAME.")
@strict_option
def command(expression: str, at: tuple[str, ...], form: str, limit: int,
            wrt: str | None, only: str | None, strict: bool) -> None:
    """\b
    gradcli eval "u**3+v**2+4*u*v" --at u=3 v=4
    gradcli eval "sin(x)/x" --at x=pi/4 --only d/dx
    echo "x**2" | gradcli eval - --at x=3 -f json

    The value of EXPRESSION and its partial derivatives at a point.
    """
    from gradcli.calc.question import Question
    from gradcli.calc.values import evaluate

    answer = evaluate(Question(read(expression), bound(at), limit), names(wrt))
    numbers = {"value": answer.value, **{f"d/d{name}": partial for name, partial in answer.partials.items()}}
    if only is None:
        show("answer", answer, form)
    elif only in numbers:
        from gradcli.render.as_plain import number

        click.echo(number(numbers[only]))
    else:
        from gradcli.errors import GradcliError

        raise GradcliError(f"--only {only}: there is no such number", help=f"it is one of {', '.join(numbers)}")
    finish(answer.expression, answer.warnings, numbers.values(), strict)
