"""Dots: curves cross no break, and reach what they pass through."""

import pytest
from plotting import curve_of, field_of

from gradcli.render.pictures.braille import characters, contour_dots, curve_dots, every_second

BROKEN = ["tan(3*x)", "1/x", "1/x**2", "floor(3*x)", "sign(x)", "log(abs(x))", "1/(x**2-2)", "gamma(x)", "x % 0.5",
          "sqrt(x**2-1)", "1/(x**3-2*x+0.7)", "(x-1)/((x-0.3)*(x+1.4))", "where(x > 0.1, x, 2 - x)", "1/sin(4*x)"]


def test_dots_are_bits():
    assert characters([(0, 0)]) == {(0, 0): "⠁"} and characters([(3, 7), (2, 4)]) == {(1, 1): "⢁"}
    assert characters((c, r) for c in range(2) for r in range(4)) == {(0, 0): "⣿"}


@pytest.mark.parametrize("source", BROKEN)
def test_no_column_of_dots_connects_across_a_break(source):
    """Dots of two pieces that stand in one column do not exist."""
    report = curve_of(source, -2.5, 2.7, size=(30, 12))
    curve, = report.curves
    ends = [0, *curve.breaks, len(curve.points)]
    taken = set()
    for begin, end in zip(ends, ends[1:], strict=False):
        piece = curve._replace(points=curve.points[begin:end], breaks=[], columns=[
            i - begin for i in curve.columns if begin <= i < end])
        columns = {column for column, _ in curve_dots(report, piece)}
        if piece.columns:
            assert taken.isdisjoint(columns)
            taken |= columns
    assert len(ends) > 2 and taken


@pytest.mark.parametrize("source", ["x**3-2*x", "sin(9*x)", "exp(-1000*x**2)", "abs(x)", "5", "x*1e300", "tanh(1e5*x)"])
def test_a_curve_without_breaks_is_connected(source):
    """Each column has a dot, and dots of neighbours touch."""
    report = curve_of(source)
    columns = {}
    for column, row in curve_dots(report, report.curves[0]):
        columns.setdefault(column, set()).add(row)
    assert sorted(columns) == list(range(140))
    for rows in columns.values():
        assert rows == set(range(min(rows), max(rows) + 1)) and 0 <= min(rows) and max(rows) < 64
    for column in range(139):
        a, b = columns[column], columns[column + 1]
        assert min(b) - max(a) <= 1 and min(a) - max(b) <= 1


def test_the_dots_of_a_curve_are_where_it_is():
    report = curve_of("sin(x)", -3, 3)
    low, high = report.shown
    points = [report.curves[0].points[i] for i in report.curves[0].columns]
    drawn = set(curve_dots(report, report.curves[0]))
    assert {(column, int((high - y) / (high - low) * 63 + 0.5)) for column, (_, y) in enumerate(points)} <= drawn


def test_every_second_dot():
    assert list(every_second([(0, 0), (0, 0), (0, 1), (1, 1)])) == [(0, 0), (1, 1)]


def test_contours_are_circles_around_a_top():
    report = field_of("exp(-x**2-y**2)", (-2, 2), (-2, 2), size=(20, 10))
    for column, row in contour_dots(report):
        radius = ((column + 1) / 20 * 2 - 2)**2 + (2 - (row + 1) / 20 * 2)**2
        assert 0.05 < radius < 3
    flat = field_of("floor(x)", (-2.2, 2.3), (-2, 2), size=(20, 10))
    assert not set(contour_dots(flat))
