"""Every row of the table, by existing: its rules against mpmath's derivatives at its own sample points."""

import mpmath
import pytest

import gradcli.ops  # noqa: F401  fills the table
from gradcli.core.primitive import FUNCTIONS, OPERATORS
from gradcli.core.tape import Tape
from gradcli.domains.float64 import run
from gradcli.engine.reverse import reverse

ORACLE = {
    "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "div": lambda a, b: a / b,
    "floordiv": lambda a, b: mpmath.floor(a / b), "remainder": lambda a, b: a - b * mpmath.floor(a / b),
    "neg": lambda a: -a, "pos": lambda a: a, "pow": lambda a, b: a**b, "abs": abs, "sign": mpmath.sign,
    "cbrt": lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)), "exp2": lambda x: 2**x,
    "log2": lambda x: mpmath.log(x, 2), "round": mpmath.nint, "trunc": lambda x: mpmath.floor(x),
    "relu": lambda x: max(x, 0), "max": max, "min": min, "clamp": lambda x, lo, hi: min(max(x, lo), hi),
    "where": lambda c, a, b: a if c else b, "heaviside": lambda x: mpmath.mpf(x > 0),
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)), "softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
    "silu": lambda x: x / (1 + mpmath.exp(-x)),
}
ROWS = {row.name: row for row in [*FUNCTIONS.values(), *OPERATORS.values()] if row.least and row.rules}
POINTS = [(name, point if isinstance(point, tuple) else (point,)) for name, row in ROWS.items() for point in row.at]


def check(row, point) -> None:
    tape = Tape()
    names = [f"x{i}" for i in range(len(point))]
    leaves = [tape.variable(name) for name in names]
    root = tape.emit(row, tuple(leaves))
    adjoints = reverse(tape, root, leaves)
    tape.verify()
    values = run(tape, dict(zip(names, point, strict=True)))
    oracle = ORACLE.get(row.name) or getattr(mpmath, row.name)
    with mpmath.workdps(50):
        exact = [mpmath.mpf(p) for p in point]
        assert values[root] == pytest.approx(float(oracle(*exact)), rel=1e-14)
        for i, leaf in enumerate(leaves):
            if row.name == "where" and i == 0:
                continue
            order = tuple(int(j == i) for j in range(len(point)))
            slope = float(mpmath.diff(oracle, tuple(exact) if len(exact) > 1 else exact[0],
                                      order if len(exact) > 1 else 1))
            got = values[adjoints[leaf]] if leaf in adjoints else 0.0
            assert got == pytest.approx(slope, rel=1e-13, abs=1e-300), (row.name, point, i)


def test_every_differentiable_row_has_points():
    assert not [name for name, row in ROWS.items() if not row.at]


@pytest.mark.parametrize("name, point", POINTS)
def test_rule_against_mpmath(name, point):
    check(ROWS[name], point)


def test_a_wrong_row_is_caught(monkeypatch):
    row = ROWS["tanh"]
    right = row.rules[0]
    monkeypatch.setattr(row, "rules", [lambda g, y, x: right(g, y, x) * 1001 / 1000])
    with pytest.raises(AssertionError):
        check(row, (1.5,))
