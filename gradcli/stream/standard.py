"""The engine of the standard library: cells to results as text, a block at a time."""

from collections.abc import Sequence

from gradcli.calc.rows import Rows


class Standard:
    """Computes `rows`. Only the results of the indices `kept` are written."""

    def __init__(self, rows: Rows, kept: Sequence[int]) -> None:
        self.rows, self.kept = rows, kept

    def numbers(self, cells: Sequence[Sequence[bytes]]) -> Sequence[Sequence[float]]:
        """Columns of cells as columns of numbers. Raises ValueError where one is none."""
        return [list(map(float, column)) for column in cells]

    def texts(self, columns: Sequence[Sequence[float]], count: int) -> list[bytes]:
        """The results of `count` rows, each as a line of text without its end."""
        rows = self.rows.block(columns, count)
        if len(self.kept) < len(rows[0]):
            rows = [tuple(row[i] for i in self.kept) for row in rows]
        return spelled(rows)


def spelled(rows: Sequence[tuple[float, ...]]) -> list[bytes]:
    """Rows of numbers as everywhere: the shortest text that reads back, without a trailing .0; between them commas."""
    text = repr(rows).replace(", ", ",").replace(",)", ")").replace(".0,", ",").replace(".0)", ")")
    return text[2:-2].encode("ascii").split(b"),(")
