"""The engine of NumPy and orjson: numbers are read and written as JSON, and computed by columns.

Text is the same as that of the standard library. orjson spells a number as Python does, but for exponents and numbers
from 1e-5 to 1e-4: those it gets as nan, which is null in JSON, and their own text is put there.
"""

import re
from collections.abc import Sequence
from struct import pack
from typing import Any

import orjson

from gradcli.calc.rows import LONG, Gradients, Rows
from gradcli.domains.array import Arrays, np
from gradcli.stream.records import Cells
from gradcli.stream.standard import Standard

ORDINARY = b"0123456789+-.eE,"  # cells of nothing else are numbers, or an error of JSON
MINUS_0 = re.compile(rb"-0(?![\d.eE])")  # which JSON makes a 0
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
        found = self.arrays.block([np.asarray(column) for column in columns], count)
        if len(self.kept) < found.shape[1]:
            found = np.ascontiguousarray(found[:, self.kept])
        finite = np.isfinite(found)
        infinite = 0 if finite.all() else count - int(finite.all(axis=1).sum())
        return _spelled(found), infinite


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


def _spelled(rows: Any) -> list[bytes]:
    """A matrix as rows of text. It is overwritten."""
    sizes = np.abs(rows)
    other = ~((sizes >= PLAIN[0]) & (sizes < PLAIN[1]) | (sizes == 0))
    others = repr(rows[other].tolist())[1:-1].encode().split(b", ") if other.any() else []
    whole = bool((rows == np.rint(rows)).any())
    rows[other] = np.nan
    text = orjson.dumps(rows, option=orjson.OPT_SERIALIZE_NUMPY)[2:-2]
    if whole:
        text = (text + b"]").replace(b".0,", b",").replace(b".0]", b"]")[:-1]
    parts, start = list[bytes](), 0
    for each in others:
        null = text.find(b"n", start)  # one character is looked for at a tenth of the pace of four
        parts += text[start:null], each
        start = null + len(b"null")
    return b"".join((*parts, text[start:])).split(b"],[")
