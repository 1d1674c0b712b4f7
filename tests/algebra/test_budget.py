"""The budget of formulas: it ends the work, and searches end before it does."""

import pytest
from counting import calls

from gradcli.algebra import budget
from gradcli.algebra.budget import READING, WEIGHT, Budget
from gradcli.calc.question import Question
from gradcli.calc.ways import along
from gradcli.errors import GradcliError
from gradcli.syntax.printer import text


@pytest.mark.parametrize("source, order", [
    ("(((x+1)**9+1)**9+1)**9", 20), ("exp(sin(x))*tan(x)", 100), ("((x+1)*(x+2)*(x+3)*(x+4)*(x+5))**(1/2)", 30),
    ("x**x**x", 12), ("(x+y)**40*(x*y+1)**40/(x-y)", 60)])
def test_the_work_is_bounded_by_the_limit(source, order):
    def refused():
        with pytest.raises(GradcliError, match="more work than the limit of 100000 operations") as caught:
            along(Question(source, {}, 100_000), ["x"] * order, order)
        assert (caught.value.code, caught.value.help) == (1, "raise it with --limit")

    assert calls(refused) < 60 * (100_000 / WEIGHT + READING * 30)  # with a quarter for each of the other ways


@pytest.mark.parametrize("terms", ["sin({}*x)", "x{}", "x**{}", "(x - {})**2"])
def test_a_long_program_is_refused_at_once(monkeypatch, terms):
    monkeypatch.setattr(budget, "MAX_READING", 15_000)
    question = Question(" + ".join(map(terms.format, range(1, 1001))), {}, 10**5)
    assert question.lowered

    def refused():
        with pytest.raises(GradcliError, match="more work than the limit of 100000 operations"):
            along(question, list(question.variables)[:1])

    assert calls(refused) < 1000


def test_a_larger_limit_admits_it():
    with pytest.raises(GradcliError, match="more work"):
        Budget(10**6, 10**7)
    assert Budget(10**6, 10**9).left > 10**7


def test_a_small_limit_leaves_a_longer_formula():
    short, long = (len(text(along(Question("asin(sinc(tanh(x)))", {}, limit), ["x"] * 2)[-1])) for limit in (10**7, 10**5))
    assert short < long
