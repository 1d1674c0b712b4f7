"""The engine of the standard library: cells to doubles, results to text."""

import math

import pytest

from gradcli.calc.numbers import FLOAT64
from gradcli.calc.question import Question
from gradcli.calc.tables.points import value_table
from gradcli.stream.records import Cells
from gradcli.stream.standard import DECODE, Standard


def engine(source="x*y", kept=(0, 1, 2)):
    return Standard(value_table(None, [Question(source, {}, columns="xy")], FLOAT64).rows, kept)


def cells(text, rows, plain, json=False):
    return Cells(b"", rows, text, 3, [0, 2], plain, json)


@pytest.mark.parametrize("text, plain, json", [
    (b"1.5,7,-2e3,0.1,8,4", True, False), (b" 1.5,word,-2000,.1,,4.", False, False),
    (b'1.5,"a,b",-2000,0.1,null,4', False, True)])
def test_the_wanted_columns_are_doubles(text, plain, json):
    assert [list(column) for column in engine().numbers(cells(text, 2, plain, json))] == [[1.5, 0.1], [-2000.0, 4.0]]


@pytest.mark.parametrize("text, json", [(b"1,2,x", False), (b"1,2,", False), (b"1,2,null", True), (b"1,2,NaN", True),
                                        (b"1,2,true", True), (b"1,2,3,4", True)])
def test_a_cell_that_is_no_number_is_refused(text, json):
    with pytest.raises(ValueError):
        engine().numbers(cells(text, 1, False, json))


def test_whole_numbers_of_json_are_doubles_too():
    assert list(map(type, DECODE("[1, 2.5, -0]"))) == [float] * 3 and math.copysign(1, DECODE("-0")) == -1


def test_results_are_written_without_a_needless_point():
    texts, infinite = engine().texts([[2.0, 0.5, 1e16], [3.0, math.inf, 1e-7]], 3)
    assert texts == [b",6,3,2", b",inf,inf,0.5", b",1000000000,1e-07,1e+16"] and infinite == 1


def test_only_results_that_are_kept_are_written():
    assert engine(kept=[1]).texts([[2.0, math.nan], [3.0, 1.0]], 2) == ([b",3", b",nan"], 1)
