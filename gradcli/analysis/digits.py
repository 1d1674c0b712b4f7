"""Find the numbers that have lost digits: fewer than eight are right.

A running error bound raises the suspicion, a sharper one may drop it; then exact arithmetic and algebra decide where they
can, with the numbers as they were typed; else wider numbers, with the doubles that these became.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import floor, inf, isfinite, log10

from gradcli.analysis.evaluation import TRUSTED, Evaluation
from gradcli.analysis.rounding import MIN_ERROR, sharpen
from gradcli.core.facets import Rational
from gradcli.core.tape import Tape
from gradcli.engine.lower import Lowered
from gradcli.engine.passes import eliminate_dead_code, substitute
from gradcli.errors import GradcliError
from gradcli.numeric.ieee import NORMAL

MAX_SIZE = 2000  # operations up to which a formula is simplified
SHARPENING_WORK = 100_000  # operations over which error bounds are sharpened, beyond those of the first result
MAX_LABELS = 3  # labels in a message, of results that lose equally many digits


def lost_digits(evaluation: Evaluation, results: Sequence[int]) -> dict[int, float]:
    """Return the slots of `results` that have lost digits, each with its relative error, 1 or more if none is left."""
    lost: dict[int, float] = {}
    suspects = [slot for slot in results if isfinite(evaluation.values[slot]) and evaluation.is_unreliable(slot)]
    room = max(1, SHARPENING_WORK // len(evaluation.tape))
    for slot in suspects:
        if not evaluation.errors[slot] <= NORMAL and room > 0:
            unreliable = _unreliable_below(evaluation, slot)[-room:]
            sharpen(evaluation.tape, evaluation.values, evaluation.errors, unreliable)
            room -= len(unreliable)
        value, error = evaluation.values[slot], evaluation.errors[slot]
        if not evaluation.is_unreliable(slot) or error <= (MIN_ERROR if slot == evaluation.root else NORMAL):
            continue
        known = evaluation.known(slot)
        if known is None and room > 0:
            known, room = _wider_value(evaluation, slot), room - 1
        if known is not None:
            error = distance(value, known)
            if error <= TRUSTED * abs(float(known)):
                continue
        lost[slot] = error / abs(value) if value else inf
    return lost


def _unreliable_below(evaluation: Evaluation, slot: int) -> list[int]:
    """Return the unreliable slots below one, and the operands of switches among them, in order, itself last."""
    found, work = {slot}, [slot]
    while work:
        slot = work.pop()
        switches = evaluation.tape.operations[slot].is_step
        below = [a for a in evaluation.used(slot) if a not in found and (switches or evaluation.is_unreliable(a))]
        found.update(below)
        work += below
    return sorted(found)


def _wider_value(evaluation: Evaluation, slot: int) -> "Rational | None":
    """Return the value of a slot in wider numbers, from the doubles that the numbers became; None if it is not found."""
    from fractions import Fraction

    from gradcli.analysis.wider import wider_values

    value = wider_values(evaluation.tape, [slot], evaluation.at).get(slot)
    return Fraction(value) if value and isfinite(value) else None


def known_value(evaluation: Evaluation, slot: int) -> "Rational | None":
    """Return the exact value of a slot at the numbers as they were typed, if it is found to be rational, else None."""
    tape, kept = eliminate_dead_code(evaluation.tape, [slot])
    if len(tape) > MAX_SIZE:
        return None
    exact = exact_value(evaluation, tape, kept[slot])
    return rational_value(tape, kept[slot], evaluation.constants) if exact is None else exact


def exact_value(evaluation: Evaluation, tape: Tape, slot: int) -> "Rational | None":
    """Return the value of a slot in exact arithmetic; None where a number is irrational or too long."""
    from fractions import Fraction

    from gradcli.domains.base import Number, Undefined, Unsettled
    from gradcli.domains.exact import SHORT_BITS, Exact

    domain = Exact(evaluation.source, SHORT_BITS)
    try:
        point: dict[str, Number] = {name: domain.real(Fraction(x)) for name, x in evaluation.at.items()
                                    if name not in evaluation.constants and isfinite(x)}
        for name, constant in evaluation.constants.items():
            point[name] = domain.run(constant.tape, {}, [constant.root])[constant.root]
        exact: Rational = domain.finite(tape, point, slot).value
        return exact
    except (Undefined, Unsettled, GradcliError, KeyError):
        return None


def rational_value(tape: Tape, slot: int, constants: Mapping[str, Lowered]) -> "Rational | None":
    """Return the rational number that a formula is by its normal form, such as 0 for sin(pi), else None.

    `constants` are the numbers of variables; the others are free.
    """
    from gradcli.algebra.canonical import rational

    tape, kept = eliminate_dead_code(tape, [slot])
    if len(tape) > MAX_SIZE:
        return None
    root = kept[slot]
    exact = rational(tape, root)
    if exact is None and constants:
        tape, moved = substitute(tape, {name: (each.tape, each.root) for name, each in constants.items()})
        exact = rational(tape, moved[root])
    return exact


def distance(value: float, exact: "Rational | float") -> float:
    """Return the distance of a float from a rational."""
    from fractions import Fraction

    return abs(float(Fraction(value) - exact))


def digits_left(error: float) -> int:
    """Return how many digits a relative error leaves."""
    return floor(-log10(error)) if 0 < error < 1 else 0


def digits_in_words(errors: Iterable[tuple[str, float]]) -> str:
    """Return the message of how many digits are left of numbers, labels with relative errors, the fewest first."""
    groups: dict[int, list[str]] = {}
    for label, error in errors:
        groups.setdefault(digits_left(error), []).append(label)
    parts = []
    for count, labels in sorted(groups.items()):
        names = ", ".join(labels[:MAX_LABELS]) + ", …" * (len(labels) > MAX_LABELS)
        left = f"about {count} digit{'s are' if count != 1 else ' is'}" if count else "no digit is"
        parts.append(f"{left} left of {names}")
    return "; ".join(parts)
