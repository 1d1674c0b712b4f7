"""Shared by all tests: `gradcli(*words)` runs the command line in a fresh process, `cli(*words)` in this one."""

import io
import signal
import subprocess
import sys

import pytest

GRACE = 5  # seconds between one interruption of a test and the next
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background starts with Ctrl-C ignored, as would ours


class TimeLimit(BaseException):
    """A test takes too long. No handler of Exception catches it, and Hypothesis does not repeat the test."""


def pytest_addoption(parser):
    parser.addini("time_limit", "Seconds after which a test has failed.")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Interrupt a test that hangs; again and again, since it may wait for a process on its way out."""
    limit = float(item.config.getini("time_limit"))

    def interrupt(number, frame):
        raise TimeLimit(f"more than {limit:g} seconds")

    signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, limit, GRACE)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@pytest.fixture
def gradcli():
    def run(*words, stdin=""):
        return subprocess.run([sys.executable, "-m", "gradcli", *words], input=stdin, capture_output=True, text=True)

    return run


@pytest.fixture
def cli(monkeypatch):
    """Like `gradcli`, a thousand times as fast; `stdin` may be bytes."""
    from gradcli.cli import main

    def run(*words, stdin=""):
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        streams = [io.TextIOWrapper(io.BytesIO(initial), encoding="utf-8") for initial in (data, b"", b"")]
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["gradcli", *words])
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            with pytest.raises(SystemExit) as leave:
                main()
        written = [stream.buffer.getvalue().decode() for stream in streams[1:]]
        return subprocess.CompletedProcess(words, leave.value.code, *written)

    return run


@pytest.fixture(autouse=True)
def rules_are_recorded_anew():
    """Forget the recorded rules, and the lowered expressions, after a test, which may have replaced one by a wrong one."""
    yield
    from gradcli.engine.rules import compile_rule

    compile_rule.cache_clear()
    question = sys.modules.get("gradcli.calc.question")
    if question:
        question._parse_once.cache_clear()
        question._lower_once.cache_clear()
    rules = sys.modules.get("gradcli.calc.steps.row_slopes")
    if rules:
        rules.row_slope.cache_clear()
