"""Errors and warnings as text: a line with the message and the remedy, then the place, underlined.

It goes to stderr, so it is aligned for the encoding and the width there; a terminal gets colours.
"""

import os
import sys

from gradcli.errors import GradcliError
from gradcli.report.base import Warning

WIDTH, MIN_WIDTH = 70, 10  # columns of the expression that are shown, on a wide and on a narrow terminal
NARROW = 20  # columns below which lines are not broken
RED, YELLOW = "1;31", "1;33"
ASCII = {"…": "...", "±": "+/-", "σ": "sigma"}  # what stands for marks of ours that stderr cannot encode


def diagnostic(error: GradcliError) -> str:
    """Write the lines of an error."""
    help = f" ({error.help})" if error.help else ""
    return headline("Error:", error.message + help) + _excerpt(error.source, error.span)


def warning(about: Warning) -> str:
    """Write the lines of a warning."""
    return headline("Warning:", f"{about.kind}: {about.message}") + _excerpt(about.source, about.span)


def headline(word: str, message: str) -> str:
    """Return the line of an error or a warning, `word` in colour; for a terminal, broken at blanks."""
    text = f"{word} {_escape_line(message)}"
    columns = _columns()
    if columns is not None and NARROW <= columns < len(text):
        from textwrap import wrap

        text = "\n".join(wrap(text, columns, break_long_words=False, break_on_hyphens=False))
    if not _has_colours():
        return text
    return f"\x1b[{RED if word == 'Error:' else YELLOW}m{word}\x1b[0m{text[len(word):]}"


def _has_colours() -> bool:
    """Return whether stderr shows colours."""
    environment = os.environ
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or environment.get("TERM") != "dumb" and sys.stderr.isatty()


def _columns() -> int | None:
    """Return the width of stderr; None if it is not a terminal."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return None


def escape_controls(text: str) -> str:
    """Escape the control characters of a text, except tabs and line breaks."""
    return "".join(char if char in "\t\n" or char.isprintable() or not _is_control(char) else _cell(char, "utf-8")
                   for char in text) if not text.isprintable() else text


def _is_control(char: str) -> bool:
    import unicodedata

    return unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")


def _excerpt(source: str | None, span: tuple[int, int] | None) -> str:
    """Write a line break, the line of `source` in which `span` begins, and a line of carets; "" without a place."""
    if not source or not source.strip() or span is None:
        return ""
    start, end = span
    written = len(source.rstrip())
    if start > written:  # the end of a text with a final newline
        start, end = written, written + 1
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
    carets = "^" * max(1, under)
    if _has_colours():
        carets = f"\x1b[1m{carets}\x1b[0m"
    return f"\n{number}{before}{''.join(cells[low:high]).rstrip()}{after}\n{' ' * indent}{carets}"


def _room(others: int) -> int:
    """Return the columns for an expression on a line with `others` taken."""
    columns = _columns()
    return WIDTH if columns is None else max(MIN_WIDTH, min(WIDTH, columns - others))


def _encoding() -> str:
    return getattr(sys.stderr, "encoding", None) or "utf-8"


def _dots() -> str:
    """Return the mark for text that is left out."""
    return "…" if "…".encode(_encoding(), "ignore") else ASCII["…"]


def _escape_line(text: str) -> str:
    """Write a text on one line, with its control characters escaped."""
    if not text.isascii():
        for mark, plain in ASCII.items():
            text = text.replace(mark, mark if mark.encode(_encoding(), "ignore") else plain)
    return text if text.isprintable() else "".join(_cell(char, "utf-8") for char in text)


def _cell(char: str, encoding: str) -> str:
    """Return a character as shown: blanks of all kinds as a blank, control and unencodable characters escaped."""
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
