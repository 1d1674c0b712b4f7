"""JSON Lines: an object in each line. The keys of the first one are the columns."""

from collections.abc import Iterator, Sequence
from json import JSONDecoder, dumps
from math import inf, nan
from typing import Any

from gradcli.errors import GradcliError, brief
from gradcli.render.as_csv import quoted
from gradcli.stream.records import Record, no_number, places
from gradcli.stream.source import Source
from gradcli.syntax.lexer import normalized

NAMED = {"NaN": nan, "Infinity": inf, "-Infinity": -inf}  # as gradcli itself writes them


class Spelled(str):
    """A number as it is spelled."""


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is there twice")
    return found


def _refused(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


class JSONLines:
    """A table of objects, written as such where `json` says so, else as CSV."""

    def __init__(self, source: Source, json: bool) -> None:
        self.source, self.json = source, json
        self.decode = JSONDecoder(object_pairs_hook=_distinct, parse_float=Spelled, parse_int=Spelled,
                                  parse_constant=_refused).decode
        self.line = 1
        self.width, self.wanted = 0, list[int]()  # there are no cells
        self.stream = source.blocks()
        self.first = b""
        while not self.first.strip() and (block := next(self.stream, b"")):
            self.first += block
        row, fault = next(filter(None, map(self._read, self.first.split(b"\n"))), (None, "is missing"))
        if row is None:
            raise GradcliError(f"{source.where}: the first row {fault}", help="each line is an object such as {\"x\": 3}")
        self.columns = [normalized(name) for name in row]

    def choose(self, wanted: Sequence[str], results: Sequence[str]) -> None:
        places(self.source.where, self.columns, wanted, results, True)
        self.inputs, self.results, self.known = list(wanted), set(results), set(self.columns)

    def header(self) -> bytes:
        return ",".join(map(quoted, self.columns)).encode()

    def blocks(self) -> Iterator[bytes]:
        yield self.first
        yield from self.stream

    def cells(self, block: bytes) -> None:
        """Objects are read one by one."""
        return None

    def records(self, block: bytes) -> Iterator[Record]:
        for text in block.split(b"\n")[:-1]:
            line, found = self.line, self._read(text)
            self.line += 1
            if found:
                try:
                    record = self._record(line, text.strip(), *found)
                except RecursionError:  # from Python 3.12 on some that can be read is nested too deeply to be written
                    record = self._record(line, text.strip(), None, _no_object(text))
                yield record

    def _read(self, text: bytes) -> tuple[dict[str, Any] | None, str] | None:
        """An object, or what is wrong with it; None for an empty line."""
        if not text.strip():
            return None
        try:
            row = self.decode(text.decode())
        except (ValueError, RecursionError) as error:
            unreadable = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else ""
            about = error if type(error) is ValueError else unreadable
            return None, _no_object(text, about)
        if not isinstance(row, dict):
            return None, _no_object(text)
        return {normalized(name): value for name, value in row.items()}, ""

    def _record(self, line: int, text: bytes, row: dict[str, Any] | None, fault: str) -> Record:
        if row is None:
            lost = b"{" if self.json else b"," * (len(self.columns) - 1)
            return Record(line, lost, (nan,) * len(self.inputs), fault)
        strange = [name for name in row if name in self.results or not self.json and name not in self.known]
        if strange:
            fault = f"column {strange[0]}: " + ("a result is called that" if strange[0] in self.results else
                                                "the first row has none; -f json keeps it")
        numbers = []
        for name in self.inputs:
            try:
                value = row.get(name)
                numbers.append(float(value) if isinstance(value, Spelled) else NAMED[str(value)])
            except (KeyError, TypeError):
                numbers.append(nan)
                fault = fault or (no_number(name, _cell(row[name])) if name in row else f"column {name} is missing")
        if self.json:
            written = text[:-1].rstrip()
        else:
            cells = ",".join(quoted(_cell(row.get(name))) for name in self.columns)
            written = cells.encode(errors="backslashreplace")
        return Record(line, written, tuple(numbers), fault)


def _no_object(text: bytes, about: object = "") -> str:
    return f"is no JSON object: {about or brief(text.decode(errors='backslashreplace'))}"


def _cell(value: Any) -> str:
    """A value as the text of a cell."""
    return "" if value is None else value if isinstance(value, str) else _spelled(value)


def _spelled(value: Any) -> str:
    """JSON of a value, numbers as they were."""
    if isinstance(value, Spelled):
        return value
    if isinstance(value, list):
        return f"[{', '.join(map(_spelled, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{dumps(key, ensure_ascii=False)}: {_spelled(each)}' for key, each in value.items())}}}"
    return dumps(value, ensure_ascii=False)
