"""Formulas one after the other: those of large expressions keep the structure, and are the derivatives."""

import pytest
from expressions import function
from mpmath import mp, mpf

from gradcli.algebra import derivative
from gradcli.calc.question import Question
from gradcli.calc.ways import along
from gradcli.syntax.printer import text

AT = {"x": 0.4, "y": 1.3}


def written(source, names):
    return [text(ast) for ast in along(Question(source, {}), list(names))]


def wrong(source, order):
    """The orders at which a formula is not the derivative."""
    with mp.workdps(40):
        truths = list(mp.diffs(function(source, AT), mpf(AT["x"]), order))
        pairs = zip(written(source, "x" * order), truths, strict=True)
        return [k for k, (formula, truth) in enumerate(pairs)
                if not abs(function(formula, AT, "")() - truth) <= mpf("1e-20") * abs(truth)]


GROWING = ["(x+y)**x*sin(x)", "x**(x+y)*exp(x+x**2)/(x+1)", "-3*exp(x**2)*x**2", "exp(sin(x)+x)*x**y", "y**x*(1-x)**y"]


@pytest.mark.parametrize("source", GROWING)
def test_what_grows(source):
    assert wrong(source, 4) == []


def test_a_wrong_polynomial_is_caught(monkeypatch):
    step = derivative.ExponentialFactor._step

    def careless(self):
        step(self)
        self.monomials = derivative.Counter(dict.fromkeys(self.monomials, 1))

    monkeypatch.setattr(derivative.ExponentialFactor, "_step", careless)
    assert wrong(GROWING[0], 3)


def test_mixed_derivatives_go_on_along_another_name():
    with mp.workdps(40):
        for names in ("yxx", "xyx"):
            value = function(written("x**(x*y)*y", names)[-1], AT, "")()
            assert abs(value - function(written("x**(x*y)*y", "xxy")[-1], AT, "")()) < mpf("1e-30") * abs(value)


def test_the_40th_derivative_of_a_gaussian_is_hermites_polynomial():
    formula = written("exp(-x**2)", "x" * 40)[-1]
    with mp.workdps(40):
        truth = mp.hermite(40, mpf(AT["x"])) * mp.exp(-mpf(AT["x"]) ** 2)
        assert abs(function(formula, AT, "")() - truth) < mpf("1e-20") * abs(truth)


def test_what_holds_a_variable_exponent_is_written_once():
    assert all(formula.count("x**x") == 1 for formula in written("x**x", "x" * 8))


def test_a_formula_is_split_only_to_be_differentiated_again_along_the_same_name(monkeypatch):
    seen = []
    split = derivative.ExponentialFactor.split
    monkeypatch.setattr(derivative.ExponentialFactor, "split", lambda *of: seen.append(of[1]) or split(*of))
    assert written("exp(x*y*z)", "xyz")[-1] == "exp(x*y*z)*((x*y*z + 1)**2 + x*y*z)" and not seen
    assert written("exp(x*y)", "xxy")[-1] == "y*exp(x*y)*(x*y + 2)" and seen == ["x"]
