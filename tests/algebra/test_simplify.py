"""Simplification: the result has the same value, and is not longer than the input."""

from fractions import Fraction
from random import Random

import pytest
from normalized import random_form, value, variables, written

import gradcli.ops  # noqa: F401  fills the table
from gradcli.algebra.forms import Form
from gradcli.algebra.simplify import collect, common_factor, expand, factor_out, shortest


def test_every_step_keeps_the_value_and_the_shortest_is_no_longer(algebra):
    random, looked = Random(2), 0
    for _ in range(400):
        form, function = random_form(algebra, random, 4)
        at = [Fraction(random.randint(1, 9), random.randint(1, 4)) for _ in range(3)]
        try:
            truth = function(at)
        except ZeroDivisionError:
            continue
        short = shortest(algebra, form)
        factored = factor_out(algebra, form, common_factor(algebra, list(form.items)), 1) if form.items else form
        assert short.length <= form.length
        for found in (short, factored, expand(algebra, form), collect(algebra, form)):
            try:
                assert value(found, at) == truth
                looked += found is not form
            except ZeroDivisionError:  # what has been cancelled was 0
                continue
    assert looked > 100


def test_no_small_product_of_sums_is_left_when_it_is_expanded(algebra):
    x, y, z = variables(algebra)
    sums = [algebra.sum([(1, a), (c, b)]) for a, b, c in ((x, y, 1), (y, z, -2), (x, z, 3))]
    flat = expand(algebra, algebra.product([(sums[0], 2), (sums[1], 1), (sums[2], 1)]))
    assert len(flat.items) > 4 and all(base.row for term in flat.items for base in term.powers)
    large = algebra.product([(algebra.sum((1, each) for each in variables(algebra, "abcdefghij")), 3)])
    assert expand(algebra, large) is large


def test_the_common_factor_has_the_least_powers_of_all_terms(algebra):
    x, y, _ = variables(algebra)
    u = algebra.sum([(1, y), (1, algebra.number(1))])
    terms = [term for form in (algebra.product([(x, 2), (u, 3)]), algebra.product([(x, 1), (u, 2)])) for term in form.items]
    found = common_factor(algebra, terms)
    assert {algebra.of(base) if base.row else base.arguments[0]: e for base, e in found.items()} == {x: 1, u: 2}
    plain = algebra.sum([(3, algebra.product([(x, 2)])), (2, x)])
    assert common_factor(algebra, list(plain.items)) == {}  # a person writes 3*x**2 + 2*x
    power = algebra.product([(x, y)])
    lower = algebra.product([(x, algebra.sum([(1, y), (-1, algebra.number(1))]))])
    (exponent,) = common_factor(algebra, [*power.items, *lower.items]).values()
    assert isinstance(exponent, Form) and exponent is algebra.sum([(1, y), (-1, algebra.number(1))])


@pytest.mark.parametrize("source, short", [
    ("1 - sin(x)**2", "cos(x)**2"), ("cosh(x)**2 - sinh(x)**2", "1"), ("1 - tanh(x)**2", "sech(x)**2"),
    ("x*exp(x) + exp(x)", "exp(x)*(x + 1)"), ("(x**2 - 1)/(x - 1)", "x + 1"), ("(x + 1)*(x - 1) - x**2", "-1"),
    ("x**2 + 2*x*(x + 1)", "3*x**2 + 2*x"), ("1/(x + 1) - x/(x + 1)**2", "1/(x + 1)**2"),
    ("(x + 1)**3*y + (x + 1)**3*x", "(x + y)*(x + 1)**3")])
def test_the_shortest_form(source, short):
    assert written(source) == short
