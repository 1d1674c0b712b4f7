"""The tables of coefficients are those that the script makes."""

import math
from importlib import import_module

import pytest
from bench import coefficients
from mpmath import mp

from gradcli.numeric import gauss, rational


def held(name):
    """What the code has under a name such as gamma.BERNOULLI[0]."""
    module, _, name = name.partition(".")
    name, _, index = name.partition("[")
    value = getattr(import_module(f"gradcli.numeric.{module}"), name)
    return value[int(index.rstrip("]"))] if index else value


@pytest.mark.parametrize("make", coefficients.TABLES, ids=coefficients.named)
def test_a_table_is_what_the_script_makes(make):
    with mp.workdps(coefficients.DIGITS):
        table = make()
    assert list(held(table.name)) == table.coefficients


def test_constants_are_what_the_script_makes():
    with mp.workdps(coefficients.DIGITS):
        constants = coefficients.constants()
    assert {name: held(name) for name in constants} == constants


def test_the_ends_of_mills_ratio():
    assert (gauss.TAIL, gauss.MILLS_END) == (float(coefficients.MILLS_LOW), float(coefficients.MILLS_HIGH))
    assert gauss.erfc(math.nextafter(30, 0)) == gauss.normcdf(-39.99) == gauss.gelu_slope(-1e300) == 0
    assert gauss.gelu_slope(1e300) == 1
    with pytest.raises(AssertionError):
        gauss.mills(50.0)


def test_one_half_at_zero():
    assert rational.one_half_at_zero(0) * 2 == 1 and rational.one_half_at_zero(1) is None
