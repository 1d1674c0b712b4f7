"""The lines of earlier sessions."""

import os
from stat import S_IMODE

import pytest

from gradcli.session.history import MAX_LINES, SLACK, History, history_path


def test_lines_are_kept_for_the_user_alone(tmp_path):
    history = History(str(tmp_path / "state" / "gradcli" / "history"))
    assert history.lines() == []
    for line in ("x**2", "", "θ = \udcff", "x"):
        history.append(line)
    assert history.lines() == ["x**2", "θ = \udcff", "x"]
    assert S_IMODE(os.stat(history.path).st_mode) == 0o600
    assert S_IMODE(os.stat(os.path.dirname(history.path)).st_mode) == 0o700


def test_a_long_file_is_shortened(tmp_path):
    path = tmp_path / "history"
    path.write_text("".join(f"{i}\n" for i in range(MAX_LINES + SLACK + 1)))
    last = [str(i) for i in range(SLACK + 1, MAX_LINES + SLACK + 1)]
    assert History(str(path)).lines() == last and path.read_text().split() == last
    assert os.listdir(tmp_path) == ["history"] and S_IMODE(path.stat().st_mode) == 0o600


def test_none_is_kept_where_none_is_wanted_or_possible(tmp_path):
    for path in ("", str(tmp_path), "/dev/null/history"):
        history = History(path)
        history.append("x")
        assert history.lines() == []


@pytest.mark.parametrize("environment, path", [
    ({"GRADCLI_HISTORY": "/h"}, "/h"), ({"GRADCLI_HISTORY": ""}, ""), ({"XDG_STATE_HOME": "/s"}, "/s/gradcli/history"),
    ({"GRADCLI_HISTORY": "~/h"}, os.path.expanduser("~/h")), ({"XDG_STATE_HOME": "relative"}, ""),
    ({"XDG_STATE_HOME": ""}, os.path.expanduser("~/.local/state/gradcli/history"))])
def test_where_the_file_is(environment, path):
    assert history_path(environment) == path
