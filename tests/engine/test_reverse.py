"""The adjoint sweep: its cost, branches that are not taken, sweeps of sweeps."""

import math

import pytest
from expressions import function, rosenbrock, smooth
from mpmath import mp, mpf

from gradcli.core.primitive import FUNCTIONS, OPERATORS
from gradcli.domains.float64 import run
from gradcli.engine import rules
from gradcli.engine.lower import lower
from gradcli.engine.reverse import reverse
from gradcli.syntax.parser import parse


def gradient(source, **at):
    tape, root, variables = lower(parse(source))
    adjoints = reverse(tape, root, list(variables.values()))
    tape.verify()
    values = run(tape, at)
    return {name: values[adjoints[slot]] if slot in adjoints else 0.0 for name, slot in variables.items()}


@pytest.mark.parametrize("source, at, expected", [
    ("u**3+v**2+4*u*v", {"u": 3.0, "v": 4.0}, {"u": 43.0, "v": 20.0}), ("x*x*x", {"x": 2.0}, {"x": 12.0}),
    ("3", {}, {}), ("x", {"x": 5.0}, {"x": 1.0}), ("y + 0*x", {"x": 1.0, "y": 1.0}, {"x": 0.0, "y": 1.0}),
    ("x//1 + y", {"x": 1.5, "y": 1.0}, {"x": 0.0, "y": 1.0}),
    ("a = x*y; b = a + x; a*b", {"x": 2.0, "y": 3.0}, {"x": 48.0, "y": 28.0}),
    ("x % y", {"x": 7.5, "y": 2.0}, {"x": 1.0, "y": -3.0}), ("x/y", {"x": 1.0, "y": 2.0}, {"x": 0.5, "y": -0.25})])
def test_gradient(source, at, expected):
    assert gradient(source, **at) == expected


def wrong_gradients(count):
    found = []
    for source, at in smooth(1, count, 8):
        tape, root, variables = lower(parse(source))
        adjoint = reverse(tape, root, [variables["x"]])[variables["x"]]
        tape.verify()
        with mp.workdps(30):
            truth = mp.diff(function(source, at), mpf(at["x"]))
        if not abs(run(tape, at)[adjoint] - truth) <= 1e-9 * max(1, abs(truth)):
            found.append((source, at))
    return found


def test_gradients_of_random_expressions_are_those_of_mpmath():
    assert wrong_gradients(200) == []


@pytest.mark.parametrize("row, wrong", [
    (OPERATORS["*"], [lambda g, y, a, b: g * b, lambda g, y, a, b: g * b]),
    (FUNCTIONS["sin"], [lambda g, y, x: -g * FUNCTIONS["cos"](x)]),
    (OPERATORS["-"], [lambda g, y, a, b: g, lambda g, y, a, b: g])])
def test_a_wrong_rule_is_caught(row, wrong, monkeypatch):
    rules.compile_rule.cache_clear()
    monkeypatch.setattr(row, "rules", wrong)
    assert wrong_gradients(60)
    rules.compile_rule.cache_clear()


@pytest.mark.parametrize("count", [10, 30, 100, 300, 1000])
def test_a_gradient_costs_five_times_the_function_whatever_the_number_of_variables(count):
    tape, root, variables = lower(parse(rosenbrock(count)))
    before = len(tape)
    assert len(variables) == count
    adjoints = reverse(tape, root, list(variables.values()))
    assert len(tape) <= 5 * before + 20
    if count == 10:
        at = {f"x{i}": 0.3 * i - 1 for i in range(1, count + 1)}
        values = run(tape, at)
        for i in range(1, count + 1):
            x, after, below = at[f"x{i}"], at.get(f"x{i + 1}"), at.get(f"x{i - 1}")
            expected = (-400 * x * (after - x**2) - 2 * (1 - x) if after is not None else 0) + (
                200 * (x - below**2) if below is not None else 0)
            assert values[adjoints[variables[f"x{i}"]]] == pytest.approx(expected, rel=1e-12)


def test_only_what_is_asked_for_is_swept():
    tape, root, variables = lower(parse("sin(cos(exp(y)))*x"))
    before = len(tape)
    assert set(reverse(tape, root, [variables["x"]])) == {variables["x"], root}
    assert len(tape) <= before + 4


def test_a_first_adjoint_of_one_multiplies_nothing():
    tape, root, variables = lower(parse("x*y + sin(y) - 3*x"))
    x, y = variables.values()
    before = len(tape)
    adjoints = reverse(tape, root, [x, y])
    assert [row.name for row in tape.operations[before:]] == ["constant", "constant", "mul", "cos", "add", "add"]
    assert run(tape, {"x": 2.0, "y": 0.0})[adjoints[y]] == 3.0


