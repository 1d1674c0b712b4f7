"""Text to tokens; any text has tokens, and those unknown to the grammar have no kind.

Works on all tokens at once wherever possible: a text may have millions. No possessive quantifiers or atomic groups in
patterns: Python 3.11.0 to 3.11.4 read them wrongly (python/cpython#106052).
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, repeat
from sys import intern

import gradcli.ops  # noqa: F401  the table knows the operators' symbols
from gradcli.core.primitive import FUNCTIONS, OPERATORS
from gradcli.errors import GradcliError

_SYMBOLS = {key.split()[-1] for key in OPERATORS}
WORDS = {symbol for symbol in _SYMBOLS if symbol.isidentifier()} | {"else"}
MARKS = {word for word in FUNCTIONS if len(word) == 1 and not word.isidentifier()}  # √, a function
BAR = "|"
BARS = next(word for word in FUNCTIONS if word[0] == word[-1] == BAR)  # names the function between two of them
_SYMBOLS = _SYMBOLS - WORDS | set("(),;=") | {*MARKS, BAR}
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
MODULES = {"torch", "special", "np", "numpy", "math"}  # of Python, in which functions of ours are found
ENDS = {"\n", ";", ""}  # of an expression
_BLANKS = "\t\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a" \
    "\u2028\u2029\u202f\u205f\u3000"
_BLANK = r"[^\S\n]"  # one of them, as the compiler of patterns reads it in a tenth of the time
_DIGITS = "[0-9]+(?:_[0-9]+)*"
NUMBER = rf"(?:{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})(?:[eE][+-]?[0-9]+)?"
PRIMES = {"'", "′"}
SUGGESTIONS = {"–": "-", "—": "-", "‐": "-", "∗": "*", "⋅": "*", "∙": "*", "∕": "/", "⁄": "/", "&": "and", "∧": "and",
               "∨": "or", "¬": "not", "∞": "inf", "°": "*pi/180 for degrees", "?": "a if c else b",
               "∑": "sum(EXPR, i, FROM, TO)", "∏": "prod(EXPR, i, FROM, TO)", "⌊": "floor(x)", "⌈": "ceil(x)",
               "∫": "its integrand: integrals are not computed", "∂": "gradcli nth EXPR --wrt x",
               **dict.fromkeys("\"“”‘`", "it without quotes"), **dict.fromkeys("[]{}", "round parentheses")}
# Greek and Cyrillic letters that look like Latin ones. Mixed with Latin letters in a part of a name they are refused; parts
# end at underscores: Δx, H_α and сумма are names as they stand.
CONFUSABLES = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο" "АВЕЅІЈКМНОРСТХаеіјорсухѕ",
                       "ABEZHIKMNOPTYXo" "ABESIJKMHOPCTXaeijopcyxs", strict=True))
_LOOKS = str.maketrans(CONFUSABLES)


@lru_cache(8)
def _pattern(beyond: str) -> re.Pattern[str]:
    """Return the pattern of a token and the blanks before it, in a text with these characters beyond ASCII.

    Other characters are left out: compiling a pattern of all symbols takes a fiftieth of start-up.
    """
    letters = [c for c in beyond if c not in _SYMBOLS]
    first = "".join(c for c in letters if c.isidentifier())
    further = "".join(c for c in letters if ("a" + c).isidentifier())
    symbols = sorted((symbol for symbol in _SYMBOLS if symbol.isascii() or symbol in beyond), key=len, reverse=True)
    long = "|".join(re.escape(symbol) for symbol in symbols if len(symbol) > 1)
    short = "".join(re.escape(symbol) for symbol in symbols if len(symbol) == 1)
    raised = "|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+" if beyond else ""
    return re.compile(rf"{_BLANK}*(?:[A-Za-z_{first}][A-Za-z0-9_{further}]*|{long}|[{short}]|{NUMBER}{raised}|\n|.)")


def tokens(source: str) -> tuple[list[str], Sequence[int]]:
    """Return the texts of the tokens and where each ends, without newlines in parentheses. The last is empty."""
    pattern = _pattern("" if source.isascii() else "".join(c for c in sorted(set(source)) if not c.isascii()))
    plain = re.sub(r"\#[^\n]*", lambda match: " " * len(match[0]), source) if "#" in source else source
    plain = plain.rstrip()
    pieces = pattern.findall(plain)
    ends = list(accumulate(map(len, pieces)))
    texts = list(map(str.lstrip, pieces, repeat(_BLANKS))) if re.search(_BLANK, plain) else pieces
    texts.append("")
    ends.append(len(source))
    if "." in texts:
        _drop_modules(texts, ends)
    if "\n" in plain:
        depths = accumulate(map({"(": 1, ")": -1}.get, texts, repeat(0)))
        kept = [at for at, (text, depth) in enumerate(zip(texts, depths, strict=True)) if text != "\n" or depth <= 0]
        return [texts[at] for at in kept], [ends[at] for at in kept]
    return texts, ends


def _drop_modules(texts: list[str], ends: list[int]) -> None:
    """Drop torch. and the like before a function or constant of the language, as in np.exp(x)."""
    kept: list[int] = []
    at = 0
    while at < len(texts):
        after = at
        while after < at + 4 and texts[after] in MODULES and texts[after + 1] == ".":
            after += 2
        at = after if after > at and texts[after] in FUNCTIONS else at
        kept.append(at)
        at += 1
    texts[:], ends[:] = [texts[at] for at in kept], [ends[at] for at in kept]


class Tokens:
    """A text and its tokens in two columns, their texts and where each ends; a token is known by its index.

    `arguments` are the commas and the end of each parenthesis, once they are looked for.
    """

    __slots__ = ("source", "texts", "ends", "arguments")

    def __init__(self, source: str) -> None:
        self.source = source
        self.arguments: dict[int, tuple[list[int], int]] | None = None
        self.texts, self.ends = tokens(source)

    def start(self, at: int) -> int:
        """Return where token `at` starts."""
        return self.ends[at] - len(self.texts[at])

    def span(self, at: int) -> tuple[int, int]:
        """Return the range of characters of token `at`."""
        return self.ends[at] - len(self.texts[at]), self.ends[at]

    def error(self, message: str, start: int, end: int, help: str | None = None) -> GradcliError:
        """Return the error of this text at a range of characters."""
        return GradcliError(message, span=(start, end), source=self.source, help=help)


def kind(text: str) -> str | None:
    """Classify a token: number or name; a symbol or reserved word is itself; None where the grammar has no such token."""
    if text in _SYMBOLS or text in WORDS or text in ENDS:
        return text
    if text.isidentifier():
        return "name"
    if text.isascii():
        return "number" if text[0].isdigit() or text[1:2].isdigit() else None
    return "superscript" if text.translate(SUPERSCRIPTS).lstrip("+-").isascii() and len(text.strip("⁺⁻")) else None


def normalize_name(name: str) -> str:
    """Return a name in NFKC, as Python does: both spellings of é are one name, µ and μ too. Equal names are one object."""
    if not name.isascii():
        from unicodedata import normalize

        name = normalize("NFKC", name)
    return intern(name)


def confusable_letter(name: str) -> int | None:
    """Return the place in a name of a superscript, or of a letter that only looks Latin, beside others that are."""
    for part in re.finditer("[^_]+", name):
        if raised := re.search("[ªºʰ-ʸˠ-ˤᴬ-ᵡⁱⁿⱽꟸꟹ]", part[0]):  # NFKC would make xn of xⁿ
            return part.start() + raised.start()
        alike = re.search(f"[{''.join(CONFUSABLES)}]", part[0])
        if alike and re.search("[A-Za-zÀ-ÖØ-öø-ɏ]", part[0]):
            return part.start() + alike.start()
    return None


def check_lookalikes(names: Iterable[str]) -> None:
    """Raise GradcliError where two of these names look the same: Cyrillic а beside Latin a."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(names):
        other = found.setdefault(name if name.isascii() else name.translate(_LOOKS), name)
        if other != name:
            places = [(char, there) for char, there in zip(name, other, strict=True) if char != there]
            points = [f"U+{ord(char):04X}" for char in places[0]]
            raise GradcliError(f"two names look alike: {other} with {points[1]} and {name} with {points[0]}",
                               help="spell both with the same letters, or rename one")


