"""Where rows go: whole lines, whatever ends the run."""

import os
import signal
import subprocess

import pytest
from tables import COMMAND, HEADER, LINE, exactly, started


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
