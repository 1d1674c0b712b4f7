"""What all readers of tables have in common: records, what cannot be read, and the columns that are wanted."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from gradcli.errors import GradcliError, brief, closest

# What the header of a table that is in another format begins with.
OTHERS = {r"\{": "is it JSON Lines? say --points-format jsonl", ".*\t": "is it parted by tabs? say --points-format tsv",
          ".*;": "its fields are parted by commas, or by tabs with --points-format tsv"}


class Record(NamedTuple):
    """A row that was read: the line it begins in, its text in the output's format, the numbers that are wanted.

    `fault` says what cannot be read, and in which column; the numbers are nan then. `last` is true where it takes all that
    comes after it along.
    """

    line: int
    text: bytes
    numbers: tuple[float, ...]
    fault: str = ""
    last: bool = False


class Cells(NamedTuple):
    """A block of rows of the same shape, how many they are, and all their cells parted by commas.

    `lines` are the rows as they are written, each with a line break, which is in no cell; `plain` says that the cells hold
    nothing but characters that numbers are made of.
    """

    lines: bytes
    size: int
    text: bytes
    plain: bool


class Reader(Protocol):
    """A table. `columns` are the names in its header; `choose` says which of them are wanted, before any record is read.

    A block that is shaped as it should be can be read as `cells`, any as `records`: those where `cells` gives none, or cells
    that are no numbers, in which case `records` is asked after it.
    """

    columns: list[str]
    line: int  # of the next record
    width: int
    wanted: list[int]

    def choose(self, wanted: Sequence[str], results: Sequence[str]) -> None: ...

    def header(self) -> bytes: ...

    def blocks(self) -> Iterator[bytes]: ...

    def cells(self, block: bytes) -> Cells | None: ...

    def records(self, block: bytes) -> Iterator[Record]: ...


def no_number(column: str, text: str) -> str:
    """The fault of a cell."""
    return f"column {column}: {f'{brief(text)!r} is no number' if text.strip() else 'it is empty'}"


def places(where: str, columns: Sequence[str], wanted: Sequence[str], results: Sequence[str], unique: bool) -> list[int]:
    """The index of each wanted column. Raises GradcliError where one is missing, or a name would stand for two columns."""
    index = {name: i for i, name in enumerate(columns)}
    missing = [name for name in wanted if name not in index]
    if missing:
        if columns and all(map(_is_number, columns)):
            raise GradcliError(f"{where} has no header: its first line is {brief(','.join(columns))}",
                               help=f"put a line with the names of the columns before it, such as {','.join(wanted)}")
        near = closest(missing[0], columns)
        hint = f"did you mean {near[0]}? " if near else ""
        other = next((help for mark, help in OTHERS.items() if re.match(mark, ",".join(columns))), None)
        raise GradcliError(f"{where} has no column {', '.join(missing)}; it has {brief(', '.join(columns), 200) or 'none'}",
                           help=other or f"{hint}--at {missing[0]}=… binds what is the same in all rows")
    counts = Counter([*columns, *results])
    for name in [*columns, *results] if unique else [*wanted, *results]:
        if counts[name] > 1:
            raise GradcliError(f"{where} has a column {name} already, which is what a result is called" if name in results
                               else f"{where} has two columns {name}", help="rename one of them")
    return [index[name] for name in wanted]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
