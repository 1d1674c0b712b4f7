"""Warnings: each once for its cause, at the right place, and none where nothing is wrong."""

import math
from fractions import Fraction

import pytest
from asking import pose
from expressions import smooth

from gradcli.calc.derivatives import derivatives
from gradcli.calc.matrices import hessian, jacobian
from gradcli.calc.question import Question
from gradcli.calc.values import evaluate
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings


def warnings_at(source, **at):
    """(kind, the text that is underlined) of each warning."""
    found = evaluate(pose(source, **at)).warnings
    for warning in found:
        assert warning.span is None or source[slice(*warning.span)] == warning.expression
    return [(warning.kind, warning.expression) for warning in found]


@pytest.mark.parametrize("source, at, expected", [
    ("abs(x)", {"x": 0}, [("kink", "abs(x)")]), ("3*relu(x) + x", {"x": 0}, [("kink", "relu(x)")]),
    ("max(x, y)*2", {"x": 2, "y": 2}, [("kink", "max(x, y)")]),
    ("min(x, 1, y)", {"x": 1, "y": 3}, [("kink", "min(x, 1, y)")]),
    ("clamp(x, 0, 5)", {"x": 5}, [("kink", "clamp(x, 0, 5)")]), ("exp(abs(sin(x)))", {"x": 0}, [("kink", "abs(sin(x))")]),
    ("x if x > 0 else -x", {"x": 0}, [("kink", "x if x > 0 else -x")]),
    ("abs(x-1) + abs(y)", {"x": 1, "y": 0}, [("kink", "abs(x-1)"), ("kink", "abs(y)")]),
    ("where(x > -1, 2*abs(x), 3)", {"x": 0}, [("kink", "abs(x)")]),
    ("3 if x > 1 else 2*abs(x)", {"x": 0}, [("kink", "abs(x)")]),
    ("floor(x)*x", {"x": 2}, [("jump", "floor(x)")]), ("sign(x)*y", {"x": 0, "y": 1}, [("jump", "sign(x)")]),
    ("1 + x//1", {"x": 3}, [("jump", "x//1")]), ("x % 1", {"x": 3}, [("jump", "x % 1")]),
    ("x if x > 0 else x+1", {"x": 0}, [("jump", "x if x > 0 else x+1")]), ("round(x)", {"x": 0.5}, [("jump", "round(x)")]),
    ("x > 0", {"x": 0}, [("jump", "x > 0")]), ("0 < x < 1", {"x": 1}, [("jump", "x < 1")]),
    ("not x", {"x": 0}, [("jump", "not x")]), ("x if x else 1", {"x": 0}, [("jump", "x if x else 1")]),
    ("(x > 0)*x", {"x": 0}, [("kink", "(x > 0)*x")]), ("floor(floor(x))", {"x": 2}, [("jump", "floor(x)")]),
    ("where(x > 0 and y > 0, x, 2)", {"x": 0, "y": 1}, [("jump", "where(x > 0 and y > 0, x, 2)")]),
    ("abs(abs(x))", {"x": 0}, [("kink", "abs(x)")]), ("abs(relu(x) - relu(-x))", {"x": 0},
    [("kink", "abs(relu(x) - relu(-x))")]), ("where(relu(x) > 0, 1, 0)", {"x": 0}, [("jump", "where(relu(x) > 0, 1, 0)")]),
    ("clamp(2, x, y)", {"x": 2, "y": 2}, [("kink", "clamp(2, x, y)")]),
    ("2 + 1/x", {"x": 0}, [("pole", "1/x")]), ("3*log(x)", {"x": 0}, [("pole", "log(x)")]),
    ("x!", {"x": -1}, [("pole", "x!")]),
    ("1/x + 1/x", {"x": 0}, [("pole", "1/x")] * 2), ("coth(2*x)", {"x": 0}, [("pole", "coth(2*x)")]),
    ("sqrt(x) + x", {"x": 0}, [("edge", "sqrt(x)")]), ("2*asin(x)", {"x": 1}, [("edge", "asin(x)")]),
    ("cbrt(x)", {"x": 0}, [("edge", "cbrt(x)")]),
    ("asech(x)", {"x": 1}, [("edge", "asech(x)")]), ("x**0.5", {"x": 0}, [("edge", "x**0.5")]),
    ("exp(log(x)*2)", {"x": -1}, [("domain", "log(x)")]), ("sqrt(log(x))", {"x": -1}, [("domain", "log(x)")]),
    ("log(x) + sqrt(y)", {"x": -1, "y": -2}, [("domain", "log(x)"), ("domain", "sqrt(y)")]),
    ("a = log(x); a + a*a", {"x": -1}, [("domain", "log(x)")]), ("(x/y)**2", {"x": 0, "y": 0}, [("domain", "x/y")]),
    ("hypot(x, y)", {"x": 0, "y": 0}, [("kink", "hypot(x, y)")]), ("y**x + 1", {"x": 0, "y": 0}, [("domain", "y**x")]),
    ("x + nan", {"x": 1}, [("domain", "nan")]), ("gamma(x)", {"x": -2}, [("domain", "gamma(x)")]),
    ("1 + exp(x)", {"x": 1000}, [("overflow", "exp(x)")]), ("exp(exp(x))", {"x": 10}, [("overflow", "exp(exp(x))")]),
    ("x*1e308*10", {"x": 1}, [("overflow", "x*1e308*10")]), ("1/x**2", {"x": 1e-161}, [("overflow", "x**2")]),
    ("x*1e400", {"x": 1}, [("overflow", "1e400")]), ("x*1e-400", {"x": 1}, [("overflow", "1e-400")]),
    ("x", {"x": 1, "z": 2}, [("unused", "z")]), ("x + y", {"x": 1, "y": 1, "a": 1, "b": 2}, [("unused", "a"),
    ("unused", "b")])])
