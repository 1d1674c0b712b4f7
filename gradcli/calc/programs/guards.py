"""Guards that make derivatives nan where the value is, for formulas that may be numbers there.

Where a row is undefined, and its sign, are inferred from its values at sample points of each sign.
"""

from collections.abc import Iterator, Set
from functools import cache
from itertools import product
from math import inf, isinf
from typing import Any

from gradcli.core.primitive import CONSTANT, VARIABLE, Primitive
from gradcli.core.tape import Tape
from gradcli.domains.float64 import nearest_double
from gradcli.ops import MUL, NE, SELECT
from gradcli.ops.constants import NAN

ANY, NOT_NEGATIVE, POSITIVE = range(3)  # the sign of a slot,
INFINITE = 4  # to which this is added where it may be infinite
SAMPLES = (-7.3, -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 7.3)
MAX_PRODUCT = 3  # arguments up to which all combinations of samples are taken

Known = int | tuple[float]  # the sign of an argument, or the number that it is


def guarded(tape: Tape, value: int, partials: list[int], undefined: Set[int]) -> list[int]:
    """Return the partial derivatives, nan where the value is: with a condition only where they might be numbers there.

    `undefined` are the slots that the value may be nan with.
    """
    if not undefined:
        return partials
    missing, nan = tape.emit(NE, (value, value)), tape.emit(NAN)
    return [tape.emit(SELECT, (missing, nan, partial)) if undefined - _cone(tape, partial) else partial
            for partial in partials]


def _cone(tape: Tape, root: int) -> set[int]:
    """Return the slots that a slot is nan with; a condition, and what only one branch needs, are none of them."""
    found, work = set[int](), [root]
    while work:
        slot = work.pop()
        if slot not in found:
            found.add(slot)
            work += () if tape.operations[slot] is SELECT else tape.arguments[slot]
    return found


def undefined_slots(tape: Tape, value: int) -> Iterator[int]:
    """Yield the slots below a value that may be nan though their arguments are numbers."""
    known: dict[int, Known] = {}
    for slot in tape.dependencies([value]):
        row, arguments, attribute = tape.operations[slot], tape.arguments[slot], tape.attributes[slot]
        if row is VARIABLE:
            known[slot] = ANY
        elif row is CONSTANT:
            known[slot] = (nearest_double(attribute),)
        elif row is MUL and arguments[0] == arguments[1]:
            known[slot] = _sign_of_square(known[arguments[0]])
        else:
            known[slot], defined = _infer(row, attribute, tuple([known[a] for a in arguments]))
            if not defined:
                yield slot


def _sign_of_square(known: Known) -> Known:
    """Return the sign, or the number, of a square."""
    return max(NOT_NEGATIVE, known & POSITIVE) | known & INFINITE if isinstance(known, int) else (known[0]**2,)


def _sample(known: Known) -> list[float]:
    """Return sample numbers of a sign, or the number itself."""
    if not isinstance(known, int):
        return [*known]
    sign = known & (NOT_NEGATIVE | POSITIVE)
    infinities = [inf, -inf] if known & INFINITE else []
    return [x for x in [*SAMPLES, *infinities] if sign == ANY or x > 0 or x == 0 and sign == NOT_NEGATIVE]


@cache
def _infer(row: Primitive, attribute: Any, known: tuple[Known, ...]) -> tuple[Known, bool]:
    """Return the sign of a result, or the number that it is, and whether it is defined at all samples."""
    samples = [*map(_sample, known)]
    points = product(*samples) if len(samples) <= MAX_PRODUCT else \
        zip(*([*each] * len(SAMPLES) for each in samples), strict=False)
    values = [row.value(point, attribute) for point in points]
    if not any(isinstance(each, int) for each in known):
        return (values[0],), values[0] == values[0]
    numbers = [y for y in values if y == y]
    sign = POSITIVE if min(numbers, default=0) > 0 else NOT_NEGATIVE if min(numbers, default=-1) >= 0 else ANY
    return sign | (INFINITE if any(map(isinf, numbers)) else 0), len(numbers) == len(values)
