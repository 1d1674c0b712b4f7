"""Round numbers on axes, and where they stand."""

import random
from math import log10

import pytest

from gradcli.render.pictures.axes import digits_within, floor_lines, heights, label_width, position, short, tick_text, wall
from gradcli.report.round_numbers import round_numbers


@pytest.mark.parametrize("low, high, about, expected", [
    (-2, 2, 4, [-2, -1, 0, 1, 2]), (0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]), (-4, 9.8, 3, [0, 5]),
    (0, 1e300, 2, [0, 5e299, 1e300]),
    (1e6, 1e6 + 1, 2, [1e6, 1e6 + 0.5, 1e6 + 1]), (0.31, 0.39, 1, []), (-1.7e308, 1.7e308, 3, [-1e308, 0, 1e308])])
def test_round_numbers(low, high, about, expected):
    assert round_numbers(low, high, about) == expected


def test_about_as_many_as_are_wanted():
    chance = random.Random(2)
    for _ in range(300):
        low = chance.uniform(-1, 1) * 10**chance.randint(-8, 8)
        high = low + abs(chance.gauss(0, 1)) * 10**chance.randint(-6, 8)
        about = chance.uniform(2, 12)
        found = round_numbers(low, high, about)
        assert about / 1.6 - 1 < len(found) < about * 1.6 + 1 and all(low <= x <= high for x in found)
        steps = {f"{b - a:.6e}" for a, b in zip(found, found[1:], strict=False) if abs(low) < 1e6 * (high - low)}
        assert all(round(10**(log10(float(step)) % 1), 3) in (1, 2, 5, 10) for step in steps)


@pytest.mark.parametrize("value, text", [
    (0.0, "0"), (-0.5, "-0.5"), (20.0, "20"), (100000.0, "100000"), (1e6, "1e6"), (-2.5e6, "-2.5e6"), (1e-5, "1e-5"),
    (0.0002, "0.0002"),
    (1e300, "1e300"), (-1.5e-300, "-1.5e-300")])
def test_texts_of_ticks(value, text):
    assert tick_text(value) == text


@pytest.mark.parametrize("value, text", [
    (-1.4142135623730951, "-1.41421"), (1.0886621079036347, "1.08866"), (-0.0, "0"), (1234567.0, "1.23457e6"),
    (100.0, "100"), (1e-7, "1e-7"), (123456.7, "123457"), (6.02214e23, "6.02214e23"), (0.000123456789, "0.000123457"),
    (-4.71238898, "-4.71239")])
def test_six_digits(value, text):
    assert short(value) == text


def test_the_vertical_axis():
    assert heights(-3.86, 9.83, 16) == {5: "5", 11: "0"}
    assert heights(-2, 2, 22) == {0: "2", 5: "1", 11: "0", 16: "-1", 21: "-2"}
    assert list(wall({1: "5"}, 3, 6)) == ["     │", "   5 ┤", "     │"]
    assert label_width(0, 1e300, 16) == 5 and label_width(-1e-9, 1e-9, 16) == 6


def test_the_horizontal_axis():
    line, numbers = floor_lines(-2, 2, 70, 10)
    assert line == "         └┬────────────────┬─────────────────┬────────────────┬────────────────┬"
    assert numbers == "          -2              -1                 0                1                2"
    for columns in range(2, 40):
        line, numbers = floor_lines(-123456, 654321, columns, 5)
        assert len(line) == columns + 5 >= len(numbers)


def test_heights_far_outside_are_kept_near():
    assert position(1.0, -1, 1, 4) == 0 and position(-1.0, -1, 1, 4) == 15
    assert -1e10 < position(1.7e308, -1.7e-300, 1.7e-300, 4) < 0


def test_numbers_of_a_narrow_range_have_more_digits():
    assert digits_within(-2, 2) == digits_within(0, 0.001) == 6 and digits_within(1e10, 1e10 + 6) == 13
    assert digits_within(-1.7e308, 1.7e308) == digits_within(0, 5e-324) == 6
    assert short(1e10 + 1.25, 13) == "10000000001.25" and short(1 / 3, 13) == "0.3333333333333"
    assert tick_text(1e10 + 1) == "10000000001" and tick_text(1e10) == "1e10"
