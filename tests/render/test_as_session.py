"""Answers in a session: without the question, one number alone."""

import pytest
from asking import pose

from gradcli.calc.derivatives import derivatives
from gradcli.calc.matrices import gradient
from gradcli.calc.values import evaluate
from gradcli.render import as_rich, as_session


@pytest.fixture(autouse=True)
def width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")


def test_a_number_without_variables_stands_alone():
    assert as_session.answer(evaluate(pose("2+3"))) == "5" and as_session.gradient(gradient(pose("5"))) == "0"
    assert as_session.answer(evaluate(pose("x*y", x=2, y=3))) == "value  6\nd/dx   3\nd/dy   2"


def test_derivatives():
    orders = derivatives(pose("x**3"), ["x", "x"], every=True, formulas=True)
    assert as_session.derivative(orders[-1]) == "6*x"
    assert as_session.derivatives(orders) == "value   x**3\nd/dx    3*x**2\nd2/dx2  6*x"
    assert as_session.derivative(derivatives(pose("x**3", x=2), ["x", "x"], every=False, formulas=False)[-1]) == "12"


def test_a_formula_is_broken_between_terms():
    report = gradient(pose("x**2*sin(x)*exp(-x)*y"))
    assert max(map(len, as_session.gradient(report).splitlines())) <= 30


def test_other_answers_are_as_on_a_terminal():
    assert as_session.hessian is as_rich.hessian


def test_a_guide_is_broken_between_words():
    assert as_session.guide([("x = 2", "bind a name, and more"), ("vars", "all")]) == \
        "x = 2  bind a name, and more\nvars   all"
