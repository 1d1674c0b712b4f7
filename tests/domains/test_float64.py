"""Double precision."""

import math
from fractions import Fraction

import pytest
from expressions import ANY, trees

from gradcli.core.primitive import FUNCTIONS, OPERATORS
from gradcli.domains.float64 import SAFE, may_leave, multiply_and_round, nearest_double, run
from gradcli.engine.lower import lower
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text


@pytest.mark.parametrize("value, double", [
    (Fraction(1, 10), 0.1), (Fraction(1, 3), 1 / 3), (10**400, math.inf), (-10**400, -math.inf), (Fraction(1, 10**400), 0.0),
    (Fraction(10**400, 10**399), 10.0), (2**53 + 1, 2.0**53), (Fraction(5, 10**324), 5e-324), (0, 0.0),
    (Fraction(2**1024 - 1, 2**1000), 2.0**24), (Fraction(-1, 7), -1 / 7)])
def test_a_rational_is_rounded_once(value, double):
    assert nearest_double(value) == double and math.copysign(1, nearest_double(value)) == math.copysign(1, double)


@pytest.mark.parametrize("value, factor, product", [
    (0.1, 3, 0.30000000000000004), (1e-300, math.factorial(170), None),
    (0.7, math.factorial(500), math.inf), (5e-324, 10**400, None),
    (1e10, math.factorial(171), math.inf), (-1e10, math.factorial(171), -math.inf), (0.0, 10**4000, 0.0),
    (math.inf, 2, math.inf), (math.nan, 2, math.nan)])
def test_a_product_with_a_large_number_is_rounded_once(value, factor, product):
    found = multiply_and_round(value, factor)
    expected = float(Fraction(value) * factor) if product is None else product
    assert found == expected or found != found and expected != expected


def test_no_expression_makes_it_raise():
    special = [0.0, -0.0, 1.0, -2.5, math.inf, -math.inf, math.nan, 1e308, 5e-324]
    for i, tree in enumerate(trees(1, 1500, 10, ANY)):
        tape, root, variables = lower(parse(text(tree)))
        at = {name: special[(i + k) % len(special)] for k, name in enumerate(variables)}
        assert all(isinstance(value, float | int) for value in run(tape, at)), text(tree)


def test_slots_in_their_order():
    tape, root, variables = lower(parse("x*y + 0.1"))
    assert run(tape, {"x": 2.0, "y": 3.0}) == [2.0, 3.0, 6.0, 0.1, 6.1]


def test_products_of_safe_numbers_are_normal_and_sums_and_choices_of_them_stay_safe():
    low, high = SAFE
    assert 2.0**-1022 <= low * low and low / high > 0 and high * high < math.inf and high / low < math.inf
    assert all(may_leave(row) for row in (OPERATORS["*"], OPERATORS["/"], OPERATORS["**"], FUNCTIONS["exp"]))
    assert not any(may_leave(row) for row in (OPERATORS["+"], FUNCTIONS["abs"], FUNCTIONS["max"], OPERATORS["<"]))
