"""--points: a table of points instead of one."""

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from gradcli.cli.arguments import Decorator, inside, option, parse_bindings, read
from gradcli.cli.output import choose

if TYPE_CHECKING:
    from gradcli.calc.numbers import Numbers
    from gradcli.calc.question import Question
    from gradcli.calc.tables.points import Table
    from gradcli.cli.ranges import Ranges
    from gradcli.render.progress import Bar
    from gradcli.stream.records import Reader
    from gradcli.stream.run import Run
    from gradcli.stream.sink import Sink
    from gradcli.stream.source import Source
    from gradcli.syntax.ranges import Range

PATIENCE = 0.3  # seconds before the bar is shown: a shorter run needs none
PAUSE = 0.1  # seconds between its updates
ENDINGS = {"tsv": "tsv", "tab": "tsv", "jsonl": "jsonl", "ndjson": "jsonl", "json": "jsonl"}
COMPANIONS = "points-format", "delimiter", "decimal", "comment", "on-error"


class Points:
    """The values of --points and its companions."""

    names: Sequence[str] = ()  # of columns that were asked for, which the expression should have
    fault = "could not be read"  # in messages about rows without an answer

    def __init__(self, path: str, form: str | None, faults: str, delimiter: str, decimal: str, comment: str) -> None:
        self.path, self.faults = path, faults
        self.form = form or ("csv" if delimiter else ENDINGS.get(path.rpartition(".")[2].lower(), "csv"))
        self.delimiter, self.decimal, self.comment = delimiter, decimal, comment

    def reader(self, source: "Source", json: bool) -> "Reader":
        """Return the reader of the table. Raises GradcliError if it has no header."""
        if self.form == "jsonl":
            from gradcli.stream.jsonlines import JSONLines

            return JSONLines(source, json)
        from gradcli.stream.delimited import Delimited, Dialect

        separator = self.delimiter or ("\t" if self.form == "tsv" else "")
        return Delimited(source, Dialect(separator.encode(), self.decimal.encode(), self.comment.encode()), json)

    def check_format(self, form: str) -> None:
        """Raise GradcliError for a format in which tables are not written."""
        if form not in ("auto", "csv", "json"):
            from gradcli.errors import GradcliError

            raise GradcliError(f"-f {form} is for one answer", help="the answers to --points are csv or json")

    def source(self, rounded: bool, limit: int) -> "Source":
        """Open the table."""
        from gradcli.stream.source import Source

        return Source(self.path)

    def sink(self, form: str, expression: str, at: Sequence[str]) -> "Sink":
        """Return the output."""
        from gradcli.stream.sink import Sink

        return Sink()

    def bindings(self, at: Sequence[str]) -> dict[str, Any]:
        """Return the bindings of the words after --at. Raises GradcliError for a range."""
        ranges: dict[str, Range] = {}
        given = parse_bindings(at, ranges=ranges)
        for each in ranges.values():
            from gradcli.errors import GradcliError

            raise GradcliError(f"{each.word}: a range and --points do not go together", help="leave one of the two out")
        return given


