"""Derivatives of any order along given variables: formulas in what is free, numbers where all is bound."""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from gradcli.calc.question import Question
from gradcli.calc.statuses import LARGE, Statuses
from gradcli.core.ieee import divide
from gradcli.core.primitive import CONSTANT
from gradcli.domains.float64 import multiplied, run
from gradcli.engine.lower import Lowered
from gradcli.engine.reverse import reverse
from gradcli.engine.rounding import bounds
from gradcli.report import Derivative, Warning

if TYPE_CHECKING:
    from gradcli.engine.taylor import Expansion


def derivatives(question: Question, wrt: Sequence[str], every: bool, formulas: bool) -> list[Derivative]:
    """The derivative along the names `wrt`, one for each order, or `every` order from 0 on.

    A number where all is bound, else a formula; `formulas` asks for that in any case.
    """
    question.checked(wrt)
    orders = [tuple(wrt[:n]) for n in range(0 if every else len(wrt), len(wrt) + 1)]
    bound = not question.free
    written: list[Any] = [None] * len(orders)
    if formulas or not bound:
        from gradcli.calc.formulas import along

        written = along(question, wrt)[-len(orders):]
    values: list[Any] = [(None, [])] * len(orders)
    if bound:
        values = _numbers(question, orders, question.point())
    remarks = question.remarks() if bound else question.unused()
    return [Derivative(question.source, names, len(names), formula, question.at or None, value, remarks + warnings)
            for names, formula, (value, warnings) in zip(orders, written, values, strict=True)]


TRIALS = 5  # of speeds
FASTEST = 1000  # the power of two that is the highest speed, and the inverse of the lowest
RANGE = 1e-280, 1e280  # of coefficients that are neither under- nor overflowing
SIDE, LEAP = 2.0**-20, 1e-3  # how far away the sides are looked at, and what difference counts
HIGH = 8  # an order beyond which it is not asked whether a formula is 0
SPEED = 1.0625  # another speed, at which everything is rounded otherwise


class Estimate(NamedTuple):
    """A derivative, the Taylor coefficient that it is a multiple of, and its relative error as far as can be seen."""

    number: float
    coefficient: float
    error: float


Finder = Callable[[dict[str, float]], list[Estimate]]


def _numbers(question: Question, orders: list[tuple[str, ...]], at: dict[str, float]) -> list[tuple[float, list[Warning]]]:
    """The derivatives along each of `orders`, the longest of which begins with all the others."""
    estimated = estimates(question.lowered, orders)(at)
    tape, root = question.lowered.tape, question.lowered.root
    adjoints = reverse(tape, root, [question.variables[name] for name in set(orders[-1])])
    statuses = Statuses(question.source, tape, root, adjoints, at)
    warnings = statuses.explain([root], [root] if () in orders else [])
    lost = statuses.values[root] != statuses.values[root]
    answers = []
    for names, (number, coefficient, error) in zip(orders, estimated, strict=True):
        number = math.nan if lost else number
        if not number and error and _is_nothing(question, names):
            error = 0.0
        found = statuses.doubtful(number, coefficient, error, len(names))
        if len(names) > 1 and statuses.edges:
            found += leap(question, names, at)
        answers.append((number, warnings + found))
    return answers


def _is_nothing(question: Question, names: tuple[str, ...]) -> bool:
    """Whether a derivative is 0 wherever it exists, as that of x/x is."""
    from gradcli.calc.formulas import Formulas

    if len(question.lowered.tape) > LARGE or len(names) > HIGH:
        return False
    formulas = Formulas(Question(question.source, {}, question.limit))
    for name in names:
        formulas.differentiate(name)
    return formulas.tape.operations[formulas.root] is CONSTANT and formulas.tape.attributes[formulas.root] == 0


def leap(question: Question, names: tuple[str, ...], at: dict[str, float]) -> list[Warning]:
    """A warning where a derivative of order 2 and above is another one on the left than on the right, as abs(x)**3 has."""
    name = names[-1]
    step = SIDE * max(abs(at[name]), 1.0)
    find = estimates(question.lowered, [names])
    left, right = (find({**at, name: at[name] + side})[-1].number for side in (-step, step))
    if not abs(right - left) > LEAP * max(abs(left), abs(right)):
        return []
    along = f" along {name}" if len(at) > 1 else ""
    message = f"the derivative of order {len(names)} jumps here{along}: {left:.4g} on the left, {right:.4g} on the right"
    return [Warning("kink", question.source, (0, len(question.source)), message)]


