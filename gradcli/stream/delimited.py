"""CSV and TSV: fields between separators, quoted where they hold one, a quote, or a line break.

A block is read in one of two ways, with one result: whole columns at a time where every line has as many separators as the
header and no quote, else record by record.
"""

import re
from collections.abc import Iterator, Sequence
from json import dumps
from math import nan

from gradcli.errors import GradcliError, brief
from gradcli.render.as_plain import number
from gradcli.stream.records import Cells, Record, no_number, places
from gradcli.stream.source import Source
from gradcli.syntax.lexer import normalized

NUMBERS = b"0123456789.+-eE"  # what most fields are made of, for which a shorter look will do
QUOTED = re.compile(rb'"((?:[^"]++|"")*+)"(.*)', re.DOTALL)
JSON_NUMBER = re.compile(rb"-?(?:0|[1-9]\d*+)(?:\.\d++)?+(?:[eE][-+]?\d++)?+")
JSON_NUMBERS = re.compile(rb"(?:%b,)*+%b" % (JSON_NUMBER.pattern, JSON_NUMBER.pattern))


class Delimited:
    """A table whose fields `separator` parts, written as CSV, or as JSON Lines where `json` says so."""

    def __init__(self, source: Source, separator: bytes, json: bool) -> None:
        self.source, self.separator, self.json = source, separator, json
        self.field = re.compile(rb'"(?:[^"]++|"")*+"[^%b\n]*+|(?!")[^%b\n]*+' % (separator, separator))
        self.others = bytes(set(range(256)) - {*separator, *b'\n"'})  # what tells nothing about the shape of a line
        self.line = 1  # of the next record
        self.stream = source.blocks()
        self.names, self.first = self._opened()
        self.columns = [normalized(self._decoded(name).strip()) for name in self.names]
        self.width = len(self.names)
        self.shape = separator * (self.width - 1) + b"\n"

    def _opened(self) -> tuple[list[bytes], bytes]:
        """The fields of the header, and what has been read of the rest."""
        for block in self.stream:
            found = self._split(block, 0)
            if found is None and not self.source.final:
                self.source.hold(block)
                continue
            fields, end = found or ([], 0)
            if any(map(bytes.strip, fields)):
                self.line += block.count(b"\n", 0, end)
                return fields, block[end:]
            break
        raise GradcliError(f"{self.source.where} has no header", help="its first line names the columns")

    def _decoded(self, name: bytes) -> str:
        try:
            return _unquoted(name).decode()
        except UnicodeDecodeError as error:
            raise GradcliError(f"the header of {self.source.where} is not UTF-8: byte 0x{error.object[error.start]:x}",
                               help="convert it, for example with iconv") from None

    def choose(self, wanted: Sequence[str], results: Sequence[str]) -> None:
        self.wanted = places(self.source.where, self.columns, wanted, results, self.json)
        self.keys = [dumps(name, ensure_ascii=False).encode() + b": " for name in self.columns]

    def header(self) -> bytes:
        """The columns' names as they stand."""
        return self._csv(self.names)

    def blocks(self) -> Iterator[bytes]:
        if self.first:
            yield self.first
        yield from self.stream

    def cells(self, block: bytes) -> Cells | None:
        """None where the block must be read record by record."""
        if not self.wanted or self.separator != b"," and b"," in block:
            return None
        if b"\r" in block:  # two characters are looked for at a tenth of the pace of one
            block = block.replace(b"\r\n", b"\n")
        plain = self._shaped(block, NUMBERS)
        count = plain or self._shaped(block, self.others)
        if not count:
            return None
        if self.separator != b",":
            block = block.replace(self.separator, b",")
        text = block[:-1].replace(b"\n", b",")
        if self.json:
            if not (plain and JSON_NUMBERS.fullmatch(text)):
                return None
            form = b"{" + b", ".join(key.replace(b"%", b"%%") + b"%b" for key in self.keys) + b"\n"
            block = form * count % tuple(text.split(b","))
        return Cells(block, count, text, bool(plain))

    def _shaped(self, block: bytes, others: bytes) -> int:
        """How many lines there are, if nothing but `others` stands between as many separators as the header has; else 0."""
        shapes = block.translate(None, others)
        count = len(shapes) // self.width
        return count if shapes == self.shape * count else 0

    def records(self, block: bytes) -> Iterator[Record]:
        start = 0
        while start < len(block):
            found = self._split(block, start)
            if found is None and not self.source.final:
                self.source.hold(block[start:])
                return
            fields, end = found or ([block[start:].rstrip(b"\r\n")], len(block))
            line, count = self.line, block.count(b"\n", start, end)
            self.line += count
            if fields != [b""]:  # an empty line is no row, as in JSON Lines
                record = self._record(line, fields, "" if found else "a quote is never closed")
                yield record._replace(last=not found and count > 1)
            start = end

    def _split(self, block: bytes, start: int) -> tuple[list[bytes], int] | None:
        """The fields of the record at `start`, and where it ends; None where it is not finished."""
        end = block.find(b"\n", start)
        if block.find(b'"', start, end) < 0:
            return block[start:end].removesuffix(b"\r").split(self.separator), end + 1
        fields = []
        while True:
            field = self.field.match(block, start)
            if field is None:
                return None
            fields.append(field[0])
            start = field.end() + 1
            if block[field.end():start] == b"\n":
                fields[-1] = fields[-1].removesuffix(b"\r")
                return fields, start

    def _record(self, line: int, fields: list[bytes], fault: str = "") -> Record:
        width = self.width
        if len(fields) != width:
            text = brief(self.separator.join(fields).decode(errors="backslashreplace"))
            column = f", column {self.columns[len(fields)]} is missing" if len(fields) < width else ""
            count = f"{len(fields)} field{'s' if len(fields) > 1 else ''}"
            fault = fault or f"{count} where the header has {width}{column}: {text!r}"
            fields = (fields + [b""] * width)[:width]
        if self.json:
            try:
                b"".join(fields).decode()
            except UnicodeDecodeError as error:
                fault = fault or f"byte 0x{error.object[error.start]:x} is not UTF-8, which JSON has to be"
        numbers = []
        for place in self.wanted:
            try:
                numbers.append(float(_unquoted(fields[place])))
            except ValueError:
                numbers.append(nan)
                text = _unquoted(fields[place]).decode(errors="backslashreplace")
                fault = fault or no_number(self.columns[place], text)
        return Record(line, self._object(fields, numbers) if self.json else self._csv(fields), tuple(numbers), fault)

    def _csv(self, fields: list[bytes]) -> bytes:
        if self.separator != b",":
            fields = [b'"%b"' % field.replace(b'"', b'""') if b"," in field and not field.startswith(b'"') else field
                      for field in fields]
        return b",".join(fields)

    def _object(self, fields: list[bytes], numbers: list[float]) -> bytes:
        """The beginning of a JSON object: a number where a field is one, else a text."""
        known = dict(zip(self.wanted, numbers, strict=True))
        items = []
        for place, (key, field) in enumerate(zip(self.keys, fields, strict=True)):
            if not JSON_NUMBER.fullmatch(field):
                value = known.get(place, nan)
                field = number(value).encode() if value - value == 0 else \
                    dumps(_unquoted(field).decode(errors="backslashreplace"), ensure_ascii=False).encode()
            items.append(key + field)
        return b"{" + b", ".join(items)


def _unquoted(field: bytes) -> bytes:
    """What a field says: without its quotes, two quotes in it as one."""
    quoted = QUOTED.fullmatch(field) if field.startswith(b'"') else None
    return quoted[1].replace(b'""', b'"') + quoted[2] if quoted else field
