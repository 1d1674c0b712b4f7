"""What may end a command, as an error with a message."""

import os
from collections.abc import Sequence

import click

from gradcli.errors import GradcliError


def failure(error: Exception, words: Sequence[str]) -> GradcliError:
    """Return the error of a command, given as `words`, that has raised `error`."""
    if isinstance(error, GradcliError):
        if error.code == 2 and error.source and error.source in words and _is_file(error.source):
            error.help = f"to read the file, write @{error.source}"
        return error
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        usage = f"{context.get_usage()}\n{context.command_path.strip()} --help lists the options" if context else ""
        return Misuse(" ".join(error.format_message().split()), usage)
    if isinstance(error, OSError):
        where = f": {error.filename}" if error.filename else ""
        return GradcliError(f"{error.strerror or error}{where}", code=1)
    if isinstance(error, RecursionError):
        return GradcliError("something is nested too deeply for this computer", code=1)
    if isinstance(error, MemoryError):
        return GradcliError("out of memory", code=1)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return GradcliError(f"a bug in gradcli, {what}", help="please report it, with the question", code=1)


class Misuse(GradcliError):
    """Options or arguments that a command does not take; `usage` shows those that it does."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.usage = usage


def _is_file(word: str) -> bool:
    """Return whether a word names a file."""
    return len(word) < 256 and "\0" not in word and os.path.isfile(word)
