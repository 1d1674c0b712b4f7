"""Rows: the errors at their construction, and the facets that follow from a definition."""

import math

import pytest

import gradcli.ops  # noqa: F401  fills the table
from gradcli.core import constructors
from gradcli.core.constructors import RowError, defined, function, kernel, operator
from gradcli.core.facets import Doc, Notation, Numerics, Singular, Syntax
from gradcli.core.primitive import FUNCTIONS, Table
from gradcli.core.tape import Tape
from gradcli.domains.float64 import run
from gradcli.engine.reverse import reverse

COMPLETE = {"rules": [lambda g, y, x: g], "float64": abs, "numerics": Numerics(definition=lambda x: x),
            "doc": Doc("nothing", "nowhere"), "samples": [1.0]}


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    """Rows made here are forgotten."""
    for name in ("OPERATORS", "ROWS"):
        monkeypatch.setattr(constructors, name, dict(getattr(constructors, name)))
    families = dict.fromkeys(["foo", "erfcx", "both"], "here")
    monkeypatch.setattr(constructors, "FUNCTIONS", Table(FUNCTIONS.families | families, dict(FUNCTIONS), set()))


@pytest.mark.parametrize("make, name, arity, columns, fault", [
    (function, "sin", 1, {}, "row sin: its name, a synonym or its symbol is taken"),
    (function, "ln", 1, {}, "row ln: its name"),
    (function, "foo", 1, {"notation": Notation(synonyms="ln")}, "row foo: its name, a synonym"),
    (operator, "foo", 1, {"syntax": Syntax("prefix", "-", 0, 16)}, "row foo: its name, a synonym or its symbol"),
    (function, "foo", 2, {}, "row foo: column rules has 1 for 2 arguments"),
    (function, "foo", 2, {"variadic": True, "rules": [None, None]}, "row foo: column rules must be one function"),
    (function, "foo", 1, {"numerics": Numerics()}, "row foo: column numerics has no value for exact numbers"),
    (function, "bar", 1, {}, "row bar: bar is not in the table of contents (gradcli/ops/__init__.py)"),
    (function, "foo", 1, {"notation": Notation(synonyms="baz")}, "row foo: baz is not in the table of contents"),
    (kernel, "foo", 1, {"numerics": Numerics(arb="sin")}, "row foo: column numerics has no definition"),
    (function, "foo", 1, {"doc": Doc("", "")}, "row foo: column doc is empty"),
    (function, "foo", 1, {"singular": Singular(jumps=lambda x: x == 0)}, "row foo: column doc has no convention"),
    (function, "foo", 1, {"samples": []}, "row foo: column samples is empty"),
    (function, "erfcy", 1, {"float64": None}, "row erfcy: column float64 is missing, and math has no function erfcy")])
def test_a_row_that_lacks_something_is_refused_by_name(make, name, arity, columns, fault):
    with pytest.raises(RowError) as caught:
        make(name, arity, **COMPLETE | columns)
    assert str(caught.value).startswith(fault)


def test_all_follows_from_a_definition():
    sin, exp = FUNCTIONS["sin"], FUNCTIONS["exp"]
    row = defined("both", 2, lambda a, b: sin(a * b) + exp(a) / 2, doc=Doc("a test", "all numbers"), samples=[(1.0, 2.0)])
    tape = Tape()
    a, b = tape.variable("a"), tape.variable("b")
    root = tape.emit(row, (a, b))
    adjoints = reverse(tape, root, [a, b])
    values = run(tape, {"a": 0.5, "b": 3.0})
    assert values[root] == pytest.approx(math.sin(1.5) + math.exp(0.5) / 2, rel=1e-15)
    assert values[adjoints[a]] == pytest.approx(3 * math.cos(1.5) + math.exp(0.5) / 2, rel=1e-15)
    assert values[adjoints[b]] == pytest.approx(0.5 * math.cos(1.5), rel=1e-15)
