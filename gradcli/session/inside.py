"""A command of the command line that is run inside this process, for a batch or a session."""

import signal
from collections.abc import Sequence
from functools import cache

import click

from gradcli.errors import GradcliError
from gradcli.report.base import Warning


@cache
def _defaults(group: click.Group, form: str) -> dict[str, dict[str, str]]:
    """Return the defaults of options, for each command: the format, also of a formula without a command."""
    return {name: {"form": form} for name in ["", *group.list_commands(click.Context(group))]}


class Inside:
    """The `obj` of the context of such a command: what it must know, and what it leaves behind.

    `owner` reads standard input, so that the command cannot; `auto` is the format that -f auto means. `form` is the format
    of the answer, None where it is none of a single report; `report` is that report; `warnings` are those of the answer.
    """

    def __init__(self, owner: str, auto: str) -> None:
        self.owner, self.auto = owner, auto
        self.form: str | None = None
        self.report: object = None
        self.warnings: list[Warning] = []

    def run(self, group: click.Group, words: Sequence[str], form: str = "auto") -> int:
        """Run a command, with `form` as its default format; return its exit code.

        Raises GradcliError for an error of any kind, KeyboardInterrupt, and BrokenPipeError.
        """
        stop = signal.getsignal(signal.SIGTERM)
        try:
            with group.make_context("gradcli", list(words), obj=self, default_map=_defaults(group, form)) as context:
                group.invoke(context)
            return 0
        except click.exceptions.Exit as leave:
            return leave.exit_code
        except BrokenPipeError:
            raise
        except (GradcliError, click.ClickException, OSError, RecursionError, MemoryError) as error:
            from gradcli.session.failures import failure

            raise failure(error, words) from None
        finally:
            signal.signal(signal.SIGTERM, stop)  # tables have their own

    def refuse_input(self) -> GradcliError:
        """Return the error of a command that would read standard input."""
        return GradcliError(f"standard input is read by the {self.owner}", help="name a file, or write the text itself")
