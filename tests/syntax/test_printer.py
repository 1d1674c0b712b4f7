"""AST to text that reads back as the same AST."""

import math
import re
from fractions import Fraction
from itertools import cycle, islice
from random import Random

import pytest
from expressions import CALLS, OPERATIONS, grown, mix, precisely, shape, small, trees

from gradcli.core.primitive import FUNCTIONS, OPERATORS
from gradcli.engine.lower import lower
from gradcli.errors import GradcliError
from gradcli.syntax import printer
from gradcli.syntax.nodes import Apply, Name, Number
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import number, text

X, Y, Z = Name("x"), Name("y"), Name("z")


def read(source):
    return parse(source).result


def differing(count):
    """Trees that do not come back as they were printed."""
    return [text(tree) for tree in trees(1, count, 12) if shape(read(text(tree))) != shape(tree)]


def test_what_is_printed_reads_back_as_the_same_tree():
    assert differing(3000) == []


def test_operators_alone_too():
    random = Random(2)
    for _ in range(2000):
        tree = grown(random, random.randint(2, 12), mix(OPERATIONS), small)
        assert shape(read(text(tree))) == shape(tree), text(tree)


@pytest.mark.parametrize("side, fault", [
    ("_left", lambda node, limit: [node] if printer.powers(node)[1] >= limit else ["(", node, ")"]),
    ("_right", lambda node, limit: [node] if printer.powers(node)[0] >= limit - 1 else ["(", node, ")"]),
    ("_right", lambda node, limit: [node])])
def test_a_missing_parenthesis_is_seen(side, fault, monkeypatch):
    monkeypatch.setattr(printer, side, fault)
    assert differing(500)


def apart(source):
    """The texts without one pair of parentheses that is no call's."""
    stack = []
    for i, char in enumerate(source):
        if char == "(":
            stack.append(i)
        elif char == ")":
            begin = stack.pop()
            before = re.search(r"(\w+)\s*$", source[:begin])
            if not before or source[begin - 1] == " ":
                yield source[begin + 1:i], source[:begin] + " " + source[begin + 1:i] + " " + source[i + 1:]


def superfluous(count):
    """Parentheses that could go, except two that are for the eye: a sign in an exponent, a conditional as a condition."""
    found = []
    for tree in trees(4, count, 12, mix(OPERATIONS)):
        for inside, shorter in apart(text(tree)):
            try:
                same = shape(read(shorter)) == shape(tree)
            except GradcliError:
                same = False
            if same and not (re.match(r"[-+]|not ", inside) or " if " in inside):
                found.append((text(tree), shorter))
    return found


def test_no_parenthesis_could_go(monkeypatch):
    assert superfluous(800) == []
    monkeypatch.setattr(printer, "_left", lambda node, limit: ["(", node, ")"])
    assert superfluous(50)


@pytest.mark.parametrize("tree, printed", [
    (Apply(OPERATORS["prefix -"], (Apply(OPERATORS["**"], (X, Number(2))),)), "-x**2"),
    (Apply(OPERATORS["**"], (Apply(OPERATORS["prefix -"], (X,)), Number(2))), "(-x)**2"),
    (Apply(OPERATORS["**"], (Number(-2), X)), "(-2)**x"), (Apply(OPERATORS["**"], (X, Number(-2))), "x**(-2)"),
    (Apply(OPERATORS["**"], (Number(Fraction(1, 3)), X)), "(1/3)**x"),
    (Apply(OPERATORS["/"], (X, Number(Fraction(1, 3)))), "x/(1/3)"),
    (Apply(OPERATORS["*"], (Number(Fraction(1, 3)), X)), "1/3*x"),
    (Apply(OPERATORS["-"], (X, Apply(OPERATORS["-"], (Y, Z)))), "x - (y - z)"),
    (Apply(OPERATORS["-"], (Apply(OPERATORS["-"], (X, Y)), Z)), "x - y - z"),
    (Apply(OPERATORS["**"], (Apply(OPERATORS["**"], (X, Y)), Z)), "(x**y)**z"),
    (Apply(OPERATORS["**"], (X, Apply(OPERATORS["**"], (Y, Z)))), "x**y**z"),
    (Apply(OPERATORS["<"], (Apply(OPERATORS["<"], (X, Y)), Z)), "(x < y) < z"),
    (Apply(OPERATORS["if"], (X, Y, Z)), "y if x else z"),
    (Apply(OPERATORS["postfix !"], (Apply(OPERATORS["prefix -"], (X,)),)), "(-x)!"),
    (Apply(OPERATORS["prefix not"], (Apply(OPERATORS["and"], (X, Y)),)), "not (x and y)"),
    (Apply(FUNCTIONS["log"].taking(2), (X, Number(2))), "log(x, 2)"), (Apply(FUNCTIONS["pi"], ()), "pi")])
