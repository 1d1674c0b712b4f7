"""Standard output for rows: whole lines, at interruptions too."""

import os
import re
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from stat import S_ISFIFO, S_ISREG
from time import monotonic, sleep

from gradcli.errors import GradcliError

ATOMIC = 4096  # bytes that are written to a pipe as a whole or not at all (PIPE_BUF)
CAPACITY = 1 << 20  # the capacity of a pipe that most systems allow without privileges
PAUSES = 0.0005, 0.02  # seconds between checks whether a pipe has room for a line: at first, and at most
GRACE = 0.5  # seconds after a signal in which a line longer than the pipe may be finished
STOP_SIGNALS = {signal.SIGINT, signal.SIGTERM}
CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")  # moves the cursor of a terminal, or its text


class Sink:
    """Standard output without Python's buffers, of which a signal could leave a part of a line.

    A block is written to a regular file in one piece; if the disk is full, the file is truncated after its last whole line.
    Pieces of at most ATOMIC bytes are written to a pipe, and a longer line once it has room for all of it: Ctrl-C ends a
    wait between two lines.
    """

    def __init__(self) -> None:
        if sys.__stdout__ is None:
            raise GradcliError("the answer cannot be written: standard output is closed", code=1)
        sys.stdout.flush()
        try:
            self.descriptor = sys.stdout.fileno()
        except OSError:  # no file, as in tests
            self.descriptor = -1
        mode = os.fstat(self.descriptor).st_mode if self.descriptor >= 0 else 0
        self.regular, self.pipe = S_ISREG(mode), S_ISFIFO(mode)
        self.terminal = self.descriptor >= 0 and os.isatty(self.descriptor)
        self.room = 0  # the capacity of the pipe in bytes, 0 while it is unknown

    def write(self, lines: bytes | memoryview) -> None:
        """Write `lines`, which end with a line break. Raises OSError."""
        if self.descriptor < 0:
            sys.stdout.buffer.write(lines)
        elif self.regular:
            self._write_to_file(memoryview(lines))
        else:
            lines, start = escape_controls(bytes(lines)) if self.terminal else bytes(lines), 0
            while start < len(lines):
                end = lines.rfind(b"\n", start, start + ATOMIC) + 1
                if end:
                    self._write_all(memoryview(lines)[start:end])
                else:
                    end = lines.index(b"\n", start) + 1
                    self._write_long_line(memoryview(lines)[start:end])
                start = end

    def close(self) -> None:
        """Write what is held back: nothing."""

    def _write_all(self, lines: memoryview) -> None:
        while lines:
            lines = lines[os.write(self.descriptor, lines):]

    def _write_to_file(self, lines: memoryview) -> None:
        left = lines
        try:
            while left:
                left = left[os.write(self.descriptor, left):]
        except OSError:
            written = bytes(lines[:len(lines) - len(left)])
            self._truncate(len(written) - written.rfind(b"\n") - 1)
            raise

    def _truncate(self, size: int) -> None:
        """Remove the last `size` bytes, unless another process has written after them."""
        with suppress(OSError):
            end = os.lseek(self.descriptor, 0, os.SEEK_CUR)
            if size and os.fstat(self.descriptor).st_size == end:
                os.ftruncate(self.descriptor, end - size)
                os.lseek(self.descriptor, end - size, os.SEEK_SET)

    def _write_long_line(self, line: memoryview) -> None:
        if self.terminal:
            self._write_all(line)
        elif self.pipe and len(line) <= self._capacity():
            pause = PAUSES[0]
            while not self._fits(len(line)):
                sleep(pause)
                pause = min(2 * pause, PAUSES[1])
            with signals_deferred():
                self._write_all(line)
        else:
            with signals_deferred():
                self._write_slowly(line)

    def _capacity(self) -> int:
        """Return the capacity of the pipe in bytes, enlarged if possible; 0 if the system does not tell it."""
        if not self.room:
            with suppress(ImportError, AttributeError, OSError):
                import fcntl

                self.room = fcntl.fcntl(self.descriptor, fcntl.F_GETPIPE_SZ)
                self.room = fcntl.fcntl(self.descriptor, fcntl.F_SETPIPE_SZ, max(self.room, CAPACITY))
        return self.room

    def _fits(self, size: int) -> bool:
        """Return whether the pipe has room for `size` bytes; all its pages but two are at least half full."""
        from array import array
        from fcntl import ioctl
        from termios import FIONREAD

        select.select([], [self.descriptor], [])
        waiting = array("i", [0])
        ioctl(self.descriptor, FIONREAD, waiting)
        return not waiting[0] or size + 2 * waiting[0] + 2 * ATOMIC <= self.room

    def _write_slowly(self, line: memoryview) -> None:
        """Write a line longer than the pipe, piece by piece; stop GRACE seconds after a signal."""
        end = None
        while line:
            if select.select([], [self.descriptor], [], PAUSES[1])[1]:
                line = line[os.write(self.descriptor, line[:ATOMIC]):]
            if signal.sigpending() & STOP_SIGNALS:
                end = end or monotonic() + GRACE
                if monotonic() > end:
                    return


@contextmanager
def signals_deferred() -> Iterator[None]:
    """Defer the signals that end a run."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def escape_controls(lines: bytes) -> bytes:
    r"""Write control characters, and bytes that are not UTF-8, as \x1b, for a terminal."""
    text = lines.decode(errors="backslashreplace")
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text).encode()
