"""The AST: postfix code, and the same as a tree."""

import pytest

from gradcli.syntax.nodes import Apply, Call, Chain, Definition, Name, Number
from gradcli.syntax.parser import parse


def test_nodes_are_equal_only_to_themselves():
    a, b = (parse("-" * 10_000 + "x").result for _ in range(2))
    same, different, count = a == a, a != b, len({a, b})
    assert (same, different, count) == (True, True, 2)


@pytest.mark.parametrize("source, code", [
    ("x**2 + 1", "x 2 pow/2 1 add/2"), ("-sin(x)!", "x sin/1 factorial/1 neg/1"), ("0 < x <= 1", "0 x 1 lt,le/3"),
    ("a if c else b", "a c swap/2 b where/3"), ("f(s, t) = s*t; k = 2; f(x, k)", "f('s', 't') = s t mul/2\nk = 2\nx k f/2")])
def test_postfix_code(source, code):
    assert str(parse(source)) == code


def test_the_tree_says_the_same_with_the_condition_first():
    root = parse("a if c else b*2").result
    condition, yes, no = root.arguments
    assert isinstance(root, Apply) and (condition.name, yes.name) == ("c", "a")
    assert [(type(each), each.span) for each in no.arguments] == [(Name, (12, 13)), (Number, (14, 15))]
    chain = parse("a < b == c").result
    assert isinstance(chain, Chain) and [row.name for row in chain.rows] == ["lt", "eq"] and chain.parts == ((0, 5), (4, 10))


def test_a_function_of_the_text_is_called_with_its_number_of_arguments():
    program = parse("f(s, t) = s; f(1, 2)")
    f, = program.definitions
    assert isinstance(program.result, Call) and program.result.definition is f
    assert f.taking(2) is f and f.taking(1) is None and Definition("k", None, f.code).taking(0) is not None
    assert f.body.name == "s"