def points_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --points and its companions; pass them to the command as `points`, None for a single point."""
    return _add_options(function, ranges=False)


def refuse_beside_points(points: Points | None, **options: object) -> None:
    """Raise UsageError for an option that goes with one point only."""
    for name, value in options.items():
        if points and value is not None:
            raise click.UsageError(f"--{name} answers for one point here: leave out --{name} or --points")


def rows_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """As points_options; `points` may also be the ranges after --at."""
    return _add_options(function, ranges=True)


def _add_options(function: Callable[..., Any], ranges: bool) -> Callable[..., Any]:
    @wraps(function)
    def command(points: str | None, points_format: str | None, delimiter: str | None, decimal: str | None,
                comment: str | None, on_error: str | None, **others: Any) -> Any:
        given = dict(zip(COMPANIONS, (points_format, delimiter, decimal, comment, on_error), strict=True))
        if points is not None:
            found = _make_points(points, points_format, on_error, delimiter, decimal, comment)
            return function(points=found, **others)
        made = ranges and any(":" in word for word in others["at"])
        for name, value in given.items():
            if value is not None and not (made and name == "on-error"):
                goes_with = "--points or a range" if ranges and name == "on-error" else "--points"
                raise click.UsageError(f"--{name} goes with {goes_with}")
        if made:
            from gradcli.cli.ranges import Ranges

            return function(points=Ranges(others["at"], on_error or "stop"), **others)
        return function(points=None, **others)

    options: list[Decorator] = [
        option("--points", group="Tables", metavar="FILE",
               help="Answer for each row of a CSV, TSV or JSON Lines table; - for stdin. "
                    "Kinks and jumps are not detected."),
        option("--points-format", group="Tables", type=click.Choice(["csv", "tsv", "jsonl"]),
               help="Input format (default: from the file extension)."),
        option("--delimiter", group="Tables", metavar="C",
               help="Field separator (default: a comma, or semicolons if the header has only those); "
               "' ' for blanks."),
        option("--decimal", group="Tables", type=click.Choice([".", ","]),
               help="Decimal sign of the table (default: a point)."),
        option("--comment", group="Tables", metavar="TEXT", help="Skip lines that begin with this, such as '#'."),
        option("--on-error", group="Tables", type=click.Choice(["stop", "skip", "nan"]),
               help="Treatment of unreadable rows (default: stop).")]
    for each in reversed(options):
        command = each(command)
    return command


def _make_points(path: str, form: str | None, faults: str | None, delimiter: str | None, decimal: str | None,
                 comment: str | None) -> Points:
    """Check the options and return them. Raises UsageError."""
    delimiter = {"\\t": "\t", "tab": "\t"}.get(delimiter or "", delimiter)
    if delimiter is not None and (len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\0'):
        raise click.UsageError("--delimiter takes one ASCII character, such as ';', or tab")
    if delimiter is not None and delimiter == (decimal or "."):
        raise click.UsageError(f"{delimiter!r} cannot both separate fields and decimals")
    if comment is not None and (not comment or set(comment) & set("\r\n")):
        raise click.UsageError("--comment takes the beginning of a line, such as '#'")
    if form == "tsv" and delimiter not in (None, "\t"):
        raise click.UsageError("--delimiter and --points-format tsv contradict each other: leave one of them out")
    points = Points(path, form, faults or "stop", delimiter or "", decimal or ".", comment or "")
    if points.form == "jsonl" and (delimiter or decimal or comment):
        raise click.UsageError("--delimiter, --decimal and --comment go with CSV, not with JSON Lines")
    return points


def answer_rows(points: "Points | Ranges", expressions: Sequence[str], at: Sequence[str], limit: int, form: str,
                strict: bool, make_table: "Callable[[Sequence[Question], Numbers], Table]", numbers: "Numbers",
                only: Sequence[str] = (), wrt: Sequence[str] | None = None) -> None:
    """Answer for each row of a table or of ranges; `make_table` returns the results to compute.

    `only` names those that are written.
    """
    import signal
    from contextlib import closing

    from gradcli.calc.question import Question
    from gradcli.errors import GradcliError
    from gradcli.stream.adaptive import engine_of
    from gradcli.stream.run import MAX_VALUES, Run

    points.check_format(form)
    if "-" in expressions and points.path == "-":
        raise GradcliError("standard input cannot be both the expression and the points")
    if points.path == "-" and (within := inside()):
        raise within.refuse_input()
    signal.signal(signal.SIGTERM, _stop)
    texts, given, json = [read(each) for each in expressions], points.bindings(at), form == "json"
    for text in texts:  # a mistake in the expression is reported before the table is read
        question = Question(text, given, limit, wrt=wrt)
        _ = question.has_folds or question.lowered  # a bound may be a column, which is told apart
    with closing(points.sink(form, texts[0], at)) as sink, closing(points.source(numbers.rounded, limit)) as source:
        reader = points.reader(source, json)
        questions = [Question(text, given, limit, reader.columns, wrt) for text in texts]
        used = {name for question in questions for name in (*question.variables, *question.program.fixed)}
        twice = [name for name in given if name in reader.columns and name in used]
        if twice:
            raise GradcliError(f"--at {twice[0]}: {source.where} has a column {twice[0]}", help="leave one of the two out")
        rows, names = make_table(questions, numbers)
        source.max_lines = MAX_VALUES // len(names) + 1
        labels = choose(only, [name for name in names if name])
        kept = [names.index(label) for label in labels]
        engine, parse = engine_of(rows, kept)
        reader.choose(rows.inputs, labels, parse)
        run = Run(source, reader, engine, sink, labels, json, points.faults)
        with closing(_Progress(source, run)) as progress:
            run.answer(progress.show)
    unused = [name for name in dict.fromkeys([*given, *points.names, *(wrt or ())]) if name not in used]
    _report(unused, run, strict, points.fault)


def _report(unused: Sequence[str], run: "Run", strict: bool, fault: str) -> None:
    """Warn on stderr of unused bindings, unreadable rows and results that are not finite."""
    from gradcli.render.diagnostic import headline

    warnings = [f"{name} does not occur in the expression" for name in unused]
    if run.faulty:
        done = "left out" if run.faults == "skip" else "answered by nan"
        warnings.append(f"{_rows(run.faulty)} {fault}: {done}")
    if run.infinite:
        warnings.append(f"{_rows(run.infinite)} with a result that is not finite")
    for each in warnings:
        print(headline("Warning:", each), file=sys.stderr)
    if warnings and strict:
        raise click.exceptions.Exit(1)


def _rows(count: int) -> str:
    return f"{count} row{'s' if count > 1 else ''}"


def _stop(number: int, frame: Any) -> None:
    """End a run at SIGTERM as at Ctrl-C, between two lines."""
    raise click.exceptions.Exit(128 + number)


class _Progress:
    """A bar on a terminal, unless rows are written to it too."""

    def __init__(self, source: "Source", run: "Run") -> None:
        self.source, self.run = source, run
        self.bar: Bar | None = None
        self.shown = sys.stderr.isatty() and not sys.stdout.isatty()
        self.next = monotonic() + PATIENCE

    def show(self) -> None:
        if not self.shown or (now := monotonic()) < self.next:
            return
        self.next = now + PAUSE
        if self.bar is None:
            from gradcli.render.progress import Bar

            self.bar = Bar(self.source.size)
        self.bar.show(self.source.position, self.run.rows)

    def close(self) -> None:
        if self.bar:
            self.bar.close()
