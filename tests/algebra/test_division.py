"""Long division of forms: exact or not at all."""

from fractions import Fraction
from random import Random

from normalized import variables

from gradcli.algebra.division import exact_quotient
from gradcli.algebra.normal import Algebra
from gradcli.algebra.simplify import expand


def polynomial(algebra, random, terms):
    return algebra.sum((Fraction(random.randint(-5, 5), random.randint(1, 3)),
                        algebra.product((v, random.randint(0, 3)) for v in variables(algebra))) for _ in range(terms))


def test_products_of_polynomials_divide_and_their_neighbours_do_not():
    algebra, random, looked = Algebra(), Random(1), 0
    for _ in range(100):
        a, b = (polynomial(algebra, random, random.randint(2, 4)) for _ in range(2))
        both = expand(algebra, algebra.product([(a, 1), (b, 1)]))
        if len(b.items) > 1 and len(a.items) > 1 and both.degree > 0:
            looked += 1
            assert exact_quotient(algebra, both, b) is a
            assert exact_quotient(algebra, algebra.sum([(1, both), (1, algebra.number(1))]), b) is None
    assert looked > 50


def test_what_is_no_polynomial_is_not_divided():
    algebra = Algebra()
    x, y = variables(algebra, "xy")
    one = algebra.number(1)
    below = algebra.sum([(1, x), (1, one)])
    for power in (-1, Fraction(1, 2), y):
        above = algebra.sum([(1, algebra.product([(x, power)])), (1, one), (1, y)])
        assert exact_quotient(algebra, above, below) is None
