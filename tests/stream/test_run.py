"""Blocks of rows, in and out: at once, wherever they end, in memory that does not grow."""

import math
import subprocess
import tracemalloc

import pytest
from tables import COMMAND, HEADER, LINE, exactly, start_process

from gradcli.calc.tables import points as engine
from gradcli.stream import adaptive, run, source
from gradcli.stream.sink import Sink


def test_a_row_is_answered_as_soon_as_it_is_there():  # csv-018
    with start_process("-") as run:
        run.stdin.write(b"x\n")
        assert exactly(run.stdout, len(HEADER)) == HEADER
        for _ in range(3):
            run.stdin.write(b"3\n")
            assert exactly(run.stdout, len(LINE)) == LINE
        run.stdin.write(b"4")
        run.stdin.close()
        assert run.stdout.read() == b"4,16,8\n"
    assert run.returncode == 0


def test_rows_before_the_one_that_cannot_be_read_are_out():
    run = subprocess.run([*COMMAND, "-"], input=b"x\n3\n3\nthree\n", capture_output=True)
    assert (run.returncode, run.stdout) == (2, HEADER + 2 * LINE) and b"line 4, column x: 'three'" in run.stderr


def test_blocks_may_end_anywhere(cli, monkeypatch):
    """However the input falls into blocks, and whichever engine takes over when, the output is the same."""
    table = 't,x\n' + "".join(f'"{i}, ""q""\n",{i}\n' if i % 7 == 3 else f"{i} %,{i}.5\n" for i in range(40)) + "\n\n"
    expected = cli("eval", "x**2", "--points", "-", stdin=table)
    assert expected.returncode == 0 and expected.stdout.count("\n") == 41 + 6
    monkeypatch.setattr(adaptive, "FAST_ROWS", 10)
    monkeypatch.setattr(engine, "MIN_COMPILED_ROWS", 3)
    for size in (1, 2, 3, 5, 16, 64, 300):
        monkeypatch.setattr(source, "CHUNK_SIZE", size)
        assert cli("eval", "x**2", "--points", "-", stdin=table).stdout == expected.stdout


def test_results_that_are_not_finite_are_written_and_counted(cli):
    table = "x\n1\n0\n-1\nnan\n"
    run = cli("eval", "log(x)", "--points", "-", stdin=table)
    assert run.stdout == "x,value,d/dx\n1,0,1\n0,-inf,inf\n-1,nan,nan\nnan,nan,nan\n" and run.returncode == 0
    assert run.stderr == "Warning: 3 rows with a result that is not finite\n"
    assert cli("eval", "log(x)", "--points", "-", "--strict", stdin=table).returncode == 1
    assert cli("eval", "log(x)", "--points", "-", "--strict", stdin="x\n1\n").returncode == 0
    run = cli("nth", "log(x)", "-n", "2", "--points", "-", "-f", "json", stdin="x\n0\n")
    assert run.stdout == '{"x": 0, "d2/dx2": "-Infinity"}\n' and "1 row with" in run.stderr


@pytest.mark.parametrize("many", [math.inf, 1])
def test_memory_does_not_grow_with_the_table(cli, monkeypatch, many):  # lim-020; make bench weighs the process
    if many == 1:
        pytest.importorskip("gradcli.stream.fast", exc_type=ImportError)  # before anything is counted
    monkeypatch.setattr(adaptive, "FAST_ROWS", many)
    sizes = []

    def counted(self, lines):
        sizes.append(tracemalloc.get_traced_memory()[0])

    monkeypatch.setattr(Sink, "write", counted)
    monkeypatch.setattr(source, "CHUNK_SIZE", 1 << 11)
    table = b"x\n" + b"3.25\n" * 8000
    tracemalloc.start()
    try:
        assert not cli("eval", "x**2", "--points", "-", stdin=table).returncode
    finally:
        tracemalloc.stop()
    assert len(sizes) > 15 and max(sizes[9:]) < max(sizes[4:9]) + 4000


def test_memory_does_not_grow_with_the_results_of_a_row(cli, monkeypatch):
    """A block is cut by the size of its results, not by its bytes alone."""
    monkeypatch.setattr(run, "MAX_VALUES", 600)
    monkeypatch.setattr(source, "CHUNK_SIZE", 1 << 12)
    sizes = []
    monkeypatch.setattr(Sink, "write", lambda self, lines: sizes.append(lines.count(b"\n")))
    names = [f"v{i}" for i in range(30)]
    bound = ",".join(f"{name}=1" for name in names[1:])
    assert not cli("eval", "*".join(names), "--points", "-", "--at", bound, stdin="v0\n" + "3\n" * 4000).returncode
    assert sum(sizes) == 4001 and max(sizes) <= 2 * 600 // 31
