"""Whole processes side by side: a command and what it must print go in; a table of seconds, memory and ratios comes out.

Nothing is asserted by a clock. A peer that is not installed is left out, one that gives another answer is called wrong.
"""

import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

# Without bytecode an editable install is compiled in every run, and click, which pip has compiled, is not: no comparison.
ENVIRONMENT = {name: value for name, value in os.environ.items()
               if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")}
GRADCLI = [sys.executable, str(Path(sys.executable).parent / "gradcli")]
NUMBER = re.compile(r"[-+]?(?:inf\b|(?:\d+\.?\d*|\.\d+)(?:\s?[eE][-+]?\d+)?)")
LIMITED = ["sh", "-c", 'ulimit -t 30; exec "$@"', "sh"]  # given up after so many seconds of the processor
SLOW = 3  # seconds after which a run is not done again


class Peer(NamedTuple):
    """A program or, where `command` is a text, a piece of Python; `needs` is the program or module that must be there."""

    name: str
    command: Sequence[str] | str
    needs: str = ""
    stdin: str = ""

    def there(self) -> bool:
        return not self.needs or bool(find_spec(self.needs) if isinstance(self.command, str) else shutil.which(self.needs))


class Run(NamedTuple):
    """The seconds of the clock and of the processor, the peak memory and the output of a process, if it succeeded."""

    seconds: float
    cpu: float
    bytes: int
    output: str | None


# A process that is small: the peak memory of a child is at least that of the process that it was forked from.
LAUNCHER = """
import os, sys, time
begin = time.perf_counter()
child = os.fork()
if not child:
    os.execvp(sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(child, 0)
with open(sys.argv[1], "w") as report:
    print(time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, status, file=report)
"""


def measure(command: Sequence[str], given: Any = subprocess.DEVNULL, printed: Any = subprocess.DEVNULL) -> Run:
    """Run a command; its output is not read, but "" if it succeeds."""
    with tempfile.TemporaryDirectory() as folder:  # giac leaves a file where it runs
        report = Path(folder, "report")
        subprocess.run([sys.executable, "-I", "-S", "-c", LAUNCHER, str(report), *LIMITED, *command], stdin=given,
                       stdout=printed, stderr=subprocess.DEVNULL, env=ENVIRONMENT, cwd=folder, check=False)
        seconds, cpu, size, status = map(float, report.read_text().split())
    return Run(seconds, cpu, int(size), None if status else "")


def run(peer: Peer) -> Run:
    command = [sys.executable, "-c", peer.command] if isinstance(peer.command, str) else peer.command
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as printed:
        given.write(peer.stdin.encode())
        given.seek(0)
        found = measure(command, given, printed)
        printed.seek(0)
        return found if found.output is None else found._replace(output=printed.read().decode("utf-8", "replace"))


def holds(output: str, expected: Sequence[float]) -> bool:
    """Whether all of `expected` are among the printed numbers, on nine digits."""
    found = [float(text.replace(" ", "")) for text in NUMBER.findall(output)]
    return all(any(math.isclose(x, y, rel_tol=1e-9) for y in found) for x in expected)


def compare(title: str, peers: Sequence[Peer], expected: Sequence[float], turns: int = 1) -> dict[str, Run]:
    """Prints a table of `peers` that are there, ratios to the first; returns the medians of those that were right."""
    print(f"\n{title}\n{'':34}{'ms':>9}{'CPU ms':>9}{'MiB':>7}{'':>8}{'ratio of CPU':>14}")
    there = [peer for peer in peers if peer.there()]
    runs: dict[str, list[Run]] = {peer.name: [] for peer in there}
    for _ in range(turns):
        for peer in there:
            if not runs[peer.name] or runs[peer.name][-1].seconds < SLOW:
                runs[peer.name].append(run(peer))
    right, base = {}, 0.0
    for name, each in runs.items():
        middle = Run(median(one.seconds for one in each), median(one.cpu for one in each), max(one.bytes for one in each),
                     each[-1].output)
        base = base or middle.cpu
        verdict = "fails" if middle.output is None else "" if holds(middle.output, expected) else "wrong"
        print(f"{name:34}{middle.seconds * 1e3:9.1f}{middle.cpu * 1e3:9.1f}{middle.bytes / 2**20:7.0f}{verdict:>8}"
              f"{middle.cpu / base:14.2f}", flush=True)
        if not verdict:
            right[name] = middle
    return right
