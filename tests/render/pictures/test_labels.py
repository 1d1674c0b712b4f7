"""The texts in the boxes and on the edges of a picture."""

import math

import pytest
from drawings import drawn

from gradcli.render.pictures.labels import MAX_EXPRESSION, along, color, expression, flows, lines, short, titled


@pytest.mark.parametrize("value, shown", [(0.1, "0.1"), (1 / 3, "0.333333"), (-1e-300, "-1e-300"), (math.nan, "nan"),
                                          (123456789.0, "123456789"), (1234567890.0, "1.23457e+09"), (-math.inf, "-inf")])
def test_numbers_in_pictures_are_brief(value, shown):
    assert short(value) == shown


def test_the_lines_of_a_box():
    report = drawn("d = x**2; d*3 + floor(0.5)")
    assert [lines(report, node.id) for node in report.nodes][:3] == [
        ["x", "data 2", "grad 12", "leaf"], ["d = x**2", "data 4", "grad 3", "PowBackward0"], ["3", "data 3", "number"]]
    assert [color(report, node.id) for node in report.nodes] == ["leaf", "", "number", "", "number", "result"]
    assert lines(drawn("x > 0"), 2)[-1] == "requires no grad"


def test_a_long_expression_is_written_over_its_inputs_and_then_cut():
    report = drawn("(" + "+".join(f"sin({i}*x)" for i in range(1, 12)) + ")**2")
    assert expression(report, report.root).endswith("**2") and len(expression(report, report.root)) < 10
    wide = drawn("max(" + ", ".join(f"sin({i}*x)" for i in range(40)) + ")")
    assert len(expression(wide, wide.root)) <= MAX_EXPRESSION and "…" in expression(wide, wide.root)
    assert len(titled(wide)) <= 2 * MAX_EXPRESSION and titled(report) == report.expression


def test_nothing_is_written_on_an_edge_that_is_drawn_dashed():
    report = drawn("(x > 0)*x")
    dashed = [edge for edge in report.edges if not flows(edge)]
    assert dashed and all(along(edge) == "" for edge in dashed)
    assert any(flows(edge) for edge in report.edges)
