"""Samples: the derivatives of single answers, each computed once, within a limit."""

import math

import pytest

from gradcli.calc.derivatives import derivatives
from gradcli.calc.plot.samples import OVERHEAD, Samples
from gradcli.calc.question import Question
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings


@pytest.mark.parametrize("source", ["x**3-2*x", "sin(x*a)/x", "abs(x)+relu(x-1)", "gamma(x)", "5", "where(x > 1, x*x, a)"])
def test_they_are_single_answers(source):
    bound = bindings(["a=2"])
    samples = Samples.along(Question(source, bound, columns=["x"]), "x", 3, 10, None)
    for x in (-1.25, 0.7, 3.5):
        at = Question(source, bindings([f"x={x}", "a=2"]), wrt=["x"])
        expected = [each.value for each in derivatives(at, ["x"] * 3, True, False)]
        assert samples(x) == pytest.approx(expected, rel=1e-12, nan_ok=True)


def test_where_there_is_no_value_there_is_no_slope():
    samples = Samples.along(Question("log(x)", {}, columns=["x"]), "x", 2, 1, None)
    assert all(map(math.isnan, samples(-1.0))) and samples(0.0)[0] == -math.inf


def test_each_is_computed_once_and_counted():
    samples = Samples.along(Question("sin(x)", {}, columns=["x"]), "x", 1, 1, 1000)
    size = len(samples.tape) + OVERHEAD
    for x in (0.5, 0.5, 0.25):
        samples(x)
    assert samples.left == 1000 - 2 * size and samples.affords(1) and not samples.refused
    assert not samples.affords(1000) and samples.refused


def test_more_work_than_allowed_is_refused_before_it_is_done():
    with pytest.raises(GradcliError, match="operations, beyond the limit of 100") as told:
        Samples.along(Question("sin(x)*cos(x)", {}, columns=["x"]), "x", 2, 140, 100)
    assert told.value.code == 1 and "--limit" in told.value.help
    with pytest.raises(GradcliError, match="beyond the limit of 100000000"):
        Samples.along(Question("sin(x)", {}, columns=["x"]), "x", 2, 10**9, None)


def test_gradients_of_two_variables():
    samples = Samples.of_gradient(Question("x*y**2", {}, columns=["x", "y", "z"]), ["x", "y", "z"], 1, None)
    assert samples(2.0, 3.0, 1.0) == (18.0, 9.0, 12.0, 0.0)


def test_errors_are_those_of_rounding():
    samples = Samples.along(Question("x*x - x*x", {}, columns=["x"]), "x", 1, 1, None)
    assert 0 < samples.error(0.1, 0) < 1e-16
