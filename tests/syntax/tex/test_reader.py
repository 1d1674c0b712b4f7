"""LaTeX to AST: every construct by its meaning, names and bindings, places, formulas of any size."""

import pytest
from bench.latex_round import differences
from bench.latex_tokens import fault, strings
from readings import check_meaning

from gradcli.calc.question import Question
from gradcli.calc.values import evaluate
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings
from gradcli.syntax.parser import is_latex, parse

MEANINGS = {
    r"x + y - 2 \cdot z": "x + y - 2*z",
    r"x \times y \cdot z * w": "x*y*z*w",
    r"a / b \div c": "a/b/c",
    r"2xy^{2}": "2*x*y**2",
    r"x\,y\;z\quad w": "x*y*z*w",
    r"\mathrm{ab} \cdot c": "ab*c",
    r"\operatorname{rate} t": "rate*t",
    r"\text{speed}^{2}": "speed**2",
    r"x^2 + x^{10} + x^n": "x**2 + x**10 + x**n",
    r"x^\alpha": "x**alpha",
    r"x_1 + x_{12} + x_{ij} + x_{\mathrm{max}} + k_\beta": "x_1 + x_12 + x_ij + x_max + k_beta",
    r"x_1^2": "x_1**2",
    r"x_\mathrm{max} + x_\text{min}": "x_max + x_min",
    r"\arcsin^{-1}(x) + \sin^{-1}(y)": "sin(x) + asin(y)",
    r"-x^{2}": "-x**2",
    r"x \cdot -y + +z^{1}": "x*-y + +z**1",
    r"n! + (x + 1)! + {n}!^{2}": "n! + (x + 1)! + n!**2",
    r"|x| + \left|x + 1\right| + \lvert y \rvert": "abs(x) + abs(x + 1) + abs(y)",
    r"\left|x\left|y\right|\right|": "abs(x*abs(y))",
    r"|x||y|^{2}": "abs(x)*abs(y)**2",
    r"\left\lfloor x \div 2 \right\rfloor": "x//2",
    r"\lfloor\lfloor x \div 2 \rfloor\rfloor": "floor(x//2)",
    r"\left(x + 1\right)\left[x - 1\right]\{x\}{y}": "(x + 1)*(x - 1)*x*y",
    r"\bigl(x + 1\bigr)^2": "(x + 1)**2",
    r"e^{-x^2/2} + \mathrm{e}^x": "e**(-x**2/2) + e**x",
    r"x < y \le z": "x < y <= z",
    r"x \leq y \wedge x \neq z \vee y \geqslant 1": "x <= y and x != z or y >= 1",
    r"2^{x} = y + 1": "2**x == y + 1",
    r"[x > 0] + 1^{x}": "(x > 0) + 1**x",
    r"a \bmod b^{2}": "a%b**2",
    r"\pi r^2 + 2\pi\cdot r": "pi*r**2 + 2*pi*r",
    r"\alpha\beta\lambda\Omega": "alpha*beta*lambda*Omega",
    r"\gamma m c^2": "γ*m*c**2",
    r"\infty - \infty": "inf - inf",
    r"f(x) = x^{2}": "x**2",
    r"y = \frac{x}{2}": "x/2",
    r"y_{1} = 3x^{2}": "3*x**2",
    r"$x^2$": "x**2",
    r"$$ \frac{x}{y} $$": "x/y",
    r"\[ \frac{x}{y} \]": "x/y",
    r"\( x^{2} \)": "x**2",
    r"\begin{equation} x^{2} \end{equation}": "x**2",
    r"\begin{equation*} x^{2} \end{equation*}": "x**2",
    r"\displaystyle \frac{x}{y} % a remark": "x/y",
    r"1.5 \cdot 10^{-30} x": "1.5*10**-30*x",
    r"\theta_1 \theta_{2}": "theta_1*theta_2",
    r"x(y + 1)^{2}": "x*(y + 1)**2",
}


@pytest.mark.parametrize("text", MEANINGS)
def test_a_construct_has_its_meaning(text):
    check_meaning(text, MEANINGS[text])


@pytest.mark.parametrize("text, answer", [("x + 1", False), ("x^2", False), ("\\frac{x}{2}", True), ("x^{2}", True),
                                          ("x_{1}", True), ("$x$", True), ("x_1**2", False)])
def test_latex_is_what_the_language_does_not_have(text, answer):
    assert is_latex(text) is answer


@pytest.mark.parametrize("text, at, value", [
    ("x_{1}^{2}", ["x1=3"], 9), ("x_{1}^{2}", ["x_1=3"], 9), ("x_1^{2}", ["x1=3"], 9), ("\\theta^{2}", ["θ=3"], 9),
    ("\\theta^{2}", ["theta=3"], 9), ("\\gamma^{2}", ["gamma=3"], 9), ("x_{max}^{2}", ["x_max=3"], 9),
    ("\\sum_{i=1}^{n} i", ["n=4"], 10), ("e^{x}", ["e=2", "x=3"], 8)])
def test_a_binding_reaches_the_name_that_is_written_so(text, at, value):
    found = evaluate(Question(text, bindings(at)))
    assert found.value == value and not found.warnings


def test_a_name_that_may_be_two_bound_ones_is_refused():
    with pytest.raises(GradcliError, match="is ambiguous") as caught:
        _ = Question("x_{1}^{2}", bindings(["x1=3", "x_1=2"])).parsed
    assert caught.value.help == "write x1 or x_1"


def test_places_are_those_of_the_latex():
    text = r"1 + \frac{x}{\ln x} \cdot \sqrt{y}"
    found = evaluate(Question(text, bindings(["x=-1", "y=1"])))
    begin, end = found.warnings[0].span
    assert text[begin:end] == r"\ln x" and found.warnings[0].expression == r"\ln x"
    spans = {text[slice(*span)] for _, _, span in parse(text).code}
    assert {"1", "x", "y", r"\ln x", r"\frac{x}{\ln x}", r"\sqrt{y}", r"\frac{x}{\ln x} \cdot \sqrt{y}", text} == spans


def test_the_reading_is_kept_with_the_text():
    question = Question(r"\frac{x_{1}}{2} < 1", bindings(["x1=3"]))
    assert question.variables and question.source == r"\frac{x_{1}}{2} < 1" and question.source.read == "x1/2 < 1"


@pytest.mark.parametrize("text, inner", [
    ("{" * 5_000 + "x" + "}" * 5_000 + "^{2}", 3), ("(" * 5_000 + "x" + ")" * 5_000 + "^{2}", 3),
    (r"\sqrt{" * 5_000 + "x" + "}" * 5_000, 5_001), (r"\sin " * 5_000 + "x", 5_001),
    ("x^{" * 5_000 + "x" + "}" * 5_000, 10_001), (r"\frac{1}{" * 5_000 + "x" + "}" * 5_000, 10_001),
    ("-" * 5_000 + "x^{1}", 5_003), (r"\sum_{i=1}^{1} " * 5_000 + "x", 1), ("|" * 999 + "x" + "|" * 999 + "^{2}", 1002)])
def test_depth_does_not_matter(text, inner):
    assert len(parse(text).code) == inner


def test_random_expressions_come_back_as_they_were():
    """tests/bench/latex_round.py tries thousands."""
    assert not list(differences(7, 250))


def test_random_tokens_are_read_or_refused():
    """tests/bench/latex_tokens.py tries a hundred thousand."""
    assert [(text, wrong) for text in strings(2, 1500) if (wrong := fault(text)[0])] == []
