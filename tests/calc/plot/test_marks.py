"""The places of interest of known functions, and extrema against exact roots."""

import math
import random
from fractions import Fraction

import pytest
from plotting import curve_of, places

from gradcli.core.primitive import FUNCTIONS

S2 = math.sqrt(2)
SIXTH = math.sqrt(1 / 2000)  # where exp(-1000*x**2) bends
# The expression, then its marks over -2.5:3, which has no sample at a whole number.
TABLE = {
    "tan(x)": "pole -1.5707963267948966 inflection 0 zero 0 pole 1.5707963267948966",
    "1/x": "pole 0", "1/x**2": "pole 0", "exp(x)/x": "pole 0 minimum 1", "exp(1/x)": "inflection -0.5 pole 0",
    "floor(x)": "jump -2 jump -1 jump 0 jump 1 jump 2", "sign(x)": "jump 0", "heaviside(x)": "jump 0",
    "round(x)": "jump -1.5 jump -0.5 jump 0.5 jump 1.5 jump 2.5", "atan(1/x)": "jump 0",
    "where(x > 1, x, -x)": "zero 0 jump 1",
    "abs(x)": "kink 0 minimum 0 zero 0", 
    "abs(x-1/3)": "kink 0.3333333333333333 minimum 0.3333333333333333 zero 0.3333333333333333",
    "max(x, 0.1)": "kink 0.1", "exp(-abs(x))": "kink 0 maximum 0", "sqrt(x**2)": "kink 0 minimum 0 zero 0",
    "sqrt(abs(x))": "kink 0 minimum 0 zero 0", "x*abs(x)": "inflection 0 zero 0", "abs(x)**1.5": "minimum 0 zero 0",
    "log(x)": "gap -2.5 pole 0 zero 1", 
    "log(abs(x-pi/4))": f"zero {math.pi / 4 - 1} pole {math.pi / 4} zero {math.pi / 4 + 1}",
    "sqrt(x)": "gap -2.5 zero 0", "x**0.1": "gap -2.5 zero 0", "acos(x)": "gap -2.5 inflection 0 gap 1 zero 1",
    "cbrt(x)": "inflection 0 zero 0", "x**2": "minimum 0 zero 0", "(x-1)**3": "inflection 1 zero 1",
    "sqrt(x**4)": "minimum 0 zero 0", "(x-sqrt(2))**2": f"minimum {S2} zero {S2}", "x**2+1e-12": "minimum 0",
    "exp(-1000*x**2)": f"inflection {-SIXTH} maximum 0 inflection {SIXTH}",
        "1/(x**2-2)": f"pole {-S2} maximum 0 pole {S2}", "hypot(x, 1)": "minimum 0",
    "x": "zero 0", "5": "", "0": "", "0*x": "", "sin(x)**2+cos(x)**2": "", "x+1e9": "",
    "gamma(x)": "pole -2 minimum -1.573498473162391 pole -1 maximum -0.5040830082644554 pole 0 minimum 1.4616321449683622"}


def near(mark, expected):
    kind, x = expected
    return mark.kind == kind and abs(mark.x - x) <= 1e-14 * max(1, abs(x))


@pytest.mark.parametrize("source", TABLE)
def test_the_table(source):
    words = TABLE[source].split()
    expected = [(kind, float(x)) for kind, x in zip(words[::2], words[1::2], strict=True)]
    found = curve_of(source, -2.5, 3).marks
    assert len(found) == len(expected) and all(any(near(mark, each) for mark in found) for each in expected), found


def test_every_arch_of_a_sinc():
    report = curve_of("sinc(x)", -4.5, 4.5)
    assert places(report, "zero") == [-4, -3, -2, -1, 1, 2, 3, 4]
    assert len(places(report, "minimum")) == len(places(report, "maximum")) - 1 == 4 and 0.0 in places(report, "maximum")


def test_a_hole_is_a_gap_and_no_extremum():
    report = curve_of("sin(x)/x", -4, 4)
    assert places(report, "gap") == [0.0] and not places(report, "maximum")


