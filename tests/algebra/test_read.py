"""Slots to forms: the facets of rows, at numbers, at multiples of pi and of their inverses."""

from fractions import Fraction

import pytest
from expressions import ARITHMETIC, mix, precisely, trees
from normalized import written

from gradcli.algebra.canonical import canonical
from gradcli.core.primitive import CONSTANT, FUNCTIONS, OPERATORS
from gradcli.engine.lower import lower
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text


def test_rationals_are_folded_whatever_row_they_come_through():
    """1/3 + 1/6 is 1/2."""
    folded = 0
    for tree in trees(8, 400, 9, mix([*ARITHMETIC, OPERATORS["%"], OPERATORS["//"], FUNCTIONS["abs"]])):
        source = text(tree).replace("x", "(3/2)").replace("y", "7")
        tape, root, _ = lower(parse(source))
        values = precisely(tape, {})
        sizes = [abs(v) for v in values if isinstance(v, int | Fraction)]
        if all(isinstance(v, int | Fraction) for v in values) and max(sizes) < 10**9:
            folded += 1
            number, (slot,) = canonical(tape, [root])
            assert number.operations[slot] is not CONSTANT or number.attributes[slot] == values[root], source
            assert precisely(number, {})[slot] == values[root] and len(number) <= 3, source
    assert folded > 100


@pytest.mark.parametrize("source, form", [
    ("max(x, x)", "x"), ("min(2*x, x + x)", "2*x"), ("max(x, y, x)", "max(x, y)"), ("2*x <= x + x", "1"), ("x < x", "0"),
    ("x + 1 > x", "1"), ("x == x + 1", "0"), ("a if x >= x else b", "a"), ("tan(pi/2)", "tan(pi/2)"), ("sec(pi/3)", "2"),
    ("csc(-pi/6)", "-2"), ("cot(3*pi/4)", "-1"), ("sigmoid(0) + normcdf(0)", "1"), ("cbrt(-8)", "-2"),
    ("log(exp(x))", "x"), ("exp(log(x))", "x"), ("asin(sin(x))", "asin(sin(x))"), ("sin(asin(x))", "x"),
    ("tanh(atanh(x))", "x"), ("atanh(tanh(x))", "x"), ("acosh(cosh(x))", "acosh(cosh(x))"), ("logit(sigmoid(x))", "x"),
    ("log2(exp2(x))", "x"), ("sin(-x)", "-sin(x)"), ("cos(-x)", "cos(x)"), ("sin(pi/6)", "1/2"), ("cos(pi)", "-1"),
    ("x*e**x", "x*exp(x)"), ("x if 1 else y", "x"), ("x if 2 < 1 else y", "y"), ("abs(-x)", "abs(x)"), ("+x", "x")])
def test_a_call_is_read_by_the_laws_of_its_row(source, form):
    assert written(source) == form
