"""Warn where a derivative of order 2 or above jumps, or is by convention: its limits on both sides, or around a point."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from gradcli.analysis.high_order import HighOrder
from gradcli.analysis.sides import Limit, differ, directions
from gradcli.domains.float64 import nearest_double
from gradcli.engine.lower import Lowered
from gradcli.report.base import Number, Warning


def discontinuity_warnings(source: str, lowered: Lowered, names: tuple[str, ...], at: Mapping[str, float],
                           number: Number) -> list[Warning]:
    """Warn where a derivative of order 2 and above, `number`, differs from that on a side, or in a direction.

    That of abs(x)**3 differs on the left and right; that of a branch taken at a single point is on neither. Above a
    derivative that jumps there is none, though both sides may agree: that of order 4 of abs(x)**3 is 0 on either.
    """
    ends = _ends(HighOrder(lowered, [names]), at)
    exist = sorted(end for end in ends if end[0] == end[0])
    message = _jump(ends, names, at)
    if not message and any(differ((_float(number), 0.0), end) for end in exist):
        where = "around the point" if len(set(names)) > 1 else "on either side" if len(exist) == len(ends) else \
            "on the left" if ends[0] in exist else "on the right"
        message = f"is by convention here{_along(names, at)}; {where} it is {exist[0][0]:.5g}"
    if not message:
        lower = _lower_jumps(lowered, names, at)
        names, message = next(((lower, jump) for lower in lower if (
            jump := _jump(_ends(HighOrder(lowered, [lower]), at), lower, at))), (names, ""))
    return [Warning("kink", source, (0, len(source)), f"the derivative of order {len(names)} {message}",
                    source)] if message else []


def _ends(sweeps: HighOrder, at: Mapping[str, float]) -> list[Limit]:
    """Return the limits of the highest derivative on both sides, or in some directions."""
    return [sweeps.beside(at, steps) for steps in directions(sweeps.moved)]


def _jump(ends: Sequence[Limit], names: Sequence[str], at: Mapping[str, float]) -> str:
    """Return the message about limits that differ, "" if they are the same."""
    exist = sorted(end for end in ends if end[0] == end[0])
    if not exist or not differ(exist[0], exist[-1]):
        return ""
    between = f"{ends[0][0]:.4g} on the left, {ends[1][0]:.4g} on the right" if len(set(names)) == 1 else \
        f"it is between {exist[0][0]:.4g} and {exist[-1][0]:.4g} around the point"
    return f"jumps here{_along(names, at)}: {between}"


def _along(names: Sequence[str], at: Mapping[str, float]) -> str:
    return f" along {', '.join(dict.fromkeys(names))}" if len(at) > 1 else ""


def _lower_jumps(lowered: Lowered, names: Sequence[str], at: Mapping[str, float]) -> list[tuple[str, ...]]:
    """Return the lower orders from 2 on, prefixes of `names`, at which one series from each side differs."""
    orders = [tuple(names[:k]) for k in range(2, len(names))]
    if not orders:
        return []
    sweeps = HighOrder(lowered, orders)
    sides = [sweeps.estimates_beside(at, steps) for steps in directions(sweeps.moved)]
    return [order for order, *found in zip(orders, *sides, strict=True)
            if any(differ((a.number, 0.0), (b.number, 0.0)) for a, b in pairwise(found))]


def _float(number: Number) -> float:
    """Return the double nearest to a number."""
    if isinstance(number, float):
        return number
    from fractions import Fraction

    return nearest_double(Fraction(number))
