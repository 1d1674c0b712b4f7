"""The recurrences, over fractions: against multiplication of whole polynomials."""

import math
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from gradcli.engine import series
from gradcli.numeric.ieee import divide

ORDER = 12


def drawn(seed, first=None):
    random = Random(seed)
    found = [Fraction(random.randint(-9, 9), random.randint(1, 5)) for _ in range(ORDER + 1)]
    return found if first is None else [Fraction(first), *found[1:]]


def multiply(a, b):
    found = [Fraction(0)] * (ORDER + 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b[:ORDER + 1 - i]):
            found[i + j] += x * y
    return found


def exact(a, b):
    return Fraction(a) / b


def grown(first, step):
    """A series whose coefficient k is `step(k, those below)`."""
    found = [first]
    for k in range(1, ORDER + 1):
        found.append(step(k, found))
    return found


@pytest.mark.parametrize("seed", range(10))
def test_product(seed):
    a, b = drawn(seed), drawn(seed + 100)
    assert [series.product(a, b, k) for k in range(ORDER + 1)] == multiply(a, b)


@pytest.mark.parametrize("seed", range(10))
def test_quotient(seed):
    a, b = drawn(seed), drawn(seed + 100, first=3)
    assert multiply(b, grown(a[0] / b[0], lambda k, y: series.quotient(a[k], b, y, k, exact))) == a


@pytest.mark.parametrize("c", [2, 3, 5, 7, -1, -3, Fraction(4)])
@pytest.mark.parametrize("seed", range(3))
def test_whole_power(c, seed):
    a = drawn(seed, first=2)
    expected = [Fraction(1)] + [Fraction(0)] * ORDER
    for _ in range(abs(int(c))):
        expected = multiply(expected, a)
    found = grown(a[0] ** int(c), lambda k, y: series.power(a, c, y, k, exact))
    assert found == expected if c > 0 else multiply(found, expected) == [1] + [0] * ORDER


@pytest.mark.parametrize("c, denominator", [
    (Fraction(1, 2), 2), (Fraction(3, 2), 2), (Fraction(-2, 3), 3), (Fraction(5, 3), 3)])
def test_fractional_power(c, denominator):
    a = drawn(7, first=1)
    found = grown(Fraction(1), lambda k, y: series.power(a, c, y, k, exact))
    root, power = [Fraction(1)] + [Fraction(0)] * ORDER, [Fraction(1)] + [Fraction(0)] * ORDER
    for _ in range(denominator):
        root = multiply(root, found)
    for _ in range(abs(c.numerator)):
        power = multiply(power, a)
    assert root == power if c > 0 else multiply(root, power) == [1] + [0] * ORDER


@pytest.mark.parametrize("late", [1, 2, 5])
@pytest.mark.parametrize("c", [2, 3, 4])
def test_a_power_of_what_begins_late_divides_by_nothing(late, c):
    a = [Fraction(0)] * late + drawn(3, first=2)[:ORDER + 1 - late]
    expected = [Fraction(1)] + [Fraction(0)] * ORDER
    for _ in range(c):
        expected = multiply(expected, a)
    assert grown(Fraction(0), lambda k, y: series.power(a, c, y, k, exact)) == expected


def test_no_derivative_above_a_fraction_at_0():
    a = [0.0, 1.0] + [0.0] * 5
    found = [0.0]
    for k in range(1, 6):
        found.append(series.power(a, 2.5, found, k, divide))
    assert found[:3] == [0, 0, 0] and found[3] == math.inf


def test_integral():
    """y' = p*u', from y's own coefficients: here p = 3*u**2, so y = u**3."""
    u = drawn(11)
    p, cube = [3 * c for c in multiply(u, u)], multiply(u, multiply(u, u))
    slopes = [(j + 1) * u[j + 1] for j in range(ORDER)]
    assert [cube[0], *(series.integral(slopes, p, k, exact) for k in range(1, ORDER + 1))] == cube


def test_a_zero_stays_one_beside_inf_and_nan():
    assert series.dot([0.0, 2.0], [math.inf, 3.0]) == 6
    assert series.dot([math.nan, 2.0], [0.0, 3.0]) == 6
    assert math.isnan(series.dot([math.nan, 2.0], [1.0, 3.0]))
    assert series.dot([0.0], [math.nan]) == 0
    infinite, exact = [Decimal("inf"), Decimal(2)], [Decimal(0), Decimal(3)]
    assert series.dot(infinite, exact) == series.dot(exact, infinite) == 6


def test_the_recurrence_takes_k_products(monkeypatch):
    counted = []
    dot = series.dot
    monkeypatch.setattr(series, "dot", lambda a, b: counted.append(min(len(a), len(b))) or dot(a, b))
    a, b = drawn(1), drawn(2, first=5)
    grown(a[0] / b[0], lambda k, y: series.quotient(a[k], b, y, k, exact))
    assert counted == list(range(1, ORDER + 1))
