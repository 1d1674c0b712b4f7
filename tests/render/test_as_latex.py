"""LaTeX for a document: one answer alone, several as aligned equations, matrices as matrices."""

import math
from itertools import islice
from random import Random

import pytest
from formulas_oracle import DIGITS, TooLarge, answered, parsed, points, questions, value
from mpmath import mp, mpf
from tex import read

from gradcli.render import as_latex
from gradcli.report.derivatives import Derivative
from gradcli.report.functions import Function
from gradcli.report.matrices import Gradient, Hessian, Jacobian
from gradcli.report.series import Series
from gradcli.report.values import Answer
from gradcli.syntax.parser import parse


class Asked:
    """What a report knows of its question."""

    def __init__(self, source):
        self.program, self.given = parse(source), {}

    def check_formula(self):
        """All of its formulas are short."""


def formula(text):
    return parse(text).result


@pytest.mark.parametrize("value, text", [(91.0, "91"), (-0.5, "-0.5"), (1e-30, "10^{-30}"), (math.nan, r"\mathrm{nan}"),
                                         (2.5e-8, r"2.5 \cdot 10^{-8}"), (math.inf, r"\infty"), (-math.inf, r"-\infty")])
def test_a_number(value, text):
    assert as_latex.number(value) == text


def test_an_answer_is_the_function_its_value_and_its_partials():
    report = Answer("u**3+v**2", {"u": 3.0, "v": 4.0}, 43.0, "AddBackward0", {"u": 27.0, "v": 8.0}, [],
                    Asked("u**3+v**2"))
    assert as_latex.answer(report) == r"""\begin{aligned}
  f(u, v) &= u^{3} + v^{2} \\
  f(3, 4) &= 43 \\
  \frac{\partial f}{\partial u}(3, 4) &= 27 \\
  \frac{\partial f}{\partial v}(3, 4) &= 8
\end{aligned}"""


def test_definitions_are_equations_and_the_function_takes_a_name_that_is_free():
    report = Answer("f(t) = t**2; g1 = f(x)/2; g1", {"x": 2.0, "unused": 1.0}, 2.0, None, {"x": 2.0}, [],
                    Asked("f(t) = t**2; g1 = f(x)/2; g1"))
    assert as_latex.answer(report).split("\n")[1:-1] == [
        r"  f(t) &= t^{2} \\", r"  g_{1} &= \frac{f(x)}{2} \\", r"  g(x) &= g_{1} \\", r"  g(2) &= 2 \\",
        r"  \frac{dg}{dx}(2) &= 2"]


def test_a_derivative_is_its_answer_alone():
    free = Derivative("x**2", ("x",), 1, formula("2*x"), None, None, [])
    assert as_latex.derivative(free) == "2 x"
    assert as_latex.derivative(free._replace(derivative=None, at={"x": 5.0}, value=10.0)) == "10"


def test_all_orders_are_equations():
    zero = Derivative("x*y", (), 0, formula("x*y"), None, None, [], Asked("x*y"))
    orders = [zero, zero._replace(wrt=("x",), derivative=formula("y")),
              zero._replace(wrt=("x", "x", "y"), derivative=formula("0"))]
    assert as_latex.derivatives(orders).split("\n")[1:-1] == [
        r"  f &= x y \\", r"  \frac{\partial f}{\partial x} &= y \\",
        r"  \frac{\partial^{3} f}{\partial x^{2} \partial y} &= 0"]
    bound = [Derivative("x**2", ("x",) * n, n, None, {"x": 5.0}, value, [], Asked("x**2"))
             for n, value in enumerate([25.0, 10.0, 2.0])]
    assert as_latex.derivatives(bound).split("\n")[1:-1] == [
        r"  f(x) &= x^{2} \\", r"  f(5) &= 25 \\", r"  \frac{df}{dx}(5) &= 10 \\", r"  \frac{d^{2}f}{dx^{2}}(5) &= 2"]


