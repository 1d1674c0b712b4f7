"""Forms: equal ones are one object, which knows its number, its sign and its length."""

from fractions import Fraction

import pytest
from normalized import variables

import gradcli.ops  # noqa: F401  fills the table
from gradcli.algebra import forms


@pytest.mark.parametrize("items, number, content, negative", [
    ([], 0, 0, False), ([(3, "")], 3, 3, False), ([(-6, "x"), (9, "")], None, -3, True),
    ([(6, "x"), (-9, "")], None, 3, False),
    ([(Fraction(1, 2), "x"), (-1, "")], None, Fraction(1, 2), False),
    ([(Fraction(-3, 2), "x"), (Fraction(5, 3), "")], None, Fraction(-1, 6), True),
    ([(1, "x"), (-4, "xx")], None, -1, True)])
def test_a_form_knows_its_number_its_content_and_its_sign(algebra, items, number, content, negative):
    x = variables(algebra)[0]
    form = algebra.sum((c, algebra.product([(x, len(name))])) for c, name in items)
    assert (form.number, form.negative) == (number, negative) and (not items or forms.content(form, False) == content)


def test_a_form_knows_its_degree_and_its_length(algebra):
    x, y, _ = variables(algebra)
    form = algebra.sum([(3, algebra.product([(x, 2), (y, 1)])), (-1, x), (5, algebra.number(1))])
    assert form.degree == 3 and len("3*x**2*y - x + 5") == form.length
