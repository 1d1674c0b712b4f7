"""The command line: exit codes; streams that are closed, full, broken or speak ASCII; help; texts of any size."""

import math
import os
import re
import shlex
import signal
import subprocess
import sys

import pytest

from gradcli.cli import COMMANDS

GRADCLI = f"{shlex.quote(sys.executable)} -m gradcli"
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
needs_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")


def shell(line, **environment):
    return subprocess.run(["bash", "-c", line.replace("gradcli", GRADCLI)], capture_output=True,
        env={**os.environ, **environment})


@pytest.mark.parametrize("line, code, said", [
    ("gradcli eval 1+1 >&-", 1, b"Error: the answer cannot be written: standard output is closed\n"),
    ("gradcli eval 1+ >&-", 2, b"Error: a number"),
    ("gradcli eval 1+ 2>&-", 2, b""), ("gradcli eval 1+1 2>&-", 0, b""), ("gradcli eval 1+ 2>&- >&-", 2, b""),
    ("gradcli --help >&-", 1, b"Error: "),
    ("gradcli eval - <&-", 2, b"Error: no input: standard input is empty\n"),
    ("gradcli eval - </dev/null", 2, b"Error: no input"),
    pytest.param("gradcli eval 1+1 >/dev/full", 1, b"Error: No space left on device\n", marks=needs_full),
    pytest.param("gradcli --help >/dev/full", 1, b"Error: No space left on device\n", marks=needs_full),
    pytest.param("gradcli eval 1+ 2>/dev/full", 2, b"", marks=needs_full)])
def test_streams_that_are_closed_or_full(line, code, said):
    run = shell(line)
    assert run.returncode == code and run.stderr.startswith(said) and run.stderr.count(b"\n") <= 3
    assert b"Traceback" not in run.stderr and b"Exception" not in run.stderr


def test_a_broken_pipe_is_silent():
    run = shell("(sleep 0.1; gradcli eval 1+1; echo $? >&2) | true")
    assert (run.stdout, run.stderr) == (b"", b"141\n")


def started(*words, stdin=None, **environment):
    return subprocess.Popen([sys.executable, "-m", "gradcli", *words], stdin=stdin, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, env={**os.environ, **environment})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs")
@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_signal_ends_it_in_silence(tmp_path, number, code):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    run = started("eval", f"@{fifo}")
    with open(fifo, "w"):  # waits until it is read
        run.send_signal(number)
        assert (*run.communicate(), run.returncode) == (b"", b"", code)


def test_a_minus_reads_from_a_terminal_too():
    pty = pytest.importorskip("pty")
    mine, theirs = pty.openpty()
    run = started("eval", "-", "--at", "x=3", stdin=theirs)
    os.write(mine, b"2x\n\x04")  # Ctrl-D
    assert (*run.communicate(), run.returncode) == (b"value\t6\nd/dx\t2\n", b"", 0)


def test_the_answer_depends_on_the_question_alone():
    """Processes at once, each in surroundings of its own."""
    words = "nth", "exp(x*y)*sin(x)", "--wrt", "x,y"
    surroundings = [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "22", "COLUMNS": "20"}, {"TERM": "dumb", "NO_COLOR": "1"},
                    {"FORCE_COLOR": "1", "LC_ALL": "de_DE.UTF-8"}]
    runs = [started(*words, **each) for each in surroundings]
    answers = {(*run.communicate(), run.returncode) for run in runs}
    assert len(answers) == 1 and answers.pop()[1:] == (b"", 0)


@pytest.mark.parametrize("failure, says", [(MemoryError(), "memory"), (RecursionError(), "nested"),
    (OSError(5, "Input/output error"), "Input/output error"),
                                           (OSError(5, "Input/output error", "name"), "Input/output error: name")])
def test_what_the_system_does_is_one_line(cli, monkeypatch, failure, says):
    def fails(*_):
        raise failure

    monkeypatch.setattr("gradcli.cli.eval.read", fails)
    run = cli("eval", "x")
    assert (run.returncode, run.stdout) == (1,
        "") and run.stderr.startswith("Error: ") and says in run.stderr and run.stderr.count("\n") == 1


def test_arguments_where_the_locale_is_ascii():
    run = shell("gradcli eval 'θ**2' --at θ=3 --only d/dθ", **ASCII)
    assert (run.returncode, run.stdout, run.stderr) == (0, b"6\n", b"")
    run = shell("gradcli eval 'θ₂'", **ASCII)
    assert run.returncode == 2 and run.stderr == \
        b"Error: U+2082 SUBSCRIPT TWO at column 2 is not part of an expression (write \\u03b8_2)\n" \
        b"  \\u03b8\\u2082\n        ^^^^^^\n"
    run = shell("gradcli graph 'θ**2' -f rich", **ASCII)
    assert run.returncode == 0 and run.stdout.split() == [
        b"node", b"grad_fn", b"**2", b"PowBackward0", b"`-\\u03b8", b"leaf"]
    run = shell("gradcli eval $'x\\xff'", **ASCII)
    assert run.returncode == 2 and run.stderr.startswith(b"Error: the byte 0xFF, which is not UTF-8, at column 2")