def test_matrices():
    gradient = Gradient("x*y", None, {"x": formula("y"), "y": formula("x")}, [])
    assert as_latex.gradient(gradient) == "\\begin{pmatrix}\n  y \\\\\n  x\n\\end{pmatrix}"
    hessian = Hessian("x*y", ("x", "y"), {}, [[0.0, 1.0], [1.0, 0.0]], [])
    assert as_latex.hessian(hessian) == "\\begin{pmatrix}\n  0 & 1 \\\\\n  1 & 0\n\\end{pmatrix}"
    jacobian = Jacobian(("x/2", "x"), ("x",), None, [[formula("1/2")], [formula("1")]], [])
    assert as_latex.jacobian(jacobian) == "\\begin{pmatrix}\n  \\displaystyle \\frac{1}{2} \\\\[2ex]\n  1\n\\end{pmatrix}"
    assert as_latex.hessian(hessian._replace(hessian=[])) == "\\begin{pmatrix}\n\n\\end{pmatrix}"


def test_a_wide_matrix_is_an_array():
    wide = as_latex.hessian(Hessian("0", tuple("abcdefghijk"), None, [[0.0] * 11] * 11, []))
    assert wide.startswith("\\left(\\begin{array}{ccccccccccc}\n") and wide.endswith("\n\\end{array}\\right)")


def test_a_series_is_its_polynomial():
    assert as_latex.series(Series("exp(x)", {"x": 0.0}, 2, formula("x**2/2 + x + 1"), [], [])) == r"\frac{x^{2}}{2} + x + 1"


def test_functions_are_a_table_of_derivatives():
    product = Function("mul", "a*b", ["*"], "product", {"a": "b", "b": "a"}, "", "", "")
    tanh = Function("tanh", "tanh(x)", [], "", {"x": "1 - tanh(x)**2"}, "", "", "")
    assert as_latex.functions([product, tanh]) == r"""\begin{aligned}
  \frac{\partial}{\partial a} (a b) &= b \\
  \frac{\partial}{\partial b} (a b) &= a \\
  \frac{d}{dx} \tanh(x) &= 1 - \tanh^{2}(x)
\end{aligned}"""
    assert as_latex.function([Function("pi", "pi", [], "", {}, "", "", "")]) == r"\pi"


def differences(seed, count):
    """The questions of so many whose LaTeX has another value than their plain formula, and how many were compared."""
    random, compared, found = Random(seed), 0, []
    for question in islice((each for each in questions(seed) if each.words[0] == "nth"), count):
        (code, formula, _), (_, tex, _) = (answered([*question.words[:-1], form]) for form in ("plain", "latex"))
        if code:
            continue
        trees = parsed(formula.strip()), read(tex.strip())
        for _ in range(3):
            at = points(random, list("xyab"), {})
            with mp.workdps(DIGITS):
                try:
                    a, b = (value(tree, at) for tree in trees)
                except TooLarge:
                    continue
            if mp.isnan(a) and mp.isnan(b):
                continue
            compared += 1
            if not abs(a - b) <= mpf("1e-20") * max(1, abs(a)):
                found.append((question.words, formula, tex, a, b))
                break
    return found, compared


def test_the_latex_of_formulas_has_their_values():
    found, compared = differences(3, 150)
    assert found == [] and compared > 200


@pytest.mark.parametrize("tex, tree", [
    (r"-x^{2}", ("neg", ("**", "x", "2"))), (r"2 x \cdot 3^{x}", ("*", ("*", "2", "x"), ("**", "3", "x"))),
    (r"\sin^{2}(x) y", ("*", ("**", ("sin", "x"), "2"), "y")), (r"\psi^{(2)}(x)", ("polygamma", "2", "x")),
    (r"\begin{cases} x & \text{if $x < 1$} \\ y & \text{otherwise} \end{cases}", ("if", ("<", "x", "1"), "x", "y"))])
def test_the_reader(tex, tree):
    assert read(tex) == tree
