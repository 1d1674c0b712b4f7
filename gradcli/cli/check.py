"""gradcli check: every method held against the others, or a claimed derivative against the true one."""

import click

from gradcli.cli.arguments import Command, bound, names, read, shared, strict_option
from gradcli.cli.output import finish, show


@click.command(cls=Command)
@click.argument("expression")
@shared()
@click.option("--claim", metavar="FORMULA", help="Is this the derivative?")
@click.option("--wrt", metavar="NAME", help="The variable that --claim differentiates along.")
@strict_option
def command(expression: str, at: tuple[str, ...], form: str, limit: int, claim: str | None, wrt: str | None,
            strict: bool) -> None:
    """\b
    gradcli check "exp(sin(x))*y" --at x=0.7 y=2
    gradcli check "x**2*sin(x)" --claim "2*x*sin(x) + x**2*cos(x)"

    The partial derivatives of EXPRESSION, checked: on how many digits reverse, forward, Taylor and a numerical method agree;
    exit 1 where they do not. With --claim: whether FORMULA is the derivative, and a point where it is not.
    """
    from gradcli.calc import check as methods
    from gradcli.calc.question import Question

    question = Question(read(expression), bound(at), limit)
    if claim is not None:
        verdict = methods.claim(question, claim, names(wrt))
        show("claim", verdict, form)
        holds = verdict.right
    else:
        report = methods.check(question, names(wrt))
        show("check", report, form)
        finish(report.warnings, (), strict)
        holds = all(row.agrees for row in report.partials)
    if not holds:
        raise click.exceptions.Exit(1)
