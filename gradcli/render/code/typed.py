"""Programs for a library that differentiates by itself: the expression as it was typed, line by line."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gradcli.render.code import python
from gradcli.render.code.spelling import (
    ARITHMETIC,
    CLOSED,
    COMPARISONS,
    SUM,
    Text,
    Truths,
    fill,
    make_identifiers,
    renaming_remarks,
)
from gradcli.report.programs import Block, Token, Typed

UNDEFINED = "# Where f is nan its derivatives are nan too, whatever {} gives for them"
MAX_DEPTH, MAX_LENGTH = 25, 400  # depth and characters up to which a text stays on one line
WHOLE = 2**53  # a double holds every whole number up to this
OPERATORS = ARITHMETIC | {"neg": "3|-{0:3}", "pow": "4|{0:5}**{1:4}"}  # -(x*y) is not -x*y in a graph
AS_TYPED = OPERATORS | COMPARISONS
FUNCTIONS = {name: text for name, text in python.SPELLINGS.items() if name not in python.LOGIC and name != "where"}
NUMBERS = FUNCTIONS | OPERATORS | {"pi": "math.pi", "e": "math.e"}


class Library(NamedTuple):
    """The spellings and forms of a library.

    `spellings` has a template for each operation; "clamp tnn" is that of a tensor and two numbers, "max/n" that
    of any number of arguments, written at {...}. `tensor` and `truth` are templates for a number, for True or False, as a
    tensor, `both` for the conjunction of two.
    """

    spellings: Mapping[str, str]
    truths: Truths
    tensor: str
    truth: str
    both: str
    reserved: frozenset[str]


class Piece(Text):
    """A piece of a program; `fold` is its number, if it is one; `typed` is true if Python computes the same double."""

    __slots__ = ("fold", "typed", "library")

    def __init__(self, text: Text, fold: float | None, typed: bool, library: Library) -> None:
        super().__init__(text.text, text.level, text.truths, text.depth)
        self.fold, self.typed, self.library = fold, typed, library

    def __format__(self, spec: str) -> str:
        """Support, beyond the specs of texts, T for a tensor, C for a condition as one, F for a float, I for an int."""
        if spec == "I" and self.fold is not None:
            return str(int(self.fold)) if self.fold % 1 == 0 else python.literal(self.fold)
        if spec == "T" and self.fold is not None:
            return self.library.tensor.format(python.literal(self.fold))
        if spec == "F" and self.fold is not None and self.fold % 1 == 0:
            return python.literal(self.fold)
        if spec == "C" and self.fold is not None:
            return self.library.truth.format(bool(self.fold))
        return super().__format__({"T": "", "F": "", "I": "", "C": "c"}.get(spec, spec))


class Lines(NamedTuple):
    """The identifiers of all names, the lines of each definition, the lines and the text of the result."""

    names: dict[str, str]
    definitions: list[list[str]]
    result: list[str]
    value: str
    fold: float | None
    remarks: list[str]

    def texts(self) -> str:
        """Return all texts, to be searched for words."""
        return "\n".join([*(line for lines in self.definitions for line in lines), *self.result, self.value])

    def body(self, apart: int) -> list[str]:
        """Return the lines above the value, with `apart` empty lines around functions."""
        found: list[str] = []
        after = False
        for group in [*self.definitions, self.result]:
            function = bool(group) and group[0].lstrip().startswith("def ")
            found += [""] * (apart * bool(found) * (function or after))
            found += group
            after = function
        return found


def lines(report: Typed, library: Library, indent: str = "") -> Lines:
    """Return the blocks of a report."""
    given = [*report.at] if not report.bound else []
    names = make_identifiers([*report.variables, *given, *(block.name for block in report.blocks[:-1])], library.reserved)
    writer = _Writer(names, library)
    definitions = [[f"{indent}{names[name]} = {python.literal(report.at[name])}"] for name in given]
    for block in report.blocks[:-1]:
        name = names[block.name]
        if block.parameters is None:
            above, piece = writer.block(block, indent)
            definitions.append([*above, f"{indent}{name} = {piece:b}"])
            text = Text(name, piece.level if piece.level < 0 else CLOSED, library.truths)
            writer.values[block.name] = Piece(text, block.fold, block.fold is not None, library)
        else:
            others = {spelt for each, spelt in names.items() if each not in block.parameters}
            inner = make_identifiers(block.parameters, library.reserved | others)
            above, piece = writer.block(block, indent + "    ", inner)
            definitions.append([f"{indent}def {name}({', '.join(inner.values())}):", *above, f"{indent}    return {piece}"])
    above, piece = writer.block(report.blocks[-1], indent)
    remarks = renaming_remarks({name: spelt for name, spelt in names.items() if name.rpartition("_")[0] not in report.lacking
                                and name not in report.lacking})
    return Lines(names, definitions, above, f"{piece}", piece.fold, remarks)


class _Writer:
    """Writes blocks as expressions; texts that are too long become lines of their own."""

    def __init__(self, names: Mapping[str, str], library: Library) -> None:
        self.names, self.library = names, library
        self.values: dict[str, Piece] = {}
        self.count = 0

    def block(self, block: Block, indent: str, inner: Mapping[str, str] | None = None) -> tuple[list[str], Piece]:
        """Return the lines above, and the expression."""
        stack: list[Piece] = []
        above: list[str] = []
        for token in block.code:
            base = len(stack) - token.arity
            arguments = stack[base:]
            if token.kind == "swap":
                stack[base:] = arguments[::-1]
                continue
            if token.kind == "compare" and len(arguments) > 2:  # those in the middle are needed twice
                arguments[1:-1] = [self.assign(each, above, indent, each.depth > 0) for each in arguments[1:-1]]
            piece = self.piece(token, arguments, inner or {})
            stack[base:] = [self.assign(piece, above, indent, piece.depth > MAX_DEPTH or len(piece.text) > MAX_LENGTH)]
        return above, stack[0]

    def assign(self, piece: Piece, above: list[str], indent: str, needed: bool) -> Piece:
        """Return a piece; if `needed`, the name of a new line that holds it."""
        if not needed:
            return piece
        taken = set(self.names.values()) | self.library.reserved
        while f"t{self.count}" in taken:
            self.count += 1
        name = f"t{self.count}"
        self.count += 1
        above.append(f"{indent}{name} = {piece:b}")
        level = piece.level if piece.level < 0 else CLOSED
        return Piece(Text(name, level, piece.truths), piece.fold, piece.typed, self.library)

    def piece(self, token: Token, arguments: Sequence[Piece], inner: Mapping[str, str]) -> Piece:
        if token.kind == "name":
            name = str(token.value)
            if name not in inner and name in self.values:
                return self.values[name]
            text = Text(inner[name] if name in inner else self.names[name], CLOSED, self.library.truths)
            return Piece(text, token.fold, token.fold is not None, self.library)
        if token.fold is not None:
            return self.number(token, token.fold, arguments)
        if token.kind == "call":
            places = ", ".join(f"{{{i}}}" for i in range(len(arguments)))
            return self.fill_piece(f"{self.names[str(token.value)]}({places})", arguments)
        if isinstance(token.value, tuple):
            pairs = [self.fill_piece(self.library.spellings[row], pair) for row, pair in
                     zip(token.value, zip(arguments, arguments[1:], strict=False), strict=True)]
            return self.both(pairs)
        return self.fill_piece(self.template(token.kind, arguments), arguments)

    def both(self, pairs: list[Piece]) -> Piece:
        found = pairs[0]
        for pair in pairs[1:]:
            found = self.fill_piece(self.library.both, [found, pair])
        return found

    def template(self, kind: str, arguments: Sequence[Piece]) -> str:
        """Return the template of an operation for these arguments, of which some are numbers."""
        kinds = "".join("t" if each.fold is None else "n" for each in arguments)
        spellings, name = self.library.spellings, kind.partition("/")[0]
        found = spellings.get(f"{kind} {kinds}") or spellings.get(kind) or spellings[f"{name}/n"]
        return found.replace("{...}", ", ".join(f"{{{i}:T}}" for i in range(len(arguments))))

    def fill_piece(self, template: str, arguments: Sequence[Piece]) -> Piece:
        return Piece(fill(template, arguments, self.library.truths), None, False, self.library)

    def number(self, token: Token, fold: float, arguments: Sequence[Piece]) -> Piece:
        """Return a number as it was typed if Python computes the same double, else the double."""
        small = math.isfinite(fold) and abs(fold) < WHOLE and (fold or str(fold) == "0.0")  # -(1 - 1) is 0 in Python
        if token.kind == "number" and isinstance(token.value, int) and small:
            return self.literal(str(token.value), fold)
        if token.kind in NUMBERS and small and all(each.typed for each in arguments):
            return Piece(fill(NUMBERS[token.kind], arguments, self.library.truths), fold, True, self.library)
        return self.literal(python.literal(fold), fold)

    def literal(self, text: str, fold: float) -> Piece:
        level = SUM if text.startswith("-") else CLOSED
        return Piece(Text(text, level, self.library.truths), fold, math.isfinite(fold), self.library)
