"""Where rows go: standard output, whole lines only, whatever interrupts."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from os import fstat, write
from stat import S_ISREG

ATOMIC = 4096  # bytes that a pipe takes all or nothing of (PIPE_BUF)


class Sink:
    """Writes blocks of lines to standard output, past Python's buffers: what they hold a signal may cut anywhere.

    A regular file takes any block in one piece. A pipe or a terminal does so only with pieces of ATOMIC bytes, and may keep
    a write waiting, which Ctrl-C then ends between two lines.
    """

    def __init__(self) -> None:
        sys.stdout.flush()
        try:
            self.descriptor = sys.stdout.fileno()
        except OSError:  # no file, as in tests
            self.descriptor = -1
        self.regular = self.descriptor >= 0 and S_ISREG(fstat(self.descriptor).st_mode)

    def write(self, lines: bytes | memoryview) -> None:
        """`lines` ends with a line break. Raises OSError."""
        if self.descriptor < 0:
            sys.stdout.buffer.write(lines)
        elif self.regular:
            self._all(memoryview(lines))
        else:
            lines, start = bytes(lines), 0
            while start < len(lines):
                end = lines.rfind(b"\n", start, start + ATOMIC) + 1
                if end:
                    self._all(memoryview(lines)[start:end])
                else:
                    end = lines.index(b"\n", start) + 1
                    with undisturbed():  # until a line that no pipe takes in one piece is written
                        self._all(memoryview(lines)[start:end])
                start = end

    def _all(self, lines: memoryview) -> None:
        while lines:
            lines = lines[write(self.descriptor, lines):]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Signals that end a run wait."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
