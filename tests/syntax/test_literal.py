"""Numbers as they are typed are exact, and none is too long."""

import time
from fractions import Fraction

import pytest

from gradcli.core.primitive import OPERATORS
from gradcli.syntax.literal import literal
from gradcli.syntax.parser import parse


@pytest.mark.parametrize("text, value", [
    ("2", 2), ("010", 10), ("2.50", Fraction(5, 2)), (".5", Fraction(1, 2)), ("1.", 1), ("0.1", Fraction(1, 10)),
    ("1e-3", Fraction(1, 1000)),
    ("1_000.5", Fraction(2001, 2)), ("1E+2", 100), ("0e99999999999", 0), ("0.0", 0), ("25e-2", Fraction(1, 4)),
    ("1e400", 10**400),
    ("1e-20000", Fraction(1, 10**20000)), ("0." + "0" * 400 + "1", Fraction(1, 10**401))])
def test_exact(text, value):
    found = literal(text)
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize("text", ["7" * 4001, "1" + "0" * 30000 + "1", "123456789" * 9000])
def test_integers_have_no_longest(text):
    value, rest = literal(text), []
    for _ in range(0, len(text), 1000):
        value, digits = divmod(value, 10**1000)
        rest.append(f"{digits:01000d}")
    assert "".join(rest[::-1]).lstrip("0") == text


def test_digits_and_exponent_that_cancel():
    assert literal("1" + "0" * 30000 + "e-30000") == 1
    assert literal("0." + "0" * 30000 + "1e30001") == 1


@pytest.mark.parametrize("text, first, exponent",
    [("25e99999999999", Fraction(5, 2), 10**11), ("5e-99999999999", 5, -99999999999)])
def test_out_of_all_bounds_is_a_product_with_a_power_of_ten(text, first, exponent):
    assert literal(text) == (first, exponent)
    node = parse(text).result
    assert node.row is OPERATORS["*"] and node.span == (0, len(text))
    mantissa, scale = node.arguments
    assert (mantissa.value, scale.row, [n.value for n in scale.arguments]) == (first, OPERATORS["**"], [10, exponent])


def test_a_long_literal_is_read_in_pieces():
    begin = time.process_time()
    literal("8" * 300_000)
    assert time.process_time() - begin < 2  # int() alone takes several times as long
