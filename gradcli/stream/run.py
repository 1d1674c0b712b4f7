"""The answer for a table: it is read, computed and written block by block."""

import gc
from collections.abc import Callable, Sequence
from contextlib import closing
from json import dumps
from typing import Any, Protocol

from gradcli.errors import GradcliError
from gradcli.stream.records import Cells, Reader, Record
from gradcli.stream.sink import Sink
from gradcli.stream.source import Source
from gradcli.stream.workers import RenderedRows, Workers

NAMES = {b"nan": b'"NaN"', b"inf": b'"Infinity"', b"-inf": b'"-Infinity"'}
HELP = "--on-error skip leaves such rows out, --on-error nan writes nan for their results"
MAX_VALUES = 1 << 18  # results of a block at most, which bounds its memory: as doubles and texts they take about 10 MB


class Engine(Protocol):
    """Computes the results of rows as text, each number after a comma; `one_by_one` if some rows may have no answer."""

    one_by_one: bool

    def numbers(self, cells: Cells) -> Sequence[Any]:
        """Return the chosen columns. Raises ValueError if a cell is not a number."""

    def texts(self, columns: Sequence[Any], count: int) -> tuple[list[bytes], int]:
        """Return the results of `count` rows as text, each number after a comma; and how many rows are not finite."""


class Run:
    """The run over a table; `rows`, `faulty` and `infinite` count the rows that are reported at its end.

    `labels` are the names of the results; `faults` is the treatment of rows that cannot be read: stop, skip or nan.
    `waiting` are the rows of the last block, which are written while other processes compute the next one.
    """

    def __init__(self, source: Source, reader: Reader, engine: Engine, sink: Sink, labels: Sequence[str], json: bool,
                 faults: str) -> None:
        self.source, self.reader, self.engine, self.sink = source, reader, engine, sink
        self.waiting: list[RenderedRows] = []
        self.labels, self.json, self.faults = labels, json, faults
        self.keys = [f", {dumps(label, ensure_ascii=False)}: ".encode() for label in labels]
        self.end = b"%b}\n" if json else b"%b\n"
        self.numbers = b"".join(key.replace(b"%", b"%%") + b"%b" for key in self.keys) + b"}\n"  # JSON's end of a row
        self.missing = b",nan" * len(labels)
        self.rows = self.faulty = self.infinite = 0

    def answer(self, progress: Callable[[], None]) -> None:
        """Answer every row; call `progress` after each block. Raises GradcliError for an unreadable row; OSError."""
        if not self.json:
            self.sink.write(b",".join([self.reader.header(), *(label.encode() for label in self.labels)]) + b"\n")
        with closing(Workers(self._answer_block)) as workers:
            try:
                for block in self.reader.blocks():
                    found = workers.process(block, self._write)
                    if found is None:
                        self._answer_records(block)
                    else:
                        self.waiting = found
                    if self.source.size is None:  # the next block may arrive much later
                        self._write()
                    progress()
                    if not gc.isenabled():  # later blocks reuse the memory; the objects of the first one live to the end
                        gc.freeze()
                        gc.enable()
            except (GradcliError, OSError):
                self._write()
                raise
            self._write()

    def _write(self) -> None:
        """Write the rows of the last block."""
        waiting, self.waiting = self.waiting, []
        for lines, rows, infinite in waiting:
            self.rows += rows
            self.reader.line += rows
            self.infinite += infinite
            self.sink.write(lines)

    def _answer_block(self, block: bytes) -> RenderedRows | None:
        """Answer a block by columns; None if that is not possible."""
        cells = self.reader.cells(block)
        if cells is None:
            return None
        try:
            columns = self.engine.numbers(cells)
        except (ValueError, RecursionError):
            return None
        results, infinite = self.engine.texts(columns, cells.size)
        form = cells.lines.replace(b"%", b"%%")
        if self.json and not infinite:
            lines = form.replace(b"\n", self.numbers) % tuple(b"".join(results).split(b",")[1:])
        else:
            lines = form.replace(b"\n", self.end) % tuple(self._format(results))  # in half the time of splitting and joining
        return RenderedRows(lines, cells.size, infinite)

    def _answer_records(self, block: bytes) -> None:
        """Answer a block record by record; all that can be read are computed together, or one by one."""
        kept: list[Record] = []
        fault, result = None, b""
        for record in self.reader.records(block):
            if self.engine.one_by_one and not record.fault:
                record, result = self._answer_record(record)
            if record.fault and (self.faults == "stop" or record.last):
                fault = record
                break
            self.faulty += bool(record.fault)
            if record.fault and self.faults == "skip":
                continue
            if self.engine.one_by_one:
                self._write_records([record], [result])
            else:
                kept.append(record)
        if kept:
            columns = list(zip(*(record.numbers for record in kept), strict=True))
            self._write_records(kept, self.engine.texts(columns, len(kept))[0])
        if fault:
            raise GradcliError(f"{self.source.place(fault.line)}, {fault.fault}",
                               help="it reaches to the end of the table" if fault.last else HELP, code=fault.code)

    def _answer_record(self, record: Record) -> tuple[Record, bytes]:
        """Return a record and its results; without an answer, a record with that fault."""
        try:
            return record, self.engine.texts([[each] for each in record.numbers], 1)[0][0]
        except GradcliError as error:
            return record._replace(fault=error.message, code=error.code), b""

    def _write_records(self, records: list[Record], results: list[bytes]) -> None:
        self.infinite += sum(b"n" in result for record, result in zip(records, results, strict=True) if not record.fault)
        self.rows += len(records)
        results = [self.missing if record.fault else result for record, result in zip(records, results, strict=True)]
        self.sink.write(b"".join([record.text + self.end % (result[2:] if record.text == b"{" else result)
                                  for record, result in zip(records, self._format(results), strict=True)]))

    def _format(self, results: list[bytes]) -> list[bytes]:
        """Return results in the format of the output; in JSON they have names, and those that are not finite are strings."""
        if not self.json:
            return results
        form = b'"%b"' if self.engine.one_by_one else b"%b"  # exact numbers are strings in JSON
        rows = ([NAMES.get(number) or form % number for number in result.split(b",")[1:]] for result in results)
        return [b"".join(map(bytes.__add__, self.keys, row)) for row in rows]
