"""Formulas as a person writes them down: no factor of 1, no term of 0, and the value that they had."""

from fractions import Fraction
from random import Random

import pytest
from expressions import precisely

from gradcli.calc.steps.formula_tape import MAX_FLATTENED, FormulaTape
from gradcli.core.primitive import FUNCTIONS
from gradcli.engine.lift import lift
from gradcli.syntax.printer import text

OPERATIONS = {"sum": lambda a, b: a + b, "difference": lambda a, b: a - b, "product": lambda a, b: a * b,
              "quotient": lambda a, b: a / b}


@pytest.fixture
def tape():
    return FormulaTape()


def test_every_formula_has_the_value_of_its_operations(tape):
    random = Random(1)
    at = {"x": Fraction(3, 7), "y": Fraction(-5, 2), "z": Fraction(11, 13)}
    known = [(tape.variable(name), value) for name, value in at.items()] + [(tape.constant(n), n) for n in (0, 1, -1, 2)]
    for _ in range(600):
        (a, x), (b, y) = random.choice(known), random.choice(known)
        name = random.choice([*OPERATIONS, "negative", "power"])
        if name == "quotient" and not y or name == "power" and y not in (0, 1, 2) or max(map(abs, (x, y))) > 10**9:
            continue
        slot = tape.negative(a) if name == "negative" else getattr(tape, name)(a, b)
        value = -x if name == "negative" else x ** int(y) if name == "power" else OPERATIONS[name](Fraction(x), y)
        known.append((slot, value))
    values = precisely(tape, at)
    assert len(tape) > 200 and all(values[slot] == value for slot, value in known)


@pytest.mark.parametrize("build, written", [
    (lambda t, x, y, n: t.sum(x, n(0)), "x"), (lambda t, x, y, n: t.product(n(1), x), "x"),
    (lambda t, x, y, n: t.product(x, n(0)), "0"), (lambda t, x, y, n: t.sum(x, t.negative(y)), "x - y"),
    (lambda t, x, y, n: t.difference(x, t.negative(y)), "x + y"), (lambda t, x, y, n: t.difference(n(0), y), "-y"),
    (lambda t, x, y, n: t.negative(t.negative(x)), "x"), (lambda t, x, y, n: t.product(n(-1), x), "-x"),
    (lambda t, x, y, n: t.product(n(2), t.product(n(3), x)), "6*x"), (lambda t, x, y, n: t.quotient(x, n(1)), "x"),
    (lambda t, x, y, n: t.sum(x, t.sum(y, n(3))), "x + y + 3"),
    (lambda t, x, y, n: t.difference(x, t.sum(y, n(3))), "x - y - 3"),
    (lambda t, x, y, n: t.product(x, t.quotient(y, n(2))), "x*y/2"), (lambda t, x, y, n: t.power(x, n(1)), "x"),
    (lambda t, x, y, n: t.power(x, n(0)), "1"), (lambda t, x, y, n: t.branches(n(5), x, x), "x"),
    (lambda t, x, y, n: t.product(t.branches(y, x, n(0)), n(3)), "x*3 if y else 0"),
    (lambda t, x, y, n: t.sum(x, t.product(n(-2), y)), "x - 2*y")])
def test_a_formula_is_written_as_a_person_would(tape, build, written):
    slot = build(tape, tape.variable("x"), tape.variable("y"), tape.constant)
    assert text(lift(tape)[slot]) == written


def test_an_operation_that_is_there_is_not_put_again(tape):
    x = tape.variable("x")
    assert tape.emit(FUNCTIONS["sin"], (x,)) == tape.emit(FUNCTIONS["sin"], (x,)) == 1 and len(tape) == 2


def test_the_terms_of_a_sum(tape):
    x, y, z = (tape.variable(name) for name in "xyz")
    assert tape.all_terms(tape.difference(x, tape.emit(FUNCTIONS["sin"], (tape.sum(y, z),))))[0] == (x, False)
    nested = tape.difference(tape.sum(x, y), tape.negative(z))
    assert tape.all_terms(nested) == [(x, False), (y, False), (z, False)]


def test_a_long_sum_stays_in_its_parentheses(tape):
    names = [tape.variable(f"x{i}") for i in range(MAX_FLATTENED + 2)]
    long = names[0]
    for name in names[1:]:
        long = tape.sum(long, name)
    slot = tape.difference(tape.variable("y"), long)
    assert text(lift(tape)[slot]) == "y - (" + " + ".join(
        f"x{i}" for i in range(MAX_FLATTENED + 2)) + ")"
