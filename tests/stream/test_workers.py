"""More than one core: the same bytes however many processes there are, and none of them behind when a run has ended."""

import math
import os
import re
import signal
import subprocess
import sys

import pytest

from gradcli.calc.tables import points as engine
from gradcli.stream import adaptive, source, workers
from gradcli.stream.workers import RenderedRows, Workers

pytestmark = [pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="one process, whatever the table"),
              pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")]  # threads are the tests' own

ROWS = [f"{i},{i}.25,{i % 7}e-9" for i in range(300)]


@pytest.fixture
def forked(monkeypatch):
    """Workers for any table, three beside this process; the list of those that were started."""
    processes, fork = [], os.fork

    def counted():
        processes.append(fork())
        return processes[-1]

    monkeypatch.setattr(os, "fork", counted)
    monkeypatch.setattr(workers, "MIN_TABLE", 1)
    monkeypatch.setattr(workers, "MIN_PART", 8)
    monkeypatch.setattr(workers, "_cores", lambda: 4)
    monkeypatch.setattr(source, "CHUNK_SIZE", 600)
    return processes


def alone(cli, monkeypatch, *words, stdin):
    with monkeypatch.context() as patch:
        patch.setattr(workers, "MIN_TABLE", math.inf)
        return vars(cli(*words, stdin=stdin))


def gone(processes):
    """They have ended, and were waited for."""
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
    return True


def table(changed):
    """A table with some of its lines replaced."""
    return "\n".join(["t,x,y", *(changed.get(i, row) for i, row in enumerate(ROWS))]) + "\n"


@pytest.mark.parametrize("changed", [
    {}, {100: 'two\n"lines",3,4'}, {100: '"two\nlines",3,4', 101: '"two\n\nlines, ""3""\n",3,4'}, {299: "\n\n\n"},
    {i: "" for i in range(90, 110)}, {150: "a,b,c"}, {170: "5"}, {200: "a,1e300,1e300", 201: "b,nan,1"},
    {i: f"text {i},{i},1" for i in range(40, 80)}, {i: f'"{i}",{i},1' for i in range(0, 300, 50)}, {299: '"never closed'}],
    ids=str)
@pytest.mark.parametrize("words", [["stop"], ["nan", "-f", "json"]], ids=" ".join)
def test_the_bytes_are_the_same(cli, monkeypatch, forked, changed, words):
    for many in (1, math.inf):
        monkeypatch.setattr(adaptive, "FAST_ROWS", many)
        monkeypatch.setattr(engine, "MIN_COMPILED_ROWS", 10)
        asked = "eval", "x**2*y", "--points", "-", "--on-error", *words
        expected = alone(cli, monkeypatch, *asked, stdin=table(changed))
        assert not forked
        assert vars(cli(*asked, stdin=table(changed))) == expected
        assert len(forked) == 3 and gone(forked)
        forked.clear()


def test_json_lines_are_the_same(cli, monkeypatch, forked):
    asked = "eval", "x**2", "--points", "-", "--points-format", "jsonl"
    lines = "".join(f'{{"x": {i}, "t": "{i}"}}\n' for i in range(100))
    expected = "".join(f"{i},{i},{i**2},{2 * i}\n" for i in range(100))
    assert cli(*asked, stdin=lines).stdout == "x,t,value,d/dx\n" + expected and gone(forked)


def test_a_short_table_has_one_process(cli, monkeypatch):
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("it forks"))
    assert cli("eval", "x**2", "--points", "-", stdin="x\n" + "3\n" * 30_000).returncode == 0


def test_a_process_that_cannot_be_started_is_not_missed(cli, monkeypatch, forked):
    def refused():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    run = cli("eval", "x", "--points", "-", stdin="x\n" + "3\n" * 2000)
    assert (run.stdout.count("\n"), run.stderr) == (2001, "")


def double(block):
    return RenderedRows(block + block, block.count(b"\n"), 1) if b"no" not in block else None


