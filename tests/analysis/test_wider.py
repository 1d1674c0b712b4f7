"""Results that depend on an over- or underflow are computed again in wider numbers: exact to the last bit, no warning."""

import math

import pytest
from asking import pose

from gradcli.analysis.wider import wider_derivatives, wider_limit, wider_values
from gradcli.calc.derivatives import derivatives
from gradcli.calc.matrices import hessian
from gradcli.calc.values import evaluate

INF = math.inf


# The values are those of mpmath at 400 digits, for the doubles.
@pytest.mark.parametrize("source, at, numbers", [
    ("x/sqrt(x**2+y**2)", {"x": 3e170, "y": 4e170}, [0.6, 1.28e-171, -9.6e-172]),
    ("x/sqrt(x**2+y**2)", {"x": 3e-170, "y": 4e-170}, [0.6, 1.28e169, -9.6e168]),
    ("x/sqrt(1+x**2)", {"x": 1e160}, [1, 0]), ("x/sqrt(1+x**2)", {"x": -1e155}, [-1, 0]),
    ("1/(exp(x)+1)", {"x": 387.0}, [8.472966775545996e-169, -8.472966775545996e-169]),
    ("1/(exp(x)+1)", {"x": 500.0}, [7.124576406741286e-218, -7.124576406741286e-218]),
    ("1/(1+exp(-x))", {"x": -400.0}, [1.9151695967140057e-174, 1.9151695967140057e-174]),
    ("1/exp(x)", {"x": 387.0}, [8.472966775545996e-169, -8.472966775545996e-169]),
    ("2/(1+exp(x))", {"x": 387.0}, [1.6945933551091992e-168, -1.6945933551091992e-168]),
    ("exp(-x**2)*exp(x**2-100)", {"x": 28.0}, [3.720075976020836e-44, 0]),
    ("x**200/y**200", {"x": 2.0**-10, "y": 2.0**-9}, [2.0**-200, 200 * 2.0**-190, -200 * 2.0**-191]),
    ("log(x**400)", {"x": 0.125}, [-831.7766166719344, 3200]),
    ("x**2*1e300", {"x": 2.0**-530}, [8.094771541462984e-20, 5.690262398681799e+140]),
    ("log(normcdf(x))", {"x": -40.0}, [-804.6084420137538, 40.02496884720726]),
    ("exp(-x**2)", {"x": 1e200}, [0, 0]), ("tanh(x**3)", {"x": 1e200}, [1, 0]), ("erf(x**2)", {"x": 1e200}, [1, 0]),
    ("min(x**2, 5)", {"x": 1e200}, [5, 0]), ("sigmoid(x**3)", {"x": 1e200}, [1, 0]),
    ("sigmoid(x**3)", {"x": -1e200}, [0, 0]), ("x*1e-400*1e300", {"x": 5e110}, [5e10, 1e-100]),
    ("exp(-x)**0.3", {"x": 441.1}, [3.386968906869718e-58, -1.0160906720609153e-58])])
def test_overflows_on_the_way(source, at, numbers):
    answer = evaluate(pose(source, **at))
    assert [answer.value, *answer.partials.values()] == pytest.approx(numbers, rel=3e-16, abs=0)
    assert not answer.warnings


@pytest.mark.parametrize("source, order, x, number", [
    ("sqrt(exp(x))", 3, 480.0, 2.1261097044594827e+103), ("sqrt(x!)", 3, 140.0, 5.556177511934066e+121),
    ("sqrt(exp(-x))", 3, 600.0, -6.435250278015017e-132), ("sqrt(cosh(x))", 3, 600.0, 1.7168785950385412e+129),
    ("1/sqrt(10**x)", 2, -275.9, 1.1813304162133204e+138), ("lgamma(x!)", 3, 138.4, 3.285024168657798e+242),
    ("(2**x)**(1/3)", 3, 982.9, 5.230865240141383e+96), ("cbrt(exp(-x))", 3, 600.0, -5.1255426916175465e-89),
    ("sqrt(exp(-x))", 3, 500.0, -3.3364877694265955e-110), ("sqrt(exp(x))", 12, 480.0, 4.152558016522427e+100),
    ("sqrt(floor(x))", 2, 0.5, 0), ("asin(sign(x))*x**3", 3, -0.5, -9.42477796076938), ("x**2*floor(x)", 2, 2.5, 4)])
def test_orders_beside_huge_and_tiny_values(source, order, x, number):
    (found,) = derivatives(pose(source, x=x), "x" * order, every=False, formulas=False)
    assert found.value == pytest.approx(number, rel=3e-16, abs=0) and not found.warnings


@pytest.mark.parametrize("source", ["softplus(x)", "sigmoid(x)", "logaddexp(x, 1)", "silu(x)"])
@pytest.mark.parametrize("x", [1e200, -1e200])
def test_high_orders_where_the_logistic_function_is_flat(source, x):
    (found,) = derivatives(pose(source, x=x), "xxx", every=False, formulas=False)
    assert found.value == 0 and {warning.kind for warning in found.warnings} <= {"overflow"}


