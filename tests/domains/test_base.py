"""Every row in every domain, by existing: value, first and second derivative at sample points, exact, proven and rounded."""

import itertools
from fractions import Fraction

import pytest
from mpmath import mp, mpf
from proofs import rounds, settle, texts
from test_table import DIFFERENTIABLE, FINITE, UNSEEN, bars, expected, label, points, singular, swept

from gradcli.analysis.rounding import bounds
from gradcli.domains.ball import Ball
from gradcli.domains.exact import Exact
from gradcli.domains.float64 import run
from gradcli.errors import GradcliError

DIGITS = 15
RANGE = mpf("1e-298"), mpf("1e298")  # beyond it the oracle says 0 or inf
NUMBERS = [Fraction(x) for x in (0, 1, 2, -1, 4, 0.5, -0.75)]


def highest(row, point):
    """The order up to which the table holds its rules."""
    return 0 if singular(row, point) or not row.rules else max(bars(row))


@pytest.mark.parametrize("row", FINITE, ids=label)
def test_proven_digits_are_right(row):
    for point in points(row):
        tape, slots = swept(row, len(point), highest(row, point))
        seen = {along: slot for along, slot in slots.items() if not any((row.name, i) in UNSEEN for i in along)}
        found = texts(Ball("", DIGITS), tape, point, seen)
        for along, text in found.items():
            with mp.workdps(40):
                true = expected(row.name, point, along)
                if isinstance(text, float):
                    assert text == true or text != text and true != true, (point, along)
                elif RANGE[0] < abs(true) < RANGE[1] or text == "0":
                    assert rounds(text, true, DIGITS), (point, along, text)
                else:
                    assert not RANGE[0] < abs(mpf(text)) < RANGE[1], (point, along, text)


@pytest.mark.parametrize("row", FINITE, ids=label)
def test_exact_numbers_are_right_and_the_ball_holds_them(row):
    """Wherever there is an exact one: no row has to have any."""
    for point in itertools.islice(itertools.product(NUMBERS, repeat=row.least), 1, 60, 2 if row.least > 1 else 1):
        tape, slots = swept(row, len(point), highest(row, point))
        exact, ball = Exact(""), Ball("", DIGITS)
        for along, slot in slots.items():
            if slot is None or any((row.name, i) in UNSEEN for i in along):
                continue
            try:  # where there is no value there is no derivative
                number = exact.run(tape, {f"x{i}": exact.real(x) for i, x in enumerate(point)}, [slots[()], slot])[slot]
            except GradcliError:
                continue
            proven = settle(ball, lambda slot=slot, point=point, tape=tape, ball=ball: ball.run(
                tape, {f"x{i}": ball.real(x) for i, x in enumerate(point)}, [slot])[slot])
            assert ball.contains(proven, number.value), (point, along)
            true = expected(row.name, tuple(map(float, point)), along)
            with mp.workdps(30):  # at the edge of a domain the oracle says nan
                assert not abs(mpf(number.value.numerator) / number.value.denominator - true) > mpf("1e-18") * abs(true)


@pytest.mark.parametrize("row", FINITE, ids=label)
def test_a_float_is_within_its_own_bound_of_the_ball(row):
    for point in points(row):
        tape, slots = swept(row, len(point), highest(row, point))
        values = run(tape, {f"x{i}": x for i, x in enumerate(point)})
        errors = bounds(tape, values)
        for along, slot in slots.items():
            if slot is not None and not any((row.name, i) in UNSEEN for i in along):
                true = expected(row.name, point, along)
                if RANGE[0] < abs(true) < RANGE[1]:
                    assert not abs(mpf(values[slot]) - true) > errors[slot], (point, along)


def test_a_third_of_the_table_has_exact_values():
    assert len([row for row in DIFFERENTIABLE if any(_exact(row, (x,) * row.least) for x in NUMBERS)]) > len(FINITE) // 3


def _exact(row, point):
    tape, slots = swept(row, len(point), 0)
    domain = Exact("")
    try:
        return domain.run(tape, {f"x{i}": domain.real(x) for i, x in enumerate(point)}, slots.values())
    except GradcliError:
        return {}
