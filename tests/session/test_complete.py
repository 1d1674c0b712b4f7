"""What the word before the cursor may become."""

import pytest

from gradcli.cli import group
from gradcli.session.complete import complete
from gradcli.session.session import Session


@pytest.fixture(scope="module")
def session():
    made = Session(group)
    for name, text in [("tau1", "2"), ("tangent", "3")]:
        made.state.bind(name, text)
    made.state.define("tanh2", "tanh2(t) = tanh(t)**2")
    made.state.take(1.0, {"x": 2.0})
    return made


@pytest.mark.parametrize("before, begin, names", [
    ("tan", "tan", ["tan(", "tangent", "tanh(", "tanh2("]), ("tay", "tay", ["taylor"]), ("x + tay", "tay", []),
    ("2*tau", "tau", ["tau1"]), ("ans", "ans", ["ans", "ans.x"]), ("ans.", "ans.", ["ans.x"]), ("cle", "cle", ["clear"]),
    ("nth tang", "tang", ["tangent"]), ("nth x**2 --wr", "--wr", ["--wrt"]), ("eval x -f la", "la", ["latex"]),
    ("code x --lang ru", "ru", ["rust"]), ("eval x --only d/", "d/", ["d/dx"]), ("help kin", "kin", ["kink"]),
    ("help tayl", "tayl", ["taylor"]),
    ("functions atan", "atan", ["atan(", "atan2(", "atanh("]),
    ("pi*qq", "qq", []), ("qwertz", "qwertz", []), ("sqr", "sqr", ["sqrt("])])
def test_what_is_offered(session, before, begin, names):
    found = complete(session, before)
    assert found[0] == begin and {*names} <= {*found[1]} and all(name.startswith(begin) for name in found[1])
    assert names or not found[1]


def test_the_first_word_may_be_anything(session):
    assert {"eval", "vars", "sin(", "pi", "tau1", "ans.x"} <= {*complete(session, "")[1]}
    assert "eval" not in complete(session, "2*")[1]
