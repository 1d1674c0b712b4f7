"""More than one core: a block of a long table is cut into parts, and each of some processes does one of them.

A block goes in, what `work` makes of its parts comes out, in order. Only this process reads and writes.
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

from gradcli.stream.sink import undisturbed

LONG = 1 << 19  # bytes of a table from which on other processes pay
LEAST = 1 << 14  # bytes of a part that is worth the way to another process and back
MOST = 4  # processes: from there on reading and writing are what takes time
STEP = 0.02  # by which the share of the others changes, to where this process waits for them seldom and briefly
SHARES = 0.5, 1.2  # least and most of it
SHARED = 1 << 26  # bytes that a process shares with this one, in memory only as far as they are used
QUESTION, ANSWER = Struct("q"), Struct("qqq")


class Done(NamedTuple):
    """Rows as they are written, how many they are, and how many of them are not finite."""

    lines: bytes | memoryview
    rows: int
    infinite: int


Work = Callable[[bytes], Done | None]


class Workers:
    """Processes that do `work`, this one first; the others are there once a table has proven long, until `close`."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.others: list[Worker] = []
        self.left = LONG
        self.share = 1.0  # of an equal part, which is what each of the others gets

    def done(self, block: bytes, meanwhile: Callable[[], None]) -> list[Done] | None:
        """Part by part; None where `work` gives None of one. The last is done here, where `work` sees our state.

        `meanwhile` is what else is to be done here, once the others have been asked.
        """
        *parts, own = _parts(block, len(self.others) + 1, self.share)
        asked = self.others[:len(parts)]
        for worker, part in zip(asked, parts, strict=True):
            worker.ask(part)
        start = monotonic()
        meanwhile()
        made = self.work(bytes(own))
        ready = monotonic()
        answers = [worker.answer() for worker in asked]
        if asked:
            self.share = _share(self.share, monotonic() - ready, ready - start)
        found = []
        for worker, answer in zip(asked, answers, strict=True):
            if answer:
                found.append(worker.made(*answer))
            else:  # it has died
                self.others.remove(worker)
                worker.close()
        if made is None or len(found) < len(asked) or not all(done.rows for done in found):
            return None
        if self.left > 0:
            self.left -= len(block)
            if self.left <= 0:
                self._hire()
        return [*found, made]

    def _hire(self) -> None:
        with suppress(OSError):  # there may be too many processes, or too little memory
            while len(self.others) + 1 < min(_cores(), MOST):
                self.others.append(Worker(self.work))

    def close(self) -> None:
        for worker in self.others:
            worker.close()


class Worker:
    """Another process, which does `work` on what is in the memory that both share, and puts there what it makes of it."""

    def __init__(self, work: Work) -> None:
        self.shared = [mmap(-1, SHARED), mmap(-1, SHARED)]  # taken in turn: what is in one may wait to be written
        questions, self.question = os.pipe()
        self.answers, answer = os.pipe()
        with undisturbed():  # what ends this process ends the other: it sees the end of its questions
            self.process = os.fork()
            if not self.process:
                os.close(self.question)
                os.close(self.answers)
                self._serve(work, questions, answer)
        os.close(questions)
        os.close(answer)

    def _serve(self, work: Work, questions: int, answer: int) -> None:
        """What the other process does all its life."""
        try:
            gc.freeze()  # what is not looked at stays shared
            gc.enable()
            while question := os.read(questions, QUESTION.size):
                self.shared.reverse()
                done = work(self.shared[0][:QUESTION.unpack(question)[0]])
                if done and len(done.lines) <= SHARED:
                    self.shared[0][:len(done.lines)] = done.lines
                    os.write(answer, ANSWER.pack(len(done.lines), done.rows, done.infinite))
                else:
                    os.write(answer, ANSWER.pack(0, 0, 0))
        finally:
            os._exit(0)

    def ask(self, part: bytes | memoryview) -> None:
        self.shared.reverse()
        self.shared[0][:len(part)] = part
        with suppress(BrokenPipeError):  # then there is no answer either
            os.write(self.question, QUESTION.pack(len(part)))

    def answer(self) -> tuple[int, int, int] | None:
        """What `made` is told, once there is something; None where the process has died."""
        answer = os.read(self.answers, ANSWER.size)
        return ANSWER.unpack(answer) if answer else None

    def made(self, size: int, rows: int, infinite: int) -> Done:
        """Without any rows where `work` gave None; it stays as it is until `ask` has been called twice."""
        return Done(memoryview(self.shared[0])[:size], rows, infinite)

    def close(self) -> None:
        os.close(self.question)
        os.close(self.answers)
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)


def _share(share: float, waited: float, worked: float) -> float:
    """The next one: less where this process waited for the others, more where they may have waited for it."""
    return min(max(share * (1 - STEP if waited > STEP * worked else 1 + STEP), SHARES[0]), SHARES[1])


def _cores() -> int:
    """Those that this process may use; one where that is not told, as where a process cannot safely be forked."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _parts(block: bytes, count: int, share: float) -> Sequence[bytes | memoryview]:
    """Whole lines, in at most `count` parts; all but the last are `share` times as large as equal ones would be."""
    count = max(1, min(count, len(block) // LEAST))
    ends = [0, *(block.rfind(b"\n", 0, int(len(block) * i * share / count)) + 1 for i in range(1, count)), len(block)]
    view = memoryview(block) if count > 1 else block
    return [view[start:end] for start, end in pairwise(ends) if start < end]
