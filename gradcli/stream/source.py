"""The bytes of a table: a file, a pipe or standard input, read once from start to end, in blocks of whole lines."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from gradcli.errors import GradcliError

CHUNK_SIZE = 1 << 19  # bytes that are read at once: they fit the cache
MAX_RECORD = 1 << 24  # bytes of a record at most: a longer one comes from a quote that is never closed
BOM = b"\xef\xbb\xbf"
MARKS = {b"\x1f\x8b": ("is compressed by gzip", 2, "pipe it through gunzip"),
         b"BZh91AY": ("is compressed by bzip2", 2, "pipe it through bzcat"),
         b"\xfd7zXZ\0": ("is compressed by xz", 2, "pipe it through xzcat"),
         b"\x28\xb5\x2f\xfd": ("is compressed by zstd", 2, "pipe it through zstdcat"),
         b"PK\x03\x04": ("is a spreadsheet (xlsx, ods) or another zip archive", 2, "save the table as CSV"),
         b"\xd0\xcf\x11\xe0": ("is a spreadsheet (xls)", 2, "save the table as CSV"),
         b"PAR1\x15": ("is a Parquet file", 2, "convert it to CSV"),
         b"\xff\xfe": ("looks like UTF-16", 1, "convert it to UTF-8 with iconv"),
         b"\xfe\xff": ("looks like UTF-16", 1, "convert it to UTF-8 with iconv")}


class Source:
    """Bytes of a table.

    `where` is its name in messages, `size` that of a regular file, `position` the number of bytes read so far. `max_lines`
    limits the lines of a block. `hint` helps where a record is too long.
    """

    hint = "is it a table, and is there a quote that is never closed?"

    def __init__(self, path: str) -> None:
        self.where = "standard input" if path == "-" else path
        self.position, self.size = 0, None
        self.max_lines = sys.maxsize
        self.held = b""  # an incomplete record at the end of the last block
        self.final = False  # this block is the last one
        try:
            self.file = _open_standard_input() if path == "-" else open(path.encode("utf-8", "surrogateescape"), "rb")
            self.size = os.fstat(self.file.fileno()).st_size or None
            if not self.size:
                _enlarge_pipe(self.file.fileno())
        except OSError as error:  # if standard input is not a file, it has no size
            if path != "-":
                raise GradcliError(f"cannot read {path or '--points'}: {error.strerror}") from None

    def blocks(self) -> Iterator[bytes]:
        """Yield blocks of whole lines, each line with its line break. Raises GradcliError, OSError."""
        rest: list[bytes] = []
        chunk = self._start() or self._read()
        while chunk:
            end = chunk.rfind(b"\n") + 1
            if end:
                lines, rest = b"".join([*rest, memoryview(chunk)[:end]]), []
                yield from self.split(lines)
            rest.append(chunk[end:])
            if len(self.held) + sum(map(len, rest)) > MAX_RECORD:
                raise GradcliError(f"{self.where} has a record of more than {MAX_RECORD >> 20} MiB",
                                   help=self.hint, code=1)
            chunk = self._read()
        self.final = True
        block, self.held = b"".join([self.held, *rest]), b""
        if block:
            yield block if block.endswith(b"\n") else block + b"\n"

    def split(self, lines: bytes) -> Iterator[bytes]:
        """Yield whole lines in blocks of about `max_lines` at most; the first begins with the record that is held back."""
        count = -(-lines.count(b"\n") // self.max_lines) if self.max_lines < len(lines) else 1
        start = 0
        for i in range(1, count + 1):
            end = lines.find(b"\n", max(start, len(lines) * i // count - 1)) + 1
            if start < end:
                block, self.held = self.held + lines[start:end], b""
                yield block
            start = end

    def place(self, line: int) -> str:
        """Return how messages call the row at a line."""
        return f"{self.where}, line {line}"

    def close(self) -> None:
        """Close the file unless it is standard input."""
        if self.file is not getattr(sys.stdin, "buffer", None):
            self.file.close()

    def push_back(self, rest: bytes) -> None:
        """Put `rest`, the beginning of a record, before the next block."""
        self.held = rest

    def _start(self) -> bytes:
        """Read the first bytes; return them without a byte order mark. Raises GradcliError if they are not text."""
        start = b""
        while any(mark.startswith(start) for mark in (BOM, *MARKS)) and start != BOM and (chunk := self._read()):
            start += chunk
        if not start:
            raise GradcliError(f"no input: {self.where} is empty")
        mark = next((about for sign, about in MARKS.items() if start.startswith(sign)), None)
        if mark is None and b"\0" in start[:2]:
            mark = MARKS[b"\xff\xfe"]
        if mark:
            raise GradcliError(f"{self.where} {mark[0]}", help=mark[2], code=mark[1])
        return start.removeprefix(BOM)

    def _read(self) -> bytes:
        """Read the bytes that are available, none only at the end: rows of a slow writer are answered at once."""
        try:
            chunk: bytes = self.file.read1(CHUNK_SIZE)
        except IsADirectoryError as error:
            raise GradcliError(f"cannot read {self.where}: {error.strerror}") from None
        self.position += len(chunk)
        return chunk


def _enlarge_pipe(pipe: int) -> None:
    """Enlarge the capacity of a pipe to CHUNK_SIZE if the system can: smaller blocks cost more."""
    with suppress(ImportError, OSError):
        from fcntl import F_SETPIPE_SZ, fcntl

        fcntl(pipe, F_SETPIPE_SZ, CHUNK_SIZE)


def _open_standard_input() -> Any:
    if sys.stdin is None:
        raise GradcliError("no input: standard input is closed")
    return sys.stdin.buffer
