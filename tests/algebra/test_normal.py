"""The algebra of forms: equal ones are one object, whatever way they are made."""

from fractions import Fraction
from random import Random

import pytest

import gradcli.ops  # noqa: F401  fills the table
from gradcli.algebra import forms
from gradcli.algebra.normal import Algebra
from gradcli.algebra.rationals import BITS, power, root
from gradcli.core.primitive import FUNCTIONS, OPERATORS, VARIABLE


@pytest.fixture
def algebra():
    return Algebra()


def variables(algebra, names="xyz"):
    return [algebra.of(algebra.base(VARIABLE, (), name)) for name in names]


def random_form(algebra, random, depth=3):
    """A form, and the same as a function of the values of x, y, z."""
    if not depth or random.random() < 0.3:
        i = random.randrange(4)
        if i == 3:
            number = Fraction(random.randint(-5, 5), random.randint(1, 3))
            return algebra.number(number), lambda at: number
        return variables(algebra)[i], lambda at: at[i]
    (a, f), (b, g) = (random_form(algebra, random, depth - 1) for _ in range(2))
    if random.random() < 0.5:
        p, q = random.randint(-3, 3), Fraction(random.randint(-3, 3), 2)
        return algebra.sum([(p, a), (q, b)]), lambda at: p * f(at) + q * g(at)
    n, m = random.randint(0, 3), random.choice((1, 1, 2, -1))
    return algebra.product([(a, n), (b, m)]), lambda at: (f(at) ** n if n else 1) * g(at) ** m


def value(form, at):
    total = Fraction(0)
    for term, coefficient in form.items.items():
        product = Fraction(coefficient)
        for base, exponent in term.powers.items():
            inside = at["xyz".index(base.attribute)] if base.row is VARIABLE else value(base.arguments[0], at)
            product *= inside**exponent
        total += product
    return total


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
    assert algebra.product([(algebra.select(condition, x, zero), 1), (y, 1)]) is algebra.select(
        condition, algebra.product([(x, 1), (y, 1)]), zero)


@pytest.mark.parametrize("items, number, content, negative", [
    ([], 0, 0, False), ([(3, "")], 3, 3, False), ([(-6, "x"), (9, "")], None, -3, True),
    ([(6, "x"), (-9, "")], None, 3, False),
    ([(Fraction(1, 2), "x"), (-1, "")], None, Fraction(1, 2), False),
    ([(Fraction(-3, 2), "x"), (Fraction(5, 3), "")], None, Fraction(-1, 6), True),
    ([(1, "x"), (-4, "xx")], None, -1, True)])
def test_what_a_form_says_of_itself(algebra, items, number, content, negative):
    x = variables(algebra)[0]
    form = algebra.sum((c, algebra.product([(x, len(name))])) for c, name in items)
    assert (form.number, form.negative) == (number, negative) and (not items or forms.content(form, False) == content)


def test_degree_and_length(algebra):
    x, y, _ = variables(algebra)
    form = algebra.sum([(3, algebra.product([(x, 2), (y, 1)])), (-1, x), (5, algebra.number(1))])
    assert form.degree == 3 and len("3*x**2*y - x + 5") == form.length


@pytest.mark.parametrize("base, exponent, expected", [
    (4, Fraction(1, 2), 2), (8, Fraction(2, 3), 4), (Fraction(9, 4), Fraction(-1, 2), Fraction(2, 3)),
    (2, Fraction(1, 2), None), (-8, Fraction(1, 3), None), (0, 0, None), (0, -1, None), (0, 3, 0), (-2, 3, -8),
    (2, -2, Fraction(1, 4)), (1, 10**30, 1), (2, BITS + 1, None), (10**10, 10**10, None), (7, 0, 1),
    (Fraction(1, 3), 2, Fraction(1, 9)), (2, Fraction(10**9, 3), None)])
def test_power_of_numbers(base, exponent, expected):
    assert power(base, exponent) == expected


def test_roots_are_exact():
    random = Random(4)
    for degree in (1, 2, 3, 5, 12):
        for _ in range(40):
            whole = random.randint(0, 10**12)
            assert root(whole**degree, degree) == whole
            if degree > 1 and whole:
                assert root(whole**degree + 1, degree) is None
    assert root(2, 10**300) is root(10**300, 10**300) is None  # without a power of so many bits
