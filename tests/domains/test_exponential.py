"""Numbers beyond the range of Decimals, against mpmath, whose exponents are whole numbers of any size."""

import math
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from asking import pose
from mpmath import mp, mpf

from gradcli.calc.derivatives import derivatives
from gradcli.calc.values import evaluate
from gradcli.domains.base import Unsettled
from gradcli.domains.decimal_number import BoundedDecimal
from gradcli.domains.exponential import Exponential, exponential
from gradcli.domains.wide import Wide

FUNCTIONS = {name: getattr(mp, name) for name in
             "exp log sqrt sin cos sinh cosh tanh atan asinh atan2 erfc gamma expm1 log1p sech hypot".split()}
FUNCTIONS |= {"lgamma": mp.loggamma, "sigmoid": lambda x: 1 / (1 + mp.exp(-x)), "softplus": lambda x: mp.log(1 + mp.exp(x)),
              "csch": mp.csch, "coth": mp.coth, "acosh": mp.acosh, "digamma": mp.digamma, "erf": mp.erf}


def truth(source, x, y):
    """The double nearest to the value by mpmath."""
    with mp.workprec(4000):
        return float(eval(source, FUNCTIONS | {"x": mpf(x), "y": mpf(y)}))


@pytest.mark.parametrize("source, x, y", [
    ("log(1+exp(x))", 1e200, 0), ("atan2(exp(x), exp(y))", 1e154, 1e143), ("atan2(exp(x), exp(y))", 1e143, 1e154),
    ("atan2(exp(x), 3)", 1e30, 0), ("atan2(exp(x), -3)", 1e30, 0), ("atan2(-3, exp(x))", 1e30, 0),
    ("atan2(exp(x), -3)", -1e30, 0), ("atan2(-exp(x), -3)", -1e30, 0),
    ("atan2(exp(x), exp(y))", 1e30, 1e30), ("atan2(exp(x), -exp(y))", 1e30, 1e30),
    ("atan2(-exp(x), -exp(y))", 1e31, 1e30), ("log(exp(x)+exp(y))", 1e30, 1e30), ("exp(x)/(1+exp(x))", 1e30, 0),
    ("sqrt(exp(2*x)+1)/exp(x)", 1e40, 0), ("hypot(exp(x), exp(y))/exp(x)", 1e33, 1e20), ("log(cosh(x))", -1e40, 0),
    ("log(-sinh(x))", -1e40, 0), ("log(x**x)", 1e200, 0), ("exp(x)**(1/x)", 1e50, 0), ("atan(-exp(x))", 1e200, 0),
    ("asinh(exp(x))", 1e30, 0), ("acosh(exp(x))", 1e30, 0), ("log(2**x+3**x)/x", 1e100, 0), ("log(exp(-x))", 1e200, 0),
    ("exp(x+1)/exp(x)", 1e100, 0), ("sinh(x)/cosh(x)", -1e25, 0), ("log(exp(x)-exp(y))", 1e30, 1e29),
    ("log(sech(x))", 1e30, 0), ("log(csch(x))", 1e30, 0), ("log(sigmoid(x))", -1e40, 0), ("log1p(exp(x))", 1e40, 0),
    ("1/log(expm1(x))", 1e40, 0), ("exp(exp(-x))", 1e40, 0), ("cos(exp(-x))", 1e40, 0), ("sin(exp(-x))/exp(-x)", 1e40, 0),
    ("erf(exp(x))", 1e40, 0), ("exp(-exp(-x))*3", 1e40, 0), ("(exp(x)+exp(y))/(exp(x)-exp(y))", 1e30, 1e30 + 1e15),
    ("exp(x)*exp(-y)", 1e30, 1e30), ("log(exp(x)*x)/x", 1e25, 0), ("log(exp(x)**2.5)", 1e25, 0),
    ("log(log(exp(exp(x))))", 800, 0)])
def test_an_overflow_on_the_way_to_a_number(source, x, y):
    names = source.replace("exp", "")
    answer = evaluate(pose(source, **{name: number for name, number in (("x", x), ("y", y)) if name in names}))
    assert answer.value == pytest.approx(truth(source, x, y), rel=1e-15, abs=0)
    assert not answer.warnings


