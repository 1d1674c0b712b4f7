"""gradcli taylor: the Taylor polynomial."""

import click

from gradcli.cli.arguments import (
    Command,
    Whole,
    bits_option,
    common_options,
    exact_option,
    only_option,
    option,
    parse_bindings,
    read,
)
from gradcli.cli.output import exit_with_warnings, show
from gradcli.errors import GradcliError


@click.command(cls=Command)
@click.argument("expression")
@common_options("csv", "latex", more=[
    option("--around", group="Point", multiple=True, bindings=True, metavar="NAME=VALUE...",
           help="The point of the expansion."),
    option("-n", "order", group="Point", type=Whole(0, 1000), metavar="N", required=True, help="The total degree."),
    only_option("Print this alone: polynomial, or a coefficient by its powers, such as x**2.")])
@exact_option
@bits_option
def command(expression: str, at: tuple[str, ...], form: str, limit: int, around: tuple[str, ...], order: int,
            only: tuple[str, ...], exact: bool, max_bits: int | None, strict: bool) -> None:
    """\b
    gradcli taylor "sin(x)" --around x=0 -n 5
    gradcli taylor "exp(a*x)" --around x=0 -n 3
    gradcli taylor "cos(x*y)" --around x=0 y=pi -n 2

    The Taylor polynomial of EXPRESSION: in the names of --around, with its coefficients, exact.
    """
    from gradcli.calc.question import Question
    from gradcli.calc.taylor import taylor
    from gradcli.syntax.bindings import bindings

    if not around:
        raise GradcliError("missing point", help="--around x=0 gives one")
    if max_bits and not exact:
        raise click.UsageError("--max-bits goes with --exact")
    question, domain = Question(read(expression), parse_bindings(at), limit), None
    if exact:
        from gradcli.domains.exact import BITS, Exact

        domain = Exact(question.source, max_bits or BITS, "leave out --exact")
    report = taylor(question, bindings(around, "--around", free=not exact), order, domain)
    show("series", report, form, only, report.entries())
    exit_with_warnings(report.warnings, (), strict)
