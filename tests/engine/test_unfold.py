"""Sums and products over an index: what they unfold to is what the written-out text records."""

import math
from functools import reduce
from operator import add, mul
from random import Random

import pytest

from gradcli.calc.backprop.graph import graph
from gradcli.calc.question import Question
from gradcli.calc.values import evaluate
from gradcli.engine.lower import lower
from gradcli.engine.unfold import unfold
from gradcli.errors import GradcliError
from gradcli.syntax.bindings import bindings
from gradcli.syntax.parser import parse

ATOMS = ["i", "x", "i*x", "(x + i)", "(i - x)", "x/(i**2 + 1)",
         "i**2", "sin(i*x)", "x**(i % 3)", "(2.5 if i > 2 else x)", "7"]


def ask(source, *at, limit=10_000_000):
    return Question(source, bindings(at), limit)


def value(source, *at):
    return evaluate(ask(source, *at)).value


def test_against_python_sums():
    """The bodies are Python too; `reduce` adds from the left."""
    random = Random(3)
    for _ in range(500):
        body = random.choice([" + ", " * ", " - "]).join(random.sample(ATOMS, random.randint(1, 3)))
        first, x = random.randint(-3, 4), random.randint(1, 40) / 16
        numbers = range(first, first + random.randint(0, 6))
        name, join, start = random.choice([("sum", add, 0), ("prod", mul, 1)])
        terms = [eval(body, {"i": i, "x": x, "sin": math.sin}) for i in numbers]
        found = value(f"{name}({body}, i, {first}, {numbers.stop - 1}) + 0*x", f"x={x!r}")
        assert math.isclose(found, reduce(join, terms) if terms else start, rel_tol=1e-13), (name, body, numbers, x)


def recorded(source, *at):
    """The nodes of the graph without the places of the text."""
    return graph(ask(source, *at), retain_grad=True).nodes


@pytest.mark.parametrize("source, written", [
    ("sum(i**2*x, i, 1, 3)", "1**2*x + 2**2*x + 3**2*x"), ("sum(x**i, i, 1, 2)", "x**1 + x**2"), ("sum(x, i, 5, 5)", "x"),
    ("prod(x + i, i, 0, 3)", "(x + 0)*(x + 1)*(x + 2)*(x + 3)"), ("1 - sum(i*x, i, 1, 2)", "1 - (1*x + 2*x)"),
    ("sum(sum(x**j/i, j, 1, i), i, 1, 3)", "x**1/1 + (x**1/2 + x**2/2) + (x**1/3 + x**2/3 + x**3/3)"),
    ("sum(i*sum(j*x, j, 1, i), i, 1, 2)", "1*(1*x) + 2*(1*x + 2*x)"),
    ("sum(prod(x + j, j, 1, i), i, 1, 2)", "(x + 1) + (x + 1)*(x + 2)"), ("x + sum(i, i, 3, 2)", "x + 0"),
    ("x*prod(i, i, 3, 2)", "x*1"), ("d = x**2; sum(d*i, i, 1, 2)", "d = x**2; d*1 + d*2"),
    ("f(t) = t*x; sum(f(i), i, 1, 2)", "f(t) = t*x; f(1) + f(2)"), ("sum(x*i, i, k, k + 1)", "x*3 + x*4"),
    ("f(n, t) = sum(t**i, i, 1, n); f(2, x) + f(3, x)", "x**1 + x**2 + (x**1 + x**2 + x**3)"),
    ("g(m, t) = sum(t*i, i, 1, m); f(n, t) = g(n + 1, 2*t); f(1, x)", "g(t) = t*1 + t*2; f(t) = g(2*t); f(x)"),
    ("s = sum(x*i, i, 1, 2); s*s", "s = x*1 + x*2; s*s"), ("n = 2; sum(x*i, i, 1, n)", "x*1 + x*2"),
    ("sum(i*x, i, -1, 1)", "-1*x + 0*x + 1*x"), ("sum(x*e, e, 1, 2) + e", "x*1 + x*2 + e"),
    ("sum(x*i if i > 1 else x, i, 1, 2)", "(x*1 if 1 > 1 else x) + (x*2 if 2 > 1 else x)"),
    ("sum(x/k, i, 1, k)", "x/3 + x/3 + x/3")])
