"""gradcli graph: the computational graph as PyTorch records it."""

import click

from gradcli.cli.arguments import Command, common_options, option, parse_bindings, read
from gradcli.cli.output import exit_with_warnings, show


@click.command(cls=Command)
@click.argument("expression")
@common_options(more=[option("--retain-grad", group="Output", is_flag=True, help="Show grad of inner nodes too.")])
def command(expression: str, at: tuple[str, ...], form: str, limit: int, retain_grad: bool, strict: bool) -> None:
    """\b
    gradcli graph "3*x**2" --at x=3
    gradcli graph "(a+b)*(b+1)" --at a=2 b=1 --retain-grad
    gradcli graph "sin(x)/x" -f json

    The computational graph of EXPRESSION as PyTorch records it: for each node its expression, data, grad, grad_fn, is_leaf,
    requires_grad.
    """
    from gradcli.calc.graph import graph
    from gradcli.calc.question import Question

    report = graph(Question(read(expression), parse_bindings(at), limit), retain_grad)
    show("graph", report, form)
    exit_with_warnings(report.warnings, [node.data for node in report.nodes if node.id == report.root], strict)
