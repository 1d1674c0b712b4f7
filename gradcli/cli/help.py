"""gradcli help: commands, functions, words, warnings, and what concerns all commands."""

from typing import TYPE_CHECKING

import click

from gradcli.cli.arguments import Command, format_option
from gradcli.cli.output import show

if TYPE_CHECKING:
    from gradcli.report.topics import Topic

SCHEMA = "schema"  # the topic that is a file for programs


def _beginning(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Return the topics that a shell may complete `begun` to."""
    from gradcli.calc.topics import GROUPS, topics
    from gradcli.cli import COMMANDS
    from gradcli.cli.functions import complete_name

    known = dict.fromkeys([*COMMANDS, *GROUPS, *(topic.name for topic in topics()), SCHEMA])
    return [name for name in known if name.startswith(begun)] + complete_name(ctx, parameter, begun)


@click.command(cls=Command)
@click.argument("topic", required=False, shell_complete=_beginning)
@format_option()
@click.pass_context
def command(ctx: click.Context, topic: str | None, form: str) -> None:
    """\b
    gradcli help
    gradcli help kink
    gradcli help eval
    gradcli help MulBackward0

    What a word means: a command, a function, PyTorch's name of one, a term such as leaf, a kind of warning, or one of the
    topics language, points, numbers, session, formats, exit-codes and torch. Without TOPIC: all of them.
    """
    from gradcli.calc.topics import topics
    from gradcli.cli import COMMANDS

    if topic == SCHEMA:
        from pathlib import Path

        print(Path(__file__).parents[1].joinpath("schema.json").read_text(encoding="utf-8"), end="")
    elif topic is None:
        show("contents", [*(_describe(ctx, name) for name in COMMANDS), *topics()], form)
    elif found := _find(ctx, topic):
        show("topics", found, form)
    else:
        _show_function(ctx, topic, form)


def _find(ctx: click.Context, name: str) -> "list[Topic]":
    """Return the topics of a name, or of another word for one; [] where there is none."""
    from gradcli.calc.topics import ALSO, topics
    from gradcli.cli import COMMANDS

    name = ALSO.get(name.lower(), name.lower())
    return [*topics(name), *(_describe(ctx, each) for each in COMMANDS if each == name)]


def _describe(ctx: click.Context, name: str) -> "Topic":
    """Return a command's --help as a topic."""
    from gradcli.cli import group
    from gradcli.report.topics import COMMANDS, Topic

    found = group.get_command(ctx, name)
    assert found
    text = found.get_help(click.Context(found, info_name=name, parent=ctx.parent))
    return Topic(name, COMMANDS, found.get_short_help_str(), text)


def _show_function(ctx: click.Context, name: str, form: str) -> None:
    """Print a function. Raises GradcliError with the topics probably meant."""
    from gradcli.calc.functions import functions
    from gradcli.errors import GradcliError, closest

    try:
        show("function", functions(name), form)
    except GradcliError:
        near = closest(name, _beginning(ctx, command.params[0], ""))
        raise GradcliError(f"there is no topic {name}", help=f"did you mean {' or '.join(near)}?" if near else
                           "gradcli help lists all") from None
