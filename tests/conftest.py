"""Shared by all tests: `gradcli(*words)` runs the command line in a fresh process."""

import subprocess
import sys

import pytest


@pytest.fixture
def gradcli():
    def run(*words, stdin=""):
        return subprocess.run([sys.executable, "-m", "gradcli", *words], input=stdin, capture_output=True, text=True)

    return run
