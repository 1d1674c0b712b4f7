"""Taylor sweeps: against mpmath at 50 digits, at the points where recurrences are in danger, and their work counted."""

import math
from fractions import Fraction

import pytest
from expressions import function, precisely, real, smooth
from mpmath import mp, mpf

from gradcli.domains.float64 import run
from gradcli.engine import series
from gradcli.engine.lower import lower
from gradcli.engine.reverse import reverse
from gradcli.engine.taylor import MAX_PRODUCT_POWER, Expansion
from gradcli.numeric.ieee import divide
from gradcli.syntax.parser import parse

INF = math.inf


def coefficients(source, order, along="x", **at):
    tape, root, variables = lower(parse(source))
    expansion = Expansion(tape, root, [variables[along]], order)
    expansion.tape.verify()
    return expansion.coefficients(run(expansion.tape, at), [1.0], divide)


def truths(source, order, digits=50, **at):
    with mp.workdps(digits):
        return mp.taylor(function(source, at), mpf(at["x"]), order)


@pytest.mark.parametrize("source, x", [("exp(sin(x))*log(1+x**2)", 0.7), ("1/(1+x**2)", 0.3), ("tanh(x)*exp(-x**2)", 0.4)])
def test_order_50_to_thirteen_digits(source, x):
    for k, (ours, truth) in enumerate(zip(coefficients(source, 50, x=x), truths(source, 50, x=x), strict=True)):
        assert abs(ours - truth) <= 1e-13 * abs(truth), k


COMPOSED = [
    "sqrt(1 + sin(x)**2)", "x**x", "atan(x)", "asin(x)/2", "erf(x)**2", "sinc(x)", "sigmoid(x)", "gelu(x)", "silu(x)",
    "logaddexp(x, 1)", "hypot(x, 1)", "atan2(x, 2)", "cbrt(x)", "x**2.5", "normcdf(x)", "2**x", "log(2, x)", "tan(x)",
    "coth(x)", "softplus(x)", "logit(x)", "acos(x)*x", "x**-3", "asech(x)", "exp2(-x)/x", "cos(x)**-1.5", "(1 + x)**70",
    "log10(3 + x)", "acsch(x)", "normpdf(x)*x", "log1p(x)/(x - 2)", "x**(x + 1)", "hypot(x, x**2, 1)", "erfc(x)",
    "acot(x)", "logaddexp(x, x**2)", "asinh(x)", "expm1(x)/(x + 3)", "r = 1/(x - 3); r*sin(x)",
    f"hypot({', '.join(f'x + {k}/9' for k in range(20))})", f"max({', '.join(f'{k}*x**3' for k in range(20))})"]


def far(source, order, x, slack, digits=50):
    """Coefficients that differ from mpmath's by more than `slack` of the largest one near them."""
    ours, exact = coefficients(source, order, x=x), truths(source, order, digits, x=x)
    scales = [max(map(abs, exact[max(k - 2, 0):k + 3])) for k in range(order + 1)]
    return [k for k, (a, b, scale) in enumerate(zip(ours, exact, scales, strict=True)) if not abs(a - b) <= slack * scale]


@pytest.mark.parametrize("source", COMPOSED)
def test_composed_functions(source):
    assert far(source, 24, 0.4, 1e-13) == []


@pytest.mark.parametrize("source, order", [("gamma(x)", 20), ("lgamma(x)", 20), ("digamma(x)", 15), ("x!", 20),
                                           ("polygamma(2, x)", 10), ("gamma(x**2 + 1)", 10)])
def test_the_gamma_family_goes_on_as_far_as_the_order_asks(source, order):
    assert far(source, order, 1.7, 1e-12, 15) == []


@pytest.mark.parametrize("name, wrong", [
    ("power", lambda a, c, y, k, divide: series.product(a, a, k)), ("integral", lambda s, p, k, d: series.dot(s, p) / k),
    ("quotient", lambda above, b, y, k, divide: divide(above, b[0]))])
