"""What a user types and sees."""

import json
import re
import shlex
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\$ (gradcli .*)\n((?:(?!\$|```).*\n)*)", README, re.MULTILINE)


@pytest.mark.parametrize("line, output", EXAMPLES)
def test_readme(gradcli, line, output):
    assert gradcli(*shlex.split(line)[1:]).stdout == output


def test_tutorial_grad_fn(gradcli):
    for source, value, name in (("3*x**2", 27, "MulBackward0"), ("6*x**2 + 2*x + 4", 64, "AddBackward0")):
        answer = json.loads(gradcli("eval", source, "--at", "x=3", "-f", "json").stdout)
        assert (answer["value"], answer["grad_fn"]) == (value, name)


def test_leading_minus_and_standard_input(gradcli):
    assert gradcli("eval", "-x**2", "--at", "x=3").stdout == "value\t-9\nd/dx\t-6\n"
    assert gradcli("eval", "-", "--at", "x=3", stdin="2x\n").stdout == "value\t6\nd/dx\t2\n"


def test_nan_is_exit_1_and_its_derivative_nan(gradcli):
    run = gradcli("eval", "1+log(x)", "--at", "x=-1")
    assert (run.returncode, run.stdout) == (1, "value\tnan\nd/dx\tnan\n") and "log(x)" in run.stderr


@pytest.mark.parametrize("source, at, value, slope", [
    ("abs(x)", "0", 0, 0), ("relu(x)", "0", 0, 0), ("clamp(x,0,5)", "0", 0, 1), ("clamp(x,0,5)", "5", 5, 1),
    ("max(-x,x)", "0", 0, 0), ("where(x>0,log(x),x)", "0", 0, 1), ("where(x>0,sqrt(x),x)", "-1", -1, 1),
    ("x**1", "0", 0, 1), ("x**0", "0", 1, 0), ("x**3", "-2", -8, 12), ("tanh(x)*1", "1000", 1, 0)])
def test_kinks_and_branches(gradcli, source, at, value, slope):
    answer = json.loads(gradcli("eval", source, "--at", f"x={at}", "-f", "json").stdout)
    assert (answer["value"], answer["partials"]["x"]) == (value, slope)


@pytest.mark.parametrize("source", ["(" * 20000 + "x" + ")" * 20000, "sin(" * 20000 + "x" + ")" * 20000,
                                    "x" + "+x" * 20000, "-" * 20000 + "x"])
def test_size_is_nothing_special(gradcli, source):
    run = gradcli("eval", "-", "--at", "x=1", stdin=source)
    assert run.returncode == 0 and run.stdout.startswith("value\t")


@pytest.mark.parametrize("source, root", [
    ("2-x", "RsubBackward1"), ("x-2", "SubBackward0"), ("2/x", "MulBackward0"), ("x/2", "DivBackward0"),
    ("2**x", "PowBackward2"), ("x**2", "PowBackward0"), ("x**y", "PowBackward1"), ("-x", "NegBackward0"), ("+x", None),
    ("x%2", "RemainderBackward0"), ("x%y", "RemainderBackward1"), ("max(x,y)", "MaximumBackward0"),
    ("where(x>0,x,y)", "WhereBackward0"), ("log1p(x)", "Log1PBackward0"), ("x>0", None)])
def test_graph_is_pytorchs(gradcli, source, root):
    nodes = json.loads(gradcli("graph", source, "-f", "json").stdout)["nodes"]
    assert nodes[-1]["grad_fn"] == root


def test_plain_answer_imports_neither_rich_nor_anything_heavy():
    import subprocess
    import sys

    code = ("import sys; sys.argv = ['gradcli', 'eval', 'x**2', '--at', 'x=3']\nfrom gradcli.cli import main\n"
            "try: main()\nexcept SystemExit: pass\n"
            "print({'rich', 'json', 'numpy', 'fractions', 'difflib'} & set(sys.modules))")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.endswith("set()\n")


@pytest.mark.parametrize("words, answer", [
    (["x**2+x**3", "-n", "2", "--at", "x=5"], "32"), (["x**2+x**3", "-n", "0", "--at", "x=5"], "150"),
    (["x**2*y**3", "--wrt", "x,x,y", "--at", "x=1", "y=2"], "24"), (["sin(x)", "-n", "4", "--at", "x=0"], "0"),
    (["3*x", "-n", "3", "--at", "x=1"], "0"), (["log(x) if x>0 else x**2", "-n", "2", "--at", "x=-1"], "2"),
    (["--at", "x=5", "-x**3", "-n", "2"], "-30")])
def test_nth(gradcli, words, answer):
    assert gradcli("nth", *words).stdout == answer + "\n"


@pytest.mark.parametrize("order", ["-1", "1.5", "x", "1000000"])
def test_nth_order_out_of_range(gradcli, order):
    run = gradcli("nth", "sin(x)", "--at", "x=1", "-n", order)
    assert (run.returncode, run.stdout) == (2, "")


@pytest.mark.parametrize("words, formula", [
    (["x**2+x**3", "-n", "2"], "6*x + 2"), (["sin(x)", "-n", "2"], "-sin(x)"), (["log(x)", "-n", "2"], "-1/x**2"),
    (["a*x**3", "-n", "2", "--at", "a=2"], "12*x"), (["x/(1+x)", "-n", "1"], "1/(x + 1)**2")])
def test_nth_as_a_formula_is_read_back(gradcli, words, formula):
    assert gradcli("nth", *words).stdout == formula + "\n"
    assert gradcli("eval", formula, "--at", "x=2").returncode == 0
