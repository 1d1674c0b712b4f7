"""Output of an answer: on stdout in the chosen format, its warnings on stderr, its exit code."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from gradcli.cli.arguments import inside
from gradcli.errors import GradcliError
from gradcli.report.base import Selection, Warning


class NoSuchResult(GradcliError):
    """An error of --only; `names` are those of the results."""

    def __init__(self, name: str, names: list[str]) -> None:
        super().__init__(f"--only {name}: there is no such result",
                         help=f"it is one of {', '.join(names)}" if names else None)
        self.names = names


def show(kind: str, report: Any, form: str, only: Sequence[str] = (), entries: Mapping[str, object] | None = None,
         others: Iterable[str] = (), **options: object) -> None:
    """Print `report` by the function `kind` of the renderer for `form`; auto is rich on a terminal, plain elsewhere.

    If `only` names some of its `entries`, these alone are printed, one a line; `others` are results that are computed where
    they are named. `options` are passed to the renderer. Raises NoSuchResult for other names.
    """
    within, form = inside(), resolve(form, only)
    if within:
        within.report, within.form = report, form
    if only:
        found = entries or {}
        warnings = dict.fromkeys(w for each in (report if isinstance(report, list) else [report]) for w in each.warnings)
        kind, report = "only", Selection({name: found[name] for name in choose(only, found, others)}, list(warnings))
    renderer = import_module(f"gradcli.render.as_{form}")
    text = getattr(renderer, kind)(report, **options)
    if sys.stdout.isatty() and form not in ("rich", "session"):
        from gradcli.render.diagnostic import escape_controls

        text = escape_controls(text)
    if text:
        print(text)


def resolve(form: str, only: Sequence[str] = ()) -> str:
    """Return the format that -f means; what --only names is plain where a whole answer is laid out."""
    within = inside()
    if form == "auto":
        form = within.auto if within else "rich" if sys.stdout.isatty() else "plain"
    return "plain" if only and form in ("rich", "session") else form


def draw(picture: object, form: str, most: int | None, name: str = "graph") -> None:
    """Print the picture of a graph, or of another name; on a terminal, which shows its source, print how to redirect it.

    Raises GradcliError if it has more parts than the format, or `most`, allows.
    """
    from gradcli.render.diagnostic import escape_controls

    text = import_module(f"gradcli.render.pictures.{form if name == 'graph' else f'{name}_{form}'}").picture(picture, most)
    print(escape_controls(text) if sys.stdout.isatty() else text)
    if sys.stdout.isatty() and form in ("svg", "html"):
        print(f"redirect it: ... > {name}.{form}", file=sys.stderr)


def choose(only: Sequence[str], names: Iterable[str], others: Iterable[str] = ()) -> list[str]:
    """Return the names that --only lists, or all. Raises NoSuchResult for one that is unknown, also in `others`."""
    known = list(names)
    chosen = names_in(only)
    for name in chosen:
        if name not in known:
            raise NoSuchResult(name, list(dict.fromkeys([*known, *others])))
    return chosen or known


def refuse_beside_nonzero(form: str, **options: object) -> None:
    """Raise UsageError for a format or an option that does not go with --nonzero."""
    if form == "latex":
        raise click.UsageError("-f latex writes the whole matrix: leave out --nonzero")
    for name, value in options.items():
        if value not in (None, ()):
            raise click.UsageError(f"--nonzero does not go with --{name}: leave out one of them")


def names_in(only: Sequence[str]) -> list[str]:
    """Return the names in the words of --only, each once."""
    return list(dict.fromkeys(name.strip() for word in only for name in word.split(",")))


def exit_with_warnings(warnings: Iterable[Warning], numbers: Iterable[object], strict: bool) -> None:
    """Warn on stderr; exit 1 if a number is nan, and at any warning if `strict`."""
    distinct = list(dict.fromkeys(warnings))
    if within := inside():
        within.warnings += distinct
    elif distinct:
        from gradcli.render.diagnostic import warning

        for each in distinct:
            print(warning(each), file=sys.stderr)
    if any(isinstance(number, float) and number != number for number in numbers) or (strict and distinct):
        raise click.exceptions.Exit(1)
