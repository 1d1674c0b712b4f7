"""What a reader sees: at every width and in every encoding each number and each name whole."""


import pytest
from hypothesis import given
from hypothesis import strategies as st
from terminals import LONGEST, WIDTHS, formula, square, terminal, words

from gradcli.engine.lower import lower
from gradcli.render import as_rich
from gradcli.render.text import number
from gradcli.report.checks import Check, Claim, Comparison
from gradcli.report.derivatives import Derivative
from gradcli.report.functions import Function
from gradcli.report.graphs import Graph
from gradcli.report.matrices import Gradient, Hessian, Jacobian
from gradcli.report.nodes import Node
from gradcli.report.series import Coefficient, Series
from gradcli.report.uncertainties import Propagation, Spread
from gradcli.report.values import Answer
from gradcli.syntax.parser import parse


@given(st.floats(), st.floats(), st.integers(1, 130))
def test_no_number_is_ever_broken(data, grad, width):
    shown = words(as_rich.graph(square(data, grad), terminal(width)))
    assert shown.count(number(data)) >= 3 and number(grad) in shown
    report = Answer("x*x", {"x": data}, data, "MulBackward0", {"x": grad}, [])
    shown = words(as_rich.answer(report, terminal(width)))
    assert shown.count(number(data)) >= 2 and number(grad) in shown and "<MulBackward0>" in shown


UNCERTAIN = Propagation("u*v*w", {"u": Spread(3.0, 0.1), "v": Spread(4.0, 0.2), "w": 5.0}, 60.0, "MulBackward0",
                        {"u": 20.0, "w": 12.0}, 3.605551275463989, {"u": 2.0, "v": 3.0}, None, [])


@pytest.mark.parametrize("encoding, sign", [("utf-8", "±"), ("ascii", "+/-")])
def test_an_uncertainty_in_every_encoding(encoding, sign):
    assert as_rich.propagation(UNCERTAIN, terminal(80, encoding)).split("\n") == [
        "u*v*w", f"at u=3{sign}0.1 v=4{sign}0.2 w=5", "", f"value  60 {sign} 3.605551275463989",
        "d/du   20     from u  2   31 %", "d/dw   12", "d/dv          from v  3   69 %"]


@given(st.floats(), st.floats(), st.integers(1, 130))
def test_no_number_of_an_uncertain_answer_is_ever_broken(value, share, width):
    report = UNCERTAIN._replace(value=value, partials={"u": value}, uncertainty=share, shares={"u": share, "v": share})
    shown = words(as_rich.propagation(report, terminal(width)).replace("±", " "))
    assert shown.count(number(value)) >= 2 and shown.count(number(share)) >= 2


@pytest.mark.parametrize("width", WIDTHS)
def test_a_long_expression_is_shortened_and_a_name_is_not(width):
    name, long = "n" * 30, "+".join(["x"] * 50_000)
    nodes = [Node(0, name, "variable", [], 1.0, None, None, True, True),
             Node(1, long, "+", [0, 0], 0.1, None, "AddBackward0", False, True)]
    text = as_rich.nodes(Graph(long, None, 1, nodes, []), terminal(width))
    assert all(len(line) <= width for line in text.split("\n"))
    assert "…" in text and f"#0  {name}" in text and "0.1" in words(text)
    echo = as_rich.answer(Answer(long, {}, 1.0, None, {}, []), terminal(width)).split("\n\n")[0]
    assert "…" in echo and len(echo.split("\n")) <= 9 and all(len(line) <= width for line in echo.split("\n"))


def test_an_answer_is_its_value_with_grad_fn_and_the_partials():
    report = Answer("u**3+v**2+4*u*v", {"u": 3.0, "v": 4.0}, 91.0, "AddBackward0", {"u": 43.0, "v": 20.0}, [])
    assert as_rich.answer(report, terminal(40)) == (
        "u**3+v**2+4*u*v\nat u=3 v=4\n\nvalue  91 grad_fn=<AddBackward0>\nd/du   43\nd/dv   20")
    long = report._replace(partials={"u": 43.0, "v" * 40: 20.0})
    assert as_rich.answer(long, terminal(40)).endswith(f"\nd/du 43\nd/d{'v' * 40} \n  20")
    constant = Answer("1+2", {}, 3.0, None, {}, [])
    assert as_rich.answer(constant, terminal(40)) == "1+2\n\nvalue  3"


