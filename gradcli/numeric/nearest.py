"""Doubles by way of Decimals: of functions whose digits no float formula here keeps; a call takes some 0.1 to 1 ms."""

import math
from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext

from gradcli.lazy import LazyModule

CONTEXT = Context(prec=30, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])  # 30 digits: doubles that half a unit off are one in 1e12


def nearest(module: str, name: str, left: float = math.nan, right: float = math.nan) -> Callable[..., float]:
    """Return the function of doubles nearest to a function of Decimals; `left` and `right` are its values at infinities."""
    functions = LazyModule("gradcli.numeric." + module)

    def function(*xs: float) -> float:
        if not all(map(math.isfinite, xs)):
            return math.nan if any(x != x for x in xs) or len(xs) > 1 else right if xs[0] > 0 else left
        with localcontext(CONTEXT):
            return float(getattr(functions, name)(*map(Decimal, xs)))

    return function
