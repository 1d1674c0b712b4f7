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

    `fault` is the message about a cell that cannot be read; the numbers are nan then. `last` is true if the fault extends to
    the end of the table; `code` is its exit status.
    """

    line: int
    text: bytes
    numbers: tuple[Any, ...]
    fault: str = ""
    last: bool = False
    code: int = 2


class Cells(NamedTuple):
    """`size` rows of `width` cells each, all joined by commas in `text`; `chosen` are the indices of the columns to read.

    `lines` are the rows in the format of the output, each with a line break; no cell has one. `plain`: the cells have only
    characters of numbers. `json`: they are JSON, and may have commas.
    """

    lines: bytes
    size: int
    text: bytes
    width: int
    chosen: Sequence[int]
    plain: bool
    json: bool = False


class Reader(Protocol):
    """A table. `columns` are the names in its header; `choose` selects some, before any record is read.

    A regular block can be read as `cells`; any block can be read as `records`, as is done if `cells` returns None, or a cell
    is not a number.
    """

    columns: list[str]
    line: int  # of the next record

    def choose(self, names: Sequence[str], results: Sequence[str], parse: Callable[[bytes], Any] = parse) -> None:
        """Choose the columns to read, by their names, and what parses their cells; columns of `results` will follow."""

    def header(self) -> bytes:
        """Return the columns' names as CSV."""

    def blocks(self) -> Iterator[bytes]:
        """Yield the rest of the table in blocks of whole lines."""

    def cells(self, block: bytes) -> Cells | None:
        """Return a block by columns; None if it must be read record by record."""

    def records(self, block: bytes) -> Iterator[Record]:
        """Yield the records of a block; an incomplete one is pushed back to the source."""


def not_a_number(column: str, text: str) -> str:
    """Return the fault of a cell."""
    return f"column {column}: {f'{brief(text)!r} is not a number' if text.strip() else 'it is empty'}"


def places(where: str, columns: Sequence[str], names: Sequence[str], results: Sequence[str], unique: bool) -> list[int]:
    """Return the index of each named column. Raises GradcliError if one is missing, or a name stands for two columns."""
    index = {name: i for i, name in enumerate(columns)}
    missing = [name for name in names if name not in index]
    if missing:
        if columns and all(map(_is_number, columns)):
            raise GradcliError(f"{where} has no header: its first line is {brief(','.join(columns))}",
                               help=f"put a line with the names of the columns before it, such as {','.join(names)}")
        near = closest(missing[0], columns)
        hint = f"did you mean {near[0]}? " if near else ""
        marks = ((re.match(mark, "\n".join(columns)), help) for mark, help in OTHERS.items())
        other = next((help.format(found[0]) for found, help in marks if found), None)
        raise GradcliError(f"{where} has no column {', '.join(missing)}; it has {brief(', '.join(columns), 200) or 'none'}",
                           help=other or f"{hint}--at {missing[0]}=… binds it in all rows")
    counts = Counter([*columns, *results])
    for name in [*columns, *results] if unique else [*names, *results]:
        if counts[name] > 1:
            raise GradcliError(f"{where} has a column {name} already, which is the name of a result" if name in results
                               else f"{where} has two columns {name}", help="rename one of them")
    return [index[name] for name in names]


def _is_number(text: str) -> bool:
    try:
        parse(text.encode())
    except ValueError:
        return False
    return True