def test_a_file_whose_name_is_not_ascii_where_the_locale_is(tmp_path):
    (tmp_path / "θ").write_text("1+1")
    assert shell(f"gradcli eval @{shlex.quote(str(tmp_path))}/θ", **ASCII).stdout == b"value\t2\n"


def test_nothing_asked_shows_the_help(cli):
    run = cli()
    assert (run.returncode, run.stdout) == (2, "") and run.stderr.startswith("Usage: gradcli")


@pytest.mark.parametrize("words", [["-h"], ["--version"], ["eval", "-h"]])
def test_help_and_version(cli, words):
    run = cli(*words)
    assert run.returncode == 0 and "gradcli" in run.stdout and run.stderr == ""


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_opens_with_examples_and_fits_the_terminal(cli, command):
    words = [command] if command else []
    run = cli(*words, "--help")
    usage, blank, example, *lines = run.stdout.splitlines()
    assert usage.startswith("Usage: ") and not blank and example.startswith(" ".join(["  gradcli", *words]))
    assert (run.returncode, run.stderr) == (0, "") and max(map(len, lines)) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_what_help_gives_as_an_example_is_answered(cli, command):
    examples = "^  ((?:echo .*)?gradcli (?!.*(?:table.csv|questions.txt)).*)"
    lines = re.findall(examples, cli(command, "--help").stdout, re.MULTILINE)
    assert len(lines) > 1
    for line in lines:
        said, _, asked = line.rpartition("gradcli ")
        run = cli(*shlex.split(asked.partition(" > ")[0]), stdin=" ".join(shlex.split(said)[1:-1]))
        assert run.returncode == 0 and run.stdout and not run.stderr, line


@pytest.mark.parametrize("line, offered", [("gradcli ev", {"eval"}), ("gradcli nth x -n 3 --at x=2 --for", {"--format"}),
                                           ("gradcli eval x -f pl", {"plain"}), ("gradcli functions sec", {"sec", "sech"})])
def test_a_shell_completes_commands_options_and_functions(cli, monkeypatch, line, offered):
    environment = {"_GRADCLI_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    run = cli()
    assert run.returncode == 0 and {each.partition(",")[2] for each in run.stdout.split()} == offered


def test_ctrl_c_while_it_is_imported_is_left_to_the_system():
    """The entry point's first statement; main takes it back."""
    code = "import signal, gradcli.__main__; print(signal.getsignal(signal.SIGINT) is signal.SIG_DFL); " \
        "import sys, gradcli.cli; sys.argv = ['gradcli', '--version']\n" \
        "try: gradcli.cli.main()\nexcept SystemExit: print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.split()[0] == run.stdout.split()[-1] == "True", run


def test_nothing_is_written_or_needed_beyond_the_answer(tmp_path):
    """No HOME, an ASCII locale, a working directory that cannot be written."""
    folder = tmp_path / "ordner_\u00e4"
    folder.mkdir()
    folder.chmod(0o555)
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH")}
    run = subprocess.run([sys.executable, "-m", "gradcli", "eval", "x**2", "--at", "x=3"], cwd=folder, capture_output=True,
                         env={**environment, **ASCII, "PYTHONDONTWRITEBYTECODE": "1"})
    assert (run.returncode, run.stdout, run.stderr) == (0, b"value\t9\nd/dx\t6\n", b"")


LARGE = {"(" * 20_000 + "x" + ")" * 20_000: (0.5, 1), "x" + "+x" * 20_000: (10000.5, 20001), "-" * 20_000 + "x": (0.5, 1),
         "x if x>1 else " * 5_000 + "2*x": (1, 2)}


@pytest.mark.parametrize("source", LARGE, ids=lambda source: source[:14])
def test_a_text_may_be_long(cli, source):
    value, slope = LARGE[source]
    assert cli("eval", "-", "--at", "x=0.5", stdin=source).stdout == f"value\t{value}\nd/dx\t{slope}\n"


@pytest.mark.parametrize("function", ["sin", "f"])
def test_calls_may_be_nested_deep(cli, function):
    xs = [0.5]
    for _ in range(20_000):
        xs.append(math.sin(xs[-1]))
    slope = math.prod(map(math.cos, xs[-2::-1]), start=1.0)
    source = "f(t)=sin(t);" + f"{function}(" * 20_000 + "x" + ")" * 20_000
    assert cli("eval", "-", "--at", "x=0.5", stdin=source).stdout == f"value\t{xs[-1]!r}\nd/dx\t{slope!r}\n"


@pytest.mark.parametrize("command", ["eval", "explain", "graph"])
def test_a_derivative_that_is_nan_is_no_answer(cli, command):
    codes = [cli(command, source, "--at", "x=0").returncode for source in ("log(x - 1)", "sqrt(x**2)", "x**2")]
    assert codes == [1, 1, 0]
