"""Slots at a kink, a jump, a pole or the edge of a branch."""

import pytest

from gradcli.analysis.boundaries import boundary_slots
from gradcli.analysis.rounding import bounds
from gradcli.domains.float64 import run
from gradcli.engine.lower import lower
from gradcli.syntax.parser import parse


def found(source, **at):
    """The parts of a text that are at a boundary."""
    tape, root, _ = lower(parse(source))
    values = run(tape, at)[:root + 1]
    return [source[slice(*tape.spans[slot])] for slot in boundary_slots(tape, values, bounds(tape, values))]


@pytest.mark.parametrize("source, x, parts", [
    ("abs(x) + x", 0.0, ["abs(x)"]), ("abs(x) + x", 1e-300, []), ("floor(x)*abs(x - 2)", 2.0, ["floor(x)", "abs(x - 2)"]),
    ("max(x, 1)*2", 1.0, ["max(x, 1)"]), ("x if x > 1 else 2", 1.0, ["x > 1", "x if x > 1 else 2"]),
    ("x if x else 2", 0.0, ["x if x else 2"]), ("x if x < 3 and x > 1 else 2", 1.0, ["x > 1", "x < 3 and x > 1",
                                                                                  "x if x < 3 and x > 1 else 2"]),
    ("atan(1/x)", 0.0, ["1/x"]), ("1/x", 0.0, []), ("exp(x)", 1000.0, []), ("sin(x)", 0.0, [])])
def test_parts_at_a_boundary(source, x, parts):
    assert sorted(found(source, x=x)) == sorted(parts)


def test_an_argument_that_rounding_cannot_tell_from_0_is_at_it():
    """(1.5 + 1e16) - 1e16 is 2 in doubles, whose rounding may have been as large as 1."""
    for source in ("abs((x + 1e16) - 1e16 - x)", "max((x + 1e16) - 1e16, x)"):
        assert found(source, x=1.5) == [source]
    assert found("abs((x + 1e9) - 1e9 - x - 1)", x=1.5) == []
    assert found("max(x, (x + 1e9) - 1e9 + 1)", x=1.5) == found("max((x + 1e9) - 1e9 + 1, x)", x=1.5) == []
