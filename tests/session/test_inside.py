"""Commands that run inside this process."""

import signal

import pytest

from gradcli.cli import group
from gradcli.errors import GradcliError
from gradcli.session.inside import Inside


def test_what_a_command_leaves_behind(capsys):
    inside = Inside("batch", "plain")
    assert inside.run(group, ["eval", "abs(x)", "--at", "x=0"]) == 0
    assert inside.form == "plain" and inside.report.value == 0.0
    assert [warning.kind for warning in inside.warnings] == ["kink"] and capsys.readouterr() == ("value\t0\nd/dx\t0\n", "")


def test_the_format_by_default_is_not_that_which_is_named(capsys):
    for words, form in [(["grad", "x"], "json"), (["grad", "x", "-f", "latex"], "latex"), (["3x"], "json")]:
        inside = Inside("batch", "plain")
        inside.run(group, words, form="json")
        assert inside.form == form


@pytest.mark.parametrize("words, says", [(["eval", "-"], "standard input is read by the batch"),
    (["eval", "x", "--points", "-"], "standard input"), (["eval", "x", "--foo"], "No such option"), (["nth"], "Missing"),
    (["eval", "x"], "x is not bound"), (["batch"], "there is no batch within a batch")])
def test_errors_are_raised(words, says):
    with pytest.raises(GradcliError, match=says):
        Inside("batch", "plain").run(group, words)


def test_signals_are_as_before(tmp_path, capsys):
    (tmp_path / "t.csv").write_text("x\n1\n")
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    for words in (["eval", "x", "--points", str(tmp_path / "t.csv")], ["eval", "sin(x)", "--at", "x=1", "--digits", "5"]):
        Inside("batch", "plain").run(group, words)
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)] == before
