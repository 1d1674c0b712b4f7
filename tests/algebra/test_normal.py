"""The algebra of forms: equal ones are one object, whatever way they are made."""

from fractions import Fraction
from random import Random

from normalized import random_form, value, variables

import gradcli.ops  # noqa: F401  fills the table
from gradcli.core.primitive import FUNCTIONS, OPERATORS


def test_random_forms_are_what_they_were_made_of(algebra):
    random, looked = Random(1), 0
    for _ in range(600):
        form, function = random_form(algebra, random)
        at = [Fraction(random.randint(1, 9), random.randint(1, 4)) for _ in range(3)]
        try:
            expected = function(at)
        except ZeroDivisionError:
            continue
        looked += 1
        assert value(form, at) == expected
    assert looked > 400


def test_equal_forms_are_one_object(algebra):
    x, y, z = variables(algebra)
    one = algebra.number(1)
    assert algebra.sum([(1, x), (1, y)]) is algebra.sum([(1, y), (1, x)])
    assert algebra.product([(x, 2), (y, 1)]) is algebra.product([(y, 1), (x, 1), (x, 1)])
    assert algebra.sum([(1, x), (-1, x)]) is algebra.number(0) and algebra.product([(x, 1), (x, -1)]) is one
    power = algebra.product([(x, y)])
    assert algebra.product([(power, 1), (x, algebra.sum([(-1, y)]))]) is one
    assert algebra.product([(power, 0)]) is one
    assert algebra.product([(algebra.number(1), y)]) is one
    assert algebra.sum([(2, algebra.sum([(1, x), (1, z)])), (-2, z)]) is algebra.sum([(2, x)])
    assert algebra.product([(algebra.sum([(2, x), (2, y)]), 2)]) is algebra.product(
        [(algebra.number(4), 1), (algebra.sum([(1, y), (1, x)]), 2)])


def test_what_joins(algebra):
    x, y, _ = variables(algebra)
    exp = FUNCTIONS["exp"]
    both, thrice = algebra.sum([(1, x), (1, y)]), algebra.sum([(3, x)])
    of = {form: algebra.of(algebra.base(exp, (form,))) for form in (x, y, both, thrice)}
    assert algebra.product([(of[x], 1), (of[y], 1)]) is of[both]
    assert algebra.product([(of[x], 3)]) is of[thrice]
    assert algebra.product([(of[x], 1), (of[x], -1)]) is algebra.number(1)


def test_squares_that_add_up_to_1(algebra):
    x, y, _ = variables(algebra)
    laws = [(row, *row.laws.pythagorean) for row in FUNCTIONS.values() if row.laws.pythagorean]
    for row, other, sign in laws:
        a, b = (algebra.product([(algebra.of(algebra.base(each, (x,))), 2), (y, 1)]) for each in (row, other))
        assert algebra.sum([(3, a), (3 * sign, b)]) is algebra.sum([(3, y)])
        assert len(algebra.sum([(3, a), (-3 * sign, b)]).items) == len(algebra.sum([(3, a), (2 * sign, b)]).items) == 2
    assert len(laws) >= 3


def test_conditionals(algebra):
    x, y, z = variables(algebra)
    condition = algebra.of(algebra.base(OPERATORS["<"], (x, y)))
    negated = algebra.of(algebra.base(OPERATORS["prefix not"], (condition,)))
    assert algebra.select(condition, z, z) is z
    assert algebra.select(negated, x, y) is algebra.select(condition, y, x)
    assert [algebra.select(algebra.number(c), x, y) for c in (1, 0, Fraction(1, 2))] == [x, y, x]
    for symbol in ("and", "or"):
        twice = algebra.of(algebra.base(OPERATORS[symbol], (condition, condition)))
        assert algebra.select(twice, x, y) is algebra.select(condition, x, y)
    both = algebra.sum([(2, algebra.select(condition, x, y)), (3, algebra.select(condition, y, z))])
    assert both is algebra.select(condition, algebra.sum([(2, x), (3, y)]), algebra.sum([(2, y), (3, z)]))
    zero = algebra.number(0)
    product = algebra.product([(x, 1), (y, 1)])
    assert algebra.product([(algebra.select(condition, x, zero), 1), (y, 1)]) is algebra.select(condition, product, zero)
    assert algebra.product([(algebra.select(condition, zero, x), 1), (y, 1)]) is algebra.select(condition, zero, product)
