"""The engine of the standard library: the cells of a block to numbers, results and text."""

from collections.abc import Sequence
from itertools import chain
from json import JSONDecoder
from typing import Any

from gradcli.calc.tables.points import Rows
from gradcli.stream.numbers import parse_all
from gradcli.stream.records import Cells


def refuse(name: str) -> Any:
    """Raise ValueError for a constant of Python that is not JSON."""
    raise ValueError(f"{name} is not JSON")


DECODE = JSONDecoder(parse_int=float, parse_constant=refuse).decode


class Standard:
    """Computes `rows`, and writes the results at the indices `kept`."""

    def __init__(self, rows: Rows, kept: Sequence[int]) -> None:
        self.rows, self.kept = rows, list(kept)

    def numbers(self, cells: Cells) -> Sequence[Any]:
        """Return the chosen columns. Raises ValueError."""
        if cells.json:
            values = DECODE(f"[{cells.text.decode()}]")
            if len(values) != cells.size * cells.width:
                raise ValueError("a cell has several values")
            columns = [values[place::cells.width] for place in cells.chosen]
            if set(map(type, chain(*columns))) != {float}:
                raise ValueError("a cell is not a number")
            return columns
        flat = cells.text.split(b",")
        if cells.plain:
            return [list(map(float, flat[place::cells.width])) for place in cells.chosen]
        return [parse_all(flat[place::cells.width]) for place in cells.chosen]

    def texts(self, columns: Sequence[Any], count: int) -> tuple[list[bytes], int]:
        """Return the results of `count` rows as text, each number after a comma; and how many rows are not finite."""
        rows = self.rows.block(columns, count)
        if len(self.kept) < len(rows[0]):
            rows = [tuple([row[i] for i in self.kept]) for row in rows]
        form = ",%r" * len(self.kept)
        text = "\n".join([form % row for row in rows]) + "\n"
        text = text.replace(".0,", ",").replace(".0\n", "\n")  # as all numbers are written
        texts = text[:-1].encode("ascii").split(b"\n")
        return texts, sum(b"n" in each for each in texts) if "n" in text else 0
