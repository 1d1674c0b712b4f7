"""Tables that are not read but made: the points of ranges, or of a grid of several, the last name fastest."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from math import prod
from typing import Any

from gradcli.calc.tables.ranges import Points
from gradcli.errors import GradcliError
from gradcli.render.text import number
from gradcli.stream import numbers
from gradcli.stream.delimited import Delimited, Dialect
from gradcli.stream.source import Source

ROWS = 1 << 14  # that are made at once: about as many bytes as are read of a file


class RangeSource(Source):
    """The rows of `axes` as CSV: doubles, or without `rounded` exact numbers."""

    def __init__(self, axes: Mapping[str, Points], rounded: bool) -> None:
        self.axes, self.rounded = axes, rounded
        self.where, self.position, self.size = "--at", 0, 0
        self.max_lines, self.held, self.final = ROWS, b"", False
        self.rows, self.count, self.made = self._lines(list(axes.values())), prod(each.number for each in axes.values()), 0

    def place(self, line: int) -> str:
        index, found = line - 2, list[str]()  # the first line is the header
        for name, axis in reversed(list(self.axes.items())):
            index, k = divmod(index, axis.number)
            found.append(f"{name}={next(self._texts(axis._replace(start=axis.start + k * axis.step, number=1)))}")
        return f"at {' '.join(found[::-1])}"

    def close(self) -> None:
        """Close nothing: no file is open."""

    def _read(self) -> bytes:
        """Make the header, then rows; `size` is estimated from these."""
        lines = list(islice(self.rows, ROWS)) if self.position else [",".join(self.axes) + "\n"]
        self.made += len(lines)
        chunk = "".join(lines).encode()
        self.position += len(chunk)
        if lines:
            self.size = self.position * (self.count + 1) // self.made
        return chunk

    def _texts(self, axis: Points) -> Iterator[str]:
        return map(number, axis.doubles()) if self.rounded else map(exact_text, axis.exact())

    def _lines(self, axes: list[Points], before: str = "") -> Iterator[str]:
        """Yield the lines of a grid, which has at most as many axes as a limit has bits."""
        first, *rest = axes
        for text in self._texts(first):
            if rest:
                yield from self._lines(rest, f"{before}{text},")
            else:
                yield f"{before}{text}\n"


class RangeRows(Delimited):
    """The rows of a RangeSource. Their exact numbers are expressions as they stand."""

    def __init__(self, source: Source, json: bool) -> None:
        super().__init__(source, Dialect(b","), json)

    def choose(self, names: Sequence[str], results: Sequence[str],
               parse: Callable[[bytes], Any] = numbers.parse) -> None:
        if free := [name for name in names if name not in self.columns]:
            at, be = " ".join(f"{name}=..." for name in free), "is" if len(free) == 1 else "are"
            raise GradcliError(f"{', '.join(free)} {be} not bound; use --at {at}")
        super().choose(names, results, parse if parse is numbers.parse else bytes.decode)


def exact_text(value: Fraction) -> str:
    """Write a rational as a decimal if it is one, else as a fraction."""
    twos = (value.denominator & -value.denominator).bit_length() - 1
    rest, fives = value.denominator >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest > 1:
        return str(value)
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return "-" * (value < 0) + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
