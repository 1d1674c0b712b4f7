"""Find slopes that a sweep misses: those it computes as 0 times infinity, and the signs of infinite ones.

The sides of the point decide whether there is a slope; its value is that of the simplified expression, or of the limit.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import copysign, isfinite, isinf, nan
from typing import NamedTuple

from gradcli.analysis.boundaries import boundary_slots
from gradcli.analysis.high_order import Estimate, HighOrder
from gradcli.analysis.sides import LEFT, MAX_UNCERTAINTY, RIGHT, SAME, Limit, Side, differ, directions
from gradcli.core.primitive import UNOFFERED, VARIABLE
from gradcli.core.tape import Tape
from gradcli.domains.base import Number, Undefined
from gradcli.domains.exact import Exact
from gradcli.domains.float64 import run
from gradcli.engine.lower import Lowered
from gradcli.engine.passes import eliminate_dead_code, expand_hidden
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError

MAX_SIZE = 2000  # operations up to which a slope is searched
MAX_ORDER = 8  # up to which a derivative is searched
BESIDE = 2**20, -2**20, 3**20, -3**20, 5**20, -5**20, 7**20  # parts of the size of a variable that are steps beside it
COMPARED = 8  # distances at which a formula and a simpler one are compared
MAX_ERROR = 2e-9  # largest relative error of a limit that is printed: nine digits are right, fewer would be warned of
VANISHING = 1e-30  # error of a slope of 0 below which it is one


class Slope(NamedTuple):
    """A slope, and the side of the point on which it exists: "left", "right" or, on both, ""."""

    number: float
    side: str


def missing_slope(tape: Tape, root: int, adjoint: int, at: Mapping[str, float], name: str, swept: float) -> Slope | None:
    """Return the slope of `root` along a variable where that of the sweep, `swept`, is not finite; None if none is found."""
    if len(tape) > MAX_SIZE:
        return None
    own, kept = eliminate_dead_code(tape, [root, adjoint])
    if UNOFFERED in own.operations:
        return None
    sides = [Side(own, at, {name: side}) for side in (LEFT, RIGHT)]
    here = sides[0].here[kept[root]]
    if not isfinite(here):
        return None
    found: list[tuple[Limit, str]] = []
    for side, where in zip(sides, ("left", "right"), strict=True):
        value, slope = side.limit(kept[root]), side.limit(kept[adjoint])
        if value[0] == value[0] and side.exists(kept[root]):
            if differ(value, (here, sides[0].here_errors[kept[root]])):
                return None
            if slope[0] != slope[0]:
                if _is_flat(own, kept[root], at, name):
                    return Slope(0.0, "")
                wider = _wider_slope(tape, root, at, name, LEFT if where == "left" else RIGHT)
                if wider is None:
                    return None
                slope = wider
            found.append((slope, where))
    if len(found) == 2:
        found = _sharpened(tape, root, at, name, found)
    if not found or len(found) == 2 and differ(found[0][0], found[1][0]):
        return None
    where = found[0][1] if len(found) == 1 else ""
    limits = [slope for slope, _ in found]
    if any(isinf(number) for number, _ in limits):
        number = copysign(swept, limits[0][0]) if isinf(swept) else limits[0][0]
        return Slope(number, where)
    if isinf(swept):
        return None
    number = _closest(_simplified_slope(tape, root, at, name), limits)
    return None if number != number else Slope(number, where)


def _sharpened(tape: Tape, root: int, at: Mapping[str, float], name: str,
               found: list[tuple[Limit, str]]) -> list[tuple[Limit, str]]:
    """Return the slopes left and right, from wider numbers, if these find them, where an error hides whether they differ."""
    size = max(abs(number) for (number, _), _ in found)
    if isinf(size) or all(error <= max(MAX_UNCERTAINTY * size, VANISHING) for (_, error), _ in found):
        return found
    limits = [_wider_slope(tape, root, at, name, side) for side in (LEFT, RIGHT)]
    return [(each or slope, where) for each, (slope, where) in zip(limits, found, strict=True)]


def _wider_slope(tape: Tape, root: int, at: Mapping[str, float], name: str, side: int) -> Limit | None:
    """Return the slope on a side from wider numbers, None if these do not find it."""
    from gradcli.analysis.wider import wider_limit

    own, kept = eliminate_dead_code(tape, [root])
    leaves = {own.attributes[slot]: slot for slot, row in enumerate(own.operations) if row is VARIABLE}
    return wider_limit(Lowered(own, kept[root], leaves), [name], at, {name: side})


def _is_flat(tape: Tape, root: int, at: Mapping[str, float], name: str) -> bool:
    """Return whether exact arithmetic gives the same value at the point and beside it: x + abs(x) is 0 wherever x < 0."""
    if not all(map(isfinite, at.values())):
        return False
    exact, x, size = Exact(""), Fraction(at[name]), Fraction(abs(at[name]) or 1.0)
    bound: dict[str, Number] = {each: exact.real(Fraction(number)) for each, number in at.items()}
    try:
        return len({exact.finite(tape, {**bound, name: exact.real(point)}, root).value
                    for point in [x, *(x + size / step for step in BESIDE)]}) == 1
    except (GradcliError, Undefined):
        return False


def _closest(simple: float, limits: list[Limit]) -> float:
    """Return the slope of the simplified expression if it agrees with the limits, else the limit; nan if too uncertain."""
    if isfinite(simple) and not any(differ((simple, 0.0), end) for end in limits):
        return simple
    number, error = min(limits, key=lambda end: end[1])
    return number if error <= MAX_ERROR * abs(number) or not number else nan


def _simplified_slope(tape: Tape, root: int, at: Mapping[str, float], name: str) -> float:
    """Return the slope of the simplified expression."""
    simple, top, variables = simplified(Lowered(tape, root, {}))
    if name not in variables:
        return 0.0
    adjoint = reverse(simple, top, [variables[name]]).get(variables[name])
    return 0.0 if adjoint is None else run(simple, dict(at))[adjoint]


def simplified(lowered: Lowered) -> Lowered:
    """Return an expression in normal form, where sqrt(x**4) is x**2."""
    from gradcli.algebra.canonical import canonical

    own, kept = eliminate_dead_code(lowered.tape, [lowered.root])
    longer, moved = expand_hidden(own)
    simple, (top,) = canonical(longer, [moved[kept[lowered.root]]])
    return Lowered(simple, top, {simple.attributes[slot]: slot for slot, row in enumerate(simple.operations)
                                 if row is VARIABLE})


def missing_derivative(lowered: Lowered, names: tuple[str, ...], at: Mapping[str, float], swept: float) -> Slope | None:
    """Return the derivative of order 2 and above where that of sweeps and series, `swept`, is nan or has lost all digits.

    It exists where a simpler formula, smooth at the point, has the same values beside it; where it is nan, also where the
    limits of it, and of all orders below it, are the same from all directions. None if none is found.
    """
    if len(lowered.tape) > MAX_SIZE or len(names) > MAX_ORDER:
        return None
    if UNOFFERED in HighOrder(lowered, [names]).tape.operations:
        return None
    steps = list(directions(list(dict.fromkeys(names))))
    sides = [Side(lowered.tape, at, each) for each in steps]
    here = sides[0].here[lowered.root], sides[0].here_errors[lowered.root]
    exist = [side for side in sides if side.exists(lowered.root)]
    if not exist or len(exist) < len(sides) != 2 or any(differ(side.limit(lowered.root), here) for side in exist):
        return None
    side = "" if len(exist) == len(sides) else "left" if exist[0] is sides[0] else "right"
    simple = simplified(lowered)
    known = simple.variables.keys() >= set(names)
    there = HighOrder(simple, [names]).at(at)[-1] if known else Estimate(0.0, False, 0.0)
    if isfinite(there.number) and there.error <= MAX_ERROR and not _at_boundary(simple, at) and all(
            _are_equal(each, lowered, simple) for each in exist):
        return Slope(there.number, side)
    if swept == swept:
        return None
    limits: list[Limit] = []
    for order in range(1, len(names) + 1):
        sweeps = HighOrder(lowered, [names[:order]])
        limits = [sweeps.beside(at, each.steps) for each in exist]
        if any(number != number or differ(limits[0], (number, error)) for number, error in limits):
            return None
    number = _closest(there.number, limits)
    return None if number != number else Slope(number, side)


def _at_boundary(lowered: Lowered, at: Mapping[str, float]) -> bool:
    """Return whether an expression may have a kink or a jump at a point."""
    here = Side(lowered.tape, at, {})
    return bool(boundary_slots(lowered.tape, here.here, here.here_errors))


def _are_equal(side: Side, lowered: Lowered, simple: Lowered) -> bool:
    """Return whether two expressions have the same values on a side, near to the point."""
    other = Side(simple.tape, side.at, side.steps)
    compared = 0
    for distance in side.distances[:COMPARED]:
        (values, errors), (others, more) = side.beside(distance), other.beside(distance)
        a, b, error = values[lowered.root], others[simple.root], errors[lowered.root] + more[simple.root]
        if abs(a - b) > 4 * error + SAME * abs(a):
            return False
        compared += error <= MAX_ERROR * abs(a)
    return 2 * compared > COMPARED
