"""Rows for a terminal: columns that are aligned, page by page, under the question."""

from collections.abc import Sequence

from gradcli.render.columns import Columns
from gradcli.stream.sink import Sink

PAGE = 1000  # rows that are aligned at once: more than anybody looks at, and little memory


class Aligned(Sink):
    """Lays out the CSV that is written to it, whose fields are numbers and names, with the first `inputs` columns dim."""

    def __init__(self, expression: str, at: str, inputs: int) -> None:
        super().__init__()
        self.columns = Columns(expression, at, inputs)
        self.rows: list[Sequence[str]] = []

    def write(self, lines: bytes | memoryview) -> None:
        self.rows += [line.split(",") for line in bytes(lines).decode().splitlines()]
        if len(self.rows) > PAGE:
            self.close()

    def close(self) -> None:
        """Write the rows that are held back."""
        for line in self.columns.lines(self.rows):
            print(line)
        self.rows = []
