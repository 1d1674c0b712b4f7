"""Directions, and questions along a line: its values are those of the straight question."""

import pytest
from asking import pose, toward
from expressions import ARITHMETIC, ELEMENTARY, mix, smooth

from gradcli.calc.direction import Line
from gradcli.core.tape import Tape
from gradcli.domains.float64 import run
from gradcli.errors import GradcliError
from gradcli.report.base import DIRECTION


def test_components_are_constants():
    assert toward("u=1,v=pi/4").components == {"u": 1.0, "v": 0.7853981633974483}
    for text in ("u=inf", "u=nan", "u=1e999"):
        with pytest.raises(GradcliError, match="a component of a direction is a finite number"):
            toward(text)
    with pytest.raises(GradcliError, match="length 0"):
        toward("u=0,v=0", unit=True)


@pytest.mark.parametrize("text, expected", [("u=3,v=4", (0.6, 0.8)), ("u=-2,v=0", (-1, 0)), ("u=0,v=1/3", (0, 1))])
def test_a_unit_direction(text, expected):
    tape = Tape()
    slots = toward(text, unit=True).append_divided(tape)
    values = run(tape, {})
    assert tuple(values[slot] for slot in slots.values()) == expected


def test_on_a_line_the_value_at_step_0_is_that_of_the_point():
    for case in smooth(3, 60, table=mix(ARITHMETIC, ARITHMETIC, ELEMENTARY)):
        question = pose(case.source, **case.at)
        line = Line(question, toward(",".join(f"{name}=1.5" for name in case.at)))
        values = run(line.lowered.tape, line.point())
        assert values[line.lowered.root] == run(question.lowered.tape, question.point())[question.lowered.root]
        assert list(line.variables) == [*question.variables, DIRECTION]


def test_a_line_moves_by_the_direction():
    line = Line(pose("x - 10*y", x=1, y=2), toward("x=3,y=0.5"))
    values = run(line.lowered.tape, {**line.point(), DIRECTION: 2.0})
    assert values[line.lowered.root] == (1 + 6) - 10 * (2 + 1)
    assert DIRECTION not in Line(pose("x", x=1), toward("x=0,z=1")).variables


def test_a_line_can_be_bound_and_unbound():
    line = Line(pose("x*y", y=2), toward("x=1"))
    assert line.at_point({"x": "3"}).point() == {"y": 2.0, "x": 3.0, DIRECTION: 0.0}
    assert set(line.unbound(1000).free) == {"x", "y", DIRECTION}
