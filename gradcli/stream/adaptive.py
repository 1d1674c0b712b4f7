"""The engine for tables of any size: the standard library's for small ones, the fast one if there is much to do."""

from collections.abc import Callable, Sequence
from typing import Any

from gradcli.calc.points import Rows, SingleRows
from gradcli.stream.numbers import parse
from gradcli.stream.records import Cells
from gradcli.stream.run import Engine
from gradcli.stream.standard import Standard

MANY = 4000  # rows from which on the import of NumPy pays


class AdaptiveEngine:
    """As Standard; both engines give the same bytes, so the change from one to the other cannot be seen."""

    one_by_one = False

    def __init__(self, rows: Rows, kept: Sequence[int]) -> None:
        self.engine: Any = Standard(rows, kept)
        self.left = MANY

    def numbers(self, cells: Cells) -> Sequence[Any]:
        if self.left > 0:
            self.left -= cells.size
            if self.left <= 0:
                self._grow()
        found: Sequence[Any] = self.engine.numbers(cells)
        return found

    def texts(self, columns: Sequence[Any], count: int) -> tuple[list[bytes], int]:
        found: tuple[list[bytes], int] = self.engine.texts(columns, count)
        return found

    def _grow(self) -> None:
        try:
            from gradcli.stream.fast import Fast
        except ImportError:  # the extra `fast` is not installed
            return
        self.engine = Fast(self.engine.rows, self.engine.kept)


def engine_of(rows: Rows, kept: Sequence[int]) -> tuple[Engine, Callable[[bytes], Any]]:
    """Return the engine for `rows`, and how cells become the numbers that it takes."""
    if isinstance(rows, SingleRows):
        from gradcli.stream.single import SingleAnswers, exact_text

        return SingleAnswers(rows, kept), exact_text
    return AdaptiveEngine(rows, kept), parse
