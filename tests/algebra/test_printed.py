"""Printed formulas, compared with mpmath on the expressions as typed: a sample of formulas_oracle."""

from collections import Counter
from itertools import islice
from random import Random

import pytest
from formulas_oracle import Question, faults, questions

from gradcli.algebra.normal import Algebra


def found(seed, count):
    """The faults in so many questions, and how many formulas were compared."""
    random, compared = Random(seed), Counter()
    wrong = [fault for question in islice(questions(seed), count) for fault in faults(question, random, compared)]
    return wrong, compared["compared"]


def test_printed_formulas_are_the_derivatives():
    wrong, compared = found(1, 70)
    assert wrong == [] and compared > 80


@pytest.mark.parametrize(
    "name, wrong",
    [
        ("_unite_opposites", lambda self, powers: [powers.pop(b) for b in list(powers) if b.row is None][:0] or 1),
        ("times", lambda self, e, factor: e),
        ("select", lambda self, condition, a, b: a),
        ("_fold_numbers", lambda self, coefficient, powers: coefficient),
    ],
)
def test_a_wrong_step_is_caught(name, wrong, monkeypatch):
    monkeypatch.setattr(Algebra, name, wrong)
    assert found(2, 25)[0]


def test_a_wrong_formula_is_caught(monkeypatch):
    asked = Question(
        ["grad", "((1 - x)*sqrt((1 - x)))", "--wrt", "x", "-f", "plain"],
        ("*", ("-", "1", "x"), ("sqrt", ("-", "1", "x"))),
        {},
        ("x",),
    )
    assert not list(faults(asked, Random(1), Counter()))
    monkeypatch.setattr("formulas_oracle.answered", lambda words: (0, "-1/(2*sqrt(1 - x))\n", ""))
    assert list(faults(asked, Random(1), Counter()))