def test_derivatives_are_formulas_and_numbers():
    report = Derivative("x**2+x**3", ("x", "x"), 2, "6*x + 2", {"x": 5.0}, 32.0, [])
    assert as_rich.derivative(report, terminal(80)) == "x**2+x**3\nat x=5\n\nd2/dx2  6*x + 2 = 32"
    assert as_rich.derivative(report._replace(derivative=None), terminal(80)).endswith("\n\nd2/dx2  32")
    free = report._replace(at=None, value=None)
    assert as_rich.derivatives([free._replace(wrt=(), derivative="x**3 + x**2"), free], terminal(80)) == (
        "x**2+x**3\n\nvalue   x**3 + x**2\nd2/dx2  6*x + 2")


def test_a_gradient_is_a_row_for_each_partial():
    report = Gradient("x**2*y", None, {"x": formula("2*x*y"), "y": formula("x**2")}, [])
    assert as_rich.gradient(report, terminal(40)) == "x**2*y\n\nd/dx  2*x*y\nd/dy  x**2"
    numbers = report._replace(at={"x": 1.0, "y": 2.0}, partials={"x": 4.0, "y": 1.0})
    assert as_rich.gradient(numbers, terminal(40)) == "x**2*y\nat x=1 y=2\n\nd/dx  4\nd/dy  1"


def test_an_expression_of_several_lines_is_shown_as_it_was_typed():
    typed = "# a call, with the usual d1\nk = 2  # a factor\n\nf(t) = (t\n + k)\nf(x)"
    for width in WIDTHS:
        lines = as_rich.answer(Answer(typed, {"x": 1.0}, 3.0, None, {"x": 1.0}, []), terminal(width)).split("\n")
        assert lines[:7] == ["# a call, with the usual d1", "k = 2 # a factor", "f(t) = (t", "+ k)", "f(x)", "at x=1", ""]
        assert lower(parse("\n".join(lines[:5]))).tape.operations == lower(parse(typed)).tape.operations


@pytest.mark.parametrize("encoding, dots", [("utf-8", "…"), ("ascii", "...")])
@pytest.mark.parametrize("width", WIDTHS)
def test_of_an_expression_of_many_lines_the_first_and_the_last_are_shown(width, encoding, dots):
    text = "\n".join([*(f"a{i} = {i}" for i in range(99)), " + ".join(f"a{i}" for i in range(99))])
    echo = as_rich.answer(Answer(text, {}, 1.0, None, {}, []), terminal(width, encoding)).split("\n\n")[0].split("\n")
    assert len(echo) <= as_rich.MAX_LINES and all(len(line) <= width for line in echo)
    assert echo[:5] == ["a0 = 0", "a1 = 1", "a2 = 2", "a3 = 3", dots] and echo[-1].endswith("a98")


def test_a_matrix_is_a_grid_where_it_fits_and_else_an_entry_a_line():
    report = Hessian("f", ("x", "y"), None, [[formula("y**2*exp(x*y)"), formula("x")], [formula("x"), formula("0")]], [])
    assert as_rich.hessian(report, terminal(20)) == "f\n\n   x              y\nx  y**2*exp(x*y)  x\ny  x              0"
    assert as_rich.hessian(report, terminal(18)).split("\n")[2:] == [
        "d2/dx2 ", "  y**2*exp(x*y)", "d2/dxdy x", "d2/dydx x", "d2/dy2 0"]
    rows = Jacobian(("u*v", "u"), ("u", "v"), {"u": 2.0, "v": LONGEST}, [[LONGEST, 2.0], [1.0, 0.0]], [])
    text = as_rich.jacobian(rows, terminal(80))
    assert text.startswith("f1 = u*v\nf2 = u\nat u=2 v=") and text.endswith(
        f"    u                         v\nf1  {number(LONGEST)}  2\nf2  1                         0")
    assert f"\n\ndf1/du \n  {number(LONGEST)}\ndf1/dv 2\n" in as_rich.jacobian(rows, terminal(30))