def open_files():
    return set(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else set()


def test_parts_are_whole_lines():
    lines = [b"%d\n" % i**5 for i in range(3000)]
    block = b"".join(lines)
    for count in (1, 2, 3, 4):
        for share in (0.5, 1.0, 1.2):
            parts = [bytes(part) for part in workers._split(block, count, share)]
            assert b"".join(parts) == block and len(parts) == min(count, len(block) // workers.MIN_PART)
            assert all(part.endswith(b"\n") for part in parts)
            assert all(abs(len(part) - share * len(block) / len(parts)) < 30 for part in parts[:-1])
    assert workers._split(lines[7], 4, 1.0) == [lines[7]]


def test_nothing_stays_open(forked):
    before = open_files()
    crew, block = Workers(double), b"1\n" * 200
    assert crew.process(block, lambda: None) and len(forked) == 3
    os.kill(forked[1], signal.SIGKILL)
    os.waitid(os.P_PID, forked[1], os.WEXITED | os.WNOWAIT)
    dead = crew.others[1]
    assert crew.process(block, lambda: None) is None and dead not in crew.others and len(crew.others) == 2
    with pytest.raises(OSError):
        os.fstat(dead.question)
    assert gone([forked[1]])
    crew.close()
    assert gone(forked) and open_files() == before


def test_their_share_goes_to_where_nobody_waits():
    share = workers._next_share
    assert share(1.0, waited=0.5, worked=1.0) < 1 < share(1.0, waited=0.0, worked=1.0)
    assert share(0.5, waited=0.5, worked=1.0) == 0.5 and share(1.2, waited=0.0, worked=1.0) == 1.2


def test_what_is_made_is_written_where_reading_fails(cli, monkeypatch, forked, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(table({}))
    read, left = source.Source._read, [3]

    def failing(self):
        left[0] -= 1
        if not left[0]:
            raise OSError(5, "Input/output error")
        return read(self)

    monkeypatch.setattr(source.Source, "_read", failing)
    found = cli("eval", "x*y", "--points", str(path))
    assert found.returncode == 1 and found.stderr == "Error: Input/output error\n"
    assert found.stdout.count("\n") == table({})[:1200].count("\n")


def test_parts_come_back_in_order(forked):
    crew, block, met = Workers(double), b"".join(b"%d\n" % i for i in range(200)), []

    def done(block):
        found = crew.process(block, lambda: met.append(block))
        assert met.pop() is block and not met
        return found

    assert done(block) == [double(block)] and len(forked) == 3
    found = done(block)
    assert len(found) == 4 and all(part.lines for part in found)
    assert b"".join(part.lines[:len(part.lines) // 2] for part in found) == block and sum(part.rows for part in found) == 200
    for place in 0, 80, 130, 199:
        lines = block.splitlines(True)
        lines[place] = b"no\n"
        assert done(b"".join(lines)) is None and len(crew.others) == 3
    assert done(b"1\n") == [double(b"1\n")]
    crew.close()
    assert gone(forked)


def test_a_process_that_dies_loses_nothing(cli, monkeypatch, forked):
    asked, lines = ("eval", "x**2*y", "--points", "-"), table({})
    expected = alone(cli, monkeypatch, *asked, stdin=lines)
    done = Workers.process

    def disturbed(self, *words):
        found = done(self, *words)
        if forked:
            os.kill(forked.pop(), signal.SIGKILL)
        return found

    monkeypatch.setattr(Workers, "process", disturbed)
    assert vars(cli(*asked, stdin=lines)) == expected and not forked


def test_what_is_too_long_for_the_shared_memory_is_made_again(cli, monkeypatch, forked):
    monkeypatch.setattr(workers, "SHARED_SIZE", 4096)
    asked, lines = ("eval", "x**2*y", "--points", "-"), table({i: f"{'t' * 30},{i},3" for i in range(100, 150)})
    monkeypatch.setattr(source, "CHUNK_SIZE", 4000)
    assert vars(cli(*asked, stdin=lines)) == alone(cli, monkeypatch, *asked, stdin=lines)


PROGRAM = """
import sys
from gradcli.stream import workers
workers.MIN_TABLE, workers.MIN_PART, workers._cores = 1, 1, lambda: 3
hire = workers.Workers._start
def told(self):
    hire(self)
    print(len(self.others), "others", file=sys.stderr, flush=True)
workers.Workers._start = told
sys.argv = ["gradcli", "eval", "x**2", "--points", "-"]
from gradcli.__main__ import start
start()
"""


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_a_signal_leaves_whole_lines_and_no_process(number, code):
    """It goes to all processes, as that of a terminal does; but for SIGKILL, which only the first gets."""
    run = subprocess.Popen([sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, bufsize=0, start_new_session=True)
    with run:
        run.stdin.write(b"x\n" + b"3\n" * 30_000)  # more than the pipe behind it takes
        assert run.stderr.readline() == b"2 others\n"
        (os.kill if number == signal.SIGKILL else os.killpg)(run.pid, number)
        written = run.stdout.read()  # to its end, which comes when the last process is gone
        assert run.stderr.read() == b""
    assert run.returncode == code
    assert re.fullmatch(rb"x,value,d/dx\n(?:3,9,6\n)*", written) or number == signal.SIGKILL
