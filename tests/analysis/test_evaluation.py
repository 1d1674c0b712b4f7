"""One run of a tape at a point, and the facts that follow from its numbers."""

import math
from fractions import Fraction

import pytest

from gradcli.analysis.evaluation import Evaluation, over_or_underflows
from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.engine.reverse import reverse
from gradcli.syntax.parser import parse


def evaluate_at(source, **at):
    tape, root, variables = lower(parse(source))
    adjoints = reverse(tape, root, list(variables.values()))
    return Evaluation(source, tape, root, adjoints, at), variables


def parts(evaluation, slots):
    return [evaluation.source[slice(*evaluation.tape.spans[slot])] for slot in sorted(slots)]


def test_the_values_and_the_bounds_of_their_errors():
    evaluation, variables = evaluate_at("x*x + y/3", x=0.1, y=2.0)
    value, error = evaluation.values[evaluation.root], evaluation.errors[evaluation.root]
    assert value == 0.1 * 0.1 + 2.0 / 3
    exact = Fraction(0.1) ** 2 + Fraction(2, 3)
    assert abs(Fraction(value) - exact) <= Fraction(error) < Fraction(1, 10**14)
    assert evaluation.values[evaluation.adjoints[variables["x"]]] == 0.2
    assert evaluation.names == {evaluation.adjoints[slot]: name for name, slot in variables.items()}


def test_a_branch_that_is_not_taken_is_not_live():
    evaluation, _ = evaluate_at("log(x)*2 if x > 0 else abs(x - 1)", x=0.0)
    assert "log(x)" not in parts(evaluation, evaluation.live) and "abs(x - 1)" in parts(evaluation, evaluation.live)
    assert set(evaluation.used(evaluation.root)) <= evaluation.live
    assert "x > 0" in parts(evaluation, evaluation.boundaries)


@pytest.mark.parametrize("source, x, part", [
    ("1/(x*x) + 3", 1e200, "x*x"), ("exp(x)*2", 1000.0, "exp(x)"), ("x/1e10 + 1", 1e-305, "x/1e10"),
    ("1e400*x", 1.0, "1e400")])
def test_over_and_underflows_are_found_where_they_begin(source, x, part):
    evaluation, _ = evaluate_at(source, x=x)
    first, *_ = over_or_underflows(evaluation.tape, evaluation.values[:evaluation.root + 1])
    assert source[slice(*evaluation.tape.spans[first])] == part


@pytest.mark.parametrize("source, x", [("x*x", 1e100), ("x + inf", 1.0), ("x*0", 5.0), ("x - x", 1.0), ("sin(x)", 0.0)])
def test_infinities_and_zeros_that_are_exact_are_none(source, x):
    tape, root, _ = lower(parse(source))
    assert over_or_underflows(tape, run(tape, {"x": x})[:root + 1]) == []


def test_results_of_an_overflow_are_settled_in_wider_numbers():
    evaluation, _ = evaluate_at("x/sqrt(x**2 + y**2)", x=3e170, y=4e170)
    assert evaluation.values[evaluation.root] == 0
    evaluation.settle([evaluation.root])
    assert evaluation.values[evaluation.root] == 0.6 and evaluation.root in evaluation.settled


def test_a_slope_beside_an_infinity_is_found_once():
    evaluation, variables = evaluate_at("sqrt(x**4)", x=0.0)
    adjoint = evaluation.adjoints[variables["x"]]
    assert math.isnan(evaluation.values[adjoint]) and evaluation.missing(adjoint).number == 0
    assert evaluation.missing(adjoint) is evaluation.missing(adjoint) and evaluation.missing(evaluation.root) is None


def test_a_number_of_which_most_digits_are_lost_is_unreliable():
    evaluation, _ = evaluate_at("(x + 1e12) - 1e12", x=0.1)
    sum_, _ = evaluation.tape.arguments[evaluation.root]
    assert evaluation.is_unreliable(evaluation.root) and not evaluation.is_unreliable(sum_)
