"""Ranges after --at: the points of a grid instead of one."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gradcli.cli.arguments import parse_bindings

if TYPE_CHECKING:
    from gradcli.stream.ranges import RangeRows, RangeSource
    from gradcli.stream.sink import Sink
    from gradcli.stream.source import Source
    from gradcli.syntax.ranges import Range


class Ranges:
    """The ranges among the words after --at, in place of --points; `faults` as of these."""

    path = ""
    fault = "without an answer"

    def __init__(self, at: Sequence[str], faults: str) -> None:
        self.faults = faults
        self.ranges: dict[str, Range] = {}
        self.given = parse_bindings(at, ranges=self.ranges)
        self.names = list(self.ranges)

    def bindings(self, at: Sequence[str]) -> dict[str, Any]:
        """Return the bindings that are no ranges."""
        return self.given

    def check_format(self, form: str) -> None:
        """Raise GradcliError for a format in which many answers are not written."""
        if form not in ("auto", "rich", "csv", "json"):
            from gradcli.errors import GradcliError

            raise GradcliError(f"-f {form} is for one answer", help="the answers for a range are rich, csv or json")

    def source(self, rounded: bool, limit: int) -> "RangeSource":
        """Return the rows. Raises GradcliError for more than `limit`, or if they are neither `rounded` nor rational."""
        from math import prod

        from gradcli.calc.tables.ranges import points
        from gradcli.errors import GradcliError
        from gradcli.stream.ranges import RangeSource

        axes = {name: points(each) for name, each in self.ranges.items()}
        count = prod(each.number for each in axes.values())
        if count > limit:
            words = " ".join(each.word for each in self.ranges.values())
            raise GradcliError(f"{words}: these are {count} points, beyond the limit of {limit}",
                               help="raise it with --limit", code=1)
        for name, each in axes.items():
            if not (rounded or each.rational):
                raise GradcliError(f"{self.ranges[name].word}: its points are not rational",
                                   help="leave out --exact or --digits, or give the range in rational numbers")
        return RangeSource(axes, rounded)

    def reader(self, source: "Source", json: bool) -> "RangeRows":
        """Return the reader of the rows."""
        from gradcli.stream.ranges import RangeRows

        return RangeRows(source, json)

    def sink(self, form: str, expression: str, at: Sequence[str]) -> "Sink":
        """Return the output: a table on a terminal."""
        from gradcli.stream.sink import Sink

        if form == "rich" or form == "auto" and sys.stdout.isatty():
            from gradcli.stream.aligned import Aligned

            return Aligned(expression, " ".join(at), len(self.ranges))
        return Sink()
