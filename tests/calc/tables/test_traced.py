"""Series traced at one row and run at the others: the same doubles as row by row."""

import math
from random import Random

import pytest

from gradcli.calc.numbers import FLOAT64
from gradcli.calc.question import Question
from gradcli.calc.tables import points
from gradcli.calc.tables.points import Rows, derivative_table
from gradcli.calc.tables.traced import TracedRows

ASKED = [("exp(sin(x))*log(1+x**2)", "xxx"), ("x**3/(1+y*x**2)", "xxxxx"), ("gamma(y)*x**2.5", "yyyy"),
         ("exp(x*y)*sin(x)", "xxyy"), ("where(x > 0, sin(x), exp(x))*y", "xxx"), ("sqrt(x)*x**2", "xxx"),
         ("x**2*y", "xxx"), ("tan(x)/y", "xyx"), ("x**y", "xxx"), ("abs(x)**3", "xxx"), ("y", "yyy"), ("1/x", "x" * 12)]
HARD = [(0.0, 1.0), (-0.0, 2.0), (math.inf, 1.0), (math.nan, 1.0), (2.0, math.inf), (1e300, 2.0), (1e-300, 2.0), (1e9, -1.0),
        (1.0, 0.0), (5e-324, 5e-324), (-1.0, 1.0)]


def rows(count):
    random = Random(count)
    return [(random.uniform(-3, 3), random.uniform(0.1, 4)) for _ in range(count)] + HARD


@pytest.mark.parametrize("source, along", ASKED)
@pytest.mark.parametrize("every", [False, True])
def test_a_trace_gives_the_doubles_of_each_row(source, along, every):
    table = derivative_table(lambda question: along, every, [Question(source, {}, columns="xy")], FLOAT64)
    series, given = table.rows, rows(points.MIN_COMPILED_ROWS + 20)
    columns = [[dict(zip("xy", row, strict=True))[name] for row in given] for name in series.inputs]
    found = series.block(columns, len(given))
    assert list(map(repr, found)) == list(map(repr, Rows.block(series, columns, len(given))))
    assert len(found[0]) == len(table.names)


@pytest.mark.parametrize("source, along", ASKED[:5])
def test_what_can_be_traced_is(monkeypatch, source, along):
    series = derivative_table(lambda question: along, False, [Question(source, {}, columns="xy")], FLOAT64).rows
    given = [row for row in rows(points.MIN_COMPILED_ROWS) if row not in HARD]
    columns = [[dict(zip("xy", row, strict=True))[name] for row in given] for name in series.inputs]
    assert isinstance(series.as_tape_rows(columns, len(given)), TracedRows)
    calls = []
    monkeypatch.setattr(series.sweeps, "at", lambda point: calls.append(point) or [])
    series.traced.compute_block or series.traced.block(columns, len(given))
    assert len(calls) <= len(given) / 1.5


def test_few_rows_are_not_traced():
    series = derivative_table(lambda question: "xxx", False, [Question("sin(x)", {}, columns="x")], FLOAT64).rows
    assert series.as_tape_rows([[0.5] * 10], 10) is None and series.block([[0.5]], 1) == [(-math.cos(0.5),)]


def test_orders_whose_factorials_are_not_doubles_are_left_alone():
    series = derivative_table(lambda question: "x" * 19, False, [Question("sin(x)", {}, columns="x")], FLOAT64).rows
    assert series.as_tape_rows([[0.5, 1.5] * points.MIN_COMPILED_ROWS], 2 * points.MIN_COMPILED_ROWS) is None
