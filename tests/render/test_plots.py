"""Plots as text: the pictures of the specification, and lines that fit."""

from pathlib import Path

import pytest
from plotting import curve_of, field_of
from rich.cells import cell_len
from terminals import COLORS, terminal

from gradcli.render import as_json, as_plain, as_rich
from gradcli.render.pictures import plot_svg
from gradcli.render.plots import curves_lines, field_lines
from gradcli.report.plots import grid


def text(lines):
    return ["".join(part for part, _ in line) for line in lines]


@pytest.mark.parametrize("columns", [2, 10, 20, 70, 190])
@pytest.mark.parametrize("source", ["x**3-2*x", "tan(3*x)", "sin(1/x)", "1e9*x", "log(x)"])
def test_lines_fit(source, columns):
    report = curve_of(source, orders=(0, 1), size=(columns, 8))
    width = columns + 10
    for line in text(curves_lines(report, width)):
        assert cell_len(line) <= width or " " not in line.strip()  # words are never broken


def test_a_mark_of_each_kind():
    shown = "\n".join(text(curves_lines(curve_of("abs(x)*(x-1)*(x-1.5)"), 80)))
    assert "zeros 0, 1, 1.5" in shown and "· maximum" in shown and "· minima" in shown and "kink at 0" in shown
    shown = text(curves_lines(curve_of("exp(-1000*x**2)"), 80))
    assert shown[-1] == "  maximum 1 at 0 · inflections at -0.0223607, 0.0223607"


@pytest.mark.parametrize("source, start, stop, line", [
    ("1/x", -2, 2, "  pole at x = 0"), ("floor(x)", -1.5, 1.5, "  jump at x = -1; jump at x = 0; jump at x = 1"),
    ("sqrt(x)", -1, 1, "  not defined below x = 0"), ("sqrt(-x)", -1, 1, "  not defined above x = 0"),
    ("sqrt(x**2-1)", -2, 2, "  not defined from x = -1 to 1"), ("sin(x)/x", -2, 2, "  not defined at x = 0"),
    ("exp(x)", 0, 1000, "  beyond the range of doubles above x = 709.783"),
    ("sin(1/x)", -1, 1, "  not defined at x = 0; not resolved near 0")])
def test_breaks_are_named(source, start, stop, line):
    assert text(curves_lines(curve_of(source, start, stop), 80))[-1] == line


def test_many_are_counted():
    shown = "\n".join(text(curves_lines(curve_of("floor(9*x)"), 80)))
    assert "and 23 more" in shown and shown.count("jump") == 12


def test_marks_of_one_curve_among_several_say_whose_they_are():
    line = text(curves_lines(curve_of("x**2+x", orders=(1, 2)), 80))[-1]
    assert line.strip() == "zero -0.5" + " " * 48 + "(d/dx of x**2+x)"


def test_a_range_that_nobody_gave():
    assert text(curves_lines(curve_of("5", chosen=True), 80))[-1] == "  no range was given: x=-2:2"
    assert text(field_lines(field_of("x", chosen=True, size=(20, 4)), 40))[-1] == "  no range was given: x=-2:2 y=-2:2"


@pytest.mark.parametrize("encoding, colors", [("utf-8", None), ("utf-8", "256"), ("ascii", None)])
def test_a_terminal_shows_the_same_text(encoding, colors):
    report = curve_of("x**3-2*x")
    shown = COLORS.sub("", as_rich.curves(report, terminal(80, encoding, colors)))
    ascii = encoding == "ascii"
    assert shown.splitlines() == [line.rstrip() for line in text(curves_lines(report, 80, ascii=ascii))]
    assert shown.isascii() is ascii


def test_heights_have_colours_where_there_are_256():
    field = field_of("x", size=(30, 6))
    assert "48;5;" in as_rich.field(field, terminal(40, colors="256"))
    assert "48;5;" not in as_rich.field(field, terminal(40, colors="standard"))


def test_control_characters_of_the_user_reach_no_terminal():
    report = curve_of("x**2 # \x1b[31m", orders=(0, 1))
    assert "\x1b[31m" not in as_rich.curves(report, terminal(80))


def test_plain_is_ascii_where_stdout_is(monkeypatch):
    import io
    import sys

    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    golden = Path(__file__).parents[1] / "cases" / "plots" / "ascii.txt"
    assert as_plain.curves(curve_of("x**3-2*x", orders=(0, 1))) + "\n" + as_plain.field(
        field_of("x*y", (-2, 2), (-1, 1), size=(70, 8))) + "\n" == golden.read_text(encoding="ascii")


def test_json_of_a_field_has_every_point():
    field = field_of("1/x", size=(4, 2))
    assert len(list(grid(field))) == 8 and '"points": [[' in as_json.field(field)


def test_a_curve_that_is_nowhere_defined_is_left_out():
    """The slope of a comparison that has no value, beside the comparison that has one."""
    report = curve_of("asec((2.6 > x)%x/(x < 3))", orders=(0, 1))
    report = report._replace(curves=[report.curves[0], report.curves[0]._replace(points=[], breaks=[], columns=[])])
    assert as_plain.curves(report) and as_json.curves(report)
    assert plot_svg.picture(report).count("<polyline") == len(report.curves[0].breaks) + 1


def test_gradients_beyond_all_doubles_have_no_arrow():
    field = field_of("exp(700*x)*1e4", size=(20, 4))
    assert plot_svg.picture(field) and as_plain.field(field)