def misplaced_uncertainty(source: str, span: tuple[int, int]) -> GradcliError:
    """Return the error of ± or +/- in an expression."""
    return GradcliError("an uncertainty goes with --at", span=span, source=source, help="as in --at x=3±0.1")


def unreadable(source: str, at: int) -> GradcliError:
    """Return the error of the character at `at`, which starts no token, or is mixed with letters of another script."""
    import unicodedata

    char, end = source[at], at + 1
    if char == "±":
        return misplaced_uncertainty(source, (at, end))
    if "!" <= char <= "~":
        called = char
    elif "\udc80" <= char <= "\udcff":
        called = f"the byte 0x{ord(char) - 0xDC00:X}, which is not UTF-8,"
    else:
        called = f"U+{ord(char):04X} {unicodedata.name(char, 'a control character')}"
    meant, wrong = SUGGESTIONS.get(char), "is not part of an expression"
    if char in CONFUSABLES:
        meant, wrong = CONFUSABLES[char], "is mixed with Latin letters"
    elif unicodedata.decomposition(char).startswith("<sub>") and (name := re.compile(r"[^\W\d]\w*$").search(source, 0, at)):
        digits = unicodedata.normalize("NFKC", re.compile("[₀₁₂₃₄₅₆₇₈₉ₐₑₒₓₕₖₗₘₙₚₛₜ]*").match(source, at)[0])  # type: ignore[index]
        meant = next((word for word in (name[0] + digits,) if word in FUNCTIONS), f"{name[0]}_{digits}")
    elif unicodedata.decomposition(char).startswith("<super>") and char.isalnum():
        meant = "**" + unicodedata.normalize("NFKC", char)
    elif char == "°" and (degrees := re.compile(rf"(?:{NUMBER}|\w+)\s*$").search(source, max(0, at - 20), at)):
        meant = f"({degrees[0].strip()}*pi/180)"
    elif char == "?" and (choice := re.fullmatch(r"([^?:=]+)\?([^?:]+):([^?:]+)", source.strip())):
        condition, first, second = (part.strip() for part in choice.groups())
        meant = f"{first} if {condition} else {second}"
    elif char in PRIMES and source[at - 1:at].isidentifier():
        meant = "f'(x) of a function that the text defines, as in f(t) = t**2; f'(x)"
    elif meant is None and not char.isascii():
        digit = unicodedata.digit(char, None)
        plain = str(digit) if digit is not None else unicodedata.normalize("NFKC", char).replace("⁄", "/")
        meant = plain if plain.isascii() and plain.isprintable() else None
    line = source.rfind("\n", 0, at) + 1
    return GradcliError(f"{called} at column {at - line + 1} {wrong}", span=(at, end), source=source,
                        help=f"write {meant}" if meant else None)
