"""Long sums over an index as tables: the same answer as the sum's own tape, to the last bit, or none."""

import pytest

from gradcli.calc.longsum import folds
from gradcli.calc.longsum.sums import answer_long_sum
from gradcli.calc.question import Question
from gradcli.calc.values import evaluate
from gradcli.syntax.bindings import bindings

AT = ["x=1.5", "y=0.25", "n=40"]


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(folds, "MIN_TERMS", 2)


@pytest.mark.parametrize("source", [
    "sum((x - i)**2/i, i, 1, n)", "sum(x/i, i, -n, -1)", "sum(i*x*y, i, 0, 30) + 3", "3*sum(exp(-i*x)*y, i, 1, 30)**2",
    "sum(x sin i^2 + y, i, 1, 9)", "sum(2i*x, i, 1, 9)/n", "sum(x**2, i, 1, 9)", "sum(x**2/n, i, 1, n)",
    "log(sum(exp(-x*e), e, 1, 20))", "sum(3 if y > 1 else x*i, i, 1, n)", "sum(before*x*i, i, 1, 5)",
    "sum(x + before, before, 1, 9)"])
def test_the_table_says_what_the_tape_says(source):
    names = Question(source, {}, columns="n").parsed.names
    at = [*(each for each in AT if each[0] in names), *["before=2"] * ("before" in names)]
    quick, answer = answer_long_sum(Question(source, bindings(at)), None), evaluate(Question(source, bindings(at)))
    if "if" in source:
        assert quick is None
    else:
        assert quick and repr(quick)[:repr(quick).index("question")] == repr(answer)[:repr(answer).index("question")]


@pytest.mark.parametrize("source", ["sum(x, i, 1, n)", "prod(x + i, i, 1, 9)", "sum(sum(x*i, i, 1, j), j, 1, n)",
                                    "sum(x*i, i, 1, 2) + sum(x*i, i, 1, 9)", "sum(abs(x - 1.5*i), i, 1, n)",
                                    "a = 1; sum(x*i, i, a, n)", "sum(j*sum(x*i, i, 1, 3), j, 1, n)"])
def test_what_is_no_table_is_left_to_the_tape(source):
    assert answer_long_sum(Question(source, bindings(AT)), None) is None


def test_a_million_terms_are_no_more_work_than_the_written_out_sum(monkeypatch):
    """Nothing of their size is parsed or lowered."""
    lowered = []
    original = folds.lower
    monkeypatch.setattr(folds, "lower", lambda *words, **more: lowered.append(original(*words, **more)) or lowered[-1])
    found = answer_long_sum(Question("sum((x - i)**2/i, i, 1, 50000)", bindings(["x=1.5"])), None)
    assert found and all(len(each.tape) < 20 for each in lowered)