def test_each_cause_once_at_its_place(source, at, expected):
    assert sorted(warnings_at(source, **at)) == sorted(expected)


@pytest.mark.parametrize("source, at", [
    ("where(x > 0, log(x), 0)", {"x": -1}), ("1/x if x > 1 else x", {"x": 0}), ("x**2 if x > 0 else x**3", {"x": 0}),
    ("abs(x)*x", {"x": 0}), ("abs(sin(x))*1e6*x", {"x": 0}), ("where(x == 0, 1, sin(x)/x)", {"x": 0}),
    ("x**2 if x > 1 else 2*x - 1", {"x": 1}), ("max(x, y) + min(x, y)", {"x": 1, "y": 1}), ("abs(x)**1.5", {"x": 0}),
    ("relu(x)**2", {"x": 0}), ("max(x, 0)*0", {"x": 0}), ("floor(x)", {"x": 2.5}),
    ("min(x, x)", {"x": 3}),
    ("where(x > 5, abs(x), 2)", {"x": 0}), ("where(x > 5, floor(x), x)", {"x": 0}), ("x**1.5", {"x": 0}),
    ("x if x > 0 else sin(x)", {"x": 0}),
    ("x + 1", {"x": math.inf}), ("exp(x)", {"x": math.inf}), ("x + inf", {"x": 1}), ("1/x", {"x": math.inf}),
    ("x - x", {"x": 1}),
    ("max(log(x), 3)", {"x": 0.5}), ("relu(-1/x)", {"x": 0.5}), ("sin(x)", {"x": math.pi}),
    ("where(1, x, 1/0)", {"x": 1}), ("x**0", {"x": 0}),
    ("0.1 + x", {"x": 0.2}), ("exp(x) + 1", {"x": -800}), ("tanh(x)", {"x": 300}), ("clamp(x, 0, 5)", {"x": 7}),
    ("x*0", {"x": 1e300})])
def test_where_nothing_is_wrong_nothing_is_said(source, at):
    assert warnings_at(source, **at) == []


