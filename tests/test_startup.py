"""What a fresh interpreter imports for an answer: counted, since start-up is a feature and a clock cannot be trusted."""

import subprocess
import sys
from functools import cache

import pytest

BARE = """
import click
@click.command()
@click.argument("words", nargs=-1)
@click.option("--at", multiple=True)
@click.option("-f", type=click.Choice(["plain"]), default="plain")
def main(words, at, f):
    click.echo("1")
"""
NUMBERS = [("eval", "u**3+v**2+4*u*v", "--at", "u=3", "v=4"), ("eval", "-sin(2x)", "--at", "x=pi/8", "--only", "d/dx"),
           ("nth", "x**2+x**3", "-n", "2", "--at", "x=5")]
# What formulas, other formats and other number types need, and a number in plain text does not.
ELSEWHERE = {"gradcli." + name for name in (
    "calc.direction calc.along calc.along_points calc.implicit calc.tutor calc.slips report.directions "
    "syntax.tex syntax.folds engine.unfold core.trampoline calc.longsum "
    "calc.plot report.plots report.round_numbers render.plots render.pictures cli.plot "
    "algebra engine.lift syntax.latex syntax.diagnostics syntax.hints syntax.printer render.as_json render.as_rich "
    "render.as_csv render.as_latex domains.exact domains.array domains.ball stream cli.grad cli.graph cli.hessian "
    "cli.jacobian cli.taylor cli.check cli.functions cli.help cli.completion calc.topics syntax.uncertainty "
    "calc.uncertainty calc.curvature calc.moments report.uncertainties syntax.ranges calc.ranges cli.ranges "
    "render.columns").split()}


@cache
def modules(program: str, *words: str) -> frozenset[str]:
    """The modules that are there after `program` has run main() with these words, beyond those of a bare interpreter."""
    code = f"import sys\nbefore = set(sys.modules)\nsys.argv[0] = 'gradcli'\n{program}\n" \
        "try: main()\nexcept SystemExit as leave: assert not leave.code, leave.code\n" \
        "print(*sorted(set(sys.modules) - before), file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True)
    assert not run.returncode, run.stderr
    return frozenset(run.stderr.split())


def beyond_click(*words: str, program: str = "from gradcli.cli import main") -> set[str]:
    """What an answer of ours imports that a bare click program with one command does not."""
    return set(modules(program, *words) - modules(BARE, "x", "--at", "x=1", "-f", "plain"))


def not_ours(names: set[str]) -> set[str]:
    """The modules of others that had to be read from a file; math, which may be one or be built in, is there in any case."""
    known = {"math", *sys.builtin_module_names}
    return {name for name in names if name.partition(".")[0] != "gradcli" and name not in known}


def test_the_command_line_alone_is_next_to_nothing():
    names = beyond_click(program="import gradcli.cli\ndef main(): pass")
    assert not not_ours(names) and names <= {"gc", "gradcli", "gradcli.cli", "gradcli.errors"}


@pytest.mark.parametrize("words", NUMBERS)
def test_a_plain_number_needs_nothing_beyond_click(words):
    names = beyond_click(*words)
    assert not not_ours(names)
    assert not names & ELSEWHERE


@pytest.mark.parametrize("expression, families", [
    ("u**3/v - u + v", ""), ("|u| if u < v else 1", "piecewise"), ("√u*e**v", "elementary power_slopes"),
    ("sin(u)*v", "trigonometric constants geometry elementary piecewise"),
    ("u*v!", "special constants elementary piecewise")])
def test_only_the_rows_that_the_text_names_are_made(expression, families):
    names = beyond_click("eval", expression, "--at", "u=1/2", "v=2", "--only", "value")
    always = {"", ".arithmetic", ".logic", ".points", ".powers"}
    found = {name.removeprefix("gradcli.ops") for name in names if name.startswith("gradcli.ops")} - always
    assert found == {"." + name for name in families.split()}


def test_json_needs_json_alone():
    names = not_ours(beyond_click("eval", "u*v**2", "--at", "u=3", "v=4", "-f", "json"))
    assert {name.strip("_").partition(".")[0] for name in names} <= {"json"}
    ours = beyond_click("eval", "u*v**2", "--at", "u=3", "v=4", "-f", "json")
    assert {name for name in ours if name.startswith("gradcli.report.")} == {"gradcli.report.base", "gradcli.report.values"}


@pytest.mark.parametrize("words", [
    ("grad", "u*v**2"), ("nth", "u**3", "-n", "2"), ("hessian", "u*v"), ("jacobian", "u*v", "u")])
def test_a_formula_needs_nothing_of_the_analysis_of_numbers(words):
    ours = beyond_click(*words, "-f", "plain")
    assert not [name for name in ours if name.startswith("gradcli.analysis")]
    assert "fractions" not in ours  # the numbers of this formula are whole


def test_a_right_claim_needs_no_slips_and_no_more_digits():
    ours = beyond_click("check", "u**2", "--claim", "2*u", "-f", "plain")
    assert not {"gradcli.calc.claims.slips", "gradcli.calc.claims.finer", "gradcli.syntax.hints", "decimal"} & ours


def test_rich_is_there_to_draw_and_not_else():
    drawing, plain = (beyond_click("graph", "3*x**2", "--at", "x=3", "-f", form) for form in ("rich", "plain"))
    assert "rich" in drawing and "rich" not in plain


def test_a_process_for_one_answer_has_nothing_of_a_batch_or_a_session():
    names = beyond_click(*NUMBERS[0])
    assert not [name for name in names if name.startswith(("gradcli.session", "gradcli.cli.batch"))]


@pytest.mark.parametrize("words", [
    ("eval", "u", "--at", "u=3", "-f", "plain"), ("check", "u**2", "--claim", "2*u", "-f", "json"),
    ("nth", "u**3", "-n", "2"), ("nth", "u**3", "-n2", "-fplain")])
def test_a_short_option_is_not_looked_for_among_others(words):
    assert "difflib" not in beyond_click(*words)
