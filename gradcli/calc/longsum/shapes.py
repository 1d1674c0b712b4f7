"""A long sum as tables: terms that differ only in their numbers are the rows of one.

Comes in: a text. Goes out: the terms of the sum that fills most of it, by their shape, the text with a # for each number,
and the numbers in columns; or None where it is not such a sum, or has too many shapes. Terms are not parsed: an error in one
is an error in its shape.
"""

import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import accumulate, compress, count, repeat
from operator import add
from typing import NamedTuple

from gradcli.core.primitive import CONSTANT, OPERATORS
from gradcli.core.tape import Tape
from gradcli.domains.float64 import nearest_double
from gradcli.syntax.lexer import BAR, NUMBER, WORDS, kind, tokens
from gradcli.syntax.literal import literal

MIN_TERMS = 200  # of a shape, on average, from which on a table is faster than one tape
_NUMBERS = re.compile(rf"(?<![\w.])({NUMBER})")
_STEPS = {"(": 1, ")": -1}
_WRITTEN = [(row, row.syntax) for row in OPERATORS.values() if row.syntax]
_SIGNS = {symbol for row, syntax in _WRITTEN if row.laws.linear and syntax.kind == "infix" for symbol in syntax.symbols}
_POSTFIX = {symbol for _, syntax in _WRITTEN if syntax.kind == "postfix" for symbol in syntax.symbols}
# Tokens that bind more weakly than a sign, or separate expressions: outside of parentheses they exclude a sum.
_SEPARATORS = WORDS | set(",;=") | {symbol for _, syntax in _WRITTEN if syntax.chains for symbol in syntax.symbols}


class NotBatchable(Exception):
    """Raised where only the tape of the whole expression gives the answer or its warnings."""


class Shape(NamedTuple):
    """Terms of one shape: their text with its sign, their number, and a column for each number in them, as typed."""

    text: str
    size: int
    columns: list[list[str]]

    def at(self, row: int) -> str:
        """Return the text of a term."""
        numbers = iter([column[row] for column in self.columns])
        return re.sub("#", lambda _: next(numbers), self.text)

    def constants(self, tape: Tape) -> dict[int, Sequence[float]]:
        """Return the columns of numbers that differ between terms, by their slots on the tape of the first term.

        Raises NotBatchable where they are not told apart.
        """
        slots = [slot for slot, row in enumerate(tape.operations) if row is CONSTANT]
        columns = [list(map(float, texts)) for texts in self.columns]
        if [nearest_double(tape.attributes[slot]) for slot in slots] != [column[0] for column in columns]:
            raise NotBatchable
        for texts, column in zip(self.columns, columns, strict=True):
            if any(literal(text) for text, number in zip(texts, column, strict=True) if not number):  # below all doubles
                raise NotBatchable
        return {slot: column for slot, column in zip(slots, columns, strict=True) if len(set(column)) > 1}


class Terms(NamedTuple):
    """The terms of a sum: `order` has the index of the shape of each; the first has a + too.

    `head` and `tail` are the text before and after the sum, which is then in parentheses.
    """

    shapes: list[Shape]
    order: list[int]
    head: str
    tail: str

    def short(self) -> tuple[str, int]:
        """Return the text with a term of each shape alone, and the number of these; the last term ends it too."""
        last = self.order[-1]
        sample = [shape.at(0) for shape in self.shapes] + [self.shapes[last].at(-1)] * (self.order.count(last) > 1)
        return f"{self.head}{' '.join(sample)}{self.tail}", len(sample)


class _Extent(NamedTuple):
    """The extent of the innermost expression around the middle of a text: its first and last gap, and the places in them.

    `depth` is its depth in parentheses, `depths` that at the beginning of each gap.
    """

    first: int
    begin: int
    last: int
    end: int
    depth: int
    depths: list[int]


