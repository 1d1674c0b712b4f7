"""gradcli explain: the forward and the backward pass, told node by node."""

import click

from gradcli.cli.arguments import Command, bound, names, read, shared, strict_option
from gradcli.cli.output import finish, show


@click.command(cls=Command)
@click.argument("expression")
@shared()
@click.option("--wrt", metavar="NAMES", help="Comma-separated variables that require grad (default: all).")
@click.option("--retain-grad", is_flag=True, help="Keep grad of nodes that are not leaves too.")
@strict_option
def command(expression: str, at: tuple[str, ...], form: str, limit: int, wrt: str | None, retain_grad: bool,
            strict: bool) -> None:
    """\b
    gradcli explain "3*x**2" --at x=3
    gradcli explain "d = x**2; d*d + 1/d" --at x=2
    gradcli explain "u**3+v**2+4*u*v" --at u=3 v=4 --wrt u

    The two passes of backpropagation at a point: what each node computes, and what it hands back to its inputs.
    """
    from gradcli.calc.explain import explain
    from gradcli.calc.question import Question

    report = explain(Question(read(expression), bound(at), limit), names(wrt), retain_grad)
    show("explanation", report, form)
    finish(report.warnings, [report.value], strict)