@pytest.mark.parametrize("source, peak", [("exp(-1000*x**2)", 1.0),
                                          ("exp(-1e6*(x-0.1)**2)", 1.0), ("-exp(-1e5*x**2)", -1.0)])
def test_a_peak_between_columns_is_reached(source, peak):
    report = curve_of(source)
    assert peak in report.shown and any(y == peak for _, y in report.curves[0].points)
    assert [mark.y for mark in report.marks if mark.kind in ("maximum", "minimum")] == [peak]


@pytest.mark.parametrize("source", ["cos(x)", "sqrt(1-x**2)"])
def test_a_maximum_hardly_above_its_neighbours_is_no_minimum(source):
    assert [(mark.kind, mark.x) for mark in curve_of(source, -1e-6, 1e-6).marks] == [("maximum", 0.0)]


@pytest.mark.parametrize("source, low, high", [
    ("(1-cos(x))/x**2", -5, 5), ("(1-cos(x))/x**2", -1e-4, 1e-4), ("(exp(x)-1)/x", -1, 1), ("((1+x)**3-1)/x", -1, 1),
    ("(x-sin(x))/x**3", -2, 2), ("x**2/x", -1, 1), ("1/tanh(x)-1/x", -1, 1), ("x/(exp(x)-1)", -1, 1),
    ("1e-12*x+1", 0, 1), ("exp(x)", 1, 1.0000000001), ("1e8-x**2*1e-5", -1e-6, 1e-6), ("exp(-1/x**2)", -0.5, 0.5),
    ("1/sqrt(1-(x/299792458)**2)", 100, 1000)])
def test_rounding_errors_make_no_marks(source, low, high):
    told = {"zero", "kink", "jump", "pole", "minimum", "maximum"}
    assert not told & {mark.kind for mark in curve_of(source, low, high).marks}


def test_rounding_errors_draw_no_spike():
    curve = curve_of("(1-cos(x))/x**2", -1, 1).curves[0]
    assert all(0.45 < y <= 0.5000001 for _, y in curve.points)


def test_the_marks_are_those_of_the_lowest_order():
    assert places(curve_of("x**3-3*x", orders=(2, 1)), "zero") == [-1, 1]
    assert places(curve_of("x**3-3*x", orders=(2, 1)), "minimum") == [0]


def test_gaps_have_both_ends():
    found = {(mark.kind, mark.x, mark.stop) for mark in curve_of("sqrt(x**2-1)+sqrt(4-x**2)", -3, 3).marks
             if mark.kind == "gap"}
    assert found == {("gap", -3, -2), ("gap", -1, 1), ("gap", 2, 3)}
    overflow, = (mark for mark in curve_of("exp(x)", 0, 1000).marks)
    assert overflow.kind == "overflow" and 709.78 < overflow.x < 709.79 and overflow.stop == 1000


def polynomial(roots, scale):
    """The text and the coefficients of a polynomial whose derivative has these roots."""
    slope = [Fraction(scale)]
    for root in roots:
        slope = [a - root * b for a, b in zip([*slope, Fraction(0)], [Fraction(0), *slope], strict=True)]
    whole = [c / (len(slope) - k) for k, c in enumerate(slope)]
    return " + ".join(f"({c})*x**{len(slope) - k}" for k, c in enumerate(whole))


def test_extrema_of_random_polynomials_are_the_exact_roots_of_the_slope():
    chance = random.Random(8)
    for _ in range(300):
        roots = sorted(chance.sample([Fraction(k, 8) for k in range(-14, 15)], chance.randint(1, 4)))
        if any(b - a < Fraction(1, 4) for a, b in zip(roots, roots[1:], strict=False)):
            roots = roots[:1]
        scale = chance.choice([-2, -1, 1, 3])
        report = curve_of(polynomial(roots, scale), size=(20, 4))
        extrema = [mark for mark in report.marks if mark.kind in ("maximum", "minimum")]
        assert len(extrema) == len(roots)
        for k, (mark, root) in enumerate(zip(extrema, roots, strict=True)):
            assert abs(mark.x - root) < 1e-12
            falls_after = (scale > 0) == ((len(roots) - k) % 2 == 0)
            assert mark.kind == ("maximum" if falls_after else "minimum")


