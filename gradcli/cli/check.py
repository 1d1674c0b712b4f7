"""gradcli check: every method held against the others, or a claimed derivative against the true one."""

from typing import Any

import click

from gradcli.cli.arguments import Command, bound, names, precise, read, shared, strict_option
from gradcli.cli.output import finish, show
from gradcli.errors import GradcliError


@click.command(cls=Command)
@click.argument("expression")
@click.argument("formula", required=False)
@shared()
@click.option("--claim", metavar="FORMULA", help="Is this the derivative? (the same as a second argument)")
@click.option("--wrt", metavar="NAMES", help="Check these partials; the variable that a claim differentiates along.")
@click.option("-n", "order", type=click.IntRange(min=1), help="The order of the derivative that is claimed.")
@precise
@strict_option
def command(expression: str, formula: str | None, at: tuple[str, ...], form: str, limit: int, claim: str | None,
            wrt: str | None, order: int | None, strict: bool, numbers: Any) -> None:
    """\b
    gradcli check "exp(sin(x))*y" --at x=0.7 y=2
    gradcli check "x**2*sin(x)" "2*x*sin(x) + x**2*cos(x)"

    Check the partial derivatives of EXPRESSION: on how many digits do reverse, forward, Taylor and a numerical method agree?
    Exit 1 where they do not. With FORMULA: is it the derivative? It is compared at many points, those on both sides of every
    kink, jump and branch of either text among them.
    """
    from gradcli.calc.question import Question

    question = Question(read(expression), bound(at), limit)
    if formula is not None and claim is not None:
        raise GradcliError("two claims", help="give the formula either as an argument or with --claim")
    claimed = claim if formula is None else read(formula)
    if claimed is not None:
        from gradcli.calc.claim import judge

        verdict = judge(question, claimed, names(wrt), order)
        show("claim", verdict, form)
        finish(verdict.warnings, (), strict)
        holds = verdict.right
    else:
        from gradcli.calc.check import check

        report = check(question, names(wrt), numbers)
        show("check", report, form)
        finish(report.warnings, (), strict)
        holds = all(row.agrees for row in report.partials)
    if not holds:
        raise click.exceptions.Exit(1)
