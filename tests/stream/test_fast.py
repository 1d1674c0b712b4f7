"""The engine of NumPy and orjson reads and writes numbers as the standard library does."""

import math
import struct
import sys
from random import Random

import pytest

pytest.importorskip("numpy")
pytest.importorskip("orjson")

from gradcli.calc.numbers import FLOAT64  # noqa: E402
from gradcli.calc.question import Question  # noqa: E402
from gradcli.calc.tables.points import value_table  # noqa: E402
from gradcli.domains.array import np  # noqa: E402
from gradcli.render.text import number  # noqa: E402
from gradcli.stream.fast import PLACEHOLDER, Fast, _write_numbers  # noqa: E402
from gradcli.stream.records import Cells  # noqa: E402
from gradcli.stream.standard import Standard  # noqa: E402

ENGINES = [engine(value_table(None, [Question("x", {}, columns="x")], FLOAT64).rows, [0]) for engine in (Standard, Fast)]
ORDINARY = set("0123456789+-.eE")


def read(engine, cells):
    try:
        plain = ORDINARY.issuperset("".join(cells))
        columns = engine.numbers(Cells(b"", len(cells), ",".join(cells).encode(), 1, [0], plain))
    except ValueError:
        return None
    return list(map(repr, map(float, columns[0])))


@pytest.mark.parametrize("cell", [
    "1", "-0", "-0.0", "-0e0", "0", "+1", ".5", "5.", "007", "-.5e-3", "1E5", "1e400", "-1e400", "1e-400", "4.9e-324",
    "2e-324", "9007199254740993", "18446744073709551616", "1" * 400, "0.1" + "0" * 400 + "1", " 1", "1 ", "\t1", "1_000",
    "nan", "-nan", "inf", "-Infinity", "NaN", "1e23", "0.30000000000000004",
    "", " ", "1e", "e5", "--1", "1-1", "1.2.3", "-", ".", "true", "false", "null", "[1]", "{}", "0x10", "1 000", "1;5", "x",
    "\0"])
def test_cells_are_read_alike(cell):
    for cells in ([cell], ["1.5", cell], [cell, "2"], [cell, "0", "nan"]):
        expected, found = (read(engine, cells) for engine in ENGINES)
        assert found == expected
    assert ENGINES[1].numbers(Cells(b"", 1, f"a,{cell},3".encode(), 3, [2], False))[0] == [3.0]  # others are not looked at


def doubles():
    random = Random(1)
    yield from (sign * x for sign in (1, -1) for x in (
        0.0, 5e-324, 1e-310, 9.999999999999999e-6, 1e-5, 9.999999999999999e-5, 1e-4, 0.1, 1.0, 100.0, 1e15,
        123456789012345680.0, 9999999999999998.0, 1e16, 1e22, sys.float_info.max, math.inf, math.nan))
    for _ in range(1500):
        yield struct.unpack("d", random.randbytes(8))[0]
        yield random.uniform(-10, 10) * 10.0 ** random.randint(-7, 18)
        yield float(random.randint(-10**random.randint(1, 17), 10**17))


@pytest.mark.parametrize("width", [1, 3])
def test_numbers_are_spelled_alike(width):
    numbers = list(doubles())
    numbers = numbers[:len(numbers) // width * width]
    rows = [numbers[i:i + width] for i in range(0, len(numbers), width)]
    texts = ["".join(f",{number(each)}" for each in row).encode() for row in rows]
    infinite = [not all(map(math.isfinite, row)) for row in rows]
    assert _write_numbers(np.array([[*row, PLACEHOLDER] for row in rows])) == (texts, sum(infinite))
    for row, text, bad in zip(rows[:60], texts, infinite, strict=False):  # few, so that a block has no number of some kind
        assert _write_numbers(np.array([[*row, PLACEHOLDER]])) == ([text], bad)


def test_only_what_is_kept_is_written():
    rows = value_table(None, [Question("x*y", {}, columns="xy")], FLOAT64).rows
    for kept, expected in ([1], [b",3", b",inf"]), ([0, 2], [b",6,2", b",inf,4"]):
        for engine in Standard(rows, kept), Fast(rows, kept):
            columns = engine.numbers(Cells(b"", 2, b"2,3,4,inf", 2, [0, 1], False))
            assert engine.texts(columns, 2) == (expected, 1)
