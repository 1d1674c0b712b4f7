"""Many answers for a terminal: columns of numbers under their question."""

from collections.abc import Iterator, Sequence

from gradcli.render.screen import MAX_LINES, Console, Part, Screen, cell_len


class Columns:
    """Many answers as a table under their question: columns of numbers aligned at their decimal points.

    The first `inputs` columns are those of the point. On a terminal that is too narrow, each number has a line of its own.
    """

    def __init__(self, expression: str, at: str, inputs: int, console: Console | None = None) -> None:
        self.screen, self.inputs = Screen(console), inputs
        text = self.screen.excerpt(self.screen.text(expression), MAX_LINES * self.screen.width)
        words = [(word, "dim") for word in ["at", *map(self.screen.text, at.split())]]
        self.head = [*self.screen.flow(self.screen.pieces(text), rest="", gap=""), *self.screen.flow(words, gap=" "), ""]
        self.names: Sequence[str] = ()
        self.begun = False
        self.whole: list[int] = []  # the columns before the decimal point
        self.broken: list[int] = []  # those from it on

    def lines(self, rows: Sequence[Sequence[str]]) -> Iterator[str]:
        """Yield the lines of rows; the first row ever has the names of the columns."""
        if not rows:
            return
        if not self.names:
            self.names, rows = [self.screen.text(name) for name in rows[0]], rows[1:]
            self.whole, self.broken = [0] * len(self.names), [0] * len(self.names)
            yield from self.head
        parts = [[_at_point(text) for text in row] for row in rows]
        for i, column in enumerate(zip(*parts, strict=True)):
            self.whole[i] = max(self.whole[i], *(len(whole) for whole, _ in column))
            self.broken[i] = max(self.broken[i], *(len(broken) for _, broken in column))
        columns = [max(cell_len(name), whole + broken)
                   for name, whole, broken in zip(self.names, self.whole, self.broken, strict=True)]
        if sum(columns) + 2 * (len(columns) - 1) > self.screen.width:
            for row in rows:
                yield from [""] * self.begun
                yield from self.screen.rows([(name, [(text, self._style(i))])
                                             for i, (name, text) in enumerate(zip(self.names, row, strict=True))])
                self.begun = True
            return
        if not self.begun:
            yield self._line([(name, "cyan") for name in self.names], columns)
        self.begun = True
        for cells in parts:
            yield self._line([(whole.rjust(self.whole[i]) + broken, self._style(i))
                              for i, (whole, broken) in enumerate(cells)], columns)

    def _style(self, column: int) -> str:
        return "" if column < self.inputs else "bold"

    def _line(self, cells: Sequence[Part], columns: Sequence[int]) -> str:
        return "  ".join(self.screen.paint(text, style) + " " * (width - cell_len(text))
                         for (text, style), width in zip(cells, columns, strict=True)).rstrip()


def _at_point(text: str) -> tuple[str, str]:
    """Divide a number before its decimal point, or its exponent."""
    place = next((i for i, char in enumerate(text) if char in ".e"), len(text))
    return text[:place], text[place:]
