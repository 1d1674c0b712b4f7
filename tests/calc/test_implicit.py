"""Implicit derivatives: against SymPy's, against explicit functions, and what is no function."""

import csv
from pathlib import Path

import pytest

from gradcli.calc.implicit import Equation, implicit
from gradcli.calc.numbers import FLOAT64
from gradcli.calc.question import Question
from gradcli.calc.unrounded import Unrounded
from gradcli.calc.values import evaluate
from gradcli.domains.exact import Exact
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings
from gradcli.syntax.printer import text

with (Path(__file__).parents[1] / "cases" / "sympy" / "implicit.tsv").open(encoding="utf-8") as file:
    CURVES = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


def equation(source, at="", wrt=()):
    return Equation(source, bindings(at.split()), wrt=wrt)


def slopes(source, at="", order=2, names=("x",), numbers=FLOAT64, name="y"):
    """Numbers of the orders from 1 on, or where nothing is bound formulas."""
    found = implicit(equation(source, at), name, [*names] * (order // len(names) or 1), True, False, numbers)
    return [text(each.derivative) if each.value is None else each.value for each in found[1:]]


@pytest.mark.parametrize("row", CURVES, ids=lambda row: row["curve"])
def test_the_numbers_of_sympy(row):
    expected = [float(row[name]) for name in ("first", "second", "third")]
    reports = implicit(equation(f"{row['curve']} = {row['constant']}", row["at"]), "y", ["x"] * 3, True, False)
    assert [each.value for each in reports[1:]] == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert not [warning for warning in reports[-1].warnings if warning.kind == "domain"]


@pytest.mark.parametrize("row", CURVES[::5], ids=lambda row: row["curve"])
def test_formulas_are_worth_the_numbers(row):
    reports = implicit(equation(f"{row['curve']} = {row['constant']}", row["at"]), "y", ["x"] * 2, True, True)
    at = bindings(row["at"].split())
    for each in reports[1:]:
        value = evaluate(Question(text(each.derivative), at, wrt=["x", "y"])).value
        assert value == pytest.approx(each.value, rel=1e-9, abs=1e-9)


def test_the_circle():
    assert slopes("x**2 + y**2 = 25") == ["-x/y", "-x**2/y**3 - 1/y"]
    assert slopes("x**2 + y**2 = 25", "x=3 y=4") == [-0.75, -0.390625]
    exact = Unrounded(lambda source: Exact(source))
    assert slopes("25 = x^2 + y^2", "x=3 y=4", 4, numbers=exact) == ["-3/4", "-25/64", "-225/1024", "-4575/16384"]


@pytest.mark.parametrize("source, explicit", [
    ("log(y) = x", "exp(x)"), ("y**3 = x", "cbrt(x)"), ("x*y = 1", "1/x"), ("tan(y) = x", "atan(x)"),
    ("y*(1+x**2) = x", "x/(1+x**2)"), ("sinh(y) = x", "asinh(x)"), ("2*y + x = 3", "(3 - x)/2")])
def test_the_derivatives_of_an_explicit_function(source, explicit):
    from asking import pose

    from gradcli.calc.derivatives import derivatives

    y = evaluate(pose(explicit, x=0.75)).value
    expected = [each.value for each in derivatives(pose(explicit, x=0.75), ["x"] * 4, True, False)]
    assert slopes(source, f"x=0.75 y={y!r}", 4) == pytest.approx(expected[1:], rel=1e-11)


def test_several_variables():
    assert slopes("x*y*z = 6", order=1, names=("x",), name="z") == ["-z/x"]
    found = implicit(equation("x**2 + y**2 + z**2 = 3", "x=1 y=1 z=1"), "z", ["x", "y"], False, False)
    assert (found[-1].value, found[-1].name) == (-1, "d2z/dxdy")
    assert slopes("x**2 + y**2 = a", "a=5 x=1 y=2", 1) == [-0.5]


def test_definitions_and_names_before_the_equation():
    assert slopes("r = 5; x**2 + y**2 = r**2", order=1) == ["-x/y"]
    assert slopes("f(t) = t**2; f(x) + f(y) = 25", order=1) == ["-x/y"]
    assert slopes("y = x*exp(y)", order=1) == ["exp(y)/(1 - x*exp(y))"]
    assert slopes("x**2 + y**2 == 25", order=1) == slopes("x**2 + y**2 - 25", order=1) == ["-x/y"]


@pytest.mark.parametrize("at, warned", [
    ("x=3 y=4", ""), ("x=2 y=sqrt(21)", ""), ("x=3 y=4.00000001", ""), ("x=3 y=4.001", "left 25.008001, right 25"),
    ("x=4.8 y=1.4", ""), ("x=2 y=2", "left 8, right 25")])
def test_a_point_off_the_curve_is_warned_of(at, warned):
    found = implicit(equation("x**2 + y**2 = 25", at), "y", ["x"], False, False)[-1].warnings
    assert [(each.kind, warned in each.message) for each in found] == [("domain", True)] * bool(warned)


def test_where_it_is_no_function():
    for at in ("x=5 y=0", "x=0 y=0"):
        for numbers in (FLOAT64, Unrounded(lambda source: Exact(source))):
            with pytest.raises(GradcliError, match="y is not a function of x here") as error:
                slopes("x**2 + y**2 = 25", at, 1, numbers=numbers)
            assert error.value.code == 1
    with pytest.raises(GradcliError, match="y is not a function of x: "):
        slopes("y - y = x", order=1)


@pytest.mark.parametrize("source", ["x = y = 3", "x = 25 if y else 3", "0 < x == y", "x = y and 1"])
def test_an_equation_has_two_sides(source):
    with pytest.raises(GradcliError, match="an equation has two sides"):
        slopes(source)


def test_an_order_that_takes_too_much_work_is_refused():
    with pytest.raises(GradcliError, match="order 12 takes more work"):
        slopes("x**3 + y**3 = 3*x*y", "x=1.5 y=1.5", 12)