def test_no_false_alarm_on_ordinary_expressions():
    """Except where a derivative is 0 and rounding leaves a remainder. `make alarms` tests more expressions."""
    alarms = 0
    for source, at in smooth(77, 80, 9):
        answer = evaluate(pose(source, **at))
        if answer.warnings:
            alarms += 1
            assert [warning.kind for warning in answer.warnings] == ["cancellation"], (source, at)
            assert min(map(abs, answer.partials.values())) < 1e-10, (source, at)
    assert alarms <= 1


@pytest.mark.parametrize("k", range(1, 16))
def test_no_loss_is_missed(k):
    """The truth is rational: x itself, and of the partials 1 and 0."""
    answer = evaluate(pose(f"(x + y*1e{k}) - y*1e{k}", x=0.3, y=0.7))
    exact = Fraction(0.3) + Fraction(0.7) * 10**k - Fraction(0.7) * 10**k
    if abs(Fraction(answer.value) - exact) > exact / 10**8:
        assert [warning.kind for warning in answer.warnings] == ["cancellation"]
    assert k < 11 or answer.warnings


@pytest.mark.parametrize("source, x, left, right", [
    ("abs(x)", 0, -1, 1), ("relu(x)", 0, 0, 1), ("relu(-x)", 0, -1, 0), ("abs(2*x)", 0, -2, 2), ("max(x, 3*x)", 0, 1, 3),
    ("min(x, 3*x)", 0, 3, 1), ("clamp(x, 0, 5)", 0, 0, 1), ("clamp(x, 0, 5)", 5, 1, 0), ("x if x > 1 else x**3", 1, 3, 1),
    ("max(x, -x)", 0, -1, 1), ("abs(4195*x)", 0, -4195, 4195), ("max(1e6*x, 0)", 0, 0, "1e+06"), ("1e5*abs(x)", 0, -1, 1),
    ("3e6 + abs(x-1)", 1, -1, 1), ("1e7*x + abs(x-0.5)", 0.5, -1, 1),
    ("sqrt(x**2)", 0, -1, 1), ("sqrt((x-1)**2)", 1, -1, 1), ("(x**2)**0.5", 0, -1, 1), ("3*sqrt(x**2)+x", 0, -1, 1),
    ("sqrt(1-cos(x))", 0, -0.70711, 0.70711), ("acos(1-x**2)", 0, -1.4142, 1.4142)])
def test_a_kink_says_its_slopes(source, x, left, right):
    warning, = evaluate(pose(source, x=x)).warnings
    assert warning.kind == "kink" and f"slope {left} on the left, {right} on the right" in warning.message


@pytest.mark.parametrize("source", ["sqrt(x**2+y**2)", "hypot(x, y)", "sqrt(x**2-2*x*y+y**2)"])
def test_a_norm_has_a_kink_along_each_variable(source):
    answer = evaluate(pose(source, x=0, y=0))
    assert all(math.isnan(slope) for slope in answer.partials.values())
    assert [warning.message for warning in answer.warnings] == [
        f"{source} has a kink here along x: slope -1 on the left, 1 on the right"]


@pytest.mark.parametrize("source, at, message", [
    ("0/x", {"x": 0}, "0/x is not defined here: it is 0/0"), ("x/x", {"x": 0}, "x/x is not defined here: it is 0/0"),
    ("(1-1)/x**2 + 1", {"x": 0}, "(1-1)/x**2 is not defined here: it is 0/0"), ("2/x", {"x": 0}, "2/x has a pole here"),
    ("log(x)", {"x": -1}, "log(x) is not defined here, at -1"), ("log(x)", {"x": 0}, "log(x) has a pole here"),
    ("sqrt(x)", {"x": 0}, "the derivative of sqrt(x) is infinite here"), ("exp(x)", {"x": 1000}, "exp(x) overflows"),
    ("x*sqrt(x)", {"x": 0}, "the derivative of x*sqrt(x) is one-sided here: that on the right"),
    ("y*x*sqrt(x)", {"x": 0, "y": 2}, "the derivative of y*x*sqrt(x) along x is one-sided here: that on the right"),
    ("floor(x)", {"x": 2}, "floor(x) jumps here"), ("1e400*x", {"x": 1}, "1e400 is beyond the range of a double")])
