"""Numbers as text: they read back to the same double."""

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcli.render.text import number
from gradcli.report.base import label


@given(st.floats())
def test_a_number_reads_back_to_the_same_double(value):
    text = number(value)
    assert not text.endswith(".0") and len(text) <= 24
    assert math.isnan(float(text)) if math.isnan(value) else struct.pack("d", float(text)) == struct.pack("d", value)


@pytest.mark.parametrize("value, text", [
    (91.0, "91"), (0.1, "0.1"), (1e-30, "1e-30"), (-0.0, "-0"), (math.nan, "nan"), (-math.inf, "-inf"), (1e16, "1e+16"),
    (1e15, "1000000000000000"), (5e-324, "5e-324")])
def test_the_spelling_of_numbers(value, text):
    assert number(value) == text


@pytest.mark.parametrize("wrt, text", [("", "value"), ("u", "d/du"), ("x x", "d2/dx2"), ("x x y", "d3/dx2dy"),
                                       ("x y x", "d3/dxdydx"), ("θ θ θ", "d3/dθ3"), ("x1 x1", "d2/dx12")])
def test_the_names_of_derivatives(wrt, text):
    assert label(wrt.split()) == text
