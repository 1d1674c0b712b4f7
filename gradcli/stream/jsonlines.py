"""JSON Lines: an object in each line. The keys of the first one are the columns.

A block in which all objects have the keys and blanks of its first one is read by columns, any other line by line.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from json import JSONDecoder, dumps
from math import nan

from gradcli.errors import GradcliError, brief
from gradcli.render.as_csv import quote_field
from gradcli.stream import numbers
from gradcli.stream.records import Cells, Record, not_a_number, places
from gradcli.stream.source import Source
from gradcli.stream.standard import refuse
from gradcli.syntax.lexer import normalize_name

NAMED = {"NaN", "Infinity", "-Infinity"}  # strings that gradcli writes for numbers that are not finite
KEY = re.compile(r'[{,][ \t]*"([^"\\]*)"[ \t]*:[ \t]*')
MARKS = bytes([*range(1, 9), *range(14, 32)])  # JSON has these only escaped, so they can stand for keys
PLAIN = b"0123456789.+-eE\n" + MARKS  # characters of numbers
STRAY = re.compile(rb'[\\,\[{\r]|null|[%b\n][ \t]|[ \t][%b\n]' % (re.escape(MARKS), re.escape(MARKS)))


class NumberText(str):
    """The text of a number."""


def _make_dict(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the pairs as a dict. Raises ValueError if a key occurs twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key occurs twice")
    return found


DECODER = JSONDecoder(object_pairs_hook=_make_dict, parse_float=NumberText, parse_int=NumberText, parse_constant=refuse)


class JSONLines:
    """A table of objects, written as such if `json`, else as CSV."""

    def __init__(self, source: Source, json: bool) -> None:
        self.source, self.json = source, json
        self.line = 1
        self.stream = source.blocks()
        self.first = b""
        while not self.first.strip() and (block := next(self.stream, b"")):
            self.first += block
        row, fault = next(filter(None, map(self._read, self.first.split(b"\n"))), (None, "is missing"))
        if row is None:
            array = self.first.lstrip().startswith(b"[")
            raise GradcliError(f"{source.where}: the first row {fault}", help="make JSON Lines of it, as jq -c '.[]' does"
                               if array else "each line is an object such as {\"x\": 3}")
        self.columns = [normalize_name(name) for name in row]

    def choose(self, names: Sequence[str], results: Sequence[str],
               parse: Callable[[bytes], object] = numbers.parse) -> None:
        places(self.source.where, self.columns, names, results, True)
        self.inputs, self.results, self.known = list(names), set(results), set(self.columns)
        self.parse = parse

    def header(self) -> bytes:
        return ",".join(map(quote_field, self.columns)).encode()

    def blocks(self) -> Iterator[bytes]:
        yield from self.source.split(self.first)
        yield from self.stream

    def cells(self, block: bytes) -> Cells | None:
        """Return the block by columns; None if it must be read line by line."""
        if b"\r" in block:
            block = block.replace(b"\r\n", b"\n")
        texts, names = _keys(block[:block.index(b"\n")])
        marks = MARKS[:len(texts)]
        if not 0 < len(texts) <= len(MARKS) or not set(self.inputs) <= set(names):
            return None
        count = block.count(b"\n")
        if block.count(b"}\n") < count or len(block.translate(None, marks)) < len(block):
            return None
        marked = block.replace(b"}\n", b"\n")
        for i, text in enumerate(texts):
            marked = marked.replace(text, marks[i:i + 1])
        if marked.translate(None, OTHERS[len(marks)]) != (marks + b"\n") * count:
            return None
        lines = self._lines(block, marked, marks, names)
        if lines is None:
            return None
        text = marked.translate(bytes.maketrans(marks + b"\n", b"," * (len(marks) + 1)), marks[:1])[:-1]
        return Cells(lines, count, text, len(names), [names.index(name) for name in self.inputs], False, json=True)

    def _lines(self, block: bytes, marked: bytes, marks: bytes, names: list[str]) -> bytes | None:
        """Return the rows of a regular block in the output's format; None if they must be read line by line."""
        if self.json:
            return None if self.results & set(names) or b" }\n" in block or b"\t}\n" in block else \
                block.replace(b"}\n", b"\n")
        if names != self.columns or marked.translate(None, PLAIN) and STRAY.search(marked):
            return None
        return marked.translate(bytes.maketrans(marks, b"," * len(marks)), marks[:1] + b'"')

    def records(self, block: bytes) -> Iterator[Record]:
        for text in block.split(b"\n")[:-1]:
            line, found = self.line, self._read(text)
            self.line += 1
            if found:
                try:
                    record = self._record(line, text.strip(), *found)
                except RecursionError:  # since Python 3.12, objects may be read that are nested too deeply to be written
                    record = self._record(line, text.strip(), None, _not_an_object(text))
                yield record

    def _read(self, text: bytes) -> tuple[dict[str, object] | None, str] | None:
        """Return the object of a line, or its fault; None for an empty line."""
        if not text.strip():
            return None
        try:
            row = DECODER.decode(text.decode())
        except (ValueError, RecursionError) as error:
            unreadable = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else ""
            about = error if type(error) is ValueError else unreadable
            return None, _not_an_object(text, about)
        if not isinstance(row, dict):
            return None, _not_an_object(text)
        return {normalize_name(name): value for name, value in row.items()}, ""

    def _record(self, line: int, text: bytes, row: dict[str, object] | None, fault: str) -> Record:
        if row is None:
            blank = b"{" if self.json else b"," * (len(self.columns) - 1)
            return Record(line, blank, (nan,) * len(self.inputs), fault)
        unexpected = [name for name in row if name in self.results or not self.json and name not in self.known]
        if unexpected:
            fault = f"column {unexpected[0]}: " + ("that is the name of a result" if unexpected[0] in self.results else
                                                "the first row has none; -f json keeps it")
        found: list[object] = []
        for name in self.inputs:
            value = row.get(name)
            if isinstance(value, NumberText) or isinstance(value, str) and value in NAMED:
                found.append(self.parse(value.encode()))
            else:
                found.append(nan)
                fault = fault or (_not_a_number(name, value) if name in row else f"column {name} is missing")
        if self.json:
            written = text[:-1].rstrip()
        else:
            cells = ",".join(quote_field(_cell(row.get(name))) for name in self.columns)
            written = cells.encode(errors="backslashreplace")
        return Record(line, written, tuple(found), fault)


