"""Tables along a direction: each row is the single answer to the last bit, before and after code is compiled for it."""

from random import Random

import pytest
from asking import pose, toward

from gradcli.calc.along import derivatives_along, evaluate_along
from gradcli.render.text import number

SOURCES = ["u**3+v**2+4*u*v", "sin(u)*exp(v) + u/v", "sqrt(u**4) + abs(v)", "where(u>0, log(u), v)*u", "u**v"]


def table(cli, words, count, seed=5):
    """Random points, and the rows of the answer for them, without the header."""
    random = Random(seed)
    points = [(repr(random.uniform(-3, 3) if i % 16 else 0.0), repr(random.uniform(-3, 3))) for i in range(count)]
    run = cli(*words, "--points", "-", stdin="u,v\n" + "".join(f"{u},{v}\n" for u, v in points))
    return points, [line.split(",")[2:] for line in run.stdout.splitlines()[1:]]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("unit", [False, True])
def test_values_are_those_of_single_answers(cli, source, unit):
    direction = toward("u=1 v=-0.3", unit)
    points, rows = table(cli, ["eval", source, "--along", "u=1", "v=-0.3", *["--unit"] * unit], 110)
    for (u, v), row in list(zip(points, rows, strict=True))[::4]:
        found = evaluate_along(pose(source, u=u, v=v), ["u", "v"], direction)
        assert row == [number(each) for each in (found.value, *found.partials.values(), found.along)]


@pytest.mark.parametrize("source", SOURCES[:2])
def test_orders_are_those_of_single_answers(cli, source):
    direction = toward("u=1 v=-0.3")
    points, rows = table(cli, ["nth", source, "--along", "u=1", "v=-0.3", "-n", "3", "--all"], 110)
    for (u, v), row in list(zip(points, rows, strict=True))[::4]:
        found = derivatives_along(pose(source, u=u, v=v), direction, 3, True, False)
        assert row == [number(each.value) for each in found]


def test_exact_rows_and_a_name_that_does_not_occur(cli):
    run = cli("eval", "u**2", "--along", "u=1/3", "z=1", "--points", "-", "--exact", stdin="u\n0.5\n")
    assert run.stdout == "u,value,d/du,along\n0.5,1/4,1,1/3\n"
    assert run.stderr == "Warning: z does not occur in the expression\n"
