"""Derivatives as formulas: those that a person would write, and the values of mpmath's derivatives."""

from random import Random

import pytest
from expressions import Case, function, smooth
from mpmath import mp, mpf
from normalized import written

from gradcli.algebra import forms, normal
from gradcli.calc.formulas import Formulas
from gradcli.calc.question import Question
from gradcli.calc.ways import along
from gradcli.engine.passes import eliminate_dead_code
from gradcli.engine.reverse import reverse
from gradcli.syntax.printer import text


@pytest.mark.parametrize("source, n, derivative", [
    ("x**2+x**3", 2, "6*x + 2"), ("1/(1+x**2)", 1, "-2*x/(x**2 + 1)**2"), ("sqrt(1-x**2)", 1, "-x/sqrt(1 - x**2)"),
    ("1/(1+x**2)", 2, "2*(3*x**2 - 1)/(x**2 + 1)**3"), ("1/(1+x**2)", 3, "24*x*(1 - x**2)/(x**2 + 1)**4"),
    ("sqrt(1-x**2)", 2, "-1/(1 - x**2)**(3/2)"), ("exp(sin(x))", 1, "cos(x)*exp(sin(x))"),
    ("x**x", 1, "x**x*(log(x) + 1)"), ("exp(sin(x))", 2, "exp(sin(x))*(cos(x)**2 - sin(x))"),
    ("x**x", 2, "x**x*((log(x) + 1)**2 + 1/x)"), ("log(x)/x", 2, "(2*log(x) - 3)/x**3"),
    ("sin(x)*cos(x)", 1, "2*cos(x)**2 - 1"), ("sin(x)**2", 1, "2*sin(x)*cos(x)"),
    ("sin(x)**2+cos(x)**2", 1, "0"), ("tan(x)", 1, "tan(x)**2 + 1"), ("sec(x)", 1, "tan(x)*sec(x)"),
    ("cot(x)", 1, "-csc(x)**2"), ("asin(x)", 1, "1/sqrt(1 - x**2)"), ("acos(x)", 1, "-1/sqrt(1 - x**2)"),
    ("atan(x)", 1, "1/(x**2 + 1)"), ("atan(x)", 2, "-2*x/(x**2 + 1)**2"), ("sinh(x)", 1, "cosh(x)"),
    ("tanh(x)", 1, "sech(x)**2"), ("asinh(x)", 1, "1/sqrt(x**2 + 1)"), ("acosh(x)", 2, "-x/(x**2 - 1)**(3/2)"),
    ("exp(-x**2)", 1, "-2*x*exp(-x**2)"), ("exp(-x**2)", 2, "2*exp(-x**2)*(2*x**2 - 1)"),
    ("x*exp(x)", 3, "exp(x)*(x + 3)"), ("x**2*exp(x)", 2, "exp(x)*(x**2 + 4*x + 2)"),
    ("exp(x)/x", 1, "exp(x)*(x - 1)/x**2"), ("exp(2*x)*sin(3*x)", 1, "exp(2*x)*(2*sin(3*x) + 3*cos(3*x))"),
    ("x*log(x)-x", 1, "log(x)"), ("x*log(x)", 3, "-1/x**2"), ("log(log(x))", 1, "1/(x*log(x))"),
    ("log(sin(x))", 1, "cos(x)/sin(x)"), ("log(x**2+1)", 1, "2*x/(x**2 + 1)"),
    ("log(x+sqrt(x**2+1))", 1, "1/sqrt(x**2 + 1)"), ("1/x", 3, "-6/x**4"), ("x/(1+x)", 1, "1/(x + 1)**2"),
    ("(x-1)/(x+1)", 1, "2/(x + 1)**2"), ("(x**2-1)/(x**2+1)", 1, "4*x/(x**2 + 1)**2"),
    ("(x**2+1)**5", 1, "10*x*(x**2 + 1)**4"), ("(2*x+1)**10", 3, "5760*(2*x + 1)**7"),
    ("sqrt(x)", 1, "1/(2*sqrt(x))"), ("sqrt(x)", 2, "-1/(4*x**(3/2))"), ("sqrt(x**2+1)", 1, "x/sqrt(x**2 + 1)"),
    ("sqrt(x**2+1)", 2, "1/(x**2 + 1)**(3/2)"), ("cbrt(x)", 1, "1/(3*cbrt(x)**2)"), ("x**(1/3)", 1, "1/(3*x**(2/3))"),
    ("x**2.5", 1, "2.5*x**1.5"), ("2**x", 2, "2**x*log(2)**2"), ("1/sqrt(x)", 1, "-1/(2*x**(3/2))"),
    ("x**sin(x)", 1, "x**sin(x)*(log(x)*cos(x) + sin(x)/x)"), ("exp(x)/(1+exp(x))", 1, "exp(x)/(exp(x) + 1)**2"),
    ("softplus(x)", 1, "sigmoid(x)"), ("gelu(x)", 1, "x*normpdf(x) + normcdf(x)"),
    ("erf(x)", 1, "2*exp(-x**2)/sqrt(pi)"), ("gamma(x)", 1, "gamma(x)*digamma(x)"), ("abs(x)", 1, "sign(x)"),
    ("relu(x)**2", 1, "2*relu(x) if x > 0 else 0"), ("log(x,2)", 1, "1/(x*log(2))"),
    ("sin(1/x)", 1, "-cos(1/x)/x**2"), ("sin(a*x+b)", 2, "-a**2*sin(a*x + b)"), ("exp(a*x)", 3, "a**3*exp(a*x)"),
    ("a*x**n", 1, "a*n*x**(n - 1)"), ("x**2 if x>0 else -x**2", 1, "2*x if x > 0 else -2*x"),
    ("where(x>0,x*log(x),0)", 1, "log(x) + 1 if x > 0 else 0"), ("hypot(x,y)", 1, "x/hypot(x, y)"),
    ("x*y/(x+y)", 1, "y**2/(x + y)**2"), ("x**3*(x-1)**4", 1, "x**2*(x - 1)**3*(7*x - 3)"),
    ("x*sqrt(x)", 1, "3*sqrt(x)/2"), ("exp(exp(x))", 1, "exp(x + exp(x))"), ("0.1*x**3-1.5*x", 1, "0.3*x**2 - 1.5"),
    ("x/3+x**2/7", 1, "2*x/7 + 1/3"), ("pi*x**2", 1, "2*pi*x"), ("e**(2*x)", 2, "4*exp(2*x)"),
    ("(x+1)*(x+2)*(x+3)", 1, "3*x**2 + 12*x + 11"), ("exp(-1/x)", 1, "exp(-1/x)/x**2"),
    ("log(x)**2", 1, "2*log(x)/x"), ("x**4-4*x**3+6*x**2-4*x+1", 1, "4*x**3 - 12*x**2 + 12*x - 4"),
    ("u**3*x+4*u*v*x", 1, "u**3 + 4*u*v"), ("x/(x**2+1)", 1, "(1 - x**2)/(x**2 + 1)**2"),
    ("log(x)/x", 1, "(1 - log(x))/x**2"),
    ("log(abs(x))", 1, "1/x"), ("abs(x)**3", 1, "3*x*abs(x)"), ("1/abs(x)", 1, "-1/(x*abs(x))"), ("abs(x)", 1, "sign(x)"),
    ("x*abs(x)", 1, "2*abs(x)"), ("abs(x)/x", 1, "0"), ("abs(x-1)**3", 1, "3*abs(x - 1)*(x - 1)"),
    ("sqrt(abs(x))", 2, "-1/(4*abs(x)**(3/2))"), ("abs(x*y)**3", 1, "3*x*y**2*abs(x*y)"), ("abs(x)**a", 0, "abs(x)**a"),
    ("cbrt(x)**3", 0, "x"), ("y*cbrt(x)**-5", 0, "y/(x*cbrt(x)**2)"), ("cbrt(x)**a", 0, "cbrt(x)**a"),
    ("log((1+x)/(1-x))", 1, "2/(1 - x**2)"), ("atan(1/x)", 1, "-1/(x**2 + 1)"), ("1/(1+1/(1+x))", 2, "-2/(x + 2)**3"),
    ("(x**2-1)/(x-1)", 1, "1"), ("(x**3-1)/(x-1)", 1, "2*x + 1"),
    ("1/(1+exp(-x))", 1, "exp(-x)/(1 + exp(-x))**2"), ("cos(x)**2", 1, "-2*sin(x)*cos(x)"), ("x**2*2**x", 0, "x**2*2**x"),
    ("x**x", 3, "x**x*((log(x) + 1)**3 + 3*(log(x) + 1)/x - 1/x**2)"), ("sin(x)/(1+cos(x))", 1, "1/(cos(x) + 1)"),
    ("sin(x)**3", 2, "6*sin(x) - 9*sin(x)**3"), ("tanh(x)", 3, "4*sech(x)**2 - 6*sech(x)**4"),
    ("max(x,x**2)", 1, "1 if x >= x**2 else 2*x"), ("relu(x)**2", 2, "2 if x > 0 else 0"),
    ("(1+1/x)**x", 2, "((log(1 + 1/x) - 1/(x + 1))**2 - 1/(x*(x + 1)**2))*(1 + 1/x)**x"),
    ("x**n*(1-x)**m", 2, "x**n*((m/(x - 1) + n/x)**2 - m/(x - 1)**2 - n/x**2)*(1 - x)**m"),
    ("x**x**x", 2, "x**x**x*(x**(2*x)*(log(x)**2 + log(x) + 1/x)**2 "
                   "+ x**x*(log(x)**3 + 2*log(x)**2 + log(x) + 3*log(x)/x + 2/x - 1/x**2))"),
    ("exp(x)*log(x)", 2, "exp(x)*(log(x) + 2/x - 1/x**2)"), ("exp(exp(x))", 3, "exp(x + exp(x))*(exp(2*x) + 3*exp(x) + 1)")])
