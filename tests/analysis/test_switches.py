"""Switches: every place where a formula changes into another, however far or narrow."""

import math

import pytest

from gradcli.analysis import switches
from gradcli.analysis.switches import Switches
from gradcli.core.tape import Tape
from gradcli.engine.lower import lower
from gradcli.syntax.parser import parse


def found(source, name="x", **at):
    tape, root, variables = lower(parse(source))
    return Switches(tape, [root]).along(dict.fromkeys(variables, 0.7) | at, name)


@pytest.mark.parametrize("source, places", [
    ("abs(x)", [0]), ("abs(x-2000)", [2000]), ("max(0, x-1e5)", [1e5]), ("max(0, -1e12-x)", [-1e12]),
    ("1 if x < 999 else 2", [999]), ("1 + (x > 1e-7)", [1e-7]), ("clamp(x, 0.1, 0.9)", [0.1, 0.9]),
    ("1 if abs(x-0.12345) > 1e-3 else 2", [0.12245, 0.12345, 0.12445]),
    ("1 if abs(x-12345.678) < 1e-7 else 2", [12345.6779999, 12345.678, 12345.6780001]),
    ("1 if (x-3)**2 > 1e-8 else 2", [2.9999, 3.0001]), ("1 if x**2 - 6.2*x + 9.61 > 1e-6 else 2", [3.099, 3.101]),
    ("abs(x**2 - 2)", [-math.sqrt(2), math.sqrt(2)]),
    ("relu(3*x - 0.3)", [0.1]), ("log(x - 2000)", [2000]), ("sqrt(x)/(x-5)", [0, 5]), ("asin(x)", [-1, 1]),
    ("max(abs(x), x)", [0]), ("max(x, 2, 4, 5)", [2, 4, 5]), ("x if not (x > 1 or x < -2) else 3", [-2, 1]),
    ("1 if x else 2", [0]), ("round(x/10)", [-55, -45, -35, -25, -15, -5, 5, 15, 25, 35, 45, 55]),
    ("abs(x - y)", [0.7]), ("sin(x)*exp(x)", []), ("abs(y)", []), ("3", [])])
def test_switches_are_found(source, places):
    assert found(source) == pytest.approx(places, rel=1e-9)


def test_of_many_zeros_the_nearest_are_kept():
    near = [x for x in found("1 if cos(x) > 0 else 2") if abs(x) < 9]
    assert near == pytest.approx([(k + 0.5) * math.pi for k in (-3, -2, -1, 0, 1, 2)])
    assert len(found("1 if cos(x) > 0 else 2")) <= switches.MAX_SWITCHES


@pytest.mark.parametrize("source, x, on", [
    ("abs(x-0.1)", 0.1, True), ("abs(3*x-0.3)", 0.1, True), ("abs(x)", 1e-300, False), ("relu(x-1)", 1 + 2.0**-52, False),
    ("floor(x)", 3.0, True), ("exp(x)", 0.0, False)])
def test_a_point_is_on_a_switch_as_far_as_rounding_lets_it_be_known(source, x, on):
    tape, root, _ = lower(parse(source))
    assert Switches(tape, [root]).is_on({"x": x}) is on


def test_the_distance_to_the_next_switch():
    tape, root, _ = lower(parse("abs(x) + abs(x - 3)"))
    them = Switches(tape, [root])
    assert [them.distances({"x": x}, "x") for x in (1.0, 0.0, -5.0)] == [(1.0, 2.0), (math.inf, 3.0), (math.inf, 5.0)]
    assert Switches(Tape(), []).distances({"x": 1.0}, "x") == (math.inf, math.inf)
