"""A terminal as lines see it: how wide it is, its colours, its characters. The only file that imports rich.

rich says what the terminal can do. The lines are laid out here, since rich's Table and Tree cut what does not fit, and a
number or a name may never be cut or broken: it goes to a line of its own.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from shutil import get_terminal_size

from rich.cells import cell_len
from rich.console import COLOR_SYSTEMS, Console

from gradcli.render.as_plain import cell, number
from gradcli.report import Formula, Number
from gradcli.syntax import printer

__all__ = ["Console", "Part", "Screen", "cell_len", "widths"]

Part = tuple[str, str]  # a text that is never broken, and its style
ASCII = str.maketrans({"├": "+", "└": "`", "│": "|", "─": "-", "↑": "^", "…": "..."})
TERM = re.compile(r"\S+\s*")
TOKEN = re.compile(r"[\w.]+(?:(?<=[eE])[-+]\d+)?|.")  # the sign in 1e-30 is part of the number


class Screen:
    """A terminal: how wide it is, and how parts become lines on it."""

    def __init__(self, console: Console | None) -> None:
        if console is None:
            width, height = get_terminal_size()  # rich holds every TERM=dumb to be 80 columns wide
            console = Console(width=width, height=height)
        self.console, self.width = console, console.width
        plain = console.no_color or os.environ.get("CLICOLOR") == "0"
        self.colors = COLOR_SYSTEMS[console.color_system] if console.color_system and not plain else None

    def mark(self, text: str) -> str:
        """A mark of our own, in ASCII where the terminal has nothing better."""
        return text.translate(ASCII) if self.console.options.ascii_only else text

    def text(self, text: str) -> str:
        """What the user typed: on one line, and what cannot be shown escaped."""
        line = cell(text)
        if not line.isprintable():
            line = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
        return line.encode(self.console.encoding, "backslashreplace").decode(self.console.encoding)

    def excerpt(self, text: str, room: int) -> str:
        """`text`, its middle left out where it is wider than `room`."""
        if cell_len(text) <= room:
            return text
        dots = self.mark("…")
        half = max(1, (room - len(dots)) // 2)
        head, tail = text[:half], text[-half:]
        while cell_len(head) > half:
            head = head[:-1]
        while cell_len(tail) > half:
            tail = tail[1:]
        return head + dots + tail

    def pieces(self, text: str) -> list[Part]:
        """A formula cut where a line may break: between its terms, in a term too wide for a line between its tokens."""
        terms = ([term] if cell_len(term) <= self.width - 2 else TOKEN.findall(term) for term in TERM.findall(text))
        return [(piece, "") for pieces in terms for piece in pieces]

    def entry(self, value: Formula | Number) -> list[Part]:
        """A formula, or a number."""
        return [(number(value), "bold")] if isinstance(value, (float, str)) else self.pieces(self.text(printer.text(value)))

    def paint(self, text: str, style: str) -> str:
        if not style or self.colors is None:
            return text
        return self.console.get_style(style).render(text, color_system=self.colors)

    def flow(self, parts: Iterable[Part], first: str = "", rest: str = "  ", gap: str = "  ") -> Iterator[str]:
        """Lines of `parts`, broken only between them; `first` stands before the first line, `rest` before the others."""
        line, width, empty = self.paint(first, "dim"), len(first), True
        for text, style in parts:
            size = cell_len(text)
            if not empty and width + len(gap) + size > self.width:
                yield line
                line, width, empty = self.paint(rest, "dim"), len(rest), True
            if not empty:
                line, width = line + gap, width + len(gap)
            line, width, empty = line + self.paint(text, style), width + size, False
        yield line

    def rows(self, rows: Sequence[tuple[str, list[Part]]]) -> list[str]:
        """Rows of a name and what is told about it; the names padded to one width where that leaves room."""
        names = [self.text(name) for name, _ in rows]
        widest = max(map(cell_len, names), default=0) + 2
        if any(widest + cell_len(text) > self.width for _, parts in rows for text, _ in parts[:1]):
            widest = 0
        lines: list[str] = []
        for name, (_, parts) in zip(names, rows, strict=True):
            padding = " " * max(1, widest - cell_len(name))
            lines += self.flow([(name + padding, "cyan"), *parts], gap="")
        return lines

    def grid(self, rows: Sequence[Sequence[Part]]) -> list[str]:
        """Columns as wide as they need; nothing where that is wider than the terminal."""
        columns = widths(rows)
        if sum(columns) + 2 * (len(columns) - 1) > self.width:
            return []
        return ["  ".join(self.paint(text, style) + " " * (width - cell_len(text))
                          for (text, style), width in zip(row, columns, strict=True)).rstrip() for row in rows]


def widths(rows: Sequence[Sequence[Part]]) -> list[int]:
    """Of the columns."""
    return [max(cell_len(text) for text, _ in column) for column in zip(*rows, strict=True)]
