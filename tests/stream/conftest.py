"""Shared by the tests of tables."""

import pytest


@pytest.fixture
def squared(cli):
    """The rows of x**2 for a table, which must be answered without a word."""

    def run(table, *words):
        found = cli("eval", "x**2", "--points", "-", *words, stdin=table)
        assert (found.returncode, found.stderr) == (0, "")
        return found.stdout

    return run
