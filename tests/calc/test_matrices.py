"""Gradients, Hessians, Jacobians: formulas and numbers say the same, whichever names are bound."""

import math
from itertools import pairwise

import pytest
from asking import pose
from counting import calls
from expressions import function, smooth
from mpmath import mp, mpf

from gradcli.calc.derivatives import derivatives
from gradcli.calc.matrices import gradient, hessian, jacobian, nonzero_hessian, nonzero_jacobian
from gradcli.calc.question import Question
from gradcli.calc.values import evaluate
from gradcli.engine.lower import lower
from gradcli.errors import GradcliError
from gradcli.render.text import entry as written
from gradcli.syntax.bindings import bindings
from gradcli.syntax.printer import text


def worth(formula, at):
    with mp.workdps(40):
        return function(text(formula), at, "")()


def near(a, b, scale=1.0):
    return abs(a - b) <= 1e-9 * max(scale, abs(a), abs(b))


def test_formulas_of_gradients_are_the_numbers():
    for source, at in smooth(61, 40, 6):
        formulas, numbers = gradient(pose(source)), evaluate(pose(source, **at))
        assert list(formulas.partials) == list(numbers.partials)
        for name, formula in formulas.partials.items():
            assert near(worth(formula, at), numbers.partials[name]), (source, name)


def test_formulas_of_hessians_are_the_numbers_and_those_of_mpmath():
    looked = 0
    for source, at in smooth(62, 35, 5):
        if "y" not in at:
            continue
        looked += 1
        formulas, numbers = hessian(pose(source)), hessian(pose(source, **at))
        assert formulas.wrt == numbers.wrt
        with mp.workdps(20):
            f, point = function(source, at, "xy"), (mpf(at["x"]), mpf(at["y"]))
            truths = {"xx": mp.diff(f, point, (2, 0)), "yy": mp.diff(f, point, (0, 2)), "xy": mp.diff(f, point, (1, 1))}
        scale = max(1, *map(abs, truths.values()))
        for i, a in enumerate(formulas.wrt):
            for j, b in enumerate(formulas.wrt):
                truth = truths["".join(sorted(a + b))]
                assert near(worth(formulas.hessian[i][j], at), truth, scale), (source, a, b)
                assert near(numbers.hessian[i][j], truth, scale), (source, a, b)
    assert looked > 10


@pytest.mark.parametrize("source, at, wrt, expected", [
    ("x**2*y**3", {}, None, {"x": "2*x*y**3", "y": "3*x**2*y**2"}), ("a*x**2", {"a": 3}, None, {"x": "6*x"}),
    ("a*x**2", {"a": 3}, ["a"], {"a": "x**2"}), ("x + floor(y)", {}, None, {"x": "1", "y": "0"}),
    ("x", {}, ["x"], {"x": "1"})])
def test_gradient(source, at, wrt, expected):
    assert {name: text(formula) for name, formula in gradient(pose(source, **at), wrt).partials.items()} == expected


@pytest.mark.parametrize("source, at, wrt, expected", [
    ("x**2*y", {}, None, [["2*y", "2*x"], ["2*x", "0"]]), ("a*x*y", {"a": 2}, None, [["0", "2"], ["2", "0"]]),
    ("x**3*y*z", {}, ["z", "x"], [["0", "3*x**2*y"], ["3*x**2*y", "6*x*y*z"]])])
def test_hessian(source, at, wrt, expected):
    found = hessian(pose(source, **at), wrt)
    assert [[text(entry) for entry in row] for row in found.hessian] == expected


def test_hessian_in_numbers():
    found = hessian(pose("x**2*y + y**3", x=1, y=2))
    assert (found.hessian, found.at, found.warnings) == ([[4, 2], [2, 12]], {"x": 1, "y": 2}, [])
    assert all(math.isnan(entry) for row in hessian(pose("log(x)*y", x=-1, y=1)).hessian for entry in row)


def test_jacobian():
    found = jacobian([pose("r*cos(t)"), pose("r*sin(t)")])
    assert [[text(entry) for entry in row] for row in found.jacobian] == [["cos(t)", "-r*sin(t)"], ["sin(t)", "r*cos(t)"]]
    found = jacobian([pose("x*y", x=2, y=3), pose("x", x=2, y=3)])
    assert (found.wrt, found.jacobian, found.warnings) == (("x", "y"), [[3, 2], [1, 0]], [])
    found = jacobian([pose("x"), pose("y")], ["y", "x"])
    assert [[text(entry) for entry in row] for row in found.jacobian] == [["0", "1"], ["1", "0"]]
    found = jacobian([pose("x*y", x=2, y=3), pose("y**2", x=2, y=3)], ["x", "z"])
    assert found.jacobian == [[3, 0], [0, 0]]
    assert hessian(pose("x**2", x=2), ["z", "x"]).hessian == [[0, 0], [0, 2]]


