"""Where curves break, found to the last bit, and where they do not."""

import math
import random
from math import inf

import numpy
import pytest
from plotting import curve_of, places

from gradcli.analysis.doubles import ordinal
from gradcli.calc.plot.breaks import Tracer


@pytest.mark.parametrize("function, kinds", [
    (lambda x: (1.0 if x >= 0.3 else 0.0, 0.0), {"jump"}),
    (lambda x: (1 / (x - 0.3) if x != 0.3 else inf, -1 / (x - 0.3)**2 if x != 0.3 else inf), {"pole", "edge"}),
    (lambda x: (math.log(x - 0.3), 1 / (x - 0.3)) if x > 0.3 else (math.nan, math.nan), {"pole", "edge"}),
    (lambda x: (math.sqrt(x - 0.3), 0.5 / math.sqrt(x - 0.3)) if x > 0.3 else (math.nan, math.nan), {"edge"}),
    (lambda x: (math.copysign(abs(x - 0.3)**(1 / 3), x - 0.3), abs(x - 0.3)**(-2 / 3) / 3 if x != 0.3 else inf), set()),
    (lambda x: (math.tanh(1e9 * (x - 0.3)), 1e9 / math.cosh(min(1e9 * abs(x - 0.3), 300))**2), set()),
    (lambda x: (math.exp(x), math.exp(x)), set())])
def test_kinds_of_breaks(function, kinds):
    tracer = Tracer(function, 3.0, (-inf, inf), [], lambda: True)
    tracer.trace([k / 10 + 0.03 for k in range(-10, 11)])
    assert {each.kind for each in tracer.breaks} == kinds
    assert all(abs(each.x - 0.3) < 1e-15 and ordinal(each.right) - ordinal(each.left) == 1 for each in tracer.breaks)


def test_without_work_left_nothing_is_searched_for():
    tracer = Tracer(lambda x: (float(x > 0), 0.0), 1.0, (-inf, inf), [], lambda: False)
    tracer.trace([-1.0, 0.5, 1.0])
    assert not tracer.breaks and not tracer.points


def test_an_oscillation_that_columns_cannot_show_is_not_resolved():
    assert places(curve_of("sin(1/x)", -1, 1), "unresolved") == [0.0]
    for source in "sin(50*x)", "tanh(1e6*x)":
        assert not places(curve_of(source, -5, 5.1), "unresolved")


def test_poles_of_random_rational_functions_are_the_roots_of_the_denominator():
    """Those by NumPy, of denominators whose real roots are farther from each other than a column."""
    chance, compared = random.Random(3), 0
    while compared < 30:
        below = [chance.randint(-9, 9) for _ in range(chance.randint(2, 5))]
        above = [chance.randint(-9, 9) for _ in range(chance.randint(1, 3))]
        roots = numpy.roots(below)
        zeros = numpy.roots(above)
        real = sorted(root.real for root in roots if abs(root.imag) < 1e-9 and abs(root.real) < 2.9)
        apart = [*(b - a for a, b in zip(real, real[1:], strict=False)), *(abs(r - z) for r in roots for z in zeros)]
        hardly_complex = any(abs(root.imag) < 1e-2 and root.real not in real for root in roots)
        if not any(below[:-1]) or not any(above) or hardly_complex or min(apart, default=1) < 0.1:
            continue
        compared += 1
        parts = ["+".join(f"({c})*x**{len(p) - 1 - k}" for k, c in enumerate(p)) for p in (above, below)]
        found = places(curve_of("({})/({})".format(*parts), -3, 3), "pole")
        assert len(found) == len(real) and numpy.allclose(found, real, rtol=1e-9, atol=1e-9), parts
