"""Common parts of all readers of tables: records, cells, the choice of columns, faults."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from gradcli.errors import GradcliError, brief, closest
from gradcli.stream.numbers import parse

# Patterns of the header of a table in another format, a column on each line, and the remedy.
OTHERS = {r"\{": "is it JSON Lines? use --points-format jsonl",
          r"\[": "is it a JSON array? make JSON Lines of it, as jq -c '.[]' does",
          "#|%|//|!": "does it begin with comments? use --comment '{}'",
          ".*\t": "is it separated by tabs? use --points-format tsv",
          ".*;": "is it separated by semicolons? use --delimiter ';'",
          r".*\|": "is it separated by bars? use --delimiter '|'",
          "[^\n]*,[^\n]*$": "is it separated by commas? use --delimiter ,",
          r"\S+ +\S[^\n]*$": "is it separated by blanks? use --delimiter ' '"}


class Record(NamedTuple):
    """A row: the line it begins in, its text in the output's format, the numbers of the chosen columns.

    `fault` says what cannot be read, and in which column; the numbers are nan then. `last` is true where the fault swallows
    all rows behind it; `code` is the exit status that it leads to.
    """

    line: int
    text: bytes
    numbers: tuple[Any, ...]
    fault: str = ""
    last: bool = False
    code: int = 2


class Cells(NamedTuple):
    """`size` rows of `width` cells each, all joined by commas in `text`; `wanted` are the places of the chosen columns.

    `lines` are the rows as they are written, each with a line break, which is in no cell. `plain`: the cells hold nothing
    but characters of numbers. `json`: they are JSON, and may hold commas.
    """

    lines: bytes
    size: int
    text: bytes
    width: int
    wanted: Sequence[int]
    plain: bool
    json: bool = False


class Reader(Protocol):
    """A table. `columns` are the names in its header; `choose` selects some, before any record is read.

    A block that is regular can be read as `cells`; any can be read as `records`, which is what remains where `cells` returns
    None, or cells that are not numbers.
    """

    columns: list[str]
    line: int  # of the next record

    def choose(self, wanted: Sequence[str], results: Sequence[str], parse: Callable[[bytes], Any] = parse) -> None:
        """Choose columns, beside which `results` will stand; `parse` makes numbers of their cells. Raises GradcliError."""

    def header(self) -> bytes:
        """Return the columns' names as CSV."""

    def blocks(self) -> Iterator[bytes]:
        """Yield the rest of the table in blocks of whole lines."""

    def cells(self, block: bytes) -> Cells | None:
        """Return a block by columns; None where it must be read record by record."""

    def records(self, block: bytes) -> Iterator[Record]:
        """Yield the records of a block; one that is not finished goes back to the source."""


def not_a_number(column: str, text: str) -> str:
    """Return the fault of a cell."""
    return f"column {column}: {f'{brief(text)!r} is not a number' if text.strip() else 'it is empty'}"


def places(where: str, columns: Sequence[str], wanted: Sequence[str], results: Sequence[str], unique: bool) -> list[int]:
    """Return the index of each wanted column. Raises GradcliError where one is missing, or a name stands for two columns."""
    index = {name: i for i, name in enumerate(columns)}
    missing = [name for name in wanted if name not in index]
    if missing:
        if columns and all(map(_is_number, columns)):
            raise GradcliError(f"{where} has no header: its first line is {brief(','.join(columns))}",
                               help=f"put a line with the names of the columns before it, such as {','.join(wanted)}")
        near = closest(missing[0], columns)
        hint = f"did you mean {near[0]}? " if near else ""
        marks = ((re.match(mark, "\n".join(columns)), help) for mark, help in OTHERS.items())
        other = next((help.format(found[0]) for found, help in marks if found), None)
        raise GradcliError(f"{where} has no column {', '.join(missing)}; it has {brief(', '.join(columns), 200) or 'none'}",
                           help=other or f"{hint}--at {missing[0]}=… binds what is the same in all rows")
    counts = Counter([*columns, *results])
    for name in [*columns, *results] if unique else [*wanted, *results]:
        if counts[name] > 1:
            raise GradcliError(f"{where} has a column {name} already, which is the name of a result" if name in results
                               else f"{where} has two columns {name}", help="rename one of them")
    return [index[name] for name in wanted]


def _is_number(text: str) -> bool:
    try:
        parse(text.encode())
    except ValueError:
        return False
    return True
