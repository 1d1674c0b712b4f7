"""The answer of `help`."""

from typing import NamedTuple

COMMANDS = "commands"  # the kind whose text is set already


class Topic(NamedTuple):
    """A topic of the help: its `kind` is commands, or the name of a group; `text` has examples and tables indented by 4."""

    name: str
    kind: str
    title: str
    text: str
