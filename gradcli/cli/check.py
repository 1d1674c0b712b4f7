"""gradcli check: every method compared with the others, or a claimed derivative with the true one."""

from typing import Any

import click

from gradcli.cli.arguments import (
    Command,
    Whole,
    common_options,
    number_options,
    option,
    parse_bindings,
    parse_wrt,
    read,
    wrt_option,
)
from gradcli.cli.output import exit_with_warnings, show
from gradcli.errors import GradcliError


@click.command(cls=Command)
@click.argument("expression")
@click.argument("formula", required=False)
@common_options(more=[
    wrt_option("The partials to check (default: all); the variable of a claim."),
    option("-n", "--n", "order", group="Point", type=Whole(1, 1000), metavar="N",
           help="The order of the claimed derivative."),
    option("--claim", group="Point", metavar="FORMULA", help="Is this the derivative? The same as a second argument.")])
@number_options
def command(expression: str, formula: str | None, at: tuple[str, ...], form: str, limit: int, claim: str | None,
            wrt: tuple[str, ...], order: int | None, strict: bool, numbers: Any) -> None:
    """\b
    gradcli check "exp(sin(x))*y" --at x=0.7 y=2
    gradcli check "x**2*sin(x)" "2*x*sin(x) + x**2*cos(x)"

    Check the partial derivatives of EXPRESSION: on how many digits do reverse, forward, Taylor and a numerical method agree?
    Exit 1 if they do not. With FORMULA: is it the derivative? It is compared at many points, also on both sides of every
    kink, jump and branch of either text, and at some in 50 digits, or in the numbers of --exact or --digits. --at then adds
    a point, and fixes the other variables; where it binds all, a number as FORMULA is compared there alone.
    """
    from gradcli.calc.question import Question

    names = parse_wrt(wrt)
    question = Question(read(expression), parse_bindings(at), limit, wrt=names)
    if formula is not None and claim is not None:
        raise GradcliError("two claims", help="give the formula either as an argument or with --claim")
    claimed = claim if formula is None else read(formula)
    if claimed is not None:
        from gradcli.calc.claims.claim import judge

        verdict = judge(question, claimed, names, order, numbers)
        show("claim", verdict, form)
        exit_with_warnings(verdict.warnings, (), strict)
        holds = verdict.right
    else:
        if order not in (None, 1):
            raise GradcliError(f"-n {order} goes with a claim, the formula after the expression",
                               help="without it, the first derivatives are checked; nth gives the others")
        from gradcli.calc.check import check

        report = check(question, names, numbers)
        show("check", report, form)
        exit_with_warnings(report.warnings, (), strict)
        holds = all(row.agrees for row in report.partials)
    if not holds:
        raise click.exceptions.Exit(1)
