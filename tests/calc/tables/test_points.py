"""What is computed of each row, and when code is generated for it."""

import math

import pytest

from gradcli.calc.matrices import hessian, jacobian
from gradcli.calc.numbers import FLOAT64
from gradcli.calc.question import Question
from gradcli.calc.tables import points
from gradcli.syntax.bindings import bindings


def gradients(source, columns, *at, wrt=None):
    question = Question(source, bindings(at), columns=columns)
    return points.value_table(wrt, [question], FLOAT64).rows


def series(source, along, *at):
    question = Question(source, bindings(at), columns="x")
    return points.derivative_table(lambda question: along, True, [question], FLOAT64).rows


def test_inputs_are_what_no_binding_gives():
    found = gradients("a*x**2 + y", "xyz", "a=3")
    assert found.inputs == ["x", "y"] and found.block([[2.0, 1.0], [5.0, 0.5]], 2) == [(17, 4, 12, 1), (3.5, 1, 6, 1)]


def test_code_is_generated_for_many_rows_alone(monkeypatch):
    made = []
    real = points.generate
    monkeypatch.setattr(points, "generate", lambda *arguments: made.append(1) or real(*arguments))
    found = gradients("sin(x)*y", "xy")
    columns = [[0.5] * 60, [2.0] * 60]
    first = found.block(columns, 60)
    assert not made and found.block(columns, 60) == first and found.block(columns, 60) == first and made == [1]
    monkeypatch.setattr(points, "MAX_COMPILED", 3)
    assert gradients("sin(x)*y", "xy").block([[0.5] * 200, [2.0] * 200], 200)[0] == first[0] and made == [1]


def test_all_results_are_nan_where_the_value_is():
    found = gradients("log(x)", "x")
    for few in (0, math.inf):
        points.MIN_COMPILED_ROWS, kept = few, points.MIN_COMPILED_ROWS
        try:
            assert all(each != each for each in found.block([[-1.0]], 1)[0])
        finally:
            points.MIN_COMPILED_ROWS = kept
    assert all(each != each for each in series("log(x)", ["x"]).row((-1.0,)))


def test_nothing_is_needed_of_a_row():
    assert gradients("a**2", "x", "a=3").block([], 3) == [(9, 6)] * 3
    assert series("a**3", ["a", "a"], "a=2").block([], 2) == [(8, 12, 12)] * 2


def test_wrt_alone_is_computed():
    found = gradients("exp(x)*sin(y)*z", "xyz", wrt=["y"])
    assert found.block([[0.0], [0.0], [2.0]], 1) == [(0, 2)]
    with pytest.raises(NotImplementedError):
        points.Rows([Question("x", {}, columns="x")], lambda questions: []).row((1.0,))


def answers(table, columns):
    """The results that have names, of rows that are given by columns."""
    rows = table.rows.block(columns, len(columns[0]))
    return [[number for name, number in zip(table.names, row, strict=True) if name] for row in rows]


SECOND = ["x**3*y**2", "sin(x*y)", "hypot(x, y)**3", "sqrt(x**4) + y**2", "x + y", "log(x)*y", "sqrt(x)*y", "max(x, y)**2",
          "where(x > 0, x**2, log(x)) + y", "floor(x)*y**2"]


@pytest.mark.parametrize("source", SECOND)
@pytest.mark.parametrize("few", [0, math.inf])
def test_second_derivatives_are_those_of_single_answers(monkeypatch, source, few):
    monkeypatch.setattr(points, "MIN_COMPILED_ROWS", few)
    places = [(1.5, -0.5), (0.0, 0.0), (-1.0, 2.0), (math.inf, 1.0), (2.0, math.nan), (-0.0, 3.0)]
    table = points.hessian_table(None, [Question(source, {}, columns="xy")], FLOAT64)
    assert table.names == ["", "d2/dx2", "d2/dxdy", "d2/dy2"]
    expected = []
    for x, y in places:
        (a, b), (_, d) = hessian(Question(source, bindings([f"x={x}", f"y={y}"]))).hessian
        expected.append([a, b, d])
    assert list(map(repr, answers(table, list(zip(*places, strict=True))))) == list(map(repr, expected))


@pytest.mark.parametrize("few", [0, math.inf])
def test_partials_of_several_expressions_share_a_tape(monkeypatch, few):
    monkeypatch.setattr(points, "MIN_COMPILED_ROWS", few)
    sources, places = ["log(x)*y", "y**2*a", "x"], [(2.0, 3.0), (-1.0, 1.0), (0.0, 0.5)]
    questions = [Question(source, bindings(["a=2"]), columns="xy") for source in sources]
    table = points.jacobian_table(None, questions, FLOAT64)
    assert table.names == ["", *(f"df{i}/d{name}" for i in (1, 2, 3) for name in "xy")] and table.rows.inputs == ["x", "y"]
    expected = [[entry for row in jacobian([Question(source, bindings([f"x={x}", f"y={y}", "a=2"])) for source in sources],
                                           ["x", "y"]).jacobian for entry in row] for x, y in places]
    assert list(map(repr, answers(table, list(zip(*places, strict=True))))) == list(map(repr, expected))
