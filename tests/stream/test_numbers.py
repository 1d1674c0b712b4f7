"""Numbers of tables: C's, Python's and Fortran's, and nothing else."""

import math

import pytest

from gradcli.stream.numbers import parse, parse_all

NUMBERS = {"1.0D+03": 1000.0, "1d5": 1e5, "-2.5d-3": -0.0025, ".5D0": 0.5, "+7.D1": 70.0, "5.687-304": 5.687e-304,
           "0.1234+100": 0.1234e100, "-.5-123": -.5e-123, " 1.5D2 ": 150.0, "1e5": 1e5, " 3 ": 3.0,
           "inf": math.inf, "-0": -0.0}
OTHERS = ["12_3", "1_000.5", "1D", "D5", "1.0D+", "2024-123", "12.5-100", "1.5-99", "1.5-012", "1.5+1000", "1.0DD3", "0x1p3",
          "1 2", "", "1,5", "e5", "²", "١"]


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers(text):
    found = parse(text.encode())
    assert repr(found) == repr(NUMBERS[text]) == repr(parse_all([b"1", text.encode()])[1])


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_not_a_number(text):
    for read in (parse, lambda cell: parse_all([b"1", cell])):
        with pytest.raises(ValueError):
            read(text.encode())


def test_a_table_from_fortran(cli):
    table = " x   y\n 1.0D+03 2.0\n  5.687-304  1.0E+300\n"
    run = cli("eval", "x*y", "--points", "-", "--delimiter", " ", stdin=table)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == "x,y,value,d/dx,d/dy\n1.0D+03,2.0,2000,2,1000\n5.687-304,1.0E+300,0.0005687,1e+300,5.687e-304\n"


def test_digits_are_not_grouped_whichever_way_a_table_is_read(cli):
    for rows in ("1,12_3", "a_b,12_3", '"a",12_3'):
        run = cli("eval", "x", "--points", "-", stdin=f"t,x\n{rows}\n")
        assert run.returncode == 2 and "line 2, column x: '12_3' is not a number" in run.stderr
    assert cli("eval", "x", "--points", "-", "--only", "value", stdin="t,x\na_b,3\n").stdout == "t,x,value\na_b,3,3\n"
