"""A terminal: its width, colours and characters, and lines laid out on it. Only this file and progress.py import rich.

rich detects the terminal's capabilities. Lines are laid out here, since rich's Table and Tree cut what does not fit, and
numbers and names must never be cut or broken: they go to lines of their own.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from shutil import get_terminal_size

from rich.cells import cell_len
from rich.console import COLOR_SYSTEMS, Console

from gradcli.render.text import cell, number
from gradcli.report.base import Formula, Number
from gradcli.syntax import printer

__all__ = ["MAX_LINES", "TERM", "Console", "Part", "Screen", "cell_len", "widths"]

Part = tuple[str, str]  # a text that is never broken, and its style
ASCII = str.maketrans({"├": "+", "└": "`", "│": "|", "─": "-", "↑": "^", "×": "*", "±": "+/-", "≈": "~=", "…": "..."})
MAX_LINES = 8  # of the expression above an answer, a third of a small screen
NARROW = 40  # columns below which each part of a line has a line of its own: half a terminal
TERM = re.compile(r"\S+\s*")  # of a formula, whose operators are between blanks
NUMERAL = r"[\w.]+(?:(?<=\d[eE])[-+]\d+)?"  # or a name; the sign in 1e-30 is part of the number
# Lines of a formula break after an operator or a comma: not within ** nor after a parenthesis that opens.
TOKEN = re.compile(rf"(?=[\w.()\[\],*/<>=!+^|-])(?:[\w.]*[(\[]){{0,2}}-?(?:{NUMERAL})?[)\]]*(?:\*\*-?{NUMERAL}[)\]]*)?"
                   r"(?:,|\*\*|//|[<>=!]=|[-+*/^|<>=!])?|.")


class Screen:
    """A terminal and the layout of parts as lines on it."""

    def __init__(self, console: Console | None) -> None:
        if console is None:
            width, height = get_terminal_size()  # rich takes every TERM=dumb for 80 columns
            console = Console(width=width, height=height)
        self.console, self.width = console, console.width
        self.encoding, self.ascii = console.encoding, console.options.ascii_only  # rich examines the stream at each access
        plain = console.no_color or os.environ.get("CLICOLOR") == "0"
        self.colors = COLOR_SYSTEMS[console.color_system] if console.color_system and not plain else None

    def mark(self, text: str) -> str:
        """Write a mark of ours, in ASCII if the terminal has no better."""
        return text.translate(ASCII) if self.ascii else text

    def text(self, text: str) -> str:
        """Write the user's text on one line, with characters escaped that cannot be shown."""
        line = cell(text)
        if not line.isprintable():
            line = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
        return line if line.isascii() else line.encode(self.encoding, "backslashreplace").decode(self.encoding)

    def segment(self, text: str) -> str:
        """Write a piece of a line as it can be shown, with its surrounding blanks."""
        if text.isascii() and text.isprintable():  # as nearly all are
            return text
        bare = text.strip()
        return text.replace(bare, self.text(self.mark(bare)), 1) if bare else text

    def verbatim(self, text: str) -> str:
        """Write lines of ours with their blanks, and tabs as blanks."""
        return self.mark(text.expandtabs()).encode(self.encoding, "backslashreplace").decode(self.encoding)

    def excerpt(self, text: str, room: int) -> str:
        """Return `text`, its middle left out if it is wider than `room`."""
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

    def pieces(self, text: str, room: int = 0) -> list[Part]:
        """Split a formula where a line may break: between terms, and in a term too wide for a line between tokens."""
        most = room or self.width - 2
        terms = ([term] if cell_len(term) <= most else TOKEN.findall(term) for term in TERM.findall(text))
        return [(piece, "") for pieces in terms for piece in pieces]

    def entry(self, value: Formula | Number) -> list[Part]:
        """Return the parts of a formula, or of a number."""
        return [(number(value), "bold")] if isinstance(value, (float, str)) else self.pieces(self.text(printer.text(value)))

    def paint(self, text: str, style: str) -> str:
        if not style or self.colors is None:
            return text
        return self.console.get_style(style).render(text, color_system=self.colors)

    @property
    def has_shades(self) -> bool:
        """Return whether there are 256 colours or more."""
        return self.colors is not None and self.colors >= COLOR_SYSTEMS["256"]

    def painted(self, lines: Iterable[Iterable[Part]]) -> str:
        """Return lines whose parts have styles, as they are."""
        return "\n".join("".join(self.paint(text, style) for text, style in line).rstrip() for line in lines)

    def flow(self, parts: Iterable[Part], first: str = "", rest: str = "  ", gap: str = "  ",
             width: int | None = None) -> Iterator[str]:
        """Yield lines of `parts`, broken only between them; `first` precedes the first line, `rest` the others.

        They are at most `width` columns wide, also on a wider terminal.
        """
        most = min(self.width, width or self.width)
        line, filled, empty = self.paint(first, "dim"), len(first), True
        for text, style in parts:
            size = cell_len(text)
            if not empty and filled + len(gap) + size > most:
                yield line
                line, filled, empty = self.paint(rest, "dim"), len(rest), True
            if not empty:
                line, filled = line + gap, filled + len(gap)
            line, filled, empty = line + self.paint(text, style), filled + size, False
        yield line

    def narration_lines(self, segments: Sequence[Part], indent: int, tail: str, column: int) -> Iterator[str]:
        """Yield lines of segments, which hold the blanks before them, and at `column` a tail, or on a line of its own.

        Lines break where the next segment does not fit; below NARROW columns wherever two blanks are between segments.
        """
        plain = "".join([text for text, _ in segments])
        size = indent + cell_len(plain)
        place = max(column, size + 2)
        if (place + cell_len(tail) if tail else size) <= self.width:
            line = " " * indent + ("".join([self.paint(*segment) for segment in segments]) if self.colors else plain)
            yield line + " " * (place - size) + tail if tail else line.rstrip()
            return
        rest = " " * (indent + 4)
        line, filled, gap = " " * indent, indent, True
        for text, style in self._fitting(segments, self.width - len(rest)):
            gap = filled > indent and self.width < NARROW and (gap or text.startswith("  "))
            if gap or filled > len(rest) and filled + cell_len(text.rstrip()) > self.width:
                yield line.rstrip()
                line, filled, text = rest, len(rest), text.lstrip()
            line, filled, gap = line + self.paint(text, style), filled + cell_len(text), text.endswith("  ")
        yield line.rstrip()
        if tail:
            yield from self.flow([(word, "") for word in tail.split()], rest, rest + "  ", " ")

    def _fitting(self, segments: Iterable[Part], room: int) -> Iterator[Part]:
        """Yield segments; those that are wider than `room` word by word."""
        for text, style in segments:
            if cell_len(text.strip()) <= room:
                yield text, style
            else:
                for word in re.findall(r"\s*\S+", text):
                    pieces = [word] if cell_len(word.strip()) <= room else re.findall(rf"\s*(?:{TOKEN.pattern})", word)
                    yield from ((piece, style) for piece in pieces)

    def broken(self, line: str) -> Iterator[str]:
        """Yield a line as it stands, or broken between words where it is too wide."""
        from textwrap import wrap

        indent = " " * (len(line) - len(line.lstrip()) + 4)
        yield from [line] if cell_len(line) <= self.width else wrap(line, self.width, subsequent_indent=indent,
                                                                    break_on_hyphens=False)

    def rows(self, rows: Sequence[tuple[str, list[Part]]]) -> list[str]:
        """Lay out rows of a name and a description, with names padded to one width if that leaves room."""
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
        """Lay out columns of the width of their cells; [] if they are wider than the terminal."""
        columns = widths(rows)
        if sum(columns) + 2 * (len(columns) - 1) > self.width:
            return []
        return ["  ".join(self.paint(text, style) + " " * (width - cell_len(text))
                          for (text, style), width in zip(row, columns, strict=True)).rstrip() for row in rows]


def widths(rows: Sequence[Sequence[Part]]) -> list[int]:
    """Return the width of each column."""
    return [max(cell_len(text) for text, _ in column) for column in zip(*rows, strict=True)]
