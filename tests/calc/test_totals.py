"""Trace, determinant and curl of matrices over rationals, against NumPy and the definitions."""

from fractions import Fraction
from itertools import permutations
from math import prod
from random import Random

import pytest

from gradcli.calc.totals import curl, determinant, trace, work


def leibniz(matrix):
    """The determinant by its definition."""
    total = Fraction(0)
    for places in permutations(range(len(matrix))):
        swaps = sum(a > b for i, a in enumerate(places) for b in places[i + 1:])
        total += (-1) ** swaps * prod(matrix[i][j] or 0 for i, j in enumerate(places))
    return total


@pytest.mark.parametrize("size", range(1, 7))
def test_the_determinant_is_that_of_the_definition(size):
    random = Random(size)
    for _ in range(20):
        matrix = [[random.choice([None, Fraction(random.randint(-9, 9), random.randint(1, 5))]) for _ in range(size)]
                  for _ in range(size)]
        assert (determinant(matrix) or 0) == leibniz(matrix)


def test_the_trace_leaves_out_what_is_0():
    assert trace([[1, 2], [3, 4]]) == 5 and trace([[None, 2], [3, 4]]) == 4 and trace([[None]]) is None


def test_the_curl_of_a_rotation():
    assert curl([[0, -2, 0], [2, 0, 0], [0, 0, 0]]) == [0, 0, 4] and curl([[0, -1], [1, 0]]) == [2]
    assert curl([[None, None, 5], [None, None, None], [7, None, None]]) == [None, -2, None]


def test_the_work_is_what_is_done():
    assert [work(size) for size in (1, 2, 3, 10)] == [1, 4, 12, 5120]
