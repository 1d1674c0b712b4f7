"""CSV and TSV: fields between separators, quoted if they have one, a quote, or a line break.

A block is read by columns if every line has as many fields as the header, else record by record, with the same result.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from json import dumps
from math import isfinite, nan
from typing import Any, NamedTuple

from gradcli.errors import GradcliError, brief
from gradcli.render.text import number
from gradcli.stream import numbers
from gradcli.stream.records import Cells, Record, not_a_number, places
from gradcli.stream.source import Source
from gradcli.syntax.lexer import normalize_name

NUMBERS = b"0123456789.+-eE"  # characters of most fields, whose check is faster
QUOTED = re.compile(rb'"((?>[^"]*(?:""[^"]*)*))"\s*')
JSON_NUMBER = re.compile(rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
DECLARED = re.compile(rb'"?sep=(.)"?\s*', re.IGNORECASE | re.DOTALL)  # the first line that spreadsheets read
BLANKS = re.compile(rb'("[^"\n]*")|[ \t]+')
MASK = b"\x1c"  # stands for a separator in quotes, and for an escaped quote


class Dialect(NamedTuple):
    """Separator of fields (default: commas, or semicolons if the header has only those), decimal sign, mark of comments."""

    separator: bytes = b""
    decimal: bytes = b"."
    comment: bytes = b""


class Delimited:
    """A table whose fields are separated as `dialect` says, written as CSV, or as JSON Lines if `json`."""

    def __init__(self, source: Source, dialect: Dialect, json: bool) -> None:
        self.source, self.dialect, self.json = source, dialect, json
        self.line = 1  # of the next record
        self.stream = source.blocks()
        self._separate(dialect.separator)
        self.names, self.first = self._read_header()
        self.columns = [normalize_name(self._decode(name).strip()) for name in self.names]
        self.width = len(self.names)
        self.shape = self.separator * (self.width - 1) + b"\n"

    def _separate(self, separator: bytes) -> None:
        self.separator = separator
        escaped = re.escape(separator)
        self.field = re.compile(rb'"(?>[^"]*(?:""[^"]*)*)"[^%b\n]*|(?!")[^%b\n]*' % (escaped, escaped))
        self.with_comma = re.compile(rb"[^%b\n]*,[^%b\n]*" % (escaped, escaped))
        self.others = bytes(set(range(256)) - {*separator, *b'\n"'})  # all but the shape of a line
        self.masks = bytes.maketrans(separator, MASK * len(separator))
        self.numeric = NUMBERS + self.dialect.decimal

    def _read_header(self) -> tuple[list[bytes], bytes]:
        """Return the fields of the header, and the bytes after it that have been read. Raises GradcliError."""
        for block in self.stream:
            start = self._skip_preamble(block)
            if start == len(block):
                continue
            block = self._single_blanks(block[start:])
            found = self._split(block, 0)
            if found is None and not self.source.final:
                self.source.push_back(block)
                continue
            fields, end = found or ([], 0)
            if any(map(bytes.strip, fields)):
                self.line += block.count(b"\n", 0, end)
                return fields, block[end:]
            break
        raise GradcliError(f"{self.source.where} has no header", help="its first line names the columns")

    def _skip_preamble(self, block: bytes) -> int:
        """Return the start of the header, after comments and a line `sep=;`; determine the separator."""
        start = 0
        while start < len(block):
            end = block.index(b"\n", start) + 1
            line = block[start:end]
            declared = DECLARED.fullmatch(line) if self.line == 1 else None
            if declared and self.dialect.separator in (b"", declared[1]):
                self._separate(declared[1])
            elif not self._is_comment(block, start):
                if not self.separator:
                    self._separate(_separator(line, self.dialect.decimal))
                break
            self.line += 1
            start = end
        return start

    def _is_comment(self, block: bytes, start: int) -> bool:
        return bool(self.dialect.comment) and block.startswith(self.dialect.comment, start)

    def _decode(self, name: bytes) -> str:
        try:
            return _unquote(name).decode()
        except UnicodeDecodeError as error:
            raise GradcliError(f"the header of {self.source.where} is not UTF-8: byte 0x{error.object[error.start]:x}",
                               help="convert it, for example with iconv") from None

    def choose(self, names: Sequence[str], results: Sequence[str],
               parse: Callable[[bytes], Any] = numbers.parse) -> None:
        self.chosen = places(self.source.where, self.columns, names, results, self.json)
        self.parse = parse
        self.keys = [dumps(name, ensure_ascii=False).encode() + b": " for name in self.columns]

    def header(self) -> bytes:
        """Return the names of the columns as CSV."""
        return self._csv(self.names)

    def blocks(self) -> Iterator[bytes]:
        yield from self.source.split(self.first)
        yield from map(self._single_blanks, self.stream)

    def _single_blanks(self, block: bytes) -> bytes:
        """Reduce blanks between fields to one, and remove those around lines."""
        if self.separator != b" ":
            return block
        block = BLANKS.sub(lambda found: found[1] or b" ", block)
        return block.replace(b"\n ", b"\n").replace(b" \r", b"\r").replace(b" \n", b"\n").removeprefix(b" ")

    def cells(self, block: bytes) -> Cells | None:
        """Return the block by columns; None if it must be read record by record."""
        comment = self.dialect.comment
        if not self.chosen or comment and (block.startswith(comment) or b"\n" + comment in block):
            return None
        if self.dialect.decimal == b"," and b"." in block:
            return None
        if b"\r" in block:  # the search for two characters takes ten times as long as for one
            block = block.replace(b"\r\n", b"\n")
        bare = self._without_quotes(block) if b'"' in block else block
        if bare is None or bare is not block and (self.json or self.separator != b","):
            return None
        plain = self._count_regular_lines(bare, self.numeric)
        count = plain or self._count_regular_lines(bare, self.others)
        if not count:
            return None
        lines, bare = (block, bare) if self.separator == b"," else self._with_commas(block, bare)
        text = bare[:-1].replace(b"\n", b",")
        if self.json:
            if not plain:
                return None
            form = b"{" + b", ".join(key.replace(b"%", b"%%") + b"%b" for key in self.keys) + b"\n"
            lines = form * count % tuple(text.split(b","))
        return Cells(lines, count, text, self.width, self.chosen, bool(plain), self.json)

    def _with_commas(self, block: bytes, bare: bytes) -> tuple[bytes, bytes]:
        """Return the lines, and the text without quotes, with commas as separators; fields with commas are quoted."""
        if b"," in block:
            block = self.with_comma.sub(rb'"\g<0>"', block)
            bare = bare.replace(b",", b"." if self.dialect.decimal == b"," else b"?")
        return block.replace(self.separator, b","), bare.replace(self.separator, b",")

    def _without_quotes(self, block: bytes) -> bytes | None:
        """Return the block without quotes, separators in them masked; None unless they enclose whole fields."""
        return block.translate(None, b'"') if self._quoted_alike(block) else self._mask_separators(block)

    def _quoted_alike(self, block: bytes) -> bool:
        """Return whether quotes enclose the same fields of each line, and no separators."""
        shapes = block.translate(None, self.others)
        first = shapes[:shapes.index(b"\n") + 1]
        count = len(shapes) // len(first)
        fields = first[:-1].split(self.separator)
        if shapes != first * count or not {b"", b'""'}.issuperset(fields):
            return False
        opening = block.startswith(b'"') + block.count(self.separator + b'"') + block.count(b'\n"')
        closing = block.count(b'"' + self.separator) + block.count(b'"\n')
        return opening == closing == fields.count(b'""') * count

    def _mask_separators(self, block: bytes) -> bytes | None:
        """Return the block without quotes, separators in them masked; None unless they enclose whole fields."""
        parts = block.split(b'"')
        edges = b'"%b"' % b'"'.join([parts[-1][:1], *parts[2:-1:2], parts[0][-1:] or b"\n"])
        starts = sum(map(edges.count, (b'"' + self.separator, b'"\n', b'""')))
        ends = sum(map(edges.count, (self.separator + b'"', b'\n"', b'""')))
        if not len(parts) == 2 * starts - 1 == 2 * ends - 1:
            return None
        parts[1::2] = b'"'.join(parts[1::2]).translate(self.masks).split(b'"')
        parts[2:-1:2] = [part or MASK for part in parts[2:-1:2]]  # an escaped quote
        return b"".join(parts)

    def _count_regular_lines(self, block: bytes, others: bytes) -> int:
        """Return the number of lines if all have the header's separators and else nothing but `others`, or 0."""
        shapes = block.translate(None, others)
        count = len(shapes) // self.width
        return count if shapes == self.shape * count else 0

    def records(self, block: bytes) -> Iterator[Record]:
        start = 0
        while start < len(block):
            if self._is_comment(block, start):
                start = block.index(b"\n", start) + 1
                self.line += 1
                continue
            found = self._split(block, start)
            if found is None and not self.source.final:
                self.source.push_back(block[start:])
                return
            fields, end = found or ([block[start:].rstrip(b"\r\n")], len(block))
            line, count = self.line, block.count(b"\n", start, end)
            self.line += count
            if fields != [b""]:  # an empty line is not a row, as in JSON Lines
                record = self._record(line, fields, "" if found else "a quote is never closed")
                yield record._replace(last=not found and count > 1)
            start = end

    def _split(self, block: bytes, start: int) -> tuple[list[bytes], int] | None:
        """Return the fields of the record at `start`, and its end; None if it is incomplete."""
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
            fault = fault or self._wrong_count(fields)
            fields = (fields + [b""] * width)[:width]
        if self.json:
            try:
                b"".join(fields).decode()
            except UnicodeDecodeError as error:
                fault = fault or f"byte 0x{error.object[error.start]:x} is not UTF-8, which JSON must be"
        found: list[Any] = []
        for place in self.chosen:
            try:
                found.append(self.parse(self._with_point(_unquote(fields[place]))))
            except ValueError:
                found.append(nan)
                fault = fault or self._not_a_number(self.columns[place], _unquote(fields[place]))
        return Record(line, self._object(fields) if self.json else self._csv(fields), tuple(found), fault)

    def _wrong_count(self, fields: list[bytes]) -> str:
        text = brief(self.separator.join(fields).decode(errors="backslashreplace"))
        missing = f", column {self.columns[len(fields)]} is missing" if len(fields) < self.width else ""
        return f"{len(fields)} field{'s' * (len(fields) > 1)} where the header has {self.width}{missing}: {text!r}"

    def _with_point(self, text: bytes) -> bytes:
        """Return a number's text with a decimal point. Raises ValueError if it has one, which would separate thousands."""
        if self.dialect.decimal == b".":
            return text
        if b"." in text:
            raise ValueError("a point is not the decimal sign")
        return text.replace(self.dialect.decimal, b".")

    def _not_a_number(self, column: str, text: bytes) -> str:
        fault = not_a_number(column, text.decode(errors="backslashreplace"))
        if self.dialect.decimal == b"." and text.count(b",") == 1:
            try:
                numbers.parse(text.replace(b",", b"."))
                fault += "; --decimal , reads it as one" if self.separator != b"," else ""
            except ValueError:
                pass
        return fault

    def _csv(self, fields: list[bytes]) -> bytes:
        if self.separator != b",":
            fields = [b'"%b"' % field.replace(b'"', b'""') if b"," in field and not field.startswith(b'"') else field
                      for field in fields]
        return b",".join(fields)

    def _object(self, fields: list[bytes]) -> bytes:
        """Return a JSON object without its closing brace: fields are numbers if they can be, else strings."""
        items = []
        for place, (key, field) in enumerate(zip(self.keys, fields, strict=True)):
            if not JSON_NUMBER.fullmatch(field):
                field = self._json(_unquote(field), place in self.chosen)
            items.append(key + field)
        return b"{" + b", ".join(items)

    def _json(self, text: bytes, chosen: bool) -> bytes:
        """Return a cell as JSON: a number if it is `chosen` and finite, else a string."""
        with suppress(ValueError):
            value = numbers.parse(self._with_point(text)) if chosen else nan
            if isfinite(value):
                return number(value).encode()
        return dumps(text.decode(errors="backslashreplace"), ensure_ascii=False).encode()


def _unquote(field: bytes) -> bytes:
    """Return a field without its quotes, and with two quotes in it as one."""
    quoted = QUOTED.fullmatch(field) if field.startswith(b'"') else None
    return quoted[1].replace(b'""', b'"') if quoted else field


def _separator(header: bytes, decimal: bytes) -> bytes:
    """Return the separator of the fields of a header: semicolons if it has only those, else commas."""
    unquoted = re.sub(rb'"[^"]*"?', b"", header)
    return b";" if b"," not in unquoted and (b";" in unquoted or decimal == b",") else b","
