"""Rows that are made of ranges."""

import random
from fractions import Fraction
from itertools import product

import pytest

from gradcli.calc.tables.ranges import Points
from gradcli.errors import GradcliError
from gradcli.stream import ranges
from gradcli.stream.ranges import RangeRows, RangeSource, exact_text
from gradcli.syntax.parser import parse


def test_exact_numbers_are_decimals_where_they_can_be():
    assert [exact_text(Fraction(text)) for text in ("0", "-3", "0.1", "-0.05", "1/3", "-7/6", "1/1024", "1e20", "2.50")] == [
        "0", "-3", "0.1", "-0.05", "1/3", "-7/6", "0.0009765625", "100000000000000000000", "2.5"]
    chance = random.Random(1)
    for _ in range(500):
        denominator = 2**chance.randint(0, 9) * 5**chance.randint(0, 9) * chance.choice([1, 1, 3])
        value = Fraction(chance.randint(-10**6, 10**6), denominator)
        text = exact_text(value)
        assert Fraction(text) == value and ("/" in text) == (value.denominator % 3 == 0)


AXES = {"x": Points(Fraction(0), Fraction(1, 4), 3, True), "y": Points(Fraction(1), Fraction(-1, 3), 2, True),
        "z": Points(Fraction(5), Fraction(1), 2, True)}


@pytest.mark.parametrize("rows", [1, 5, 1000])
def test_the_last_name_is_the_fastest(monkeypatch, rows):
    monkeypatch.setattr(ranges, "ROWS", rows)
    for rounded, y in (True, ("1", "0.6666666666666666")), (False, ("1", "2/3")):
        source = RangeSource(AXES, rounded)
        lines = b"".join(source.blocks()).decode().splitlines()
        assert lines == ["x,y,z", *map(",".join, product(("0", "0.25", "0.5"), y, ("5", "6")))]
        assert source.position == source.size == sum(len(line) + 1 for line in lines)
        for line, text in enumerate(lines[1:], 2):
            place = " ".join(f"{name}={x}" for name, x in zip("xyz", text.split(","), strict=True))
            assert source.place(line) == f"at {place}"


def test_a_block_has_no_more_lines_than_it_may():
    source = RangeSource({"x": Points(Fraction(0), Fraction(1), 5000, True)}, True)
    source.max_lines = 100
    blocks = list(source.blocks())
    assert max(block.count(b"\n") for block in blocks) <= 200 and b"".join(blocks).count(b"\n") == 5001


def test_a_name_without_points_is_not_bound():
    reader = RangeRows(RangeSource(AXES, True), False)
    with pytest.raises(GradcliError, match=r"^a, b are not bound; use --at a=\.\.\. b=\.\.\.$"):
        reader.choose(["x", "a", "b"], ["value"])


def test_exact_numbers_are_expressions():
    reader = RangeRows(RangeSource(AXES, False), False)
    reader.choose(["y"], ["value"], lambda cell: pytest.fail("no number of a table"))
    found = [record.numbers[0] for block in reader.blocks() for record in reader.records(block)]
    assert found == ["1", "1", "2/3", "2/3"] * 3 and all(parse(text) for text in found)
