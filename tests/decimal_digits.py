"""Decimals of 30 digits, held against mpmath with more."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from typing import Any

from mpmath import mp, mpf

DIGITS = 30


@contextmanager
def precision(times: int = 4) -> Iterator[None]:
    """Compute with Decimals of so many digits and of any size, and with mpmath's numbers of `times` as many digits."""
    with localcontext(Context(prec=DIGITS, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])), mp.workdps(times * DIGITS):
        yield


def near(found: Decimal, truth: Any) -> bool:
    """Whether a Decimal is off by a few units of its last digit at most."""
    return bool(abs(mpf(str(found)) - truth) <= mpf(10) ** (2 - DIGITS) * abs(truth))
