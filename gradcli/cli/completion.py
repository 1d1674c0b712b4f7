"""Completion of --only: the results that this expression has."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import click

from gradcli.cli.arguments import WORDS, Command, read
from gradcli.errors import GradcliError

LIMIT = 100_000  # operations that a key press is worth
# Options that a table needs and its results do not depend on.
TABLES = "--points", "--points-format", "--delimiter", "--decimal", "--comment", "--on-error", "--only"


def join_bindings(words: Sequence[str]) -> list[str]:
    """Return words with NAME=VALUE in one piece, which bash breaks at the sign."""
    joined: list[str] = []
    for i, word in enumerate(words):
        if joined and (word == "=" or i > 1 and words[i - 1] == "="):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def complete_results(ctx: click.Context, begun: str) -> list[str]:
    """Return the results of the question so far that begin as the last of the comma-separated names `begun`."""
    before, comma, last = begun.rpartition(",")
    words = list(_without(join_bindings(ctx.meta.get(WORDS, [])), TABLES))
    try:
        # Formulas are not needed for their names, and numbers are faster: what is free is bound to some number.
        known = [] if "-" in words else _names(ctx, [*words, *_bind_free(ctx, words)])
    except (GradcliError, click.ClickException):
        known = []
    return [before + comma + name for name in known if name.startswith(last)]


def _without(words: Sequence[str], options: Sequence[str]) -> Iterator[str]:
    """Yield the words but these options and their values."""
    rest = iter(words)
    for word in rest:
        if word in options:
            next(rest, None)
        elif word.partition("=")[0] not in options:
            yield word


def _bind_free(ctx: click.Context, words: list[str]) -> list[str]:
    """Return options that bind what is free. Raises GradcliError or ClickException."""
    from gradcli.calc.question import Question

    assert isinstance(ctx.command, Command)
    options, expressions = ctx.command.divide(ctx, words)
    given = ",".join(value for option, value in pairwise(options) if option in ("--at", "--around"))
    bound = {name.partition("=")[0].strip() for name in given.split(",")}
    free = [name for each in expressions for name in Question(read(each), {}).free if name not in bound]
    return [word for name in dict.fromkeys(free) for word in ("--at", f"{name}=1")]


def _names(ctx: click.Context, words: Sequence[str]) -> list[str]:
    """Return the results that the answer to these words has; [] if there is none. Raises GradcliError or ClickException."""
    from gradcli.cli.output import NoSuchResult

    limit = [] if "--limit" in words else ["--limit", str(LIMIT)]
    try:
        with ctx.command.make_context(ctx.info_name, [*limit, "--only", "", *words]) as context:
            ctx.command.invoke(context)
    except NoSuchResult as error:
        return error.names
    return []
