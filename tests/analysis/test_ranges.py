"""Results that depend on numbers beyond the safe range."""

from math import inf

import pytest

from gradcli.analysis.ranges import leave_range
from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.syntax.parser import parse


@pytest.mark.parametrize("source, x, leaves", [
    ("x*x", 1e10, False), ("x*x", 1e200, True), ("1/(x*x)", 1e200, True), ("x*x", 1e-200, True), ("x + x - 3", 1e300, False),
    ("exp(x)", 800.0, True), ("exp(x)*0 + 1", 800.0, True), ("x*0", 5.0, False), ("max(x, 1)", 1e300, False),
    ("x*x if x < 1 else 2", 1e200, False), ("x*x if x > 1 else 2", 1e200, True), ("3", 1.0, False),
    ("tanh(x*x)", 1e200, True), ("x**0.5", -1.0, False), ("x*0", inf, True)])
def test_a_result_leaves_the_range_where_an_operation_does_that_it_rests_on(source, x, leaves):
    tape, root, _ = lower(parse(source))
    assert leave_range(tape, run(tape, {"x": x}), [root]) is leaves


def test_of_several_results_one_is_enough():
    tape, root, variables = lower(parse("x**2 + y"))
    values = run(tape, {"x": 1e200, "y": 1.0})
    assert leave_range(tape, values, [variables["y"]]) is False and leave_range(tape, values, [variables["y"], root]) is True
