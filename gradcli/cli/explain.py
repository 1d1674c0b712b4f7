"""gradcli explain: the forward and the backward pass, told node by node."""

import click

from gradcli.cli.arguments import (  # isort: skip
    Command, common_options, exact_option, given_limit, number_type, option, parse_bindings, parse_wrt, read, wrt_option)
from gradcli.cli.output import draw, exit_with_warnings, show


@click.command(cls=Command)
@click.argument("expression")
@common_options("html", more=[
    wrt_option("Comma-separated variables that require grad (default: all)."),
    option("--retain-grad", group="Output", is_flag=True, help="Keep grad of nodes that are not leaves too.")])
@exact_option
def command(expression: str, at: tuple[str, ...], form: str, limit: int, wrt: tuple[str, ...], retain_grad: bool,
            strict: bool, exact: bool) -> None:
    """\b
    gradcli explain "3*x**2" --at x=3
    gradcli explain "d = x**2; d*d + 1/d" --at x=2
    gradcli explain "u**3+v**2+4*u*v" --at u=3 v=4 --wrt u
    gradcli explain "u**3+v**2+4*u*v" --at u=3 v=4 -f html > passes.html

    The two passes of backpropagation at a point: what each node computes, and what it hands back to its inputs.
    """
    from gradcli.calc.explain import explain
    from gradcli.calc.question import Question

    names, numbers = parse_wrt(wrt), number_type(exact)
    question = Question(read(expression), parse_bindings(at), limit, wrt=names)
    if form == "html":
        from gradcli.calc.graph import graph

        question.point()
        picture = graph(question, retain_grad, names, passes=True, numbers=numbers)
        draw(picture, form, given_limit())
        exit_with_warnings(picture.warnings, [picture.nodes[picture.root].data], strict)
        return
    report = explain(question, names, retain_grad, numbers)
    show("explanation", report, form)
    exit_with_warnings(report.warnings, [report.value], strict)
