"""One question, one answer to the last bit: rows through every engine and reader beside single answers, text included.

The expressions are derived from the table, so that a new row is tested by existing.
"""

import itertools
import math
import sys
from random import Random

import pytest
from expressions import ROWS

from gradcli.calc.question import Question
from gradcli.calc.tables import points as engine
from gradcli.calc.values import evaluate
from gradcli.core.primitive import rows
from gradcli.render.text import number
from gradcli.stream import adaptive
from gradcli.stream.records import Cells
from gradcli.syntax.bindings import bindings
from gradcli.syntax.nodes import Apply, Name
from gradcli.syntax.printer import text

HARD = [math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, -1.0, 2.0, 0.5, -3.0, 5e-324, -1e-310, 1e-5, 1e300,
        -sys.float_info.max]
NAMES = "xyzw"
# From how many rows on arrays and generate code are used, and whether the table is one that is read record by record.
PATHS = {"loop": (math.inf, math.inf, False), "generate": (math.inf, 0, False), "arrays": (1, 0, False),
         "careful": (math.inf, 0, True)}
MORE = ["where(x > y, log(x - y), 0)", "max(x, y, x*y)", "min(x, x, y)", "sqrt(x**2 + y**2)", "x % y + x // y", "abs(x)**y",
        "(x if x else y) / (y and x)", "clamp(x, y, 2)", "exp(-x**2)*sin(y) + x*y**3/(1+y**2)", "not x or x < y <= 2", "7",
        "x - x", "relu(x)*sqrt(relu(-x))", "1e-5*x", "x**2 + nan*0*y", "3*x + 2**-3"]


def spell(value):
    return repr(value) if value == value and math.isfinite(value) else str(value)


def points(row, names):
    """Its own sample points, and hard ones."""
    own = [point if isinstance(point, tuple) else (point,) for point in row.samples] if row else []
    pairs = list(itertools.product(HARD, repeat=min(len(names), 2)))
    most = 40 if row is None or row in ROWS else 5  # those by way of Decimals take long where there is no value
    chosen = Random(len(own)).sample(pairs, min(len(pairs), most))
    hard = [(point * 2)[:len(names)] for point in chosen]
    return [point for point in own if len(point) == len(names)] + hard


def singly(source, names, table):
    """The header, and the answers of gradcli eval --at at each point."""
    for i, point in enumerate(table):
        answer = evaluate(Question(source, bindings([f"{name}={spell(x)}" for name, x in zip(names, point, strict=True)])))
        if not i:
            yield ",".join([*names, "value", *(f"d/d{name}" for name in answer.partials)])
        yield ",".join([*map(spell, point), *map(number, [answer.value, *answer.partials.values()])])


EXPRESSIONS = [(text(Apply(row, tuple(map(Name, NAMES[:count])))), row, NAMES[:count])
               for row in rows() for count in sorted({row.least, row.least + (row.most is None)}) if count]
EXPRESSIONS += [(source, None, "xy") for source in MORE]


@pytest.mark.parametrize("source, row, names", EXPRESSIONS, ids=[source for source, *_ in EXPRESSIONS])
def test_rows_are_single_answers(cli, monkeypatch, source, row, names):
    table = points(row, names)
    lines = [",".join(map(spell, point)) for point in table]
    expected = list(singly(source, names, table))
    infinite = sum("n" in line.split(",", len(names))[-1] for line in expected[1:])
    for path, (many, few, careful) in PATHS.items():
        monkeypatch.setattr(adaptive, "FAST_ROWS", many)
        monkeypatch.setattr(engine, "MIN_COMPILED_ROWS", few)
        given = ['"' + line.replace(",", '","') + '"' for line in lines] if careful else lines
        run = cli("eval", source, "--points", "-", stdin="\n".join([",".join(names), *given]))
        assert run.stdout.replace('"', "").splitlines() == expected, path
        said = f"Warning: {infinite} row{'s' * (infinite > 1)} with a result that is not finite\n"
        assert run.stderr == said * bool(infinite)


def test_arrays_are_what_many_rows_run_on():
    pytest.importorskip("numpy")
    pytest.importorskip("orjson")
    from gradcli.stream.fast import Fast

    grown = adaptive.AdaptiveEngine(engine.gradient_rows(Question("x*y", {}, columns="xy"), "xy", None), [0])
    count = adaptive.FAST_ROWS
    table = Cells(b"1,2\n" * count, count, b",".join([b"1,2"] * count), 2, [0, 1], True)
    assert grown.texts(grown.numbers(table), count) == ([b",2"] * count, 0)
    assert isinstance(grown.engine, Fast) and grown.engine.arrays


def test_derivatives_of_rows_are_single_answers(cli, monkeypatch):
    monkeypatch.setattr(adaptive, "FAST_ROWS", 1)
    for source in ("exp(sin(x))*log(1+x**2)", "1/x", "log(x) if x > 0 else x**3", "gamma(x)"):
        values = [0.7, -0.0, 3.0, -2.5, math.inf, math.nan, 1e-310]
        table = "".join(f"{spell(value)}\n" for value in values)
        run = cli("nth", source, "-n", "3", "--all", "--points", "-", stdin="x\n" + table)
        expected = ["x,value,d/dx,d2/dx2,d3/dx3"]
        for value in values:
            answer = cli("nth", source, "-n", "3", "--all", "--at", f"x={spell(value)}").stdout
            expected.append(",".join([spell(value), *(line.split("\t")[1] for line in answer.splitlines())]))
        assert run.stdout.splitlines() == expected
