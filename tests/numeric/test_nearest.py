"""Functions of doubles by way of Decimals: rounding, infinities, and no trace in the caller's context."""

import math
from decimal import getcontext

from mpmath import mp

from gradcli.numeric.nearest import nearest


def test_the_nearest_double_is_found_whatever_the_precision_outside():
    erf, before = nearest("decimal_special", "erf", -1.0, 1.0), getcontext().prec
    getcontext().prec = 5
    try:
        with mp.workdps(40):
            assert all(erf(x) == float(mp.erf(x)) for x in (-3.7, 1e-300, 0.3, 5.0))
        assert getcontext().prec == 5
    finally:
        getcontext().prec = before


def test_infinities_and_nan():
    erf = nearest("decimal_special", "erf", -1.0, 1.0)
    assert (erf(-math.inf), erf(math.inf)) == (-1, 1) and math.isnan(erf(math.nan))
    assert math.isnan(nearest("decimal_special", "polygamma")(math.inf, 1.0))


def test_what_is_beyond_all_doubles_is_infinite():
    assert nearest("decimal_error", "erfi")(30.0) == math.inf and nearest("decimal_error", "erfi")(-30.0) == -math.inf