def test_a_series_is_its_polynomial_and_its_coefficients():
    coefficients = [Coefficient({"x": 0, "y": 0}, formula("1"), 1.0), Coefficient({"x": 2, "y": 1}, formula("1/2"), 0.5)]
    report = Series("f", {"x": 0.0, "y": 0.0}, 3, formula("x**2*y/2 + 1"), coefficients, [])
    assert as_rich.series(report, terminal(40)) == (
        "f\naround x=0 y=0\n\npolynomial  x**2*y/2 + 1\n1           1\ndx**2*dy    1/2 = 0.5")


def test_a_check_says_what_agrees_what_does_not_and_where_there_is_a_kink():
    good = Comparison("x", 2.0, 2.0, 2.0, 2.0, "complex step", 15, None, True)
    bad = Comparison("y", 2.0, 2.5, 2.0, 2.0, "complex step", 0, None, False)
    kink = Comparison("z", 0.0, 0.0, 0.0, 0.0, "differences", 16, (-1.0, 1.0), False)
    assert as_rich.check(Check("f", {"x": 1.0}, [good, bad, kink], []), terminal(80)).split("\n")[3:] == [
        "d/dx  2 agrees on 15 digits with forward, Taylor, complex step",
        "d/dy  2 disagrees: 2.5 by forward, 2 by Taylor, 2 by complex step",
        "d/dz  0 kink: slope -1 on the left, 1 on the right"]


def test_a_claim_is_right_or_wrong_somewhere():
    right = Claim("x*y", ("x",), 1, "y", True, True, 12, 4, 0, None, False, None, None, None, None,
                  False, None, [])
    assert [line.rstrip() for line in as_rich.claim(right, terminal(40)).split("\n")[2:]] == [
        "claim    y", "verdict  right: the same formula, equal", "  at 12 points, 4 of them beside an", "  edge or a switch"]
    there = right._replace(at={"x": 3.0})
    assert as_rich.claim(there, terminal(40)) == "x*y\n\nclaim    y\nverdict  right at x=3"
    wrong = right._replace(right=False, at={"x": 0.5, "y": 2.0}, derivative=2.0, claimed=-1.0)
    assert as_rich.claim(wrong, terminal(40)) == (
        "x*y\n\nclaim    y\nverdict  wrong at x=0.5 y=2\nd/dx     2\nclaimed  -1")
    taught = wrong._replace(formula=formula("2*x*y"), slip="a sign, in the derivative of x")
    assert as_rich.claim(taught, terminal(80)).split("\n")[-2:] == [
        "right    2*x*y", "slip     a sign, in the derivative of x"]
    shorter = right._replace(formula=formula("y"), shorter=True)
    assert as_rich.claim(shorter, terminal(120)).endswith("an edge or a switch\nshorter  y")


CLAMP = Function("clamp", "clamp(x, lo, hi)", ["clip"], "x between … and hi",
                 {"x": "1 if lo <= x and x <= hi else 0", "hi": "1 if x > hi else 0"}, "all numbers",
                 "the derivative at an edge is 1", "ClampBackward0")


def test_functions_are_a_table_of_what_there_is_room_for_or_else_a_list():
    constant = Function("pi", "pi", [], "", {}, "a constant", "", "")
    heads = ["function", "derivative", "domain", "convention"]
    for width, count in ((120, 4), (80, 3), (60, 2)):
        lines = as_rich.functions([constant, CLAMP], terminal(width)).split("\n")
        assert lines[0].split() == heads[:count] and all(len(line) <= width and line == line.rstrip() for line in lines)
        assert {line.index(word) for line, word in zip(lines[2:], ["1 if lo", "1 if x"], strict=True)} == {
            lines[0].index("derivative")}
    lines = as_rich.functions([CLAMP], terminal(52)).split("\n")
    assert lines[1:3] == ["clamp(x, lo, hi)  d/dx   1 if lo <= x and x <= hi", " " * 25 + "else 0"]
    assert as_rich.functions([CLAMP], terminal(40)) == as_rich.function([CLAMP], terminal(40))


def test_all_about_one_function():
    assert as_rich.function([CLAMP], terminal(80, "ascii")).split("\n") == [
        "clamp(x, lo, hi)", "is          x between ... and hi", "d/dx        1 if lo <= x and x <= hi else 0",
        "d/dhi       1 if x > hi else 0", "domain      all numbers", "convention  the derivative at an edge is 1",
        "synonyms    clip", "grad_fn     ClampBackward0"]
