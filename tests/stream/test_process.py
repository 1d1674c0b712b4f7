"""A table as a process: pipes, signals, disks that are full, and memory that does not grow."""

import gzip
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from gradcli.stream import growing, source
from gradcli.stream.sink import Sink

GRADCLI = [sys.executable, "-m", "gradcli"]
COMMAND = [*GRADCLI, "eval", "x**2", "--points"]
HEADER, LINE = b"x,value,d/dx\n", b"3,9,6\n"


def started(*words, **streams):
    streams = {name: subprocess.PIPE for name in ("stdin", "stdout", "stderr")} | streams
    return subprocess.Popen([*COMMAND, *words], bufsize=0, **streams)


def exactly(stream, size):
    """So many bytes, however they come."""
    found = b""
    while len(found) < size and (more := stream.read(size - len(found))):
        found += more
    return found


def test_a_row_is_answered_as_soon_as_it_is_there():  # csv-018
    with started("-") as run:
        run.stdin.write(b"x\n")
        assert exactly(run.stdout, len(HEADER)) == HEADER
        for _ in range(3):
            run.stdin.write(b"3\n")
            assert exactly(run.stdout, len(LINE)) == LINE
        run.stdin.write(b"4")
        run.stdin.close()
        assert run.stdout.read() == b"4,16,8\n"
    assert run.returncode == 0


def test_a_pipe_holds_what_is_read_at_once():
    fcntl = pytest.importorskip("fcntl")
    if not hasattr(fcntl, "F_GETPIPE_SZ"):
        pytest.skip("pipes have one size")
    with started("-") as run:
        run.stdin.write(b"x\n")
        assert exactly(run.stdout, len(HEADER)) == HEADER
        assert fcntl.fcntl(run.stdin, fcntl.F_GETPIPE_SZ) >= source.SIZE


def test_rows_before_the_one_that_cannot_be_read_are_out():
    run = subprocess.run([*COMMAND, "-"], input=b"x\n3\n3\nthree\n", capture_output=True)
    assert (run.returncode, run.stdout) == (2, HEADER + 2 * LINE) and b"line 4, column x: 'three'" in run.stderr


def test_a_fifo_and_a_descriptor(tmp_path):  # csv-017
    fifo = tmp_path / "points"
    os.mkfifo(fifo)
    with started(str(fifo)) as run:
        fifo.write_bytes(b"x\n3\n")
        assert run.communicate() == (HEADER + LINE, b"")
    script = f"{' '.join(map(repr, COMMAND))} <(printf 'x\\n3\\n')"
    assert subprocess.run(["bash", "-c", script], capture_output=True).stdout == HEADER + LINE


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])  # io-009
def test_a_signal_ends_it_between_two_lines(number, code):
    with started("-") as run:
        run.stdin.write(b"x\n" + b"3\n" * 30_000)  # more than the pipe behind it takes
        assert exactly(run.stdout, len(HEADER + LINE)) == HEADER + LINE
        run.send_signal(number)
        written, said = run.communicate()
    assert (run.returncode, said) == (code, b"")
    assert written and written == LINE * written.count(b"\n")


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_while_it_waits_for_a_row(number, code):
    with started("-") as run:
        run.stdin.write(b"x\n3\n")
        assert exactly(run.stdout, len(HEADER + LINE)) == HEADER + LINE
        run.send_signal(number)
        assert run.communicate() == (b"", b"")
    assert run.returncode == code


def test_a_line_longer_than_a_pipe_takes_at_once_is_whole_too(tmp_path):
    row = b"3," + b"t" * 300_000 + b"\n"
    with started("-", "--only", "value") as run:
        run.stdin.write(b"x,t\n" + row)
        assert exactly(run.stdout, 1) == b"x"
        run.send_signal(signal.SIGTERM)
        written, _ = run.communicate()
    assert run.returncode == 143 and written in (b",t,value\n", b",t,value\n" + row[:-1] + b",9\n")


def test_who_stops_reading_is_not_written_to():  # io-001
    with started("-") as run:
        run.stdin.write(b"x\n3\n")
        assert exactly(run.stdout, len(HEADER)) == HEADER
        run.stdout.close()
        try:
            while True:
                run.stdin.write(b"3\n" * 1000)
        except BrokenPipeError:
            pass
        assert run.stderr.read() == b""
    assert run.returncode == 141


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
def test_a_disk_that_is_full():
    with open("/dev/full", "wb") as full:
        run = subprocess.run([*COMMAND, "-"], input=b"x\n3\n", stdout=full, stderr=subprocess.PIPE)
    assert (run.returncode, run.stderr) == (1, b"Error: No space left on device\n")


@pytest.mark.parametrize("closed, code, said", [
    (">&-", 1, "Error: the answer cannot be written: standard output is closed\n"), ("2>&-", 2, ""),  # io-004
    ("<&-", 2, "Error: no input: standard input is closed\n"),
    ("</dev/null", 2, "Error: no input: standard input is empty\n")])
def test_a_closed_stream(closed, code, said):  # io-005
    table = "x\n3\n" if closed == ">&-" else "x\nthree\n"
    script = f"printf '{table}' | {' '.join(map(repr, COMMAND))} - {closed}"
    run = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (code, said)


@pytest.mark.parametrize("many", [math.inf, 1])
def test_memory_does_not_grow_with_the_table(cli, monkeypatch, many):  # lim-020; make bench weighs the process
    if many == 1:
        pytest.importorskip("gradcli.stream.fast", exc_type=ImportError)  # before anything is counted
    monkeypatch.setattr(growing, "MANY", many)
    sizes = []

    def counted(self, lines):
        sizes.append(tracemalloc.get_traced_memory()[0])

    monkeypatch.setattr(Sink, "write", counted)
    monkeypatch.setattr(source, "SIZE", 1 << 11)
    table = b"x\n" + b"3.25\n" * 8000
    tracemalloc.start()
    try:
        assert not cli("eval", "x**2", "--points", "-", stdin=table).returncode
    finally:
        tracemalloc.stop()
    assert len(sizes) > 15 and max(sizes[9:]) < max(sizes[4:9]) + 4000


@pytest.mark.skipif(not shutil.which("parallel"), reason="GNU parallel is not installed")
def test_more_cores_by_gnu_parallel(tmp_path):
    """The recipe of the README, with smaller blocks."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    recipe = re.search(r"^zcat .*\\\n.* > answers.csv$", readme, re.MULTILINE)[0]
    table = "u,v,t\n" + "".join(f"{i}.5,{i % 7},{i}\n" for i in range(2000))
    (tmp_path / "huge.csv").write_text(table)
    (tmp_path / "huge.csv.gz").write_bytes(gzip.compress(table.encode()))
    where = {**os.environ, "HOME": str(tmp_path), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    run = subprocess.run(["bash", "-c", recipe.replace("50M", "15k")], cwd=tmp_path, env=where, stderr=subprocess.PIPE)
    alone = subprocess.run([*GRADCLI, "eval", "exp(-u**2)*sin(v)", "--points", tmp_path / "huge.csv"], capture_output=True)
    assert (tmp_path / "answers.csv").read_bytes() == alone.stdout, run.stderr
