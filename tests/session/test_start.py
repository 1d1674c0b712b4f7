"""Sessions on terminals of several kinds: the screens, as they are drawn."""

import signal
import sys

import pytest

pytest.importorskip("pexpect")
pytest.importorskip("pyte")
from screens import Terminal  # noqa: E402

FIRST = "gradcli 0.1.0 · a formula, or a command as in the shell; help, Ctrl-D ends"
SLOW = "import gradcli.session.preview as p; p.SECONDS = 20; import sys; sys.argv[0] = 'gradcli'; " \
    "from gradcli.__main__ import start; start()"  # on a machine that is busy


def terminal(**settings):
    return Terminal(program=(sys.executable, "-c", SLOW), **settings)


def test_a_terminal_has_a_preview_below_the_line():
    shown = terminal(lines=12)
    shown.wait("\n> ")
    shown.type("x**2*sin(x")
    shown.show(FIRST, "> x**2*sin(x", "this parenthesis is never closed")
    shown.type(")")
    shown.show(FIRST, "> x**2*sin(x)", "d/dx = x**2*cos(x) + 2*x*sin(x)")
    shown.type("\r")
    shown.show(FIRST, "> x**2*sin(x)", "d/dx  x**2*cos(x) + 2*x*sin(x)", ">")
    shown.type("x = 2\r")
    shown.wait("\nx = 2\n>")
    shown.type("x**2*sin(x)")
    shown.wait("3.637189707302727   d/dx=1.9726023611141572")
    shown.type("\r")
    shown.show(FIRST, "> x**2*sin(x)", "d/dx  x**2*cos(x) + 2*x*sin(x)", "> x = 2", "x = 2", "> x**2*sin(x)",
               "value  3.637189707302727", "d/dx   1.9726023611141572", ">")
    shown.type("\x04")
    assert shown.end() == 0


def test_a_narrow_terminal_breaks_between_words():
    shown = terminal(columns=40, lines=20)
    shown.wait("\n> ")
    shown.type("x**2*sin(x)*exp(-x)/(x**2+1)\r")
    shown.wait("**2\n> ")
    shown.type("quit\r")
    assert shown.end() == 0 and max(map(len, shown.lines())) <= 40
    formula = "d/dx x*exp(-x)*(x**3*cos(x) - x**3*sin(x) + x*cos(x) - x*sin(x) + 2*sin(x))/(x**2 + 1)**2"
    assert formula in " ".join(" ".join(shown.lines()).split())


def test_a_dumb_terminal_has_readline_and_no_preview():
    shown = terminal(lines=14, TERM="dumb")
    shown.wait("\n> ")
    shown.type("tayl\t exp(x) --around x=0 -n 1\r")
    shown.wait("polynomial")
    shown.wait("dx          1\n> ")
    shown.type("2 + 3\r")
    shown.wait("5\n> ")
    shown.type("abc")
    shown.wait("\n> abc")
    shown.type("\x03")
    shown.wait("\n> abc\n> ")
    shown.type("* 2\r")
    shown.wait("10\n> ")
    shown.type("\x04")
    assert shown.end() == 0 and b"\x1b" not in shown.raw.replace(b"\x1b[?2004h", b"").replace(b"\x1b[?2004l", b"")


def test_without_the_extra_a_line_says_how_to_get_it():
    hidden = "import sys; sys.modules['prompt_toolkit'] = None; " + SLOW
    shown = Terminal(program=(sys.executable, "-c", hidden), lines=12)
    assert 'pip install "gradcli[shell]"' in shown.wait("\n> ")[1]
    shown.type("1 + 1\r")
    assert sum("pip install" in line for line in shown.wait("2\n> ")) == 1
    shown.type("\x04")
    assert shown.end() == 0


@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_ctrl_c_ends_a_long_computation_and_not_the_session(term):
    slow = "import time; import gradcli.cli.grad as g; g.read = lambda text: print('computing') or time.sleep(60); "
    shown = Terminal(program=(sys.executable, "-c", slow + SLOW), lines=14, TERM=term)
    shown.wait("\n> ")
    shown.type("x = 3\r")
    shown.show(FIRST, "> x = 3", "x = 3", ">")
    shown.type("grad slow\r")
    shown.wait("computing")
    shown.process.kill(signal.SIGINT)
    shown.wait("interrupted")
    shown.wait("interrupted\n> ")
    shown.type("vars\r")
    shown.wait("> vars\nx = 3\n> ")
    shown.type("\x04")
    assert shown.end() == 0


def test_standard_error_may_be_elsewhere_and_input_must_be_a_terminal(tmp_path):
    shell = f"{sys.executable} -m gradcli < /dev/null; echo [$?]; {sys.executable} -m gradcli | cat; echo [$?]"
    shown = Terminal(program=("/bin/bash", "-c", shell + " 2>&1"), lines=60)
    shown.end()
    assert "[2]" in "\n".join(shown.lines()) and not any(line.startswith("> ") for line in shown.lines())
