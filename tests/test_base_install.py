"""An installation without the extras: the same answers, and errors that name the extra where one is needed."""

import subprocess
import sys
from pathlib import Path

import pytest

HIDDEN = "import sys; sys.modules.update(dict.fromkeys(('numpy', 'orjson', 'flint', 'prompt_toolkit')))\n"
START = "sys.argv[0] = 'gradcli'; from gradcli.__main__ import start; start()"
ROWS = 4500  # more than from which on the extras are used
CSV = "t,x,y\n" + "".join(f"row {i},{i % 97}.{i % 10},{i % 13 - 6}e-{i % 5}\n" for i in range(ROWS))
QUOTED = CSV.replace(",", '","').replace("\n", '"\n"')[:-1].replace("t", '"t', 1)
LINES = "".join(f'{{"x": {i % 97}.{i % 10}, "y": {i % 13 - 6}}}\n' for i in range(ROWS))


def bare(*words, stdin=""):
    return subprocess.run([sys.executable, "-c", HIDDEN + START, *words], input=stdin, capture_output=True, text=True)


@pytest.mark.parametrize("command", ["import numpy", "import flint", "import orjson", "import prompt_toolkit"])
def test_the_extras_are_hidden(command):
    run = subprocess.run([sys.executable, "-c", HIDDEN + command], capture_output=True, text=True)
    assert "ModuleNotFoundError" in run.stderr


@pytest.mark.parametrize("words, table", [
    (["eval", "exp(-x)*sin(y) + y/x"], CSV), (["eval", "exp(-x)*sin(y)", "-f", "json"], CSV), (["eval", "x*y"], QUOTED),
    (["eval", "gamma(x)*y", "--points-format", "jsonl"], LINES), (["hessian", "x**2*y"], CSV),
    (["nth", "log(x)", "-n", "2", "--points-format", "jsonl", "-f", "json"], LINES)], ids=lambda value: str(value)[:60])
def test_long_tables_are_answered_alike(cli, words, table):
    run = bare(*words, "--points", "-", stdin=table)
    assert run.stdout.count("\n") >= ROWS
    assert (run.returncode, run.stdout, run.stderr) == tuple(vars(cli(*words, "--points", "-", stdin=table)).values())[1:]


def test_proven_digits_name_their_extra():
    run = bare("eval", "sin(x)", "--at", "x=1", "--digits", "20")
    assert (run.returncode, run.stdout) == (2, "") and "python-flint" in run.stderr


def test_transcripts_are_the_same():
    """All but those of proven digits, which have their extra."""
    code = HIDDEN + "import pytest; sys.exit(pytest.main(sys.argv[1:]))"
    cases = str(Path(__file__).with_name("test_cases.py"))
    run = subprocess.run([sys.executable, "-c", code, "-q", "-p", "no:cacheprovider", cases, "-k", "not digits"],
                         capture_output=True, text=True)
    assert not run.returncode, run.stdout