def find_homogeneous_sum(source: str) -> Terms | None:
    """Return the terms of a sum with few shapes, in an expression without definitions, else None."""
    pieces = _NUMBERS.split(source.strip())
    gaps, numbers = pieces[::2], pieces[1::2]
    if "#" in source or BAR in source or not source.isascii() or len(set(gaps)) * MIN_TERMS > len(gaps):
        return None
    first, begin, last, end, depth, depths = _find_sum_extent(gaps)
    head, tail = "".join(pieces[:2 * first]) + gaps[first][:begin], gaps[last][end:] + "".join(pieces[2 * last + 1:])
    if first == last or "=" in head or "\n" in source and not head:
        return None
    gaps = [gaps[first][begin:], *gaps[first + 1:last], gaps[last][:end]]
    texts = _split(depth, zip([depth, *depths[first + 1:last + 1]], gaps, strict=True))
    index = {shape: i for i, shape in enumerate(dict.fromkeys(texts))}
    if not texts or len(index) * MIN_TERMS > len(texts):
        return None
    order = list(map(index.__getitem__, texts))
    return Terms(_shapes(list(index), order, numbers[first:last]), order, head, tail)


def _find_sum_extent(gaps: list[str]) -> _Extent:
    steps = {gap: list(accumulate(map(_STEPS.get, gap, repeat(0)), initial=0)) for gap in set(gaps)}
    change = {gap: each[-1] for gap, each in steps.items()}
    least = {gap: min(each) for gap, each in steps.items()}
    depths = list(accumulate(map(change.__getitem__, gaps), initial=0))
    floors = list(map(add, depths, map(least.__getitem__, gaps)))
    quarter = len(gaps) // 4
    depth = min(floors[quarter:len(gaps) - quarter])
    outside = list(compress(count(), map(depth.__gt__, floors)))
    middle = bisect(outside, len(gaps) // 2)
    if not 0 < middle < len(outside):
        return _Extent(0, 0, len(gaps) - 1, len(gaps[-1]), depth, depths)
    first, last = outside[middle - 1:middle + 1]
    opening = [depths[first] + step < depth for step in steps[gaps[first]]]
    begin = len(opening) - opening[::-1].index(True)
    end = next(place for place, step in enumerate(steps[gaps[last]][1:]) if depths[last] + step < depth)
    return _Extent(first, begin, last, end, depth, depths)


def _shapes(texts: list[str], order: list[int], numbers: list[str]) -> list[Shape]:
    """Return the shapes with the numbers of their terms."""
    widths = [text.count("#") for text in texts]
    starts: list[list[int]] = [[] for _ in texts]
    for i, start in zip(order, accumulate(map(widths.__getitem__, order), initial=0), strict=False):
        starts[i].append(start)
    return [Shape(text, len(own), [list(map(numbers.__getitem__, map(add, own, repeat(place)))) for place in range(width)])
            for text, own, width in zip(texts, starts, widths, strict=True)]


def _split(depth: int, places: Iterable[tuple[int, str]]) -> list[str]:
    """Return the terms of a sum with a # for each number, one between any two of the gaps; [] if it is not a sum.

    Each gap comes with its depth in parentheses; the signs of the sum are at `depth`.
    """
    first, *rest = places
    parted = {(start, gap): _split_at_signs(start - depth, gap, operand=True) for start, gap in set(rest)}
    marked = [_split_at_signs(0, first[1], operand=False), *map(parted.__getitem__, rest)]
    if None in marked or not all(gap.strip() for _, gap in set(rest[:-1])):  # two numbers side by side: sin^2 3
        return []
    return list(map(str.strip, ("+ " + " # ".join(map(str, marked)).lstrip()).split("\n")))


def _split_at_signs(depth: int, gap: str, operand: bool) -> str | None:
    """Break the text between two numbers before each sign of the sum; None where it is not part of one.

    `depth` is its depth in parentheses, relative to the sum; `operand` is true if a number precedes it.
    """
    found: list[str] = []
    for text in tokens(gap.replace("\n", " "))[0][:-1]:
        if operand and not found and (text == "(" or kind(text) == "name"):  # a product that is not written: 2x
            return None
        if not depth:
            if text in _SEPARATORS:
                return None
            if operand and text in _SIGNS:
                text = "\n" + text
        found.append(text)
        depth += (text == "(") - (text == ")")
        operand = text == ")" or text in _POSTFIX or kind(text) == "name"
    return " ".join(found)
