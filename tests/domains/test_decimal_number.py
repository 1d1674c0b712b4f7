"""Decimals with error bounds: the exact result of operations on rationals lies within them."""

from decimal import Decimal, localcontext
from fractions import Fraction
from random import Random

import pytest

from gradcli.domains.decimal_number import BoundedDecimal
from gradcli.domains.wide import Wide

OPERATIONS = [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / b, lambda a, b: b - a * 3,
              lambda a, b: Fraction(2, 7) / b, lambda a, b: a**5, lambda a, b: b**-2, lambda a, b: abs(a) - -b]


@pytest.fixture(autouse=True)
def precision():
    with Wide("", 12).context():
        yield
    Wide()  # the unit of the default precision


def holds(number, exact):
    """Whether the bounds of a number hold an exact one."""
    if not isinstance(number, BoundedDecimal):
        return number == exact
    return abs(Fraction(number.value) - exact) <= Fraction(number.error)


def test_the_bounds_hold_the_exact_result():
    random = Random(1)
    for _ in range(600):
        a, b = (Fraction(random.randint(-999, 999), random.choice((3, 7, 11, 10**9))) for _ in range(2))
        x, y = BoundedDecimal.lift(a), BoundedDecimal.lift(b)
        operations = [random.choice(OPERATIONS) for _ in range(3)]
        try:
            for operation in operations:
                a, x = operation(a, b), operation(x, y)
        except ZeroDivisionError:
            continue
        if isinstance(x, BoundedDecimal) and x.value.is_nan():
            assert b == 0 or abs(Fraction(y.value)) <= Fraction(y.error)
        else:
            assert holds(x, a)


def test_the_bounds_are_not_much_wider_than_needed():
    third = BoundedDecimal.lift(Fraction(1, 3))
    assert 0 < third.error < Decimal("1e-11") and BoundedDecimal.lift(5).error == 0
    total = third
    for _ in range(20):
        total = total * third + third
    assert total.error < Decimal("1e-10")


def test_only_what_is_certain_is_true():
    third, other = BoundedDecimal.lift(Fraction(1, 3)), BoundedDecimal.lift(Fraction(1, 3)) * 1
    assert not third < other and not third > other and not third != other and not third == other
    assert third > 0.3 and third < float("inf") and third > float("-inf") and not third < float("nan")
    zero = BoundedDecimal.lift(0)
    assert zero == 0 and not third - third == 0 and third


def test_nothing_is_known_of_a_quotient_by_what_may_be_0():
    third = BoundedDecimal.lift(Fraction(1, 3))
    assert (1 / (third - third)).error.is_infinite()
    assert 0 / third == 0 and third * 0 == 0 and isinstance(third**0, Fraction)


def test_a_difference_in_which_digits_cancel_is_wide():
    with localcontext():
        x = BoundedDecimal.lift(Fraction(1, 3)) + 10**6 - 10**6
        assert holds(x, Fraction(1, 3)) and x.error > Decimal("1e-7")
