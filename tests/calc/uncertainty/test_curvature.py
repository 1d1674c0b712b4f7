"""Warnings where an expression bends within the uncertainties of a point, on a table."""

import pytest
from asking import propagated

BENDS, SLOPE, JUMP, NOWHERE = "bends within", "the slope along", "it runs", "there is no slope"
TOGETHER = "neither order holds"
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
    ("abs(x*y)", "x=0±1 y=0±1", [TOGETHER]), ("x*y*z", "x=0±1 y=0±1 z=0±1", [TOGETHER]), ("abs(x*y)", "x=3±0.1 y=2±0.1", []),
    ("x*y*z", "x=0.1±1 y=0.1±1 z=0.1±1", [BENDS, TOGETHER]),
    ("sqrt(1-x**2-y**2)", "x=0±1.2 y=0±1.2", [BENDS, NOWHERE, NOWHERE]), ("x*y*z", "x=2±0.1 y=3±0.1 z=1±0.1", []),
    ("1000*y+x**2", "x=0±1 y=1±1", []), ("x", "x=3±1e-17", []), ("x", "x=3±1.5e-16", []), ("x", "x=3±3e-16", []),
    ("x", "x=3±6.6e-16", []),
    ("x+y", "x=3±3e-16 y=5±3e-16", []), ("2*x*y", "x=3±1e-17 y=5±1e-17", []),
    ("abs(x-3)", "x=3±1e-17", []),
    ("x/y", "x=6.083146569645531±4.62e-16 y=5.728276868856921±4.62e-16", []),
    ("log(x)", "x=-1±1", []), ("x**2", "x=inf±1", [])]


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
    assert propagated("abs(x*y)", "x=0±1", "y=0±1").warnings[-1].message == \
        "at x=0.7071, y=0.7071, within one σ, it is 0.5, and to second order 0: neither order holds"
    assert "to second order the variance is negative, to first 0 ± 2" in propagated("sin(x)", "x=0±2").warnings[0].message


def test_beyond_the_limit_the_first_order_is_answered_and_the_second_is_not():
    report = propagated("x**2+y", "x=0±10", "y=1±1", limit=90)
    assert report.uncertainty == 1 and report.second_order is None
    assert "beyond the limit of 90; raise it with --limit" in report.warnings[-1].message
