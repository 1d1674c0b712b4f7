"""The second order against Monte Carlo, and the warnings on a table."""

import re

import numpy as np
import pytest

from gradcli.calc.question import Question
from gradcli.calc.uncertainty import propagate
from gradcli.syntax.bindings import bindings

DRAWS = 200_000
NUMPY = {name: getattr(np, name) for name in "exp log sin cos tan sinh cosh tanh sqrt log1p expm1 hypot arctan".split()}


def propagated(source, *words, limit=10_000_000):
    deviations = {}
    return propagate(Question(source, bindings(words, deviations=deviations), limit), deviations)


QUADRATIC = 10  # of the forms, the first, for which the second order is exact
FORMS = ["x**2", "x**2+3*x", "x*y", "x*y+x", "x**2-y**2", "x**2+x*y+y**2", "(x-y)**2", "x*y+y*z", "x**2*2-7*x", "x*y-z**2",
         "exp(x)", "exp(x)*y", "exp(x*y)", "log(x)", "log(x*y)", "sin(x)", "cos(x)", "sin(x)*cos(y)", "tanh(x)", "sqrt(x)",
         "1/x", "x/y", "x/(x+y)", "x**3", "x**3+y**2+4*x*y", "sqrt(x**2+y**2)", "exp(-x**2)", "x*exp(-y)", "log(x)/y",
         "sin(x*y)", "cosh(x)", "sinh(x)-x", "x**y", "2**x", "x*y*z", "x*y/z", "(x+y)/(y+z)", "log(x+y)*z", "log1p(x*y)",
         "expm1(x)*y", "hypot(x,y)", "x**2*y", "x*sqrt(y)", "exp(x)/(1+exp(x))", "1/(1+x**2)", "y*tanh(x)", "cos(x)**2",
         "(x*y)**2", "x**4", "tan(x/2)"]


def test_the_second_order_is_that_of_many_draws():
    """Where the first is seen to fail; within three standard errors of both moments."""
    random = np.random.default_rng(2)
    first_fails = 0
    assert len(FORMS) == 50
    for i, form in enumerate(FORMS):
        wide = 20 if i < QUADRATIC else 1
        points = {"x": (1.0, 0.05 * wide), "y": (1.5, 0.07 * wide), "z": (2.0, 0.05 * wide)}
        names = [name for name in points if re.search(rf"\b{name}\b", form)]
        report = propagated(form, *(f"{name}={points[name][0]}±{points[name][1]}" for name in names))
        drawn = {name: random.normal(*points[name], DRAWS) for name in names}
        values = eval(form, NUMPY | drawn)
        mean, deviation = values.mean(), values.std()
        kurtosis = ((values - mean)**4).mean() / deviation**4
        errors = deviation / DRAWS**0.5, deviation * ((kurtosis - 1) / DRAWS)**0.5 / 2
        assert abs(report.second_order.mean - mean) < 3 * errors[0], form
        assert abs(report.second_order.uncertainty - deviation) < 3 * errors[1], form
        first_fails += abs(report.value - mean) > 3 * errors[0] or abs(report.uncertainty - deviation) > 3 * errors[1]
    assert first_fails > 30


BENDS, SLOPE, JUMP, NOWHERE = "bends within", "the slope along", "it runs", "there is no slope"
TABLE = [
    ("u**3+v**2+4*u*v", "u=3±0.1 v=4±0.2", []), ("x", "x=0±1", []), ("x+y", "x=0±1 y=5±9", []),
    ("x**2", "x=0±10", [BENDS]), ("x**2", "x=1±0.1", []), ("x**2", "x=1±1", [BENDS]), ("x**2", "x=0±0", []),
    ("abs(x)", "x=0±1", [SLOPE]), ("abs(x)", "x=3±1", []), ("abs(x)", "x=0.5±1", [SLOPE]),
    ("exp(x)", "x=0±1", [BENDS, SLOPE]), ("exp(x)", "x=0±0.1", []), ("exp(x)", "x=0±0.4", [BENDS]),
    ("sin(x)", "x=0±2", [BENDS, SLOPE]), ("sin(x)", "x=1±0.1", []), ("cos(x)", "x=0±0.1", [BENDS]),
    ("x**3", "x=0±1", [SLOPE]), ("x**3", "x=1±0.1", []), ("x*y", "x=0±1 y=0±1", [BENDS]),
    ("x*y", "x=2±0.1 y=3±0.1", []), ("x/y", "x=3±0.1 y=4±0.5", []), ("1/x", "x=1±0.1", []),
    ("1/x", "x=1±0.5", [BENDS, SLOPE]), ("1/x", "x=1±1", [BENDS, SLOPE]), ("log(x)", "x=1±2", [BENDS, NOWHERE]),
    ("log(x)", "x=10±1", []), ("sqrt(x)", "x=1±1", [BENDS, SLOPE]), ("sqrt(x)", "x=0±1", []),
    ("sqrt(x)", "x=4±0.4", []), ("x**1.5", "x=0±1", [NOWHERE]), ("max(x,y)", "x=0±1 y=0±1", [SLOPE, SLOPE]),
    ("max(x,y)", "x=9±1 y=0±1", []), ("relu(x)", "x=0.5±1", [SLOPE]), ("floor(x)", "x=1.5±1", [JUMP]),
    ("floor(x)", "x=1.5±0.1", []), ("sin(x)**2+cos(x)**2", "x=1±0.1", []), ("x-x", "x=1±1", []),
    ("(x+1e8)-1e8", "x=1±0.1", []), ("where(x>0,1,0)", "x=0.5±1", [JUMP]), ("5", "x=1±1", []),
    ("x**2*1e-300", "x=0±0.1", [BENDS]), ("sqrt(x**4)", "x=0±1", [BENDS]), ("abs(x)**1.5", "x=0±1", [SLOPE]),
    ("1000*y+x**2", "x=0±1 y=1±1", []), ("log(x)", "x=-1±1", []), ("x**2", "x=inf±1", [])]


@pytest.mark.parametrize("source, words, expected", TABLE)
def test_warnings_where_neither_order_holds_or_the_first_alone_does_not(source, words, expected):
    messages = [warning.message for warning in propagated(source, *words.split()).warnings if warning.kind == "curvature"]
    assert len(messages) == len(expected) and all(part in message for part, message in zip(expected, messages, strict=True))


def test_messages():
    bends, = [w for w in propagated("x**2", "x=0±10").warnings if w.kind == "curvature"]
    assert bends.message == "x**2 bends within the uncertainty: to second order 100 ± 141.4, to first 0 ± 0"
    assert (bends.expression, bends.span, bends.source) == ("x**2", (0, 4), "x**2")
    assert propagated("abs(x)", "x=0±1").warnings[-1].message == \
        "the slope along x runs from -1 to 1 within one σ: neither order holds (a kink?)"
    assert "to second order the variance is negative, to first 0 ± 2" in propagated("sin(x)", "x=0±2").warnings[0].message


def test_beyond_the_limit_the_first_order_is_answered_and_the_second_is_not():
    report = propagated("x**2+y", "x=0±10", "y=1±1", limit=90)
    assert report.uncertainty == 1 and report.second_order is None
    assert "beyond the limit of 90; raise it with --limit" in report.warnings[-1].message
