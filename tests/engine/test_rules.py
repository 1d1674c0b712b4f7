"""Adjoint rules, recorded once and spliced into tapes."""

import pytest
from counting import calls
from expressions import CALLS

from gradcli.core.primitive import FUNCTIONS, OPERATORS
from gradcli.core.tape import Tape
from gradcli.domains.float64 import run
from gradcli.engine import rules, taylor
from gradcli.engine.forward import forward
from gradcli.engine.lower import lower
from gradcli.engine.passes import HashConsedTape
from gradcli.engine.reverse import reverse
from gradcli.syntax.parser import parse


def test_a_rule_is_the_same_whatever_tape_it_was_recorded_for():
    """Rules are recorded once and spliced: their results must not depend on the tape on which they were first used."""
    for row in CALLS:
        plain, sharing = Tape(), HashConsedTape()
        for tape in (plain, sharing):
            leaves = [tape.variable(name) for name in "abc"[:row.least]]
            root = tape.emit(row, tuple(leaves))
            adjoints = reverse(tape, root, leaves)
            tape.verify()
            at = dict(zip("abc", (0.3, 0.6, 0.9), strict=True))
            values = [run(tape, at)[adjoints[leaf]] for leaf in leaves if leaf in adjoints]
            if tape is plain:
                expected = values
        assert list(map(repr, values)) == list(map(repr, expected)), row


@pytest.mark.parametrize("name", ["max", "min", "hypot"])
def test_many_arguments_have_the_adjoints_of_few(name, monkeypatch):
    """The rule for many arguments, with ties and without, against the rule of each argument."""
    values = {"x": 3.0, "y": -2.0, "z": 3.0, "w": 0.5}
    text = f"{name}({', '.join(['x', 'y*y', 'z', 'x', 'w + x', 'x*z', '-w'])})*w"
    found = []
    for count in (1000, 3):
        monkeypatch.setattr(rules, "JOINT_FROM", count)
        monkeypatch.setattr(taylor, "JOINT_FROM", count)
        tape, root, leaves = lower(parse(text))
        adjoints = reverse(tape, root, list(leaves.values()))
        second = forward(tape, [adjoints[leaves["w"]]], {leaves["x"]: tape.constant(1)})
        numbers = run(tape, values)
        found.append([numbers[adjoints[slot]] for slot in leaves.values()] + [numbers[slot] for slot in second.values()])
    assert found[0] == pytest.approx(found[1], rel=1e-15)


def test_many_arguments_cost_as_many_as_they_are():
    def cost(n):
        tape, root, leaves = lower(parse(f"max({', '.join(f'x{i}' for i in range(n))})"))
        return calls(reverse, tape, root, list(leaves.values()))

    assert cost(400) < 2.2 * cost(200)


@pytest.mark.parametrize("word, index, mask, value", [
    ("relu", 0, "gt", "g"), ("where", 1, "x", "g"), ("where", 2, "not x", "g"), ("*", 0, None, "y"), ("+", 1, None, "g")])
def test_a_condition_is_split_from_the_value_that_it_masks(word, index, mask, value):
    """Where the mask is 0, nothing is added, be the value inf or nan."""
    row = FUNCTIONS.get(word) or OPERATORS[word]
    count = row.least
    rule = rules.compile_rule(row, index, count, None)
    names = ["g", "result", *"xyz"[:count]]
    tape = Tape()
    slots = rules.splice(tape, rule, [tape.variable(name) for name in names], None)
    values = run(tape, {"g": 7.0, "result": 2.0, "x": 3.0, "y": 5.0, "z": 11.0})
    assert values[slots[rule.value]] == {"g": 7.0, "y": 35.0}[value] and rule.is_identity == (word == "+")
    assert (None if rule.mask is None else values[slots[rule.mask]]) == {None: None, "gt": 1, "x": 3.0, "not x": 0}[mask]


def test_no_gradient_flows_along_a_step():
    assert rules.compile_rule(FUNCTIONS["floor"], 0, 1, None) is rules.compile_rule(OPERATORS["if"], 0, 3, None) is None


def test_a_first_adjoint_of_1_is_left_out_of_products():
    with_g, first = (rules.compile_rule(OPERATORS["*"], 0, 2, None, first) for first in (False, True))
    assert (len(with_g.steps), len(first.steps)) == (1, 0) and rules.compile_rule(OPERATORS["*"], 0, 2, None, True) is first


def test_an_exact_0_alone_is_zero():
    tape = Tape()
    slots = [tape.constant(0), tape.constant(1), tape.variable("x")]
    assert [rules.is_zero(tape, slot) for slot in slots] == [True, False, False]
