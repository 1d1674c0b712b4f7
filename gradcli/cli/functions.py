"""gradcli functions: what the language knows, from the table alone."""

import click

from gradcli.cli.arguments import Command, format_option
from gradcli.cli.output import show


@click.command(cls=Command)
@click.argument("name", required=False)
@format_option("latex")
def command(name: str | None, form: str) -> None:
    """\b
    gradcli functions
    gradcli functions tanh
    gradcli functions "**"

    Every function and operator: its derivative, its domain, what is taken at kinks, and PyTorch's name; or NAME alone.
    """
    from gradcli.calc.functions import functions

    show("functions" if name is None else "function", functions(name), form)