def test_a_wrong_recurrence_is_caught(name, wrong, monkeypatch):
    monkeypatch.setattr(series, name, wrong)
    sources = {"power": "x**2.5", "integral": "exp(x**2)", "quotient": "1/(1 + x)"}
    assert far(sources[name], 10, 0.4, 1e-13)


def test_random_expressions_have_the_derivatives_of_mpmath_and_of_nested_sweeps():
    """Run over mpmath's numbers, where neither rounds."""
    with mp.workdps(30):
        for source, at in smooth(11, 200, 9):
            tape, root, variables = lower(parse(source))
            x = variables["x"]
            exact = mp.taylor(function(source, at), mpf(at["x"]), 4)
            expansion = Expansion(tape, root, [x], 4)
            values = [real(value) for value in precisely(expansion.tape, at)]
            ours = expansion.coefficients(values, [mpf(1)], lambda a, b: a / b)
            slot, slots, zero = root, [], tape.constant(0)
            for _ in range(3):
                slot = reverse(tape, slot, [x]).get(x, zero)
                slots.append(slot)
            nested = precisely(tape, at)
            scale = max(1, *map(abs, exact))
            for k, (a, b) in enumerate(zip(ours, exact, strict=True)):
                assert abs(a - b) <= 1e-15 * scale, (source, at, k)
                if 0 < k < 4:
                    assert abs(a * math.factorial(k) - real(nested[slots[k - 1]])) <= 1e-15 * scale, (source, at, k)


@pytest.mark.parametrize("source, at, expected", [
    ("x**3", {"x": 0.0}, [0, 0, 0, 1, 0, 0]), ("x**2.5", {"x": 0.0}, [0, 0, 0, INF, -INF, INF]),
    ("x**1.5", {"x": 0.0}, [0, 0, INF, -INF]), ("sqrt(x)", {"x": 0.0}, [0, INF, -INF, INF]),
    ("x**y", {"x": 0.0, "y": 3.0}, [0, 0, 0, 1, 0]), ("x**y", {"x": 0.0, "y": 2.5}, [0, 0, 0, INF, -INF]),
    ("x**0", {"x": 0.0}, [1, 0, 0]), ("x**100", {"x": 0.0}, [0, 0, 0, 0]), ("1/x", {"x": 0.0}, [INF, -INF, INF, -INF]),
    ("log(x)", {"x": 0.0}, [-INF, INF, -INF, INF]), ("sin(x)**3", {"x": 0.0}, [0, 0, 0, 1, 0, -0.5, 0]),
    ("sin(x)**2.5", {"x": 0.0}, [0, 0, 0, INF]), ("(x**2)**70", {"x": 0.0}, [0] * 140 + [1, 0]),
    ("x**80*exp(x)", {"x": 0.0}, [0] * 80 + [1, 1, 0.5]),
    ("exp(-1/x**2)", {"x": 0.0}, [0, 0, 0, 0]), ("0**x", {"x": 1.0}, [0, 0, 0]),
    ("abs(x)", {"x": -2.0}, [2, -1, 0, 0]), ("abs(x)*x", {"x": 0.0}, [0, 0, 0]), ("relu(x)**2", {"x": -1.0}, [0, 0, 0]),
    ("where(x > 0, log(x), x**2)", {"x": -1.0}, [1, -2, 1, 0]), ("where(x > 0, log(x), x**2)", {"x": 0.0}, [0, 0, 1, 0]),
    ("relu(log(x))", {"x": 0.0}, [0, 0, 0, 0]), ("max(1/x, x**2, 7)", {"x": -1.0}, [7, 0, 0]),
    ("clamp(log(x), -1, x**2)", {"x": 0.0}, [-1, 0, 0]), ("floor(x)*x**2", {"x": 2.5}, [12.5, 10, 2, 0]),
    ("x % 2", {"x": 2.5}, [0.5, 1, 0]), ("where(x > 0, 1/x, 0)*x", {"x": 0.0}, [0, 0, 0]),
    ("min(log(x), x)", {"x": 0.0}, [-INF, INF, -INF]), ("x**3", {"x": INF}, [INF, INF, INF, 1, 0]),
    ("1/x", {"x": INF}, [0, 0, 0])])
