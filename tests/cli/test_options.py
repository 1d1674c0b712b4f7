"""One set of options for all commands: every pair of a command and an option is used here, or a reason says why not."""

import json
import re
from itertools import product

import click
import pytest

from gradcli.cli import COMMANDS, group

OPTIONS = ["--wrt", "--only", "--strict", "--limit", "-f", "--exact", "--digits", "--points", "--on-error"]
FORMATS = ["plain", "rich", "json", "csv", "latex"]
FORMULA = ""  # a formula without a command
ANSWERING = [FORMULA, "eval", "nth", "grad", "hessian", "jacobian", "taylor", "check"]
OTHERS = [command for command in COMMANDS if command not in ANSWERING]
PROGRAM, PICTURE = "a program has no numbers to choose", "a picture is one answer at one point"
# Why a command lacks an option.
REASONS = {
    **{("taylor", option): "a polynomial is no row of numbers" for option in ("--points", "--on-error")},
    **{("check", option): "a verdict is no row of numbers" for option in ("--only", "--points", "--on-error")},
    **{("explain", option): PICTURE for option in ("--only", "--points", "--on-error")},
    ("explain", "--digits"): "its numbers are those that PyTorch computes",
    **{("graph", option): PICTURE for option in ("--only", "--points", "--on-error")},
    **{("graph", option): "its numbers are those that PyTorch computes" for option in ("--exact", "--digits")},
    **{("code", option): PROGRAM for option in ("--only", "--strict", "--exact", "--digits", "--points", "--on-error")},
    **{("plot", option): "a curve is drawn in doubles, of whole intervals"
       for option in ("--wrt", "--only", "--exact", "--digits", "--points", "--on-error")},
    **{pair: "it has no expression" for pair in product(["functions", "help"], OPTIONS) if pair[1] != "-f"},
    **{pair: "its questions have it" for pair in product(["batch"], OPTIONS)},
}


def known(command):
    """The options of a command."""
    found = group.get_command(click.Context(group), command)
    return {name: each for each in found.params if isinstance(each, click.Option) for name in each.opts}


@pytest.mark.parametrize("command, option", list(product([*ANSWERING, *OTHERS], OPTIONS)))
def test_an_option_is_there_or_has_a_reason_not_to(command, option):
    assert (option in known(command)) != ((command, option) in REASONS)


PAIRS = [pair for pair in product(ANSWERING, OPTIONS) if pair not in REASONS]
# Words of a question about x**2*y, or another expression, at numbers or free.
ORDER = {"nth": ["-n", "2"], "taylor": ["-n", "2"]}


def ask(cli, command, expression, at=(), *words, stdin=""):
    """The answer to a question of a command; `at` binds names."""
    texts = [expression, "x+1"] if command == "jacobian" else [expression]
    point = ["--around" if command == "taylor" else "--at", *at] if at else []
    return cli(*[command][:bool(command)], *texts, *ORDER.get(command, []), *point, *words, stdin=stdin)


def wrt(command):
    return ["--wrt", "x"] if command == "nth" else []


def use_wrt(cli, command):
    assert ask(cli, command, "x**2*y", ("x=3", "y=2"), "--wrt", "x").returncode == 0
    both, one = (ask(cli, command, "x**2*y", ("x=3", "y=2"), "--wrt", names).stdout for names in ("x,y", "x"))
    assert "x" in one.replace("exp", "") or command in ("nth", "taylor")
    assert both != one and not re.search(r"d/dy|/dy|\by\b", one)


