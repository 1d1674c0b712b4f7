"""Find slopes that a sweep misses: those that come out as 0 times infinity, and the sign of infinite ones.

The sides of the point decide whether there is a slope; its number is that of the simplified expression, or of the limit.
"""

from collections.abc import Mapping
from math import copysign, isfinite, isinf, nan
from typing import NamedTuple

from gradcli.analysis.sides import LEFT, RIGHT, Limit, Side, differ
from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Tape
from gradcli.domains.float64 import run
from gradcli.engine.passes import eliminate_dead_code, expand_hidden
from gradcli.engine.reverse import reverse

LARGE = 2000  # operations beyond which a slope is not looked for
EXACT = 2e-9  # relative error of a limit that is printed


class Slope(NamedTuple):
    """A slope, and on which side of the point there is one: "left", "right" or, on both, ""."""

    number: float
    side: str


def missing_slope(tape: Tape, root: int, adjoint: int, at: Mapping[str, float], name: str, swept: float) -> Slope | None:
    """Return the slope of `root` along a variable where the sweep's, `swept`, is nan or infinite; None if it stands."""
    if len(tape) > LARGE:
        return None
    own, kept = eliminate_dead_code(tape, [root, adjoint])
    sides = [Side(own, at, {name: side}) for side in (LEFT, RIGHT)]
    here = sides[0].here[kept[root]]
    if not isfinite(here):
        return None
    found: list[tuple[Limit, str]] = []
    for side, where in zip(sides, ("left", "right"), strict=True):
        value, slope = side.limit(kept[root]), side.limit(kept[adjoint])
        if value[0] == value[0] and side.exists(kept[root]):
            if differ(value, (here, sides[0].here_errors[kept[root]])) or slope[0] != slope[0]:
                return None
            found.append((slope, where))
    if not found or len(found) == 2 and differ(found[0][0], found[1][0]):
        return None
    where = found[0][1] if len(found) == 1 else ""
    limits = [slope for slope, _ in found]
    if any(isinf(number) for number, _ in limits):
        number = copysign(swept, limits[0][0]) if isinf(swept) else limits[0][0]
        return Slope(number, where)
    if isinf(swept):
        return None
    number = _number(tape, root, at, name, limits)
    return None if number != number else Slope(number, where)


def _number(tape: Tape, root: int, at: Mapping[str, float], name: str, limits: list[Limit]) -> float:
    """Return the slope of the simplified expression if it agrees with the limits, else the limit; nan if not sharp."""
    simple = _simplified_slope(tape, root, at, name)
    if isfinite(simple) and not any(differ((simple, 0.0), end) for end in limits):
        return simple
    number, error = min(limits, key=lambda end: end[1])
    return number if error <= EXACT * abs(number) or not number else nan


def _simplified_slope(tape: Tape, root: int, at: Mapping[str, float], name: str) -> float:
    """Return the slope of the expression in normal form, sqrt(x**4) being x**2."""
    from gradcli.algebra.canonical import canonical

    own, kept = eliminate_dead_code(tape, [root])
    longer, moved = expand_hidden(own)
    simple, (top,) = canonical(longer, [moved[kept[root]]])
    leaves = [slot for slot, row in enumerate(simple.operations) if row is VARIABLE and simple.attributes[slot] == name]
    if not leaves:
        return 0.0
    adjoint = reverse(simple, top, leaves).get(leaves[0])
    return 0.0 if adjoint is None else run(simple, dict(at))[adjoint]
