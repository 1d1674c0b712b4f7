"""The engine of NumPy and orjson: numbers are read and written as JSON, and computed by columns.

Text is the same as that of the standard library. orjson spells a number as Python does, but for exponents, numbers from
1e-5 to 1e-4, and what is not finite: for those it gets another, in whose place their own text is put.
"""

import re
from collections.abc import Sequence
from math import isfinite
from struct import pack
from typing import Any

import orjson

from gradcli.calc.points import LONG, Gradients, Rows
from gradcli.domains.array import Arrays, np
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
        self.arrays = None
        if isinstance(rows, Gradients) and len(rows.tape) <= LONG:
            self.arrays = Arrays(rows.tape, rows.slots, rows.results, rows.leaf)

    def numbers(self, cells: Cells, width: int, wanted: Sequence[int]) -> Sequence[Any]:
        if cells.plain:
            found = _numbers(cells.text)
            return [found[place::width] for place in wanted]
        flat = cells.text.split(b",")
        columns = [b",".join(flat[place::width]) for place in wanted]
        return [_floats(column) if column.translate(None, ORDINARY) else _numbers(column) for column in columns]

    def texts(self, columns: Sequence[Any], count: int) -> tuple[list[bytes], int]:
        if self.arrays is None:
            return super().texts([np.asarray(column).tolist() for column in columns], count)
        found = np.full((count, len(self.arrays.results) + 1), PLACE)
        self.arrays.fill(found[:, :-1], [np.asarray(column) for column in columns])
        if len(self.kept) + 1 < found.shape[1]:
            found = np.ascontiguousarray(found[:, [*self.kept, -1]])
        return _spelled(found)


def _numbers(cells: bytes) -> Any:
    """Cells parted by commas as an array, if they hold nothing but ORDINARY characters. Raises ValueError."""
    try:
        numbers = orjson.loads(b"[0,%b]" % cells)  # the 0 makes an error of a cell that is alone and empty
    except orjson.JSONDecodeError:
        return _floats(cells)
    found = np.frombuffer(pack(f"{len(numbers)}d", *numbers), offset=8)  # in half the time of np.array
    return found if found.all() or not MINUS_0.search(cells) else _floats(cells)


def _floats(cells: bytes) -> Any:
    """As _numbers, of any characters."""
    return np.fromiter(map(float, cells.split(b",")), float)


def _spelled(rows: Any) -> tuple[list[bytes], int]:
    """A matrix as `texts` has it; its last column, of PLACE, is to part the rows. It is overwritten.

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
