"""Numbers with more digits and exponents than doubles, against mpmath."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from expressions import precisely, real, smooth
from mpmath import mp, mpf

from gradcli.domains.base import Undefined, Unsettled
from gradcli.domains.decimal_number import BoundedDecimal
from gradcli.domains.wide import Typed, Wide
from gradcli.engine.lower import lower
from gradcli.engine.reverse import reverse
from gradcli.syntax.parser import parse


def compute(source, digits=50, **at):
    """The domain, and the value of a text there."""
    domain = Wide(source, digits)
    tape, root, _ = lower(parse(source))
    with domain.context():
        return domain, domain.run(tape, {name: domain.real(Fraction(x)) for name, x in at.items()}, [root])[root]


def test_values_and_slopes_of_random_expressions_have_the_digits_of_mpmath():
    looked = 0
    for source, at in smooth(19, 40, 8):
        tape, root, variables = lower(parse(source))
        slots = [root, *reverse(tape, root, list(variables.values())).values()]
        domain = Wide(source)
        with domain.context():
            try:
                values = domain.run(tape, {name: domain.real(Fraction(x)) for name, x in at.items()}, slots)
            except Unsettled:
                continue
        with mp.workdps(80):
            for slot, row in enumerate(tape.operations):  # literals are the doubles that they became
                if row.name == "constant":
                    tape.attributes[slot] = Fraction(float(tape.attributes[slot]))
            truths = precisely(tape, {name: Fraction(x) for name, x in at.items()})
            for slot in slots:
                found, truth = values[slot].value, truths[slot]
                looked += 1
                if isinstance(found, BoundedDecimal):
                    assert abs(mpf(str(found.value)) - real(truth)) <= mpf(str(found.error)), (source, at)
                    assert found.error <= abs(found.value) * Decimal("1e-30") or abs(real(truth)) < mpf("1e-60")
                else:
                    assert abs(real(found) - real(truth)) <= mpf("1e-60"), (source, at)
    assert looked > 80


@pytest.mark.parametrize("source, x, value", [
    ("exp(x)/exp(x - 1)", 5000.0, math.e), ("(x*x)/(x*x*2)", 1e300, 0.5), ("log(exp(-x))", 1e6, -1e6),
    ("exp(-x)*exp(x)", 2e5, 1.0), ("(1 + x) - 1", 1e-30, 1e-30), ("cos(x) - 1", 1e-20, -5e-41),
    ("x**0.5*x**-0.5", 1e-320, 1.0), ("floor(x*3)", 0.5, 1.0),
    ("tanh(x) - 1", 50.0, -7.440151952041672e-44), ("gamma(x)/gamma(x - 1)", 400.0, 399.0)])
def test_a_double_is_right_however_large_or_small_it_was_on_the_way(source, x, value):
    domain, found = compute(source, 200, x=x)
    assert domain.to_double(found) == pytest.approx(value, rel=2e-16, abs=0)


@pytest.mark.parametrize("source, x", [
    ("log(x)", -1.0), ("sqrt(x)", -4.0), ("1/x", 0.0), ("gamma(x)", -3.0), ("x**0.5", -1.0)])
def test_there_is_no_number_where_a_value_is_not_finite(source, x):
    try:
        _, found = compute(source, x=x)
    except Undefined:
        return
    assert not math.isfinite(float(found))


def test_the_error_of_an_argument_is_felt():
    _, found = compute("sin(sqrt(x)*1e40)", x=2.0)
    with mp.workdps(100):
        truth = mp.sin(mp.sqrt(2) * mpf(1e40))
    assert abs(mpf(str(found.value.value)) - truth) <= mpf(str(found.value.error)) < 1e-8


@pytest.mark.parametrize("source", ["sign(exp(log(x)) - x)", "floor(sqrt(x)*sqrt(x))", "1/(exp(log(x)) - x)"])
def test_a_decision_that_the_bounds_leave_open_is_refused(source):
    with pytest.raises(Unsettled):
        compute(source, x=3.0)


@pytest.mark.parametrize("source, x", [
    ("(-2)**exp(x)", 800.0), ("(-exp(x))**0.5", 1e30), ("beta(exp(x), 2)", 1e30), ("floor(exp(x))", 1e6),
    ("ceil(exp(x))", 1e3), ("exp(log(x) - log(x))**1e60", 3.0), ("sin(exp(x))", 800.0)])
def test_what_takes_more_digits_is_refused(source, x):
    with pytest.raises(Unsettled):
        compute(source, x=x)


@pytest.mark.parametrize("y", [1e70, -1e70])
def test_a_power_whose_exponent_is_lost_is_refused(y):
    with pytest.raises(Unsettled):  # 1 + x is 1 to 50 digits, and may be on either side of it
        compute("(1 + x)**y", x=1e-60, y=y)


def test_a_number_is_rounded_only_where_its_bound_allows_it():
    domain, found = compute("exp(x)*(exp(log(x)) - x + 1e-45)", x=3.0)
    with pytest.raises(Unsettled):
        domain.to_double(found)
    more, better = compute("exp(x)*(exp(log(x)) - x + 1e-45)", 200, x=3.0)
    assert more.to_double(better) == pytest.approx(math.exp(3) * 1e-45, rel=3e-16, abs=0)


def test_a_result_that_rests_on_the_sign_of_a_zero_is_marked():
    domain, _ = compute("atan(1/(x - 3))", x=3.0)
    assert domain.zero_sign_slots
    plain, _ = compute("atan(x - 3)", x=3.0)
    assert not plain.zero_sign_slots


def test_literals_are_the_doubles_that_they_became():
    domain = Wide()
    assert domain.round_literal(Fraction(1, 10)) == Fraction(0.1) and domain.round_literal(10**400) == 10**400


@pytest.mark.parametrize("literal, error", [
    ("0.1", 0), ("4", 0), ("12345678901234567890", 0), ("1.2345678901234", 0), ("3.14159265358979", "5e-15"),
    ("0.6931471805599453", "1.54e-16"), ("0.30000000000000004", "6.67e-17"), ("0.69314718055994530942", "5e-21")])
def test_typed_literals_are_decimals_and_those_of_many_digits_rounded_ones(literal, error):
    domain = Typed()
    tape, root, _ = lower(parse(literal))
    with domain.context():
        value = domain.run(tape, {}, [root])[root].value
    if error:
        assert float(value.error) == pytest.approx(float(error), rel=1e-2) and value.value == Decimal(literal)
    else:
        assert value == Fraction(literal)


def test_the_text_of_a_typed_number_has_the_digits_that_its_bound_leaves():
    domain = Typed()
    tape, root, _ = lower(parse("3.14159265358979*2"))
    with domain.context():
        number = domain.run(tape, {}, [root])[root]
        assert domain.text(number).startswith("6.283185307179") and len(domain.text(number)) < 18
        assert domain.text(domain.real(Fraction(1, 4))) == "1/4"
        assert domain.text(number - number * 1) == "0"
