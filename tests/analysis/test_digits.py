"""Lost digits: a warning for each number that has lost them, and for no other; none for a correct 0."""

import math
from fractions import Fraction

import pytest
from asking import pose

from gradcli.analysis.digits import digits_in_words
from gradcli.calc.derivatives import derivatives
from gradcli.calc.values import evaluate


def lost(source, **at):
    """The names of the numbers with a warning of lost digits, and the messages."""
    messages = [each.message for each in evaluate(pose(source, **at)).warnings if each.kind == "cancellation"]
    return {name for name in ("the value", "d/dx", "d/dy", "d/dk") if any(name in each for each in messages)}, messages


WHOLE = (1, 2, 3, 5, -1, -2, -3, -7)
PAIRS = [(a, b) for a in (1, 2, -3) for b in (-1, 4, 7)]
# Expression, point, order of the derivative that is 0 there.
TEXTBOOK = [
    *((f"x**2 - {2 * a}*x + 1".replace("- -", "+ "), a, 1) for a in WHOLE),
    *((f"(x - {a})**2".replace("- -", "+ "), a, 1) for a in WHOLE),
    *((f"x**3 - {3 * a * a}*x", a, 1) for a in WHOLE), *((f"x**3 - {3 * a * a}*x", 0, 2) for a in WHOLE),
    *((f"x**3 + {3 * a}*x**2".replace("+ -", "- "), -a, 2) for a in WHOLE),
    *((f"x**4 - {2 * a * a}*x**2", a, 1) for a in WHOLE), *((f"x**4 - {6 * a * a}*x**2", a, 2) for a in WHOLE),
    *((f"(x - {a})**2*(x - {b})".replace("- -", "+ "), a, 1) for a, b in PAIRS),
    *((f"(x - {a})*(x - {b})".replace("- -", "+ "), f"{a + b}/2", 1) for a, b in PAIRS),
    *((f"(x - {a})**2*(x - {b})".replace("- -", "+ "), f"{a + 2 * b}/3", 1) for a, b in PAIRS),
    *((f"x/(x**2 + {a * a})", a, 1) for a in WHOLE), *((f"(x**2 + {a * a})/x", a, 1) for a in WHOLE),
    *((f"1/(x**2 - {2 * a}*x + {a * a + 1})".replace("- -", "+ "), a, 1) for a in WHOLE),
    *((f"x + {a * a}/x", a, 1) for a in WHOLE), *((f"x**2/(x - {a})".replace("- -", "+ "), 2 * a, 1) for a in WHOLE),
    *((f"x**{n}*exp(-x)", n, 1) for n in range(1, 9)), *((f"x*exp(-x/{n})", n, 1) for n in range(1, 9)),
    *((f"(x - {a})*exp(x)".replace("- -", "+ "), a - 1, 1) for a in WHOLE),
    *((f"exp(-(x - {a})**2)", a, 1) for a in (1, 2, 3)),
    *((f"x*exp(-x)*{n}", 2, 2) for n in range(1, 7)), *((f"x - {n}*log(x)", n, 1) for n in range(1, 9)),
    *((f"x**2 - {2 * n * n}*log(x)", n, 1) for n in range(1, 9)), *((f"log(x)/x**{n}", f"e**(1/{n})", 1) for n in (1, 2, 4)),
    *((f"log(1 + (x - {a})**2)", a, 1) for a in (1, 2, 3)), *((f"x*log(x/{n}) - x", n, 1) for n in range(1, 7)),
    ("cos(x)", 0, 1), ("sin(x)", 0, 2), ("x - sin(x)", 0, 1), ("cos(x)*exp(x) - x", 0, 1), ("sin(x)**2", 0, 1),
    ("x*sin(x)", 0, 1), ("cosh(x)", 0, 1), ("tan(x) - x", 0, 1), ("x - atan(x)", 0, 1), ("sinh(x)", 0, 2),
    ("exp(x) - x", 0, 1),
    ("exp(x) - x - x**2/2", 0, 2), ("log(1+x) - x", 0, 1), ("sin(x) - x + x**3/6", 0, 2), ("sqrt(1+x) - x/2", 0, 1),
    ("cos(x) + x**2/2", 0, 2), ("sqrt(x) - x/2", 1, 1), ("sqrt(x) - x/4", 4, 1), ("x**x - x", 1, 1)]


