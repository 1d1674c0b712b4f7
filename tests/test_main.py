"""The process: how it starts, and how it ends."""

import gc
import subprocess
import sys

import pytest

PROGRAM = """
import gc, gradcli.cli, sys
def main():
    {}
gradcli.cli.main = main
from gradcli.__main__ import start
start()
"""


def start(body):
    return subprocess.run([sys.executable, "-c", PROGRAM.format(body)], capture_output=True, text=True)


def test_no_garbage_is_looked_for_before_the_answer():
    assert start("print(gc.isenabled(), flush=True)").stdout == "False\n"


@pytest.mark.parametrize("body, code", [("sys.exit(3)", 3), ("sys.exit(0)", 0), ("sys.exit('words')", 1), ("sys.exit()", 1)])
def test_the_exit_code_is_that_of_the_command_line(body, code):
    assert start(body).returncode == code


def test_a_long_table_looks_for_garbage_again(cli):
    gc.disable()
    try:
        assert not cli("eval", "x**2", "--points", "-", stdin="x\n3\n").returncode
        assert gc.isenabled() and gc.get_freeze_count() > 1000
    finally:
        gc.unfreeze()
        gc.enable()


def test_it_runs_as_a_module(gradcli):
    assert gradcli("eval", "-", "--at", "x=3", stdin="-2x\n").stdout == "value\t-6\nd/dx\t-2\n"
