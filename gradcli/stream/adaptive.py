"""The engine for tables of any size: the standard library's for short ones, that of NumPy for long ones."""

from collections.abc import Callable, Sequence
from typing import Any

from gradcli.calc.tables.points import Rows, SingleRows
from gradcli.stream.numbers import parse
from gradcli.stream.records import Cells
from gradcli.stream.run import Engine
from gradcli.stream.standard import Standard

FAST_ROWS = 4000  # rows from which on NumPy, with its import, is faster


class AdaptiveEngine:
    """Standard at first, then Fast, which writes the same bytes."""

    one_by_one = False

    def __init__(self, rows: Rows, kept: Sequence[int]) -> None:
        self.engine: Any = Standard(rows, kept)
        self.left = FAST_ROWS

    def numbers(self, cells: Cells) -> Sequence[Any]:
        if self.left > 0:
            self.left -= cells.size
            if self.left <= 0:
                self._switch_to_fast()
        found: Sequence[Any] = self.engine.numbers(cells)
        return found

    def texts(self, columns: Sequence[Any], count: int) -> tuple[list[bytes], int]:
        found: tuple[list[bytes], int] = self.engine.texts(columns, count)
        return found

    def _switch_to_fast(self) -> None:
        try:
            from gradcli.stream.fast import Fast
        except ImportError:  # the extra `fast` is not installed
            return
        self.engine = Fast(self.engine.rows, self.engine.kept)


def engine_of(rows: Rows, kept: Sequence[int]) -> tuple[Engine, Callable[[bytes], Any]]:
    """Return the engine for `rows`, and the function that parses the cells for it."""
    if isinstance(rows, SingleRows):
        from gradcli.stream.single import SingleAnswers, exact_text

        return SingleAnswers(rows, kept), exact_text
    return AdaptiveEngine(rows, kept), parse
