"""The tangent sweep, compared with the adjoint sweep; Hessians, from both."""

import math

import pytest
from expressions import precisely, real, rosenbrock, smooth
from mpmath import mp, mpf

from gradcli.core.primitive import FUNCTIONS
from gradcli.domains.float64 import run
from gradcli.engine import forward as module
from gradcli.engine import rules
from gradcli.engine.forward import _push as push
from gradcli.engine.forward import forward
from gradcli.engine.lower import lower
from gradcli.engine.reverse import reverse
from gradcli.syntax.parser import parse


def both(source):
    """A tape, and the slots of the derivatives along each variable by the tangent and by the adjoint sweep."""
    tape, root, variables = lower(parse(source))
    adjoints = reverse(tape, root, list(variables.values()))
    found = {}
    for name, slot in variables.items():
        tangents = forward(tape, [root], {slot: tape.constant(1)})
        found[name] = tangents.get(root), adjoints.get(slot)
    tape.verify()
    return tape, found


def differing(count):
    found = []
    with mp.workdps(40):
        for source, at in smooth(2, count, 9):
            tape, slots = both(source)
            values = [real(value) for value in [*precisely(tape, at), 0]]
            for name, (ahead, back) in slots.items():
                one, other = (values[-1 if slot is None else slot] for slot in (ahead, back))
                if not abs(one - other) <= mpf("1e-25") * max(1, abs(one)):
                    found.append((source, name, one, other))
    return found


def test_forward_is_reverse_on_random_expressions():
    assert differing(300) == []


def test_a_rule_that_is_not_linear_is_caught(monkeypatch):
    """A rule must be linear in g, or the sweeps differ for functions composed with it."""
    cos = FUNCTIONS["cos"]
    rules.compile_rule.cache_clear()
    monkeypatch.setattr(FUNCTIONS["sin"], "rules", [lambda g, y, x: g ** 2 * cos(x)])
    assert differing(100)
    rules.compile_rule.cache_clear()


@pytest.mark.parametrize("source, at", [
    ("where(x > 0, log(x), x**2)", -1.0), ("where(x > 0, log(x), x)", 0.0), ("relu(log(x))", 0.0), ("max(1/x, 3)", -2.0),
    ("clamp(log(x), -1, 1)", 0.0), ("min(log(x), x)*2", 1.0), ("abs(x)*x", 0.0), ("where(x > 0, x*log(x), 0)", 0.0),
    ("floor(x)*x", 2.5), ("max(x, x)", 1.0), ("x % 2", 2.5), ("max(x, 1, 1)", 1.0), ("where(x > 0, sqrt(x), 0)*x", 0.0)])
def test_at_branches_too(source, at):
    tape, slots = both(source)
    values = run(tape, {"x": at})
    ahead, back = (0.0 if slot is None else values[slot] for slot in slots["x"])
    assert ahead == back and math.isfinite(ahead)


def test_a_direction_and_several_roots():
    tape, product, variables = lower(parse("x*y"))
    square = tape.emit(tape.operations[product], (product, product))
    seeds = {variables["x"]: tape.constant(3), variables["y"]: tape.constant(-1)}
    tangents = forward(tape, [square, product, variables["x"]], seeds)
    values = run(tape, {"x": 2.0, "y": 5.0})
    assert {slot: values[tangent] for slot, tangent in tangents.items()} == {product: 13, square: 260, variables["x"]: 3}


def test_what_does_not_move_has_no_tangent():
    tape, root, variables = lower(parse("x + sin(y)*floor(x)"))
    assert forward(tape, [root], {}) == {}
    constant = tape.constant(4)
    assert forward(tape, [constant], {variables["x"]: tape.constant(1)}) == {}


def hessian(source):
    """A tape, and the slots of all second derivatives, the variables by their names' numbers: a tangent sweep for each
    variable over one adjoint sweep."""
    tape, root, variables = lower(parse(source))
    slots = [variables[name] for name in sorted(variables, key=lambda name: (len(name), name))]
    before = len(tape)
    adjoints = reverse(tape, root, slots)
    swept = len(tape)
    rows = [forward(tape, [adjoints[slot] for slot in slots], {slot: tape.constant(1)}) for slot in slots]
    return tape, [[row.get(adjoints[slot]) for slot in slots] for row in rows], (before, swept, len(tape))


def test_the_hessian_of_a_hundred_variables_is_right():
    count = 100
    tape, slots, _ = hessian(rosenbrock(count))
    at = {f"x{i}": 0.01 * i - 0.4 for i in range(1, count + 1)}
    values = run(tape, at)
    for i in range(count):
        for j in range(count):
            x, y = at[f"x{i + 1}"], at.get(f"x{i + 2}", 0.0)
            expected = 0.0
            if i == j:
                expected = (1200 * x**2 - 400 * y + 2) * (i < count - 1) + 200 * (i > 0)
            elif abs(i - j) == 1:
                expected = -400 * at[f"x{min(i, j) + 1}"]
            found = 0.0 if slots[i][j] is None else values[slots[i][j]]
            assert found == pytest.approx(expected, rel=1e-12, abs=1e-12), (i, j)


@pytest.mark.parametrize("count", [5, 20, 60])
def test_the_work_of_a_hessian_is_variables_times_tape(count):
    """Each forward sweep costs at most a constant times the gradient."""
    _, _, (before, swept, after) = hessian(rosenbrock(count))
    assert swept <= 5 * before + 20 and after <= 12 * count * before


def test_hessians_are_symmetric_and_those_of_nested_adjoint_sweeps():
    checked = 0
    with mp.workdps(40):
        for source, at in smooth(5, 250, 9):
            if "y" not in at:
                continue
            tape, slots, _ = hessian(source)
            other, root, variables = lower(parse(source))
            variables = dict(sorted(variables.items()))
            first = reverse(other, root, list(variables.values()))
            second = [reverse(other, first[slot], list(variables.values())) for slot in variables.values()]
            tape.verify()
            other.verify()
            values, nested = ([real(value) for value in [*precisely(each, at), 0]] for each in (tape, other))
            for i in range(2):
                for j, slot in enumerate(variables.values()):
                    here, mirrored = (values[-1 if s is None else s] for s in (slots[i][j], slots[j][i]))
                    scale = mpf("1e-20") * max(1, abs(here))
                    assert abs(here - mirrored) <= scale and abs(here - nested[second[i].get(slot, -1)]) <= scale, source
            checked += 1
    assert checked > 60


def swept_slots(source, monkeypatch):
    """How many slots the sweeps of a Hessian visit, and the second derivatives."""
    tape, root, variables = lower(parse(source))
    adjoints = reverse(tape, root, list(variables.values()))
    visited = []
    monkeypatch.setattr(module, "_push", lambda tape, slots, tangents: visited.extend(slots) or push(tape, slots, tangents))
    found = module.append_second_derivatives(tape, adjoints, variables.values())
    monkeypatch.undo()
    return len(visited), {(a, b) for a, x in variables.items() for b, y in variables.items() if (x, y) in found}


def test_a_sparse_hessian_takes_work_of_its_nonzeros(monkeypatch):
    visited = []
    for n in (20, 40, 80):
        work, found = swept_slots("+".join(f"(x{i + 1}-x{i}**2)**2+sin(x{i})" for i in range(n)), monkeypatch)
        assert found == {(f"x{i}", f"x{j}") for i in range(n + 1) for j in range(n + 1) if abs(i - j) <= 1}
        visited.append(work)
    assert visited[2] - visited[1] < 2.1 * (visited[1] - visited[0])