def test_message(source, at, message):
    assert [warning.message for warning in evaluate(pose(source, **at)).warnings] == [message]


@pytest.mark.parametrize("source, at, places", [
    ("exp(-x**2)*exp(x**2-1000)", {"x": 28}, ["exp(-x**2)"]), ("exp(-x)", {"x": 1000}, ["exp(-x)"]),
    ("0.01*exp(-x)", {"x": 1000}, ["exp(-x)"]), ("x**200/y**100", {"x": 0.001, "y": 0.002}, ["x**200"]),
    ("x*sqrt(x**2+y**2)", {"x": 1e-200, "y": 1e-200}, ["x**2"]), ("gelu(x)/1e300", {"x": -50}, ["gelu(x)"])])
def test_an_underflow_of_the_answer_is_named(source, at, places):
    found = evaluate(pose(source, **at)).warnings
    assert [(each.kind, each.expression) for each in found] == [("overflow", place) for place in places]
    assert all("below the range of a double: " in each.message for each in found)


@pytest.mark.parametrize("source, x", [
    ("exp(-x**2) + 1", 40), ("x**3", 0), ("sin(x)**2", 0), ("0*exp(-x)", 3), ("x*0.1*0", 3), ("lgamma(x)", 2),
    ("logit(x)", 0.5), ("sign(x)*x + floor(x/2)", 0.25), ("exp(-x)", math.inf), ("1/x", math.inf), ("erfc(x) + x", 30),
    ("1e-310*x + x", 1), ("tanh(x)", 800), ("sigmoid(x)", 800), ("where(x > 0, 1, exp(-x**2))", 40)])
def test_a_zero_that_is_one_and_a_harmless_underflow_are_not_told(source, x):
    assert warnings_at(source, x=x) == []


@pytest.mark.parametrize("source, x", [
    ("24.8*log(1+(0.0107*(x-2+0.3))**2) + 0.0222*max(x-2, x-2)", 2), ("tanh(1e7*x) + abs(x)**2", 1e-8),
    ("0.00115*atan(0.242*(x+0.3)) + 2.98e+04*log(1+(0.012*(x+0.3))**2) + 0.0115*sqrt(x**2+1)*abs(x)**2", 0)])
def test_what_is_smooth_has_no_kink_however_it_is_rounded(source, x):
    assert "kink" not in {kind for kind, _ in warnings_at(source, x=x)}


def test_a_slope_that_is_0_where_its_argument_is_has_not_underflown():
    second, = derivatives(pose("sqrt(x)**3", x=0), ["x", "x"], False, False)
    assert second.value == math.inf and {warning.kind for warning in second.warnings} == {"edge"}


@pytest.mark.parametrize("number, message", [
    ("1e400", "the number given for x is beyond the range of a double"),
    ("2*1e-400", "the number given for x is below the range of a double: 0"),
    ("pi/0", "the number given for x is beyond the range of a double"),
    ("10**400 - 1", "the number given for x is beyond the range of a double"),
    ("3 + 10**-400", "the number given for x is below the range of a double: 0")])
def test_a_binding_out_of_range_is_told(number, message):
    question = Question("x + 1", bindings([f"x={number}"]))
    assert [(warning.kind, warning.message) for warning in evaluate(question).warnings] == [("overflow", message)]


@pytest.mark.parametrize("number", ["inf", "-inf", "1/inf", "0*pi", "(1 - 1)/3", "0**2", "2*1e-310"])
def test_a_binding_that_is_infinite_0_or_small_is_no_mistake(number):
    assert not evaluate(Question("x + 1", bindings([f"x={number}"]))).warnings