@pytest.mark.parametrize("source, x, value", [
    ("log(gamma(x))", 1e100, 1e100 * (math.log(1e100) - 1)), ("log(x!)", 1e30, 1e30 * (math.log(1e30) - 1)),
    ("log(erfc(x))", 1e100, -1e200), ("gamma(x+1)/gamma(x)", 1e30, 1e30), ("tanh(exp(x))", 1e100, 1),
    ("coth(-exp(x))", 1e30, -1), ("sigmoid(exp(x))", 1e40, 1), ("log(softplus(x))", -1e40, -1e40),
    ("softplus(exp(x))/exp(x)", 1e40, 1), ("gamma(x)*exp(x)/x**(x-0.5)/sqrt(2*pi)", 1e20, 1),
    ("x!*exp(x)/x**(x+0.5)/sqrt(2*pi)", 1e20, 1), ("erfc(x)*x*sqrt(pi)*exp(x**2)", 1e20, 1),
    ("sqrt(exp(-x))*exp(x/2)", 1e40, 1), ("sign(gamma(x)) + sign(x!)", 1e20, 2)])
def test_functions_by_their_asymptotic_values(source, x, value):
    assert evaluate(pose(source, x=x)).value == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize("source, partials", [
    ("log(1+exp(x))", [1]), ("atan2(exp(x), exp(y))", [0.5, -0.5]), ("log(exp(x)+exp(y))", [0.5, 0.5]),
    ("log(erfc(x))", [-2e30]), ("exp(x)/(1+exp(x))", [0]), ("asinh(exp(x))", [1]), ("log(cosh(x))", [1])])
def test_its_slopes(source, partials):
    answer = evaluate(pose(source, x=1e30, **({"y": 1e30} if "y" in source else {})))
    assert [*answer.partials.values()] == pytest.approx(partials, rel=1e-15) and not answer.warnings


@pytest.mark.parametrize("source", ["exp(x)-exp(x)", "sin(exp(x))", "exp(exp(x))-exp(exp(x))", "(exp(x)+1)-exp(x)"])
def test_what_cannot_be_told_is_said(source):
    answer = evaluate(pose(source, x=1e30))
    assert math.isnan(answer.value) and answer.warnings


def test_arithmetic_is_that_of_logarithms():
    random, domain = Random(1), Wide("", 200)
    with domain.context(), mp.workprec(2000):
        for _ in range(60):
            sizes = [random.choice((3.5e19, 3.5e19, 7e21)) for _ in range(2)]
            logs = [int(random.choice((-1, 1)) * size) + random.randint(-3, 3) for size in sizes]
            signs = [random.choice((-1, 1)) for _ in range(2)]
            a, b = (exponential(sign, BoundedDecimal(Decimal(log), Decimal(0)))
                    for sign, log in zip(signs, logs, strict=True))
            p, q = (sign * mp.exp(mpf(log)) for sign, log in zip(signs, logs, strict=True))
            pairs = ((a + b, p + q), (a - b, p - q), (a * b, p * q), (a / b, p / q), (a**3, p**3), (-a, -p), (1 - a, 1 - p),
                     (2 / b, 2 / q), (abs(a), abs(p)))
            for found, expected in pairs:
                if expected == 0:
                    assert isinstance(found, BoundedDecimal) and found.value.is_nan()  # unknown
                elif isinstance(found, Exponential):
                    assert found.signum == mp.sign(expected)
                    away = abs(mpf(str(found.logarithm.value)) - mp.log(abs(expected)))
                    assert away <= mpf(str(found.logarithm.error)) + mpf(10) ** -170
                else:
                    assert abs(mpf(str(found.value)) - expected) <= mpf(str(found.error))
            assert (a < b) == (p < q) and (a > b) == (p > q)


def test_a_number_that_may_be_0_is_nothing_beside_a_large_one_only():
    perhaps = BoundedDecimal(Decimal(0), Decimal("1e-30"))
    large = Exponential(1, BoundedDecimal(Decimal("1e30"), Decimal(0)))
    assert large + perhaps is large and (1 / large + perhaps).error >= perhaps.error
    assert (large * perhaps).value.is_nan() and large * Fraction(0) == 0 and large + 0 is large
    domain = Wide()
    with domain.context(), pytest.raises(Unsettled):
        domain.floor(large)
    assert (float(large), float(-large), float(1 / large)) == (math.inf, -math.inf, 0.0)


def test_mixed_derivatives_of_what_overflows_are_right_or_warned_of():
    """With s the sigmoid of x - y, 1/2 here, it is 2*s + x*s*(1 - s) - 2*y*s*(1 - s)."""
    (found,) = derivatives(pose("log(exp(x) + exp(y))*x*y", x=1e30, y=1e30), ["x", "y", "x"], False, False)
    assert found.warnings or found.value == pytest.approx(-0.25e30, rel=1e-14)
