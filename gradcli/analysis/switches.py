"""Find where a program switches from one smooth formula to another along a variable: kinks, jumps, branches, poles, edges.

A switch function is a slot that changes its sign there: x - c of a comparison x < c, x of abs(x). No row is known by name:
the switches of a row of one argument are found at small whole numbers and halves.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations, islice

from gradcli.analysis.doubles import double, ordinal
from gradcli.analysis.rounding import UNIT, bounds
from gradcli.core.primitive import CONSTANT, VARIABLE, Primitive
from gradcli.core.tape import Ref, Tape
from gradcli.domains.float64 import run
from gradcli.engine.passes import HashConsedTape, append_copy, eliminate_dead_code
from gradcli.ops import SELECT

CANDIDATES = [0.0, *(sign * half / 2 for half in range(1, 13) for sign in (1, -1))]  # relu6 switches at 6
BESIDE = 2.0**-30  # distance to either side of a candidate at which an edge of the domain shows
MAX_PAIRED = 6  # arguments up to which all pairs are compared, 15; of more only neighbours, so that the cost stays linear
MAX_FUNCTIONS = 200  # switch functions that are followed
SAME_PLACE = 2.0**-40  # relative distance below which a switch is at the point itself, but for rounding
MAX_SWITCHES = 64  # along one variable
MAX_DIPS = 6  # minima of a function without a change of sign that are searched for one
GRID = sorted({0.0, *(sign * 2.0**k for k in range(-30, 64, 3) for sign in (1, -1)),
               *(sign * 10.0**k for k in (25, 50, 100, 200, 300) for sign in (1, -1)),
               *(i * 0.37 for i in range(-28, 29))})  # all magnitudes, and evenly from -10 to 10, beside whole numbers
NEAR = [0.0, 1.0, -1.0, 1e3, -1e3, 1e-3, -1e-3, 1e9, -1e9]  # points that are looked at however long a program is
HALVINGS = 64  # reach neighbouring doubles from any two, which have 64 bits
WORK = 1_000_000  # operations that are spent on a line, half a second


class Switches:
    """The switch functions of the roots of a tape, and where they change sign.

    `tape` is a copy of the given one, extended by the functions; `slots` are those functions.
    """

    def __init__(self, tape: Tape, roots: Sequence[int]) -> None:
        self.tape = HashConsedTape()
        moved = append_copy(tape, self.tape)
        live = self.tape.dependencies([moved[root] for root in roots])
        found = dict.fromkeys(self._functions(live))
        moving = self.tape.moving()
        self.slots = [slot for slot in found if moving[slot]][:MAX_FUNCTIONS]
        names = {a for row, a in zip(self.tape.operations, self.tape.attributes, strict=True) if row is VARIABLE}
        constants = run(self.tape, dict.fromkeys(names, math.nan))
        numbers = (abs(constants[slot]) for slot in live if not moving[slot])
        self.landmarks = sorted({number for number in numbers if math.isfinite(number)})

    def _functions(self, live: list[int]) -> Iterator[int]:
        tape = self.tape
        for slot in live:
            row, arguments = tape.operations[slot], [Ref(tape, a) for a in tape.arguments[slot]]
            arguments = [a for a in arguments if not tape.operations[a.slot].is_truth]  # truths switch with theirs
            if row.syntax and row.syntax.chains and len(arguments) == row.least:
                yield (arguments[0] - arguments[1]).slot
            elif row is SELECT:
                if len(arguments) == row.least:
                    yield arguments[0].slot
            elif len(arguments) == 1:
                for candidate in _switching(row):
                    yield (arguments[0] - int(candidate) if candidate % 1 == 0 else
                           arguments[0] * 2 - int(candidate * 2)).slot
            elif row.laws.is_power and len(arguments) == row.least:
                if not _is_natural(tape, arguments[1].slot):
                    yield arguments[0].slot
            elif arguments and (row.singular.poles or -1 in row.laws.monomial):
                yield arguments[-1].slot
            elif row.singular.kinks or row.singular.jumps:
                pairs = combinations(arguments, 2) if len(arguments) <= MAX_PAIRED else zip(arguments, arguments[1:])  # noqa: B905
                for a, b in pairs:
                    yield (a - b).slot

    def along(self, at: dict[str, float], name: str) -> list[float]:
        """Return the values of `name` at which a function changes sign, all else as in `at`, in order."""
        moving = self.tape.moving([name])
        functions = [slot for slot in self.slots if moving[slot]]
        if not functions:
            return []
        tape, moved = eliminate_dead_code(self.tape, functions)
        slots = [moved[slot] for slot in functions]
        budget = max(WORK // len(tape), len(NEAR))

        def values(x: float) -> list[float]:
            nonlocal budget
            budget -= 1
            here = run(tape, {**at, name: x})
            return [here[slot] for slot in slots]

        landmarks = [sign * landmark for landmark in self.landmarks for sign in (1, -1)]
        points = dict.fromkeys([at[name], *NEAR, *landmarks, *GRID])
        known = {x: values(x) for x in islice(points, budget)}
        found: set[float] = set()
        for index in range(len(slots)):
            if budget < HALVINGS:
                break
            zeros = _zeros(known, index, lambda x, index=index: values(x)[index])  # type: ignore[misc]
            for x in sorted(zeros, key=abs)[:MAX_SWITCHES - len(found)]:
                found.add(x)
                known.setdefault(x, values(x))
        return sorted(found)

    def is_on(self, at: dict[str, float]) -> bool:
        """Return whether a switch function is 0 at a point, within the errors of decimals that were rounded to doubles."""
        if not self.slots:
            return False
        values = run(self.tape, at)
        leaves = {slot: abs(values[slot]) * UNIT for slot, row in enumerate(self.tape.operations) if row is VARIABLE}
        errors = bounds(self.tape, values, leaves)
        return any(abs(values[slot]) <= errors[slot] < math.inf for slot in self.slots)

    def distances(self, at: dict[str, float], name: str) -> tuple[float, float]:
        """Return the distances along `name` to the next switches on the left and on the right, other than at the point.

        They are inf where there is none.
        """
        x = at[name]
        away = [place - x for place in self.along(at, name) if abs(place - x) > SAME_PLACE * abs(x)]
        return (min((-step for step in away if step < 0), default=math.inf),
                min((step for step in away if step > 0), default=math.inf))


def _is_natural(tape: Tape, slot: int) -> bool:
    number = tape.attributes[slot]
    return tape.operations[slot] is CONSTANT and number.denominator == 1 and number > 0


@cache
def _switching(row: Primitive) -> list[float]:
    """Return the candidates at which a row of one argument has a kink, a jump, a pole or an edge of its domain."""
    if row in (CONSTANT, VARIABLE) or row.laws.linear or not row.takes(1):
        return []
    return [x for x in CANDIDATES if row.at_kink([x]) or row.at_jump([x]) or row.at_pole([x]) or
            math.isnan(row.float64(x - BESIDE)) != math.isnan(row.float64(x + BESIDE))]


def _zeros(known: dict[float, list[float]], index: int, function: Callable[[float], float]) -> Iterator[float]:
    """Yield where a function changes sign, touches 0, or ceases to exist, between known points."""
    points = sorted(known)
    signs = [_sign(known[x][index]) for x in points]
    if not any(sign for sign in signs if sign):
        return
    dips = 0
    for i, (x, sign) in enumerate(zip(points, signs, strict=True)):
        before, after = (signs[j] if 0 <= j < len(signs) else sign for j in (i - 1, i + 1))
        if sign == 0 and before != 0 and after != 0:
            yield x
        elif before != sign and not (before == 0 and _is_isolated_zero(signs, i - 1)):
            yield _bisect(points[i - 1], x, function)
        if 0 < i < len(points) - 1 and sign and signs[i - 1] == sign == signs[i + 1] and dips < MAX_DIPS:
            a, b, c = (abs(known[p][index]) for p in points[i - 1:i + 2])
            if b <= a and b <= c and b < max(a, c):
                dips += 1
                low = _minimize(points[i - 1], points[i + 1], function)
                if _sign(function(low)) != sign:
                    yield from (_bisect(end, low, function) for end in (points[i - 1], points[i + 1]))


def _is_isolated_zero(signs: list[int | None], i: int) -> bool:
    """Return whether the function is 0 at this point but not at its neighbours."""
    return 0 not in (signs[i - 1] if i else None, signs[i + 1] if i + 1 < len(signs) else None)


def _sign(value: float) -> int | None:
    return None if value != value else (value > 0) - (value < 0)


def _bisect(a: float, b: float, function: Callable[[float], float]) -> float:
    """Return a double at which a function changes sign between two points, found by halving the doubles between them."""
    low, high = sorted((ordinal(a), ordinal(b)))
    before, after = (_sign(function(double(end))) for end in (low, high))
    while high - low > 1:
        middle = (low + high) // 2
        sign = _sign(function(double(middle)))
        if sign == 0 and 0 not in (before, after):
            return double(middle)
        low, high = (middle, high) if sign == before else (low, middle)
    return double(high)


def _minimize(a: float, b: float, function: Callable[[float], float]) -> float:
    """Return where the absolute value of a function is least between two points, by golden sections."""
    ratio = (math.sqrt(5) - 1) / 2
    for _ in range(80):  # 0.618**80 is below the spacing of doubles
        left, right = b - (b - a) * ratio, a + (b - a) * ratio
        if abs(function(left)) <= abs(function(right)):
            b = right
        else:
            a = left
    return (a + b) / 2