@pytest.mark.parametrize("source, x, slope", [
    ("relu(x) - relu(-x)", 0, 1), ("x*sign(x)**2", 0, 1), ("3*where(x == 1, 1, x)", 1, 3), ("clamp(x, 2, 2)", 2, 0)])
def test_a_convention_that_is_not_the_slope_is_told(source, x, slope):
    warning, = evaluate(pose(source, x=x)).warnings
    assert warning.kind == "kink" and warning.message.endswith(f"is by convention here; on either side it is {slope}")


def test_a_long_cause_is_called_this():
    source = "log(" + "+".join(["x"] * 50) + ")"
    warning, = evaluate(pose(source, x=-1)).warnings
    assert warning.message.startswith("this is not defined here") and warning.expression == source


def test_nan_is_in_the_value_and_in_all_derivatives():
    answer = evaluate(pose("log(x) + 0*y", x=-1, y=2))
    assert answer.value != answer.value and all(partial != partial for partial in answer.partials.values())


@pytest.mark.parametrize("source, place", [
    ("sqrt(1-x)", "sqrt(1-x)"), ("log(x) - log(2x)", "log(x) - log(2x)"), ("cos(sqrt(x))", "cos(sqrt(x))"),
    ("log(x)**2", "log(x)"), ("x*sqrt(x)", "sqrt(x)"), ("1/(1+exp(x))", "exp(x)")])
def test_nan_at_infinity_names_its_cause_too(source, place):
    assert warnings_at(source, x=math.inf) == [("domain", place)]
    assert hessian(pose(source, x=math.inf)).warnings


def test_lost_digits_are_told_beside_an_underflow():
    assert {kind for kind, _ in warnings_at("(1+x)**y", x=1e-60, y=1e70)} == {"overflow", "cancellation"}


def test_cancellation():
    warning, = evaluate(pose("(1 - cos(x))/x**2", x=1e-6)).warnings
    assert (warning.kind, warning.expression) == ("cancellation", "1 - cos(x)") and "--digits" in warning.message
    warning, = evaluate(pose("sqrt(x+y) - sqrt(x)", x=1e12, y=1)).warnings
    assert warning.expression == "sqrt(x+y) - sqrt(x)"
    assert "about 4 digits are left of d/dx; about 5 digits are left of the value;" in warning.message


@pytest.mark.parametrize("source, n, at, kind", [
    ("sqrt(x)", 2, {"x": 0}, "edge"), ("x**2.5", 3, {"x": 0}, "edge"), ("log(x)", 2, {"x": -1}, "domain"),
    ("1/x", 3, {"x": 0}, "pole"),
    ("sqrt(x)", 3, {"x": 1e-300}, "overflow"), ("1/x", 1, {"x": 1e-200}, "overflow"), ("1/x", 3, {"x": 1e-120}, "overflow"),
    ("sin(x)/x", 1, {"x": 1e-9}, "cancellation"), ("sin(x)/x", 30, {"x": 0.1}, "cancellation"),
    ("abs(x)", 2, {"x": 0}, "kink"), ("exp(x)", 2, {"x": 1000}, "overflow")])
def test_derivatives_of_higher_order_warn_too(source, n, at, kind):
    found, = derivatives(pose(source, **at), ["x"] * n, every=False, formulas=False)
    assert [warning.kind for warning in found.warnings] == [kind]


@pytest.mark.parametrize("x, value, kinds", [(1e-61, 7.5e304, []), (1e-90, math.inf, ["overflow"]), (1e61, 7.5e-305, [])])
def test_mixed_derivatives_at_the_ends_of_the_range(x, value, kinds):
    found, = derivatives(pose("1/(x + y)", x=x, y=x), ["x", "x", "y", "y"], every=False, formulas=False)
    assert found.value == pytest.approx(value) and [warning.kind for warning in found.warnings] == kinds


def test_mixed_derivatives_warn_too():
    found, = derivatives(pose("(1 - cos(x*y))/x**2", x=1e-6, y=1), ["x", "y"], every=False, formulas=False)
    assert [warning.kind for warning in found.warnings] == ["cancellation"]


