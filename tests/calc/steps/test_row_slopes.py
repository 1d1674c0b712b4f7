"""The slopes of rows as formulas, against mpmath, and raw tapes as they were typed."""

import pytest
from expressions import SMOOTH, precisely, real
from mpmath import mp, mpf
from oracles import oracle

from gradcli.calc.steps.formula_tape import FormulaTape
from gradcli.calc.steps.row_slopes import append_as_typed, logarithm, row_slope
from gradcli.core.primitive import FUNCTIONS, OPERATORS
from gradcli.engine.lift import lift
from gradcli.engine.lower import lower
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text


@pytest.mark.parametrize("row", [row for row in SMOOTH if row.least == row.most == 1 and not row.numerics.composed],
                         ids=lambda row: row.name)
def test_a_slope_is_that_of_mpmath(row):
    tape, root = row_slope(row, 0, 1)
    found = 0
    with mp.workdps(30):
        for x in (mpf("0.3"), mpf("1.7"), mpf("-0.6")):
            try:
                truth = mp.diff(oracle(row.name), x)
            except (ValueError, ZeroDivisionError):
                continue
            if isinstance(truth, mp.mpf) and mp.isfinite(truth):
                found += 1
                assert abs(real(precisely(tape, {"0": x})[root]) - truth) <= mpf("1e-10") * max(1, abs(truth))
    assert found


@pytest.mark.parametrize("word, index, count, slope", [
    ("sin", 0, 1, "cos(0)"), ("hypot", 1, 2, "1/hypot(0, 1)"), ("floor", 0, 1, "0"), ("*", 1, 2, "0"), ("/", 0, 2, "1/1")])
def test_a_slope_is_a_formula_over_the_places_of_the_arguments(word, index, count, slope):
    tape, root = row_slope(FUNCTIONS.get(word) or OPERATORS[word], index, count)
    assert text(lift(tape)[root]) == slope


def test_the_natural_logarithm_is_found_by_its_laws():
    assert logarithm() is FUNCTIONS["log"] is FUNCTIONS["ln"]


@pytest.mark.parametrize("source, typed", [
    ("2/x", "2/x"), ("1/x", "1/x"), ("x/y", "x/y"), ("x*y", "x*y"), ("max(x, x)", "x"), ("max(x, y, x)", "max(x, y)"),
    ("3/(x + 1)**2", "3/(x + 1)**2")])
def test_a_raw_tape_as_it_was_typed(source, typed):
    tape, root, _ = lower(parse(source))
    onto = FormulaTape()
    slot = append_as_typed(tape, onto)[root]
    assert text(lift(onto)[slot]) == typed