# An adjoint of zero stops, whatever stands behind the branch that is not taken: at these points inf and nan do.
@pytest.mark.parametrize("source, at, expected", [
    ("where(x > 0, log(x), 0)", {"x": -1.0}, 0.0), ("where(x > 0, log(x), x)", {"x": 0.0}, 1.0),
    ("where(x > 0, log(x), x)", {"x": -1.0}, 1.0), ("where(x > 0, sqrt(x), 3*x)", {"x": 0.0}, 3.0),
    ("1/x if x > 0 else x", {"x": 0.0}, 1.0), ("x if x < 1 else 1/(x - x)", {"x": 0.5}, 1.0),
    ("exp(x) if x <= 0 else 1 + x", {"x": 1000.0}, 1.0), ("where(x > 0, x*log(x), 0)", {"x": 0.0}, 0.0),
    ("where(x != 0, sin(x)/x, 1)", {"x": 0.0}, 0.0), ("where(x > 0, x**x, x*x)", {"x": 0.0}, 0.0),
    ("max(x, 2 + 0*y)", {"x": 1.0, "y": 1.0}, 0.0), ("max(sqrt(x - 1), 5)", {"x": 1.0}, 0.0),
    ("min(log(x), 5 + x)", {"x": 0.0}, math.inf), ("max(log(x), x)", {"x": 0.0}, 1.0),
    ("min(1/x, x)", {"x": 0.0}, 1.0), ("relu(log(x))", {"x": 0.0}, 0.0), ("relu(-1/x)", {"x": 0.0}, 0.0),
    ("clamp(log(x), -1, 1)", {"x": 0.0}, 0.0), ("clamp(1/x, -1, 1)", {"x": 0.0}, 0.0),
    ("clamp(2, sqrt(x), 5)", {"x": 0.0}, 0.0), ("max(log(x), x, 3)", {"x": 0.0}, 0.0),
    ("where(0, x, 2*x)", {"x": 4.0}, 2.0), ("where(x > 0, where(x > 1, 1/(x - x), x), 0)", {"x": 0.5}, 1.0),
    ("where(x < 0, where(x > 1, 1/(x - x), log(x)), x**2)", {"x": 0.5}, 1.0),
    ("where(x > 0, log(x), 0) + where(x > 0, 0, 1/(x + 1))", {"x": -2.0}, -1.0),
    ("sin(where(x > 0, sqrt(x), 0))*3 + x", {"x": 0.0}, 1.0),
    ("a = log(x); where(x > 0, a, x) + where(x > 1, a, 0)", {"x": -1.0}, 1.0),
    ("f(t) = where(t > 0, t*log(t), 0); f(x) + f(1 - x)", {"x": 0.0}, -1.0),
    ("where(x > 0, atan2(x, x), x)", {"x": 0.0}, 1.0), ("where(x > 0, hypot(x, x), x)", {"x": 0.0}, 1.0),
    ("where(x > 0, x**y, x*y)", {"x": 0.0, "y": -1.0}, -1.0)])
def test_a_branch_not_taken_adds_exactly_nothing(source, at, expected):
    found = gradient(source, **at)["x"]
    assert found == expected and (found or math.copysign(1, found) == 1)


def test_a_product_with_what_is_infinite_is_not_a_branch():
    assert math.isnan(gradient("0*log(x)", x=0.0)["x"]) and math.isnan(gradient("x/x", x=0.0)["x"])


def test_the_second_sweep_stops_at_branches_too():
    for source, at, expected in [("where(x > 0, log(x), x**2)", -1.0, 2.0), ("relu(log(x))", 0.0, 0.0),
                                 ("max(1/x, x**2, 7)", -1.0, 0.0), ("where(x > 0, sqrt(x), x**2)", 0.0, 2.0)]:
        tape, root, variables = lower(parse(source))
        slot, x = root, variables["x"]
        for _ in range(2):
            slot = reverse(tape, slot, [x]).get(x, tape.constant(0))
        tape.verify()
        assert run(tape, {"x": at})[slot] == expected, source


def test_a_wrong_mask_is_caught(monkeypatch):
    """Were the branch not taken multiplied by 0 instead of being left out, nan would show."""
    g_times_condition = [None, lambda g, y, c, a, b: g * c, lambda g, y, c, a, b: g * ~c]
    rules.compile_rule.cache_clear()
    monkeypatch.setattr(OPERATORS["if"], "rules", g_times_condition)
    assert math.isnan(gradient("where(x > 0, log(x), x)", x=0.0)["x"])
    rules.compile_rule.cache_clear()


@pytest.mark.parametrize("large", [
    lambda n: "sin(" * n + "x" + ")" * n, lambda n: "x" + "*x" * n, lambda n: "x" + "+y*x" * n])
def test_the_sweep_is_linear(large):
    sizes = []
    for count in (2000, 4000):
        tape, root, variables = lower(parse(large(count)))
        reverse(tape, root, list(variables.values()))
        sizes.append(len(tape))
    assert sizes[1] <= 2 * sizes[0]
