"""gradcli graph: the computational graph as PyTorch records it."""

import click

from gradcli.cli.arguments import Command, chosen, read, shared


@click.command(cls=Command)
@click.argument("expression")
@shared
@click.option("--retain-grad", is_flag=True, help="Show grad of nodes that are no leaves too.")
def command(expression, at, form, retain_grad):
    """gradcli graph "3*x**2" --at x=3

    For each node its expression, data, grad, grad_fn, is_leaf, requires_grad.
    """
    from gradcli.calc import graph
    from gradcli.syntax.bindings import bindings

    source = read(expression)
    nodes, point = graph(source, bindings(list(at)), retain_grad)
    form = chosen(form)
    if form == "rich":
        from gradcli.render import as_rich

        as_rich.graph(nodes)
    elif form == "json":
        from gradcli.render import as_json

        click.echo(as_json.graph(source, point, nodes))
    else:
        from gradcli.render import as_plain

        click.echo(as_plain.graph(nodes))
