"""Columns of numbers on a terminal."""

from terminals import COLORS, terminal

from gradcli.render.columns import Columns

ROWS = [["x", "value", "d/dx"], ["-1", "0.25", "nan"], ["-0.5", "1e-30", "12"], ["10", "1/3", "-1.5e+300"]]


def laid_out(width, rows=ROWS, **options):
    return list(Columns("x**2", "x=-1:10:1", 1, terminal(width, **options)).lines(rows))


def test_decimal_points_stand_below_each_other():
    assert laid_out(80) == [
        "x**2", "at x=-1:10:1", "",
        "x     value    d/dx",
        "-1      0.25   nan",
        "-0.5    1e-30   12",
        "10    1/3       -1.5e+300"]


def test_where_it_is_too_narrow_each_number_has_a_line():
    assert laid_out(20)[3:8] == ["x      -1", "value  0.25", "d/dx   nan", "", "x      -0.5"]
    numbers = "\n".join(laid_out(4))
    assert all(text in numbers for row in ROWS[1:] for text in row)


def test_colours_change_nothing_else():
    assert [COLORS.sub("", line) for line in laid_out(80, colors="standard")] == laid_out(80)
    assert any("\x1b[" in line for line in laid_out(80, colors="standard"))
