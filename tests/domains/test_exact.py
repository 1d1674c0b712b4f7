"""Exact rationals: a result predicted to be too long is refused before it is computed, in the user's words."""

from fractions import Fraction

import pytest
from asking import Answers
from proofs import texts
from test_table import TABLE

from gradcli.calc.question import Question
from gradcli.core.tape import Tape
from gradcli.domains.exact import BITS, Exact, format_rational
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings

HIDDEN = {row.name for row in TABLE if row.hidden}


def answers(source, most=BITS, **at):
    question = Question(source, bindings([f"{name}={value}" for name, value in at.items()]))
    return Answers(question, Exact(source, most))


@pytest.mark.parametrize("value, text", [
    (0, "0"), (Fraction(-4, 2), "-2"), (Fraction(1, -27), "-1/27"), (10**30, f"1{'0' * 30}")])
def test_rationals_as_texts(value, text):
    assert format_rational(Fraction(value)) == text


def test_long_numbers_are_written_whole():
    assert format_rational(Fraction(10**6000 + 1, 3)) == f"1{'0' * 5999}1/3"


@pytest.mark.parametrize("source, value, slope", [
    ("0.1 + 0.2 - 0.3 + x", "1/3", "1"), ("x**-3", "27", "-243"), ("sqrt(x**2 + x)", "2/3", "5/4"),
    ("x % 0.1", "1/30", "1"), ("floor(7*x)", "2", "0"), ("where(x > 1/3, log(x), 1 - x)", "2/3", "-1"),
    ("max(x, 1/3, 0)", "1/3", "1/2"), ("(27*x**3)**(1/3)", "1", "3"), ("log2(x/x*8)", "3", None), ("exp(3*x - 1)", "1", "3"),
    ("hypot(3*x, 4*x)", "5/3", "5"), ("atan(x - 1/3)", "0", "1"), ("0*x", "0", "0"), ("round(1.5*x) + (5*x)//1", "1", "0")])
def test_values_and_slopes(source, value, slope):
    if slope is None:
        assert answers(source, x="1/3").evaluate([]).value == value
    else:
        answer = answers(source, x="1/3").evaluate()
        assert (answer.value, answer.partials) == (value, {"x": slope})


@pytest.mark.parametrize("source, x, bits", [
    ("x**100000000", "1/3", 300_000_000), ("10**10**10", "1", 50_000_000_000), ("9**9**9**9", "1", 1_937_102_445),
    ("f(t) = t*t + 1/3; g(t) = f(f(f(f(f(t))))); g(g(g(g(g(x)))))", "1/7", None), ("x**3000 + 1/7**400000", "1/3", None),
    ("2**999999*x**2 - 1", "2**40", None), ("x**-500000", "7/5", None), ("hypot(x**300000, 1)*x", "7", None)])
def test_what_is_too_long_is_refused_at_once(source, x, bits):
    with pytest.raises(GradcliError) as error:
        answers(source, x=x).evaluate([])
    assert error.value.code == 1 and "--max-bits" in error.value.help and f"the limit of {BITS}" in error.value.message
    assert bits is None or f"about {bits} bits" in error.value.message


def test_the_limit_is_of_every_number_on_the_way():
    assert answers("x**20", 64, x=2).evaluate().value == str(2**20)
    for source in "x**100", "x**40*x**40", "1/3 + x**50/x**50/7**20", "abs(x**33)*x**40":
        with pytest.raises(GradcliError, match="limit of 64"):
            answers(source, 64, x=2).evaluate()


@pytest.mark.parametrize("source, message", [
    ("1/x", "1/x has a pole here"), ("0/x", "0/x is not defined here"), ("3 + (1-1)/x", "(1-1)/x is not defined here"),
    ("x**-1", "x**-1 has a pole here"), ("1/(2*x)", "1/(2*x) has a pole here"),
    ("sqrt(x)", "the derivative of sqrt(x) has a pole here"), ("2 + sin(x + 1)", "sin(x + 1) has no exact value here"),
    ("log(x)", "log(x) has a pole here"), ("log(x - 1)", "log(x - 1) is not defined here"),
    ("(x + 20000)!", "(x + 20000)! is too large for an exact value"), ("pi + x", "pi has no exact value here"),
    ("exp2(x)", "the derivative of exp2(x) has no exact value here"), ("x/x", "x/x is not defined here"),
    ("atan2(x, x)", "atan2(x, x) has no exact value here"), ("asin(x + 2)", "asin(x + 2) is not defined here"),
    ("inf - x", "inf has no exact value here"), ("x % x", "x % x is not defined here"),
    ("2**(x + 1/2)", "2**(x + 1/2) has no exact value here"), ("hypot(x, x)", "the derivative of hypot(x, x)")])
def test_what_is_not_rational_is_said_in_the_words_of_the_text(source, message):
    with pytest.raises(GradcliError) as error:
        answers(source, x=0).evaluate()
    assert error.value.message.startswith(message) and error.value.span and error.value.code == 1
    words = error.value.message.replace(source, "").split()
    assert not set(words) & HIDDEN


def test_a_binding_that_is_not_rational_is_shown_itself():
    with pytest.raises(GradcliError) as error:
        answers("x", x="1 + sin(2)").evaluate()
    assert error.value.source[slice(*error.value.span)] == "sin(2)"


@pytest.mark.parametrize("source, value", [
    ("(x**401 < x**400) + 2*(x**400 < x**401)", "2"), ("max(x**400, x**401)/x**400", "10"),
    ("(x**-401 < x**-400) + 2*(-x**401 < -x**400) + 4*(x**400 == x**401)", "3")])
def test_numbers_beyond_all_doubles_are_compared_as_they_are(source, value):
    assert answers(source, x=10).evaluate([]).value == value


def test_a_slot_without_a_place_in_the_text():
    tape = Tape()
    slots = {(): tape.emit(next(row for row in TABLE if row.name == "div"), (tape.constant(1), tape.constant(0)))}
    with pytest.raises(GradcliError, match="this has a pole here"):
        texts(Exact(""), tape, (), slots)


def test_a_limit_is_named_however_far_beyond_it_a_number_is(cli):
    for words in (["eval", "2**1e5000"], ["nth", "2**1e5000*x", "-n", "1", "--at", "x=1"]):
        run = cli(*words, "--exact")
        assert run.returncode == 1 and "about 10**5000 bits, beyond the limit of 1000000" in run.stderr
