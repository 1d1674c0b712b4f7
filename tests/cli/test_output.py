"""The way out of an answer: a format, a picture, some of the results, warnings and exit codes."""

import math

import click
import pytest

from gradcli.cli.output import choose, exit_with_warnings
from gradcli.errors import GradcliError
from gradcli.report.base import Warning


def test_pictures_come_from_the_command_line(cli):
    for form, begin in (("dot", "digraph"), ("mermaid", "flowchart LR"), ("svg", "<svg "), ("html", "<!DOCTYPE html>")):
        run = cli("graph", "3*x**2", "--at", "x=3", "-f", form)
        assert run.stdout.startswith(begin) and (run.stderr, run.returncode) == ("", 0)
    assert cli("explain", "3*x**2", "--at", "x=3", "-f", "html").stdout == run.stdout
    run = cli("graph", "+".join(["x"] * 400), "-f", "svg")
    assert (run.stdout, run.returncode) == ("", 1) and "Error: " in run.stderr
    assert cli("graph", "+".join(["x"] * 400), "-f", "svg", "--limit", "1000").returncode == 0


UNDEFINED = Warning("domain", "log(x)", (0, 6), "log(x) is not defined here", "log(x)")


@pytest.mark.parametrize("only, chosen", [
    ([], ["value", "d/dx"]), (["d/dx"], ["d/dx"]), (["d/dx, value,d/dx"], ["d/dx", "value"])])
def test_results_are_chosen_by_name(only, chosen):
    assert choose(only, ["value", "d/dx"]) == chosen


def test_a_result_that_there_is_not_is_named():
    with pytest.raises(GradcliError) as caught:
        choose(["d/dz"], ["value", "d/dx"])
    assert (caught.value.message, caught.value.help) == ("--only d/dz: there is no such result", "it is one of value, d/dx")


@pytest.mark.parametrize("warnings, numbers, strict, code", [
    ([], [1.0, "1/3"], False, 0), ([UNDEFINED], [1.0], False, 0), ([UNDEFINED, UNDEFINED], [1.0], True, 1),
    ([], [math.nan], False, 1), ([], [math.inf], True, 0)])
def test_the_exit_code_says_whether_the_answer_is_one(capsys, warnings, numbers, strict, code):
    try:
        exit_with_warnings(warnings, numbers, strict)
        left = 0
    except click.exceptions.Exit as leave:
        left = leave.exit_code
    assert left == code and capsys.readouterr().err.count("log(x) is not defined here") == len(set(warnings))


def test_rich_is_for_terminals(cli, monkeypatch):
    words = "eval", "u*v", "--at", "u=3", "v=4"
    assert cli(*words).stdout == cli(*words, "-f", "plain").stdout != cli(*words, "-f", "rich").stdout
    assert cli(*words, "--only", "d/du").stdout == "4\n"
