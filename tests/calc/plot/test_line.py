"""Pieces of curves."""

import pytest
from plotting import axis

from gradcli.calc.plot.line import Line
from gradcli.calc.plot.samples import Samples
from gradcli.calc.question import Question

MIDDLES = [k / 10 + 0.05 for k in range(-10, 10)]


def line(source):
    samples = Samples.along(Question(source, {}, columns=["x"]), "x", 2, 1, None)
    return Line(samples, 0, axis("x", -1, 1), MIDDLES, 2.0, (-1e9, 1e9))


@pytest.mark.parametrize("source, ends", [
    ("x", [(-1, 1)]), ("floor(2*x)", [(-1, -0.5), (-0.5, 0), (0, 0.5), (0.5, 1)]), ("log(x)", [(0, 1)]),
    ("1/x", [(-1, 0), (0, 1)]),
    ("sqrt(x**2 - 1/4)", [(-1, -0.5), (0.5, 1)]), ("where(x == 0.05, 1, 0)", [(-1, 0.05), (0.05, 0.05), (0.05, 1)])])
def test_pieces_end_at_breaks(source, ends):
    found = [(piece[0], piece[-1]) for piece in line(source).pieces]
    if source == "floor(2*x)":  # which jumps at 1, too
        found = found[:4]
    assert [end for each in found for end in each] == pytest.approx([end for each in ends for end in each], abs=0.05)


def test_extrema_are_points():
    found = line("x**3 - x/10")
    (high, left), (low, right) = found.extrema
    assert (high, low) == (True, False) and left == -right == pytest.approx(-(1 / 30)**0.5)
    curve = found.curve()
    found.divide(found.places)
    assert {left, right} <= {x for x, _ in found.curve().points} and len(curve.columns) == len(MIDDLES)


def test_edges_alternate():
    kinds = [each.x for each in line("sqrt(x**2 - 1/4)").edges()]
    assert kinds == [-0.5, 0.5]
