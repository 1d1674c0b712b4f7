"""The engine of NumPy and orjson: numbers are read and written as JSON, and computed by columns.

Text is the same as that of the standard library. orjson spells a number as Python does, but for exponents, numbers from
1e-5 to 1e-4, and what is not finite: for those it gets another, in whose place their own text is put.
"""

import re
from collections.abc import Sequence
from itertools import chain
from math import isfinite
from struct import pack
from typing import Any

import orjson

from gradcli.calc.points import Rows, TapeRows
from gradcli.domains.array import Arrays, np
from gradcli.stream.numbers import parse_all
from gradcli.stream.records import Cells
from gradcli.stream.standard import Standard

ORDINARY = b"0123456789+-.eE,"  # cells of nothing else are numbers, or an error of JSON
MINUS_0 = re.compile(rb"-0(?![\d.eE])")  # which JSON makes a 0
PLACE = 0.5  # a number that is written as Python does
PLAIN = 1e-4, 1e16  # from here to there Python writes a number without an exponent


class Fast(Standard):
    """As Standard, over arrays."""

    def __init__(self, rows: Rows, kept: Sequence[int]) -> None:
        super().__init__(rows, kept)
        self.taped: TapeRows | None = None
        self.arrays: Arrays | None = None

    def numbers(self, cells: Cells) -> Sequence[Any]:
        if cells.json:
            return _json_columns(cells)
        if cells.plain:
            found = _numbers(cells.text)
            return [found[place::cells.width] for place in cells.wanted]
        flat = cells.text.split(b",")
        columns = [b",".join(flat[place::cells.width]) for place in cells.wanted]
        return [_floats(column) if column.translate(None, ORDINARY) else _numbers(column) for column in columns]

    def texts(self, columns: Sequence[Any], count: int) -> tuple[list[bytes], int]:
        if self.taped is None:
            self.taped = self.rows.taped(columns, count)
            if self.taped is None:
                return super().texts([np.asarray(column).tolist() for column in columns], count)
        if self.arrays is None:
            self.arrays = Arrays(self.taped.tape, self.taped.slots, self.taped.results, self.taped.leaf)
        found = np.full((count, len(self.arrays.results) + 1), PLACE)
        columns = [np.asarray(column) for column in columns]
        for i in self.arrays.fill(found[:, :-1], columns):
            found[i, :-1] = self.taped.row(tuple([float(column[i]) for column in columns]))
        if len(self.kept) + 1 < found.shape[1]:
            found = np.ascontiguousarray(found[:, [*(i + self.taped.offset for i in self.kept), -1]])
        return _spelled(found)


def _json_columns(cells: Cells) -> list[Any]:
    """Return the wanted columns of JSON's cells. Raises ValueError unless all are JSON, and those of the columns numbers."""
    values = orjson.loads(b"[%b]" % cells.text)
    if len(values) != cells.size * cells.width:
        raise ValueError("some cell holds several values")
    columns = [values[place::cells.width] for place in cells.wanted]
    if not set(map(type, chain(*columns))) <= {int, float}:
        raise ValueError("some cell is not a number")
    found = [_packed(column) for column in columns]
    if not all(column.all() for column in found) and MINUS_0.search(cells.text):
        raise ValueError("JSON's integers have no -0")
    return found


def _packed(values: Sequence[float]) -> Any:
    """Return Python's numbers as an array, in half the time of np.array."""
    return np.frombuffer(pack(f"{len(values)}d", *values))


def _numbers(cells: bytes) -> Any:
    """Return cells of ORDINARY characters, joined by commas, as an array. Raises ValueError."""
    try:
        numbers = orjson.loads(b"[0,%b]" % cells)  # the 0 makes an error of a cell that is alone and empty
    except orjson.JSONDecodeError:
        return _floats(cells)
    found = _packed(numbers)[1:]
    return found if found.all() or not MINUS_0.search(cells) else _floats(cells)


def _floats(cells: bytes) -> Any:
    """As _numbers, of any characters."""
    return np.array(parse_all(cells.split(b",")))


def _spelled(rows: Any) -> tuple[list[bytes], int]:
    """Return a matrix as `texts` does; its last column, of PLACE, separates the rows. It is overwritten.

    orjson gets it as one array: an array of arrays takes half as long again.
    """
    sizes = np.abs(rows)
    other = ~((sizes >= PLAIN[0]) & (sizes < PLAIN[1]) | (sizes == 0))
    others = zip(np.flatnonzero(other).tolist(), rows[other].tolist(), strict=True)
    whole = bool((rows == np.rint(rows)).any())
    rows[other] = PLACE
    rows[:, -1] = np.nan  # null in JSON
    text = orjson.dumps(rows.reshape(-1), option=orjson.OPT_SERIALIZE_NUMPY)
    if whole:
        text = text.replace(b".0,", b",")
    texts = text.split(b",null")
    texts.pop()
    texts[0] = b"," + texts[0].removeprefix(b"[")
    infinite = set()
    for place, number in others:
        row, column = divmod(place, rows.shape[1])
        if not isfinite(number):
            infinite.add(row)
        numbers = texts[row].split(b",")
        numbers[column + 1] = repr(number).encode()
        texts[row] = b",".join(numbers)
    return texts, len(infinite)
