"""CSV, read back by Python's csv module."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcli.calc.derivatives import derivatives
from gradcli.calc.expansion.taylor import taylor
from gradcli.calc.matrices import hessian
from gradcli.calc.question import Question
from gradcli.calc.values import evaluate
from gradcli.render import as_csv
from gradcli.report.base import Selection
from gradcli.syntax.bindings import bindings


def read(text):
    return list(csv.reader(io.StringIO(text)))


def question(source, *at):
    return Question(source, bindings(at, "--at"))


def test_the_point_comes_first():
    report = evaluate(question("x**2*y", "x=3", "y=0.5"))
    assert read(as_csv.answer(report)) == [["x", "y", "value", "d/dx", "d/dy"], ["3", "0.5", "4.5", "3", "9"]]
    assert read(as_csv.only(Selection({"d/dx": 3.0}, []))) == [["d/dx"], ["3"]]


def test_a_formula_with_a_comma_is_quoted():
    report, = derivatives(question("max(x, y)*x*a", "a=2"), ["x"], every=False, formulas=True)
    header, row = read(as_csv.derivative(report))
    assert len(header) == len(row) and "," in row[-1]


def test_every_order_and_every_entry_has_a_column():
    reports = derivatives(question("x**3", "x=2"), ["x", "x"], every=True, formulas=False)
    assert read(as_csv.derivatives(reports)) == [["x", "value", "d/dx", "d2/dx2"], ["2", "8", "12", "12"]]
    header, row = read(as_csv.hessian(hessian(question("x*y", "x=1", "y=2"))))
    assert header == ["x", "y", "d2/dx2", "d2/dxdy", "d2/dydx", "d2/dy2"] and row == ["1", "2", "0", "1", "1", "0"]


def test_a_series_has_a_row_for_each_coefficient():
    series = taylor(question("exp(x)*y"), bindings(["x=0", "y=0"]), 2)
    assert read(as_csv.series(series)) == [["x", "y", "coefficient"], ["0", "1", "1"], ["1", "1", "1"]]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")))
def test_any_text_comes_back(text):
    assert read(as_csv.quote_field(text) + ",end") == [[text, "end"]]


@pytest.mark.parametrize("text, field", [
    ("a", "a"), ("a,b", '"a,b"'), ('max(x, "y")', '"max(x, ""y"")"'), ("a\nb", '"a\nb"')])
def test_quotes_stand_where_they_are_needed(text, field):
    assert as_csv.quote_field(text) == field
