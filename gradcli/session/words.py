"""A line to words, as a POSIX shell splits it; nothing is expanded."""

import re

from gradcli.errors import GradcliError

# Runs of what has no meaning to a shell; the three quotes; blanks. shlex takes time that is quadratic in the longest word.
_PART = re.compile(r"""[^\s'"\\]+|'([^']*)'|"([^"\\]*(?:\\.[^"\\]*)*)"|\\(.)|(\s+)|(.)""", re.DOTALL)
_ESCAPED = re.compile(r'\\([$`"\\])')  # within double quotes


def split_words(line: str) -> list[str]:
    """Return the words of a line. Raises GradcliError for a quote that is never closed."""
    words: list[str] = []
    parts: list[str] | None = None  # of the word that is being read
    for match in _PART.finditer(line):
        which = match.lastindex
        if which == 4:
            if parts is not None:
                words.append("".join(parts))
            parts = None
            continue
        if which == 5:
            wrong = "this quote is never closed" if match[0] in "'\"" else "nothing follows this backslash"
            raise GradcliError(wrong, source=line, span=match.span(), help="quote the whole expression")
        text = match[0] if which is None else match[which]
        parts = [] if parts is None else parts
        parts.append(_ESCAPED.sub(r"\1", text) if which == 2 else text)
    return words if parts is None else [*words, "".join(parts)]