@pytest.mark.parametrize("source", ["x/2/x - 3", "cosh(y*x/y)*y/y", "log(exp(x)*y) - x"])
def test_a_derivative_that_is_nothing_has_lost_nothing(source):
    at, names = {"x": 0.7, "y": 1.3}, ["y", "x"] if "y" in source else ["x", "x"]
    found, = derivatives(pose(source, **{name: at[name] for name in names}), names, every=False, formulas=False)
    assert not found.value and not found.warnings


def test_a_derivative_that_is_not_offered_is_none():
    answer = evaluate(pose("2*polygamma(n, x)", n=1, x=2))
    warning, = answer.warnings
    assert math.isnan(answer.partials["n"]) and answer.partials["x"] == pytest.approx(-0.80822761263838)
    assert (warning.expression, warning.message) == ("polygamma(n, x)", "the derivative of polygamma along n is not offered")
    for names in (["n"], ["n", "n"], ["n", "x"]):
        found, = derivatives(pose("polygamma(n, x)", n=1, x=2), names, every=False, formulas=False)
        assert math.isnan(found.value) and [each.message for each in found.warnings] == [warning.message]
    with pytest.raises(GradcliError, match="along n is not offered"):
        derivatives(pose("polygamma(n, x)"), ["n"], every=False, formulas=True)
    assert evaluate(pose("where(x > 3, polygamma(n, x), n)", n=1, x=2)).partials == {"x": 0, "n": 1}


@pytest.mark.parametrize("source, names, along", [
    ("max(x, y)", "xy", "x and y"), ("max(x, y, z)", "xyz", "x, y and z"), ("max(x, y) + z", "xyz", "x and y"),
    ("max(a, b, c, d, f, g)", "abcdfg", "a, b, c, d and 2 more")])
def test_a_kink_names_all_variables_along_which_it_is(source, names, along):
    warning, = evaluate(pose(source, **dict.fromkeys(names, 1))).warnings
    assert warning.message.endswith(f"has a kink here along {along}: slope 0 on the left, 1 on the right")


def test_matrices_warn_too():
    assert [w.kind for w in hessian(pose("log(x)*y", x=-1, y=1)).warnings] == ["domain"]
    leap, = hessian(pose("abs(x)*x*y", x=0, y=1)).warnings
    assert leap.kind == "kink" and "order 2 jumps here along x: -2 on the left, 2 on the right" in leap.message
    lost, = hessian(pose("(1 - cos(x))/x**2*y", x=1e-6, y=1)).warnings
    assert "left of d2/dx2, d2/dxdy;" in lost.message
    at = {"x": 0, "z": 1}
    kinds = [w.kind for w in jacobian([pose("abs(x)", **at), pose("1/x", **at)]).warnings]
    assert kinds == ["kink", "pole", "unused"]


@pytest.mark.parametrize("source, x", [
    ("tanh(x) - 1", 400), ("erf(x) - 1", 30), ("1/(exp(x) - exp(x)*(1 - 1e-5))", 1.3), ("sigmoid(x) - 1", 800)])
def test_a_loss_that_is_none_is_not_told(source, x):
    assert warnings_at(source, x=x) == []


@pytest.mark.parametrize("source, x", [("tanh(x) - 1", 100), ("normpdf(x) - 0.39894228040143265", 0), ("erf(x) - 1", 7)])
def test_a_loss_beside_it_is_told(source, x):
    assert [kind for kind, _ in warnings_at(source, x=x)] == ["cancellation"]


def test_a_derivative_that_is_not_offered_is_not_searched_in_wider_numbers(monkeypatch):
    asked = []
    monkeypatch.setattr("gradcli.analysis.wider.wider_values", lambda tape, slots, at: (asked.extend(slots), {})[1])
    found = evaluate(pose("exp(zeta(sin(x) + 4))", x=0), ["x"])
    assert len(asked) <= 1 and [each.message for each in found.warnings] == ["the derivative of zeta along s is not offered"]
