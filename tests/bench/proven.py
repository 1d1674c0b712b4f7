"""Random expressions under --digits 15: every printed number against mpmath at three times the precision and more.

`python tests/bench/proven.py [COUNT [SEED]]`. Values are computed by mpmath's functions, partials are its central
differences: no rule of ours is used. What mpmath does not hold (its result is nan, or a difference straddles a corner) is
held against balls of three times the digits. Says how many numbers were held by which, every one that is wrong, and every
value that only balls hold although mpmath has one: 1 - erf(40) takes it 700 digits.
"""

import signal
import sys
import time
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from asking import Answers  # noqa: E402
from expressions import ANY, precisely, real, trees  # noqa: E402
from mpmath import mp, mpf  # noqa: E402

from gradcli.calc.question import Question  # noqa: E402
from gradcli.domains.ball import Ball  # noqa: E402
from gradcli.errors import GradcliError  # noqa: E402
from gradcli.syntax.bindings import bindings  # noqa: E402
from gradcli.syntax.printer import text  # noqa: E402

DIGITS, SIZE = 15, 12
SHARP = mpf("0.500000001")  # units of the last place: a number between two may be printed as either
PRECISIONS = 120, 600  # digits of mpmath: the second where the first disagrees


def holds(printed: str, true: Any) -> bool:
    """Whether a text is `true` rounded to its last place."""
    if printed == "0":
        return bool(abs(true) < mpf(10) ** (-mp.dps // 6))
    mantissa, _, exponent = printed.lstrip("-").partition("e")
    place = Decimal(mantissa).as_tuple().exponent
    return bool(abs(mpf(printed) - true) <= SHARP * mpf(10) ** (int(exponent or 0) + place))


def by_mpmath(question: Question, at: dict[str, Fraction], name: str | None) -> Any:
    """The value, or its derivative along `name`; the step is a third of the digits."""
    tape, root, _ = question.lowered
    if name is None:
        return real(precisely(tape, at)[root])
    step = Fraction(1, 10 ** (mp.dps // 3))
    right, left = (real(precisely(tape, {**at, name: at[name] + h})[root]) for h in (step, -step))
    return (right - left) / (2 * real(step))


class TooLong(Exception):
    """mpmath has had its second."""


def _stop(*_: Any) -> None:
    raise TooLong


def in_time(compute: Any) -> Any:
    """What `compute` finds within a second; else nan. mpmath adds up a digamma of -1e9 one by one."""
    signal.setitimer(signal.ITIMER_VIRTUAL, 1)
    try:
        return compute()
    except TooLong:
        return mp.nan
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def held(printed: str | float, question: Question, at: dict[str, Fraction], name: str | None) -> str:
    """The check that a printed number, or a nan, has passed, or that it is wrong."""
    for digits in PRECISIONS:
        with mp.workdps(digits):
            true = in_time(lambda: by_mpmath(question, at, name))
            if mp.isnan(true):
                break
            if isinstance(printed, str) and holds(printed, true):
                return "held by mpmath"
    if mp.isnan(true) and isinstance(printed, float):
        return "nan, by mpmath too"
    answer = Answers(question, Ball(question.source, 3 * DIGITS)).evaluate()
    wider = answer.value if name is None else answer.partials[name]
    if isinstance(printed, str) and isinstance(wider, str) and len(exponent := printed.partition("e")[2]) > 9:
        printed, wider = (each.removesuffix(f"e{exponent}") for each in (printed, wider))  # mpmath would write it all out
    with mp.workdps(PRECISIONS[0]):
        if isinstance(wider, float) == isinstance(printed, float) and (
                isinstance(printed, float) or holds(printed, mpf(wider))):
            return "held by balls" if mp.isnan(true) or name else "held by balls, not by mpmath"
    return "WRONG"


def drawn(count: int, seed: int) -> Any:
    """Questions at rational points, 0 and whole numbers among them."""
    random, made = Random(seed), 0
    for tree in trees(seed, 2 * count, SIZE, ANY):
        source = text(tree)
        try:
            names = Question(source, {}).variables
        except GradcliError:
            continue
        at = {name: Fraction(random.randint(-400, 400), random.choice((1, 7, 10, 100, 128))) for name in names}
        yield Question(source, bindings([f"{name}={value}" for name, value in at.items()])), at
        made += 1
        if made == count:
            return


def main(count: int, seed: int) -> None:
    signal.signal(signal.SIGVTALRM, _stop)
    sys.set_int_max_str_digits(0)  # exponents may have thousands of digits
    outcomes: Counter[str] = Counter()
    started, proving = time.process_time(), 0.0
    for question, at in drawn(count, seed):
        before = time.process_time()
        try:
            answer = Answers(question, Ball(question.source, DIGITS)).evaluate()
        except GradcliError as error:
            outcomes[f"expressions left open: {error.message.partition(', and')[0]}"] += 1
            continue
        finally:
            proving += time.process_time() - before
        outcomes["expressions answered"] += 1
        for name, printed in [(None, answer.value), *answer.partials.items()]:
            if isinstance(printed, str) or name is None and printed != printed:
                verdict = held(printed, question, at, name)
            else:
                verdict = f"{abs(printed)}, not looked at"
            outcomes[f"numbers {verdict}"] += 1
            if verdict == "WRONG" or "not by" in verdict:
                print(f"{verdict}: {question.source!r} at {at}: {name or 'value'} {printed}", flush=True)
    for outcome, number in sorted(outcomes.items()):
        print(f"{number:8} {outcome}")
    print(f"{time.process_time() - started:8.0f} s of process time, {proving:.0f} of them for the answers")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