def test_a_derivative_is_as_a_person_writes_it(source, n, derivative):
    assert text(along(Question(source, {}), ["x"] * n)[n]) == derivative


def formulas(source, n):
    return [text(ast) for ast in along(Question(source, {}), ["x"] * n)]


def wrong_formulas(cases, order):
    found = []
    for source, at in cases:
        with mp.workdps(25):
            truths = list(mp.diffs(function(source, at), mpf(at["x"]), order))
        with mp.workdps(50):
            for k, (truth, formula) in enumerate(zip(truths, formulas(source, order), strict=True)):
                ours = function(formula, at, "")()
                if not abs(ours - truth) <= 1e-12 * max(1, *map(abs, truths)):
                    found.append((source, at, k, formula))
    return found


def test_formulas_to_order_four_are_the_derivatives():
    # hardswish's branches are multiplied out: of gelu_tanh(hardswish(x)) the formula has 20 MB at order 4
    cases = {case.source: case for case in smooth(22, 240, 4) if "hardswish" not in case.source}
    assert len(cases) >= 200 and wrong_formulas(cases.values(), 4) == []


def test_formulas_of_larger_expressions():
    assert wrong_formulas(smooth(22, 15, 12), 2) == []


BRANCHED = [("x*abs(x)", -1.3), ("x**2 if x > 1 else x**3", 0.7), ("max(x, x**2)*x", 0.4), ("clamp(x**2, 0.1, 1)", 0.6),
            ("relu(x)**3 - relu(-x)**2", -0.8), ("min(x, 1, x**3)", 0.5), ("abs(x - 2)**3", 0.3), ("x % 0.7*x", 1.0),
            ("floor(x)*x**2", 2.4), ("sqrt(x**2)", -1.7), ("(x**2)**(3/2)", -0.9), ("cbrt(x)*x", -0.6), ("x**-3", -0.7),
            ("where(x > 0, log(x), x**2)*exp(x)", -1.1), ("(x if x < 0 else 2*x)*(x**2 if x < 0 else 1)", -0.3),
            ("x**x**x", 0.7), ("(x+1)**(1/x)*sin(x)", 0.6), ("-exp(x)*abs(x)", -0.4), ("x**(abs(x) + 2)", 0.4),
            ("abs(x)**3.5 + log(abs(x))", -0.6), ("1/cbrt(x)**4", -0.7),
            ("abs(x)**1.5*x**-2*sign(x)", -0.6), ("sign(x - 1)*abs(x - 1)**-2.5/(x - 1)", 0.3),
            ("max(max(abs(x), x), x**2)", 0.4), ("max(abs(x), x, 1/2)*x", 1.3), ("min(2, -abs(x), -x)**2", 0.6),
            (f"max(x, abs(x), {', '.join(f'x - {k}' for k in range(1, 20))}, sqrt(x**2))*x", 1.3),
            ("where(x >= abs(x), x**3, 0) + where(abs(x) >= x, x**2, 0)", 0.7)]


