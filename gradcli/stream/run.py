"""The way of a table: read, computed, written, block by block."""

import gc
from collections.abc import Callable, Sequence
from contextlib import closing
from json import dumps
from typing import Any, Protocol

from gradcli.errors import GradcliError
from gradcli.stream.records import Cells, Reader, Record
from gradcli.stream.sink import Sink
from gradcli.stream.source import Source
from gradcli.stream.workers import Done, Workers

NAMES = {b"nan": b'"NaN"', b"inf": b'"Infinity"', b"-inf": b'"-Infinity"'}
HELP = "--on-error skip leaves such rows out, --on-error nan writes nan for their results"


class Engine(Protocol):
    """Computes the results of rows as text, each number after a comma."""

    def numbers(self, cells: Cells, width: int, wanted: Sequence[int]) -> Sequence[Any]: ...

    def texts(self, columns: Sequence[Any], count: int) -> tuple[list[bytes], int]: ...


class Run:
    """A table on its way; `rows`, `faulty` and `infinite` count what there is to tell at its end.

    `labels` are the names of the results; `faults` is what to do with rows that cannot be read: stop, skip or nan.
    `waiting` are the rows of the last block: they are written while other processes are at work on the next one.
    """

    def __init__(self, source: Source, reader: Reader, engine: Engine, labels: Sequence[str], json: bool,
                 faults: str) -> None:
        self.source, self.reader, self.engine = source, reader, engine
        self.waiting: list[Done] = []
        self.labels, self.json, self.faults = labels, json, faults
        self.keys = [f", {dumps(label, ensure_ascii=False)}: ".encode() for label in labels]
        self.end = b"%b}\n" if json else b"%b\n"
        self.missing = b",nan" * len(labels)
        self.rows = self.faulty = self.infinite = 0
        self.sink = Sink()

    def all(self, progress: Callable[[], None]) -> None:
        """Every row; `progress` is called now and then. Raises GradcliError at a row that cannot be read; OSError."""
        if not self.json:
            self.sink.write(b",".join([self.reader.header(), *(label.encode() for label in self.labels)]) + b"\n")
        with closing(Workers(self._made)) as workers:
            try:
                for block in self.reader.blocks():
                    done = workers.done(block, self._write)
                    if done is None:
                        self._carefully(block)
                    else:
                        self.waiting = done
                    if self.source.size is None:  # the next block may be long in coming
                        self._write()
                    progress()
                    if not gc.isenabled():  # memory stays the same from here on; what is there already is no garbage
                        gc.freeze()
                        gc.enable()
            except (GradcliError, OSError):
                self._write()
                raise
            self._write()

    def _write(self) -> None:
        """What is waiting to be written, which is done while other processes are at work."""
        waiting, self.waiting = self.waiting, []
        for lines, rows, infinite in waiting:
            self.rows += rows
            self.reader.line += rows
            self.infinite += infinite
            self.sink.write(lines)

    def _made(self, block: bytes) -> Done | None:
        """Whole columns at a time, if that is possible."""
        cells = self.reader.cells(block)
        if cells is None:
            return None
        try:
            columns = self.engine.numbers(cells, self.reader.width, self.reader.wanted)
        except ValueError:
            return None
        results, infinite = self.engine.texts(columns, cells.size)
        form = cells.lines.replace(b"%", b"%%").replace(b"\n", self.end)
        lines = form % tuple(self._spelled(results))  # half the time of splitting and joining
        return Done(lines, cells.size, infinite)

    def _carefully(self, block: bytes) -> None:
        """Record by record; all that can be read are computed together."""
        kept: list[Record] = []
        fault = None
        for record in self.reader.records(block):
            if record.fault and (self.faults == "stop" or record.last):
                fault = record
                break
            self.faulty += bool(record.fault)
            if not record.fault or self.faults != "skip":
                kept.append(record)
        if kept:
            columns = list(zip(*(record.numbers for record in kept), strict=True))
            results, _ = self.engine.texts(columns, len(kept))
            self.infinite += sum(b"n" in result for record, result in zip(kept, results, strict=True) if not record.fault)
            self.rows += len(kept)
            results = [self.missing if record.fault else result for record, result in zip(kept, results, strict=True)]
            self.sink.write(b"".join([record.text + self.end % (result[2:] if record.text == b"{" else result)
                                      for record, result in zip(kept, self._spelled(results), strict=True)]))
        if fault:
            raise GradcliError(f"{self.source.where}, line {fault.line}, {fault.fault}",
                               help="it reaches to the end of the table" if fault.last else HELP)

    def _spelled(self, results: list[bytes]) -> list[bytes]:
        """Results as the output has them. In JSON they have names, and what is not finite is a string."""
        if not self.json:
            return results
        rows = ([NAMES.get(number, number) for number in result.split(b",")[1:]] for result in results)
        return [b"".join(map(bytes.__add__, self.keys, row)) for row in rows]
