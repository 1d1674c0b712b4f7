"""Where tables come from: files, pipes, and records without end."""

import os
import subprocess

import pytest
from tables import COMMAND, HEADER, LINE, exactly, start_process

from gradcli.stream import source


@pytest.mark.parametrize("name, says", [("missing.csv", "No such file or directory"), (".", "Is a directory"),
                                        ("", "No such")])
def test_a_file_that_is_none(cli, tmp_path, monkeypatch, name, says):  # csv-016
    monkeypatch.chdir(tmp_path)
    run = cli("eval", "x", "--points", name)
    assert (run.returncode, run.stdout) == (2, "") and run.stderr.startswith("Error: cannot read ") and says in run.stderr


def test_a_record_without_end(cli, monkeypatch, tmp_path):  # lim-021
    monkeypatch.setattr(source, "MAX_RECORD", 1000)
    monkeypatch.setattr(source, "CHUNK_SIZE", 100)
    for table in ("x\n" + "1" * 2000 + "\n", "x" * 2000, 'x\n"' + "\n" * 2000):
        run = cli("eval", "x", "--points", "-", stdin=table)
        assert run.returncode == 1 and run.stderr.startswith("Error: standard input has a record of more than ")
    table = tmp_path / "table.csv"
    table.write_text("x\n" + "12\n" * 100 + "1" * 2000)
    assert cli("eval", "x", "--points", str(table)).stdout == "x,value,d/dx\n" + "12,12,1\n" * 100


@pytest.mark.parametrize("max_lines", [1, 2, 7, 100])
def test_blocks_are_all_lines_in_order(monkeypatch, tmp_path, max_lines):
    monkeypatch.setattr(source, "CHUNK_SIZE", 200)
    table = tmp_path / "table.csv"
    table.write_bytes(b"".join(b"%05d\n" % i for i in range(150)))
    read = source.Source(str(table))
    read.max_lines = max_lines
    with read.file:
        blocks = list(read.blocks())
    assert b"".join(blocks) == table.read_bytes() and max(block.count(b"\n") for block in blocks) <= max_lines + 1


def test_a_record_has_a_length_that_memory_bears():
    assert 1 << 20 <= source.MAX_RECORD <= 1 << 26


def test_a_fifo_and_a_descriptor(tmp_path):  # csv-017
    fifo = tmp_path / "points"
    os.mkfifo(fifo)
    with start_process(str(fifo)) as run:
        fifo.write_bytes(b"x\n3\n")
        assert run.communicate() == (HEADER + LINE, b"")
    script = f"{' '.join(map(repr, COMMAND))} <(printf 'x\\n3\\n')"
    assert subprocess.run(["bash", "-c", script], capture_output=True).stdout == HEADER + LINE


def test_a_pipe_holds_what_is_read_at_once():
    fcntl = pytest.importorskip("fcntl")
    if not hasattr(fcntl, "F_GETPIPE_SZ"):
        pytest.skip("pipes have one size")
    with start_process("-") as run:
        run.stdin.write(b"x\n")
        assert exactly(run.stdout, len(HEADER)) == HEADER
        assert fcntl.fcntl(run.stdin, fcntl.F_GETPIPE_SZ) >= source.CHUNK_SIZE
