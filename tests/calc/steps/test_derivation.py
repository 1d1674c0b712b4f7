"""The rules of calculus, step by step: never another derivative than that of every other command."""

from fractions import Fraction

import pytest
from expressions import ARITHMETIC, CALLS, OPERATIONS, mix, trees

from gradcli.calc.question import Question
from gradcli.calc.steps import derivation
from gradcli.calc.steps.derivation import derive
from gradcli.calc.steps.rules import Differentiation
from gradcli.core.primitive import rows
from gradcli.errors import GradcliError
from gradcli.render.steps import narrate_steps
from gradcli.syntax.bindings import bindings
from gradcli.syntax.printer import text

ROWS = [row for row in rows() if row.least and (
    row.rules is None or callable(row.rules) or not any(isinstance(rule, str) for rule in row.rules))]
# What the usual calculators of derivatives list: each is explained, none is unknown.
LISTED = """x^n x^(1/2) 1/x sqrt(x) cbrt(x) a^x e^x exp(x) 2^x x^x ln(x) log(x) log(x,a) log10(x) log2(x) abs(x) sign(x)
    sin(x) cos(x) tan(x) cot(x) sec(x) csc(x) asin(x) acos(x) atan(x) acot(x) asec(x) acsc(x) arcsin(x) arccos(x) arctan(x)
    sinh(x) cosh(x) tanh(x) coth(x) sech(x) csch(x) asinh(x) acosh(x) atanh(x) acoth(x) asech(x) acsch(x) erf(x) erfc(x)
    gamma(x) x! floor(x) ceil(x) round(x) max(x,a) min(x,a) atan2(x,a) hypot(x,a) sin(x)^2 sin(x)^cos(x) x*ln(x) x/(x+1)
    |x|""".split()


def test_steps_give_the_derivative_of_random_expressions():
    for tree in trees(3, 600, 14, mix(ARITHMETIC, OPERATIONS, CALLS)):
        question = Question(text(tree), {})
        if question.variables:
            try:
                assert all(line.plain().isprintable() for line in narrate_steps(derive(question)))
            except GradcliError as error:
                assert "polygamma" in error.message, text(tree)


@pytest.mark.parametrize("source", LISTED)
def test_the_functions_of_the_usual_calculators_are_explained(source):
    lines = [line.plain() for line in narrate_steps(derive(Question(source, {}), ["x"]))]
    assert lines[0] == f"d/dx of {source}" + (", a is a constant" if "a" in Question(source, {}).variables else
                                              ", n is a constant" if "n" in Question(source, {}).variables else "")
    assert "simplified" in lines


@pytest.mark.parametrize("name", ["max", "hypot"])
def test_functions_of_many_arguments(name):
    source = f"{name}({', '.join(f'{i}*x' for i in range(2, 40))}, u)"
    report, = derive(Question(source, {}), ["x"])
    assert len(report.steps) == 39


@pytest.mark.parametrize("source", ["x*sin(x)", "sin(x) if x > 1 else x", "abs(sin(x))*y",
                                    "+".join(f"sin({i}*x)" for i in range(99))])
def test_a_rule_that_is_wrong_in_the_ninth_digit_is_seen_before_it_is_printed(monkeypatch, source):
    slope = Differentiation.slope

    def wrong(self, slot, along):
        return self.tape.product(self.tape.constant(1 + Fraction(1, 10**9)), slope(self, slot, along))

    derive(Question(source, {}), ["x"])
    monkeypatch.setattr(Differentiation, "slope", wrong)
    with pytest.raises(GradcliError, match="the steps do not give the derivative; please report"):
        derive(Question(source, {}), ["x"])


def test_most_steps_are_proved_by_algebra(monkeypatch):
    seen = []
    at_points = derivation._agree_at_points
    monkeypatch.setattr(derivation, "_agree_at_points", lambda *given: (seen.append(1), at_points(*given))[1])
    blocks = 0
    for tree in trees(4, 100, 9, mix(ARITHMETIC, CALLS)):
        question = Question(text(tree), {})
        blocks += len(derive(question)) if question.variables and "gamma" not in question.source else 0
    assert blocks > 100 and len(seen) < blocks / 10


def test_what_is_bound_is_a_number_where_something_is_free_else_the_point():
    free, = derive(Question("a*x**2", bindings(["a=3"], "--at")))
    assert text(free.derivative) == "6*x" and (free.at, free.value) == ({"a": 3}, None)
    bound, = derive(Question("a*x**2", bindings(["a=3", "x=2"], "--at")), ["x"])
    assert text(bound.derivative) == "2*a*x" and bound.value == 12 and bound.others == ["a"]


def test_a_constant_that_is_asked_for_is_a_variable():
    report, = derive(Question("e*x", {}, wrt=["e"]), ["e"])
    assert text(report.derivative) == "x" and [step.rule for step in report.steps] == ["linear"]


def test_the_second_derivative_begins_with_the_first_simplified():
    first, second = derive(Question("sin(x**2)", {}), order=2)
    assert first.expression == "sin(x**2)" and text(second.expression) == text(first.derivative) == "2*x*cos(x**2)"


def test_a_formula_beyond_the_limit_leaves_the_steps():
    report, = derive(Question("sin(x)*exp(x)/(x**2 + 1)*log(x)", {}, limit=40))
    assert report.derivative is None and len(report.steps) > 5
