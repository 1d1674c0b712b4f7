"""The point of an expansion: the conditions decided there, and the functions that are not smooth there."""

import pytest
from asking import coefficients, expand_around

from gradcli.errors import GradcliError

FAULTS = {"a pole": "is infinite", "a jump": "jumps"}  # in words that hold for log(x) and 1/x alike


@pytest.mark.parametrize("source, around", [
    ("log(x)", "x=0"), ("1/x", "x=0"), ("abs(x)", "x=0"), ("floor(x)", "x=2"), ("x**0.5", "x=0"), ("sqrt(x)", "x=0"),
    ("relu(x)", "x=0"), ("log(x)", "x=-1"), ("sin(x)/x**2", "x=0"), ("asin(x*y)", "x=2 y=1"), ("x > 0", "x=0"),
    ("gamma(x)", "x=0"), ("max(x, 0)", "x=0"), ("x/y", "y=0"), ("x if x > y else 2", "x=0"), ("x**a", "x=0")])
def test_there_is_no_expansion_where_a_part_is_not_smooth(source, around):
    with pytest.raises(GradcliError) as caught:
        expand_around(source, around, 3)
    assert caught.value.code == 1 and caught.value.help


@pytest.mark.parametrize("source, around, what, place", [
    *((f"{name}(x)", f"x={at}", "an infinite derivative", None) for name, at in [
        ("asin", 1), ("acos", -1), ("acosh", 1), ("asec", 1), ("acsc", -1), ("asech", 1), ("cbrt", 0), ("sqrt", 0)]),
    ("1 + asin(8x)", "x=-1/8", "an infinite derivative", "asin(8x)"), ("x**0.5", "x=0", "an infinite derivative", None),
    ("2*acos(1-x**2)", "x=0", "a kink", "acos(1-x**2)"), ("sqrt(x**2)", "x=0", "a kink", None),
    ("tan(x)", "x=pi/2", "a pole", None), ("tan(2x)", "x=-pi/4", "a pole", None), ("sec(x)", "x=3*pi/2", "a pole", None),
    ("cot(x)", "x=pi", "a pole", None), ("1 + csc(x)", "x=2*pi", "a pole", "csc(x)"), ("log(x)", "x=0", "a pole", None),
    ("max(x, x**2)", "x=1", "a kink", None), ("x >= 2*x", "x=0", "a jump", None),
    ("min(x + y, y)", "x=0", "a kink", None), ("y*max(2*x + a, x + a, 3)", "x=0", "a kink", "max(2*x + a, x + a, 3)"),
    ("clamp(x + y, y, 5)", "x=0", "a kink", None), ("x + y > y", "x=0", "a jump", None),
    ("2 if x*y <= y else 3", "x=1", "a jump", "x*y <= y"),
    ("x*abs(x)", "x=0", "a kink", "abs(x)"), ("acos(1-x**2)**2", "x=0", "a kink", "acos(1-x**2)"),
    ("acos(x)**2", "x=1", "an infinite derivative", "acos(x)"), ("f(t) = abs(t); f(2x)**2", "x=0", "a kink", "abs(t)")])
def test_the_part_that_is_not_smooth_is_named(source, around, what, place):
    place = place or source  # of the part alone it is true: abs(x)**2 itself is smooth
    for order in (1, 2):
        with pytest.raises(GradcliError) as caught:
            expand_around(source, around, order)
        fault = FAULTS.get(what, f"has {what}")
        assert caught.value.message == f"{place} has no Taylor expansion at this point: it {fault} there"
        assert source[slice(*caught.value.span)] == place


@pytest.mark.parametrize("source, around, order", [
    ("1/x", "x=0", 0), ("a/x", "x=0", 0), ("log(a, x)", "x=1", 1), ("a/x", "x=0", 1)])
def test_nothing_is_divided_by_0(source, around, order):
    with pytest.raises(GradcliError, match="no Taylor expansion at this point"):
        expand_around(source, around, order)


@pytest.mark.parametrize("source, around, order, expected", [
    ("max(exp(x), x)", "x=1", 2, {(0,): "e", (1,): "e", (2,): "e/2"}), ("relu(x)", "x=pi", 1, {(0,): "pi", (1,): "1"}),
    ("x if 0<x<3 and not x>2 else 1", "x=1", 1, {(0,): "1", (1,): "1"}),
    ("clamp(x,0,1)", "x=2", 2, {(0,): "1"}), ("x if not x<0 else 0", "x=7", 2, {(0,): "7", (1,): "1"}),
    ("clamp(x,0,1)*y", "x=2 y=1", 2, {(0, 0): "1", (0, 1): "1"}),
    ("floor(x)*x", "x=5/2", 1, {(0,): "5", (1,): "2"}), ("min(x, pi, 7)", "x=3", 1, {(0,): "3", (1,): "1"}),
    ("sign(x - pi)*x", "x=4", 1, {(0,): "4", (1,): "1"}), ("clamp(x, -1, 1) or x > 3", "x=-5", 1, {(0,): "1"})])
def test_steps_and_branches_are_decided_by_the_point(source, around, order, expected):
    assert coefficients(expand_around(source, around, order)) == expected


@pytest.mark.parametrize("source, at, what", [
    ("1/sinc(x)", 3, "a pole"), ("abs(atan(x)-pi/4)", 1, "a kink"), ("1/(sqrt(x)-sqrt(2)*sqrt(3))", 6, "a pole"),
    ("sqrt(atan(x)-pi/4)", 1, "an infinite derivative"), ("clamp(x, 0, 1)", 1, "a kink"),
    ("max(sqrt(x), sqrt(2)*sqrt(3))", 6, "a kink"),
    ("floor(3*tan(atan(x)))", 1, "a jump"), ("x if x < 3 and x > 0 else 1", 3, "a jump")])
def test_a_singularity_that_only_numbers_show_is_refused(source, at, what):
    with pytest.raises(GradcliError, match=f"it {FAULTS.get(what, f'has {what}')} there"):
        expand_around(source, f"x={at}", 1)
