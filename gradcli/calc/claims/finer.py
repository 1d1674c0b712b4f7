"""Compare a derivative and a claim at a point where doubles do not decide: in rationals, and in numbers of more digits."""

import math
from collections.abc import Mapping
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction
from functools import partial
from itertools import count
from typing import Any

from gradcli.calc.claims.agreement import Difference, Outcome, Pair
from gradcli.calc.numbers import Numbers
from gradcli.calc.question import Question
from gradcli.domains.base import Number, Undefined, Unsettled
from gradcli.domains.decimal_number import DIGITS
from gradcli.domains.exact import SHORT_BITS, Exact
from gradcli.domains.float64 import nearest_double
from gradcli.domains.real import Real
from gradcli.errors import GradcliError

DOUBLE = 15  # digits that any double has
MAX_EXPONENT = 1000  # of numbers that are shown as doubles if these differ, whose exponents end at 324
FIXED = -5, 21  # powers of ten between which a number is written without one


def compare_exactly(pair: Pair, at: dict[str, float]) -> Outcome | Difference:
    """Return the derivative and the claim at a point where they differ as rationals, else the outcome."""
    if not all(map(math.isfinite, at.values())):  # an infinity is no rational
        return Outcome.UNDECIDED
    exact = Exact("", SHORT_BITS)
    try:
        point: dict[str, Number] = {each: exact.real(Fraction(x)) for each, x in at.items()}
        results: dict[int, Number] = {}
        true, other = (exact.finite(pair.tape, point, slot, results).value for slot in (pair.truth, pair.claim))
    except GradcliError:
        return Outcome.UNDECIDED
    return Outcome.EQUAL if true == other else _show(true, other)


def compare_again(question: Question, pair: Pair, at: dict[str, float], numbers: Numbers) -> Outcome | Difference:
    """Compare in `numbers` if these are not rounded, else in Decimals of 50 digits, and in 200 where those differ.

    Bindings and literals are the decimals that were typed. Raises GradcliError for what has no exact number.
    """
    point = question.at_point({name: repr(x) for name, x in at.items() if question.at.get(name) != x})
    if not numbers.rounded:
        return _settle(point, pair, numbers)
    from gradcli.calc.unrounded import Unrounded
    from gradcli.domains.wide import PRECISIONS, Typed

    for digits in PRECISIONS[:2]:
        with Typed(digits=digits).context():
            found = _settle(point, pair, Unrounded(partial(Typed, digits=digits)))
        if isinstance(found, Outcome):
            return found
        difference = found
    a, b = map(str, difference)
    if max(_exponent(a), _exponent(b)) <= MAX_EXPONENT:
        return _show(Fraction(a), Fraction(b))
    context = Context(prec=DOUBLE + 2, Emin=MIN_EMIN, Emax=MAX_EMAX)
    short = [f"{context.create_decimal(text):e}" if _exponent(text) else text for text in (a, b)]
    return (short[0], short[1]) if short[0] != short[1] else (a, b)


def _exponent(text: str) -> int:
    """Return the size of a number's decimal exponent; as a rational, 1e-9999999 would take all memory."""
    return 0 if "/" in text else abs(Decimal(text).adjusted())


def _is_visible(a: str, b: str) -> bool:
    """Return whether two texts are of different numbers: 1/2 and 0.5 are not."""
    return a != b if max(_exponent(a), _exponent(b)) > MAX_EXPONENT else Fraction(a) != Fraction(b)


def arithmetic(numbers: Any) -> str:
    """Return in which arithmetic `compare_again` compared, in a word."""
    if numbers.rounded:
        return f"{DIGITS}-digit"
    return "exact" if isinstance(numbers.domain, Exact) else f"{numbers.domain.digits}-digit"


def _settle(point: Question, pair: Pair, numbers: Any) -> Outcome | Difference:
    try:
        found: Outcome | Difference = numbers.settle(point, lambda bindings: _compare_texts(pair, bindings, numbers))
        return found
    except (Unsettled, Undefined):
        return Outcome.UNDECIDED
    except GradcliError:
        if numbers.domain.infinite:
            return Outcome.UNDECIDED
        raise


def _compare_texts(pair: Pair, bindings: Mapping[str, Any], numbers: Any) -> Outcome | Difference:
    """Return the texts of both numbers if they are proven to differ. Raises Unsettled where more digits are needed."""
    values, domain = numbers.run(pair.tape, bindings, pair.value), numbers.domain
    truth, claimed = values[pair.truth], values[pair.claim]
    if not isinstance(truth, Real) or not isinstance(claimed, Real):
        return Outcome.UNDECIDED
    try:
        differ = truth != claimed
    except Unsettled:  # equal, as far as these digits go
        differ = False
    texts = domain.text(truth), domain.text(claimed)
    return texts if differ and _is_visible(*texts) else Outcome.EQUAL


def _show(truth: Fraction, claimed: Fraction) -> Difference:
    """Return two numbers as doubles if these differ, else as texts of two digits more than those that are equal."""
    if nearest_double(truth) != nearest_double(claimed):
        return nearest_double(truth), nearest_double(claimed)

    def decimals(digits: int) -> list[Decimal]:
        context = Context(prec=digits)
        return [context.divide(Decimal(x.numerator), Decimal(x.denominator)) for x in (truth, claimed)]

    a, b = decimals(next(digits for digits in count(DOUBLE) if len(set(decimals(digits))) > 1) + 2)
    return _write(a), _write(b)


def _write(number: Decimal) -> str:
    return f"{number:f}" if FIXED[0] < number.adjusted() < FIXED[1] else f"{number:e}"