def test_formulas_with_branches_and_negative_numbers():
    assert wrong_formulas([Case(source, {"x": x}) for source, x in BRANCHED], 3) == []


def test_wrong_formulas_are_caught(monkeypatch):
    for module in (forms, normal):
        monkeypatch.setattr(module, "quotient", lambda a, b: a // b)
    assert wrong_formulas([Case("(3/10 - x/2)**3*7", {"x": 0.5})], 2)
    monkeypatch.undo()
    monkeypatch.setattr(normal.Algebra, "times", lambda self, e, factor: e)
    assert wrong_formulas(smooth(21, 30, 6), 2)


def test_mixed_partials_do_not_depend_on_the_order_of_the_names():
    random, looked = Random(3), 0
    with mp.workdps(40):
        for source, at in smooth(23, 40, 5):
            if "y" not in at:
                continue
            looked += 1
            names = [random.choice("xy") for _ in range(random.randint(2, 3))]
            orders = names.count("x"), names.count("y")
            values = []
            for order in (names, names[::-1], sorted(names)):
                values.append(function(text(along(Question(source, {}), order)[-1]), at, "")())
            assert max(values) - min(values) <= mpf("1e-25") * max(1, abs(values[0])), (source, names)
            if looked <= 10:
                with mp.workdps(20):
                    truth = mp.diff(function(source, at, "xy"), (mpf(at["x"]), mpf(at["y"])), orders)
                assert abs(values[0] - truth) <= mpf("1e-10") * max(1, abs(truth)), (source, names)
    assert looked > 15


@pytest.mark.parametrize("source, most", [("1/(1+x**2)", 529), ("exp(sin(x))", 188)])
def test_the_eighth_derivative_stays_small(source, most):
    """The live slots of the derivative, before it is simplified for printing."""
    question = Formulas(Question(source, {}))
    for _ in range(8):
        variable, = question.slots(["x"])
        adjoint = reverse(question.tape, question.root, [variable])[variable]
        live = len(eliminate_dead_code(question.tape, [adjoint])[0])
        question.tape, (question.root,) = question.simplify(question.tape, [adjoint])
    assert live <= most


def test_a_printed_formula_can_be_differentiated_again():
    """The derivative of a printed gradient is the second derivative, whatever way the formula came about."""
    with mp.workdps(40):
        for source, at in smooth(27, 25, 5):
            first, second = formulas(source, 2)[1:]
            assert written(first) == written(written(first)), source
            again = formulas(first, 1)[1] if "x" in at and "x" in Question(first, {}).variables else "0"
            ours, theirs = (function(formula, at, "")() for formula in (second, again))
            assert abs(ours - theirs) <= mpf("1e-25") * max(1, abs(ours)), source


@pytest.mark.parametrize("source, n, derivative", [("0**x", 1, "0"), ("0**x", 2, "0"), ("0**(x**2)*y", 1, "0"),
                                                   ("(x-x)**a", 1, "0"),
                                                   ("0**x + x**2", 1, "2*x")])
def test_a_power_of_0_has_the_derivative_0(source, n, derivative):
    name = "a" if "a" in source else "x"
    assert text(along(Question(source, {}), [name] * n)[n]) == derivative
