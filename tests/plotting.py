"""Plots of texts over ranges, for the tests of their parts."""

from gradcli.calc.plot.curves import curves
from gradcli.calc.plot.field import field
from gradcli.calc.question import Question
from gradcli.report.plots import Axis


def axis(name, start, stop):
    return Axis(name, float(start), float(stop), f"{start}:{stop}")


def curve_of(source, start=-2, stop=2, orders=(0,), size=(70, 16), **more):
    return curves(Question(source, {}, columns=["x"]), axis("x", start, stop), orders, size, **more)


def field_of(source, x=(-2, 2), y=(-2, 2), size=(70, 22), **more):
    return field(Question(source, {}, columns=["x", "y"]), axis("x", *x), axis("y", *y), size, **more)


def places(report, *kinds):
    """The places of marks of these kinds."""
    return [mark.x for mark in report.marks if mark.kind in kinds]
