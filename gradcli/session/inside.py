"""A command of the command line that is run inside this process, for a batch or a session."""

import signal
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

import click

from gradcli.errors import GradcliError
from gradcli.report.base import Warning


def root_context(group: click.Group, **settings: Any) -> click.Context:
    """Return a context for commands of the group."""
    return click.Context(group, info_name="gradcli", **group.context_settings, **settings)


@cache
def _defaults(group: click.Group, form: str) -> dict[str, dict[str, str]]:
    """Return the defaults of options, for each command: the format, also of a formula without a command."""
    return {name: {"form": form} for name in ["", *group.list_commands(root_context(group))]}


class Inside:
    """The `obj` of the context of such a command: what it must know, and what it leaves behind.

    `owner` reads standard input, so that the command cannot; `auto` is the format that -f auto means. `form` is the format
    of the answer, None where it is none of a single report; `report` is that report; `warnings` are those of the answer.
    `texts` are those that stand for expressions, `at` further words after --at.
    """

    def __init__(self, owner: str, auto: str, texts: Mapping[str, str] = MappingProxyType({}),
                 at: Sequence[str] = ()) -> None:
        self.owner, self.auto, self.texts, self.at = owner, auto, texts, at
        self.form: str | None = None
        self.report: object = None
        self.warnings: list[Warning] = []

    def run(self, group: click.Group, words: Sequence[str], form: str = "auto", formula: bool = False) -> int:
        """Run a command, with `form` as its default format; return its exit code.

        A `formula` is one without a command. Raises GradcliError for an error of any kind, KeyboardInterrupt, and
        BrokenPipeError.
        """
        root = root_context(group, obj=self, default_map=_defaults(group, form))
        name, rest = ("", words) if formula else (words[0], words[1:])
        stop = signal.getsignal(signal.SIGTERM)
        try:
            with root:
                command = group.get_command(root, name) if name or formula else None
                if command:
                    with command.make_context(name, list(rest), parent=root) as context:
                        command.invoke(context)
                else:
                    group.parse_args(root, list(words))
                    group.invoke(root)
            return 0
        except click.exceptions.Exit as leave:
            return leave.exit_code
        except BrokenPipeError:
            raise
        except Exception as error:  # of any kind: the next question is answered all the same
            from gradcli.session.failures import failure

            raise failure(error, words) from None
        finally:
            signal.signal(signal.SIGTERM, stop)  # tables have their own

    def expand(self, expression: str) -> str:
        """Return the text that stands for an expression."""
        return self.texts.get(expression, expression)

    def refuse_input(self) -> GradcliError:
        """Return the error of a command that would read standard input."""
        return GradcliError(f"standard input is read by the {self.owner}", help="name a file, or write the text itself")
