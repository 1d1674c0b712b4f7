"""Ranges after --at: the rows are those of --points with the same numbers."""

import subprocess
import sys
from itertools import product

import pytest

from gradcli.stream import adaptive

# Words of a command, the ranges after --at, and the numbers of each of their names.
TENTHS = [f"{k / 10:g}" for k in range(11)]
QUESTIONS = [
    (["eval", "x**2"], ["x=0:1:0.1"], {"x": TENTHS}),
    (["eval", "exp(x)*sin(y)/(x - 0.3)"], ["x=0:1:0.1", "y=-1:1#3"], {"x": TENTHS, "y": ["-1", "0", "1"]}),
    (["eval", "a*abs(x)", "--wrt", "x", "--at", "a=2"], ["x=1:-1:-1/2"], {"x": ["1", "0.5", "0", "-0.5", "-1"]}),
    (["eval", "log(x)", "--only", "d/dx"], ["x=-1:1#3"], {"x": ["-1", "0", "1"]}),
    (["nth", "x**3*y", "--wrt", "x,x,y"], ["y=1:2:0.5", "x=0:1:0.1"], {"y": ["1", "1.5", "2"], "x": TENTHS}),
    (["nth", "tanh(x)", "-n", "5", "--all"], ["x=0:1:0.1"], {"x": TENTHS}),
    (["eval", "x**2 + 1/x", "--exact"], ["x=0.1:1:0.1"], {"x": TENTHS[1:]}),
    (["nth", "exp(x)", "-n", "2", "--digits", "20"], ["x=0:1:0.1"], {"x": TENTHS}),
    (["x**2*y"], ["x=0:1:0.1", "y=1:2:1"], {"x": TENTHS, "y": ["1", "2"]}),
    (["x**3", "-n", "2"], ["x=0:1#2"], {"x": ["0", "1"]})]


def both(cli, words, ranges, numbers):
    """The answer for ranges, and that for a table of the same numbers."""
    table = "\n".join([",".join(numbers), *map(",".join, product(*numbers.values()))]) + "\n"
    return cli(*words, "--at", *ranges), cli(*words, "--points", "-", stdin=table)


@pytest.mark.parametrize("words, ranges, numbers", QUESTIONS)
@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("fast", [1, 10**9], ids=["NumPy", "standard"])
def test_the_bytes_are_those_of_points(cli, monkeypatch, words, ranges, numbers, form, fast):
    monkeypatch.setattr(adaptive, "FAST_ROWS", fast)
    made, read = both(cli, [*words, "-f", form], ranges, numbers)
    assert (made.stdout, made.stderr, made.returncode) == (read.stdout, read.stderr, read.returncode)
    assert not made.returncode and made.stdout.count("\n") >= 2


WITHOUT_NUMPY = """
import sys
sys.modules["numpy"] = sys.modules["orjson"] = None
from gradcli.cli import main
main()
"""


def test_many_points_by_both_engines():
    words = ["eval", "sin(x)*exp(-y**2)", "--at", "x=0:7:0.01", "y=-1:1:0.1"]
    with_numpy, without = (subprocess.run([sys.executable, *how, *words], capture_output=True, text=True, check=True).stdout
                           for how in (["-m", "gradcli"], ["-c", WITHOUT_NUMPY]))
    assert with_numpy == without and with_numpy.count("\n") == 701 * 21 + 1
    assert "\n0.3,0.1," in with_numpy


def test_a_row_is_a_single_answer(cli):
    rows = cli("eval", "exp(x)/(x+y)", "--at", "x=0:1:1/7", "y=1:2:1/3").stdout.splitlines()[1:]
    assert len(rows) == 8 * 4
    for row in rows[::5]:
        x, y, *answer = row.split(",")
        single = cli("eval", "exp(x)/(x+y)", "--at", f"x={x}", f"y={y}").stdout
        assert answer == [line.split("\t")[1] for line in single.splitlines()]


