"""Several processes for a long table: each block is cut into parts, one for each process.

Comes in: a block. Goes out: the result of `work` for each of its parts, in order. Only this process reads and writes.
"""

import gc
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import pairwise
from mmap import mmap
from struct import Struct
from time import monotonic
from typing import NamedTuple

from gradcli.stream.sink import signals_deferred

MIN_TABLE = 1 << 19  # bytes of a table from which on other processes save more time than their start takes
MIN_PART = 1 << 14  # bytes of a part that takes longer to compute than to pass to another process
MAX_PROCESSES = 4  # processes: with more, reading and writing take the time
SHARE_STEP = 0.02  # the relative change of the share of the others, until this process hardly waits for them
SHARE_BOUNDS = 0.5, 1.2  # its bounds
SHARED_SIZE = 1 << 26  # bytes of the memory that a process shares with this one; pages that are not used take none
QUESTION, ANSWER = Struct("q"), Struct("qqq")


class RenderedRows(NamedTuple):
    """Rows in the format of the output, their number, and the number of those that are not finite."""

    lines: bytes | memoryview
    rows: int
    infinite: int


Work = Callable[[bytes], RenderedRows | None]


class Workers:
    """Processes that do `work`: this one, and others once a table is long, until `close`."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.others: list[Worker] = []
        self.left = MIN_TABLE
        self.share = 1.0  # of each of the others, relative to an equal part

    def process(self, block: bytes, meanwhile: Callable[[], None]) -> list[RenderedRows] | None:
        """Return the rows of each part; None if `work` returns None for one. This process does the last part.

        `meanwhile` is called after the others have started.
        """
        *parts, own = _split(block, len(self.others) + 1, self.share)
        busy = self.others[:len(parts)]
        for worker, part in zip(busy, parts, strict=True):
            worker.send(part)
        start = monotonic()
        meanwhile()
        last = self.work(bytes(own))
        ready = monotonic()
        answers = [worker.receive() for worker in busy]
        if busy:
            self.share = _next_share(self.share, monotonic() - ready, ready - start)
        found = []
        for worker, answer in zip(busy, answers, strict=True):
            if answer:
                found.append(worker.result(*answer))
            else:  # it has died
                self.others.remove(worker)
                worker.close()
        if last is None or len(found) < len(busy) or not all(each.rows for each in found):
            return None
        if self.left > 0:
            self.left -= len(block)
            if self.left <= 0:
                self._start()
        return [*found, last]

    def _start(self) -> None:
        with suppress(OSError):  # there may be too many processes, or too little memory
            while len(self.others) + 1 < min(_cores(), MAX_PROCESSES):
                self.others.append(Worker(self.work))

    def close(self) -> None:
        """End the other processes."""
        for worker in self.others:
            worker.close()


class Worker:
    """Another process, which applies `work` to the bytes in shared memory, and writes the result there."""

    def __init__(self, work: Work) -> None:
        self.shared = [mmap(-1, SHARED_SIZE), mmap(-1, SHARED_SIZE)]  # used in turn: the rows in one may wait to be written
        questions, self.question = os.pipe()
        self.answers, answer = os.pipe()
        with signals_deferred():  # the other process ends when its pipe of questions is closed
            self.process = os.fork()
            if not self.process:
                os.close(self.question)
                os.close(self.answers)
                self._serve(work, questions, answer)
        os.close(questions)
        os.close(answer)

    def _serve(self, work: Work, questions: int, answer: int) -> None:
        """Loop of the other process: read, process, reply, until the pipe closes."""
        try:
            gc.freeze()  # so that pages stay shared
            gc.enable()
            while question := os.read(questions, QUESTION.size):
                self.shared.reverse()
                found = work(self.shared[0][:QUESTION.unpack(question)[0]])
                if found and len(found.lines) <= SHARED_SIZE:
                    self.shared[0][:len(found.lines)] = found.lines
                    os.write(answer, ANSWER.pack(len(found.lines), found.rows, found.infinite))
                else:
                    os.write(answer, ANSWER.pack(0, 0, 0))
        finally:
            os._exit(0)

    def send(self, part: bytes | memoryview) -> None:
        """Send lines to the process."""
        self.shared.reverse()
        self.shared[0][:len(part)] = part
        with suppress(BrokenPipeError):  # then there is no answer either
            os.write(self.question, QUESTION.pack(len(part)))

    def receive(self) -> tuple[int, int, int] | None:
        """Wait for the answer, the arguments of `result`; None if the process has died."""
        answer = os.read(self.answers, ANSWER.size)
        return ANSWER.unpack(answer) if answer else None

    def result(self, size: int, rows: int, infinite: int) -> RenderedRows:
        """Return the result of `work`, no rows for None; its memory is reused after two more calls of `send`."""
        return RenderedRows(memoryview(self.shared[0])[:size], rows, infinite)

    def close(self) -> None:
        """End the process."""
        os.close(self.question)
        os.close(self.answers)
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)


def _next_share(share: float, waited: float, worked: float) -> float:
    """Return a smaller share if this process waited for the others, a larger one if they may have waited for it."""
    change = -SHARE_STEP if waited > SHARE_STEP * worked else SHARE_STEP
    return min(max(share * (1 + change), SHARE_BOUNDS[0]), SHARE_BOUNDS[1])


def _cores() -> int:
    """Return the number that this process may use; 1 on systems that do not tell it, on which forking is not safe."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _split(block: bytes, count: int, share: float) -> Sequence[bytes | memoryview]:
    """Cut whole lines into at most `count` parts, all but the last `share` times as large as equal ones."""
    count = max(1, min(count, len(block) // MIN_PART))
    ends = [0, *(block.rfind(b"\n", 0, int(len(block) * i * share / count)) + 1 for i in range(1, count)), len(block)]
    view = memoryview(block) if count > 1 else block
    return [view[start:end] for start, end in pairwise(ends) if start < end]
