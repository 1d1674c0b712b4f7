"""The session on a terminal: its first line, and the loop."""

import os
import sys
from collections.abc import Callable
from functools import cache
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING, Protocol

import click

from gradcli import __version__
from gradcli.session.history import History, history_path

if TYPE_CHECKING:
    from gradcli.session.session import Session


class Reader(Protocol):
    """What reads lines: raises KeyboardInterrupt at Ctrl-C, and EOFError at Ctrl-D."""

    def read(self) -> str: ...


GREETING = f"gradcli {__version__} · a formula, or a command as in the shell; help, Ctrl-D ends"


def start(group: click.Group) -> None:
    """Answer lines until the end of input. Raises BrokenPipeError, and OSError if the terminal is gone."""
    import gc

    gc.freeze()
    gc.enable()  # which a process for one answer does not need

    @cache
    def session() -> "Session":  # what it needs is imported while the first line is typed
        from gradcli.session.session import Session

        return Session(group)

    greeting = GREETING if "·".encode(sys.stdout.encoding, "ignore") else GREETING.replace("·", "-")
    print(*wrap(greeting, get_terminal_size().columns), sep="\n")
    reader = make_reader(session, History(history_path(os.environ)))
    while True:
        try:
            line = reader.read()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        try:
            if not all(session().answer(each) for each in line.splitlines()):
                return
            sys.stdout.flush()
        except KeyboardInterrupt:
            print("interrupted", file=sys.stderr)


def make_reader(session: "Callable[[], Session]", file: History) -> Reader:
    """Return the editor, or on a dumb terminal and without the extra `shell` what Python has."""
    if os.environ.get("TERM") != "dumb":
        try:
            from gradcli.session.editor import Editor

            return Editor(session, file)
        except ImportError:
            print('pip install "gradcli[shell]" adds a preview of the answer while you type', file=sys.stderr)
    from gradcli.session.plain import Plain

    return Plain(session, file)
