"""Shared by the tests of tables: runs as processes, and their answers."""

import json
import subprocess
import sys

GRADCLI = [sys.executable, "-m", "gradcli"]

COMMAND = [*GRADCLI, "eval", "x**2", "--points"]

HEADER, LINE = b"x,value,d/dx\n", b"3,9,6\n"

HELP = " (--on-error skip leaves such rows out, --on-error nan writes nan for their results)\n"


def start_process(*words, **streams):
    streams = {name: subprocess.PIPE for name in ("stdin", "stdout", "stderr")} | streams
    return subprocess.Popen([*COMMAND, *words], bufsize=0, **streams)


def exactly(stream, size):
    """So many bytes, however they come."""
    found = b""
    while len(found) < size and (more := stream.read(size - len(found))):
        found += more
    return found


def strictly(line):
    def refused(name):
        raise ValueError(name)

    pairs = json.loads(line, parse_constant=refused, object_pairs_hook=list)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def check_stopped(run, says, rows):
    assert run.returncode == 2 and run.stderr == f"Error: standard input, {says}{HELP}"
    assert run.stdout.count("\n") == rows + 1 or not rows and not run.stdout
