"""Long sums as tables: the same answer as the sum's own tape, to the last bit, or none."""

from random import Random

import pytest
from counting import instructions
from expressions import smooth

from gradcli.analysis.rounding import UNIT
from gradcli.calc import values
from gradcli.calc.longsum import shapes as detection
from gradcli.calc.longsum.sums import _sum_in_order, answer_long_sum
from gradcli.calc.question import Question
from gradcli.calc.values import evaluate
from gradcli.syntax.bindings import bindings
from gradcli.syntax.lexer import kind, tokens

SQUARES = " + ".join(f"(a*{i % 7 - 3.5} + b - {i % 11}.25)**2" for i in range(300))


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Few terms are enough."""
    monkeypatch.setattr(detection, "MIN_TERMS", 1)


def both(source, at, wrt=None):
    """What the tables say, and the tape."""
    question = Question(source, bindings(at))
    return [find(question, wrt) for find in (answer_long_sum, evaluate)]


@pytest.mark.parametrize("source", [
    SQUARES, f"({SQUARES})", f"sqrt(({SQUARES})/300)", f"-log(3*({SQUARES}))", f"c**2*exp(-({SQUARES})/1e5)+c",
    f"max(c, ({SQUARES}))", f"({SQUARES})**2*0.3", f"3 - ({SQUARES})", f"(\n{SQUARES}\n) + 3",
    SQUARES.replace(" + (", " - ("), SQUARES + " + 0.1*a**2 - pi*b", "2 - 3*a - 4*a - 5*b + b",
    "exp(-2*a)*b + exp(-3*a)*b + a", "a*b*1 + a*b*2 + a*b*3", "abs(a*2)/3 + abs(a*3)/4 - abs(b*5)/6",
    "a*log(0.9375 + b**2) + a*log(0.5 + b**2) + a*log(2.5 + b**2)",
    "sin(2*a) + sin(3*a - 4.5) + sin(3*a - 4.25) + sin(3*a - 1)",
    "1 + 2 + 3*a", "1 - 2*a - 3", "0*a + 0.0*a + 2*a*b", "max(a, 1)*b + max(a, 2)*b + max(a, 0)*b", "2/a + 3/a + 4/(a - b)"])
def test_the_tables_say_what_the_tape_says(source):
    for wrt in (None, ["b"], ["b", "a"]) if "b" in source else (None,):
        quick, answer = both(source, ["a=1.5", "b=0.25", "c=0.3"], wrt)
        assert quick and repr(quick) == repr(answer)


def test_of_random_sums_the_tables_say_what_the_tape_says():
    random, found = Random(11), 0
    for case in smooth(12, 60, 8):
        parts = [random.choice(["+", "-"]) + f"{random.random()}*({_vary(case.source, random)})" for _ in range(6)]
        source = "x/2 " + " ".join(parts)
        quick, answer = both(source, [f"{name}={x!r}" for name, x in case.at.items()])
        assert quick is None or repr(quick) == repr(answer), (source, case.at)
        found += quick is not None
    assert found > 30


def _vary(source, random):
    """A text with numbers that are a little different."""
    return " ".join(f"{float(word) * random.uniform(0.99, 1)}" if kind(word) == "number" else word
                    for word in tokens(source)[0])


@pytest.mark.parametrize("source, at", [
    ("abs(a - 1) + abs(a - 2)", "1"), ("floor(a*2) + floor(a*3)", "1"), ("2*a + 3*c", "1"), ("2*a + 3*)", "1"),
    ("2*a)+(3*a + 4*a", "1"), ("a*(2*a + 3*a + 4*a + 5*a)", "1"), ("abs(2*a - 3*a + 4*a - 3*a)", "1"),
    ("(2*a if a > 1 else a) + (3*a if a > 1 else a)", "2"), ("(2*a + 1e16) + (3*a - 1e16)", "1"),
    ("(a + 1e16 - 1e16)*2 + (a + 1e15 - 1e15)*3", "0.1"), ("1e400*a + 2*a", "1"), ("a**-1e30000 + 2*a", "2"),
    ("1e-400*a + 2*a", "1"), ("1e-30000*a + 2*a", "1"),
    ("1/(a - 1) + 1/(a - 2)", "1"), ("log(a - 1) + log(a - 2)", "0.5"), ("nope(2*a) + nope(3*a)", "1"),
    ("exp(a*800) - exp(a*900)", "1"), ("(2*a + 3*a + 4*a", "1"), ("((2*a + 3*a + 4*a", "1"), ("inf*(2*a + 3*a + 4*a)", "1"),
    ("a + 2*a + 3*a", "1")])
def test_where_there_is_something_to_say_the_tables_say_nothing(source, at):
    assert answer_long_sum(Question(source, bindings([f"a={at}"])), None) is None


def test_a_name_that_is_no_variable_is_left_to_the_tape():
    assert answer_long_sum(Question("2*a + 3*a", bindings(["a=1"])), ["b"]) is None


def test_the_limit_is_that_of_the_whole():
    assert answer_long_sum(Question(SQUARES, bindings(["a=1.5", "b=0.25"]), 1000), None) is None
    assert answer_long_sum(Question(SQUARES, bindings(["a=1.5", "b=0.25"]), 10_000), None)
    padded = SQUARES.replace(" ", " " * 1000)  # operations count, not characters
    assert len(padded) > 10_000 and answer_long_sum(Question(padded, bindings(["a=1.5", "b=0.25"]), 10_000), None)


@pytest.mark.parametrize("around", ["{} - 82", "1 + ({} - 82.0000000001)**2"])
def test_what_the_sum_lost_is_felt_around_it(around):
    source = around.format("(" + " + ".join(f"{i}*a" for i in range(1, 41)) + ")")
    assert answer_long_sum(Question(source, bindings(["a=0.1"])), None) is None
    assert answer_long_sum(Question(source, bindings(["a=0.11"])), None)


def test_every_addition_may_round():
    assert _sum_in_order([1.0, 2.0, -5.0], [1.0, 0.5]) == (-2.0, (1.5 + 3 * 3) * UNIT)


def test_bindings_that_are_not_used_are_warned_of():
    quick, answer = both("2*a + 3*a", ["a=1", "c=2", "before=3"])
    assert quick == answer and len(quick.warnings) == 2


def test_a_name_may_be_in_the_sum_or_around_it_not_both():
    at = ["a=1.5", "b=0.25"]
    assert answer_long_sum(Question(f"({SQUARES.replace('b', '2')})*b", bindings(at)), None)
    assert not answer_long_sum(Question(f"({SQUARES})*b", bindings(at)), None)
    assert answer_long_sum(Question(f"({SQUARES})*b", bindings(at)), ["a"])


@pytest.mark.parametrize("around", [
    "abs({} - 1)", "0*({})", "floor({})", "({} if a > 1 else 1)", "1e-300*exp(-({}))", "exp({})"])
def test_what_is_to_be_said_of_the_expression_around_it_is_left_to_the_tape(around):
    source = around.format(" + ".join(f"{i}*a" for i in range(1, 41)))
    assert answer_long_sum(Question(source, bindings(["a=1.21951219512195"])), None) is None or "abs" in around
    assert answer_long_sum(Question(source, bindings([f"a={1 / 820!r}"])), None) is None or "abs" not in around


def test_a_constant_may_be_bound_and_a_name_be_called_before():
    for at in (["a=1.5"], ["a=1.5", "e=2", "before=4"]):
        source = "before*2 + before*3" if "before=4" in at else "e*2*a + e*3*a"
        quick, answer = both(source, at)
        assert quick == answer


@pytest.mark.parametrize("source", ["({})*sum", "sum*({})+sum_", "before_ - ({})/before"])
def test_what_is_made_up_has_a_name_of_its_own(source):
    quick, answer = both(source.format(SQUARES), ["a=1.5", "b=0.25", "sum=3", "sum_=4", "before=2", "before_=5"])
    assert quick and repr(quick) == repr(answer)


def test_a_kink_along_another_name_is_left_to_the_tape():
    source = "3*a + abs(b - 2)*4*a + abs(b - 2)*5*a"
    assert answer_long_sum(Question(source, bindings(["a=1", "b=2"])), ["a"]) is None
    assert answer_long_sum(Question(source, bindings(["a=1", "b=3"])), ["a"])


def test_many_names_cost_as_much_each_as_few():
    costs = []
    for count in (10, 40):
        names = [f"x{i}" for i in range(count)]
        source = " + ".join(f"{i % 9 + 1}*{name}" for i in range(20) for name in names)
        costs.append(instructions(answer_long_sum, Question(source, bindings([f"{name}=1.5" for name in names])), None))
    assert costs[1] < 5 * costs[0]


def test_only_a_long_text_is_looked_at(monkeypatch):
    question = Question(SQUARES, bindings(["a=1.5", "b=0.25"]))
    monkeypatch.setattr(values, "MIN_LENGTH", len(SQUARES) + 1)
    answer = evaluate(question)
    assert "lowered" in vars(question)
    monkeypatch.setattr(values, "MIN_LENGTH", len(SQUARES))
    question = Question(SQUARES, question.given)
    assert evaluate(question)[:-1] == answer[:-1] and "lowered" not in vars(question)


def test_a_term_costs_a_few_instructions():
    cost = [instructions(answer_long_sum, Question(" + ".join([SQUARES] * times), bindings(["a=1.5", "b=0.25"])), None)
            for times in (1, 3)]
    assert cost[1] - cost[0] < 800 * 300  # on its own tape 2800; half of it looks for numbers that may overflow