def test_a_gradient_in_numbers_is_evaluated():
    found = gradient(pose("u**3+v**2+4*u*v", u=3, v=4))
    assert (found.partials, found.at) == ({"u": 43, "v": 20}, {"u": 3, "v": 4})
    answer = evaluate(pose("u**3+v**2+4*u*v", u=3, v=4), ["v"])
    assert (answer.value, answer.partials, answer.grad_fn) == (91, {"v": 20}, "AddBackward0")


def test_what_is_not_bound_is_asked_for():
    with pytest.raises(GradcliError, match="y, z are not bound"):
        evaluate(pose("x*y*z", x=1))


def test_a_gradient_of_many_variables_is_linear():
    def large(count):
        return gradient, Question(" + ".join(f"x{i}**2" for i in range(count)), {})

    assert calls(*large(100)) < 2.1 * calls(*large(50)) + 100


SPARSE = [("x*y + z**2", {}), ("x*y + z**2", {"x": 0, "y": 1, "z": 2}), ("sqrt(x)*y + z", {"x": 0, "y": 0, "z": 1}),
          ("log(x)*y", {"x": -1, "y": 1}), ("x + y", {"x": 1, "y": 2}), ("a*x*y - y*a*x + z**3", {"a": 2}), ("7", {})]


@pytest.mark.parametrize("source, at", SPARSE)
def test_the_entries_that_are_not_0_are_those_of_the_matrix(source, at):
    questions = [pose(source, **at), pose("x*z", **at), pose("3", **at)]
    for whole, some in ((hessian(questions[0], ["z", "x", "y"]), nonzero_hessian(questions[0], ["z", "x", "y"])),
                        (jacobian(questions, ["z", "x", "y"]), nonzero_jacobian(questions, ["z", "x", "y"]))):
        entries = {name: written(entry) for name, entry in whole.entries().items()}
        assert [*some.nonzero] == [name for name, entry in entries.items() if entry not in ("0", "-0")]
        assert all(written(entry) == entries[name] for name, entry in some.nonzero.items())
        assert (some.at, some.warnings, some.wrt) == (whole.at, whole.warnings, whole.wrt)


def test_a_jacobian_reads_its_bindings_once(monkeypatch):
    from gradcli.calc import question as module

    lowered = []
    monkeypatch.setattr(module, "lower", lambda *arguments, **options: lowered.append(1) or lower(*arguments, **options))
    module._lower_once.cache_clear()
    names = [f"x{i}" for i in range(40)]
    given = bindings([f"{name}=0.5" for name in names])
    first = Question(f"{names[0]}*2", given)
    questions = [first, *(Question(f"{a}*{b}", first.given) for a, b in pairwise(names))]
    found = nonzero_jacobian(questions)
    assert len(found.nonzero) == 1 + 2 * 39 and len(lowered) <= len(names) + 3 * len(questions)


def test_a_name_may_be_given_twice():
    question, bound, twice = pose("x**2*y"), pose("x**2*y", x=3, y=2), ["x", "x", "y"]
    assert {name: text(each) for name, each in gradient(question, twice).partials.items()} == {"x": "2*x*y", "y": "x**2"}
    assert gradient(bound, twice).partials == {"x": 12, "y": 9} and len(jacobian([bound], twice).jacobian[0]) == 3
    assert [text(entry) for entry in hessian(question, twice).hessian[2]] == ["2*x", "2*x", "0"]
    assert hessian(bound, twice).hessian[2] == [6, 6, 0]
    assert nonzero_hessian(bound, twice).nonzero == {"d2/dx2": 4, "d2/dxdy": 6, "d2/dydx": 6}
    assert nonzero_jacobian([question], twice).nonzero.keys() == {"df1/dx", "df1/dy"}


def test_a_hessian_is_symmetric_to_the_last_bit():
    source = "K*exp(-r*T)*normcdf((log(S/K)+(r+s**2/2)*T)/(s*sqrt(T)))"
    bound = bindings(["K=100.3", "r=0.051", "T=1.23", "S=97.7", "s=0.21"])
    names = ["S", "T", "K", "r", "s"]
    found = hessian(Question(source, bound), names).hessian
    assert all(found[i][j] == found[j][i] for i in range(5) for j in range(i))
    again = hessian(Question(source, bound), names[::-1]).hessian
    assert [row[::-1] for row in again[::-1]] == [list(row) for row in found]
    mixed = [derivatives(Question(source, bound), pair, False, False)[0].value for pair in (["K", "T"], ["T", "K"])]
    assert mixed == [found[2][1]] * 2


@pytest.mark.parametrize("source, at", [
    ("floor(log(x))*y", {"x": -1, "y": 2}), ("x*sign(log(y))", {"x": 1, "y": -1}), ("sign(x)*y", {"x": math.nan, "y": 2}),
    ("floor(x)", {"x": math.nan}), ("y*round(asin(x))", {"x": 2, "y": 1})])
def test_where_the_value_is_nan_it_is_said_why_though_no_second_derivative_is_computed(source, at):
    found = hessian(pose(source, **at))
    assert all(math.isnan(entry) for row in found.hessian for entry in row) and found.warnings
