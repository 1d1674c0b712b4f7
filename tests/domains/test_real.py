"""Numbers of a domain as Python has them: arithmetic, comparisons, rounding to whole numbers."""

import math
import operator
from fractions import Fraction
from random import Random

import pytest

from gradcli.domains.exact import Exact
from gradcli.domains.real import Real

DOMAIN = Exact("")
BINARY = [operator.add, operator.sub, operator.mul, operator.truediv, operator.mod]
UNARY = [operator.neg, operator.pos, abs]
WHOLE = [math.floor, math.ceil, math.trunc, round, int]
COMPARED = [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge]


def numbers(seed, count):
    random = Random(seed)
    return [Fraction(random.randint(-40, 40), random.choice((1, 2, 3, 7))) for _ in range(count)]


@pytest.mark.parametrize("operation", BINARY, ids=lambda each: each.__name__)
def test_arithmetic_is_that_of_rationals_on_either_side(operation):
    for a, b in zip(numbers(1, 60), numbers(2, 60), strict=True):
        if b:
            for left, right in (DOMAIN.real(a), DOMAIN.real(b)), (DOMAIN.real(a), b), (a, DOMAIN.real(b)):
                found = operation(left, right)
                assert isinstance(found, Real) and found.value == operation(a, b)


@pytest.mark.parametrize("operation", [*UNARY, *WHOLE], ids=lambda each: each.__name__)
def test_signs_and_whole_numbers_are_those_of_rationals(operation):
    for x in [*numbers(3, 80), Fraction(5, 2), Fraction(-5, 2), Fraction(7, 2)]:  # ties are rounded to even numbers
        found = operation(DOMAIN.real(x))
        assert (found.value if isinstance(found, Real) else found) == operation(x)


@pytest.mark.parametrize("compare", COMPARED, ids=lambda each: each.__name__)
def test_comparisons_are_those_of_numbers_and_of_infinities(compare):
    for x, y in zip(numbers(4, 80), [*numbers(5, 70), *numbers(4, 10)], strict=True):
        assert compare(DOMAIN.real(x), DOMAIN.real(y)) == compare(DOMAIN.real(x), y) == compare(x, y)
    for end in (math.inf, -math.inf, math.nan):
        assert compare(DOMAIN.real(Fraction(1, 3)), end) == compare(Fraction(1, 3), end)


def test_a_remainder_beside_a_number_that_is_not_finite_is_none():
    third = DOMAIN.real(Fraction(1, 3))
    assert math.isnan(third % math.inf) and math.isnan(math.inf % third) and third // 2 == 0


def test_what_is_subtracted_from_itself_is_0_and_a_number_is_true_unless_it_is():
    third = DOMAIN.real(Fraction(1, 3))
    assert (third - third).value == 0 and bool(third) and not (third - third) and float(third) == 1 / 3