def test_text(tree, printed):
    assert text(tree) == printed


NUMBERS = [0, 1, 7, 1000, 10**6, 10**15, 123456789 * 10**20, 10**4299, 10**4300, 7 * 10**19_999, 3**20_000, 10**30_000,
           Fraction(1, 2), Fraction(1, 10), Fraction(1, 3), Fraction(22, 7), Fraction(1, 2**60), Fraction(3, 10**300),
           Fraction(1, 10**19_000), Fraction(10**40 + 1, 10**20), Fraction(2**200, 3**90), Fraction(1, 7**3000)]


@pytest.mark.parametrize("value", [*NUMBERS, *(-n for n in NUMBERS)], ids=lambda n: f"{n.numerator.bit_length()}bits")
def test_a_number_reads_back_exactly(value):
    lowered = lower(parse(number(value)))
    assert precisely(lowered.tape, {})[lowered.root] == value


@pytest.mark.parametrize("value, printed", [
    *((math.factorial(n), str(math.factorial(n))) for n in (40, 199)), (12 * 10**40, "1.2e41"),
    (10**6, "1000000"), (10**20, "1e20"), (Fraction(1, 10), "0.1"), (Fraction(-5, 2), "-2.5"),
    (Fraction(1, 10**30), "1e-30"),
    (Fraction(1, 3), "1/3"), (-Fraction(1, 3), "-1/3"), (Fraction(1, 1024), "0.0009765625"), (0, "0"),
    (15 * 10**40, "1.5e41"), (Fraction(15, 10**31), "1.5e-30"), (1234567890123456789, "1234567890123456789")])
def test_a_number_is_short(value, printed):
    assert number(value) == printed


def test_random_numbers_read_back():
    random = Random(5)
    for _ in range(2000):
        value = Fraction(random.randint(0, 10**random.randint(0, 25)), 10**random.randint(0, 25))
        found = read(number(value))
        assert isinstance(found, Number) and found.value == value


STEPS = [lambda t: Apply(OPERATORS["prefix -"], (t,)), lambda t: Apply(FUNCTIONS["sin"], (t,)),
         lambda t: Apply(OPERATORS["+"], (t, Y)), lambda t: Apply(OPERATORS["-"], (Y, t)),
         lambda t: Apply(OPERATORS["**"], (t, Y)), lambda t: Apply(OPERATORS["**"], (Y, t)),
         lambda t: Apply(OPERATORS["if"], (t, Y, Z)), lambda t: Apply(OPERATORS["if"], (Y, Z, t)),
         lambda t: Apply(OPERATORS["postfix !"], (t,)), lambda t: Apply(FUNCTIONS["max"].taking(3), (Y, t, Z))]


def chain(steps, count):
    tree = X
    for step in islice(cycle(steps), count):
        tree = step(tree)
    return tree


@pytest.mark.parametrize("steps, count", [(STEPS, 20_000), *(([step], 5000) for step in STEPS)])
def test_depth_is_no_matter(steps, count):
    printed = text(chain(steps, count))
    assert text(read(printed)) == printed and len(printed) >= count


def test_the_work_is_linear(monkeypatch):
    """Counts how often the children of a node are read."""
    asked = []
    parts = printer._parts
    monkeypatch.setattr(printer, "_parts", lambda node: asked.append(node) or parts(node))
    text(chain([lambda t: Apply(OPERATORS["-"], (Y, t))], 5000))
    assert len(asked) == 5000


def test_calls_are_written_with_their_names():
    assert {text(Apply(row, (X,) * row.least)) for row in CALLS} >= {"sin(x)", "max(x, x)", "max(x, x, x)", "log(x, x)"}
