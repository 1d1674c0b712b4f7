"""The engine of NumPy and orjson: numbers are read and written as JSON, and computed by columns.

The text is the same as that of the standard library. orjson writes numbers as Python does, except those with
exponents, those from 1e-5 to 1e-4, and non-finite ones: it gets a placeholder for them, replaced by their text later.
"""

import re
from collections.abc import Sequence
from itertools import chain
from math import isfinite
from struct import pack
from typing import Any

import orjson

from gradcli.calc.tables.points import Rows, TapeRows
from gradcli.domains.array import Arrays, np
from gradcli.stream.numbers import parse_all
from gradcli.stream.records import Cells
from gradcli.stream.standard import Standard

ORDINARY = b"0123456789+-.eE,"  # cells of these alone are numbers or invalid JSON
MINUS_0 = re.compile(rb"-0(?![\d.eE])")  # which orjson reads as 0
PLACEHOLDER = 0.5  # any number that orjson writes as Python does
WITHOUT_EXPONENT = 1e-4, 1e16  # the range in which Python writes numbers without an exponent


class Fast(Standard):
    """As Standard, over arrays."""

    def __init__(self, rows: Rows, kept: Sequence[int]) -> None:
        super().__init__(rows, kept)
        self.tape_rows: TapeRows | None = None
        self.arrays: Arrays | None = None

    def numbers(self, cells: Cells) -> Sequence[Any]:
        if cells.json:
            return _json_columns(cells)
        if cells.plain:
            found = _numbers(cells.text)
            return [found[place::cells.width] for place in cells.chosen]
        flat = cells.text.split(b",")
        columns = [b",".join(flat[place::cells.width]) for place in cells.chosen]
        return [_floats(column) if column.translate(None, ORDINARY) else _numbers(column) for column in columns]

    def texts(self, columns: Sequence[Any], count: int) -> tuple[list[bytes], int]:
        if self.tape_rows is None:
            self.tape_rows = self.rows.as_tape_rows(columns, count)
            if self.tape_rows is None:
                return super().texts([np.asarray(column).tolist() for column in columns], count)
        if self.arrays is None:
            self.arrays = Arrays(self.tape_rows.tape, self.tape_rows.slots, self.tape_rows.results, self.tape_rows.leaf)
        found = np.full((count, len(self.arrays.results) + 1), PLACEHOLDER)
        columns = [np.asarray(column) for column in columns]
        for i in self.arrays.fill(found[:, :-1], columns):
            found[i, :-1] = self.tape_rows.row(tuple([float(column[i]) for column in columns]))
        if len(self.kept) + 1 < found.shape[1]:
            found = np.ascontiguousarray(found[:, [*(i + self.tape_rows.offset for i in self.kept), -1]])
        return _write_numbers(found)


def _json_columns(cells: Cells) -> list[Any]:
    """Return the chosen columns of JSON cells. Raises ValueError if a cell is not JSON, or a chosen one not a number."""
    values = orjson.loads(b"[%b]" % cells.text)
    if len(values) != cells.size * cells.width:
        raise ValueError("a cell has several values")
    columns = [values[place::cells.width] for place in cells.chosen]
    if not set(map(type, chain(*columns))) <= {int, float}:
        raise ValueError("a cell is not a number")
    found = [_pack(column) for column in columns]
    if not all(column.all() for column in found) and MINUS_0.search(cells.text):
        raise ValueError("JSON's integers have no -0")
    return found


def _pack(values: Sequence[float]) -> Any:
    """Return Python's numbers as an array, in half the time of np.array."""
    return np.frombuffer(pack(f"{len(values)}d", *values))


def _numbers(cells: bytes) -> Any:
    """Return cells of ORDINARY characters, joined by commas, as an array. Raises ValueError."""
    try:
        numbers = orjson.loads(b"[0,%b]" % cells)  # with the 0, a single empty cell is an error
    except orjson.JSONDecodeError:
        return _floats(cells)
    found = _pack(numbers)[1:]
    return found if found.all() or not MINUS_0.search(cells) else _floats(cells)


def _floats(cells: bytes) -> Any:
    """As _numbers, of any characters."""
    return np.array(parse_all(cells.split(b",")))


def _write_numbers(rows: Any) -> tuple[list[bytes], int]:
    """Return a matrix as `texts` does; its last column, of PLACEHOLDER, separates the rows. It is overwritten.

    orjson gets one flat array: rows as arrays of their own take 1.5 times as long.
    """
    sizes = np.abs(rows)
    other = ~((sizes >= WITHOUT_EXPONENT[0]) & (sizes < WITHOUT_EXPONENT[1]) | (sizes == 0))
    others = zip(np.flatnonzero(other).tolist(), rows[other].tolist(), strict=True)
    whole = bool((rows == np.rint(rows)).any())
    rows[other] = PLACEHOLDER
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