def test_a_terminal_gets_a_table(cli, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert cli("eval", "x**2", "--at", "x=0:1:0.5", "-f", "rich").stdout == (
        "x**2\nat x=0:1:0.5\n\nx    value  d/dx\n0    0      0\n0.5  0.25   1\n1    1      2\n")


@pytest.mark.parametrize("command", ["grad x", "hessian x", "jacobian x y", "graph x", "explain x", "check x", "code x",
                                     "taylor x -n 1 --around x=1"])
def test_other_commands_say_where_ranges_go(cli, command):
    run = cli(*command.split(), "--at", "x=0:1:0.1")
    assert (run.returncode, run.stdout) == (2, "")
    assert "--at x=0:1:0.1: a range goes with eval, nth and plot" in run.stderr


@pytest.mark.parametrize("words, says", [
    (["x=0:0.1:1"], "--at x=0:0.1:1 is start:stop:step, one point (did you mean 0:1:0.1?)"),
    (["x=0:1:0"], "--at x=0:1:0: the step is 0"), (["x=0:1:-0.1"], "leads away from 1 (did you mean 0:1:0.1?)"),
    (["x=0:1"], "the step is missing (as in x=0:1:0.1, or x=0:1#11 for 11 points)"),
    (["x=0:1:0.1", "--points", "-"], "--at x=0:1:0.1: a range and --points do not go together"),
    (["x=0:1:0.1", "y=1±1"], "an uncertainty goes with one point, not with a range or a table"),
    (["x=0:1:0.1±0.1"], "an uncertainty goes with one point, not with a range or a table"),
    (["x=0:1:0.1,x=2"], "x is bound twice"),
    (["y=0:1:0.1"], "x is not bound; use --at x=..."), (["x=0:1:0.1", "-f", "plain"], "-f plain is for one answer"),
    (["x=0:1:0.1", "-f", "latex"], "-f latex is for one answer"),
    (["x=0:1:0.1", "--delimiter", ";"], "--delimiter goes with --points"),
    (["x=1", "--on-error", "nan"], "--on-error goes with --points or a range"),
    (["x=0:pi#3", "--exact"], "--at x=0:pi#3: its points are not rational"),
    (["x=0:1:0.1", "--only", "d/dy"], "it is one of value, d/dx")])
def test_refusals(cli, words, says):
    run = cli("eval", "x**2", "--at", *words, stdin="x\n1\n")
    assert (run.returncode, run.stdout) == (2, "") and says in run.stderr


def test_too_many_points_are_refused_at_once(cli):
    run = cli("eval", "x*y", "--at", "x=0:1:1e-9", "y=0:1:1e-9")
    assert (run.returncode, run.stdout) == (1, "")
    assert "1000000002000000001 points, beyond the limit of 10000000" in run.stderr
    run = cli("eval", "x", "--at", "x=0:1:0.1", "--limit", "10")
    assert run.returncode == 1 and "these are 11 points, beyond the limit of 10 (raise it with --limit)" in run.stderr
    assert cli("eval", "x", "--at", "x=0:1:0.1", "--limit", "11").returncode == 0


def test_rows_without_an_answer(cli):
    words = ["eval", "sqrt(x)", "--at", "x=0.25:2.25:1", "--exact"]
    run = cli(*words)
    assert (run.returncode, run.stdout) == (1, "x,value,d/dx\n0.25,1/2,1\n") and "Error: at x=1.25, " in run.stderr
    run = cli(*words, "--on-error", "nan")
    assert run.stdout.endswith("0.25,1/2,1\n1.25,nan,nan\n2.25,3/2,1/3\n")
    assert run.stderr == "Warning: 1 row without an answer: answered by nan\n"
    run = cli(*words, "--on-error", "skip", "-f", "json", "--strict")
    assert run.returncode == 1 and run.stdout.count("\n") == 2 and "left out" in run.stderr


def test_warnings(cli):
    run = cli("eval", "1/x", "--at", "x=-1:1:1", "z=0:1:1")
    assert run.stdout.count("\n") == 7 and not run.returncode
    assert run.stderr == "Warning: z does not occur in the expression\nWarning: 2 rows with a result that is not finite\n"
    assert cli("eval", "1/x", "--at", "x=-1:1:1", "--strict").returncode == 1


def test_a_constant_is_a_name_where_it_has_a_range(cli):
    assert cli("eval", "e*2", "--at", "e=0:1:1").stdout == "e,value,d/de\n0,0,2\n1,2,2\n"
