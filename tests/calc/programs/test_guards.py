"""Where a value is nan so are its derivatives, with a condition where the formula would not see to that."""

import math

import pytest
from expressions import ANY, trees

from gradcli.calc.programs.guards import guarded, undefined_slots
from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.engine.reverse import reverse
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text

POINTS = (-2.5, -0.3, 0.0, 0.7, 1.0, 40.0)


def swept(source):
    """A tape, its root, its variables and the slots of the partials."""
    tape, root, variables = lower(parse(source))
    adjoints = reverse(tape, root, list(variables.values()))
    return tape, root, variables, [adjoints.get(slot, tape.constant(0)) for slot in variables.values()]


def test_the_partials_are_nan_where_the_value_is_and_else_what_they_were():
    lost = 0
    for tree in trees(12, 200, 8, ANY):
        source = text(tree)
        tape, root, variables, partials = swept(source)
        found = guarded(tape, root, partials, set(undefined_slots(tape, root)))
        for x in POINTS:
            values = run(tape, {name: x * (place + 1) for place, name in enumerate(variables)})
            for before, after in zip(partials, found, strict=True):
                if math.isnan(values[root]):
                    lost += not math.isnan(values[before])
                    assert math.isnan(values[after]), (source, x)
                else:
                    assert repr(values[after]) == repr(values[before]), (source, x)
    assert lost > 20


@pytest.mark.parametrize("source, may_be_nan", [
    ("log(x)", True), ("log(x*x + 1)", False), ("sqrt(abs(x))", False), ("sqrt(x)", True), ("x**2", False), ("x**0.5", True),
    ("asin(x)", True), ("sin(x)", False), ("exp(x)", False), ("log(exp(x))", False), ("x*y", False), ("atan(x)/3", False)])
def test_rows_show_where_they_are_undefined(source, may_be_nan):
    """By their values at a few numbers of each sign; intermediate overflows are not considered."""
    tape, root, *_ = swept(source)
    assert bool(list(undefined_slots(tape, root))) is may_be_nan


def test_a_formula_that_is_nan_there_by_itself_needs_no_condition():
    tape, root, _, partials = swept("sqrt(x)")
    size = len(tape)
    assert guarded(tape, root, partials, set(undefined_slots(tape, root))) == partials
    assert len(tape) - size <= 2
    tape, root, _, partials = swept("log(x)")
    assert guarded(tape, root, partials, set(undefined_slots(tape, root))) != partials
    assert guarded(tape, root, partials, set()) is partials