def estimates(lowered: Lowered, orders: Sequence[tuple[str, ...]]) -> Finder:
    """What finds the derivatives along each of `orders`, the longest of which begins with all the others, at any point.

    All are coefficients of one series. Mixed ones too: along the direction s*e1 + t*e2 + …, with polynomials in s, t, …
    for numbers. Nothing is interpolated, so no digits are lost to that.
    """
    from gradcli.domains.directions import Direction, within
    from gradcli.engine.taylor import Expansion

    names = orders[-1]
    moving = tuple(dict.fromkeys(names))
    expansion = Expansion(lowered.tape, lowered.root, [lowered.variables[name] for name in moving], len(names))
    counts = [tuple(names[:k].count(name) for name in moving) for k in range(len(names) + 1)]

    def mixed(values: list[float], speed: float) -> list[float]:
        seeds = [speed * axis for axis in Direction.axes(counts[-1])]
        found = expansion.coefficients(values, seeds, within(divide))
        return [(each.part(count) if isinstance(each, Direction) else each) / speed**k
                for k, (each, count) in enumerate(zip(found, counts, strict=True))]

    def find(at: dict[str, float]) -> list[Estimate]:
        values = run(expansion.tape, at)
        if len(moving) == 1:
            return _along(expansion, values)[-len(orders):]
        pairs = zip(mixed(values, 1.0), mixed(_moved(expansion, values), SPEED), strict=True)
        return [_estimate(coefficient, other, multiplied(coefficient, math.prod(map(math.factorial, count))))
                for (coefficient, other), count in zip(pairs, counts, strict=True)][-len(orders):]

    return find


def _along(expansion: "Expansion", values: list[float]) -> list[Estimate]:
    """Derivatives along one variable: coefficients times factorials.

    The variable moves at a power of two that keeps the coefficients within a double's range; 1/500! alone is not. To see
    how many digits they have, they are computed again at another speed from values that are moved.
    """
    shift, coefficients = 0, expansion.coefficients(values, [1.0], divide)
    for _ in range(TRIALS):
        other = max(-FASTEST, min(shift + _faster(coefficients), FASTEST))
        again = expansion.coefficients(values, [2.0**other], divide) if other != shift else []
        if not any(c and math.isfinite(c) for c in again[1:]):  # nothing is to be done, or it is infinite at any speed
            break
        shift, coefficients = other, again
    others = expansion.coefficients(_moved(expansion, values), [2.0**shift * SPEED], divide)
    return [_estimate(coefficient, other / SPEED**k, multiplied(coefficient, math.factorial(k), -shift * k))
            for k, (coefficient, other) in enumerate(zip(coefficients, others, strict=True))]


def _moved(expansion: "Expansion", values: list[float]) -> list[float]:
    """The values of slots, each as far away as rounding may have carried it."""
    errors = bounds(expansion.tape, values)
    return [value + (error if slot % 2 else -error) for slot, (value, error) in enumerate(zip(values, errors, strict=True))]


def _estimate(coefficient: float, other: float, number: float) -> Estimate:
    """A derivative from its coefficient, and from another computation of that."""
    difference = abs(other - coefficient)
    return Estimate(number, coefficient, difference / abs(coefficient) if coefficient else math.inf if difference else 0.0)


def _faster(coefficients: list[float]) -> int:
    """By what power of two the variable should move faster, to bring all coefficients to the size of the first; 0 where
    they are neither under- nor overflowing."""
    here = abs(coefficients[0])
    sizes = [(k, abs(c)) for k, c in enumerate(coefficients) if k and c and math.isfinite(c)]
    within = [(k, size) for k, size in sizes if RANGE[0] < size < RANGE[1]]
    if not math.isfinite(here) or len(within) == len(sizes) and all(map(math.isfinite, coefficients)):
        return 0
    if not sizes:
        return -FASTEST
    k, size = max(within or sizes[:1])
    return round((math.log2(here or 1.0) - math.log2(size)) / k)