def test_where_recurrences_are_in_danger(source, at, expected):
    assert coefficients(source, len(expected) - 1, **at) == expected


@pytest.mark.parametrize("source, x, degree", [
    ("x*(x - 1)*(x - 2)", 3.0, 3), ("(x + 1)**5", 2.0, 5), ("x**64", 1.0, MAX_PRODUCT_POWER), ("(0.1*x + 0.7)**9", 0.3, 9),
    ("x**3/7 - x", 0.1, 3), ("(x**2 + 1)**3*(x - 0.3)", 0.7, 7), ("(x - 1)**2*(x + 0.1)**3", 1.0, 5), ("3", 1.0, 0)])
def test_a_polynomial_is_exactly_zero_beyond_its_degree(source, x, degree):
    found = coefficients(f"{source} + 0*x", degree + 10, x=x)
    assert found[degree + 1:] == [0.0] * 10 and (found[degree] or not degree)


def test_over_fractions_it_is_exact():
    tape, root, variables = lower(parse("1/(1 - x - x**2)"))
    expansion = Expansion(tape, root, [variables["x"]], 30)
    values = precisely(expansion.tape, {"x": Fraction(0)})
    found = expansion.coefficients(values, [Fraction(1)], lambda a, b: Fraction(a) / b)
    assert found[:8] == [1, 1, 2, 3, 5, 8, 13, 21] and found[30] == 1346269


def test_a_direction():
    """Along (2, -1): f(1 + 2t, 3 - t) of x*y**2."""
    tape, root, variables = lower(parse("x*y**2"))
    expansion = Expansion(tape, root, [variables["x"], variables["y"]], 4)
    found = expansion.coefficients(run(expansion.tape, {"x": 1.0, "y": 3.0}), [2.0, -1.0], divide)
    assert found == [9, 12, -11, 2, 0]


def test_what_does_not_move_is_a_constant():
    assert coefficients("sin(y) + 0*x", 3, x=0.0, y=1.0)[1:] == [0, 0, 0]
    assert coefficients("floor(x)", 3, x=0.5) == [0, 0, 0, 0]


def work(source, order, monkeypatch, **at):
    """Products of coefficients, as counted in the recurrences."""
    counted = [0]
    dot = series.dot

    def counting(a, b):
        counted[0] += min(len(a), len(b))
        return dot(a, b)

    with monkeypatch.context() as patch:
        patch.setattr(series, "dot", counting)
        coefficients(source, order, **at)
    return counted[0]


@pytest.mark.parametrize("source", ["exp(sin(x))*log(1+x**2)", "1/(1+x**2)", "x**2.5*atan(x)"])
def test_the_work_is_quadratic(source, monkeypatch):
    half, whole = (work(source, order, monkeypatch, x=0.7) for order in (500, 1000))
    assert 1000**2 / 2 < whole < 4.1 * half
    tape, _, _ = lower(parse(source))
    assert whole <= 3 * len(tape) * 1000**2


def test_the_gamma_family_takes_a_slot_per_order():
    sizes = []
    for order in (10, 20):
        tape, root, variables = lower(parse("gamma(x)"))
        sizes.append(len(Expansion(tape, root, [variables["x"]], order).tape))
    assert sizes[1] <= 2 * sizes[0] + 4


def test_a_long_expression_is_linear(monkeypatch):
    small, large = (work("x" + "*sin(x)" * n, 3, monkeypatch, x=0.9) for n in (1000, 2000))
    assert large <= 2.01 * small
