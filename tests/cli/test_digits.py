"""--exact and --digits at the command line."""

import json
import signal
import subprocess
import sys

import pytest


@pytest.mark.parametrize("words, says", [
    (["--digits", "1"], "not in the range"), (["--digits", "1000000000"], "2<=x<=10000"), (["--digits", "x"], "integer"),
    (["--exact", "--digits", "5"], "two different number types"), (["--max-bits", "100"], "goes with --exact or --digits")])
@pytest.mark.parametrize("command", [["eval"], ["nth", "-n", "1"], ["grad"], ["hessian"]])
def test_wrong_options(cli, command, words, says):
    run = cli(*command, "x", "--at", "x=1", *words)
    assert run.returncode == 2 and not run.stdout and says in run.stderr


def test_numbers_are_strings_in_json(cli):
    for words, value, slope in (["--exact"], "1/27", "1/3"), (["--digits", "5"], "0.037037", "0.33333"):
        found = json.loads(cli("eval", "x**3", "--at", "x=1/3", "-f", "json", *words).stdout)
        assert (found["value"], found["partials"], found["at"]) == (value, {"x": slope}, {"x": "1/3"})


def test_what_is_not_finite_is_as_ever(cli):
    run = cli("eval", "1/x", "--at", "x=0", "--digits", "5", "-f", "json")
    assert json.loads(run.stdout)["value"] == "Infinity" and run.returncode == 0
    assert cli("eval", "log(x)", "--at", "x=-1", "--digits", "5").returncode == 1


@pytest.mark.parametrize("form", ["plain", "rich", "json", "latex"])
@pytest.mark.parametrize("words", [["--exact"], ["--digits", "30"]])
@pytest.mark.parametrize("command", [["eval"], ["nth", "-n", "2"], ["nth", "--wrt", "x,y"], ["grad"], ["hessian"],
                                     ["jacobian"]])
def test_every_format(cli, command, words, form):
    run = cli(*command, "x**3/y", "--at", "x=1/3", "y=2", "-f", form, *words, *(["--wrt", "x"] if "-n" in command else []))
    assert run.returncode == 0 and run.stdout and not run.stderr


def test_formulas_stay_formulas(cli):
    assert cli("nth", "x**3", "-n", "2", "--digits", "20").stdout == "6*x\n"
    assert cli("grad", "a*x**3", "--at", "a=1/3", "--exact").stdout == "d/dx\tx**2\n"
    assert "x is not bound" in cli("eval", "x", "--digits", "20").stderr


def test_json_of_every_command_is_strict(cli):
    """Exact, proven and non-finite numbers are strings; the point is as typed."""
    at = ("--at", "x=1/3", "y=0.1", "-f", "json")
    for words, key, value in [
            (("grad", "x*y", *at, "--exact"), "partials", {"x": "1/10", "y": "1/3"}),
            (("hessian", "x*y**2", *at, "--exact", "--wrt", "x,y"), "hessian", [["0", "1/5"], ["1/5", "2/3"]]),
            (("jacobian", "x*y", "y/x", "3", *at, "--digits", "3"), "jacobian",
             [["0.100", "0.333"], ["-0.900", "3.00"], ["0", "0"]]),
            (("nth", "x**2*y", "--wrt", "x,y", *at, "--exact", "--all"), "orders",
             [{"order": 0, "derivative": "x**2*y", "value": "1/90"}, {"order": 1, "derivative": "2*x*y", "value": "1/15"},
              {"order": 2, "derivative": "2*x", "value": "2/3"}]),
            (("jacobian", "1/(3*x - 1)", *at[:2], *at[3:], "--digits", "3"), "jacobian", [["-Infinity"]])]:
        found = json.loads(cli(*words).stdout, parse_constant=pytest.fail)
        assert found[key] == value and found["at"]["x"] == "1/3"
    found = json.loads(cli("taylor", "x**2/3", "--around", "x=1/7", "-n", "1", "--exact", "-f", "json").stdout)
    assert found["around"] == {"x": "1/7"} and [each["value"] for each in found["coefficients"]] == ["1/147", "2/21"]


def test_taylor_is_bounded(cli):
    run = cli("taylor", "1/(x + 1/10**30)", "--around", "x=4", "-n", "2", "--exact", "--max-bits", "64")
    assert run.returncode == 1 and "beyond the limit of 64 (raise it with --max-bits)" in run.stderr
    assert cli("taylor", "x", "--around", "x=4", "-n", "2", "--max-bits", "64").returncode == 2


def test_an_interrupt_ends_a_long_call_of_flints():
    """Such a call does not look at Python's signals; so the system has to end it."""
    code = ("import os, signal, sys\nfrom gradcli.calc import values\n"
            "values.evaluate = lambda *_: os.kill(os.getpid(), signal.SIGINT)\nfrom gradcli.cli import main; main()")
    run = subprocess.run([sys.executable, "-c", code, "eval", "2", "--digits", "9"], capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (-signal.SIGINT, "", "")
    run = subprocess.run([sys.executable, "-c", code, "eval", "2", "--exact"], capture_output=True, text=True)
    assert run.returncode == 130


def test_without_the_extra():
    """The message names the extra to install; everything else works."""
    code = "import sys; sys.modules['flint'] = None\nfrom gradcli.cli import main; main()"
    run = subprocess.run([sys.executable, "-c", code, "eval", "x", "--at", "x=1", "--digits", "9"], capture_output=True,
                         text=True)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "Error: --digits needs python-flint (pip install python-flint)\n"
    run = subprocess.run([sys.executable, "-c", code, "eval", "x", "--at", "x=1", "--exact"], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "value\t1\nd/dx\t1\n")


@pytest.mark.parametrize("words, place", [
    (["eval", "1 + (sin(x) - sin(x+2*pi))**0.5", "--at", "x=3"], "(sin(x) - sin(x+2*pi))"),
    (["eval", "x + atan(x)+atan(1/x)-pi/2 - x", "--at", "x=3"], None), (["grad", "sin(x)-sin(x+2*pi)", "--at", "x=3"], None),
    (["nth", "sin(x)-sin(x+2*pi)", "-n", "3", "--at", "x=3"], None),
    (["hessian", "sin(x)-sin(x+2*pi)", "--at", "x=3"], None)])
def test_what_cannot_be_told_from_zero_has_a_caret(cli, words, place):
    run = cli(*words, "--digits", "5", "--max-bits", "256")
    said, text, carets = run.stderr.splitlines()
    assert run.returncode and said.startswith("Error: ") and text.strip() == words[1]
    assert set(carets.strip()) == {"^"}
