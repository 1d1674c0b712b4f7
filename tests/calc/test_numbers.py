"""Answers in doubles: their digits and their warnings."""

import math
from random import Random

import pytest
from asking import pose
from mpmath import mp, mpf

from gradcli.calc.derivatives import derivatives
from gradcli.calc.numbers import FLOAT64, is_nan, numbers_at
from gradcli.calc.question import Question
from gradcli.syntax.bindings import bindings


@pytest.mark.parametrize("seed", range(3))
def test_a_loss_of_digits_is_warned_of(seed):
    random = Random(seed)
    for _ in range(40):
        x, order = random.uniform(-40, 40), random.randint(9, 14)
        found, = derivatives(pose("exp2(x)**(-1/3)", x=x), ["x"] * order, every=False, formulas=False)
        with mp.workdps(30):
            error = abs(found.value / ((-mp.log(2) / 3)**order * mpf(2)**(-mpf(x) / 3)) - 1)
        assert bool(found.warnings) == (error > 1e-8)


def test_numbers_and_warnings_of_slots():
    question = pose("log(x)*y", x=0.5, y=2.0)
    sweep = question.sweep(["x", "y"])
    slots = [sweep.root, sweep.adjoints[question.variables["x"]], None]
    found, warnings, evaluation = numbers_at(question, sweep, slots, FLOAT64)
    assert found == [math.log(0.5) * 2, 4, 0] and warnings == [] and evaluation.values[sweep.root] == found[0]


def test_all_is_nan_where_the_value_is():
    question = pose("log(x) + y", x=-1.0, y=2.0)
    sweep = question.sweep(["y"])
    found, warnings, _ = numbers_at(question, sweep, [sweep.root, sweep.adjoints[question.variables["y"]], None], FLOAT64)
    assert all(map(is_nan, found)) and [warning.kind for warning in warnings] == ["domain"]


def test_each_order_has_its_number_and_its_warnings():
    (value, _), (slope, _), (second, said) = FLOAT64.derivatives(pose("abs(x)*x", x=0.0), [(), ("x",), ("x", "x")])
    assert (value, slope) == (0, 0) and not math.isnan(second)
    assert any("order 2 jumps here: -2 on the left, 2 on the right" in warning.message for warning in said)


@pytest.mark.parametrize("value, nan", [(math.nan, True), (1.0, False), (math.inf, False), ("nan", False), (None, False)])
def test_a_text_is_a_number(value, nan):
    assert is_nan(value) is nan


def test_the_point_and_the_warnings_about_its_bindings():
    question = Question("x", bindings(["x=1e400", "z=2"]))
    assert FLOAT64.at(question) == {"x": math.inf, "z": 2}
    assert sorted(warning.kind for warning in FLOAT64.binding_warnings(question)) == ["overflow", "unused"]
    assert FLOAT64.at(Question("x", {})) is None
