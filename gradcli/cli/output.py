"""How an answer leaves: on stdout in the format that was asked for, its warnings on stderr, its exit code."""

import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import click

from gradcli.report import Warning


def show(kind: str, report: Any, form: str) -> None:
    """Print `report` by the function `kind` of the renderer for `form`; auto is rich on a terminal, plain elsewhere."""
    if form == "auto":
        form = "rich" if sys.stdout.isatty() else "plain"
    text = getattr(import_module(f"gradcli.render.as_{form}"), kind)(report)
    print(text)


def finish(warnings: Iterable[Warning], numbers: Iterable[Any], strict: bool) -> None:
    """Warn on stderr; exit 1 where a number is nan, and for any warning where `strict` says so."""
    said = list(dict.fromkeys(warnings))
    if said:
        from gradcli.render.diagnostic import warning

        for each in said:
            print(warning(each), file=sys.stderr)
    if any(isinstance(number, float) and number != number for number in numbers) or (strict and said):
        raise click.exceptions.Exit(1)
