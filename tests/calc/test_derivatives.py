"""Derivatives of any order: numbers by Taylor series, formulas by sweeps and canonical forms; both say the same."""


import pytest
from asking import pose
from counting import calls
from expressions import function, smooth
from mpmath import mp

from gradcli.calc.derivatives import derivatives
from gradcli.calc.question import Question
from gradcli.calc.ways import along
from gradcli.engine.taylor import Expansion
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings
from gradcli.syntax.printer import text


def test_the_order_of_what_is_answered():
    found = derivatives(pose("x**3*y", x=2, y=5), ["x", "x", "y"], every=True, formulas=True)
    assert [(each.wrt, each.order, text(each.derivative), each.value) for each in found] == [
        ((), 0, "x**3*y", 40), (("x",), 1, "3*x**2*y", 60), (("x", "x"), 2, "6*x*y", 60), (("x", "x", "y"), 3, "6*x", 12)]
    last, = derivatives(pose("x**3*y", x=2, y=5), ["x", "y"], every=False, formulas=False)
    assert (last.derivative, last.value, last.at) == (None, 12, {"x": 2, "y": 5})


@pytest.mark.parametrize("source, at, wrt, expected", [
    ("a*x**3", {"a": 2}, ["x", "x"], "12*x"), ("a*x**3", {"x": 2}, ["a"], "8"), ("a*x**n", {"n": 3}, ["x"], "3*a*x**2"),
    ("x**2", {}, ["x"], "2*x"), ("sin(k*x)", {"k": 1}, ["x"], "cos(x)"), ("x*y", {"x": 3}, ["x"], "y"),
    ("a*x", {"a": 0.1}, ["x"], "0.1")])
def test_what_is_bound_is_a_number_in_the_formula(source, at, wrt, expected):
    found, = derivatives(pose(source, **at), wrt, every=False, formulas=False)
    assert (text(found.derivative), found.value) == (expected, None)


def test_formulas_that_are_evaluated_are_the_numbers():
    """The two ways to the same answer: sweeps and canonical forms, or Taylor series."""
    for source, at in smooth(53, 15, 5):
        numbers = derivatives(pose(source, **at), ["x"] * 3, every=True, formulas=False)
        with mp.workdps(40):
            values = [function(text(formula), at, "")() for formula in along(Question(source, {}), ["x"] * 3)]
        scale = max(1, *map(abs, values))
        for each, value in zip(numbers, values, strict=True):
            assert abs(each.value - value) <= 1e-9 * scale, (source, at, each.order)


def test_along_a_name_that_does_not_occur_it_is_0():
    found = derivatives(pose("x**2", x=3), ["x", "z"], every=True, formulas=True)
    assert [report.value for report in found] == [9, 6, 0] and text(found[2].derivative) == "0"
    assert [report.value for report in derivatives(pose("x**2", x=3), ["z", "x"], every=True, formulas=False)] == [9, 0, 0]


@pytest.mark.parametrize("count, limit", [(400, 10_000_000), (12, 10_000_000), (8, 10_000)])
def test_a_mixed_partial_along_too_many_names_is_refused_at_once(monkeypatch, count, limit):
    monkeypatch.setattr(Expansion, "__init__", None)
    names = [f"v{i}" for i in range(count)]
    question = Question(f"exp({'*'.join(names)})", bindings(f"{name}=1" for name in names), limit)
    with pytest.raises(GradcliError, match=rf"^the derivative of order {count} takes about .* beyond the limit of {limit}$"):
        derivatives(question, names, every=False, formulas=False)


@pytest.mark.parametrize("source", ["digamma(x)", "si(x)", "besselj(2,x)", "x*si(x)"])
def test_a_high_order_whose_derivatives_do_not_close_is_refused_at_once(source):
    assert calls(lambda: refused_beyond_the_limit(source)) < 200_000


def refused_beyond_the_limit(source):
    with pytest.raises(GradcliError, match="order 1000 takes about .* beyond the limit of 10000000"):
        derivatives(pose(source, x=2), ["x"] * 1000, every=False, formulas=False)


def test_a_high_order_of_a_long_text_is_refused_at_once():
    with pytest.raises(GradcliError, match="order 1000 takes about .* beyond the limit of 10000000"):
        derivatives(pose("+".join(f"sin({k}*x)" for k in range(300)), x=1), ["x"] * 1000, every=False, formulas=False)
    swept, = derivatives(pose("+".join(["x"] * 50_000), x=1), ["x", "x"], every=False, formulas=False)
    assert swept.value == 0


def test_formulas_of_what_unfolds_are_bounded_by_the_limit_not_by_their_length():
    doubling = "".join(f"f{i}(t) = f{i - 1}(t+{i}) + f{i - 1}({i}*t);" for i in range(1, 12))
    with pytest.raises(GradcliError, match="takes more work than the limit"):
        along(Question(f"f0(t) = t*sin(t);{doubling}f11(x)", {}, 2 * 10**6), ["x"])
