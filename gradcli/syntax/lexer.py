"""Text to tokens: triples (kind, text, start), kinds number, name, operator, newline, end."""

import re

import gradcli.ops  # noqa: F401  the table knows the operators' symbols
from gradcli.core.primitive import OPERATORS
from gradcli.errors import GradcliError

KEYWORDS = {"if", "else", "and", "or", "not"}
_SYMBOLS = {symbol.split()[-1] for symbol in OPERATORS} - KEYWORDS | {"(", ")", ",", ";", "="}
_TOKEN = re.compile(
    r"(?P<blank>[^\S\n]+|\#[^\n]*)|(?P<newline>\n)"
    r"|(?P<number>(?:[0-9](?:_?[0-9])*(?:\.(?:[0-9](?:_?[0-9])*)?)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[^\W0-9]\w*)|(?P<operator>"
    + "|".join(re.escape(s) for s in sorted(_SYMBOLS, key=len, reverse=True)) + ")")
_LOOK_ALIKE = {"²": "**2", "³": "**3", "‘": "'", "∗": "*", "⋅": "*"}


def tokens(source: str) -> list[tuple[str, str, int]]:
    """The tokens of `source`. Raises GradcliError, naming the code point, where no token starts."""
    found, at, depth = [], 0, 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        kind = match.lastgroup if match else None
        if match is None or kind is None or (kind == "name" and not match.group().isidentifier()):
            bad = next((i for i in range(at, len(source)) if not (source[at:i + 1].isidentifier())), at)
            raise _unreadable(source, bad)
        text = match.group()
        depth += (text == "(") - (text == ")")
        if kind == "name":
            if not text.isascii():
                import unicodedata

                text = unicodedata.normalize("NFC", text)
            if text in KEYWORDS:
                kind = "operator"
            previous = found[-1] if found else None
            if previous and previous[0] == "number" and previous[2] + len(previous[1]) == at:
                if re.fullmatch(r"0[xXbBoO][0-9a-fA-F]+", previous[1] + text):
                    raise GradcliError("only decimal numbers are read", span=(previous[2], match.end()), source=source)
                if re.fullmatch(r"[eE]", text) or re.fullmatch(r"[eE][0-9_]*", text):
                    raise GradcliError("the exponent of this number is incomplete", span=(previous[2], match.end()),
                                       source=source, help=f"for a product with e, write {previous[1]}*{text}")
        if kind == "number" and found and found[-1][0] == "number" and found[-1][2] + len(found[-1][1]) == at:
            raise GradcliError("this number is malformed", span=(found[-1][2], match.end()), source=source)
        if kind != "blank" and not (kind == "newline" and depth > 0):
            found.append((kind, text, at))
        at = match.end()
    found.append(("end", "", len(source)))
    return found


def _unreadable(source: str, at: int) -> GradcliError:
    import unicodedata

    char = source[at]
    name = unicodedata.name(char, "control character")
    digit = unicodedata.digit(char, None)
    ascii_form = _LOOK_ALIKE.get(char) or (str(digit) if digit is not None else None)
    return GradcliError(f"U+{ord(char):04X} {name} at column {at + 1} is no part of an expression",
                        span=(at, at + 1), source=source, help=f"write {ascii_form}" if ascii_form else None)
