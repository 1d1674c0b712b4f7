"""The engine of the standard library: cells to numbers to results to text, a block at a time."""

from collections.abc import Sequence
from typing import Any

from gradcli.calc.points import Rows
from gradcli.stream.records import Cells


class Standard:
    """Computes `rows`, and writes the results at the indices `kept`."""

    def __init__(self, rows: Rows, kept: Sequence[int]) -> None:
        self.rows, self.kept = rows, list(kept)

    def numbers(self, cells: Cells, width: int, wanted: Sequence[int]) -> Sequence[Any]:
        """The columns at the places `wanted` of rows of `width` cells. Raises ValueError."""
        flat = cells.text.split(b",")
        return [list(map(float, flat[place::width])) for place in wanted]

    def texts(self, columns: Sequence[Any], count: int) -> tuple[list[bytes], int]:
        """The results of `count` rows as text, each number after a comma; and how many rows are not finite."""
        rows = self.rows.block(columns, count)
        if len(self.kept) < len(rows[0]):
            rows = [tuple([row[i] for i in self.kept]) for row in rows]
        form = ",%r" * len(self.kept)
        text = "\n".join([form % row for row in rows]) + "\n"
        text = text.replace(".0,", ",").replace(".0\n", "\n")  # as all numbers are written
        texts = text[:-1].encode("ascii").split(b"\n")
        return texts, sum(b"n" in each for each in texts) if "n" in text else 0