OTHERS = [bytes(set(range(256)) - {*MARKS[:count], *b"\n"}) for count in range(len(MARKS) + 1)]


def _keys(line: bytes) -> tuple[list[bytes], list[str]]:
    """Return the text before each value of an object, and the keys; none if a key is escaped or occurs twice."""
    texts, names, end = [], [], 0
    try:
        text = line.decode()
        while text[end:] != "}":
            key = KEY.match(text, end)
            if key is None:
                return [], []
            texts.append(key[0].encode())
            names.append(normalize_name(key[1]))
            end = DECODER.raw_decode(text, key.end())[1]
    except (ValueError, RecursionError):
        return [], []
    return (texts, names) if len(set(names)) == len(names) else ([], [])


def _not_an_object(text: bytes, about: object = "") -> str:
    return f"is not a JSON object: {about or brief(text.decode(errors='backslashreplace'))}"


def _not_a_number(name: str, value: object) -> str:
    """Return the fault of a value."""
    if isinstance(value, str):
        with suppress(ValueError):
            numbers.parse(value.encode())
            return f"column {name}: {value!r} is a text; a number has no quotes"
    return not_a_number(name, _cell(value))


def _cell(value: object) -> str:
    """Return a value as the text of a cell."""
    return "" if value is None else value if isinstance(value, str) else _to_json(value)


def _to_json(value: object) -> str:
    """Return a value as JSON, with the text of numbers unchanged."""
    if isinstance(value, NumberText):
        return value
    if isinstance(value, list):
        return f"[{', '.join(map(_to_json, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{dumps(key, ensure_ascii=False)}: {_to_json(each)}' for key, each in value.items())}}}"
    return dumps(value, ensure_ascii=False)
