"""Ties that hold whatever the variables are: none is left, and no value is another."""

from fractions import Fraction

import pytest
from expressions import ARITHMETIC, mix, precisely, trees

from gradcli.algebra.ties import resolve_ties
from gradcli.core.primitive import FUNCTIONS, OPERATORS
from gradcli.domains.float64 import run
from gradcli.engine.lift import lift
from gradcli.engine.lower import lower
from gradcli.engine.reverse import reverse
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text


@pytest.mark.parametrize("source, settled", [
    ("max(x, x)", "x"), ("max(2*x, y, x + x)", "max(2*x, y)"), ("min(x, x)*min(y, y)", "x*y"), ("min(x - y, y - x)", None),
    ("x if 2*x >= x + x else y", "x if 1 else y"), ("x if x < x else y", "x if 0 else y"), ("x if x < y else y", None),
    ("max(x, y)", None), ("sin(x)*y", None)])
def test_ties_are_dropped_and_everything_else_stays(source, settled):
    tape, root, _ = lower(parse(source))
    found, moved = resolve_ties(tape, root)
    assert text(lift(found)[moved[root]]) == (settled or source)


def test_the_slope_of_a_tie_is_that_of_its_argument():
    tape, root, variables = lower(parse("max(x**3, x*x**2, x**3)"))
    found, moved = resolve_ties(tape, root)
    leaf = moved[variables["x"]]
    adjoint = reverse(found, moved[root], [leaf])[leaf]
    assert run(found, {"x": 2.0})[adjoint] == 12


def test_no_value_is_changed():
    dropped = 0
    table = mix(ARITHMETIC[:3], [FUNCTIONS["max"], FUNCTIONS["min"], OPERATORS["<="], OPERATORS["=="]])
    for tree in trees(5, 200, 9, table):
        tape, root, variables = lower(parse(text(tree)))
        found, moved = resolve_ties(tape, root)
        dropped += found.operations != tape.operations
        for x in (-2, Fraction(1, 3), 1):
            at = dict.fromkeys(variables, x)
            assert precisely(found, at)[moved[root]] == precisely(tape, at)[root], text(tree)
    assert dropped > 20