@pytest.mark.parametrize("source, low, high, poles", [
    ("1/(x-2)**2", -2, 7, [2]), ("x/(x-2)**2", -2, 7, [2]), ("abs(1/(x+1/4))", -2, 7, [-0.25]), ("1/(x-4)", -20, 9, [4]),
    ("x/(x-4)", -20, 9, [4]), ("x**4/(x-4)", -100, 100, [4]), ("(x-2)**(-2)", -20, 9, [2]), ("1/abs(x-2)", -20, 9, [2]),
    ("(x+3)**4/(x-4)**3", -20, 9, [4]), ("1/(x-0.25)**3 + 1/(x-1.25)", -100, 100, [0.25, 1.25]),
    ("1/((x+4/3)**3*(x-9/5)*(x+1))", -2, 7, [-4 / 3, -1, 1.8]), ("1/(exp(x-4)-1)**2", -20, 9, [4]),
    ("tan(x-0.25+pi/2)", -5, 5, [0.25 - math.pi, 0.25, 0.25 + math.pi]), ("x**2/(x-4)", -100, 100, [4]),
    ("x**6/(x-1)", -100, 100, [1]), ("x**7/(x+4)", -100, 100, [-4]),
    ("x/(x-1/2)**4", -100, 100, [0.5]), ("1/(x-1/2)**4 + x**2 - x", -100, 100, [0.5]), ("1/log(1+(x-3)**2)", -5, 5, [3])])
def test_a_pole_beside_a_sample_or_between_columns_is_one(source, low, high, poles):
    report = curve_of(source, low, high)
    assert places(report, "pole") == pytest.approx(poles, rel=1e-15)
    assert not places(report, "jump", "kink", "gap")


def test_a_jump_where_a_quotient_underflows_is_at_0():
    assert places(curve_of("abs(x) + floor(x/3)", -4, 4), "jump") == [-3, 0, 3]


@pytest.mark.parametrize("source, low, high, x, kind", [
    ("sqrt(abs(x-4))", -5, 5, 4, "minimum"), ("sqrt(abs(x-0.1))", -3, 3, 0.1, "minimum"),
    ("sqrt(abs(x-7))", -13, 13, 7, "minimum"), ("1 - sqrt(abs(x-7))", -13, 13, 7, "maximum"),
    ("cbrt((x-2)**2)", -5, 5, 2, "minimum")])
def test_the_tip_of_a_cusp_is_where_it_has_no_slope(source, low, high, x, kind):
    report = curve_of(source, low, high)
    assert places(report, "kink") == places(report, kind) == [x]
    assert kind == "maximum" or places(report, "zero") == [x]


@pytest.mark.parametrize("source, low, high, poles", [
    ("gamma(x)", -10, 10, range(-10, 1)), ("digamma(x-0.1)", -4, 8, [-3.9, -2.9, -1.9, -0.9, 0.1]),
    ("expi(x-4)", -10, 10, [4])])
def test_a_pole_is_one_where_the_curve_is_higher_elsewhere(source, low, high, poles):
    assert places(curve_of(source, low, high), "pole") == pytest.approx(poles, rel=1e-15)


def test_a_function_without_slopes_is_drawn_at_once(monkeypatch):
    calls = []
    zeta = FUNCTIONS["zeta"].float64
    monkeypatch.setattr(FUNCTIONS["zeta"], "float64", lambda *xs: (calls.append(xs), zeta(*xs))[1])
    assert not curve_of("zeta(x)", 2, 3).marks and len(calls) < 1000  # 140 columns, each with its error bound


def test_a_curve_without_a_finite_value_beside_one_with_has_no_places():
    report = curve_of("(0*x + 1/0)*floor(x)", -2, 2, orders=(0, 3))
    assert not places(report, "zero", "minimum", "maximum", "kink", "inflection")