@pytest.mark.parametrize("source, names, at, number", [
    ("atan2(exp(x), exp(y))", "", {"x": 464.0, "y": 666.0}, 1.8729002841608093e-88),
    ("asinh(gamma(x/4))", "x" * 11, {"x": -695.4648578007397}, -4.5048818234002985e-305),
    ("x**2/(x**2+y**4)", "xxy", {"x": -1.732864162365871e-252, "y": -664.7153614848746}, 6.164692380726481e-14),
    ("lgamma((x*1e150)**2)", "xxx", {"x": -4.285975638422809e+82}, -9.332764199919613e+217), ("x**2", "xx", {"x": 1e200}, 2),
    ("gamma(x)/gamma(y)", "xy", {"x": 178.0692554232014, "y": 137.0}, -3.489397892882112e+91),
    ("1/(1+((x*1e-160-1)/(x*1e-160+1)))", "x", {"x": -21.904858580568806}, -1.0420512933681208e+157),
    ("softplus(sinh(x))", "x" * 10, {"x": 385.4}, 1.1914157304224804e+167)])
def test_a_right_number_is_not_warned_of_for_what_is_not_printed(source, names, at, number):
    (found,) = derivatives(pose(source, **at), names, every=False, formulas=False)
    assert found.value == pytest.approx(number, rel=1e-14, abs=0) and not found.warnings


def test_mixed_partials_and_hessians():
    question = pose("sqrt(exp(x)*exp(y))", x=700.0, y=-200.0)
    whole = math.exp(250)
    (found,) = derivatives(question, "xxy", every=False, formulas=False)
    assert found.value == pytest.approx(whole / 8, rel=1e-15) and not found.warnings
    matrix = hessian(pose("sqrt(exp(x)*exp(y))", x=700.0, y=200.0), ["x", "y"])
    assert matrix.hessian == [[pytest.approx(math.exp(450) / 4, rel=1e-15)] * 2] * 2 and not matrix.warnings


@pytest.mark.parametrize("source, x, value", [("1/x", -0.0, -INF), ("1/(-x)", 0.0, -INF), ("exp(x)", 1000.0, INF),
                                              ("exp(exp(x))", 50.0, INF), ("x*exp(x)", -1e308, -0.0)])
def test_what_is_infinite_or_nothing_stays_so(source, x, value):
    assert repr(evaluate(pose(source, x=x)).value) == repr(value)


@pytest.mark.parametrize("source, x, value", [("atan(1/x)", -0.0, -math.pi / 2), ("atan(1/(x*1e-200))", -0.0, -math.pi / 2),
                                              ("atan(1/x)", 0.0, math.pi / 2), ("exp(1/x)", -0.0, 0.0)])
def test_the_sign_of_a_zero_is_kept(source, x, value):
    assert evaluate(pose(source, x=x)).value == value


def test_what_cannot_be_told_is_said():
    answer = evaluate(pose("exp(exp(x))-exp(exp(x))", x=100.0))
    assert math.isnan(answer.value) and answer.warnings


def test_what_cannot_be_told_is_left_out():
    question = pose("(1+x*1e-2000)-1 > 0", x=1.0)
    assert wider_values(question.lowered.tape, [question.lowered.root], question.at) == {}
    assert wider_derivatives(pose("log(x)", x=0.0).lowered, ["x"], {"x": 0.0}) == [None, None]


def test_no_more_digits_are_tried_than_are_asked_for():
    lowered, at = pose("exp(x)", x=0.0).lowered, {"x": 0.0}
    assert wider_derivatives(lowered, ["x"], at, most=0) == wider_derivatives(lowered, ["x"], at, effort=0) == [None, None]
    assert wider_derivatives(lowered, ["x"], at) == [1, 1]


@pytest.mark.parametrize("number", ["nan", "x*inf*0"])
def test_the_sign_of_nothing_is_nothing(number):
    assert math.isnan(evaluate(pose(f"sign({number})", x=1.0)).value)
    assert math.isnan(evaluate(pose("ceil(csc(sign(atanh(x))))", x=1.25)).value)


@pytest.mark.parametrize("source, order, x", [
    ("exp(tanh(exp(x)*tan(x)))", 8, 4.5), ("e**tanh(((--x)**2*tan(x))**4)", 8, 2.0)])
def test_a_number_is_not_refused_for_the_size_of_its_formula(source, order, x):
    (found,) = derivatives(pose(source, x=x), "x" * order, every=False, formulas=False)
    assert isinstance(found.value, float)


def test_a_slope_of_two_arguments_that_underflows_is_not_taken_for_0():
    matrix = hessian(pose("atan2(exp(x), exp(y))", x=220.0, y=-108.0), ["x", "y"]).hessian
    size = math.exp(-328)
    assert matrix == [[pytest.approx(-size, rel=1e-13), pytest.approx(size, rel=1e-13)]] + [
        [pytest.approx(size, rel=1e-13), pytest.approx(-size, rel=1e-13)]]


def test_an_angle_between_numbers_beyond_all_decimals():
    answer = evaluate(pose("atan2(exp(x), exp(y))", x=1e154, y=1e143))
    assert (answer.value, answer.partials, answer.warnings) == (math.pi / 2, {"x": 0, "y": 0}, [])


@pytest.mark.parametrize("source, order, side, value", [
    ("sqrt(x**4)", 3, 1, 0.0), ("sqrt(x**6)", 3, 1, 6.0), ("sqrt(x**6)", 3, -1, -6.0), ("x**2.5", 2, 1, 0.0),
    ("sqrt(x**4*(2+x))", 3, -1, 1.5 * math.sqrt(2)), ("sqrt(x)", 1, 1, None), ("sqrt(x)", 1, -1, None)])
def test_a_limit_from_a_side(source, order, side, value):
    found = wider_limit(pose(source, x=0.0).lowered, ["x"] * order, {"x": 0.0}, {"x": side})
    assert found is None if value is None else found is not None and found[0] == pytest.approx(value, rel=1e-9, abs=1e-9)
