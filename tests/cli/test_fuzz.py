"""Whatever is typed gives an answer or one clear error: good expressions, mutated, and bytes that mean nothing."""

import random
import re

import pytest
from mutations import mutate

from gradcli.core.primitive import FUNCTIONS

GOOD = ["u**3+v**2+4*u*v", "-x**-2/(3x+1)", "sin(x)**2 + log(y, 2)", "k = 2*x; f(t) = t**2 - k; f(y) + f(f(x))",
        "x if 0 < x <= 1 else max(y, 3.5e-2, pi)", "not x and y or x != 1", "(a+b)(a-b)", "1_000*θ·2 − e", "x! + 3!",
        "where(x>0, log(x), 0) # note", "(1 +\n 2)*x", "clamp(x, -1, 1)//2 % 3", "hypot(x, y, 1)/gamma(x)"]
PIECES = ["(", ")", ",", ";", "\n", "=", "==", "!", "!=", "#", "**", "^", "-", " ", "if", "else", "not", "and", " x ", "y",
          "1", ".", "e", "_", "0x", "²", "٣", "é", "e\u0301", "\u202e", "\u200b", "𝒙", "'", '"', "\\", "$", "@",
          "f(", "t", "inf", "nan", "1e999", "\t", "\r", "≤", "×", "[", "{", "%", "\udc80", "х", *FUNCTIONS]
BOUND = ["x=0.5", "y=2", "u=1", "v=3", "a=1", "b=2", "θ=1"]
COMMANDS = [["eval"], ["eval", "-f", "json"], ["graph"], ["graph", "-f", "rich"], ["nth", "-n", "1", "--wrt", "x"]]


def questions(rng: random.Random):
    """A command line without its last options, and its standard input."""
    while True:
        words, text, at = rng.choice(COMMANDS), mutate(rng, rng.choice(GOOD), PIECES), list(BOUND)
        if rng.random() < 0.2:
            place = rng.randrange(len(at))
            at[place] = mutate(rng, at[place], ["=", ",", "1", "pi", "x", "-", "(", " ", "if", "nan", "²"])
        yield [*words, "--at", *at, "--", text], b""
        if rng.random() < 0.7:
            continue
        noise = bytes(rng.choice([rng.randrange(256), *b"xy12+-*/()=;,. \n"]) for _ in range(rng.randint(0, 30)))
        yield [*words, "-", "--at", "x=1", "y=2"], noise


def decently(run):
    """Whether this is an answer, or one clear error."""
    lines = run.stderr.splitlines()
    if "Traceback" in run.stderr or any("Error" in line for line in lines[1:]):
        return False
    if run.stdout:
        return run.returncode in (0, 1) and all(re.match("Warning: |  ", line) for line in lines)
    return run.returncode in (1, 2) and bool(lines) and lines[0].startswith("Error: ")


@pytest.mark.parametrize("seed", range(4))
def test_anything_is_answered_or_refused(cli, seed):
    asked = questions(random.Random(seed))
    for _ in range(150):
        words, stdin = next(asked)
        run = cli(*words, stdin=stdin)
        assert decently(run), (words, stdin, run)


def test_a_row_of_several_arguments_has_no_switch_of_one(cli):
    run = cli("check", "not x and y or x != 1", "(floor(x) + round(y))/(min(x, y, 2))", "--at", "x=0.5")
    assert run.returncode in (1, 2) and "Traceback" not in run.stderr


def test_a_slope_beyond_all_doubles_is_compared(cli):
    run = cli("check", "log(x*y)/(x-y)", "--digits", "3", "--at", "x=1e-320", "y=1e-9")
    assert run.returncode in (0, 1) and "Traceback" not in run.stderr
