"""Templates and the texts made of them, with their binding levels; conditions have levels of their own."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from gradcli.report.base import Latex

TERNARY, SUM, PRODUCT, POWER, CLOSED = 0, 1, 2, 4, 5
COMPARED, JOINED, NEGATED = -1, -2, -3  # levels of conditions
LEVELS = {"t": COMPARED, "a": JOINED, "n": NEGATED}
ARITHMETIC = {"add": "1|{0:1} + {1:2}", "sub": "1|{0:1} - {1:2}", "mul": "2|{0:2}*{1:3}", "div": "2|{0:2}/{1:3}",
              "neg": "1|-{0:2}"}
COMPARISONS = {"lt": "t|{0:1} < {1:1}", "le": "t|{0:1} <= {1:1}", "gt": "t|{0:1} > {1:1}", "ge": "t|{0:1} >= {1:1}",
               "eq": "t|{0:1} == {1:1}", "ne": "t|{0:1} != {1:1}"}
C_LOGIC = COMPARISONS | {"logical_and": "a|{0:t} && {1:t}", "logical_or": "a|{0:t} || {1:t}", "logical_not": "n|!({0:t})"}
WORDS = re.compile(r"(?<![\w.:])[A-Za-z_]\w*")
MARKS = re.compile(r"^\w\||\{[^{}]*\}")


class Truths(NamedTuple):
    """The templates of a language for a condition as a number, for a number as a condition, and for its negation."""

    number: str
    condition: str
    negation: str = ""


class Text:
    """A piece of a program: its level, negative for a condition, and its depth of nesting."""

    __slots__ = ("text", "level", "depth", "truths")

    def __init__(self, text: str, level: int, truths: Truths, depth: int = 0) -> None:
        self.text, self.level, self.truths, self.depth = text, level, truths, depth

    def number(self) -> "Text":
        """Return this text as a number."""
        return fill(self.truths.number, [self], self.truths) if self.level < 0 else self

    def __format__(self, spec: str) -> str:
        if spec in ("t", "c"):
            condition = self if self.level < 0 else fill(self.truths.condition, [self], self.truths)
            return f"({condition.text})" if condition.level == JOINED and spec == "t" else condition.text
        if spec == "b":  # bare, number or condition
            return self.text
        number = self.number()
        return f"({number.text})" if number.level < int(spec or TERNARY) else number.text


def fill(template: str, arguments: Iterable[Text], truths: Truths) -> Text:
    """Fill a template with its arguments."""
    level, bar, text = template.partition("|")
    texts = list(arguments)
    if not bar or not (level in LEVELS or level.isdigit()):
        level, text = str(CLOSED), template
    depth = 1 + max((each.depth for each in texts), default=-1)
    return Text(text.format(*texts), LEVELS[level] if level in LEVELS else int(level), truths, depth)


def words(*tables: Mapping[str, str]) -> set[str]:
    """Return the identifiers in the templates of these tables, which variables may not have."""
    return {word for table in tables for template in table.values() for word in WORDS.findall(MARKS.sub(" ", template))}


GREEK = re.compile(r"GREEK (SMALL|CAPITAL) LETTER (\w+)$")


def make_identifiers(names: Iterable[str], reserved: Iterable[str], folded: bool = False) -> dict[str, str]:
    """Map `names` to distinct ASCII identifiers that are not reserved; with `folded`, case is ignored.

    A Greek letter is spelled out, a reserved word gets an underscore, any other name that is not ASCII is v and a number.
    """
    import unicodedata

    fold: Callable[[str], str] = str.lower if folded else str
    taken, found = {fold(word) for word in reserved}, dict[str, str]()
    for number, name in enumerate(names, 1):
        spelt = ""
        for letter in name:
            greek = GREEK.match(unicodedata.name(letter, ""))
            word = greek[2].lower().replace("lamda", "lambda") if greek else letter
            spelt += word.capitalize() if greek and greek[1] == "CAPITAL" else word
        if not spelt.isascii() or len(spelt) > MAX_NAME or spelt.startswith("_"):
            spelt = f"v{number}"
        while fold(spelt) in taken:
            spelt += "_"
        taken.add(fold(spelt))
        found[name] = spelt
    return found


MAX_NAME = 40  # letters of a name; Fortran takes 63
MAX_COMMENT = 200  # letters of the expression in a comment


def comment(text: str) -> str:
    """Write the user's text, or how LaTeX was read, for a comment of one line, which nothing in it ends or continues."""
    line = " ".join((text.read if isinstance(text, Latex) else text).split())
    line = line if len(line) <= MAX_COMMENT else f"{line[:MAX_COMMENT // 2]} ... {line[-MAX_COMMENT // 2:]}"
    line = "".join(char if char.isprintable() else "?" for char in line).replace("\\", "/")
    for bad, good in (("*/", "* /"), ("/*", "/ *"), ("??", "? ?")):
        while bad in line:
            line = line.replace(bad, good)
    return line


def renaming_remarks(names: Mapping[str, str]) -> list[str]:
    """Return a remark for each name that was changed."""
    return [f"{comment(name)} is called {spelt} here." for name, spelt in names.items() if name != spelt]
