"""Formulas as numbers."""

from fractions import Fraction

import pytest
from normalized import variables

import gradcli.ops  # noqa: F401  fills the table
from gradcli.algebra.number import Symbolic, divide_rational, divide_symbolic
from gradcli.errors import GradcliError


def test_arithmetic_is_exact(algebra):
    third = Symbolic(algebra, algebra.number(Fraction(1, 3)))
    assert (third + third + third).number == 1 and (1 - third).number == Fraction(2, 3)
    assert (third**3).number == Fraction(1, 27)
    assert divide_symbolic(third, 4).number == Fraction(1, 12)
    assert (3 * third == 1) and third < 1 and third > 0 and bool(third)
    assert (0.5 * third).number == Fraction(1, 6) and not third - third and int(9 * third) == 3


def test_names_stay(algebra):
    x = Symbolic(algebra, *variables(algebra, "x"))
    assert x - x == 0 and x * x == x**2 and divide_symbolic(x, x) == 1
    assert all(x != number for number in (0, 1))
    for ask in (lambda: x < 0, lambda: x > 0, lambda: int(x), lambda: bool(x), lambda: x.number):
        with pytest.raises(GradcliError, match="free"):
            ask()


def test_there_is_no_division_by_zero(algebra):
    x = Symbolic(algebra, *variables(algebra, "x"))
    for divide in (lambda: divide_symbolic(x, x - x), lambda: divide_symbolic(x - x, x - x), lambda: divide_rational(0, 0)):
        with pytest.raises(GradcliError) as caught:
            divide()
        assert caught.value.code == 1
