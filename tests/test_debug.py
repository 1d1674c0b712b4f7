"""GRADCLI_DEBUG: the results of each stage are printed on standard error; if it is not set, nothing is imported for it."""

import os
import subprocess
import sys


def run(stages: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "gradcli", *words], capture_output=True, text=True,
                          env=os.environ | {"GRADCLI_DEBUG": stages})


def test_the_stages_that_are_chosen_are_printed():
    shown = run("ast,tape", "eval", "x**2+1", "--at", "x=3")
    assert shown.stdout == run("", "eval", "x**2+1", "--at", "x=3").stdout == "value\t10\nd/dx\t6\n"
    assert "# ast: parse\nx 2 pow/2 1 add/2\n" in shown.stderr
    assert "# tape: lower, root %4\n%0 = variable x\n%1 = constant 2\n%2 = pow %0 %1\n%3 = constant 1\n%4 = add %2 %3\n" \
        in shown.stderr
    assert "tokens" not in shown.stderr and "reverse" not in shown.stderr


def test_tokens_are_shown_of_a_text_that_cannot_be_read():
    assert "# tokens: lexer\n( x +" in run("tokens", "eval", "(x +").stderr


def test_a_sweep_is_shown_with_the_attributes_of_its_rows():
    assert "falling_power %0 %1 [1]" in run("passes", "eval", "x**y", "--at", "x=3", "y=2").stderr


def test_an_unknown_stage_is_named():
    assert "unknown stage foo" in run("foo,tape", "eval", "1").stderr


def test_nothing_is_printed_or_imported_without_it():
    code = "import sys; from gradcli.syntax.parser import parse; from gradcli.engine.lower import lower\n" \
           "lower(parse('x'))\nassert 'gradcli.debug' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          env=os.environ | {"GRADCLI_DEBUG": ""})
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
