"""Sums as tables of like terms."""

from random import Random

import pytest
from expressions import ARITHMETIC, CALLS, mix, trees

from gradcli.calc.longsum import shapes as detection
from gradcli.calc.longsum.shapes import find_homogeneous_sum
from gradcli.errors import GradcliError
from gradcli.syntax.lexer import kind, tokens
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Few terms are enough."""
    monkeypatch.setattr(detection, "MIN_TERMS", 1)


def shapes(source):
    found = find_homogeneous_sum(source)
    return found and ([(shape.text, shape.columns) for shape in found.shapes], found.order)


def test_terms_go_by_their_shape_with_their_signs_and_numbers():
    assert shapes("2*x - 3*x + 4*x-5.5*x") == (
        [("+ # * x", [["2", "4"]]), ("- # * x", [["3", "5.5"]])], [0, 1, 0, 1])
    assert shapes("(x-1e-5)**2 + (x - 1_000.5)**3 + (x-.5)**2+(x -7.)**2") == (
        [("+ ( x - # ) ** #", [["1e-5", "1_000.5", ".5", "7."], ["2", "3", "2", "2"]])], [0, 0, 0, 0])


def test_a_sign_after_an_operator_belongs_to_the_operand():
    assert shapes("x**-2 + x**-3 - -x*4 - -x*5") == (
        [("+ x ** - #", [["2", "3"]]), ("- - x * #", [["4", "5"]])], [0, 0, 1, 1])
    assert shapes("-2*x + -3*x")[0] == [("+ - # * x", [["2", "3"]])]
    assert shapes("x1*3! - f(2) - f(4) - x1*3!")[0][:2] == [("+ x1 * # !", [["3"]]), ("- f ( # )", [["2", "4"]])]


def test_a_sum_in_parentheses_may_have_several_lines():
    assert shapes("(2*x +\n 3*x\n + 4*x\n)") == ([("+ # * x", [["2", "3", "4"]])], [0, 0, 0])
    assert shapes("(2*x\n+ 3*x\n- 4*x)") == ([("+ # * x", [["2", "3"]]), ("- # * x", [["4"]])], [0, 0, 1])
    assert shapes("(2*x\n*y + 3*x*y + 4*x*y)") == ([("+ # * x * y", [["2", "3", "4"]])], [0, 0, 0])
    assert shapes("(x-1)**2 + (x-2)**2 + (2*x)**2 + (3*x)")[1] == [0, 0, 1, 2]


@pytest.mark.parametrize("source", [
    "2*x + 3*x\n4*x", "2*x < 3*x + 4*x", "2*x + 3*x if 4*x else 5*x", "2*x, 3*x + 4*x", "a = 2*x; 2*a + 3*a", "2x + 3x + 4x",
    "2(x) + 3(x) + 4(x)", "2*x + 3*x # + 4*x", "2·x + 3·x", "2*x and 3*x + 4*x", "2*x = 3*x", "|x-1| + |x-2| + |x-3|",
    "sin^2 3 + sin^2 4 + sin^2 5"])
def test_what_is_no_sum_is_left_alone(source):
    assert find_homogeneous_sum(source) is None


def test_most_terms_must_be_alike(monkeypatch):
    monkeypatch.setattr(detection, "MIN_TERMS", 10)
    alike, others = [f"{i}*x" for i in range(30)], [f"{i}*x{i}" for i in range(4)]
    assert find_homogeneous_sum("+".join([*alike, others[0]])) and not find_homogeneous_sum("+".join([*alike, *others]))
    assert not find_homogeneous_sum("x") and not find_homogeneous_sum("") and not find_homogeneous_sum("2*x")


@pytest.mark.parametrize("head, tail", [
    ("(", ")"), ("sin(", ")"), ("2*x - (", ")/400"), ("max(1, (", ")*2)"), ("((x+1)*(x-1)*(", "))**(0.5)"),
    ("(1)*exp(-(\n", "))")])
def test_the_sum_may_stand_in_an_expression(head, tail):
    parts = " + ".join(f"({i}*x - 1)**2" for i in range(40))
    found = find_homogeneous_sum(f"{head}{parts}{tail}")
    assert found.head == head.rstrip() and found.tail == tail and len(found.order) == 40 and len(found.shapes) == 1


@pytest.mark.parametrize("head, tail", [("f(x) = (", "); f(2)"), ("y = 3; (", ")*y"), ("max(", ", 3)")])
def test_it_does_not_where_anything_is_defined_or_the_call_has_other_arguments(head, tail):
    assert find_homogeneous_sum(head + " + ".join(f"({i}*x - 1)**2" for i in range(40)) + tail) is None


def test_texts_of_random_terms_say_what_the_sum_says():
    random, looked_at = Random(5), 0
    kinds = [text(tree) for tree in trees(6, 60, 7, mix(ARITHMETIC, CALLS))]
    for _ in range(100):
        some = random.sample(kinds, 2)
        parts = [random.choice([" + ", "-", " -"]) + _vary(random.choice(some), random) for _ in range(8)]
        source = "".join(parts).removeprefix(" + ").lstrip()
        found = find_homogeneous_sum(source)
        if found is None:
            continue
        rows = {i: iter(range(shape.size)) for i, shape in enumerate(found.shapes)}
        again = " ".join(found.shapes[i].at(next(rows[i])) for i in found.order)
        assert again[0] == "+" and _said(found.head + again[1:] + found.tail) == _said(source)
        looked_at += 1
    assert looked_at > 60


def _vary(source, random):
    """A text with other numbers."""
    return " ".join(f"{random.uniform(0, 9):.{random.randint(0, 3)}f}" if kind(word) == "number" else word
                    for word in tokens(source)[0])


def _said(source):
    try:
        return [entry[:2] for entry in parse(source).code]
    except GradcliError as error:
        return error.message
