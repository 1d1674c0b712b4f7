"""A long sum as tables: terms that differ in nothing but their numbers are the rows of one.

Comes in: a text. Goes out: the terms of the sum that most of it is, by their shape, which is their text with a # for each
number, and the numbers in columns; or None where it is no such sum, or its terms are too unlike each other. No term is
judged here: what makes no sense has a shape that makes none.
"""

import re
from bisect import bisect
from collections.abc import Iterable
from itertools import accumulate, compress, count, repeat
from operator import add
from typing import NamedTuple

from gradcli.core.primitive import OPERATORS
from gradcli.syntax.lexer import NUMBER, WORDS, kind, tokens

LIKE = 50  # terms of a shape, on average, from which on tables pay
_SPELLED = re.compile(rf"(?<![\w.])({NUMBER})")
_STEPS = {"(": 1, ")": -1}
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
    """`order` has for each term of the sum the index of its shape. The first term has a + before it, too.

    `head` and `tail` are what the text has before and after the sum, which then stands in parentheses.
    """

    shapes: list[Shape]
    order: list[int]
    head: str
    tail: str


def like_terms(source: str) -> Terms | None:
    """The terms of a sum in which most are alike, in an expression that defines nothing."""
    pieces = _SPELLED.split(source.strip())
    gaps, numbers = pieces[::2], pieces[1::2]
    if "#" in source or not source.isascii() or len(set(gaps)) * LIKE > len(gaps):
        return None
    (first, begin), (last, end), base, depths = _bulk(gaps)
    head, tail = "".join(pieces[:2 * first]) + gaps[first][:begin], gaps[last][end:] + "".join(pieces[2 * last + 1:])
    if first == last or "=" in head + tail or "\n" in source and not head:
        return None
    gaps = [gaps[first][begin:], *gaps[first + 1:last], gaps[last][:end]]
    texts = _split(base, zip([base, *depths[first + 1:last + 1]], gaps, strict=True))
    index = {shape: i for i, shape in enumerate(dict.fromkeys(texts))}
    if not texts or len(index) * LIKE > len(texts):
        return None
    order = list(map(index.__getitem__, texts))
    return Terms(_shapes(index, order, numbers[first:last]), order, head, tail)


def _bulk(gaps: list[str]) -> tuple[tuple[int, int], tuple[int, int], int, list[int]]:
    """Where the expression begins and ends that the middle of the text is in: the index of a gap, and the place in it; and
    how deep it is in parentheses, and how deep each gap begins."""
    steps = {gap: list(accumulate(map(_STEPS.get, gap, repeat(0)), initial=0)) for gap in set(gaps)}
    depths = list(accumulate(map({gap: each[-1] for gap, each in steps.items()}.__getitem__, gaps), initial=0))
    least = list(map(add, depths, map({gap: min(each) for gap, each in steps.items()}.__getitem__, gaps)))
    quarter = len(gaps) // 4
    base = min(least[quarter:len(gaps) - quarter])
    outside = list(compress(count(), map(base.__gt__, least)))
    middle = bisect(outside, len(gaps) // 2)
    begin, end = (0, 0), (len(gaps) - 1, len(gaps[-1]))
    if 0 < middle < len(outside):
        first, last = outside[middle - 1:middle + 1]
        inside = [depths[first] + step < base for step in steps[gaps[first]]]
        begin = first, len(inside) - inside[::-1].index(True)
        end = last, next(place for place, step in enumerate(steps[gaps[last]][1:]) if depths[last] + step < base)
    return begin, end, base, depths


def _shapes(index: dict[str, int], order: list[int], numbers: list[str]) -> list[Shape]:
    """The terms of each shape in `index`, with their numbers."""
    widths = [shape.count("#") for shape in index]
    starts = list(accumulate(map(widths.__getitem__, order), initial=0))
    shapes = []
    for shape, i in index.items():
        own = list(compress(starts, map(i.__eq__, order)))
        columns = [list(map(numbers.__getitem__, map(add, own, repeat(place)))) for place in range(widths[i])]
        shapes.append(Shape(shape, len(own), columns))
    return shapes


def _split(base: int, places: Iterable[tuple[int, str]]) -> list[str]:
    """The terms of a sum with a # for each number, of which there is one between any two of the gaps; [] if it is none.

    Each gap has before it how deep in parentheses it is, and the signs of the sum are as deep as `base`.
    """
    first, *rest = places
    parted = {(depth, gap): _parted(depth - base, gap, operand=True) for depth, gap in set(rest)}
    marked = [_parted(0, first[1], operand=False), *map(parted.__getitem__, rest)]
    if None in marked:
        return []
    return list(map(str.strip, ("+ " + " # ".join(map(str, marked)).lstrip()).split("\n")))


def _parted(depth: int, gap: str, operand: bool) -> str | None:
    """What stands between two numbers, with a line break before each sign of the sum; None where it is none.

    It is so deep in parentheses; `operand` says whether a number is before it.
    """
    found: list[str] = []
    for text in tokens(gap.replace("\n", " "))[0][:-1]:
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
