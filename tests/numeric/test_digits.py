"""Whole numbers as text, however long."""

import pytest

from gradcli.numeric.digits import digits


@pytest.mark.parametrize("exponent", [0, 1, 300, 4214, 4215, 4299, 4300, 20_000])
def test_all_digits_are_written(exponent):
    assert digits(10**exponent) == "1" + "0" * exponent
    assert digits(-(10**exponent)) == "-1" + "0" * exponent
    assert digits(10**exponent - 1) == ("9" * exponent or "0")
