"""The engine of exact and proven numbers, which answers each row as a point of its own."""

from collections.abc import Sequence
from typing import Any

from gradcli.calc.tables.points import SingleRows
from gradcli.render.text import number
from gradcli.stream.numbers import decimal
from gradcli.stream.records import Cells


class SingleAnswers:
    """Answers `rows` one by one, and writes the results at the indices `kept`."""

    one_by_one = True

    def __init__(self, rows: SingleRows, kept: Sequence[int]) -> None:
        self.rows, self.kept = rows, kept

    def numbers(self, cells: Cells) -> Sequence[Any]:
        """Raise ValueError, so that every block is read record by record."""
        raise ValueError("rows are answered one by one")

    def texts(self, columns: Sequence[Any], count: int) -> tuple[list[bytes], int]:
        """Return the results of `count` rows as text. Raises GradcliError where a row has no answer."""
        rows = self.rows.block(columns, count)
        texts = ["".join(f",{number(row[i])}" for i in self.kept).encode() for row in rows]
        return texts, 0


def exact_text(text: bytes) -> str:
    """Return a table's number as an expression of the language. Raises ValueError."""
    from decimal import Decimal, InvalidOperation

    try:
        return str(Decimal(decimal(text).decode("ascii"))).lower().replace("infinity", "inf")
    except InvalidOperation:
        raise ValueError("the exponent is too large") from None
