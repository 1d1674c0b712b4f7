"""Points of ranges: their count by exact arithmetic, each rounded once."""

import math
import random
from fractions import Fraction

import pytest

from gradcli.calc.tables.ranges import points
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings


def pointed(text):
    ranges = {}
    bindings([f"x={text}"], ranges=ranges)
    return points(ranges["x"])


@pytest.mark.parametrize("text, expected", [
    ("0:1:0.25", [0, 0.25, 0.5, 0.75, 1]), ("0:1:0.3", [0, 0.3, 0.6, 0.9]), ("1:0:-1/4", [1, 0.75, 0.5, 0.25, 0]),
    ("0:1#3", [0, 0.5, 1]), ("1:0#3", [1, 0.5, 0]), ("0:1#4", [0, 1 / 3, 2 / 3, 1]), ("0:0.3:0.1", [0, 0.1, 0.2, 0.3]),
    ("0:pi:pi/2", [0, math.pi / 2, math.pi]), ("0:pi#3", [0, math.pi / 2, math.pi]), ("-1:1:2", [-1, 1]),
    ("1e22:1e22+3:1", [1e22, 1e22, 1e22, 1e22])])
def test_points(text, expected):
    found = pointed(text)
    assert list(found.doubles()) == expected and found.number == len(expected)


def test_the_end_is_a_point_where_rounded_steps_would_miss_it():
    assert list(pointed("0:1:0.1").doubles()) == [k / 10 for k in range(11)]
    assert list(pointed("0:1:0.1").exact()) == [Fraction(k, 10) for k in range(11)]


def test_exact_ranges_against_fractions():
    chance = random.Random(5)
    for _ in range(2000):
        start, step = (Fraction(chance.randint(1, 50), chance.choice([1, 2, 3, 7, 10, 1000])) * chance.choice([-1, 1])
                       for _ in range(2))
        stop = start + step * Fraction(chance.randint(12, 300), 12)
        expected, x = [], start
        while x <= stop if step > 0 else x >= stop:
            expected.append(x)
            x += step
        found = pointed(f"{start}:{stop}:{step}")
        assert list(found.exact()) == expected and list(found.doubles()) == list(map(float, expected))


def test_counted_ranges_against_fractions():
    chance = random.Random(6)
    for _ in range(200):
        start, stop = (Fraction(chance.randint(-50, 50), chance.randint(1, 99)) for _ in range(2))
        count = chance.randint(2, 60)
        if start != stop:
            expected = [start + k * (stop - start) / (count - 1) for k in range(count)]
            assert list(pointed(f"{start}:{stop}#{count}").exact()) == expected


@pytest.mark.parametrize("text, message, help", [
    ("0:0.1:1", "--at x=0:0.1:1 is start:stop:step, one point", "did you mean 0:1:0.1?"),
    ("1:0.9:-1/2", "--at x=1:0.9:-1/2 is start:stop:step, one point", None),
    ("2:4:3", "--at x=2:4:3 is start:stop:step, one point", None),
    ("0:1:0", "--at x=0:1:0: the step is 0", None),
    ("0:1:-0.1", "--at x=0:1:-0.1: the step -0.1 leads away from 1", "did you mean 0:1:0.1?"),
    ("1:0:0.1", "--at x=1:0:0.1: the step 0.1 leads away from 0", "did you mean 1:0:-0.1?"),
    ("1:0:1/8", "--at x=1:0:1/8: the step 1/8 leads away from 0", "did you mean 1:0:-(1/8)?"),
    ("1:1:0.1", "--at x=1:1:0.1: the range is empty, its ends are equal", "a point is written x=1"),
    ("0:inf:1", "--at x=0:inf:1: inf is not a finite number", None),
    ("0:1:log(-1)", "--at x=0:1:log(-1): log(-1) is not a finite number", None),
    ("0:1#1", "--at x=0:1#1: the number of points must be a whole number, 2 or more", None),
    ("0:1#2.5", "--at x=0:1#2.5: the number of points must be a whole number, 2 or more", None),
    ("0:1", "--at x=0:1: the step is missing", "as in x=0:1:0.1, or x=0:1#11 for 11 points")])
def test_refusals(text, message, help):
    with pytest.raises(GradcliError) as caught:
        pointed(text)
    assert (caught.value.message, caught.value.help) == (message, help)