def test_the_graph_is_that_of_the_written_out_text(source, written):
    at = ["x=1.5", "k=3"] if "k" in source.split(";")[-1] else ["x=1.5"]
    assert recorded(source, *at) == recorded(written, "x=1.5")


def test_a_bound_name_is_a_number_and_no_variable():
    found = evaluate(ask("sum(x**i/n, i, 1, n)", "x=2", "n=3"))
    assert list(found.partials) == ["x"] and not found.warnings
    found = evaluate(ask("sum(x, i, 1, floor(n/2))", "x=2", "n=7.5"))
    assert found.value == 6 and list(found.partials) == ["x"]
    question = Question("sum(x**i, i, 1, n)", bindings(["x=2", "n=3"]), wrt=["n"])
    found = evaluate(question, ["n"])
    assert found.partials == {"n": 0.0} and "bound of a sum" in found.warnings[0].message


def test_a_row_of_a_table_binds_no_bound():
    with pytest.raises(GradcliError, match="a table changes it"):
        _ = Question("sum(x, i, 1, n)", {}, columns=["x", "n"]).lowered


@pytest.mark.parametrize("source, message, place", [
    ("sum(x, i, 1, n)", "n is a bound of sum, and is not known", "n"), ("sum(x, i, 1, x + 1)", "x is a bound of sum", "x"),
    ("sum(x, i, 1, 7/2)", "a bound of sum is a whole number, and 7/2 is 3.5", "7/2"),
    ("sum(x, i, 1, inf)", "inf has no end", "inf"), ("sum(x, i, nan, 3)", "nan is not a number", "nan"),
    ("sum(x, i, 1, pi)", "pi is 3.14159", "pi"), ("s = sum(x, i, 1, 2); sum(x, i, 1, s)", "s holds a sum", "s"),
    ("f(n) = sum(x, i, 1, n); f(x)", "x is a bound of a sum, and is not known", "x")])
def test_a_bound_is_known_and_whole(source, message, place):
    with pytest.raises(GradcliError) as caught:
        _ = Question(source, {}).lowered
    begin, end = caught.value.span
    assert message in caught.value.message and source[begin:end] == place


@pytest.mark.parametrize("source", [
    "sum(x, i, 1, 1e9)", "sum(x, i, 1, 10**30)", "sum(sum(x*j, j, 1, i), i, 1, 10**6)",
    "prod(sum(x, j, 1, 10**4), i, 1, 10**4)",
    "sum(sum(sum(x, k, 1, 400), j, 1, 400), i, 1, 400)", "f(n) = sum(x, i, 1, n); sum(f(j), j, 1, 10**6)",
    "f(n) = sum(x, i, 1, n); g(n) = f(n) + f(n); h(n) = g(n) + g(n); h(2*10**6)"])
def test_sizes_are_counted_before_anything_is_built(source, monkeypatch):
    monkeypatch.setattr("gradcli.engine.unfold._Unfolding.build", None)
    with pytest.raises(GradcliError) as caught:
        unfold(parse(source), {})
    assert caught.value.code == 1 and "operations" in caught.value.message and "--limit" in caught.value.help


def test_the_limit_is_that_of_the_option():
    assert len(lower(parse("sum(x, i, 1, 100)"), limit=199).tape) == 100
    with pytest.raises(GradcliError, match="beyond the limit of 198"):
        lower(parse("sum(x, i, 1, 100)"), limit=198)


def test_depth_does_not_matter():
    depth = 3_000
    assert value("sum(" * depth + "x" + ", i, 1, 1)" * depth, "x=2") == 2


def test_a_derivative_along_a_bound_is_refused():
    with pytest.raises(GradcliError, match="along which there is no derivative"):
        _ = Question("f(n) = sum(1/i, i, 1, n); f'(3)", {}).lowered


def test_a_formula_has_few_terms():
    from gradcli.calc.ways import along
    from gradcli.syntax.printer import text

    assert text(along(Question("sum(x**i, i, 1, 3)", {}), ["x"])[1]) == "3*x**2 + 2*x + 1"
    assert along(Question("sum(sin(i*x), i, 1, 20)", {}), ["x"])
    with pytest.raises(GradcliError, match="a sum here has 21 terms") as caught:
        along(Question("sum(sin(i*x), i, 1, 21)", {}), ["x"])
    assert caught.value.code == 1
