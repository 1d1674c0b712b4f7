"""gradcli explain: the two passes of backpropagation at a point; without a point, the rules of calculus."""

from typing import TYPE_CHECKING

import click

from gradcli.cli.arguments import (  # isort: skip
    Command, Whole, common_options, exact_option, given_limit, number_type, option, parse_bindings, parse_wrt, read,
    wrt_option)
from gradcli.cli.output import draw, exit_with_warnings, show

if TYPE_CHECKING:
    from gradcli.calc.question import Question


@click.command(cls=Command)
@click.argument("expression")
@common_options("html", "latex", more=[
    wrt_option("Comma-separated variables that require grad (default: all)."),
    option("-n", "--n", "order", group="Point", type=Whole(1, 20), metavar="N",
           help="The rules, up to the derivative of order N."),
    option("--rules", group="Output", is_flag=True, help="The rules of calculus, though all is bound."),
    option("--detail", group="Output", is_flag=True, help="The rules, and polynomials step by step too."),
    option("--retain-grad", group="Output", is_flag=True, help="Keep grad of nodes that are not leaves too.")])
@exact_option
def command(expression: str, at: tuple[str, ...], form: str, limit: int, wrt: tuple[str, ...], order: int | None,
            rules: bool, detail: bool, retain_grad: bool, strict: bool, exact: bool) -> None:
    """\b
    gradcli explain "3*x**2" --at x=3
    gradcli explain "d = x**2; d*d + 1/d" --at x=2
    gradcli explain "u**3+v**2+4*u*v" --at u=3 v=4 --wrt u
    gradcli explain "u**3+v**2+4*u*v" --at u=3 v=4 -f html > passes.html
    gradcli explain "x**2*sin(x)"
    gradcli explain "x/(x**2+1)" --at x=2 --rules

    The passes of backpropagation, or the rules of calculus: at a point the value of each node, and the gradients that it
    passes to its inputs; if a variable is free, or with --rules, the derivative step by step.
    """
    from gradcli.calc.question import Question

    names, numbers = parse_wrt(wrt), number_type(exact)
    question = Question(read(expression), parse_bindings(at), limit, wrt=names)
    if form != "html" and (rules or detail or order or form == "latex" or question.free):
        _rules(question, names, order or 1, detail, form, retain_grad or exact, strict)
        return
    if form == "html":
        from gradcli.calc.backprop.graph import graph

        question.point()
        picture = graph(question, retain_grad, names, passes=True, numbers=numbers)
        draw(picture, form, given_limit())
        exit_with_warnings(picture.warnings, [picture.nodes[picture.root].data, *(n.grad for n in picture.nodes)], strict)
        return
    from gradcli.calc.backprop.explain import explain

    report = explain(question, names, retain_grad, numbers)
    show("explanation", report, form)
    exit_with_warnings(report.warnings, [report.value, *report.partials.values()], strict)


def _rules(question: "Question", names: list[str] | None, order: int, detail: bool, form: str, passes: bool,
           strict: bool) -> None:
    """Explain the derivatives along `names` by the rules of calculus."""
    from gradcli.calc.steps.derivation import derive

    if passes:
        raise click.UsageError("--retain-grad and --exact go with the two passes at a point, not with rules")
    reports = derive(question, names, order, detail)
    show("derivations", reports, form)
    exit_with_warnings([w for report in reports for w in report.warnings], [report.value for report in reports], strict)
