"""Balls: how they are printed, and that nothing is taken for certain which is not."""

import math
import re
from fractions import Fraction
from random import Random

import pytest
from asking import Answers
from flint import arb, ctx
from mpmath import mp
from proofs import rounds, settle

from gradcli.calc.question import Question
from gradcli.core.primitive import FUNCTIONS, OPERATORS, rows
from gradcli.domains.ball import Ball
from gradcli.domains.base import LARGEST, Undefined, Unsettled
from gradcli.domains.real import Real
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings


def print_digits(source, digits=15, most=None, **at):
    """The value of a text."""
    question = Question(source, bindings([f"{name}={value}" for name, value in at.items()]))
    return Answers(question, Ball(source, digits, most)).evaluate([]).value


@pytest.mark.parametrize("value, digits, text", [
    (0, 5, "0"), (1, 2, "1.0"), (-1, 3, "-1.00"), (Fraction(1, 3), 3, "0.333"), (Fraction(2, 3), 3, "0.667"),
    (Fraction(-1, 8), 2, "-0.12"), (Fraction(3, 8), 2, "0.38"),  # in the middle: the even one
    (Fraction(9996, 10), 3, "1.00e+03"), (Fraction(9994, 10), 3, "999"), (Fraction(9995, 10), 3, "1.00e+03"),
    (99, 2, "99"), (100, 2, "1.0e+02"), (Fraction(999_999, 10**6), 3, "1.00"), (Fraction(999_999, 10**6), 7, "0.9999990"),
    (Fraction(1, 10**5), 2, "1.0e-05"), (Fraction(12, 10**5), 2, "0.00012"), (10**40 + 1, 5, "1.0000e+40"),
    (10**40 + 1, 41, f"1{'0' * 39}1"), (Fraction(1, 10**400), 3, "1.00e-400")])
def test_numbers_as_texts(value, digits, text):
    domain = Ball("", digits)
    assert domain.text(domain.real(value)) == text


def test_any_rational_is_rounded_right():
    random = Random(2)
    for _ in range(300):
        digits = random.randint(2, 40)
        value = Fraction(random.getrandbits(random.randint(1, 200)) + 1, random.getrandbits(random.randint(1, 200)) + 1)
        domain = Ball("", digits)
        for number in domain.real(value), Real(domain, domain.ball(value)):
            with mp.workdps(200):
                assert rounds(domain.text(number), mp.mpf(value.numerator) / value.denominator, digits)


def test_digits_that_a_ball_does_not_settle_are_not_printed():
    domain = Ball("", 10)
    for ball in arb(1, 1e-9), arb(0, 1e-30), arb("0.99999999995", 1e-13), arb("1234567890.5", 1e-8):
        with pytest.raises(Unsettled):
            domain.text(Real(domain, ball))
    assert domain.text(Real(domain, arb("1234567890.5", 1e-12))) in ("1234567890", "1234567891")


def test_comparisons_decide_or_say_that_they_cannot():
    domain = Ball("", 10)
    a, b = Real(domain, arb(1, 1e-20)), Real(domain, arb(2, 1e-20))
    assert a < b and a <= b and b > a and a != b and not a == b and a == a and not a < a and a < math.inf and a > -math.inf
    assert not a < math.nan and a != math.nan and bool(a) and a - a == 0
    for asked in (lambda: a == 1, lambda: a > 1, lambda: a != 1, lambda: bool(a - 1), lambda: math.floor(a), lambda: a % 1):
        with pytest.raises(Unsettled):
            asked()


def test_what_is_exact_is_a_rational_while_it_is_short():
    domain = Ball("", 10)
    assert domain.arithmetic(lambda a, b: a * b, arb(3), arb(0.5)) == Fraction(3, 2)
    assert isinstance(domain.arithmetic(lambda a: a, arb(2) ** 100_000), arb)
    third = domain.real(Fraction(1, 3))
    assert (third * 3 - 1).value == 0 and isinstance((third ** 5000).value, arb)


@pytest.mark.parametrize("row", [row for row in rows() if row.least == 1 == row.most and row.numerics.arb
                                 and math.isnan(row.float64(LARGEST)) and math.isnan(row.float64(-LARGEST))],
                         ids=lambda row: row.name)
def test_a_domain_that_is_bounded_on_both_sides_lies_about_zero(row):
    """A ball that contains the whole domain is distinguished from one outside it."""
    inside = [x for x in (i / 64 for i in range(-256, 257)) if not math.isnan(row.float64(x))]
    assert 0 in inside and inside == [x for x in (i / 64 for i in range(-256, 257)) if inside[0] <= x <= inside[-1]]


@pytest.mark.parametrize("name", ["asin", "acos", "atanh", "log", "sqrt", "acosh", "log1p"])
def test_a_wide_ball_is_not_outside_of_where_a_function_is_defined(name):
    domain, row = Ball("", 10), FUNCTIONS[name]
    for wide in arb(0, 5), arb(0.5, 5), arb(-0.5, 1e9):
        with pytest.raises(Unsettled):
            domain.apply_row(row, [Real(domain, wide)], None)
    with pytest.raises(Undefined):
        domain.apply_row(row, [Real(domain, arb(-5, 1e-3))], None)


def test_narrowing_decides_what_is_wide_at_first():
    assert print_digits("asin(10**40*(sin(x)**2 + cos(x)**2 - 1) + 1/2)", x=1) == "0.523598775598299"
    assert print_digits("log(10**40*(sin(1)**2 + cos(1)**2 - 1) + 3)") == "1.09861228866811"


