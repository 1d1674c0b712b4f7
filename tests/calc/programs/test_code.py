"""Straight-line code, run here step by step: the value and the gradient of every other command."""

import math

import pytest
from asking import pose
from expressions import ARITHMETIC, ELEMENTARY, mix, smooth

from gradcli.calc.programs.code import definition_tape, lower_along, spelling_key, straight_line
from gradcli.calc.values import evaluate
from gradcli.core.primitive import FUNCTIONS, rows
from gradcli.domains.float64 import run
from gradcli.errors import GradcliError
from gradcli.render.code import python
from gradcli.render.code.expansions import EXPANSIONS
from gradcli.report.programs import IS_NAN

KEYS = {spelling_key(row, row.least): row for row in rows()}


class All:
    """A language that spells every row."""

    def __contains__(self, key):
        return key in KEYS


def execute(report, at):
    """The value of each slot of a program."""
    values = []
    for operation, arguments, value in report.slots:
        if operation == "variable":
            values.append(at[value])
        elif operation == "constant":
            values.append(value)
        elif operation == IS_NAN:
            values.append(float(math.isnan(values[arguments[0]])))
        else:
            row = KEYS.get(operation) or FUNCTIONS[operation.partition("/")[0]].taking(len(arguments))
            values.append(row.value([values[a] for a in arguments]))
    return values


def test_a_program_computes_what_eval_answers():
    for source, at in smooth(33, 60, 9, mix(ARITHMETIC, ELEMENTARY)):
        report = straight_line(pose(source, **at), None, All(), {}, "a test")
        values, answer = execute(report, at), evaluate(pose(source, **at))
        assert values[report.value] == pytest.approx(answer.value, rel=1e-12), source
        partials = {name: values[slot] for name, slot in report.partials.items()}
        assert partials == pytest.approx(answer.partials, rel=1e-9), source
        assert report.at == at and report.lacking == []


def test_functions_that_the_language_lacks_are_written_with_others():
    class Poor(All):
        def __contains__(self, key):
            return key not in ("cosh", "sinh") and super().__contains__(key)

    expansions = {"cosh": lambda x: f"(exp({x}) + exp(-({x})))/2", "sinh": lambda x: f"(exp({x}) - exp(-({x})))/2"}
    report = straight_line(pose("cosh(x)*2", x=0.7), None, Poor(), expansions, "a test")
    values = execute(report, {"x": 0.7})
    assert values[report.value] == pytest.approx(2 * math.cosh(0.7), rel=1e-15) and report.lacking == ["cosh", "sinh"]
    assert values[report.partials["x"]] == pytest.approx(2 * math.sinh(0.7), rel=1e-15)
    with pytest.raises(GradcliError, match="a test has no cosh") as caught:
        straight_line(pose("1 + cosh(x)"), None, Poor(), {}, "a test")
    assert caught.value.span == (4, 11)


def test_bound_names_are_numbers_where_something_is_free():
    report = straight_line(pose("a*x**2", a=3.0), None, All(), {}, "a test")
    assert report.variables == ["x"] and list(report.partials) == ["x"] and report.at is None
    assert execute(report, {"x": 2.0})[report.value] == 12
    lowered = lower_along(pose("a*x", a=2.0), ["a"])
    assert set(lowered.variables) == {"a", "x"}


def test_where_the_value_is_nan_the_derivatives_are_unless_the_language_raises():
    for raises, slope in ((False, math.nan), (True, -1.0)):
        report = straight_line(pose("log(x)", x=-1.0), None, All(), {}, "a test", raises)
        values = execute(report, {"x": -1.0})
        assert math.isnan(values[report.value]) and values[report.partials["x"]] == pytest.approx(slope, nan_ok=True)


@pytest.mark.parametrize("source, value", [("x if 1 > 2 else 3*x", 6), ("x if pi > 3 else 3*x", 2)])
def test_a_branch_that_numbers_decide_is_taken(source, value):
    report = straight_line(pose(source, x=2.0), None, All(), {}, "a test")
    assert execute(report, {"x": 2.0})[report.value] == value and len(report.slots) <= 4


def test_numbers_are_worked_out():
    report = straight_line(pose("x*(2 + 3)/sin(1)", x=1.0), None, All(), {}, "a test")
    kinds = [slot.operation for slot in report.slots]
    assert all({kinds[a] for a in slot.arguments} != {"constant"} for slot in report.slots)


def test_the_definition_of_a_row_is_a_tape():
    tape, root = definition_tape(FUNCTIONS["sigmoid"], ["t"])
    assert run(tape, {"t": 0.3})[root] == pytest.approx(1 / (1 + math.exp(-0.3)), rel=1e-15)


def test_rows_of_one_name_have_keys_of_their_own():
    assert [spelling_key(FUNCTIONS["log"].taking(n), n) for n in (1, 2)] == ["log", "log/2"]


@pytest.mark.parametrize("x, y", [(0.0, 0.0), (0.0, 2.0), (0.0, 0.5), (0.0, -1.0), (3.0, 0.0), (2.0, -1.5), (-1.0, 2.0)])
def test_a_power_has_the_slopes_of_eval_at_its_edges(x, y):
    report = straight_line(pose("x**y", x=x, y=y), None, python.SPELLINGS, EXPANSIONS, "a test")
    values, answer = execute(report, {"x": x, "y": y}), evaluate(pose("x**y", x=x, y=y))
    assert values[report.partials["y"]] == pytest.approx(answer.partials["y"], rel=1e-14, nan_ok=True)
    assert values[report.partials["x"]] == pytest.approx(answer.partials["x"], rel=1e-14, nan_ok=True)