def test_at_textbook_points_a_zero_is_printed_quietly():
    assert len(TEXTBOOK) >= 200
    for source, x, order in TEXTBOOK:
        answer = derivatives(pose(source, x=x), ["x"] * order, every=False, formulas=False)[-1]
        assert (answer.value, answer.warnings) == (0, []), (source, x, order)


THIRDS = ["1/3", "-2/3", "0.1", "0.7", "1", "2"]
AROUND = ["{}", "({})**2", "exp({})", "atan({})", "sin({})", "log(({})**2 + 4)", "1/({} + 50)", "({})/7"]


@pytest.mark.parametrize("a", THIRDS)
@pytest.mark.parametrize("b", THIRDS)
def test_at_the_critical_points_of_a_cubic_with_fractions_a_zero_is_printed_quietly(a, b):
    """Its derivative is (x - a)*(x - b), of numbers that no double holds."""
    first, second = Fraction(a), Fraction(b)
    cubic = f"1/3*x**3 - {(first + second) / 2}*x**2 + {first * second}*x + 5".replace("- -", "+ ").replace("+ -", "- ")
    for around in AROUND:
        for x in (a, b):
            found = evaluate(pose(around.format(cubic), x=x))
            assert (found.partials["x"], found.warnings) == (0, []), (around.format(cubic), x)
    middle = derivatives(pose(cubic, x=str((first + second) / 2)), ["x", "x"], every=False, formulas=False)[-1]
    assert (middle.value, middle.warnings) == (0, [])


@pytest.mark.parametrize("source, x", [
    ("sin(x) + cos(x)", "pi/4"), ("exp(x)*cos(x)", "pi/4"), ("exp(-x)*sin(x)", "pi/4"), ("sqrt(3)*sin(x) + cos(x)", "pi/3"),
    ("tan(x) - 2*x", "pi/4"), ("x - 2*sin(x)", "pi/3"), ("sin(x)*cos(x)", "pi/4"), ("sin(x)**2 - cos(x)", "2*pi/3"),
    ("x + 2*cos(x)", "pi/6"), ("sqrt(3)*x - 2*sin(x)", "pi/6"), ("4*x - 3*tan(x)", "pi/6"), 
    ("sec(x) - tan(x)/sqrt(2)", "pi/4"),
    ("sin(x)**3 + cos(x)**3", "pi/4"), ("cot(x) + 4*x/3", "pi/3"), ("csc(x) + sec(x)", "pi/4"),
    ("sqrt(2)*x + 2*cos(x)", "pi/4")])
def test_at_the_angles_of_a_set_square_a_zero_is_printed_quietly(source, x):
    found = evaluate(pose(source, x=x))
    assert (found.partials["x"], found.warnings) == (0, [])


@pytest.mark.parametrize("source, at", [
    ("x**2-2*x", {"x": 1}), ("x^2-4x", {"x": 2}), ("6*x**2+2*x+4", {"x": "-1/6"}),
    ("x^3+3*x^2-9*x+y^3-12*y", {"x": -3, "y": -2}),
    ("x**2+y**2-2*x-4*y", {"x": 1, "y": 2}), ("exp(-x)**0.3", {"x": 441.1}), ("abs(2*x-2)*(x-1)", {"x": 1}),
    ("x - x", {"x": 0.1}),
    *((f"{name}(exp(x)-exp(2))", {"x": 2}) for name in ("square", "radians", "tanhshrink", "softsign")),
    ("exp(x)/exp(x)", {"x": 3}), ("sin(x)**2 + cos(x)**2", {"x": 0.3}), ("(x-1)**2*(3*x-3)", {"x": 1})])
