"""What is computed of each row, and when code is generated for it."""

import math

import pytest

from gradcli.calc import points
from gradcli.calc.points import Derivatives, Gradients
from gradcli.calc.question import Question
from gradcli.syntax.bindings import bindings


def gradients(source, columns, *at, wrt=None):
    question = Question(source, bindings(at), columns=columns)
    return Gradients(question, wrt or list(question.variables))


def test_inputs_are_what_no_binding_gives():
    found = gradients("a*x**2 + y", "xyz", "a=3")
    assert found.inputs == ["x", "y"] and found.block([[2.0, 1.0], [5.0, 0.5]], 2) == [(17, 4, 12, 1), (3.5, 1, 6, 1)]


def test_code_is_generated_for_many_rows_alone(monkeypatch):
    made = []
    real = points.generated
    monkeypatch.setattr(points, "generated", lambda *arguments: made.append(1) or real(*arguments))
    found = gradients("sin(x)*y", "xy")
    columns = [[0.5] * 60, [2.0] * 60]
    first = found.block(columns, 60)
    assert not made and found.block(columns, 60) == first and found.block(columns, 60) == first and made == [1]
    monkeypatch.setattr(points, "LONG", 3)
    assert gradients("sin(x)*y", "xy").block([[0.5] * 200, [2.0] * 200], 200)[0] == first[0] and made == [1]


def test_all_results_are_nan_where_the_value_is():
    found = gradients("log(x)", "x")
    for few in (0, math.inf):
        points.FEW, kept = few, points.FEW
        try:
            assert all(each != each for each in found.block([[-1.0]], 1)[0])
        finally:
            points.FEW = kept
    assert all(each != each for each in Derivatives(Question("log(x)", {}, columns="x"), [("x",)]).row((-1.0,)))


def test_nothing_is_needed_of_a_row():
    assert gradients("a**2", "x", "a=3").block([], 3) == [(9, 6)] * 3
    assert Derivatives(Question("a**3", bindings(["a=2"])), [(), ("a",), ("a", "a")]).block([], 2) == [(8, 12, 12)] * 2


def test_wrt_alone_is_computed():
    found = gradients("exp(x)*sin(y)*z", "xyz", wrt=["y"])
    assert found.block([[0.0], [0.0], [2.0]], 1) == [(0, 2)]
    with pytest.raises(NotImplementedError):
        points.Rows(Question("x", {}, columns="x")).row((1.0,))
