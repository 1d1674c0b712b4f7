"""Errors and warnings as text: one line that says what is wrong and how to mend it, then the place, underlined.

All of it goes to stderr, so it is aligned as it looks in the encoding spoken there, and in the columns that are there.
"""

import os
import sys

from gradcli.errors import GradcliError
from gradcli.report import Warning

WIDTH = 70  # columns of the expression that are shown, fewer where the terminal is narrow
LEAST = 10


def diagnostic(error: GradcliError) -> str:
    """The lines of an error."""
    help = f" ({error.help})" if error.help else ""
    return f"Error: {_visible(error.message + help)}" + _excerpt(error.source, error.span)


def warning(about: Warning) -> str:
    """The lines of a warning."""
    return f"Warning: {about.kind}: {_visible(about.message)}" + _excerpt(about.source, about.span)


def _excerpt(source: str | None, span: tuple[int, int] | None) -> str:
    """A line break, the line of `source` that `span` begins in, and a line with carets under it; else nothing."""
    if not source or not source.strip() or span is None:
        return ""
    start, end = span
    encoding, dots = _encoding(), _dots()
    first = source.rfind("\n", 0, start) + 1
    last = source.find("\n", start)
    last = len(source) if last < 0 else last
    begin, stop = max(first, start - WIDTH), min(last, start + 2 * WIDTH)  # more is never shown
    cells = [_cell(char, encoding) for char in source[begin:stop].rstrip() + " "]
    widths = [_width(cell) for cell in cells]
    number = f"  line {source.count(chr(10), 0, start) + 1}: " if "\n" in source.strip() else "  "
    low, high, room = 0, len(cells), _room(len(number) + 2 * len(dots))
    if begin > first or stop < last or sum(widths) > room:
        margin = max(room // 3, room - sum(widths[start - begin:]))  # before the place
        while sum(widths[low:start - begin]) > margin:
            low += 1
        while sum(widths[low:high]) > room:
            high -= 1
    before, after = dots * (begin + low > first), dots * (begin + high < last)
    indent = len(number) + len(before) + sum(widths[low:start - begin])
    under = sum(widths[start - begin:min(end - begin, high)])
    return f"\n{number}{before}{''.join(cells[low:high]).rstrip()}{after}\n{' ' * indent}{'^' * max(1, under)}"


def _room(others: int) -> int:
    """How many columns of an expression fit beside `others` on a line."""
    try:
        return max(LEAST, min(WIDTH, os.get_terminal_size(sys.stderr.fileno()).columns - others))
    except (OSError, ValueError):  # no terminal
        return WIDTH


def _encoding() -> str:
    return getattr(sys.stderr, "encoding", None) or "utf-8"


def _dots() -> str:
    """What stands for text that is left out."""
    return "…" if "…".encode(_encoding(), "ignore") else "..."


def _visible(text: str) -> str:
    """A text on one line, its control characters escaped."""
    text = text.replace("…", _dots())
    return text if text.isprintable() else "".join(_cell(char, "utf-8") for char in text)


def _cell(char: str, encoding: str) -> str:
    """How a character is shown: blanks of all kinds as a blank, control characters and what cannot be said escaped."""
    if char.isspace() and char not in "\x1c\x1d\x1e\x1f\x0b\x0c\x85\r":
        return " "
    if char.isascii() and char.isprintable():
        return char
    if "\udc80" <= char <= "\udcff":  # a byte that is not UTF-8
        return f"\\x{ord(char) - 0xDC00:x}"
    import unicodedata

    if unicodedata.category(char)[0] == "C":
        return char.encode("unicode_escape").decode()
    return char.encode(encoding, "backslashreplace").decode(encoding)


def _width(cell: str) -> int:
    if cell.isascii():
        return len(cell)
    import unicodedata

    return 0 if unicodedata.combining(cell) else 2 if unicodedata.east_asian_width(cell) in "WF" else 1
