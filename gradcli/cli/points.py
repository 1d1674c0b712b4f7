"""--points of eval and nth: a table of points instead of one."""

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from gradcli.cli.arguments import Decorator, bound, read

if TYPE_CHECKING:
    from gradcli.calc.points import Rows
    from gradcli.calc.question import Question
    from gradcli.render.progress import Bar
    from gradcli.stream.records import Reader
    from gradcli.stream.run import Run
    from gradcli.stream.source import Source

PATIENCE = 0.3  # seconds that pass without a bar
PAUSE = 0.1  # seconds between two pictures of it
ENDINGS = {"tsv": "tsv", "tab": "tsv", "jsonl": "jsonl", "ndjson": "jsonl", "json": "jsonl"}


class Points:
    """What --points and its companions say."""

    def __init__(self, path: str, form: str | None, faults: str) -> None:
        self.path, self.faults = path, faults
        self.form = form or ENDINGS.get(path.rpartition(".")[2].lower(), "csv")


def tabular(function: Callable[..., Any]) -> Callable[..., Any]:
    """--points, --points-format and --on-error: the command is told `points`, None where it has one point."""

    @wraps(function)
    def command(points: str | None, points_format: str | None, on_error: str | None, **others: Any) -> Any:
        if points is None and (points_format or on_error):
            raise click.UsageError(f"--{'points-format' if points_format else 'on-error'} goes with --points")
        return function(points=None if points is None else Points(points, points_format, on_error or "stop"), **others)

    options: list[Decorator] = [
        click.option("--points", metavar="FILE", help="Answer for each row of a CSV, TSV or JSON Lines table; - for stdin."),
        click.option("--points-format", type=click.Choice(["csv", "tsv", "jsonl"]), help="Else told by the file's ending."),
        click.option("--on-error", type=click.Choice(["stop", "skip", "nan"]), help="At rows that cannot be read.")]
    for option in reversed(options):
        command = option(command)
    return command


def answer_rows(points: Points, expression: str, at: Sequence[str], limit: int, form: str, strict: bool,
                ask: "Callable[[Question], tuple[Rows, list[str]]]", only: str | None = None, precise: bool = False) -> None:
    """Answer for each row of a table; `ask` says what is computed of a question, and what the results are called.

    `only` is the one result that is wanted.
    """
    import signal
    from contextlib import closing

    from gradcli.calc.question import Question
    from gradcli.errors import GradcliError
    from gradcli.stream.delimited import Delimited
    from gradcli.stream.growing import Growing
    from gradcli.stream.jsonlines import JSONLines
    from gradcli.stream.run import Run
    from gradcli.stream.source import Source

    if form not in ("auto", "csv", "json"):
        raise GradcliError(f"-f {form} is for one answer", help="the answers to --points are csv or json")
    if precise:
        raise GradcliError("--points computes in double precision", help="leave --exact and --digits out")
    if expression == "-" and points.path == "-":
        raise GradcliError("standard input cannot be both the expression and the points")
    signal.signal(signal.SIGTERM, _terminated)
    text, given, json = read(expression), bound(at), form == "json"
    _ = Question(text, given, limit).lowered  # what is wrong with it is said before anything is read
    with closing(Source(points.path)) as source:
        reader: Reader = JSONLines(source, json) if points.form == "jsonl" else \
            Delimited(source, b"\t" if points.form == "tsv" else b",", json)
        question = Question(text, given, limit, reader.columns)
        twice = [name for name in given if name in reader.columns and name in question.variables]
        if twice:
            raise GradcliError(f"--at {twice[0]}: {source.where} has a column {twice[0]}", help="leave one of the two out")
        rows, labels = ask(question)
        kept = [i for i, label in enumerate(labels) if only in (None, label)]
        if not kept:
            raise GradcliError(f"--only {only}: there is no such number", help=f"it is one of {', '.join(labels)}")
        labels = [labels[i] for i in kept]
        reader.choose(rows.inputs, labels)
        run = Run(source, reader, Growing(rows, kept), labels, json, points.faults)
        with closing(_Progress(source, run)) as progress:
            run.all(progress.show)
    _tell(question, run, strict)


def _tell(question: "Question", run: "Run", strict: bool) -> None:
    """Say on stderr what is to be known of all rows."""
    told = [about.message for about in question.unused()]
    if run.faulty:
        done = "left out" if run.faults == "skip" else "answered by nan"
        told.append(f"{_rows(run.faulty)} could not be read: {done}")
    if run.infinite:
        told.append(f"{_rows(run.infinite)} with a result that is not finite")
    for each in told:
        print(f"Warning: {each}", file=sys.stderr)
    if told and strict:
        raise click.exceptions.Exit(1)


def _rows(count: int) -> str:
    return f"{count} row{'s' if count > 1 else ''}"


def _terminated(number: int, frame: Any) -> None:
    """SIGTERM ends a run as Ctrl-C does: between two lines."""
    raise click.exceptions.Exit(128 + number)


class _Progress:
    """A bar for who waits at a terminal, unless rows go to one, which it would stand between."""

    def __init__(self, source: "Source", run: "Run") -> None:
        self.source, self.run = source, run
        self.bar: Bar | None = None
        self.wanted = sys.stderr.isatty() and not sys.stdout.isatty()
        self.next = monotonic() + PATIENCE

    def show(self) -> None:
        if not self.wanted or (now := monotonic()) < self.next:
            return
        self.next = now + PAUSE
        if self.bar is None:
            from gradcli.render.progress import Bar

            self.bar = Bar(self.source.size)
        self.bar.show(self.source.position, self.run.rows)

    def close(self) -> None:
        if self.bar:
            self.bar.close()
