"""gradcli graph: the computational graph as PyTorch records it, as a table, as data and as a picture."""

import click

from gradcli.cli.arguments import Command, common_options, given_limit, option, parse_bindings, parse_wrt, read, wrt_option
from gradcli.cli.output import draw, exit_with_warnings, show

PICTURES = ("dot", "mermaid", "svg", "html")


@click.command(cls=Command)
@click.argument("expression")
@common_options(*PICTURES, more=[
    wrt_option("Comma-separated variables that require grad (default: all)."),
    option("--retain-grad", group="Output", is_flag=True, help="Show grad of inner nodes too."),
    option("--edges", group="Output", is_flag=True, help="Show the local derivative on each edge too."),
    option("--nodes", group="Output", is_flag=True, help="List the attributes node by node on a terminal.")])
def command(expression: str, at: tuple[str, ...], form: str, limit: int, wrt: tuple[str, ...], retain_grad: bool,
            edges: bool, nodes: bool, strict: bool) -> None:
    """\b
    gradcli graph "3*x**2" --at x=3
    gradcli graph "(a+b)*(b+1)" --at a=2 b=1 --retain-grad
    gradcli graph "u**3+v**2+4*u*v" --at u=3 v=4 --edges
    gradcli graph "sin(x)/x" -f svg > graph.svg

    The computational graph of EXPRESSION as PyTorch records it: for each node its expression, data, grad, grad_fn, is_leaf,
    requires_grad.
    """
    from gradcli.calc.backprop.graph import graph
    from gradcli.calc.question import Question

    names = parse_wrt(wrt)
    question = Question(read(expression), parse_bindings(at), limit, wrt=names)
    report = graph(question, retain_grad, names, passes=form == "html")
    if form in PICTURES:
        draw(report, form, given_limit())
    else:
        show("nodes" if nodes else "graph", report, form, edges=edges)
    exit_with_warnings(report.warnings, [report.nodes[report.root].data, *(node.grad for node in report.nodes)], strict)
