"""The line of prompt_toolkit, driven by keys through a pipe."""

from types import SimpleNamespace

import pytest

pytest.importorskip("prompt_toolkit")
from prompt_toolkit.application import create_app_session  # noqa: E402
from prompt_toolkit.completion import CompleteEvent  # noqa: E402
from prompt_toolkit.document import Document  # noqa: E402
from prompt_toolkit.input import create_pipe_input  # noqa: E402
from prompt_toolkit.output import DummyOutput  # noqa: E402

from gradcli.cli import group  # noqa: E402
from gradcli.session import preview  # noqa: E402
from gradcli.session.editor import Editor, _Names  # noqa: E402
from gradcli.session.history import History  # noqa: E402
from gradcli.session.session import Session  # noqa: E402
from gradcli.session.start import start  # noqa: E402


@pytest.fixture
def keys(monkeypatch, tmp_path):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("GRADCLI_HISTORY", str(tmp_path / "history"))
    monkeypatch.setattr(preview, "SECONDS", 30)  # on a machine that is busy
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe.send_text


def run(capsys, keys, typed):
    """What a session prints after its first line."""
    keys(typed + "\x04")
    start(group)
    printed = capsys.readouterr()
    assert printed.out.startswith("gradcli 0.") and not printed.err
    return printed.out.partition("\n")[2]


TYPED = "x**2*sin(x)\rx = 2\rx**2*sin(x)\rans + 1\rf(t) = t**2 + 1\rnth f(x) -n 2\rvars\r"
PRINTED = """\
d/dx  x**2*cos(x) + 2*x*sin(x)
x = 2
value  3.637189707302727
d/dx   1.9726023611141572
4.637189707302727
f(t) = t**2 + 1
2
x = 2
f(t) = t**2 + 1
"""


@pytest.mark.parametrize("shown", ["0", "1"])
def test_a_session(capsys, keys, monkeypatch, shown):
    monkeypatch.setenv("GRADCLI_PREVIEW", shown)
    assert run(capsys, keys, TYPED) == PRINTED


def test_ctrl_c_clears_the_line_and_quit_ends(capsys, keys):
    assert run(capsys, keys, "x = 5\x03x = 6\rvars\rquit\r7\r") == "x = 6\nx = 6\n"


def test_keys_of_the_history(capsys, keys, tmp_path):
    (tmp_path / "history").write_text("1+1\n2+3\n")
    assert run(capsys, keys, "\x1b[A\x1b[A\r" "3\r") == "2\n3\n"
    assert (tmp_path / "history").read_text() == "1+1\n2+3\n1+1\n3\n"


def test_lines_that_are_pasted_are_answered_in_turn(capsys, keys):
    assert run(capsys, keys, "\x1b[200~x = 2\nx**3\x1b[201~\r") == "x = 2\nvalue  8\nd/dx   12\n"


def test_a_word_is_completed():
    found = _Names(lambda: Session(group)).get_completions(Document("2*factor"), CompleteEvent())
    assert [(each.text, each.start_position) for each in found] == [("factorial(", -6)]


def test_the_preview_is_made_once_for_a_line_and_not_at_all_if_it_is_not_wanted(keys, monkeypatch):
    typed = SimpleNamespace(text="x**2")
    app = SimpleNamespace(current_buffer=typed, output=DummyOutput())
    monkeypatch.setattr("gradcli.session.editor.get_app", lambda: app)
    editor = Editor(lambda: Session(group), History(""))
    assert editor.preview() == "d/dx = 2*x"
    monkeypatch.setattr(preview, "limited", None)
    assert editor.preview() == "d/dx = 2*x"
    typed.text = " "
    assert editor.preview() == ""
    monkeypatch.setenv("GRADCLI_PREVIEW", "0")
    assert Editor(lambda: Session(group), History("")).preview is None
