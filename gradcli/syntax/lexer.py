"""Text to tokens (kind, text, start, end): what comes in is any text, what goes out stands in the grammar.

Kinds are number, name, newline and end; every symbol, and a word of the language such as `and`, is a kind of its own.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from sys import intern

import gradcli.ops  # noqa: F401  the table knows the operators' symbols
from gradcli.core.primitive import OPERATORS
from gradcli.errors import GradcliError

Token = tuple[str, str, int, int]
Head = tuple[str, tuple[str, ...] | None, int, int]

_SYMBOLS = {key.split()[-1] for key in OPERATORS}
WORDS = {symbol for symbol in _SYMBOLS if symbol.isidentifier()} | {"else"}
_SYMBOLS = _SYMBOLS - WORDS | set("(),;=")
_BLANK = r"(?:[^\S\n]|\#[^\n]*)*+"
_DIGITS = "[0-9]++(?:_[0-9]++)*+"
_SEPARATORS = re.compile(r"(?:[\s;]|\#[^\n]*)*+")
_MEANT = {"–": "-", "—": "-", "‐": "-", "∗": "*", "⋅": "*", "∙": "*", "∕": "/", "⁄": "/", "&": "and", "∧": "and",
          "|": "or; |x| is abs(x)", "∨": "or", "¬": "not", "√": "sqrt(...)", "∛": "cbrt(...)", "∞": "inf",
          **dict.fromkeys("[]{}", "round parentheses")}
# Greek and Cyrillic letters that cannot be told from Latin ones. Among those they are refused in a name, whose parts end
# at underscores: Δx, H_α and сумма are names as they stand.
_ALIKE = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο" "АВЕЅІЈКМНОРСТХаеіјорсухѕ", "ABEZHIKMNOPTYXo" "ABESIJKMHOPCTXaeijopcyxs", strict=True))


@lru_cache(8)
def _patterns(first: str, further: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of a token and of a definition's head, where names may hold these letters beyond ASCII."""
    name = f"[A-Za-z_{first}][A-Za-z0-9_{further}]*+"
    long = "|".join(re.escape(symbol) for symbol in sorted(_SYMBOLS, key=len, reverse=True) if len(symbol) > 1)
    short = "".join(re.escape(symbol) for symbol in sorted(_SYMBOLS) if len(symbol) == 1)
    token = rf"{_BLANK}(?:(?P<name>{name})|(?P<symbol>{long}|[{short}])" \
        rf"|(?P<number>(?:{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})(?:[eE][+-]?[0-9]++)?)" \
        r"|(?P<newline>\n)|(?P<end>\Z)|(?P<bad>.))"
    head = rf"({name}){_BLANK}(?:\(\s*+({name}\s*+(?:,\s*+{name}\s*+)*+)\){_BLANK})?=(?!=)"
    return re.compile(token), re.compile(head)


class Lexer:
    """Reads one text, from wherever it is asked to."""

    __slots__ = ("source", "_token", "_head")

    def __init__(self, source: str) -> None:
        self.source = source
        letters = [] if source.isascii() else [c for c in sorted(set(source)) if not c.isascii() and c not in _SYMBOLS]
        self._token, self._head = _patterns("".join(c for c in letters if c.isidentifier()),
                                            "".join(c for c in letters if ("a" + c).isidentifier()))

    def tokens(self, at: int) -> Iterator[Token]:
        """The tokens from `at` on. Raises GradcliError, naming the code point, where no token starts."""
        for match in self._token.finditer(self.source, at):
            kind = match.lastgroup or ""
            text = match[kind]
            if kind == "symbol":
                kind = text
            elif kind == "name":
                text = normalized(text)
                if text in WORDS:
                    kind = text
                elif not text.isascii():
                    self._check_script(*match.span(kind))
            elif kind == "bad":
                raise _unreadable(self.source, match.start("bad"))
            start, end = match.span(match.lastindex or 0)
            yield kind, text, start, end
            if kind == "end":
                break

    def _check_script(self, start: int, end: int) -> None:
        """Raises GradcliError where a part of the name that stands there has Latin letters and one that looks so."""
        for part in re.compile("[^_]+").finditer(self.source, start, end):
            alike = re.search(f"[{''.join(_ALIKE)}]", part[0])
            if alike and re.search("[A-Za-zÀ-ÖØ-öø-ɏ]", part[0]):
                raise _unreadable(self.source, part.start() + alike.start())

    def definition(self, at: int) -> Head | None:
        """Of a definition that starts at `at`: its name, its parameters or None, where its name and its head end."""
        match = self._head.match(self.source, at)
        if match is None:
            return None
        parameters = tuple(normalized(name.strip()) for name in match[2].split(",")) if match[2] else None
        return normalized(match[1]), parameters, match.end(1), match.end()

    def skip(self, at: int) -> int:
        """Where the blanks, comments and separators from `at` on end."""
        match = _SEPARATORS.match(self.source, at)
        return match.end() if match else at


def normalized(name: str) -> str:
    """A name in NFC, so that both spellings of an é are one name; equal names are one object."""
    if not name.isascii():
        from unicodedata import normalize

        name = normalize("NFC", name)
    return intern(name)


def _unreadable(source: str, at: int) -> GradcliError:
    import unicodedata

    char, end = source[at], at + 1
    if "!" <= char <= "~":
        called = char
    elif "\udc80" <= char <= "\udcff":
        called = f"the byte 0x{ord(char) - 0xDC00:X}, which is not UTF-8,"
    else:
        called = f"U+{ord(char):04X} {unicodedata.name(char, 'a control character')}"
    meant, wrong = _MEANT.get(char), "is no part of an expression"
    if char in _ALIKE:
        meant, wrong = _ALIKE[char], "stands among Latin letters"
    elif unicodedata.decomposition(char).startswith("<super>"):
        while end < len(source) and unicodedata.decomposition(source[end]).startswith("<super>"):
            end += 1
        meant = "**" + unicodedata.normalize("NFKC", source[at:end]).replace("−", "-")
    elif meant is None and not char.isascii():
        digit = unicodedata.digit(char, None)
        plain = str(digit) if digit is not None else unicodedata.normalize("NFKC", char).replace("⁄", "/")
        meant = plain if plain.isascii() and plain.isprintable() else None
    line = source.rfind("\n", 0, at) + 1
    return GradcliError(f"{called} at column {at - line + 1} {wrong}", span=(at, end), source=source,
                        help=f"write {meant}" if meant else None)
