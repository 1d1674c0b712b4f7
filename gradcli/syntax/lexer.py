"""Text to tokens: what comes in is any text, what goes out stands in the grammar or is told from it.

Whatever can be done for all tokens at once is done so: a text may have millions.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, repeat
from sys import intern

import gradcli.ops  # noqa: F401  the table knows the operators' symbols
from gradcli.core.primitive import OPERATORS
from gradcli.errors import GradcliError

_SYMBOLS = {key.split()[-1] for key in OPERATORS}
WORDS = {symbol for symbol in _SYMBOLS if symbol.isidentifier()} | {"else"}
_SYMBOLS = _SYMBOLS - WORDS | set("(),;=")
ENDS = {"\n", ";", ""}  # of an expression
_BLANKS = "\t\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a" \
    "\u2028\u2029\u202f\u205f\u3000"
_BLANK = re.compile(f"[{_BLANKS}]")
_COMMENT = re.compile(r"\#[^\n]*+")
_DIGITS = "[0-9]++(?:_[0-9]++)*+"
NUMBER = rf"(?:{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})(?:[eE][+-]?[0-9]++)?"
_MEANT = {"–": "-", "—": "-", "‐": "-", "∗": "*", "⋅": "*", "∙": "*", "∕": "/", "⁄": "/", "&": "and", "∧": "and",
          "|": "or; |x| is abs(x)", "∨": "or", "¬": "not", "√": "sqrt(...)", "∛": "cbrt(...)", "∞": "inf",
          **dict.fromkeys("[]{}", "round parentheses")}
# Greek and Cyrillic letters that cannot be told from Latin ones. Among those they are refused in a name, whose parts end
# at underscores: Δx, H_α and сумма are names as they stand.
_ALIKE = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο" "АВЕЅІЈКМНОРСТХаеіјорсухѕ", "ABEZHIKMNOPTYXo" "ABESIJKMHOPCTXaeijopcyxs", strict=True))


@lru_cache(8)
def _pattern(first: str, further: str) -> re.Pattern[str]:
    """The pattern of a token and the blanks before it, where names may hold these letters beyond ASCII."""
    long = "|".join(re.escape(symbol) for symbol in sorted(_SYMBOLS, key=len, reverse=True) if len(symbol) > 1)
    short = "".join(re.escape(symbol) for symbol in sorted(_SYMBOLS) if len(symbol) == 1)
    return re.compile(rf"[{_BLANKS}]*+(?:[A-Za-z_{first}][A-Za-z0-9_{further}]*+|{long}|[{short}]"
                      rf"|{NUMBER}|\n|.)")


def tokens(source: str) -> tuple[list[str], Sequence[int]]:
    """The texts of the tokens, and where each ends; a newline inside of parentheses is none. The last one is empty."""
    letters = [] if source.isascii() else [c for c in sorted(set(source)) if not c.isascii() and c not in _SYMBOLS]
    pattern = _pattern("".join(c for c in letters if c.isidentifier()),
                       "".join(c for c in letters if ("a" + c).isidentifier()))
    plain = _COMMENT.sub(lambda match: " " * len(match[0]), source) if "#" in source else source
    plain = plain.rstrip()
    pieces = pattern.findall(plain)
    ends = list(accumulate(map(len, pieces)))
    texts = list(map(str.lstrip, pieces, repeat(_BLANKS))) if _BLANK.search(plain) else pieces
    texts.append("")
    ends.append(len(source))
    if "\n" in plain:
        depths = accumulate(map({"(": 1, ")": -1}.get, texts, repeat(0)))
        kept = [at for at, (text, depth) in enumerate(zip(texts, depths, strict=True)) if text != "\n" or depth <= 0]
        return [texts[at] for at in kept], [ends[at] for at in kept]
    return texts, ends


def kind(text: str) -> str | None:
    """What a token is: number or name; a symbol or a word of the language is itself; None where it is nothing."""
    if text in _SYMBOLS or text in WORDS or text in ENDS:
        return text
    if text.isidentifier():
        return "name"
    return "number" if text.isascii() and (text[0].isdigit() or text[1:2].isdigit()) else None


def normalized(name: str) -> str:
    """A name in NFC, so that both spellings of an é are one name; equal names are one object."""
    if not name.isascii():
        from unicodedata import normalize

        name = normalize("NFC", name)
    return intern(name)


def stray(name: str) -> int | None:
    """Where in a name a letter stands that looks Latin, beside others that are."""
    for part in re.finditer("[^_]+", name):
        alike = re.search(f"[{''.join(_ALIKE)}]", part[0])
        if alike and re.search("[A-Za-zÀ-ÖØ-öø-ɏ]", part[0]):
            return part.start() + alike.start()
    return None


def unreadable(source: str, at: int) -> GradcliError:
    """The error that names the code point at `at`, where no token starts or which stands among letters of another script."""
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
