"""Where rows go: standard output, whole lines only, whatever interrupts."""

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

ATOMIC = 4096  # bytes that a pipe takes all or nothing of (PIPE_BUF)
ROOM = 1 << 20  # bytes that a pipe may hold on most systems without privileges
PAUSES = 0.0005, 0.02  # seconds between two looks at a pipe that is too full for a line: at first, and at most
GRACE = 0.5  # seconds in which a line that no pipe holds may be finished after a signal
ENDING = {signal.SIGINT, signal.SIGTERM}
CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")  # what moves a terminal's cursor or its text


class Sink:
    """Write blocks of lines to standard output, past Python's buffers: what they hold a signal may cut anywhere.

    A regular file takes any block in one piece; where its disk is full, it is cut after the last whole line. A pipe takes
    pieces of at most ATOMIC bytes whole, and a longer line once there is room for all of it: Ctrl-C ends a wait between two
    lines.
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
        self.room = 0  # bytes that the pipe holds, 0 while that is unknown

    def write(self, lines: bytes | memoryview) -> None:
        """Write `lines`, which end with a line break. Raises OSError."""
        if self.descriptor < 0:
            sys.stdout.buffer.write(lines)
        elif self.regular:
            self._to_file(memoryview(lines))
        else:
            lines, start = escaped(bytes(lines)) if self.terminal else bytes(lines), 0
            while start < len(lines):
                end = lines.rfind(b"\n", start, start + ATOMIC) + 1
                if end:
                    self._all(memoryview(lines)[start:end])
                else:
                    end = lines.index(b"\n", start) + 1
                    self._long_line(memoryview(lines)[start:end])
                start = end

    def _all(self, lines: memoryview) -> None:
        while lines:
            lines = lines[os.write(self.descriptor, lines):]

    def _to_file(self, lines: memoryview) -> None:
        left = lines
        try:
            while left:
                left = left[os.write(self.descriptor, left):]
        except OSError:
            written = bytes(lines[:len(lines) - len(left)])
            self._cut(len(written) - written.rfind(b"\n") - 1)
            raise

    def _cut(self, size: int) -> None:
        """Take the last `size` bytes back, unless somebody else has written behind them."""
        with suppress(OSError):
            end = os.lseek(self.descriptor, 0, os.SEEK_CUR)
            if size and os.fstat(self.descriptor).st_size == end:
                os.ftruncate(self.descriptor, end - size)
                os.lseek(self.descriptor, end - size, os.SEEK_SET)

    def _long_line(self, line: memoryview) -> None:
        if self.terminal:
            self._all(line)
        elif self.pipe and len(line) <= self._capacity():
            pause = PAUSES[0]
            while not self._fits(len(line)):
                sleep(pause)
                pause = min(2 * pause, PAUSES[1])
            with signals_deferred():
                self._all(line)
        else:
            with signals_deferred():
                self._patiently(line)

    def _capacity(self) -> int:
        """Return the bytes that the pipe holds, enlarged if possible; 0 where the system does not say."""
        if not self.room:
            with suppress(ImportError, AttributeError, OSError):
                import fcntl

                self.room = fcntl.fcntl(self.descriptor, fcntl.F_GETPIPE_SZ)
                self.room = fcntl.fcntl(self.descriptor, fcntl.F_SETPIPE_SZ, max(self.room, ROOM))
        return self.room

    def _fits(self, size: int) -> bool:
        """Return whether the pipe takes `size` bytes at once; its pages are at least half full, two aside."""
        from array import array
        from fcntl import ioctl
        from termios import FIONREAD

        select.select([], [self.descriptor], [])
        waiting = array("i", [0])
        ioctl(self.descriptor, FIONREAD, waiting)
        return not waiting[0] or size + 2 * waiting[0] + 2 * ATOMIC <= self.room

    def _patiently(self, line: memoryview) -> None:
        """Write a line that does not fit at once; give up only if a signal is pending and nobody reads for GRACE seconds."""
        end = None
        while line:
            if select.select([], [self.descriptor], [], PAUSES[1])[1]:
                line = line[os.write(self.descriptor, line[:ATOMIC]):]
            if signal.sigpending() & ENDING:
                end = end or monotonic() + GRACE
                if monotonic() > end:
                    return


@contextmanager
def signals_deferred() -> Iterator[None]:
    """Let signals that end a run wait."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def escaped(lines: bytes) -> bytes:
    r"""Return `lines` as a terminal may show them: control characters, and bytes that are not UTF-8, as \x1b."""
    text = lines.decode(errors="backslashreplace")
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text).encode()
