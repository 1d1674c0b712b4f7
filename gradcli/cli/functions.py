"""gradcli functions: the functions and operators of the language, from the table alone."""

import click

from gradcli.cli.arguments import Command, format_option
from gradcli.cli.output import show


def complete_name(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Return the names that a shell may complete `begun` to."""
    import gradcli.ops  # noqa: F401  fills the table
    from gradcli.core.primitive import FUNCTIONS

    return [name for name in FUNCTIONS if name.startswith(begun)]


@click.command(cls=Command)
@click.argument("name", required=False, shell_complete=complete_name)
@format_option("latex")
def command(name: str | None, form: str) -> None:
    """\b
    gradcli functions
    gradcli functions tanh
    gradcli functions "**"
    gradcli functions MulBackward0

    Every function and operator: its derivative, domain, value at kinks, and PyTorch's name; or NAME alone.
    """
    from gradcli.calc.functions import functions

    show("functions" if name is None else "function", functions(name), form)
