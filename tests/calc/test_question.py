"""The question: every text is parsed, lowered and run once, however it is answered."""

import sys
from collections import Counter

import pytest
from asking import pose

from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.engine.reverse import reverse
from gradcli.syntax.parser import parse

COUNTED = {function.__code__: function.__name__ for function in (parse, lower, reverse, run)}


@pytest.fixture
def counts(cli):
    """How often a command line parses, lowers, sweeps and runs."""
    def count(*words):
        found = Counter()

        def profile(frame, event, _):
            if event == "call" and frame.f_code in COUNTED:
                found[COUNTED[frame.f_code]] += 1

        sys.setprofile(profile)
        try:
            answer = cli(*words)
        finally:
            sys.setprofile(None)
        assert not answer.returncode, answer.stderr
        return dict(found)

    return count


EVAL = "eval", "u**3+v**2+4*u*v", "--at", "u=3", "v=4"


@pytest.mark.parametrize("words, expected", [
    (EVAL, (3, 3, 1, 2)), ((*EVAL, "-f", "latex"), (3, 3, 1, 2)), ((*EVAL, "-f", "json"), (3, 3, 1, 2)),
    (("nth", "x**2+x**3", "-n", "2", "--at", "x=5"), (2, 2, 1, 2)),
    (("nth", "x**2+x**3", "-n", "4", "--at", "x=5"), (2, 2, 1, 3)),  # the series has a tape of its own
    (("hessian", "x**2*y", "--at", "x=5", "y=1"), (3, 3, 1, 2)),
    (("grad", "x**2*y", "--at", "x=5", "y=1"), (3, 3, 1, 2)),
    (("eval", "u**2/3", "--at", "u=1/3", "--exact", "-f", "latex"), (2, 2, 1, 1))])
def test_each_text_is_parsed_and_lowered_once_and_the_point_is_run_once(counts, words, expected):
    assert counts(*words) == dict(zip(("parse", "lower", "reverse", "run"), expected, strict=True))


def test_an_expression_stays_lowered_for_the_next_question():
    first, again, bound, long = pose("x*y"), pose("x*y"), pose("x*y", e=1), pose("x" + "+x" * 1000)
    assert first.lowered is again.lowered and first.program is bound.program and first.lowered is not bound.lowered
    assert long.lowered is not pose(long.source).lowered  # 1000 of such would take too much memory
