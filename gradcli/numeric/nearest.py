"""Doubles by way of Decimals: of functions whose digits no float formula here keeps; a call takes some 0.1 to 1 ms."""

import math
from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext

from gradcli.lazy import LazyModule

USUAL, COSTLY = 500, 6000  # operations on doubles, 0.3 us each, that take as long as a call: 0.15 ms, 2 ms and more
WORK: dict[Callable[..., float], int] = {}  # of each of these functions
CONTEXT = Context(prec=30, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])  # 30 digits: doubles that half a unit off are one in 1e12


def nearest(module: str, name: str, left: float = math.nan, right: float = math.nan,
            work: int = USUAL) -> Callable[..., float]:
    """Return the function of doubles nearest to a function of Decimals; `left` and `right` are its values at infinities.

    A call takes as long as `work` operations on doubles.
    """
    functions = LazyModule("gradcli.numeric." + module)
    return _register(lambda *xs: _double(getattr(functions, name), xs, left, right), work)


def nearest_slope(module: str, name: str, *fixed: object, left: float = math.nan,
                  right: float = math.nan) -> Callable[..., float]:
    """Return the same of what a function returns for `fixed` and the last argument, an order."""
    functions = LazyModule("gradcli.numeric." + module)
    return _register(lambda *xs_and_order: _double(
        getattr(functions, name)(*fixed, xs_and_order[-1]), xs_and_order[:-1], left, right), USUAL)


def _register(function: Callable[..., float], work: int) -> Callable[..., float]:
    WORK[function] = work
    return function


def _double(function: Callable[..., Decimal], xs: tuple[float, ...], left: float, right: float) -> float:
    if not all(map(math.isfinite, xs)):
        return math.nan if any(x != x for x in xs) or math.isfinite(xs[-1]) else right if xs[-1] > 0 else left
    with localcontext(CONTEXT):
        return float(function(*map(Decimal, xs)))