def use_only(cli, command):
    words = ["--all", *wrt(command)] if command == "nth" else []
    full = json.loads(ask(cli, command, "x**2*y", ("x=3", "y=2"), *words, "-f", "json").stdout)
    assert full
    refused = ask(cli, command, "x**2*y", ("x=3", "y=2"), *words, "--only", "nothing")
    names = re.search(r"it is one of (.*)\)", refused.stderr)[1].split(", ")
    assert (refused.returncode, refused.stdout) == (2, "") and len(names) > 1
    for name in names:
        one = ask(cli, command, "x**2*y", ("x=3", "y=2"), *words, "--only", name)
        assert one.returncode == 0 and one.stdout.count("\n") == 1
    twice = ask(cli, command, "x**2*y", ("x=3", "y=2"), *words, "--only", names[0], "--only", names[1]).stdout
    assert twice.count("\n") == 2


def use_strict(cli, command):
    at = ("x=0", "q=1") if command != "taylor" else ("x=0",)
    words = wrt(command) if command != "taylor" else ["--at", "q=1"]
    for strict, code in (([], 0), (["--strict"], 1)):
        run = ask(cli, command, "x**2", at, *words, *strict)
        assert run.returncode == code and run.stdout and "unused: q" in run.stderr


def use_limit(cli, command):
    run = ask(cli, command, "sin(x)*cos(x)*exp(x)", ("x=1",), *wrt(command), "--limit", "1")
    assert (run.returncode, run.stdout) == (1, "") and "--limit" in run.stderr


def use_formats(cli, command):
    offered = [form for form in FORMATS if form in known(command)["-f"].type.choices]
    assert offered == FORMATS or (command, offered) == ("check", ["plain", "rich", "json"])  # a verdict
    answers = {form: ask(cli, command, "x**2*y", ("x=3", "y=2"), *wrt(command), "-f", form) for form in offered}
    assert all(run.returncode == 0 and run.stdout for run in answers.values())
    assert len({run.stdout for run in answers.values()}) == len(answers) - (command == "nth")  # whose LaTeX is the number
    assert list(json.loads(answers["json"].stdout))[-1] == "warnings"


def use_exact(cli, command):
    run = ask(cli, command, "x**3*y/7", ("x=1/3", "y=1"), *wrt(command), "--exact", "-f", "json")
    assert run.returncode == 0 and re.search(r"unrounded" if command == "check" else r'"[12]/\d+"', run.stdout)
    assert ask(cli, command, "exp(x)", ("x=1",), *wrt(command), "--exact").returncode == 1


def use_digits(cli, command):
    run = ask(cli, command, "exp(x)*x/7", ("x=1/3",), *wrt(command), "--digits", "40", "-f", "json")
    assert run.returncode == 0 and re.search(r"unrounded" if command == "check" else r'"0\.\d{40}"', run.stdout)


def use_points(cli, command):
    run = ask(cli, command, "x**2*y", (), *wrt(command), "--points", "-", stdin="x,y\n3,2\n0.5,-1\n")
    assert run.returncode == 0 and run.stdout.count("\n") == 3 and run.stdout.startswith("x,y,")
    names, row = (line.split(",") for line in run.stdout.splitlines()[:2])
    assert dict(zip(names, row, strict=True)).items() >= {"x": "3", "y": "2"}.items()
    assert any(number in row for number in ("18", "12", "4", "9"))


def use_on_error(cli, command):
    table = "x,y\n3,2\nwrong,1\n0.5,-1\n"
    ends = {treatment: ask(cli, command, "x**2*y", (), *wrt(command), "--points", "-", "--on-error", treatment, stdin=table)
            for treatment in ("stop", "skip", "nan")}
    assert [run.returncode for run in ends.values()] == [2, 0, 0]
    assert [run.stdout.count("\n") for run in ends.values()] == [2, 3, 4] and "nan" in ends["nan"].stdout


USES = {"--wrt": use_wrt, "--only": use_only, "--strict": use_strict, "--limit": use_limit, "-f": use_formats,
        "--exact": use_exact, "--digits": use_digits, "--points": use_points, "--on-error": use_on_error}


@pytest.mark.parametrize("command, option", PAIRS)
def test_an_option_does_what_it_says(cli, command, option):
    USES[option](cli, command)
