"""A long sum as tables: terms that differ in nothing but their numbers are the rows of one.

Comes in: a text. Goes out: its terms by their shape, which is their text with a # for each number, and the numbers in
columns; or None where it is no sum, or its terms are too unlike each other. No term is judged here: what makes no sense has
a shape that makes none.
"""

import re
from itertools import accumulate, compress, repeat
from operator import add
from typing import NamedTuple

from gradcli.core.primitive import OPERATORS
from gradcli.syntax.lexer import NUMBER, WORDS, kind, tokens

LIKE = 50  # terms of a shape, on average, from which on tables pay
_SPELLED = re.compile(rf"(?<![\w.])({NUMBER})")
_WRITTEN = [(row, row.syntax) for row in OPERATORS.values() if row.syntax]
_SIGNS = {symbol for row, syntax in _WRITTEN if row.terms and syntax.kind == "infix" for symbol in syntax.symbols}
_POSTFIX = {symbol for _, syntax in _WRITTEN if syntax.kind == "postfix" for symbol in syntax.symbols}
# What binds more weakly than a sign, or parts expressions: where it stands outside of parentheses, there is no sum.
_WEAKER = WORDS | set(",;=") | {symbol for _, syntax in _WRITTEN if syntax.chains for symbol in syntax.symbols}


class Shape(NamedTuple):
    """Terms that are alike: their text with the sign before them, how many they are, and a column for each of the numbers in
    them, as it is spelled."""

    text: str
    size: int
    columns: list[list[str]]

    def at(self, row: int) -> str:
        """The text of a term."""
        numbers = iter([column[row] for column in self.columns])
        return re.sub("#", lambda _: next(numbers), self.text)


class Terms(NamedTuple):
    """`order` has for each term of the sum the index of its shape. The first term has a + before it, too."""

    shapes: list[Shape]
    order: list[int]


def like_terms(source: str) -> Terms | None:
    """The terms of a sum in which most are alike."""
    text = source.strip()
    if "#" in text or not text.isascii():
        return None
    if text.startswith("(") and text.endswith(")") and (found := _terms(text[1:-1].replace("\n", " "))):
        return found
    return None if "\n" in text else _terms(text)


def _terms(text: str) -> Terms | None:
    pieces = _SPELLED.split(text)
    texts, numbers = _split(pieces[::2]), pieces[1::2]
    index = {shape: i for i, shape in enumerate(dict.fromkeys(texts))}
    if not texts or len(index) * LIKE > len(texts):
        return None
    order = list(map(index.__getitem__, texts))
    widths = [shape.count("#") for shape in index]
    starts = list(accumulate(map(widths.__getitem__, order), initial=0))
    shapes = []
    for shape, i in index.items():
        own = list(compress(starts, map(i.__eq__, order)))
        columns = [list(map(numbers.__getitem__, map(add, own, repeat(place)))) for place in range(widths[i])]
        shapes.append(Shape(shape, len(own), columns))
    return Terms(shapes, order)


def _split(gaps: list[str]) -> list[str]:
    """The terms of a sum with a # for each number, of which there is one between any two of these gaps; [] if it is none."""
    deeper = {gap: gap.count("(") - gap.count(")") for gap in set(gaps)}
    if len(deeper) * LIKE > len(gaps):
        return []
    depths = accumulate(map(deeper.__getitem__, gaps), initial=0)
    first, *places = zip(depths, gaps, strict=False)
    parted = {place: _parted(*place, operand=True) for place in set(places)}
    marked = [_parted(*first, operand=False), *map(parted.__getitem__, places)]
    if None in marked:
        return []
    return list(map(str.strip, ("+ " + " # ".join(map(str, marked)).lstrip()).split("\n")))


def _parted(depth: int, gap: str, operand: bool) -> str | None:
    """What stands between two numbers, with a line break before each sign of the sum; None where it is none.

    It is so deep in parentheses; `operand` says whether a number is before it.
    """
    found: list[str] = []
    for text in tokens(gap)[0][:-1]:
        if operand and not found and (text == "(" or kind(text) == "name"):  # a product that is not written: 2x
            return None
        if not depth:
            if text in _WEAKER or text == ")":
                return None
            if operand and text in _SIGNS:
                text = "\n" + text
        found.append(text)
        depth += (text == "(") - (text == ")")
        operand = text == ")" or text in _POSTFIX or kind(text) == "name"
    return " ".join(found)
