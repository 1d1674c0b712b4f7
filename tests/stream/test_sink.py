"""Where rows go: whole lines, whatever ends the run."""

import os
import select
import signal
import subprocess
from contextlib import suppress
from threading import Thread

import pytest
from tables import COMMAND, HEADER, LINE, exactly, start_process

from gradcli.stream import sink


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])  # io-009
def test_a_signal_ends_it_between_two_lines(number, code):
    with start_process("-") as run:
        run.stdin.write(b"x\n" + b"3\n" * 30_000)  # more than the pipe behind it takes
        assert exactly(run.stdout, len(HEADER + LINE)) == HEADER + LINE
        run.send_signal(number)
        written, said = run.communicate()
    assert (run.returncode, said) == (code, b"")
    assert written and written == LINE * written.count(b"\n")


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_while_it_waits_for_a_row(number, code):
    with start_process("-") as run:
        run.stdin.write(b"x\n3\n")
        assert exactly(run.stdout, len(HEADER + LINE)) == HEADER + LINE
        run.send_signal(number)
        assert run.communicate() == (b"", b"")
    assert run.returncode == code


def test_a_line_longer_than_a_pipe_takes_at_once_is_whole_too(tmp_path):
    row = b"3," + b"t" * 300_000 + b"\n"
    with start_process("-", "--only", "value") as run:
        run.stdin.write(b"x,t\n" + row)
        assert exactly(run.stdout, 1) == b"x"
        run.send_signal(signal.SIGTERM)
        written, _ = run.communicate()
    assert run.returncode == 143 and written in (b",t,value\n", b",t,value\n" + row[:-1] + b",9\n")


def test_who_stops_reading_is_not_written_to():  # io-001
    with start_process("-") as run:
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


LONG = b"t" * 9_000


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("rows", [1, 90])
def test_a_signal_ends_long_lines_whatever_the_reader_does(number, code, rows):
    """The reader stalls before, or after some of the lines have gone into the pipe."""
    with start_process("-", "--only", "value") as run:
        run.stdin.write(b"x,t\n" + (b"3,%b\n" % LONG) * rows)
        assert exactly(run.stdout, 10) == b"x,t,value\n"
        select.select([run.stdout], [], [])
        run.send_signal(number)
        assert run.wait(30) == code
        written = run.stdout.read()
    assert written == b"3,%b,9\n" % LONG * written.count(b"\n")


def test_long_lines_come_whole_and_in_order():
    with start_process("-", "--only", "value") as run:
        lines = [b"%d,%b" % (i, b"t" * 997 * (i % 9)) for i in range(300)]
        feeder = Thread(target=lambda: (run.stdin.write(b"x,t\n" + b"\n".join(lines)), run.stdin.close()))
        feeder.start()
        written = run.stdout.read().splitlines()
        feeder.join()
    assert written == [b"x,t,value", *(b"%b,%d" % (line, i * i) for i, line in enumerate(lines))]


def test_a_line_that_no_pipe_holds(monkeypatch):
    """It is written as far as it is read; after a signal, a reader is not waited for."""
    reader, writer = os.pipe()
    monkeypatch.setattr(sink, "GRACE", 0.05)
    there = sink_of(writer, pipe=True, room=1)
    line, found = b"t" * 300_000 + b"\n", []
    with open(reader, "rb", 0) as file:
        thread = Thread(target=lambda: found.append(exactly(file, len(line))))
        thread.start()
        there.write(line)
        thread.join()
        assert found == [line]
        monkeypatch.setattr(signal, "sigpending", lambda: {signal.SIGTERM})
        there.write(line)
        os.close(writer)
        assert 0 < len(file.read()) < len(line)


@pytest.mark.parametrize("before", [b"", b"kept\n"])
@pytest.mark.parametrize("mode", ["wb", "ab"])
def test_a_full_disk_leaves_whole_lines(tmp_path, before, mode):
    """A limit of the size of a file takes the place of a full disk."""
    resource = pytest.importorskip("resource")
    path = tmp_path / "answer"
    path.write_bytes(before)
    with open(path, mode) as file:
        run = subprocess.run([*COMMAND, "-"], input=b"x\n" + b"3\n" * 100, stdout=file, stderr=subprocess.PIPE,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)))
    assert (run.returncode, run.stderr) == (1, b"Error: File too large\n")
    start = before * (mode == "ab") + HEADER
    assert path.read_bytes() == start + LINE * ((100 - len(start)) // len(LINE))


def test_a_closed_output_is_noticed_before_anything_is_read():
    command = ["bash", "-c", 'exec "$@" >&-', "", *COMMAND, "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stderr.read() == b"Error: the answer cannot be written: standard output is closed\n"
        run.stdin.close()
    assert run.returncode == 1


def test_a_terminal_gets_no_escape_sequences():
    pty = pytest.importorskip("pty")
    table = "t,x\n\x1b[31mred\x07,3\n\x9b31m\u202e\tä,4\n".encode() + b"\xff,5\n"
    mine, theirs = pty.openpty()
    with start_process("-", "--only", "value", stdout=theirs) as run:
        os.close(theirs)
        run.stdin.write(table)
        run.stdin.close()
        written = b""
        with suppress(OSError):  # the end of a terminal
            while chunk := os.read(mine, 4096):
                written += chunk
    assert written.decode().split("\r\n") == [
        "t,x,value", "\\x1b[31mred\\x07,3,9", "\\x9b31m\\u202e\tä,4,16", "\\xff,5,25", ""]
    run = subprocess.run([*COMMAND, "-", "--only", "value"], input=table, capture_output=True)
    assert run.stdout.splitlines()[1] == b"\x1b[31mred\x07,3,9"


def sink_of(descriptor, **traits):
    there = sink.Sink.__new__(sink.Sink)
    there.descriptor, there.pipe, there.terminal, there.regular, there.room = descriptor, False, False, False, 0
    vars(there).update(traits)
    return there


def test_short_lines_go_out_together(monkeypatch):
    reader, writer = os.pipe()
    sizes, write = [], os.write
    monkeypatch.setattr(sink.os, "write", lambda descriptor, lines: sizes.append(len(lines)) or write(descriptor, lines))
    sink_of(writer, pipe=True).write(b"3,9,6\n" * 2000)
    os.close(writer)
    with open(reader, "rb") as file:
        assert file.read() == b"3,9,6\n" * 2000
    assert len(sizes) == 3 and max(sizes) <= sink.ATOMIC and not any(size % 6 for size in sizes)


@pytest.mark.parametrize("size, left", [(100, 100), (50, 47)])
def test_what_stands_behind_is_not_cut_off(tmp_path, size, left):
    """A partial row is removed, unless another process has written after it."""
    path = tmp_path / "answer"
    path.write_bytes(b"t" * size)
    with open(path, "r+b", 0) as file:
        file.seek(50)
        sink_of(file.fileno(), regular=True)._truncate(3)
        assert file.tell() == (50 if left == size else 47)
    assert path.stat().st_size == left
