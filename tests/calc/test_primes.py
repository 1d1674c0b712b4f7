"""f'(x): a derivative within an expression."""

import pytest

from gradcli.calc.matrices import gradient
from gradcli.calc.question import Question
from gradcli.calc.values import evaluate
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings
from gradcli.syntax.printer import text


@pytest.mark.parametrize("source, value", [
    ("f(t) = t**3; f'(x)", 12), ("f(t) = t**3; f''(x)", 12), ("f(t) = t**3; f'''(x)", 6), ("f(t) = t**3; f''''(x)", 0),
    ("f(t) = t**3; 2f'(x)^2", 288), ("f(t) = t**3; f′(1) + f(1)", 4), ("f(x) = x**3; f'(x)*x", 24),
    ("f(t) = t**3; x f'(x)", 24), ("f(t) = t*x; f'(x)", 2), ("f(t) = t*x; f'(x)/f'(1)", 1),
    ("t = 2*x; f(t) = t**2*x; f'(t)", 16),
    ("k = 5; f(t) = k*t; g(t) = f'(t)*t; g'(x)", 5), ("f(t) = t**2; f'(f'(x))", 8), ("f(x) = x**3; y = f'(x)", 12),
    ("f(x) = x**3; g(x) = f'(x)", 12), ("f(t) = max(t, 1)**2; f'(x)", 4), ("f(t) = 3; f'(x) + x", 2),
    ("f(t) = t if t > x + 1 else t**2; f'(x)", 4), ("f_prime = 3; f(t) = t**2; f'(x)*f_prime", 12)])
def test_it_is_the_derivative_along_the_parameter(source, value):
    assert evaluate(Question(source, bindings(["x=2"]))).value == value


def test_it_is_differentiated_further():
    found = gradient(Question("f(t) = exp(a*t); g(t) = f'(t)*t; g'(x)", {}))
    assert {name: text(ast) for name, ast in found.partials.items()} == {
        "a": "exp(a*x)*((a*x + 1)**2 + a*x)", "x": "a**2*exp(a*x)*(a*x + 2)"}


def test_a_bound_name_is_no_constant_in_it():
    assert evaluate(Question("f(t) = log(e)*e*t**2; f'(x)", bindings(["x=1", "e=1"]))).value == 0


@pytest.mark.parametrize("source, message, help", [
    ("f'(x)", "' at column 2 is not part of an expression",
     "write f'(x) of a function that the text defines, as in f(t) = t**2; f'(x)"),
    ("sin'(x)", "' at column 4 is not part of an expression",
     "write f'(x) of a function that the text defines, as in f(t) = t**2; f'(x)"),
    ("x + x'", "' at column 6 is not part of an expression",
     "write f'(x) of a function that the text defines, as in f(t) = t**2; f'(x)"),
    ("f(x, y) = x*y; f'(x, 2)", "f' is of a function of one parameter, and f has 2",
     "--wrt says along which of its variables an expression is differentiated"),
    ("f(t) = t**2; f' + 1", "f' is a function; call it: f'(...)", None),
    ("f(t) = t**2; f'(x, 1)", "f' takes 1 argument, got 2", None),
    ("f(t) = f'(t)", "' at column 9 is not part of an expression",
     "write f'(x) of a function that the text defines, as in f(t) = t**2; f'(x)")])
def test_it_is_refused(source, message, help):
    with pytest.raises(GradcliError) as caught:
        _ = Question(source, {}).lowered
    assert (caught.value.message, caught.value.help) == (message, help)
