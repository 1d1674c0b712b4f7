"""Compare a derivative and a claim at a point, in doubles."""

import math
from enum import Enum, auto
from typing import NamedTuple

from gradcli.analysis.rounding import bounds
from gradcli.core.tape import Tape
from gradcli.domains.float64 import run
from gradcli.report.base import Number

SLACK = 1e-14  # relative difference beyond rounding that doubles leave open: a claim may hold decimals printed from them
CLEAR = 1e-6  # a point whose rounding error exceeds this, relative to the derivative, decides nothing,
SMALL = 1e-3  # unless it is below this absolutely, times CLEAR: a claim of 0 may be a difference that rounds to 1e-16
SHORT = 500  # operations of a tape up to which rationals also decide beside switches, which takes 50 times as long


class Outcome(Enum):
    """The outcome at a point without a difference."""

    EQUAL = auto()
    UNDEFINED = auto()  # there is a derivative, and the claim has no finite value
    UNDECIDED = auto()
    NO_VALUE = auto()  # the expression has none


Difference = tuple[Number, Number]  # the derivative and the claim where they differ


class Pair(NamedTuple):
    """The derivative and the claim on one tape: their slots, and that of the value."""

    tape: Tape
    value: int
    truth: int
    claim: int


def compare(pair: Pair, at: dict[str, float], is_beside: bool) -> Outcome | Difference:
    """Return the derivative and the claim at a point where they differ, else the outcome.

    The difference must exceed the rounding errors; where these are unknown or large, rationals decide if they can, and
    beside a switch too, where a difference may be small beside the derivative.
    """
    values = run(pair.tape, at)
    truth, claimed = values[pair.truth], values[pair.claim]
    if values[pair.value] != values[pair.value]:
        return Outcome.NO_VALUE
    if not math.isfinite(values[pair.value]) or not math.isfinite(truth):
        return Outcome.UNDECIDED
    if not math.isfinite(claimed):
        return Outcome.UNDEFINED
    errors = bounds(pair.tape, values)
    tolerance = 4 * (errors[pair.truth] + errors[pair.claim])
    if abs(truth - claimed) > tolerance + SLACK * abs(truth):  # False if the bound is nan
        return truth, claimed
    clear = tolerance <= CLEAR * max(abs(truth), SMALL)
    if clear and not (is_beside and len(pair.tape) <= SHORT):
        return Outcome.EQUAL
    from gradcli.calc.claims.finer import compare_exactly

    found = compare_exactly(pair, at)
    return found if found is not Outcome.UNDECIDED else Outcome.EQUAL if clear else found


def compare_numbers(truth: float, claimed: float) -> Outcome | Difference:
    """Return a derivative that was found as a limit and a claim where they differ, else the outcome."""
    if not math.isfinite(truth):
        return Outcome.UNDECIDED
    if not math.isfinite(claimed):
        return Outcome.UNDEFINED
    return Outcome.EQUAL if abs(truth - claimed) <= SLACK * abs(truth) else (truth, claimed)