@pytest.mark.parametrize("source, value", [
    ("1/3 + inf", math.inf), ("-inf*2/3", -math.inf), ("1/inf", "0"), ("exp(-inf)", "0"), ("2*atan(inf)", "3.1416"),
    ("0*inf", math.nan), ("max(inf, pi)", math.inf), ("min(inf, 1/3)", "0.33333"), ("0.3**inf", "0"), ("1/0", math.inf),
    ("-1/0", -math.inf), ("0/0", math.nan), ("log(0)", -math.inf), ("gamma(-1)", math.nan), ("sqrt(-1e-400)", math.nan),
    ("0**-1.5", math.inf), ("1e-400*inf", math.inf), ("(-8)**(1/3)", math.nan), ("sqrt(-pi)", math.nan),
    ("log(-10**4000)", math.nan), ("asin(10**4000)", math.nan)])
def test_infinities_and_what_is_not_defined(source, value):
    found = print_digits(source, 5)
    assert found == value or found != found and value != value


@pytest.mark.parametrize("source", ["inf*sin(pi)", "(1 + 1e-30)**inf", "log(inf, 1 - 1e-30)", "tan(pi/2)", "abs(sin(pi))",
                                    "floor(sin(pi/2) + 0*2**10**12)", "sign(exp(log(3)) - 3)", "1/(sqrt(2)**2 - 2)"])
def test_what_hangs_on_a_rounded_number_is_left_open(source):
    with pytest.raises(GradcliError) as error:
        print_digits(source, 5)
    assert error.value.code == 1 and "16384 bits" in error.value.message and "--max-bits" in error.value.help


@pytest.mark.parametrize("source, value", [
    ("10**10**10", "1.0000e+10000000000"), ("x**100000000", "1.0000e-100000000"), ("(1/x)**10**20", f"1.0000e+1{'0' * 20}"),
    ("2**10**12 > 3", "1.0000"), ("exp(exp(exp(x*300)))", None), ("9**9**9**9", None), ("floor(2**10**12)", None),
    ("2**10**12 % 3", None), ("2**10**12 // x", None), ("round(7**10**12)", None), ("sin(2**10**12)", None),
    ("gamma(10**300)", "4.6076e+29956570551"), ("(10**9)!", "9.9046e+8565705522"),
    ("gamma(10**4000)", "1.2203e+399956570551"), ("gamma(1/3 - 10**4000)", "6.4047e-399956570551"),
    ("(10**10**3000)!", None), ("2**10**4400", "4.2341e+30102999566398119521"), ("exp(-10**10**5)", None),
    ("exp(-x*10**40)", "4.0086e-434294481903251827651128918916605082295")])
def test_huge_whole_numbers_answer_at_once(source, value):
    if value is None:
        with pytest.raises(GradcliError):
            print_digits(source, 5, x=Fraction(1, 10))
    else:
        assert print_digits(source, 5, x=Fraction(1, 10)).startswith(value)


def test_nested_squares_answer_at_once():
    source = "f(t) = t*t + 1/3; g(t) = f(f(f(f(f(t))))); g(g(g(g(g(x)))))"
    assert print_digits(source, 20, x=Fraction(1, 7)).endswith("e+27768")


@pytest.mark.parametrize("source", ["atan2(inf, inf)", "atan2(-inf, x*inf)"])
def test_digits_of_a_row_at_infinity_are_refused(source):
    with pytest.raises(GradcliError, match=re.escape(f"finite numbers only, and {source} depends")):
        print_digits(source, **({"x": 2} if "x" in source else {}))


def test_precision_is_raised_up_to_the_limit():
    domain = Ball("", 15, 300)
    before = ctx.prec
    domain.refine(Unsettled("?"))
    assert ctx.prec == min(2 * before, 300)
    while not domain.at_max_precision():
        domain.refine(Unsettled("?"))
    with pytest.raises(GradcliError, match="[?] with 300 bits of precision"):
        domain.refine(Unsettled("?"))


@pytest.mark.parametrize("n", [0, 1, 2, 7])
@pytest.mark.parametrize("x", ["1/3", "25/4", "-3.3", "-0.001", "1e10"])
def test_polygamma(n, x):
    with mp.workdps(60):
        argument = mp.mpf(Fraction(x).numerator) / Fraction(x).denominator
        assert rounds(print_digits(f"polygamma({n}, x)", 25, x=x), mp.polygamma(n, argument), 25)


def test_a_pole_is_one_wherever_it_stands():
    domain = Ball("", 10)
    for x in (0, -1, -7):
        value = settle(domain, lambda x=x: domain.non_finite_value(FUNCTIONS["digamma"], [domain.real(x)], None, ""))
        assert math.isinf(value) or math.isnan(FUNCTIONS["digamma"].float64(float(x)))
    assert OPERATORS["/"].at_pole([domain.real(1), domain.real(0)])


@pytest.mark.parametrize("name", ["beta", "lbeta", "binom"])
@pytest.mark.parametrize("a, b", [(-0.5, 2), (2, -1.5), (-3.5, -0.5), (-0.001, 0.25)])
def test_outside_its_domain_a_row_has_no_digits_where_it_has_no_double(name, a, b):
    """Its definition is of absolute values, which exist there."""
    row, domain = FUNCTIONS[name], Ball("", 15)
    if row.float64(a, b) != row.float64(a, b):
        with pytest.raises(Undefined):
            domain.apply_row(row, [domain.real(Fraction(a)), domain.real(Fraction(b))], None)
    else:
        assert float(domain.text(domain.apply_row(row, [domain.real(Fraction(a)), domain.real(Fraction(b))], None))) == (
            pytest.approx(row.float64(a, b), rel=1e-12))