def test_where_nothing_is_lost_nothing_is_said(source, at):
    assert lost(source, **at) == (set(), [])


@pytest.mark.parametrize("source, at, names", [
    ("(1-cos(x))/x**2 * (-1)**(3-1)", {"x": 1e-9}, {"the value", "d/dx"}),
    ("(exp(x)-1)/x * (-2)**(3-1)", {"x": 1e-12}, {"the value", "d/dx"}),
    ("(1-cos(x))/x**2 + polygamma(1+0.0*n,2)", {"x": 1e-9, "n": 0.1}, {"the value", "d/dx"}),
    ("log(1+x)/x*(-1)**(k+1)", {"x": 1e-13, "k": 2}, {"the value", "d/dx"}),
    ("((1-cos(x))/x**2)**2*(7/cosh(y))", {"x": 1e-9, "y": 2}, {"the value", "d/dx", "d/dy"}),
    ("abs(cosh(x)-sinh(x))*2", {"x": 20}, {"the value", "d/dx"}),
    ("(1-cos(x))**3*y", {"x": 1e-9, "y": 1}, {"the value", "d/dx", "d/dy"}),])
def test_what_is_lost_is_named(source, at, names):
    assert lost(source, **at)[0] == names


def test_a_derivative_of_huge_numbers_is_that_of_wider_ones():
    answer, = derivatives(pose("erfc(sec(y+1e300))**(-1/2)", y=3), ["y"] * 3, every=False, formulas=False)
    assert answer.value == pytest.approx(775.41321878103843, rel=1e-15) and not answer.warnings


def test_a_tie_that_is_exact_is_no_loss():
    assert [each.kind for each in evaluate(pose("min(x, 2*x - 1) + exp(-x*x)", x=1)).warnings] == ["kink"]


def test_each_number_has_its_own_count():
    _, (message,) = lost("(1-cos(x))/x^2", x=1e-4)
    assert "no digit is left of d/dx; --digits" in message  # the value is off by 6e-9
    _, (message,) = lost("(1-cos(x))/x^2", x=1e-5)
    assert "no digit is left of d/dx; about 7 digits are left of the value" in message
    assert digits_in_words([("a", 1e-3), ("b", math.nan), ("c", 2e-3), ("d", 0.05)]) == (
        "no digit is left of b; about 1 digit is left of d; about 2 digits are left of c; about 3 digits are left of a")


def test_of_many_numbers_the_first_three_are_named():
    assert digits_in_words([(name, 0.005) for name in "abc"]) == "about 2 digits are left of a, b, c"
    assert digits_in_words([(name, 0.005) for name in "abcd"]) == "about 2 digits are left of a, b, c, …"


@pytest.mark.parametrize("k", range(1, 12))
def test_the_count_is_that_of_the_digits_that_are_right(k):
    """The truth is rational; the message may promise one digit less, or none more."""
    source, exact = f"(x + 1e{k}) - 1e{k}", Fraction(1, 3)
    answer = evaluate(pose(source, x="1/3"))
    error = abs(Fraction(answer.value) - exact) / exact
    assert bool(answer.warnings) == (error > Fraction(1, 10**8))


@pytest.mark.parametrize("source, x, is_lost", [
    ("sqrt(1 + tanh(log(sinh(x))))", 7e-172, True), ("acos(tanh(x))", 400, True), ("(1 - tanh(x))*exp(x)", 400, True),
    ("cbrt(1 - sigmoid(x))", 800, True), ("floor(tanh(x))", 400, True), ("1 - tanh(x)", 400, False), ("tanh(x)", 400, False),
    ("log(1 - tanh(x))", 500, False), ("cos(x) - 1", 0, False), ("1 - erf(x)", 30, False)])
def test_what_is_left_beside_a_whole_number_may_count(source, x, is_lost):
    assert [each.kind for each in evaluate(pose(source, x=x)).warnings] == ["cancellation"] * is_lost
