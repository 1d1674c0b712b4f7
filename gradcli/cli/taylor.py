"""gradcli taylor: the Taylor polynomial."""

import click

from gradcli.cli.arguments import Command, Whole, bits_option, bound, exact_option, read, shared, strict_option
from gradcli.cli.output import finish, show


@click.command(cls=Command)
@click.argument("expression")
@shared("latex")
@click.option("--around", multiple=True, required=True, metavar="NAME=VALUE...", help="The point of the expansion.")
@click.option("-n", "order", type=Whole(0, 1000), metavar="N", required=True, help="The total degree.")
@exact_option
@bits_option
@strict_option
def command(expression: str, at: tuple[str, ...], form: str, limit: int, around: tuple[str, ...], order: int, exact: bool,
            max_bits: int | None, strict: bool) -> None:
    """\b
    gradcli taylor "sin(x)" --around x=0 -n 5
    gradcli taylor "exp(a*x)" --around x=0 -n 3
    gradcli taylor "cos(x*y)" --around x=0 y=pi -n 2

    The Taylor polynomial of EXPRESSION: in the names of --around, with its coefficients, exact.
    """
    from gradcli.calc.question import Question
    from gradcli.calc.taylor import taylor

    if max_bits and not exact:
        raise click.UsageError("--max-bits goes with --exact")
    question, domain = Question(read(expression), bound(at), limit), None
    if exact:
        from gradcli.domains.exact import BITS, Exact

        domain = Exact(question.source, max_bits or BITS, "leave out --exact")
    report = taylor(question, bound(around, "--around"), order, domain)
    show("series", report, form)
    finish(report.warnings, (), strict)
